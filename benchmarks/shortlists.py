"""Sixty briefs over 2,000 demo engineers, against the plain evaluation of the policy over everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.network import demo_network
from benchmarks.table import Row, at_least, at_most, seen

BRIEFS = Path(__file__).parent / "data" / "briefs"
TOP = 10


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures: lists that are the same, lists of ten, broken requirements, milliseconds of both."""
    demo_network(2000, say=say)
    from benchmarks.plain import PlainPolicy, everybody
    from guildworks.matching.asked import asked
    from guildworks.matching.brief_text import brief_text
    from guildworks.matching.ranking_policy import policy_in_force
    from guildworks.matching.reading import brief_reader
    from guildworks.matching.search import search
    from guildworks.matching.spent import Spent
    from guildworks.platform import clock
    from guildworks.platform.ids import uuid7
    from guildworks.skills.queries import graph

    people = everybody()
    force = policy_in_force()
    at = clock.now()
    plain = PlainPolicy(force.policy, force.statistics, graph(), at)
    by_id = {engineer.id: engineer for engineer in people}
    same = full = broken = 0
    ours, theirs = [], []
    files = sorted(BRIEFS.glob("*.md"))[:: 6 if quick else 1]
    for file in files:
        text = file.read_text("utf-8")
        requirement = brief_reader(40_000).read(text, today=at.date())
        brief_id = uuid7()
        began = perf_counter()
        (first, *_) = search(brief_id, text, requirement=requirement, top=TOP, force=force, at=at, spent=Spent())
        ours.append(perf_counter() - began)
        role = first.asked.role
        question = asked(requirement, role=role, today=at.date())
        began = perf_counter()
        told = brief_text(text, requirement, asked=question)
        expected = plain.shortlist(brief_id, requirement, asked=question, text=told, people=people)
        theirs.append(perf_counter() - began)
        found = first.ranked
        ids = [found.loaded.ids[row] for row in found.rows]
        is_same = ids == [one.id for one in expected[:TOP]] and [float(score) for score in found.scores] == [
            one.score for one in expected[:TOP]
        ]
        is_same = is_same and first.filtered.survivors == len(expected)
        if not is_same:
            say(f"{file.name} differs: {first.filtered.survivors} against {len(expected)} pass")
        same += is_same
        full += len(ids) == TOP
        broken += sum(bool(plain.broken(by_id[one], requirement, asked=question)) for one in ids)
    share = len(files) / 60
    return [
        at_least(f"shortlists of {len(files)} briefs the same: ids, order, scores", same, len(files)),
        at_least("of them lists of ten or more", full, 40 * share),
        at_most("requirements broken", broken, 0),
        seen("one search, median ms", median(ours) * 1000, peer=median(theirs) * 1000, note="peer: plain Python"),
    ]
