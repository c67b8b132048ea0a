"""What may be done with what everything stands on, and by whom."""

from __future__ import annotations

from itertools import count, cycle
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from guildworks.platform import actions as platform
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.models import Backup, Mail
from tests.security.refusals.scene import Row, row

HOURS, SIGN_UP = count(10), cycle(("open", "closed"))
ROWS: dict[str, Row] = {
    "platform.rotate_signing_key": row(lambda actor, _: platform.rotate_signing_key(actor), "operator"),
    "platform.retry_mails": row(lambda actor, _: platform.retry_mails(actor, [a_failed_mail()]), "operator"),
    "platform.retry_job": row(lambda actor, _: platform.retry_job(actor, a_failed_job()), "operator"),
    "platform.change_limit": row(lambda actor, _: platform.change_limit(actor, "hold_hours", next(HOURS)), "operator"),
    "platform.change_setting": row(
        lambda actor, _: platform.change_setting(actor, "sign_up", next(SIGN_UP)), "operator"
    ),
    "platform.erase_mails_to": row(lambda actor, _: platform.erase_mails_to(actor, "ada@example.org"), "operator"),
    "platform.release_mails": row(lambda actor, _: release_again(actor), "operator"),
    "platform.record_backup": row(lambda actor, _: platform.record_backup(actor, a_backup()), "operator"),
    "platform.record_restoration": row(
        lambda actor, _: platform.record_restoration(actor, backup_made_at=clock.now()), "operator"
    ),
}
# What a program does and no person: by itself, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "platform.answer_once",  # what it calls asks
    "platform.forget_answers",
    "platform.delete_finished_jobs",
    "platform.delete_unnamed_bytes",
    "platform.sweep_files",
    "platform.write_mails",
    "platform.deliver_mail",
    "platform.take_up_mails",
    "platform.forget_mails",
}


def a_failed_mail() -> Mail:
    return Mail.objects.all()[0]


def a_failed_job() -> int:
    """Two jobs and all others have failed before the first of them is tried again."""
    failed = ProcrastinateJob.objects.filter(status="failed").order_by("id")
    if not failed.exists():
        platform.DELIVER_MAIL.defer([{"mail": str(UUID(int=0))}] * 2)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'todo'")
    return failed[0].id


def a_backup() -> Backup:
    return Backup(made_at=clock.now(), bytes=1, rows=1, files=0, is_verified=True)


def release_again(actor: Actor) -> int:
    """Release what a restoration holds, which the operator alone can have begun."""
    if actor.kind == "operator":
        platform.record_restoration(actor, backup_made_at=clock.now())
    return platform.release_mails(actor, give_up=False)
