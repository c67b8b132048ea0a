"""Who is behind a session."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from guildworks.accounts.models import User
from guildworks.accounts.queries import memberships_with_person


class Backend(AuthenticationBackend):  # type:ignore[misc]  # allauth says nothing of its types
    """Signs people in as allauth does; who somebody is and where they belong is one SQL query at each request."""

    def get_user(self, user_id: Any) -> User | None:
        """The person, with `read_memberships` where they belong anywhere; None for whoever may not come in any more."""
        memberships = memberships_with_person(user_id)
        if not memberships:
            found = User.objects.select_related("engineer_account").filter(pk=user_id).first()
            return found if found and self.user_can_authenticate(found) else None
        person = memberships[0].user
        if not self.user_can_authenticate(person):
            return None
        vars(person)["read_memberships"] = memberships
        return person
