"""Who passes and who is best, by numpy over everybody: no bounds, no compiled loops, every score worked out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.asking import (
    Condition,
    Confirmed,
    Free,
    Lives,
    Marked,
    PaidAtMost,
    Sought,
    Weeks,
    WorksAt,
)
from guildworks.kernels.talentindex.lexical import score_packed
from guildworks.kernels.talentindex.records import estimate
from guildworks.kernels.talentindex.rows import UNSAID, Rows, Unpacked, unpack
from guildworks.kernels.talentindex.scorer import Columns as ScoreColumns
from guildworks.kernels.talentindex.scorer import best, rounded, score
from guildworks.kernels.talentindex.segment import Columns, packed, seldom_marks

AT_ONCE = 50_000  # engineers whose scores are worked out together


def best_of_all(columns: Columns, sought: Sought, *, top: int) -> tuple[list[bytes], list[float]]:
    """The ids and scores of the best `top` of everybody who passes."""
    rows = np.arange(len(columns))
    hours = [each for each in _conditions(sought) if isinstance(each, Free)]
    for condition in _conditions(sought):
        if not isinstance(condition, Free):
            rows = rows[_holds(columns, rows, condition)]
    for each in hours:
        rows = rows[least_free(columns, rows, sought.stretches[each.stretch], sought.at) >= each.quarters]
    chunks = [rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE)]
    totals = np.concatenate([_totals(columns, chunk, sought) for chunk in chunks]) if chunks else np.zeros(0)
    ids = np.ascontiguousarray(columns.ids[rows]).view(np.uint8).reshape(-1, 16)
    order = best(totals, lambda row: ids[row].tobytes(), tie=sought.tie, top=top)
    return [ids[row].tobytes() for row in order], totals[order].tolist()


def apart_of(columns: Columns, rows: NDArray[np.int64]) -> Unpacked:
    """These rows as they were packed, taken apart."""
    return unpack(Rows.of([packed(columns, row) for row in rows.tolist()]))


def least_free(columns: Columns, rows: NDArray[np.int64], weeks: Weeks, at: int) -> NDArray[np.int64]:
    """The least quarter hours of these weeks, from a table of all of them."""
    line = columns.line[rows]
    count = line["hours"].astype(np.int64)
    owners = np.repeat(np.arange(len(rows)), count)
    places = np.repeat(line["hours_at"].astype(np.int64) - np.cumsum(count) + count, count) + np.arange(count.sum())
    hours = columns.hours[places]
    usual = np.where(line["capacity"] == UNSAID, -(10**6), line["capacity"].astype(np.int64))
    own = np.repeat(usual[:, None], weeks.last - weeks.first + 1, axis=1)
    taken = np.zeros_like(own)
    for week in range(weeks.first, weeks.last + 1):
        there = (hours["until"] > at) & (hours["week"] <= week) & (week < hours["week"] + hours["weeks"])
        is_own = there & (hours["is_capacity"] == 1)
        own[owners[is_own], week - weeks.first] = hours["quarters"][is_own]
        is_taken = there & (hours["is_capacity"] == 0)
        np.add.at(taken, (owners[is_taken], week - weeks.first), hours["quarters"][is_taken].astype(np.int64))
    least: NDArray[np.int64] = (own - taken).min(axis=1)
    return least


def _conditions(sought: Sought) -> list[Condition]:
    return [condition for each in sought.conditions for condition in each]


def _holds(columns: Columns, rows: NDArray[np.int64], condition: Condition) -> NDArray[np.bool_]:
    line = columns.line[rows]
    match condition:
        case Confirmed(after):
            return line["confirmed"] > after
        case Marked(marks):
            return _marked(columns, marks)[rows]
        case WorksAt(patterns):
            return patterns[line["pattern"]]
        case Lives(city, country):
            return ((city == 0) | (line["city"] == np.uint64(city))) & ((country == 0) | (line["country"] == country))
        case PaidAtMost(currency, minor):
            owners = np.repeat(np.arange(len(columns)), columns.line["rates"])
            dear = owners[(columns.rates["currency"] == currency) & (columns.rates["minor"] > minor)]
            return ~np.isin(rows, dear)
    raise TypeError(condition)


def _marked(columns: Columns, marks: tuple[int, ...]) -> NDArray[np.bool_]:
    flags = np.zeros(len(columns), bool)
    for mark in marks:
        for words in columns.bits[columns.bit_marks == mark]:
            flags |= np.unpackbits(words.view(np.uint8), bitorder="little")[: len(columns)].astype(bool)
    for mark, rows in seldom_marks(columns):
        if mark in marks:
            flags[rows] = True
    return flags


def _totals(columns: Columns, rows: NDArray[np.int64], sought: Sought) -> NDArray[np.float64]:
    """The whole score of these rows, from packed records as without an index."""
    line, apart = columns.line[rows], apart_of(columns, rows)
    skills, terms = ([apart.of(name, row).tobytes() for row in range(len(rows))] for name in ("skills", "terms"))
    found = estimate(
        skills, sought.skills, below=sought.below, half_life_years=sought.half_life_years, today=sought.today
    )
    spare = np.min(
        [least_free(columns, rows, weeks, sought.at) - weeks.quarters for weeks in sought.stretches if weeks.quarters],
        axis=0,
    )
    parts = score(
        ScoreColumns(
            level_mean=found.mean,
            level_error=found.error,
            level_key=found.key,
            lexical=score_packed(sought.terms, terms, sought.statistics),
            semantic=apart.head["vector"].astype(np.float64) @ sought.vector,
            years=np.where(line["years"] == UNSAID, np.nan, line["years"] / 10),
            rate=_rates(columns, line, sought),
            overlap=sought.shared[line["pattern"]],
            free_hours=spare / 4 + (sought.hours_per_week or 0.0),
            attention=line["attention"].astype(np.float64),
        ),
        sought.question,
        sought.policy,
    )
    return rounded(parts.sum(axis=1))


def _rates(columns: Columns, line: NDArray[np.void], sought: Sought) -> NDArray[np.float64]:
    found = np.full(len(line), np.nan)
    ends = np.cumsum(line["rates"].astype(np.int64))
    owners = np.repeat(np.arange(len(line)), line["rates"])
    offsets = np.concatenate([np.arange(last - first) for first, last in pairwise([0, *ends.tolist()])] or [[]])
    rates = columns.rates[line["rates_at"][owners].astype(np.int64) + offsets.astype(np.int64)]
    there = rates["currency"] == sought.currency
    found[owners[there]] = rates["minor"][there] / sought.sub_unit
    return found
