"""The peer in PostgreSQL: invented engineers in tables of its own, the filter and the score as one statement.

It is given what helps it: hours are laid out week by week as of the searches' time, each engineer's level in every
skill that they meet is worked out beforehand, vectors have two bytes a number, and words are not scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray

from benchmarks.index_truth import apart_of, least_free
from benchmarks.invented_rows import CURRENCIES, NOW, SKILLS, WEEK, above
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
from guildworks.kernels.talentindex.records import CLAIM, skill_key
from guildworks.kernels.talentindex.rows import UNSAID, Unpacked, code_number, microseconds
from guildworks.kernels.talentindex.segment import Columns, seldom_marks

WEEKS = 60  # from the first in which a search can begin
CODES = {code_number(code): code.lower() for code in CURRENCIES}
SETTINGS = """
SET jit = off; SET max_parallel_workers_per_gather = 2; SET random_page_cost = 1.1; SET work_mem = '64MB'
"""
FACETS = ["confirmed bigint", "city bigint", "country int", "pattern int", "attention int", "years real"]
FACETS += [f"{code} int" for code in CODES.values()]
FACETS += ["marks smallint[]", "met smallint[]", "levels real[]", "free smallint[]"]
AT_ONCE = 10_000
HALVES = [str(number) for number in np.arange(1 << 16, dtype=np.uint16).view(np.float16).tolist()]  # all there are
INDEXES = ["gin (marks)", "btree (city, country)", "btree (confirmed)", "btree (pattern)"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns stand: all in one table, or the vectors, which are most of it, in another."""

    source: str


def layouts() -> tuple[Layout, ...]:
    """Both."""
    return Layout("person"), Layout("facet JOIN direction USING (id)")


def lay(peer: psycopg.Connection, columns: Columns) -> None:
    """Fill the tables by COPY, index and analyse them."""
    peer.execute("CREATE EXTENSION vector")
    peer.execute(f"CREATE TABLE person (id int PRIMARY KEY, {', '.join(FACETS)}, vector halfvec(384))")
    with peer.cursor() as cursor, cursor.copy("COPY person FROM STDIN") as copy:
        for row in _people(columns):
            copy.write_row(row)
    names = ", ".join(facet.split()[0] for facet in FACETS)
    peer.execute(f"CREATE TABLE facet AS SELECT id, {names} FROM person")
    peer.execute("CREATE TABLE direction AS SELECT id, vector FROM person")
    for table in ("facet", "direction"):
        peer.execute(f"ALTER TABLE {table} ADD PRIMARY KEY (id)")
    for table in ("person", "facet"):
        for index in INDEXES:
            peer.execute(f"CREATE INDEX ON {table} USING {index}")
    peer.execute("VACUUM (ANALYZE, FREEZE)")
    for setting in SETTINGS.split(";"):
        peer.execute(setting)


def statement(layout: Layout, sought: Sought, *, top: int | None) -> str:
    """The search as SQL with its values in it: the best `top` with their scores, or how many pass."""
    told = [_condition(condition, sought) for each in sought.conditions for condition in each]
    where = " AND ".join(told) or "true"
    if top is None:
        return f"SELECT count(*) FROM {layout.source} WHERE {where}"
    score = " + ".join(_parts(sought))
    return f"SELECT id, {score} AS score FROM {layout.source} WHERE {where} ORDER BY score DESC LIMIT {top}"


def _condition(condition: Condition, sought: Sought) -> str:
    match condition:
        case Confirmed(after):
            return f"confirmed > {after}"
        case Marked(marks):
            return f"marks && '{_array(_signed(np.array(marks)))}'::smallint[]"
        case WorksAt(patterns):
            return f"pattern = ANY('{_array(np.flatnonzero(patterns))}'::int[])"
        case Lives(city, country):
            return f"city = {int(np.uint64(city).astype(np.int64))} AND country = {country}"
        case PaidAtMost(currency, minor):
            return f"({CODES[currency]} IS NULL OR {CODES[currency]} <= {minor})"
        case Free(stretch, quarters):
            return f"{_least(sought.stretches[stretch])} >= {quarters}"
    raise TypeError(condition)


def _parts(sought: Sought) -> Iterator[str]:
    """The parts of the score, but for the words."""
    question, policy = sought.question, sought.policy
    weights = policy.weights
    yield f"{weights['reputation'] * policy.reputation_mean}"
    yield f"{weights['skills']} * ({_skills(sought)})"
    near = f"-(vector <#> '{_array(sought.vector.tolist(), '[]')}'::halfvec(384))"
    power = f"-1.702 * ({near} - {policy.semantic_mean}) / {policy.semantic_deviation}"
    yield f"{weights['semantic']} / (1 + exp({power}))"
    years = "1"
    if question.years:  # `least` would leave out what is not known
        years = f"CASE WHEN years IS NULL THEN {policy.unknown_fit} ELSE least(years / {question.years}, 1) END"
    yield f"{weights['seniority']} * {years}"
    yield f"{weights['rate']} * {_rate(sought)}"
    yield f"{weights['overlap']} * {_overlap(sought)}"
    yield f"{weights['availability']} * {_availability(sought)}"
    yield f"{weights['attention']} / (1 + attention / {policy.attention_half})"


def _skills(sought: Sought) -> str:
    """The best of each group of alternatives, weighed by must and nice."""
    question, policy = sought.question, sought.policy
    fits: dict[int, list[str]] = {}
    weight: dict[int, float] = {}
    for slug, group, level, must in zip(sought.skills, question.group, question.level, question.must, strict=True):
        wanted = policy.level_unsaid if level is None else level
        held = f"coalesce(levels[array_position(met, {SKILLS.index(slug)}::smallint)], {policy.unknown_mean})"
        fits.setdefault(group, []).append(f"1 / (1 + exp(-(({held} - {wanted}) / {policy.level_step} + 2)))")
        weight[group] = 1.0 if must else policy.nice_weight
    told = [f"{weight[group]} * greatest({', '.join(some)})" for group, some in fits.items()]
    return f"({' + '.join(told)}) / {sum(weight.values())}"


def _rate(sought: Sought) -> str:
    ceiling, policy = sought.question.rate_ceiling, sought.policy
    if ceiling is None:
        return "1"
    paid, floor = f"{CODES[sought.currency]} / {float(sought.sub_unit)}", ceiling * policy.rate_floor
    share = f"least(greatest(({paid} - {floor}) / {ceiling - floor}, 0), 1)"
    fit = f"1 - {1 - policy.rate_at_ceiling} * {share}"
    unknown = f"WHEN {CODES[sought.currency]} IS NULL THEN {policy.unknown_fit}"
    return f"CASE {unknown} WHEN {paid} > {ceiling} THEN 0 ELSE {fit} END"


def _overlap(sought: Sought) -> str:
    asked = sought.question.overlap_hours
    if asked is None:
        return "1"
    enough = asked + sought.policy.overlap_spare
    fits = np.minimum(sought.shared[1:] / enough, 1.0).tolist()
    return f"('{_array(fits)}'::real[])[pattern]"


def _availability(sought: Sought) -> str:
    asked, policy = sought.question.hours_per_week, sought.policy
    if not asked:
        return "1"
    spare = f"least({', '.join(f'{_least(each)} - {each.quarters}' for each in sought.stretches)}) / 4.0"
    share = f"least(greatest({spare} / {policy.availability_spare * asked}, 0), 1)"
    fit = f"{policy.availability_at_asked} + {1 - policy.availability_at_asked} * {share}"
    return f"CASE WHEN {spare} < 0 THEN 0 ELSE {fit} END"


def _least(weeks: Weeks) -> str:
    places = range(weeks.first - WEEK + 1, weeks.last - WEEK + 2)
    return f"least({', '.join(f'free[{place}]' for place in places)})"


def _people(columns: Columns) -> Iterator[tuple[object, ...]]:
    """A row of `person` for each engineer."""
    weeks = [Weeks(week, week, 0) for week in range(WEEK, WEEK + WEEKS)]
    marks_from, marks = marks_of(columns)
    apart = apart_of(columns, np.arange(len(columns)))
    met_from, met, levels = _levels(apart)
    line, codes = columns.line, np.ascontiguousarray(apart.head["vector"]).view(np.uint16)
    rates = rates_of(columns)
    for first in range(0, len(columns), AT_ONCE):
        some = np.arange(first, min(first + AT_ONCE, len(columns)))
        free = np.stack([least_free(columns, some, week, microseconds(NOW)) for week in weeks], axis=1)
        for place, row in enumerate(some.tolist()):
            own = line[row]
            held = slice(met_from[row], met_from[row + 1])
            yield (
                row, int(own["confirmed"]), int(own["city"].astype(np.int64)), int(own["country"]), int(own["pattern"]),
                int(own["attention"]), None if own["years"] == UNSAID else own["years"] / 10,
                *(None if rate < 0 else rate for rate in rates[row].tolist()),
                _array(marks[marks_from[row] : marks_from[row + 1]].tolist()),
                _array(met[held].tolist()), _array(levels[held].tolist()), _array(free[place].tolist()),
                _array([HALVES[code] for code in codes[row].tolist()], "[]"),
            )  # fmt: skip


def rates_of(columns: Columns) -> NDArray[np.int64]:
    """(n, currencies) in minor units; -1 where there is none."""
    rates = np.full((len(columns), len(CODES)), -1)
    owners = np.repeat(np.arange(len(columns)), columns.line["rates"])
    for place, currency in enumerate(CODES):
        there = columns.rates["currency"] == currency
        rates[owners[there], place] = columns.rates["minor"][there]
    return rates


def marks_of(columns: Columns) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
    """Where the marks of each row begin, and all of them, as numbers of two bytes with a sign."""
    flags = (np.unpackbits(words.view(np.uint8), bitorder="little")[: len(columns)] for words in columns.bits)
    often = [(mark, np.flatnonzero(some)) for mark, some in zip(columns.bit_marks, flags, strict=True)]
    marked = [*often, *seldom_marks(columns)]
    owners = np.concatenate([rows for _, rows in marked]).astype(np.int64)
    marks = np.concatenate([np.full(len(rows), mark) for mark, rows in marked])
    order = np.argsort(owners, kind="stable")
    return _begins(owners[order], len(columns)), _signed(marks[order])


def _levels(apart: Unpacked) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Where the skills that each row meets begin, these, and the level in each: what was seen of it itself first."""
    number = {skill_key(slug): place for place, slug in enumerate(SKILLS)}
    skills, skills_from = apart.parts["skills"]
    held = np.array([number[key] for key in skills["skill"].tolist()])
    count = len(apart.head)
    owners = np.repeat(np.arange(count), np.diff(skills_from))
    strength = 2 * (skills["day"] != CLAIM)
    broad = np.array([above(skill) or [-1, -1] for skill in range(len(SKILLS))])
    met = np.concatenate([held, broad[held, 0], broad[held, 1]])
    owners, mean = np.tile(owners, 3), np.tile(skills["mean"], 3)
    strength = np.concatenate([strength + 1, strength, strength])
    order = np.lexsort((mean, strength, met, owners))
    order = order[met[order] >= 0]
    last = np.append((np.diff(met[order]) != 0) | (np.diff(owners[order]) != 0), True)
    best = order[last]
    return _begins(owners[best], count), met[best], mean[best]


def _begins(owners: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    return np.searchsorted(owners, np.arange(count + 1))


def _signed(marks: NDArray[np.uint16]) -> NDArray[np.int16]:
    return marks.astype(np.uint16).view(np.int16)


def _array(values: object, brackets: str = "{}") -> str:
    return f"{brackets[0]}{','.join(map(str, values))}{brackets[1]}"
