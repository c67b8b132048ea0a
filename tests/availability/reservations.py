"""Rows of reservations by raw SQL, and whether they over-book anybody: for tests that go past the actions.

The invariant is written here a second time, week by week, and calls none of the guards' functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import DatabaseError

from guildworks.platform.errors import GuildworksError
from guildworks.platform.refusals import constraint_of

LATER = timedelta(days=9)
Connection = psycopg.Connection[tuple[Any, ...]]

# Engineer, week, live and allowed quarter hours of each week from this one on in which too much is taken. The time is
# asked after the snapshot is taken: a hold that expires between the two counts no more, and whoever took its hours
# since is not seen. What had expired for the engineer's last change stays so, also on a clock that was set back.
OVERBOOKED = """
SELECT e.engineer_id, d.monday, taken.hours, coalesce(x.quarter_hours, w.quarter_hours, 0) AS capacity
FROM (
  SELECT DISTINCT engineer_id FROM availability_reservation
  WHERE %(of)s::uuid[] IS NULL OR engineer_id = ANY (%(of)s::uuid[])
) e
CROSS JOIN (
  SELECT each::date AS monday FROM generate_series(
    date_trunc('week', now() AT TIME ZONE 'UTC' - interval '12 hours'), now() + interval '110 weeks', '1 week') each
) d
LEFT JOIN availability_workweek w ON w.engineer_id = e.engineer_id
LEFT JOIN availability_capacityexception x ON x.engineer_id = e.engineer_id AND x.week = d.monday
CROSS JOIN LATERAL (
  SELECT sum(r.quarter_hours[(d.monday - r.first_week) / 7 + 1]) AS hours FROM availability_reservation r
  WHERE r.engineer_id = e.engineer_id AND r.state IN ('hold', 'booked') AND r.first_week <= d.monday
    AND (r.state = 'booked' OR (r.state = 'hold' AND r.expires_at > greatest(clock_timestamp(), w.checked_at)))
) taken
WHERE taken.hours > coalesce(x.quarter_hours, w.quarter_hours, 0) + coalesce(x.accepted_quarter_hours, 0)
ORDER BY 1, 2
"""
INTO = (
    "INSERT INTO public.availability_reservation (id, group_id, engineer_id, organisation_id, holder_kind, holder_id, "
    "first_week, quarter_hours, state, placed_at, expires_at, accepted_at, ended_at) "
)
COLUMNS = "engineer_id, week, quarter_hours, accepted_quarter_hours, reason"
EXCEPT = f"INSERT INTO availability_capacityexception ({COLUMNS}) VALUES "


def row(
    hours: str,
    *,
    engineer: str = "%(engineer)s",
    first: str = "%(week)s",
    state: str = "hold",
    expires: str = "clock_timestamp() + interval '1 day'",
    ended: str = "NULL",
    reservation: str = "gen_random_uuid()",
    group: str = "gen_random_uuid()",
    organisation: str = "gen_random_uuid()",
) -> str:
    """The values of a reservation in SQL, in the order of INTO: `hours` are quarter hours of each week, '{40,40}'."""
    return (
        f"({reservation}, {group}, {engineer}, {organisation}, 'organisation', gen_random_uuid(), {first}, "
        f"'{hours}'::smallint[], '{state}', clock_timestamp(), {expires}, NULL, {ended})"
    )


def place(hours: str, **values: str) -> str:
    """INSERT of one reservation; the values as in `row`."""
    return f"{INTO} VALUES {row(hours, **values)}"


def excepting(quarter_hours: int | str, *, accepted: int = 0, week: str = "%(week)s") -> str:
    """INSERT of a week whose hours are not the usual ones."""
    return f"{EXCEPT} (%(engineer)s, {week}, {quarter_hours}, {accepted}, 'other')"


def move(which: str, changes: str) -> str:
    """UPDATE of the reservation that is called so."""
    return f"UPDATE availability_reservation SET {changes} WHERE id = %({which})s"


def usual(quarter_hours: str) -> str:
    """UPDATE of the usual capacity."""
    return f"UPDATE availability_workweek SET quarter_hours = {quarter_hours} WHERE engineer_id = %(engineer)s"


def connected(address: str, **settings: Any) -> Connection:
    """A connection that binds values itself, so that any statement can have them; each statement is a transaction."""
    return psycopg.connect(address, autocommit=True, cursor_factory=psycopg.ClientCursor, **settings)


def overbooked(connection: Connection, *, of: Sequence[UUID] | None = None) -> list[tuple[Any, ...]]:
    """Who of all, or of these engineers, is over-booked in which weeks, in a snapshot of this moment."""
    return connection.execute(OVERBOOKED, {"of": None if of is None else list(of)}).fetchall()


def next_week(connection: Connection) -> date:
    """The Monday after the database's today."""
    return value(connection, "SELECT date_trunc('week', now() AT TIME ZONE 'UTC')::date + 7")


def await_expiry(connection: Connection, reservation: UUID) -> None:
    """Ask the database until this hold has expired by its clock."""
    until = "SELECT expires_at <= clock_timestamp() FROM availability_reservation WHERE id = %s"
    while not value(connection, until, [reservation]):
        pass


def value(connection: Connection, query: str, parameters: Any = None) -> Any:
    """The first column of the first row."""
    found = connection.execute(query, parameters).fetchone()
    assert found is not None
    return found[0]


def name_of(error: Exception) -> str:
    """The rule that refused; of what no rule refused, such as a deadlock, the words."""
    if isinstance(error, GuildworksError):
        return error.code
    return (constraint_of(error) if isinstance(error, DatabaseError) else None) or repr(error)


def make_engineers(connection: Connection, like: UUID, count: int, *, quarter_hours: int | None) -> list[UUID]:
    """Copies of an engineer, with this capacity; None: they have not said one."""
    copies = connection.execute(
        "INSERT INTO talent_engineer SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).* "
        "FROM talent_engineer e, generate_series(1, %s) WHERE e.id = %s RETURNING id",
        [count, like],
    ).fetchall()
    ids = [copy for (copy,) in copies]
    if quarter_hours is not None:
        connection.execute(
            "INSERT INTO availability_workweek (engineer_id, quarter_hours) SELECT unnest(%s::uuid[]), %s",
            [ids, quarter_hours],
        )
    return ids


@dataclass(frozen=True, slots=True)
class Scene:
    """An engineer whose hours are wanted, what is reserved of them, and a connection of the program's own role."""

    sql: Connection
    names: dict[str, Any]

    def run(self, statement: str) -> None:
        """Run it; after a COPY the rows follow on lines of their own."""
        head, _, rows = statement.partition("\n")
        with self.sql.cursor() as cursor:
            if not head.startswith("COPY"):
                cursor.execute(statement, self.names)
                return
            with cursor.copy(head) as lines:
                lines.write(rows.format(new=uuid4(), **self.names))

    def expire(self) -> None:
        """Make `expired`, a hold of all that is free, which has expired and that nobody has swept."""
        self.names["expired"] = uuid4()
        self.run(place("{40}", reservation="%(expired)s", expires="clock_timestamp() + interval '40 ms'"))
        await_expiry(self.sql, self.names["expired"])

    def overbooked(self) -> list[tuple[Any, ...]]:
        """Who of this scene is over-booked, in a snapshot of this moment."""
        return overbooked(self.sql, of=[self.names[who] for who in ("engineer", "other", "silent")])


def make_scene(sql: Connection) -> Scene:
    """An engineer with 40 hours, of which 20 are booked and 10 held for 12 weeks; another; and one who is silent."""
    rosa = value(sql, "SELECT min(id::text)::uuid FROM talent_engineer WHERE public_name = 'Rosa'")
    engineer, other = make_engineers(sql, rosa, 2, quarter_hours=160)
    (silent,) = make_engineers(sql, rosa, 1, quarter_hours=None)
    week = next_week(sql)
    scene = Scene(sql, {"engineer": engineer, "other": other, "silent": silent, "week": week, "later": week + LATER})
    for name in ("booked", "held", "released", "declined", "other_held"):
        scene.names[name] = uuid4()
        whose = "%(other)s" if name == "other_held" else "%(engineer)s"
        hours = ",".join(["80" if name == "booked" else "40"] * 12)
        scene.run(place(f"{{{hours}}}", engineer=whose, reservation=f"%({name})s"))
        if name == "booked":
            scene.run(move(name, "state = 'booked', expires_at = NULL"))
        elif name in ("released", "declined"):
            scene.run(move(name, f"state = '{name}', ended_at = now()"))
    return scene
