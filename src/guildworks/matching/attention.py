"""How much somebody was shown lately: on how many lists of the last weeks they stood, counted from time to time.

In steps, so that a number, and with it the index, only changes where it matters. Not with each list, so that a list
can be made again: what was counted last is a fact of its engineer at that time, like their rate.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

DAYS = 28
STEPS = [2**power for power in range(15)]  # what is counted is the highest of these that is reached, or none

# Whoever is being erased meanwhile is waited for, and left out.
COUNTED = """
WITH stood AS (
  SELECT engineer AS id, count(*) AS lists FROM matching_shortlist, unnest(engineers) AS engineer
  WHERE made_at > %(since)s GROUP BY engineer
), counted AS (
  SELECT id, (SELECT max(step) FROM unnest(%(steps)s::smallint[]) AS step WHERE step <= lists) AS shown FROM stood
), changed AS (
  SELECT coalesce(c.id, a.engineer_id) AS id, coalesce(c.shown, 0) AS shown
  FROM counted c FULL JOIN matching_attention a ON a.engineer_id = c.id
  WHERE coalesce(c.shown, 0) <> coalesce(a.shown, 0)
)
INSERT INTO matching_attention AS kept (engineer_id, shown, counted_at)
SELECT e.id, c.shown, %(at)s FROM changed c JOIN talent_engineer e ON e.id = c.id
WHERE e.erased_at IS NULL ORDER BY e.id FOR SHARE OF e
ON CONFLICT (engineer_id) DO UPDATE SET shown = excluded.shown, counted_at = excluded.counted_at
WHERE kept.shown <> excluded.shown
RETURNING engineer_id, shown
"""


def count_anew(at: datetime) -> list[tuple[UUID, int]]:
    """Write the numbers of all who have another one than before; who, and which. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"steps": STEPS, "since": at - timedelta(days=DAYS), "at": at})
        found: list[tuple[UUID, int]] = cursor.fetchall()
    return found
