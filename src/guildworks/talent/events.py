"""What happens to engineers."""

from __future__ import annotations

from uuid import UUID

from guildworks.platform.events import declare

ENGINEER_IMPORTED = declare("engineer.imported", claims=int, jobs=int, source=("file", "demo"))
ENGINEER_EDITED = declare("engineer.edited", rates=int, languages=int, place=bool, profile=bool)
ENGINEER_LISTED = declare("engineer.listed")
ENGINEER_UNLISTED = declare("engineer.unlisted")
ENGINEER_ERASED = declare("engineer.erased")
EVIDENCE_RECORDED = declare("evidence.recorded", evidence=int)
CLAIM_SAID = declare("claim.said", skill=int, level=int)  # by the skill's number; level 0: not said how well
CLAIM_DROPPED = declare("claim.dropped", skill=int)
JOB_WRITTEN = declare("job.written", job=UUID)
JOB_DROPPED = declare("job.dropped", job=UUID)
WORK_WRITTEN = declare("work.written", work=UUID)
WORK_DROPPED = declare("work.dropped", work=UUID)
RESUME_FILE_TAKEN = declare("resume.file_taken", bytes=int)  # before it is opened: it may be refused then
RESUME_SENT = declare("resume.sent", bytes=int, claims=int, jobs=int)
RESUME_SAVED = declare("resume.saved", claims=int, jobs=int, works=int, languages=int)
RESUME_TAKEN_OUT = declare("resume.taken_out")
RESUME_DELETED = declare("resume.deleted", why=("asked", "replaced", "old"))
PUBLIC_PAGE_OPENED = declare("public_page.opened", parts=int)
PUBLIC_PAGE_CLOSED = declare("public_page.closed")
