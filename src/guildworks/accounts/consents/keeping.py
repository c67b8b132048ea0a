"""Keeping that somebody agrees, or does not any more, within the action that it is about."""

from __future__ import annotations

from guildworks.accounts.consents.models import GIVEN, WITHDRAWN, Consent
from guildworks.accounts.consents.purposes import get_purpose
from guildworks.accounts.models import User
from guildworks.platform import clock


def keep_given(user: User, purpose: str) -> None:
    """Somebody agrees to a purpose in the words of now; whoever has done so before needs no further row."""
    last, wording = find_last(user, purpose), get_purpose(purpose).wording
    if last is None or (last.said, last.wording) != (GIVEN, wording):
        _keep(user, purpose, wording, GIVEN)


def keep_withdrawn(user: User, purpose: str) -> bool:
    """Somebody does not agree any more: whether they had agreed."""
    last = find_last(user, purpose)
    if last is None or last.said == WITHDRAWN:
        return False
    _keep(user, purpose, last.wording, WITHDRAWN)
    return True


def find_last(user: User, purpose: str) -> Consent | None:
    """What somebody has said last of a purpose."""
    return Consent.objects.filter(user=user, purpose=purpose).order_by("-at", "-id").first()


def _keep(user: User, purpose: str, wording: int, said: str) -> None:
    Consent.objects.create(user=user, purpose=purpose, wording=wording, said=said, at=clock.now())
