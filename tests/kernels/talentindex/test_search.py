"""The index against plain Python over everybody: the same people, in the same order, with the same scores."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.invented_rows import SKILLS, WEEK, Questions, invented
from guildworks.kernels.talentindex.asking import Confirmed, Free, Lives, Marked, PaidAtMost, Sought, Weeks, WorksAt
from guildworks.kernels.talentindex.generation import GenerationWriter, open_generation
from guildworks.kernels.talentindex.lexical import TermStatistics, score_packed
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.prepared import Prepared
from guildworks.kernels.talentindex.records import estimate
from guildworks.kernels.talentindex.rows import HEAD, UNSAID, Rows, Unpacked, unpack
from guildworks.kernels.talentindex.scorer import cosines, rounded, score, tie_breaker
from guildworks.kernels.talentindex.search import (
    Bounded,
    Judged,
    Scored,
    passing,
    rank,
    scored_whole,
    tried,
)
from guildworks.kernels.talentindex.segment import columns_of

PEOPLE = 3000


@pytest.fixture(scope="module")
def people() -> Rows:
    return Rows.of([rows.at(place) for rows in invented(PEOPLE, seed=7) for place in range(len(rows))])


@pytest.fixture(scope="module")
def apart(people) -> Unpacked:
    return unpack(people)


@pytest.fixture(scope="module")
def part(people) -> Part:
    return Part.whole(columns_of(people))


@pytest.fixture(scope="module")
def statistics(apart) -> TermStatistics:
    return TermStatistics.of(packed_terms(apart))


@pytest.fixture
def questions(statistics) -> Questions:
    return Questions(3, statistics)


def packed_terms(apart: Unpacked) -> list[bytes]:
    return [apart.of("terms", row).tobytes() for row in range(len(apart.head))]


def ragged(apart: Unpacked, name: str, row: int) -> list[Any]:
    return apart.of(name, row).tolist()


def plain_free(apart: Unpacked, row: int, first: int, last: int, at: int) -> int | None:
    """The least quarter hours of these weeks, week by week; None where nothing is said."""
    usual = apart.head["capacity"][row]
    least = []
    for week in range(first, last + 1):
        lines = [line for line in ragged(apart, "hours", row) if line[0] > at and line[1] <= week < line[1] + line[2]]
        own = [quarters for *_, is_capacity, quarters in lines if is_capacity]
        capacity = own[0] if own else None if usual == UNSAID else int(usual)
        if capacity is not None:
            least.append(capacity - sum(quarters for *_, is_capacity, quarters in lines if not is_capacity))
    return min(least, default=None)


def plain_holds(apart: Unpacked, row: int, condition: Any, sought: Sought) -> bool:
    head = apart.head[row]
    match condition:
        case Confirmed(after):
            return bool(head["confirmed"] > after)
        case Marked(marks):
            return bool(set(ragged(apart, "marks", row)) & set(marks))
        case WorksAt(patterns):
            return bool(patterns[head["pattern"]])
        case Lives(city, country):
            return (not city or head["city"] == city) and (not country or head["country"] == country)
        case PaidAtMost(currency, minor):
            return not [1 for code, paid in ragged(apart, "rates", row) if code == currency and paid > minor]
        case Free(stretch, quarters):
            weeks = sought.stretches[stretch]
            free = plain_free(apart, row, weeks.first, weeks.last, sought.at)
            return free is not None and free >= quarters
    raise AssertionError(condition)


def plain_fails(apart: Unpacked, sought: Sought) -> list[set[int]]:
    return [
        {
            bit
            for bit, each in enumerate(sought.conditions)
            if not all(plain_holds(apart, row, condition, sought) for condition in each)
        }
        for row in range(len(apart.head))
    ]


def plain_best(part: Part, apart: Unpacked, sought: Sought, rows: list[int], top: int) -> list[tuple[float, bytes]]:
    """Everybody who passes, scored by the scorer, best first."""
    scored = scored_whole([judged_plainly(part, apart, sought, rows)], Prepared(sought))
    order = sorted(range(len(rows)), key=lambda at: (-scored.totals[at], tie_breaker(sought.tie, scored.id_of(at))))
    return [(float(scored.totals[at]), scored.id_of(at)) for at in order[:top]]


def judged_plainly(part: Part, apart: Unpacked, sought: Sought, rows: list[int]) -> Judged:
    least = [
        [plain_free(apart, row, weeks.first, weeks.last, sought.at) or 0 for row in rows] for weeks in sought.stretches
    ]
    return Judged(part, np.array(rows, np.uint32), np.zeros(len(rows), np.uint64), np.array(least, np.int32))


def listed(scored: Scored, places: np.ndarray) -> list[tuple[float, bytes]]:
    return [(float(scored.totals[at]), scored.id_of(at)) for at in places.tolist()]


def best_of(part: Part, sought: Sought, top: int) -> tuple[Scored, np.ndarray]:
    asked = Prepared(sought)
    return rank([passing(part, asked)], asked, top=top)


def everybody(part: Part, sought: Sought) -> Scored:
    asked = Prepared(sought)
    return scored_whole([passing(part, asked)], asked)


def test_who_fails_what_is_what_plain_python_says(part, apart, questions):
    for _ in range(25):
        sought = questions.draw()
        expected = plain_fails(apart, sought)
        judged, tally = tried(part, Prepared(sought))
        bits = len(sought.conditions)
        assert [{bit for bit in range(bits) if mask >> bit & 1} for mask in judged.fails.tolist()] == expected
        assert tally[0].tolist() == [sum(bit in failed for failed in expected) for bit in range(bits)]
        assert tally[1].tolist() == [expected.count({bit}) for bit in range(bits)]
        first = [min(failed) for failed in expected if failed]
        assert tally[2].tolist() == [first.count(bit) for bit in range(bits)]
        survivors = passing(part, Prepared(sought))
        assert survivors.rows.tolist() == [row for row, failed in enumerate(expected) if not failed]
        whole = judged.where(judged.fails == 0)
        for name in ("rows", "least"):
            assert getattr(whole, name).tolist() == getattr(survivors, name).tolist()


def test_weeks_with_more_hours_than_usual_are_found(people, questions):
    rows = [bytearray(people.at(place)) for place in range(len(people))]
    for place, row in enumerate(rows):
        head = np.frombuffer(row, HEAD, 1)
        head["capacity"] = UNSAID if place % 2 else 20
    changed = Rows.of([bytes(row) for row in rows])
    part, apart, counts = Part.whole(columns_of(changed)), unpack(changed), []
    for week in range(WEEK, WEEK + 60, 6):
        weeks = (Weeks(week, week, 60),)
        sought = replace(questions.draw(), conditions=((Free(0, 60),),), stretches=weeks)
        expected = [row for row, failed in enumerate(plain_fails(apart, sought)) if not failed]
        assert passing(part, Prepared(sought)).rows.tolist() == expected
        counts.append(len(expected))
    assert max(counts) > 10


@pytest.mark.parametrize("filtered", [True, False])
def test_the_best_are_those_of_plain_python(part, apart, questions, filtered):
    for top in (1, 5, 50):
        for _ in range(8):
            sought = questions.draw(filtered=filtered)
            passed = [row for row, failed in enumerate(plain_fails(apart, sought)) if not failed]
            expected = plain_best(part, apart, sought, passed, top)
            scored, places = best_of(part, sought, top)
            assert listed(scored, places) == expected


def test_a_bound_is_never_below_the_score_and_mostly_close(part, questions):
    far = []
    for number in range(40):
        sought = questions.draw(filtered=number % 2 == 0)
        asked = Prepared(sought)
        found = passing(part, asked)
        if not len(found.rows):
            continue
        totals, bounded = scored_whole([found], asked).totals, Bounded.of(found, asked)
        order = np.arange(len(found.rows))
        left, nearer = bounded.closer(order, -np.inf)
        assert left.tolist() == order.tolist()
        assert (bounded.bounds >= nearer).all() and (nearer >= totals).all()
        far.append(float(np.median(nearer - totals)))
        needed = float(np.median(totals))
        left, nearer = bounded.closer(order, needed)
        assert set(np.flatnonzero(totals >= needed)) <= set(left.tolist()) and (nearer >= totals[left]).all()
    assert np.median(far) < 0.015


def test_a_score_has_the_bits_that_it_has_without_the_index(part, apart, questions):
    skills, skills_from = apart.parts["skills"]
    records = [skills[first:last].tobytes() for first, last in pairwise(skills_from.tolist())]
    for _ in range(10):
        sought = questions.draw(filtered=False)
        scored = everybody(part, sought)
        plain = estimate(
            records, sought.skills, below=sought.below, half_life_years=sought.half_life_years, today=sought.today
        )
        for name in ("mean", "error", "key", "seen"):
            np.testing.assert_array_equal(getattr(scored.estimates, name), getattr(plain, name))
        lexical = score_packed(sought.terms, packed_terms(apart), sought.statistics)
        np.testing.assert_array_equal(scored.columns.lexical, lexical)
        np.testing.assert_array_equal(scored.columns.semantic, cosines(apart.head["vector"], sought.vector))


def unusual(sought: Sought) -> list[Sought]:
    """The same search with what most do not have, or without what most have."""
    question, policy = sought.question, sought.policy
    many = tuple(SKILLS[:70])
    asks_many = replace(question, group=tuple(range(70)), level=(3.0,) * 70, must=(True, False) * 35)
    first = {name: weight / (1 - policy.weights["attention"]) for name, weight in policy.weights.items()}
    del first["attention"]
    no_hours = tuple(replace(weeks, quarters=0) for weeks in sought.stretches)
    return [
        sought,
        replace(sought, question=asks_many, skills=many, below={slug: frozenset() for slug in many}),
        replace(sought, question=replace(question, group=(), level=(), must=()), skills=(), below={}),
        replace(sought, question=replace(question, rate_ceiling=None, years=None, overlap_hours=None), currency=0),
        replace(sought, question=replace(question, rate_floor=400.0)),
        replace(sought, question=replace(question, hours_per_week=None), stretches=no_hours, hours_per_week=None),
        replace(sought, policy=replace(policy, weights=first)),
        replace(sought, terms={}),
    ]


def test_the_compiled_score_has_the_bits_of_the_scorer(part, questions):
    shorts = 0
    for sought in (each for _ in range(5) for each in unusual(questions.draw(filtered=False))):
        scored = everybody(part, sought)
        np.testing.assert_array_equal(scored.parts, score(scored.columns, sought.question, sought.policy))
        np.testing.assert_array_equal(scored.totals, rounded(scored.parts.sum(axis=1)))
        shorts += int((scored.columns.free_hours < (sought.hours_per_week or 0)).sum())
        order = sorted(range(PEOPLE), key=lambda at: (-scored.totals[at], tie_breaker(sought.tie, scored.id_of(at))))
        ranked, places = best_of(part, sought, 7)
        assert listed(ranked, places) == [(float(scored.totals[at]), scored.id_of(at)) for at in order[:7]]
    assert shorts, "somebody with fewer hours than asked is scored as well"


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells what is mapped")
def test_a_search_leaves_nothing_of_what_it_read_once_in_the_process(people, questions, tmp_path):
    with GenerationWriter(tmp_path, "1.generation") as writer:
        writer.add(people)
        writer.finish({"frontier": 0})
    part = Part.whole(open_generation(tmp_path / "1.generation").columns)
    for number in range(8):
        sought = questions.draw(filtered=number % 2 == 0)
        best_of(part, sought, 20)
    assert in_memory(tmp_path, "codes") > 0
    assert in_memory(tmp_path, "rows") == 0
    sought = questions.draw(filtered=False)
    assert len(everybody(part, sought).ids) == PEOPLE
    assert in_memory(tmp_path, "rows") == 0


def in_memory(folder: Path, column: str) -> int:
    """Kilobytes of a column's file that this process has mapped and touched."""
    lines = Path("/proc/self/smaps").read_text().splitlines()
    (at,) = [place for place, line in enumerate(lines) if line.endswith(f"{folder}/1.generation/{column}.bin")]
    return next(int(line.split()[1]) for line in lines[at:] if line.startswith("Rss:"))
