"""What is written as JSON Resume is read back to the same profile, whatever the profile says."""

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


def test_it_keeps_to_the_schema() -> None:
    draft = ProfileDraft("Ada", jobs=(JobDraft("Engineer", starts=date(2020, 3, 1)),), works=(WorkDraft("x"),))
    written: dict[str, Any] = write_json_resume(draft, graph=GRAPH)
    assert written["basics"] == {"name": "Ada"}
    assert written["work"] == [{"position": "Engineer", "startDate": "2020-03-01"}]
    assert written["projects"] == [{"name": "x"}]
    assert "languages" not in written
