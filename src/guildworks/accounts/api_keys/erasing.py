"""The share of API keys in erasing a person or an engineer: what was answered to programs and is still kept."""

from __future__ import annotations

from django.db.models import Q

from guildworks.accounts.models import ApiKey
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.http.models import KeptAnswer
from guildworks.platform.ids import shown

PREFIXES = {"user": "usr", "engineer": "eng"}


def forget_kept_answers(_actor: Actor, subject: Ref) -> None:
    """Empty kept answers that name them, whoever asked, and delete those to keys that have gone with their owner."""
    id_ = shown(PREFIXES[subject.kind], subject.id)
    about = KeptAnswer.objects.filter(Q(body__contains=id_) | Q(location__contains=id_))
    about.update(body="", location="")  # the row stays, so that the same request does not do its work again
    KeptAnswer.objects.exclude(owner_id__in=ApiKey.objects.values("id")).delete()
