"""What a worker does for the platform itself."""

from __future__ import annotations

from uuid import UUID

from guildworks.platform import actions, retention
from guildworks.platform.actions import DELETE_FINISHED_JOBS, DELIVER_MAIL, FORGET_MAILS, TAKE_UP_MAILS
from guildworks.platform.files.actions import SWEEP_FILES
from guildworks.platform.files.actions import sweep_files as sweep
from guildworks.platform.http.actions import FORGET_ANSWERS


@DELIVER_MAIL.done_by
def deliver_mail(mail: str) -> None:
    """Hand a mail to the server."""
    actions.deliver_mail(UUID(mail))


@TAKE_UP_MAILS.done_by
def take_up_mails(timestamp: int) -> None:
    """Have the mails delivered that wait without a job."""
    actions.take_up_mails()


@FORGET_MAILS.done_by
def forget_mails(timestamp: int) -> None:
    """Erase what mails said that are old enough."""
    retention.forget("mails")


@DELETE_FINISHED_JOBS.done_by
def delete_finished_jobs(timestamp: int) -> None:
    """Delete the jobs that have ended long enough ago."""
    retention.forget("jobs")


@SWEEP_FILES.done_by
def sweep_files(timestamp: int) -> None:
    """Delete the bytes of files that nothing names."""
    sweep()


@FORGET_ANSWERS.done_by
def forget_answers(timestamp: int) -> None:
    """Delete kept answers to programs that are old enough."""
    retention.forget("answers")
