"""What happens to engineers."""

from __future__ import annotations

from guildworks.platform.events import declare

ENGINEER_IMPORTED = declare("engineer.imported", claims=int, jobs=int, source=("file", "demo"))
ENGINEER_EDITED = declare("engineer.edited", rates=int, languages=int, place=bool, profile=bool)
ENGINEER_LISTED = declare("engineer.listed")
ENGINEER_UNLISTED = declare("engineer.unlisted")
ENGINEER_ERASED = declare("engineer.erased")
EVIDENCE_RECORDED = declare("evidence.recorded", evidence=int)
