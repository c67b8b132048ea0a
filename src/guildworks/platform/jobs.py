"""What a worker does for the platform itself."""

from __future__ import annotations

from guildworks.platform import actions
from guildworks.platform.actions import DELETE_FINISHED_JOBS


@DELETE_FINISHED_JOBS.done_by
def delete_finished_jobs(timestamp: int) -> None:
    """Delete the jobs that have ended long enough ago."""
    actions.delete_finished_jobs()
