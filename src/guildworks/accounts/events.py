"""What happens to organisations and to who belongs to them."""

from __future__ import annotations

from uuid import UUID

from guildworks.accounts.models import ALL_ROLES, INVITED_AS
from guildworks.platform.events import declare

ORGANISATION_CREATED = declare("organisation.created")
ORGANISATION_RENAMED = declare("organisation.renamed")
MEMBER_JOINED = declare("member.joined", role=ALL_ROLES)
MEMBER_ROLE_CHANGED = declare("member.role_changed", role=ALL_ROLES, instead_of=ALL_ROLES)
MEMBER_LEFT = declare("member.left", role=ALL_ROLES)
MEMBER_INVITED = declare("member.invited", role=ALL_ROLES)
INVITATION_WITHDRAWN = declare("invitation.withdrawn", role=INVITED_AS)
INVITATION_ACCEPTED = declare("invitation.accepted", role=INVITED_AS)
ENGINEER_INVITED = declare("engineer.invited", invitation=UUID)
ENGINEER_ACCOUNT_OPENED = declare("engineer_account.opened", person=UUID)
ENGINEER_ACCOUNT_CLOSED = declare("engineer_account.closed", person=UUID)
PERSON_DATA_EXPORTED = declare("person.data_exported", bytes=int)
PERSON_RENAMED = declare("person.renamed")
PERSON_ERASED = declare("person.erased")
SIGN_UP_FORGOTTEN = declare("sign_up.forgotten", organisations=int)
PASSWORD_LINK_MADE = declare("person.password_link_made")
PROVIDER_UNLINKED = declare("person.provider_unlinked")
CONSENT_WITHDRAWN = declare("consent.withdrawn")
PERSON_SHUT_OUT = declare("person.shut_out")
PERSON_LET_IN = declare("person.let_in")
IMPERSONATION_BEGUN = declare("impersonation.begun", minutes=int)
IMPERSONATION_ENDED = declare("impersonation.ended")
API_KEY_MADE = declare("api_key.made", scopes=int, days=int)
API_KEY_REVOKED = declare("api_key.revoked")
