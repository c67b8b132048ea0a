"""What happens to briefs."""

from __future__ import annotations

from guildworks.platform.events import declare

BRIEF_WRITTEN = declare("brief.written", characters=int, skills=int, contradictions=int)
SHORTLIST_MADE = declare("shortlist.made", candidates=int, engineers=int, near_misses=int, top=int)
