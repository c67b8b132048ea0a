"""Counting what briefs ask for, which a worker does from time to time."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from guildworks.matching.demand import DAYS
from guildworks.matching.models import SkillDemand
from guildworks.platform import clock
from guildworks.platform.work import declare_job
from guildworks.skills.queries import skill_numbers
from guildworks.talent.models import Listing

COUNT_DEMAND = declare_job("matching.count_demand", every="23 * * * *")
CHUNK = 2_000  # engineers that are read at once
ASKED = """
SELECT wish->>'skill', count(DISTINCT b.id) FILTER (WHERE b.written_at > %(middle)s),
  count(DISTINCT b.id) FILTER (WHERE b.written_at <= %(middle)s)
FROM matching_brief b, jsonb_array_elements(b.requirement->'skills') AS wish
WHERE b.written_at > %(since)s AND wish->>'importance' IN ('must', 'nice') GROUP BY 1
"""


@transaction.atomic
def count_demand() -> int:
    """Count anew: how many skills some brief asks for."""
    now = clock.now()
    window = {"middle": now - timedelta(days=DAYS), "since": now - timedelta(days=2 * DAYS)}
    with connection.cursor() as cursor:
        cursor.execute(ASKED, window)
        asked = {skill: (lately, before) for skill, lately, before in cursor.fetchall() if skill in skill_numbers()}
    met = _met_by_number()
    SkillDemand.objects.exclude(skill__in=asked).delete()
    SkillDemand.objects.bulk_create(
        [
            SkillDemand(
                skill_id=skill,
                briefs=lately,
                before=before,
                engineers=int(met[skill_numbers()[skill]]),
                counted_at=now,
            )
            for skill, (lately, before) in sorted(asked.items())
        ],
        update_conflicts=True,
        unique_fields=["skill"],
        update_fields=["briefs", "before", "engineers", "counted_at"],
    )
    return len(asked)


def _met_by_number() -> NDArray[np.int64]:
    """How many listed engineers meet each skill, by its number."""
    counted = np.zeros(max(skill_numbers().values()) + 1, np.int64)
    rows = Listing.objects.filter(engineer__workweek__paused_at=None).values_list("skills_met", flat=True)
    for met in rows.iterator(chunk_size=CHUNK):
        flags = np.unpackbits(np.frombuffer(met, np.uint8), bitorder="little")[: counted.size]
        counted[: flags.size] += flags
    return counted
