"""The index as the product uses it: the same answers as the database, as fresh as the database, or none at all."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.holds import book_hold, release_holds
from guildworks.availability.actions.hours import (
    confirm_availability,
    except_weeks,
    pause_engineers,
    resume_engineers,
    set_capacity,
)
from guildworks.availability.overlap import WorkingDay
from guildworks.kernels.talentindex import bounds, closest, delta, filters
from guildworks.kernels.talentindex.generation import FORMAT, MANIFEST, generations
from guildworks.kernels.talentindex.index import TalentIndex
from guildworks.kernels.talentindex.rows import Apart
from guildworks.kernels.text.requirement_json import requirement_from_json
from guildworks.matching.actions import count_attention, make_shortlist, promote_policy, write_brief
from guildworks.matching.corrections import asked_for
from guildworks.matching.found import found
from guildworks.matching.index.building import build
from guildworks.matching.index.checking import verify
from guildworks.matching.index.feeder import feed
from guildworks.matching.index.files import index_folder, newest
from guildworks.matching.index.following import follow
from guildworks.matching.index.freshness import fresh_index, reached
from guildworks.matching.index.trial import try_index
from guildworks.matching.loosening.counting import count_fitting
from guildworks.matching.loosening.ways import ways
from guildworks.matching.models import Brief
from guildworks.matching.ranking_policy import policy_in_force
from guildworks.matching.search import search
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.money import Money
from guildworks.talent.actions import (
    EvidenceDraft,
    erase_engineer,
    list_engineers,
    record_evidence,
    set_rates,
    unlist_engineers,
)
from guildworks.talent.models import Engineer
from tests.cast import hold, make_engineer, week
from tests.conftest import close_connections, copy, current_database

pytestmark = pytest.mark.own_database

SEARCH = """Claims search

You must know Python and pgvector. LangGraph would be nice.
24 hours a week for 12 weeks from {start}, at most 110 EUR per hour.
Remote, at least 4 hours between 9:00 and 17:00 Berlin time. English at B2 or better."""
PHASES = """Python or Go is a must, PyTorch would be nice.
From {start} 10 hours a week for 3 weeks, then 30 hours a week for 8 weeks."""
ON_SITE = "On site in MÜNCHEN. Python is a must. We need somebody senior, at most 70 USD an hour."
NOBODY = "Rust, Kubernetes and COBOL are a must. Japanese at C1. 60 hours a week for 20 weeks from {start}."
NOTHING = "We want somebody who writes calm, readable code and explains it."


@pytest.fixture(autouse=True)
def worth_it(settings) -> None:
    settings.INDEX_WORTH_FROM = 0


@pytest.fixture
def people(own_database) -> list[Engineer]:
    new_york = WorkingDay("America/New_York", 9 * 60, 17 * 60)
    return [
        make_engineer("Rosa", skills=["python", "pgvector"], seen={"python": 3.4}),
        make_engineer("Emil", skills=["python", "qdrant"], rate=(130, "EUR")),
        make_engineer("Jun", skills=["python", "pgvector", "langgraph"], seen={"pgvector": 2.2}, hours=30),
        make_engineer("Ana", skills=["go", "pytorch"], city="München", rate=(60, "USD"), years=None),
        make_engineer("Bo", skills=["python"], languages={"en": "B1", "ja": "C1"}, hours=20),
        make_engineer("Cem", skills=["python", "pgvector"], day=new_york),
        make_engineer("Dag", skills=["pytorch", "go", "python"], rate=None, day=None),
        make_engineer("Eve", skills=["python", "pgvector"], hours=None),
        make_engineer("Flo", skills=["python", "pgvector"], listed=False),
    ]


@pytest.fixture
def briefs(people) -> list[Brief]:
    texts = [SEARCH, PHASES, ON_SITE, NOBODY, NOTHING]
    starts = f"{week(1):%-d %B %Y}"
    return [
        write_brief(local_operator(), operator_organisation(), text=text.format(start=starts), spent=Spent())
        for text in texts
    ]


@pytest.fixture
def index(briefs) -> TalentIndex:
    return TalentIndex(build())


def answer(brief: Brief, *, at: datetime, index: Any = None) -> str:
    requirement = requirement_from_json(brief.requirement)
    told: dict[str, Any] = {"requirement": requirement, "force": policy_in_force(), "spent": Spent()}
    results = search(brief.id, brief.text, top=3, at=at, index=index, **told)
    return json.dumps(found(results), sort_keys=True)


def listed(brief: Brief, *, at: datetime | None = None) -> list[str]:
    """The names on the list as the index of this moment gives it, which is the one of the database."""
    at = at or clock.now()
    state = fresh_index(at)
    assert state is not None
    by_index = answer(brief, at=at, index=state)
    assert by_index == answer(brief, at=at)
    return [person["name"] for person in json.loads(by_index)["roles"][0]["engineers"]]


def changes(people: list[Engineer]) -> Iterator[Any]:
    """One change of a person after the other, of every kind that a search can see."""
    operator = local_operator()
    rosa, emil, jun, ana, bo, cem, dag, eve, flo = people
    yield set_rates(operator, {rosa: [Money(120, "EUR"), Money(80, "USD")]})
    yield set_rates(operator, {emil: [Money(95, "EUR")]})
    yield record_evidence(operator, {bo: [EvidenceDraft("pgvector", "test", UUID(int=7), 3.1, 0.4, clock.today())]})
    (held,) = hold(jun, hours=10, first=4, weeks=1)
    yield held
    yield release_holds(operator, [held])
    (booked,) = hold(cem, hours=20, first=1, weeks=30)
    yield book_hold(operator, booked)
    yield except_weeks(operator, dag, {week(2): Decimal(0), week(3): Decimal(12)}, reason="holiday")
    yield except_weeks(operator, dag, {week(2): None})
    yield set_capacity(operator, {eve: Decimal(40)})
    yield pause_engineers(operator, [rosa])
    yield resume_engineers(operator, [rosa])
    yield unlist_engineers(operator, [ana])
    yield list_engineers(operator, [ana, flo])
    yield confirm_availability(operator, [flo])


def test_the_index_gives_the_bytes_that_the_database_gives(briefs, index):
    for brief in briefs:
        listed(brief)
    assert sorted(listed(briefs[0])) == ["Jun", "Rosa"]
    assert verify().problems == ()


def machine_code() -> dict[str, int]:
    """For how many kinds of arguments each loop of the index is compiled in this process."""
    loops = [each for module in (filters, bounds, closest) for each in vars(module).values()]
    return {loop.__name__: len(loop.signatures) for loop in loops if hasattr(loop, "signatures")}


def test_after_a_search_of_nothing_no_search_waits_for_a_compiler(briefs, index):
    """Alone in its process it is the first search; after other tests it finds most loops compiled."""
    try_index(index.state)
    compiled = machine_code()
    for brief in briefs:
        listed(brief)
    assert machine_code() == compiled


def test_what_would_bring_more_people_is_counted_the_same_from_the_index(briefs, index, settings):
    for brief in briefs:
        asks, at = asked_for(brief), clock.now()
        some = [way for steps in ways(asks) for way in steps]
        assert fresh_index(at) is not None
        by_index = count_fitting(asks, some, at=at)
        settings.INDEX_WORTH_FROM = 1_000_000
        assert count_fitting(asks, some, at=at) == by_index
        settings.INDEX_WORTH_FROM = 0


def index_files() -> list[Path]:
    return [file for file in index_folder().rglob("*") if file.is_file()]


def test_who_is_erased_is_in_no_file_of_the_index_soon_after(people, briefs, index):
    jun = people[2]
    hold(jun, hours=5, first=1, weeks=1)
    assert listed(briefs[0])  # which has brought the change to the delta
    vector = Apart.of(index.catch_up().find(jun.id)).head["vector"].tobytes()  # nobody else claims what Jun does
    assert vector in b"".join(map(Path.read_bytes, index_files()))
    erase_engineer(local_operator(), jun)
    turns = count()
    feed(is_over=lambda: next(turns) > 4)
    assert vector not in b"".join(map(Path.read_bytes, index_files()))
    assert "Jun" not in listed(briefs[0])
    assert verify().problems == ()


def test_what_another_version_left_goes_after_its_days(people, briefs, index, settings):
    other = Path(settings.INDEX_FOLDER) / "0123456789abcdef"
    for name in ("0000000000000001.generation", "0000000000000002.generation"):
        (other / name).mkdir(parents=True)
    build()
    assert not other.exists()
    assert len(list(generations(index_folder()))) == 2


def test_every_change_is_in_the_next_answer(people, briefs, index):
    for _ in changes(people):
        for brief in briefs:
            listed(brief)
    assert verify().problems == ()
    assert follow(connection.connection, index) == 0, "whoever searched has brought the index up to date"


def test_changes_that_pile_up_are_followed_at_once(people, briefs, index):
    made = sum(1 for _ in changes(people))
    assert made > 10
    assert follow(connection.connection, index) == len(people)
    assert verify().problems == ()
    for brief in briefs:
        listed(brief)


def test_a_server_does_not_wait_for_an_index_that_nobody_feeds(people, index, settings):
    settings.INDEX_WAITS = False
    follow(connection.connection, index)  # who is not listed is told by the feeder alone
    until = time.monotonic() + 30
    while fresh_index(clock.now()) is None:  # a server opens a generation beside its answers
        assert time.monotonic() < until
    set_rates(local_operator(), {people[0]: [Money(50, "EUR")]})
    assert fresh_index(clock.now()) is None
    follow(connection.connection, index)
    assert fresh_index(clock.now()) is not None


def test_what_is_not_committed_is_answered_by_the_database(people, index):
    with transaction.atomic():
        set_rates(local_operator(), {people[0]: [Money(50, "EUR")]})
        assert fresh_index(clock.now()) is None
    assert fresh_index(clock.now()) is not None


def test_what_is_taken_back_is_never_written_to_the_index(people, index):
    with transaction.atomic():
        set_rates(local_operator(), {people[0]: [Money(50, "EUR")]})
        assert fresh_index(clock.now()) is None
        assert reached(clock.now()) is None
        transaction.set_rollback(True)
    assert fresh_index(clock.now()) is not None
    assert verify().problems == ()


def test_who_was_shown_much_is_in_the_next_answer_of_a_policy_that_asks_for_it(briefs, index):
    promote_policy(local_operator(), "2")
    at = clock.now()
    before = [answer(brief, at=at) for brief in briefs]
    for brief in briefs:
        make_shortlist(local_operator(), brief, top=2, spent=Spent())
    assert count_attention(local_operator()) > 0
    for brief in briefs:
        listed(brief)
    assert [answer(brief, at=at) for brief in briefs] != before
    assert verify().problems == ()


def test_a_time_before_the_index_is_answered_by_the_database(index):
    assert fresh_index(clock.now() - timedelta(hours=1)) is None


def test_a_hold_counts_until_the_very_moment_it_expires(people, briefs, index):
    jun = people[2]
    (held,) = hold(jun, hours=30, first=1, weeks=12)
    ends = held.expires_at
    assert "Jun" not in listed(briefs[0], at=ends - timedelta(microseconds=1))
    assert "Jun" in listed(briefs[0], at=ends)


def test_a_list_is_made_from_the_index_where_there_is_one(briefs):
    asked = []
    for has_index in (False, True):
        if has_index:
            build()
        with CaptureQueriesContext(connection) as captured:
            make_shortlist(local_operator(), briefs[0], top=3, spent=Spent())
        asked.append(any("FROM talent_listing" in query["sql"] for query in captured))
    assert asked == [True, False], "the database is asked for everybody only where there is no index"


def test_a_delta_that_was_cut_off_goes_on_where_it_was_whole(people, briefs, index):
    for _ in changes(people):
        follow(connection.connection, index)
    whole = index.delta.read_bytes()
    for length in range(len(whole) - 1, len(whole) - 3000, -97):
        index.delta.write_bytes(whole[:length])
        rest = delta.read(index.delta, position=0)
        assert rest.rest == "torn" and rest.position <= length
        delta.cut(index.delta, rest.position)
        again = TalentIndex.open(index.generation.folder)
        follow(connection.connection, again)
        assert verify().problems == ()


def test_a_delta_that_was_changed_is_told_from_one_that_was_cut_off(people, index):
    for _ in changes(people):
        follow(connection.connection, index)
    flip(index.delta, at=200)
    assert delta.read(index.delta, position=0).rest == "damaged"
    assert not verify().holds


def test_an_index_of_another_database_is_not_opened(index):
    manifest = index.generation.folder / "manifest.json"
    told = json.loads(manifest.read_text())
    told["source"]["database"] = "another"
    manifest.write_text(json.dumps(told))
    assert newest() is None


def test_a_database_that_took_the_place_of_another_has_an_index_of_its_own(own_database, server, template):
    before = index_folder()
    copy(server, template, current_database())
    close_connections()
    assert index_folder() != before


def test_old_generations_are_deleted_and_the_newest_stays(index, people):
    now = clock.now()
    with clock.at(now + timedelta(days=91)):
        build()
    assert len(list(generations(index_folder()))) == 1


def test_a_generation_of_another_format_is_deleted_once_there_is_a_newer_one(index, people):
    manifest = index.generation.folder / MANIFEST
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', f'"format": {FORMAT - 1}'))
    build()
    assert not index.generation.folder.exists()
    assert verify().problems == ()


def flip(file: Path, *, at: int | None = None) -> None:
    """Change one bit of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    file.write_bytes(bytes(content))
