"""Answering a request once, however often it comes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from guildworks.platform import clock
from guildworks.platform.http.errors import AnswerErased, IdempotencyKeyTaken, SameRequestUnderWay
from guildworks.platform.http.models import KeptAnswer, RateWindow
from guildworks.platform.limits import limit
from guildworks.platform.retention import BATCH
from guildworks.platform.work import declare_job

FORGET_ANSWERS = declare_job("platform.forget_answers", every="17 * * * *")


@transaction.atomic
def answer_once(owner: UUID, key: str, asked: bytes, act: Callable[[], KeptAnswer]) -> KeptAnswer:
    """What `act` answers, kept in its own transaction; or what was answered to the same request before.

    A refusal that `act` raises is not kept: nothing was changed, and the same request may be sent again. Raises
    SameRequestUnderWay while another worker is at it, IdempotencyKeyTaken where it was another request, or AnswerErased
    where the answer named somebody who is erased.
    """
    lock = int.from_bytes(hashlib.sha256(owner.bytes + key.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise SameRequestUnderWay()
    earlier = KeptAnswer.objects.filter(owner_id=owner, key=key).first()
    if earlier is not None and earlier.made_at > clock.now() - _kept():
        if bytes(earlier.asked) != asked:
            raise IdempotencyKeyTaken()
        if not earlier.body:
            raise AnswerErased()
        return earlier
    answer = act()
    answer.owner_id, answer.key, answer.asked, answer.made_at = owner, key, asked, clock.now()
    if earlier is not None:
        answer.pk = earlier.pk  # its time is over, and its key is free again
    answer.save()
    return answer


@transaction.atomic
def forget_answers() -> int:
    """Delete a batch of the answers that were kept long enough: how many. With them go counts that have ended."""
    before = clock.now() - _kept()
    old = KeptAnswer.objects.filter(made_at__lte=before).order_by("made_at", "id").values("id")[:BATCH]
    gone, _each = KeptAnswer.objects.filter(id__in=old).delete()
    RateWindow.objects.filter(ends_at__lte=before).delete()
    return gone


def _kept() -> timedelta:
    return timedelta(days=limit("kept_answer_days"))
