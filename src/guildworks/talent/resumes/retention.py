"""How long a resume is kept."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from guildworks.platform.retention import Kept

KEPT = (
    Kept(
        "resumes",
        gettext_noop("A resume that an engineer has sent, the file and what was read of it"),
        gettext_noop("To correct what was read beside its text. The profile that was saved from it stays."),
        "resume_days",
        "guildworks.talent.resumes.actions.forget_resumes",
    ),
)
