"""What somebody does to the platform itself."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import connection, transaction

from guildworks.platform import clock, events, policies
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.errors import GuildworksError
from guildworks.platform.events import SIGNING_KEY_ROTATED
from guildworks.platform.limits import limit
from guildworks.platform.models import KeyRetirement, SigningKey
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.platform.signing_keys import key_in_use, prepare_next_key, take_next_key
from guildworks.platform.work import declare_job

DELETE_FINISHED_JOBS = declare_job("platform.delete_finished_jobs", every="17 * * * *")
FINISHED_JOBS = """
DELETE FROM procrastinate_jobs job WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')
    AND NOT EXISTS (SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.at >= %s)
"""


class KeyIsPlaced(GuildworksError):
    """The signing key is a file that the operator has placed."""

    code = "signing_key_is_placed"
    hint = "Place a new key where GUILDWORKS_SIGNING_KEY_FILE leads; the first signature makes it known."


class RotatedMeanwhile(GuildworksError):
    """Somebody else has rotated the signing key at this very moment."""

    code = "signing_key_retires_once"
    hint = "`guildworks keys list` shows the new one."


@transaction.atomic
def rotate_signing_key(actor: Actor) -> tuple[SigningKey, SigningKey]:
    """Retire the key of this machine and sign with a new one from now on: the new key and the retired one.

    The private half of the retired key is gone, its public half stays. Raises NotAllowed, KeyIsPlaced, RotatedMeanwhile
    or SigningKeyUnusable; then the key stays the one in use.
    """
    require(policies.may_rotate_signing_key(actor))
    if settings.SIGNING_KEY_FILE:
        raise KeyIsPlaced()
    retired = key_in_use().public
    with refusals(signing_key_retires_once=RotatedMeanwhile):
        # Before the new key is written: who rotates at the same time waits here, and is refused.
        KeyRetirement.objects.create(
            key_id=retired.id, retired_by_kind=actor.kind, retired_by_id=actor.id, retired_at=clock.now()
        )
    new = prepare_next_key().public
    events.record(SIGNING_KEY_ROTATED, new.ref, actor, chain=OPERATOR_CHAIN, retired=retired.id)
    transaction.on_commit(partial(take_next_key, new.id))
    return new, retired


@transaction.atomic
def delete_finished_jobs() -> int:
    """Delete the jobs that have ended more than `job_days` ago: how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(FINISHED_JOBS, [clock.now() - timedelta(days=limit("job_days"))])
        return int(cursor.rowcount)
