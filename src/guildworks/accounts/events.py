"""What happens to organisations and to who belongs to them."""

from __future__ import annotations

from guildworks.accounts.models import ALL_ROLES
from guildworks.platform.events import declare

ORGANISATION_CREATED = declare("organisation.created")
MEMBER_JOINED = declare("member.joined", role=ALL_ROLES)
MEMBER_ROLE_CHANGED = declare("member.role_changed", role=ALL_ROLES, instead_of=ALL_ROLES)
MEMBER_LEFT = declare("member.left", role=ALL_ROLES)
MEMBER_INVITED = declare("member.invited", role=ALL_ROLES)
INVITATION_WITHDRAWN = declare("invitation.withdrawn", role=ALL_ROLES)
INVITATION_ACCEPTED = declare("invitation.accepted", role=ALL_ROLES)
PERSON_DATA_EXPORTED = declare("person.data_exported", bytes=int)
PERSON_ERASED = declare("person.erased")
SIGN_UP_FORGOTTEN = declare("sign_up.forgotten", organisations=int)
PASSWORD_LINK_MADE = declare("person.password_link_made")
