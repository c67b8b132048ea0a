"""The share of API keys in erasing a person or an engineer: what was answered to programs and is still kept."""

from __future__ import annotations

from guildworks.accounts.models import ApiKey
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.http.models import KeptAnswer
from guildworks.platform.ids import shown

PREFIXES = {"user": "usr", "engineer": "eng"}


def forget_kept_answers(_actor: Actor, subject: Ref) -> None:
    """Delete kept answers that name them, whoever asked, and those to keys that have gone with their owner."""
    KeptAnswer.objects.filter(body__contains=shown(PREFIXES[subject.kind], subject.id)).delete()
    KeptAnswer.objects.exclude(owner_id__in=ApiKey.objects.values("id")).delete()
