"""A search in PostgreSQL: the requirements as SQL, all tried on every listed engineer in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from guildworks.availability.queries import least_free
from guildworks.kernels.talentindex.scorer import best, rounded, score
from guildworks.matching.columns import Found, load_columns
from guildworks.matching.hard import (
    Condition,
    ConfirmedAfter,
    Excluded,
    Filter,
    Filtered,
    Hard,
    HasFree,
    HasOneOf,
    LivesIn,
    PaidAtMost,
    Speaks,
    WorksAt,
    quarters,
)
from guildworks.matching.ranked import Loaded, Placed, Ranked, Sought, listed, nearest_first, ranked

_PASSING = [f"coalesce(array_agg({name}) FILTER (WHERE fails = 0), '{{}}')::text" for name in ("id", "free", "spare")]


@dataclass(frozen=True, slots=True)
class TriedInDatabase:
    """What the filter's one query said."""

    sought: Sought
    filtered: Filtered
    passing: Found
    counts: Mapping[int, int]

    def masks(self) -> Mapping[int, int]:
        """How many engineers fail exactly these requirements."""
        return self.counts

    def best(self, top: int, *, below: int) -> tuple[Ranked, Placed]:
        """The best of those who pass, and so many who come next."""
        loaded, parts = _scored(self.passing, self.sought)
        totals, tie = rounded(parts.sum(axis=1)), self.sought.brief_id.bytes
        rows = best(totals, lambda row: loaded.ids[row].bytes, tie=tie, top=top + below)
        return listed(loaded, rows, parts, self.sought, top=top)

    def nearest(self, masks: Sequence[int], most: int) -> tuple[Ranked, Mapping[UUID, int]]:
        """Those who fail exactly one of these sets of requirements. Two SQL queries."""
        sql, params = _tried(self.sought.by)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, fails, free, spare FROM ({sql}) tried WHERE fails = ANY(%s)",  # noqa: S608
                [*params, list(masks)],
            )
            rows = cursor.fetchall()
        fails = {row[0]: row[1] for row in rows}
        loaded, parts = _scored(Found(*(_array([row[place] for row in rows]) for place in (0, 2, 3))), self.sought)
        order = nearest_first(
            [fails[one] for one in loaded.ids],
            rounded(parts.sum(axis=1)),
            loaded.ids,
            brief_id=self.sought.brief_id,
        )
        return ranked(loaded, order[:most], parts, self.sought), fails


def tried_in_database(sought: Sought) -> TriedInDatabase:
    """Try all requirements on every listed engineer who has not paused. One SQL query, and so one snapshot."""
    sql, params = _tried(sought.by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT fails, count(*), {', '.join(_PASSING)} FROM ({sql}) tried GROUP BY fails",  # noqa: S608
            params,
        )
        groups = cursor.fetchall()
    masks = {fails: count for fails, count, *_ in groups}
    passing = next((Found(*arrays) for fails, _, *arrays in groups if fails == 0), Found())
    excluded = [_excluded(hard, 1 << place, masks) for place, hard in enumerate(sought.by.hard)]
    return TriedInDatabase(sought, Filtered(sum(masks.values()), tuple(excluded), masks.get(0, 0)), passing, masks)


def _excluded(hard: Hard, bit: int, masks: Mapping[int, int]) -> Excluded:
    return Excluded(
        requirement=hard.name,
        engineers=sum(count for fails, count in masks.items() if fails & bit),
        only=masks.get(bit, 0),
        left=sum(count for fails, count in masks.items() if not fails & (2 * bit - 1)),
    )


def _scored(found: Found, sought: Sought) -> tuple[Loaded, NDArray[np.float64]]:
    """Columns and parts (n, len(policy.parts)) of these engineers."""
    loaded = load_columns(
        found, sought.asked, text=sought.text, statistics=sought.force.statistics, shared=sought.shared, at=sought.at
    )
    return loaded, score(loaded.columns, sought.asked.question, sought.force.policy)


def _array(values: Sequence[object]) -> str:
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"


def _tried(by: Filter) -> tuple[str, list[Any]]:
    """SQL of everybody: id, the requirements failed as bits, free and spare quarter hours; and its parameters.

    It speaks of `l` (listing), `e` (engineer), `w` (workweek), and `t0`, what is taken in the first stretch.
    """
    bits, values = [], []
    for place, hard in enumerate(by.hard):
        told = [_condition(each, by) for each in hard.conditions]
        sql = " AND ".join(f"({sql})" for sql, _ in told)
        bits.append(f"CASE WHEN {sql} THEN 0::bigint ELSE {1 << place}::bigint END")
        values += [value for _, some in told for value in some]
    joins, free, spare = [], [], []
    for place, stretch in enumerate(by.stretches):
        least, table, taken = least_free(stretch.mondays, at=by.at, name=f"t{place}")
        joins.append(f" LEFT JOIN {table} t{place} ON t{place}.engineer_id = l.engineer_id")
        values += taken
        free.append(least)
        if stretch.hours_per_week:
            spare.append(f"{least} - {quarters(stretch.hours_per_week)}")
    sql = (
        f"SELECT l.engineer_id AS id, {' | '.join(bits)} AS fails,"  # noqa: S608
        f" greatest(least({', '.join(free)}), 0) AS free, least({', '.join(spare) or 'NULL::integer'}) AS spare"
        " FROM talent_listing l LEFT JOIN talent_engineer e ON e.id = l.engineer_id"
        " LEFT JOIN availability_workweek w ON w.engineer_id = l.engineer_id"
        f"{''.join(joins)} WHERE w.paused_at IS NULL"
        " OFFSET 0"  # keeps the planner from working `fails` out again wherever it is named
    )
    return sql, values


def _condition(condition: Condition, by: Filter) -> tuple[str, tuple[Any, ...]]:
    """SQL that is true for whoever meets the condition, and its parameters."""
    match condition:
        case ConfirmedAfter(moment):
            return "w.confirmed_at > %s", (moment,)
        case HasOneOf(skills):
            return " OR ".join(["get_bit(l.skills_met, %s) = 1"] * len(skills)), skills
        case Speaks(number):
            return "%s = ANY(l.languages_met)", (number,)
        case LivesIn(city, country):
            parts = [("lower(e.city) = lower(%s)", city), ("e.country = %s", country)]
            said = [(sql, value) for sql, value in parts if value]
            return " AND ".join(sql for sql, _ in said), tuple(value for _, value in said)
        case WorksAt(patterns):
            # Written out here: hundreds of numbers one by one cost the driver more than the query costs the server.
            return "w.pattern_id = ANY(%s::bigint[])", (f"{{{','.join(map(str, patterns))}}}",)
        case PaidAtMost(currency, minor):
            dearer = "SELECT engineer_id FROM talent_rate WHERE currency = %s AND hourly_minor > %s"
            return f"l.engineer_id NOT IN ({dearer})", (currency, minor)
        case HasFree(stretch, wanted):
            least, *_ = least_free(by.stretches[stretch].mondays, at=by.at, name=f"t{stretch}")
            return f"{least} >= %s", (wanted,)
