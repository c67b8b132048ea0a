"""Letting go of a resume, within the action that asks for it."""

from __future__ import annotations

from uuid import UUID

from guildworks.platform.files.keeping import drop_files
from guildworks.talent.models import Resume


def forget_resume(engineer: UUID) -> bool:
    """Delete the resume of an engineer with its file and what was read: whether there was one."""
    kept = Resume.objects.filter(engineer=engineer).select_related("file").first()
    if kept is None:
        return False
    Resume.objects.filter(engineer=engineer).delete()
    drop_files([kept.file])
    return True
