"""Questions about hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import F, Min, Q, QuerySet, Window
from django.utils.translation import gettext as _

from guildworks.availability.load import monday_of
from guildworks.availability.models import WEEKS_AHEAD, BusyFeed, Reservation, Workweek
from guildworks.availability.overlap import WorkingDay, WorkingDays, shared_hours_of
from guildworks.availability.zones import is_zone
from guildworks.platform import clock
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import parsed
from guildworks.platform.limits import limit
from guildworks.platform.paging import page_of

# The weeks of one engineer: capacity, what is held and booked of it, and what was accepted beyond it.
WEEKS = """
SELECT asked.week::date, coalesce(x.quarter_hours, w.quarter_hours, 0), coalesce(taken.held, 0),
  coalesce(taken.booked, 0), coalesce(x.accepted_quarter_hours, 0), x.quarter_hours IS NOT NULL, x.reason
FROM generate_series(%(first)s::date, %(last)s::date, interval '7 days') AS asked (week)
LEFT JOIN availability_workweek w ON w.engineer_id = %(engineer)s
LEFT JOIN availability_capacityexception x ON x.engineer_id = %(engineer)s AND x.week = asked.week
LEFT JOIN (
  SELECT r.first_week + 7 * (u.place::integer - 1) AS week,
    sum(u.quarter_hours) FILTER (WHERE r.state = 'hold')::integer AS held,
    sum(u.quarter_hours) FILTER (WHERE r.state = 'booked')::integer AS booked
  FROM availability_reservation r, unnest(r.quarter_hours) WITH ORDINALITY AS u (quarter_hours, place)
  WHERE r.engineer_id = %(engineer)s AND r.state IN ('hold', 'booked') AND (r.state = 'booked' OR r.expires_at > %(at)s)
  GROUP BY 1
) taken ON taken.week = asked.week
ORDER BY 1
"""

# Of each engineer with exceptions or reservations between two Mondays, in quarter hours: the most that is taken in a
# week of usual capacity, the least that is free in one of another capacity, and how many of these there are. As of a
# moment before the query's snapshot: what has ended in between was still taken then.
TAKEN = """(
  SELECT engineer_id, max(taken) FILTER (WHERE excepted IS NULL)::integer AS taken,
    min(excepted - taken)::integer AS excepted_free, count(excepted) AS excepted
  FROM (
    SELECT engineer_id, week, sum(taken) AS taken, max(excepted) AS excepted FROM (
      SELECT r.engineer_id, r.first_week + 7 * (u.place::integer - 1) AS week, u.quarter_hours AS taken,
        NULL::smallint AS excepted
      FROM availability_reservation r, unnest(r.quarter_hours) WITH ORDINALITY AS u (quarter_hours, place)
      WHERE (r.state IN ('hold', 'booked') AND (r.state = 'booked' OR r.expires_at > %s) OR r.ended_at > %s)
        AND r.first_week <= %s AND r.first_week + 7 * cardinality(r.quarter_hours) > %s
        AND r.first_week + 7 * (u.place::integer - 1) BETWEEN %s AND %s
      UNION ALL
      SELECT engineer_id, week, 0, quarter_hours FROM availability_capacityexception
      WHERE week BETWEEN %s AND %s AND quarter_hours IS NOT NULL
    ) each GROUP BY engineer_id, week
  ) touched GROUP BY engineer_id
)"""


@dataclass(frozen=True, slots=True)
class WorkingPatterns:
    """Every way in which anybody lays their hours: its number, and its day."""

    numbers: tuple[int, ...]
    days: WorkingDays


def working_patterns() -> WorkingPatterns:
    """All working patterns, by their numbers. One SQL query, and a second one when there are new ones."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            "SELECT count(*), max(id), (SELECT oid FROM pg_database WHERE datname = current_database())"
            " FROM availability_workingpattern",
            binary=True,
        )
        row = cursor.fetchone()
    assert row is not None
    return _patterns_of(*row)


@lru_cache(maxsize=4)
def _patterns_of(count: int, latest: int | None, database: int) -> WorkingPatterns:
    """The patterns of a database that has so many: none ever changes or goes. Not those of a zone that has gone."""
    with psycopg.Cursor(connection.connection) as cursor:  # binary, and without models
        cursor.execute(
            "SELECT id, zone, starts, ends, weekdays FROM availability_workingpattern ORDER BY id", binary=True
        )
        rows = cursor.fetchall()
    known = [row for row in rows if is_zone(row[1])]
    return WorkingPatterns(tuple(row[0] for row in known), WorkingDays.of([row[1:] for row in known]))


def shared_hours_by_pattern(day: WorkingDay, mondays: Sequence[date]) -> dict[int, float]:
    """The hours a day that each working pattern shares with `day`, the least of these weeks. One SQL query."""
    patterns = working_patterns()
    return dict(zip(patterns.numbers, shared_hours_of(day, patterns.days, mondays).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Week:
    """One week of an engineer, in quarter hours."""

    week: date  # its Monday
    capacity: int
    held: int
    booked: int
    accepted: int  # what was accepted beyond the capacity when that was lowered
    excepted: bool  # whether the capacity is not the usual one
    reason: str | None  # of the exception

    @property
    def free(self) -> int:
        """What nobody has taken."""
        return max(self.capacity - self.held - self.booked, 0)


def weeks_of(engineer: UUID, first: date, count: int, *, at: datetime) -> list[Week]:
    """The weeks of an engineer from the one of `first` on. One SQL query."""
    monday = monday_of(first)
    last = monday + timedelta(weeks=count - 1)
    with connection.cursor() as cursor:
        cursor.execute(WEEKS, {"engineer": engineer, "first": monday, "last": last, "at": at})
        return [Week(*row) for row in cursor.fetchall()]


def weeks_ahead(engineer: UUID) -> list[Week]:
    """This week and those that follow, as far as hours can be taken."""
    now = clock.now()
    return weeks_of(engineer, now.date(), WEEKS_AHEAD, at=now)


def least_free(mondays: Sequence[date], *, at: datetime, name: str) -> tuple[str, str, tuple[Any, ...]]:
    """SQL of the least quarter hours that are free at a moment in one of these consecutive weeks.

    Given as an expression over `w`, the engineer's availability_workweek, and over a table that is joined under `name`
    by its `engineer_id`; then that table, and its parameters.
    """
    first, last = mondays[0], mondays[-1]
    usual = f"CASE WHEN coalesce({name}.excepted, 0) < {len(mondays)}"
    usual += f" THEN w.quarter_hours - coalesce({name}.taken, 0) END"
    return f"least({name}.excepted_free, {usual})", TAKEN, (at, at, last, first, first, last, first, last)


def working_days_of(engineers: Iterable[UUID]) -> dict[UUID, WorkingDay]:
    """When each of these engineers works, of those who have said it. One SQL query."""
    said = Workweek.objects.filter(engineer__in=set(engineers), pattern__isnull=False).select_related("pattern")
    return {each.engineer_id: each.day for each in said if each.day}


def confirmed_since(at: datetime) -> datetime:
    """Whoever confirmed their hours before this moment is found by no search at `at`."""
    return at - timedelta(days=limit("confirmed_days"))


def confirmed_until(confirmed: datetime) -> datetime:
    """Until when hours that were confirmed at this moment count as true."""
    return confirmed + timedelta(days=limit("confirmed_days"))


def find_workweek(engineer: UUID) -> Workweek | None:
    """What an engineer has said of their usual week; None where they have said nothing yet. One SQL query."""
    return Workweek.objects.select_related("pattern").filter(engineer=engineer).first()


def find_busy_feed(engineer: UUID) -> BusyFeed | None:
    """The feed that an engineer has, if they have one."""
    return BusyFeed.objects.filter(engineer=engineer).first()


def talks_ahead(engineer: UUID, *, at: datetime) -> list[Reservation]:
    """What is held or booked of an engineer with a talk that lies ahead, with that talk. One SQL query."""
    theirs = _live(Actor("engineer", engineer), at).filter(talk__answer__chosen__gte=at)
    return list(theirs.order_by("talk__answer__chosen"))


def holds_visible_to(asker: Actor) -> QuerySet[Reservation]:
    """Holds and bookings that `asker` may see: the operator all, an engineer their own, a client those for its briefs.

    Who holds for no brief is the operator, so an index over what is held for briefs finds all of a client's.
    """
    whole = Reservation.objects.select_related("engineer", "talk__answer").order_by("-placed_at", "-id")
    if asker.kind == "operator":
        return whole
    if asker.kind == "engineer":
        return whole.filter(engineer_id=asker.id)
    if asker.organisation_id is None:
        return whole.none()
    return whole.filter(holder_kind="brief", organisation_id=asker.organisation_id)


def get_hold(asker: Actor, shown_id: str) -> Reservation:
    """The hold with this shown id. Raises BadId, or NotFound in the same words for a stranger's and for none."""
    found = holds_visible_to(asker).filter(id=parsed("hld", shown_id)).first()
    if found is None:
        raise _no_hold(shown_id)
    return found


def get_holds(asker: Actor, shown_ids: Sequence[str]) -> list[Reservation]:
    """The holds with these shown ids, each once. One SQL query. Raises BadId, or NotFound as `get_hold` does."""
    ids = {parsed("hld", shown_id): shown_id for shown_id in shown_ids}
    found = list(holds_visible_to(asker).filter(id__in=ids))
    if missing := ids.keys() - {hold.id for hold in found}:
        raise _no_hold(ids[missing.pop()])
    return found


def live_holds(asker: Actor, *, page: int) -> tuple[list[Reservation], int]:
    """One page of what is held and booked now, newest first, and how many there are."""
    return page_of(_live(asker, clock.now()), page)


def live_holds_by_holder(asker: Actor, *, at: datetime, page: int) -> tuple[list[Reservation], int]:
    """One page of what is held and booked at a moment, and how many there are: what is held for one brief together.

    The brief whose next hold expires soonest comes first, and within it what expires soonest. Three SQL queries: all
    that lives is put in order without its engineers, who are read for the page.
    """
    soonest = Window(Min("expires_at"), partition_by=[F("holder_kind"), F("holder_id")])
    live = _live(asker, at).select_related(None).only("id").annotate(soonest=soonest)
    order = [F(name).asc(nulls_last=True) for name in ("soonest", "holder_id", "expires_at", "id")]
    places, total = page_of(live.order_by(*order), page)
    whole = holds_visible_to(asker).in_bulk([hold.id for hold in places])
    return [whole[hold.id] for hold in places], total


def live_holds_for(asker: Actor, holder: Ref, *, at: datetime) -> list[Reservation]:
    """What is held and booked for one brief at a moment, the first one first. One SQL query."""
    return list(_live(asker, at).filter(holder_kind=holder.kind, holder_id=holder.id).order_by("placed_at", "id"))


def ended_holds(asker: Actor, *, since: datetime, at: datetime) -> list[Reservation]:
    """What has ended between two moments, the latest first, no more than a page of a list. Two SQL queries.

    What has expired by the clock is marked so only when somebody changes hours of that engineer.
    """
    seen, most = holds_visible_to(asker), limit("page_size")
    marked = seen.filter(ended_at__gt=since, ended_at__lte=at).order_by("-ended_at", "-id")[:most]
    expired = seen.filter(state="hold", expires_at__gt=since, expires_at__lte=at)
    expired = expired.order_by("-expires_at", "-id")[:most]
    return sorted([*marked, *expired], key=lambda hold: (hold.ended_at or hold.expires_at, hold.id), reverse=True)[
        :most
    ]


def holds_of(asker: Actor, engineer: UUID, *, most: int) -> list[Reservation]:
    """The latest holds of one engineer that `asker` may see. One SQL query."""
    return list(holds_visible_to(asker).filter(engineer_id=engineer)[:most])


def count_live_holds(asker: Actor, *, at: datetime, most: int) -> int:
    """How many holds for briefs live at a moment, bookings apart; it stops to count at `most`. One SQL query."""
    held = holds_visible_to(asker).filter(holder_kind="brief", state="hold", expires_at__gt=at)
    return held.select_related(None).order_by()[:most].count()


def _live(asker: Actor, at: datetime) -> QuerySet[Reservation]:
    return holds_visible_to(asker).filter(Q(state="booked") | Q(state="hold", expires_at__gt=at))


def _no_hold(shown_id: str) -> NotFound:
    said = _("There is no hold %(id)s, or it is not yours") % {"id": shown_id[:40]}
    return NotFound(said, at_terminal=_("`guildworks hold list` shows them."))
