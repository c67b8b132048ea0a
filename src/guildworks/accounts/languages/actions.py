"""Choosing the language in which one is spoken to."""

from __future__ import annotations

from django.db import transaction

from guildworks.accounts import policies
from guildworks.accounts.languages.speaking import spoken
from guildworks.accounts.models import User
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput
from guildworks.platform.policies import require


class UnknownLanguage(BadInput):
    """The pages do not speak this language."""

    code = "unknown_language"
    hint = "Choose one of those in the menu."


@transaction.atomic
def choose_language(actor: Actor, user: User, code: str) -> None:
    """From now on pages and mails speak to this person so.

    No event: it is nobody else's business. Raises NotAllowed or UnknownLanguage.
    """
    require(policies.may_choose_language(actor, user))
    if code not in spoken():
        raise UnknownLanguage()
    User.objects.filter(id=user.id, erased_at=None).update(language=code)
