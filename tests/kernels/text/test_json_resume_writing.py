"""What is written as JSON Resume keeps to its schema, and is read back to the same profile, whatever that says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import guildworks
from guildworks.kernels.text.fields.languages import NAMES
from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.json_resume import read_json_resume
from guildworks.kernels.text.json_resume_writing import write_json_resume
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft
from tests.kernels.text.json_resume_schema import complaints

TODAY = date(2026, 11, 23)
GRAPH = SkillGraph.load(Path(guildworks.__file__).parent / "skills" / "graph")
GAZETTEER = Gazetteer.build(GRAPH)
# As it comes from a reader: a line without white space around it, of characters that a text has.
LINES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Z"), max_codepoint=0xFFFF), max_size=60)
LANGUAGES = set(NAMES.values())
DAYS = st.dates(date(1970, 1, 1), TODAY)


@st.composite
def jobs(draw: st.DrawFn) -> JobDraft:
    starts, ends = draw(st.none() | DAYS), draw(st.none() | DAYS)
    if starts and ends and ends < starts:
        starts, ends = ends, starts
    is_current = starts is not None and ends is None
    return JobDraft(draw(LINES), draw(LINES), starts, ends, is_current, draw(LINES))


PROFILES = st.builds(
    ProfileDraft,
    name=LINES.filter(bool),
    headline=LINES.filter(bool),
    summary=LINES,
    city=st.sampled_from(["", "Lisbon", "Berlin"]),
    country=st.sampled_from(["", "PT", "DE"]),
    claims=st.lists(
        st.builds(
            ClaimDraft,
            st.sampled_from(sorted(GRAPH.skills)),
            st.none() | st.integers(1, 4),
            st.none() | st.sampled_from([0.5, 1, 2.5, 5, 12]),
        ),
        unique_by=lambda claim: claim.skill,
        max_size=12,
    ).map(tuple),
    jobs=st.lists(jobs(), max_size=4).map(tuple),
    works=st.lists(st.builds(WorkDraft, LINES, st.just("https://example.org/x"), LINES), max_size=3).map(tuple),
    languages=st.lists(
        st.builds(
            LanguageDraft,
            st.sampled_from(sorted(LANGUAGES)),
            st.none() | st.sampled_from(["A1", "A2", "B1", "B2", "C1", "C2"]),
        ),
        unique_by=lambda spoken: spoken.code,
    ).map(tuple),
)


def back(draft: ProfileDraft) -> ProfileDraft:
    written = json.dumps(write_json_resume(draft, graph=GRAPH)).encode()
    return read_json_resume(written, graph=GRAPH, gazetteer=GAZETTEER, today=TODAY)


@settings(deadline=None)
@given(PROFILES)
def test_what_is_written_is_read_back(draft: ProfileDraft) -> None:
    read = back(draft)
    for part in ("name", "headline", "summary", "jobs", "works", "languages"):
        assert getattr(read, part) == getattr(draft, part), part
    if draft.country:
        assert (read.city, read.country) == (draft.city, draft.country)
    assert read.unread == ()


@pytest.mark.parametrize("level", [None, 1, 2, 3, 4])
def test_every_skill_of_the_graph_is_read_back_with_its_level_and_years(level: int | None) -> None:
    years = cycle((None, 0.5, 1, 7.5))
    for claim in [ClaimDraft(slug, level, next(years)) for slug in GRAPH.skills]:
        found = {each.skill: each for each in back(ProfileDraft("Ada", claims=(claim,))).claims}
        assert replace(found[claim.skill], span=None) == claim, GRAPH[claim.skill].name


# Whatever a profile can hold, also what no form lets through any more.
ADDRESSES = LINES | st.builds("https://{}".format, LINES) | st.builds("https://example.org/{}#{}".format, LINES, LINES)
HELD = st.builds(
    replace,
    PROFILES,
    name=LINES,
    headline=LINES,
    email=LINES | st.emails() | st.builds("{}@{}".format, LINES, LINES),
    city=LINES,
    jobs=st.lists(
        st.builds(JobDraft, LINES, LINES, st.none() | st.dates(), st.none() | st.dates(), st.booleans(), LINES)
    ).map(tuple),
    works=st.lists(st.builds(WorkDraft, LINES, ADDRESSES, LINES)).map(tuple),
)


def told(draft: ProfileDraft) -> dict[str, Any]:
    """What is written of a profile, which the schema allows."""
    written = write_json_resume(draft, graph=GRAPH)
    assert complaints(written) == []
    return written


@settings(deadline=None)
@given(HELD)
def test_it_keeps_to_the_official_schema(draft: ProfileDraft) -> None:
    told(draft)


def test_an_empty_profile_keeps_to_it_too() -> None:
    assert told(ProfileDraft("")).keys() == {"$schema", "basics"}


def test_the_schema_is_the_one_that_is_named_and_would_refuse() -> None:
    written = told(ProfileDraft("Ada"))
    assert "/v1.0.0/" in written["$schema"]
    for wrong in ({"email": "ada"}, {"url": "not a web address"}, {"name": 7}):
        assert complaints(written | {"basics": wrong})
    assert complaints(written | {"work": [{"startDate": "0020-01-01"}]})


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("https://example.org/two words/ü", "https://example.org/two%20words/%C3%BC"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org:port", None),
        ("javascript:alert(1)", None),
    ],
)
def test_an_address_is_written_as_a_uri_or_stands_in_the_description(address: str, written: str | None) -> None:
    (work,) = told(ProfileDraft("Ada", works=(WorkDraft("x", address, "A paper."),)))["projects"]
    assert work.get("url") == written
    assert work["description"] == ("A paper." if written else f"A paper.\n{address}")


def test_what_is_not_said_is_left_out() -> None:
    draft = ProfileDraft("Ada", jobs=(JobDraft("Engineer", starts=date(2020, 3, 1)),), works=(WorkDraft("x"),))
    written = told(draft)
    assert written["basics"] == {"name": "Ada"}
    assert written["work"] == [{"position": "Engineer", "startDate": "2020-03-01"}]
    assert written["projects"] == [{"name": "x"}]
    assert "languages" not in written
