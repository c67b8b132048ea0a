"""Shortlists while clients take hours and give them back: nobody is listed whose hours were gone at that time."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from benchmarks.hold_clients import Taken, processes, take_and_release
from benchmarks.network import demo_network, forget, own_database
from benchmarks.table import Row, at_least, at_most, seen

NAME = "bench_hours_gone"
BRIEF = Path(__file__).parents[1] / "examples" / "briefs" / "claims-letters.md"
TOP = 20
CLIENTS = 8


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures: people listed whose hours were gone, and that they were missing from lists."""
    count = 200 if quick else 2000
    demo_network(2000, say=say)
    url = own_database(NAME, copy_of=2000)
    say(f"{count:,} shortlists while {CLIENTS} clients hold and release")
    try:
        return _rows(url, count)
    finally:
        forget(NAME)


def _rows(url: str, count: int) -> list[Row]:
    from guildworks.accounts.queries import local_operator, operator_organisation
    from guildworks.matching.actions import make_shortlist, write_brief
    from guildworks.matching.queries import work_of
    from guildworks.matching.spent import Spent
    from guildworks.platform.ids import parsed

    actor = local_operator()
    brief = write_brief(actor, operator_organisation(), text=BRIEF.read_text("utf-8"), spent=Spent())

    def listed() -> tuple[datetime, list[UUID], float]:
        made = make_shortlist(actor, brief, top=TOP, spent=Spent())
        (role,) = made.found["roles"]
        people = role["engineers"]
        least = min((person["free_hours"] - role["hours_per_week"] for person in people), default=0.0)
        return made.made_at, [parsed("eng", person["id"]) for person in people], least

    _, best, _ = listed()
    asks, _ = work_of(brief)
    with tempfile.TemporaryDirectory() as folder, processes(2, url) as pool:
        stop = Path(folder) / "stop"
        jobs = [
            pool.submit(take_and_release, best, asks.starts, asks.weeks, stop=str(stop), seed=number)
            for number in range(CLIENTS // 4)
        ]
        try:
            lists = [listed() for _ in range(count)]
        finally:
            stop.touch()
        answers = [job.result() for job in jobs]
    taken = [one for found, _ in answers for one in found]
    gone = sum(_gone(at, people, _by_engineer(taken)) for at, people, _ in lists)
    short = sum(len(set(best) - set(people)) for _, people, _ in lists)
    return [
        at_most(f"of {count:,} shortlists, people listed whose hours were gone", gone, 0, note=f"{len(taken):,} holds"),
        at_least("least free hours beyond those asked, of all listed", min(least for *_, least in lists), 0),
        seen("people missing from these lists because somebody held them", short),
        seen("holds refused because another client had the hours", sum(refused for _, refused in answers)),
    ]


def _by_engineer(taken: Sequence[Taken]) -> Mapping[UUID, list[Taken]]:
    found: dict[UUID, list[Taken]] = defaultdict(list)
    for one in taken:
        found[one.engineer].append(one)
    return found


def _gone(at: datetime, people: Sequence[UUID], taken: Mapping[UUID, list[Taken]]) -> int:
    """How many of these people certainly had all their hours taken at this moment."""
    return sum(any(one.since <= at <= one.until for one in taken.get(engineer, ())) for engineer in people)
