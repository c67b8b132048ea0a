"""The index as the product calls it, against the database and plain Python over everybody; also while people change."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from pathlib import Path
from statistics import median
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks.changing_people import change_until
from benchmarks.hold_clients import THREADS, processes
from benchmarks.index_feed import feeder
from benchmarks.network import demo_network, forget, own_database
from benchmarks.table import Row, at_least, at_most, seen

if TYPE_CHECKING:
    from datetime import datetime

    from guildworks.kernels.talentindex.index import State
    from guildworks.kernels.text.requirement import Requirement
    from guildworks.matching.search import RoleResult
    from guildworks.matching.spent import Spent

NAME = "bench_index_against"
ENGINEERS, FEWER = 5000, 2000
BRIEFS = 200
TOP = 10
FOLDER = Path(__file__).parent / "data" / "briefs"
FED_WITHIN_SECONDS = 60.0


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures."""
    count = FEWER if quick else ENGINEERS
    demo_network(count, say=say)
    url = own_database(NAME, copy_of=count)
    from django.test.utils import override_settings

    texts = list(islice(briefs(), BRIEFS))[:: 10 if quick else 1]
    like_a_server = override_settings(INDEX_WAITS=False, INDEX_WORTH_FROM=0)
    try:
        with like_a_server, feeder(url), processes(2, url) as pool:
            asked = [Question.of(text) for text in texts]
            wait_for_the_index()
            say(f"{len(texts)} briefs over {count:,} engineers, in the index, in the database and in plain Python")
            found = _resting(asked, pool, count)
            say(f"Lists while {THREADS} writers change people")
            return [*found, *_changing(asked, pool)]
    finally:
        forget(NAME)


def briefs() -> Iterator[str]:
    """Different briefs: those of the folder, and then what is left of each without every third of its sentences."""
    texts = [file.read_text("utf-8") for file in sorted(FOLDER.glob("*.md"))]
    yield from texts
    for first in range(3):
        for text in texts:
            sentences = re.split(r"(?<=[.:?!])\s+", text)
            yield " ".join(each for place, each in enumerate(sentences) if place % 3 != first)


@dataclass(frozen=True, slots=True)
class Question:
    """A brief that was read."""

    id: UUID
    text: str
    requirement: Requirement

    @classmethod
    def of(cls, text: str, id: UUID | None = None) -> Question:
        """Read a brief today."""
        from guildworks.matching.reading import brief_reader
        from guildworks.platform import clock
        from guildworks.platform.ids import uuid7

        return cls(id or uuid7(), text, brief_reader(40_000).read(text, today=clock.today()))

    def answer(self, at: datetime, index: State | None, spent: Spent | None = None) -> list[RoleResult]:
        """What the product finds, in the index or in the database."""
        from guildworks.matching.ranking_policy import policy_in_force
        from guildworks.matching.search import search
        from guildworks.matching.spent import Spent

        told: dict[str, Any] = {"requirement": self.requirement, "force": policy_in_force(), "spent": spent or Spent()}
        return search(self.id, self.text, top=TOP, at=at, index=index, **told)


def as_bytes(results: list[RoleResult]) -> bytes:
    """The list as it is kept, as canonical JSON."""
    import rfc8785

    from guildworks.matching.found import found

    return rfc8785.dumps(found(results))


def wait_for_the_index() -> None:
    """Until a feeder has built it and this process has opened it."""
    from guildworks.matching.index.freshness import fresh_index
    from guildworks.platform import clock

    until = monotonic() + FED_WITHIN_SECONDS
    while fresh_index(clock.now()) is None:
        if monotonic() > until:
            raise RuntimeError(f"No index could be used within {FED_WITHIN_SECONDS:g} s")


def _resting(asked: Sequence[Question], pool: Any, count: int) -> list[Row]:
    """Nothing changes: all three must say the same."""
    from guildworks.matching.index.freshness import fresh_index
    from guildworks.matching.spent import Spent
    from guildworks.platform import clock

    at = clock.now()
    index = fresh_index(at)
    assert index is not None
    ours, theirs, same, found = [], [], 0, []
    for question in asked:
        in_index, in_database = Spent(), Spent()
        found.append(question.answer(at, index, in_index))
        same += as_bytes(found[-1]) == as_bytes(question.answer(at, None, in_database))
        ours.append(in_index.milliseconds()["search"])
        theirs.append(in_database.milliseconds()["search"])
    alike = broken = 0
    plain = pool.map(partial(plain_lists, at=at), [(one.id, one.text) for one in asked], chunksize=10)
    for results, expected in zip(found, plain, strict=True):
        told = [(lines(result), result.filtered.survivors) for result in results]
        alike += told == [(best, len(passing)) for best, passing in expected]
        roles = zip(results, expected, strict=True)
        broken += sum(one not in passing for result, (_, passing) in roles for one, *_ in lines(result))
    what = f"of {len(asked)} briefs over {count:,} demo engineers"
    return [
        at_least(f"{what}, the same bytes from index and database", same, len(asked)),
        at_least(f"{what}, the same ids, order, scores and parts as plain Python", alike, len(asked)),
        at_most("requirements broken by those listed", broken, 0),
        seen("one search, median ms", median(ours), peer=median(theirs), note="peer: the database"),
    ]


Line = tuple[UUID, float, tuple[float, ...]]


def lines(result: RoleResult) -> list[Line]:
    """Who is listed, with the score and its parts, best first."""
    ranked = result.ranked
    return [
        (ranked.loaded.ids[row], float(score), tuple(parts.tolist()))
        for row, score, parts in zip(ranked.rows.tolist(), ranked.scores, ranked.parts, strict=True)
    ]


def plain_lists(brief: tuple[UUID, str], *, at: datetime) -> list[tuple[list[Line], set[UUID]]]:
    """By plain Python over everybody, for each role: the best, and all who pass. Called in a process of its own."""
    from guildworks.matching.asked import asked
    from guildworks.matching.brief_text import brief_text

    question, plain = Question.of(brief[1], brief[0]), policy_at(at)
    found = []
    for role in roles_of(question.requirement):
        wanted = asked(question.requirement, role=role, today=at.date())
        told = brief_text(question.text, question.requirement, asked=wanted)
        everybody = plain.shortlist(question.id, question.requirement, asked=wanted, text=told, people=_everybody())
        best = [(one.id, one.score, tuple(one.parts.values())) for one in everybody[:TOP]]
        found.append((best, {one.id for one in everybody}))
    return found


def roles_of(requirement: Requirement) -> list[str | None]:
    """The roles that a list is made for, one after another; None: one for all."""
    return [read.value for read in requirement.roles] if len(requirement.roles) > 1 else [None]


def policy_at(at: datetime) -> Any:
    """The policy in force, in plain Python."""
    from benchmarks.plain import PlainPolicy
    from guildworks.matching.ranking_policy import policy_in_force
    from guildworks.skills.queries import graph

    force = policy_in_force()
    return PlainPolicy(force.policy, force.statistics, graph(), at)


@cache
def _everybody() -> list[Any]:
    from benchmarks.plain import everybody

    return everybody()


def _changing(asked: Sequence[Question], pool: Any) -> list[Row]:
    """Four writers change those who are listed, and others, while lists are made and looked at."""
    watch = Watch()
    listed = watch.everybody_listed(asked)
    with tempfile.TemporaryDirectory() as folder:
        stop = Path(folder) / "stop"
        writers = pool.submit(change_until, listed, stop=str(stop), seed=1)
        try:
            for question in asked:
                watch.make(question)
        finally:
            stop.touch()
        changes = writers.result()
    while_changing = f"of {len(asked)} lists while {THREADS} writers change people"
    return [
        seen(f"{while_changing}, those from the index", watch.from_index, note=f"{changes:,} changes"),
        at_most(f"{while_changing}, earlier changes that the list's index had not seen", watch.unseen, 0),
        at_most(
            f"{while_changing}, people listed who did not meet a requirement", len(watch.broken), 0,
            note=f"{watch.looked_at:,} looked at, {watch.moved_on} had changed again by then",
        ),
        at_least(
            f"{while_changing}, the same bytes as the database", watch.same, watch.at_one_moment,
            note="those for which nobody changed between index and snapshot",
        ),
    ]  # fmt: skip


def chains() -> dict[str, int]:
    """How many events there are on the chain of each engineer."""
    from guildworks.platform.models import EventChain

    return dict(EventChain.objects.filter(name__startswith="engineer:").values_list("name", "seq"))


@dataclass
class Watch:
    """Makes lists as the product does, and looks at each while everything changes.

    What was committed before a list's own time must be in its index: by the numbers of the event chains. Then a
    snapshot is taken, and whoever has not changed since the index was read must meet every requirement in it, by plain
    Python; where nobody at all has changed, the database must give the same bytes.
    """

    start: Mapping[str, int] = field(default_factory=chains)
    from_index: int = 0
    unseen: int = 0  # changes that were committed before a list's own time and are not in its index
    looked_at: int = 0  # people on lists, each time
    moved_on: int = 0  # of them not looked at: they have changed since the index was read
    at_one_moment: int = 0  # lists for which nobody had
    same: int = 0  # of these
    broken: list[tuple[UUID, list[str]]] = field(default_factory=list)

    def everybody_listed(self, asked: Sequence[Question]) -> list[UUID]:
        """Who is on any of the lists now."""
        from guildworks.platform import clock

        results = [result for question in asked for result in question.answer(clock.now(), None)]
        return sorted({one for result in results for one, *_ in lines(result)})

    def make(self, question: Question) -> None:
        """Make a list and look at it."""
        from guildworks.matching.index.freshness import fresh_index
        from guildworks.platform import clock

        before = chains()
        at = clock.now()  # as the product does: the list's own time, then the index, then the search
        index = fresh_index(at)
        if index is None:
            with one_moment():
                self._look(question, question.answer(at, None), at=at, moved=set())
            return
        self.from_index += 1
        self.unseen += len(self._newer(before, index))
        by_index = question.answer(at, index)
        with one_moment():
            moved = self._newer(chains(), index)
            self._look(question, by_index, at=at, moved=moved)
            if not moved:
                self.at_one_moment += 1
                self.same += as_bytes(by_index) == as_bytes(question.answer(at, None))

    def _newer(self, now: Mapping[str, int], index: State) -> set[UUID]:
        """Whose chains have events that this index has not."""
        changed = {UUID(name.partition(":")[2]): seq for name, seq in now.items() if seq != self.start.get(name)}
        return {one for one, seq in changed.items() if index.seq_of(one) < seq}

    def _look(self, question: Question, results: list[RoleResult], *, at: datetime, moved: set[UUID]) -> None:
        from benchmarks.plain import everybody
        from guildworks.matching.asked import asked

        plain = policy_at(at)
        for role, result in zip(roles_of(question.requirement), results, strict=True):
            ids = {one for one, *_ in lines(result)}
            self.moved_on += len(ids & moved)
            people = everybody(ids - moved)
            self.looked_at += len(people)
            wanted = asked(question.requirement, role=role, today=at.date())
            failed = [(one.id, plain.broken(one, question.requirement, asked=wanted)) for one in people]
            self.broken += [(one, names) for one, names in failed if names]
            self.broken += [(one, ["listed"]) for one in ids - moved - {person.id for person in people}]


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is as of one moment."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
