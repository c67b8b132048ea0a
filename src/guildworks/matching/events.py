"""What happens to briefs."""

from __future__ import annotations

from uuid import UUID

from guildworks.platform.events import declare

BRIEF_WRITTEN = declare("brief.written", characters=int, skills=int, contradictions=int)
SHORTLIST_MADE = declare("shortlist.made", candidates=int, engineers=int, near_misses=int, top=int)
SHORTLIST_REDACTED = declare("shortlist.redacted", engineer=UUID)
