"""What happens to briefs, to the policy that ranks for them, and to those who are shown."""

from __future__ import annotations

from uuid import UUID

from guildworks.matching.models import SEARCH_ENDINGS
from guildworks.platform.events import declare

BRIEF_WRITTEN = declare("brief.written", characters=int, skills=int, contradictions=int)
BRIEF_CORRECTED = declare("brief.corrected", items=int)
FEASIBILITY_CHECKED = declare("feasibility.checked", roles=int)
LOOSENING_CHECKED = declare("loosening.checked", roles=int)
SEARCH_SAVED = declare("search.saved", brief=UUID, shortlist=UUID)
SEARCH_FOUND = declare("search.found", brief=UUID, shortlist=UUID, person=UUID)
SEARCH_ENDED = declare("search.ended", brief=UUID, how=tuple(word for word in SEARCH_ENDINGS if word != "found"))
SHORTLIST_MADE = declare("shortlist.made", candidates=int, engineers=int, near_misses=int, top=int)
POLICY_PROMOTED = declare("policy.promoted", policy=int, instead_of=int)
ENGINEER_ATTENTION_COUNTED = declare("engineer.attention_counted", shown=int)
SHORTLIST_REDACTED = declare("shortlist.redacted", engineer=UUID)
