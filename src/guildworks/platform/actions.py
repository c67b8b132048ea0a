"""What somebody does to the platform itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from guildworks.platform import clock, events, policies
from guildworks.platform.actor import OPERATOR_CHAIN, PROGRAM, Actor, Ref
from guildworks.platform.choices import CHOICES, chosen, set_choice
from guildworks.platform.errors import GuildworksError
from guildworks.platform.events import (
    BACKUP_MADE,
    BACKUP_RESTORED,
    JOB_RETRIED,
    LIMIT_CHANGED,
    MAIL_ENDED,
    MAIL_RETRIED,
    MAILS_RELEASED,
    SETTING_CHANGED,
    SIGNING_KEY_ROTATED,
)
from guildworks.platform.limits import LIMITS, limit, set_limit
from guildworks.platform.mail.draft import Draft, address_of
from guildworks.platform.mail.erasing import erase, erase_mails_of
from guildworks.platform.mail.held import held_mails, held_until
from guildworks.platform.mail.smtp import send
from guildworks.platform.models import Backup, DemoMode, KeyRetirement, Mail, MailRelease, Restoration, SigningKey
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.platform.retention import BATCH
from guildworks.platform.signing_keys import key_in_use, prepare_next_key, take_next_key
from guildworks.platform.work import declare_job

DELIVER_MAIL = declare_job("platform.deliver_mail")
TAKE_UP_MAILS = declare_job("platform.take_up_mails", every="*/10 * * * *")
FORGET_MAILS = declare_job("platform.forget_mails", every="27 * * * *")
DELETE_FINISHED_JOBS = declare_job("platform.delete_finished_jobs", every="17 * * * *")
FINISHED_JOBS = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT id FROM procrastinate_jobs job WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')
        AND NOT EXISTS (SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.at >= %s)
    ORDER BY id LIMIT %s)
"""
RETRY_JOB = """
UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL, worker_id = NULL,
    abort_requested = false
WHERE id = %s AND status = 'failed'
"""
TAKEN_UP_MOST = 10_000
WITHOUT_JOB = """
SELECT id FROM platform_mail mail
WHERE due_at <= %s AND created_at > coalesce(%s::timestamptz, '-infinity') AND NOT EXISTS (
    SELECT FROM procrastinate_jobs
    WHERE task_name = %s AND status IN ('todo', 'doing') AND args->>'mail' = mail.id::text)
ORDER BY due_at LIMIT %s
"""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(days=1)


class KeyIsPlaced(GuildworksError):
    """The signing key is a file that the operator has placed."""

    code = "signing_key_is_placed"
    hint = "Place a new key where GUILDWORKS_SIGNING_KEY_FILE leads; the first signature makes it known."


class RotatedMeanwhile(GuildworksError):
    """Somebody else has rotated the signing key at this very moment."""

    code = "signing_key_retires_once"
    hint = "Nothing was changed."
    at_terminal = "`guildworks keys list` shows the new one."


class JobHasEnded(GuildworksError):
    """This job has not failed, or is not kept any more."""

    code = "job_has_ended"
    hint = "The page of jobs shows which ones have failed."


class MailIsHeld(GuildworksError):
    """This mail waited when the backup was made that this database was restored from, and may have been sent since."""

    code = "mail_is_held"
    hint = "Say first what becomes of all that are held."
    at_terminal = "`guildworks mail release` sends them, and with --give-up none of them."


class MailHasEnded(GuildworksError):
    """This mail was sent already, or nothing of it is left."""

    code = "mail_has_ended"
    hint = "Only one that waits or has failed can be sent again."
    at_terminal = "`guildworks mail list` shows which ones wait or have failed."


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
    """Delete jobs that have ended more than `job_days` ago, at most a batch: how many."""
    with connection.cursor() as cursor:
        cursor.execute(FINISHED_JOBS, [clock.now() - timedelta(days=limit("job_days")), BATCH])
        return int(cursor.rowcount)


@transaction.atomic
def retry_job(actor: Actor, job: int) -> None:
    """Have a job that has failed for good done once more, with all its attempts. Raises NotAllowed or JobHasEnded."""
    require(policies.may_look_after_jobs(actor))
    with connection.cursor() as cursor:
        cursor.execute(RETRY_JOB, [job])
        if not cursor.rowcount:
            raise JobHasEnded()
    events.record(JOB_RETRIED, Ref("job", UUID(int=job)), actor, chain=OPERATOR_CHAIN)


@transaction.atomic
def change_limit(actor: Actor, name: str, value: int) -> None:
    """Set a bound for this installation, and keep who did it. Raises NotAllowed or BadLimit."""
    require(policies.may_change_settings(actor))
    before = limit(name) if name in LIMITS else 0
    set_limit(name, value)
    if value != before:
        events.record(
            LIMIT_CHANGED, _house(actor), actor, chain=OPERATOR_CHAIN, limit=name, value=value, instead_of=before
        )


@transaction.atomic
def change_setting(actor: Actor, name: str, word: str) -> None:
    """Set a word for this installation, and keep who did it. Raises NotAllowed or BadChoice."""
    require(policies.may_change_settings(actor))
    before = chosen(name) if name in CHOICES else ""
    set_choice(name, word)
    if word != before:
        events.record(
            SETTING_CHANGED, _house(actor), actor, chain=OPERATOR_CHAIN, setting=name, word=word, instead_of=before
        )


def _house(actor: Actor) -> Ref:
    """What a setting is of: the operator's organisation, for which whoever may change one acts."""
    assert actor.organisation_id is not None
    return Ref("organisation", actor.organisation_id)


@transaction.atomic
def write_mails(drafts: Sequence[Draft]) -> list[Mail]:
    """Put mails into the outbox, each with its delivery: both are there once the transaction around is committed."""
    now = clock.now()
    mails = Mail.objects.bulk_create(
        Mail(
            recipient=draft.recipient,
            reply_to=draft.reply_to,
            subject=draft.subject,
            text=draft.text,
            html=draft.html,
            calendar=draft.calendar,
            created_at=now,
            due_at=now,
        )
        for draft in drafts
    )
    DELIVER_MAIL.defer([{"mail": str(mail.id)} for mail in mails])
    return mails


@transaction.atomic
def deliver_mail(mail_id: UUID) -> Mail | None:
    """Hand a mail to the server, or keep it where this is a demo: the mail; None where there was nothing to do.

    Nothing is to be done for one that has ended, that another worker has at hand, that a restoration holds, or that no
    server was set for. The row is locked while the server has the word: whoever else comes passes by, and a worker that
    dies leaves no trace.
    """
    mail = Mail.objects.select_for_update(skip_locked=True).filter(id=mail_id, due_at__isnull=False).first()
    if mail is None or _is_held(mail):
        return None
    if DemoMode.objects.exists():
        return _ended(mail, "kept")
    if settings.SMTP_SERVER is None:
        return None
    sender, seconds = settings.DEFAULT_FROM_EMAIL, limit("mail_seconds")
    answer = send(mail, settings.SMTP_SERVER, sender=sender, seconds=seconds)
    mail.attempts += 1
    mail.answer = answer.words
    if answer.outcome == "sent":
        return _ended(mail, "sent")
    if answer.outcome == "refused" or mail.attempts >= limit("mail_attempts"):
        return _ended(mail, "failed")
    mail.due_at = clock.now() + _pause(mail.attempts)
    mail.save(update_fields=["attempts", "answer", "due_at"])
    DELIVER_MAIL.defer([{"mail": str(mail.id)}], at=mail.due_at)
    return mail


@transaction.atomic
def take_up_mails() -> int:
    """Defer the delivery of mails that are due and have no job: how many.

    They waited for a server to be set, or their job has failed by a fault.
    """
    if settings.SMTP_SERVER is None and not DemoMode.objects.exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_JOB, [clock.now(), held_until(), DELIVER_MAIL.name, TAKEN_UP_MOST])
        waiting = [str(id_) for (id_,) in cursor.fetchall()]
    DELIVER_MAIL.defer([{"mail": id_} for id_ in waiting])
    return len(waiting)


@transaction.atomic
def retry_mails(actor: Actor, mails: Sequence[Mail]) -> list[Mail]:
    """Have mails that failed or that wait tried at once, all or none.

    Raises NotAllowed, MailHasEnded or MailIsHeld.
    """
    require(policies.may_look_after_mail(actor))
    now = clock.now()
    again = Mail.objects.select_for_update().filter(id__in=[mail.id for mail in mails], erased_at__isnull=True)
    locked = list(again.filter(sent_at__isnull=True, kept_at__isnull=True).order_by("id"))
    if len(locked) < len({mail.id for mail in mails}):
        raise MailHasEnded()
    if any(_is_held(mail) for mail in locked):
        raise MailIsHeld()
    for mail in locked:
        mail.due_at, mail.failed_at, mail.attempts = now, None, 0
        events.record(MAIL_RETRIED, mail.ref, actor, chain=OPERATOR_CHAIN)
    Mail.objects.bulk_update(locked, ["due_at", "failed_at", "attempts"])
    DELIVER_MAIL.defer([{"mail": str(mail.id)} for mail in locked])
    return locked


@transaction.atomic
def release_mails(actor: Actor, *, give_up: bool) -> int:
    """Send the mails that a restoration holds, or with `give_up` have them fail: how many. Raises NotAllowed.

    Those that were given up can be tried one by one, like all that have failed.
    """
    require(policies.may_look_after_mail(actor))
    now, held = clock.now(), list(held_mails().select_for_update().order_by("id").values_list("id", flat=True))
    if give_up:
        Mail.objects.filter(id__in=held).update(due_at=None, failed_at=now)
    outcome = "given_up" if give_up else "sent"
    for restoration in Restoration.objects.filter(releases=None):
        MailRelease.objects.create(
            restoration=restoration, released_by_kind=actor.kind, released_by_id=actor.id, released_at=now
        )
        events.record(MAILS_RELEASED, restoration.ref, actor, chain=OPERATOR_CHAIN, mails=len(held), outcome=outcome)
    take_up_mails()
    return len(held)


@transaction.atomic
def record_backup(actor: Actor, backup: Backup) -> Backup:
    """Keep that a backup was made, for whoever asks for the last one. Raises NotAllowed."""
    require(policies.may_back_up(actor))
    backup.save(force_insert=True)
    events.record(
        BACKUP_MADE,
        backup.ref,
        actor,
        chain=OPERATOR_CHAIN,
        bytes=backup.bytes,
        rows=backup.rows,
        files=backup.files,
        verified=backup.is_verified,
    )
    return backup


@transaction.atomic
def record_restoration(actor: Actor, *, backup_made_at: datetime) -> int:
    """Keep that this database was restored: how many mails are held from now on. Raises NotAllowed."""
    require(policies.may_back_up(actor))
    restored_at = max(clock.now(), backup_made_at)  # the clocks of two machines differ
    restoration = Restoration.objects.create(backup_made_at=backup_made_at, restored_at=restored_at)
    held = held_mails().count()
    events.record(BACKUP_RESTORED, restoration.ref, actor, chain=OPERATOR_CHAIN, held_mails=held)
    return held


@transaction.atomic
def erase_mails_to(actor: Actor, address: str) -> int:
    """Erase address and words of all mails to somebody; those that wait are not sent. How many there were.

    Raises NotAllowed or BadMail. What mails to others say of them no address finds; it goes after `mail_days`.
    """
    require(policies.may_look_after_mail(actor))
    return erase_mails_of(actor, [address_of(address)])


@transaction.atomic
def forget_mails() -> int:
    """Erase address and words of mails that are older than `mail_days`, at most a batch: how many.

    Those that still wait have failed.
    """
    now = clock.now()
    old = Mail.objects.filter(erased_at__isnull=True, created_at__lt=now - timedelta(days=limit("mail_days")))
    batch = list(old.order_by("created_at", "id").values_list("id", flat=True)[:BATCH])
    return erase(Mail.objects.filter(id__in=batch), now)


def _ended(mail: Mail, outcome: Literal["sent", "failed", "kept"]) -> Mail:
    mail.due_at = None
    setattr(mail, f"{outcome}_at", clock.now())
    mail.save(update_fields=["attempts", "answer", "due_at", f"{outcome}_at"])
    events.record(MAIL_ENDED, mail.ref, PROGRAM, chain=OPERATOR_CHAIN, outcome=outcome, attempts=mail.attempts)
    return mail


def _is_held(mail: Mail) -> bool:
    until = held_until()
    return until is not None and mail.created_at <= until


def _pause(attempts: int) -> timedelta:
    """After the first attempt a minute, then four times as long each time: greylisting and lunch breaks both pass."""
    growth: int = 4 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * growth, LONGEST_PAUSE)
