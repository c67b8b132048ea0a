"""What somebody agrees to who opens a public page, and what ends when they take it back."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from guildworks.accounts.consents.purposes import Purpose
from guildworks.accounts.models import EngineerAccount, User
from guildworks.accounts.queries import actor_of
from guildworks.talent.models import Engineer
from guildworks.talent.public.actions import PURPOSE, close_public_page


def _close(user: User) -> None:
    account = EngineerAccount.objects.filter(user=user).first()
    if account:
        close_public_page(actor_of(account), Engineer.objects.get(id=account.engineer_id))


PUBLIC_PAGE = Purpose(
    PURPOSE,
    gettext_noop("Everybody may see what I choose of my profile on a public page, without signing in."),
    wording=1,
    undo=_close,
)
