"""How many requests a key may send in a minute, counted in the database for all workers and machines together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from uuid import UUID

from django.db import connection

from guildworks.platform import clock
from guildworks.platform.limits import limit

WINDOW = timedelta(minutes=1)
# One statement for each request. The count stops one past the most, so that it never grows beyond its column.
COUNT = """
INSERT INTO platform_ratewindow AS kept (owner_id, used, ends_at) VALUES (%(owner)s, 1, %(ends)s)
ON CONFLICT (owner_id) DO UPDATE SET
  used = CASE WHEN kept.ends_at <= %(now)s THEN 1 ELSE least(kept.used, %(most)s) + 1 END,
  ends_at = CASE WHEN kept.ends_at <= %(now)s THEN excluded.ends_at ELSE kept.ends_at END
RETURNING used, ends_at
"""


@dataclass(frozen=True, slots=True)
class Quota:
    """What a key has left in its window."""

    most: int
    used: int
    seconds: int  # until the next window

    @property
    def is_over(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.most

    @property
    def headers(self) -> dict[str, str]:
        """As the IETF's draft on RateLimit header fields writes it."""
        told = {
            "RateLimit-Policy": f'"key";q={self.most};w={int(WINDOW.total_seconds())}',
            "RateLimit": f'"key";r={max(self.most - self.used, 0)};t={self.seconds}',
        }
        return told | ({"Retry-After": str(self.seconds)} if self.is_over else {})


def count_request(owner: UUID) -> Quota:
    """Count a request of a key. One SQL statement, which is committed at once."""
    now, most = clock.now(), limit("api_requests_per_minute")
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"owner": owner, "ends": now + WINDOW, "now": now, "most": most})
        used, ends_at = cursor.fetchone()
    return Quota(most, used, max(ceil((ends_at - now).total_seconds()), 1))
