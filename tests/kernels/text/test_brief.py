"""A whole brief: language, deliverables, what is missing or vague, what cannot be read, and JSON and back."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildworks.kernels.text.brief import BriefReader, UnreadableBrief
from guildworks.kernels.text.language import language_of
from guildworks.kernels.text.requirement import Requirement
from guildworks.kernels.text.requirement_json import requirement_from_json, requirement_json
from tests.kernels.text.small_graph import GRAPH

TODAY = date(2026, 11, 23)
READER = BriefReader(GRAPH)
FULL = """# A clerk for letters

We are an insurer in Graz and answer 900 letters a day by hand. We want a service that drafts
the answers, and a short manual.

You must know Python really well; PyTorch or TensorFlow is required. Kafka would be a plus. No Kubernetes please.
The service should be tested, installed on two machines and documented. Please attach a photo.

The work takes 10 weeks at 20 hours a week and starts on 1 February 2027. We pay 80 to 95 EUR per hour; the
total must stay under 20,000 EUR.
Remote, with at least three hours between 9:00 and 17:00 Vienna time. German at B2 is required.
"""


def read(text: str) -> Requirement:
    return READER.read(text, today=TODAY)


def test_a_full_brief_leaves_nothing_to_ask() -> None:
    result = read(FULL)
    assert result.title == "A clerk for letters"
    assert result.missing == ()
    assert [note.field for note in result.not_used] == ["looks"]
    assert {deliverable.value for deliverable in result.deliverables} >= {
        "a service that drafts the answers",
        "a short manual",
    }
    assert {deliverable.span.of(FULL) for deliverable in result.deliverables} >= {
        "tested",
        "installed on two machines",
        "documented",
    }


@pytest.mark.parametrize(
    ("text", "things"),
    [
        (
            "Deliverables:\n- migrated pipelines\n- runbook\nStart: 11 January 2027\nPlace: remote",
            ["migrated pipelines", "runbook"],
        ),
        ("Hand-over: Docker image, test report.", ["Docker image", "test report"]),
        ("Outcome: a framework and a cost table.", ["a framework", "a cost table"]),
        ("We want a small service. You are happy to write tests.", ["a small service"]),
        ("| Deliverables | classifier; method report |", ["classifier", "method report"]),
    ],
)
def test_a_list_of_deliverables_is_read_to_its_end_and_no_further(text: str, things: list[str]) -> None:
    result = read(f"We need a person with Python for our shop.\n\n{text}")
    assert [deliverable.value for deliverable in result.deliverables] == things


def test_what_is_not_said_is_asked_and_not_invented() -> None:
    result = read(
        "We want some kind of AI for our shop. It has to be fast. Someone nearby would be good but remote is ok."
    )
    assert {note.field for note in result.missing} >= {
        "starts",
        "hours_per_week",
        "duration",
        "budget",
        "overlap",
        "languages",
    }
    assert {note.field for note in result.vague} >= {"skills", "quality"}
    assert (result.starts, result.budget, result.duration, result.hours_per_week) == (None, None, None, ())


def test_phases_with_their_own_weeks_leave_no_length_to_ask() -> None:
    result = read("Python engineer, 40 hours a week for the first four weeks, then 10 hours a week for eight weeks.")
    assert [phase.value.weeks for phase in result.hours_per_week] == [4, 8]
    assert result.duration is not None
    assert result.duration.value.weeks_most == 12
    assert "duration" not in {note.field for note in result.missing}
    assert result.contradictions == ()


def test_a_wish_for_quality_with_a_figure_is_not_vague() -> None:
    assert "quality" not in {
        note.field for note in read("We build it in Python and it has to be fast: under 200 ms.").vague
    }


def test_a_start_in_the_past_is_named_and_does_not_fail() -> None:
    result = read("You know Python. The work starts on 1 March 2019 and takes ten weeks for us.")
    assert any(note.field == "starts" for note in (*result.contradictions, *result.vague))


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("", "brief_empty", "empty"),
        (" \n\t \n", "brief_empty", "empty"),
        ("🎉🎉🎉 🤖", "brief_empty", "words"),
        ("\x00\x01\x02", "brief_empty", "words"),
        ("12 34 --- !!", "brief_empty", "words"),
        ("a word " * 30_000, "brief_too_long", "210,000"),
        ("เราต้องการวิศวกรปัญญาประดิษฐ์ที่รู้จัก Python และ PyTorch เพื่อช่วยเราสร้างระบบค้นหา", "brief_not_english", "Thai"),
        (
            "Wir suchen eine Person, die Python und PyTorch gut kennt und unser System betreut.",
            "brief_not_english",
            "German",
        ),
        (
            "Nous cherchons une personne qui connaît bien Python et qui peut nous aider dès janvier.",
            "brief_not_english",
            "French",
        ),
        ("我们需要一位熟悉 Python 的工程师来帮助我们建立搜索系统。", "brief_not_english", "Chinese"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(text: str, code: str, word: str) -> None:
    with pytest.raises(UnreadableBrief) as refused:
        read(text)
    assert refused.value.code == code
    assert word in refused.value.message
    assert refused.value.hint.endswith(".")


def test_the_limit_is_a_parameter_and_is_named() -> None:
    with pytest.raises(UnreadableBrief, match="up to 50 are read"):
        BriefReader(GRAPH, characters_max=50).read("We need Python. " * 10, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "Python, PyTorch, AWS",
        "need python dev asap",
        "We look for help.",
        "Senior engineer, German speaking clients, start in May",
        "Kafka + Docker + Airflow, 3 months, remote",
        "José García, engineer",
        "Café app for São Paulo, PyTorch",
    ],
)
def test_short_and_list_like_texts_count_as_english(text: str) -> None:
    assert language_of(text) == "en"
    assert read(text).language == "en"


def test_a_requirement_survives_json_without_loss() -> None:
    for text in (
        FULL,
        "need python",
        "Start asap, ideally 15.01.2027. 20-30 h/week, max 15 h in the first month. We want AI.",
    ):
        result = read(text)
        assert requirement_from_json(json.loads(json.dumps(requirement_json(result, text)))) == result


def test_json_quotes_the_words_and_says_null_where_the_brief_is_silent() -> None:
    values = requirement_json(read(FULL), FULL)
    skill = next(entry for entry in values["skills"] if entry["skill"] == "python")
    assert (skill["importance"], skill["level"], skill["any_of"], skill["role"]) == ("must", 3, None, None)
    assert FULL[skill["start"] : skill["end"]] == skill["quote"] == "Python"
    assert values["starts"]["value"]["earliest"] == "2027-02-01"
    assert values["overlap"]["value"]["window"] == ["09:00", "17:00"]
    assert values["duration_weeks"]["value"]["min"] == 10
    assert values["budget"]["value"]["total"] == 20_000
    silent = requirement_json(read("You know Python."), "You know Python.")
    assert (silent["starts"], silent["budget"], silent["place"], silent["hours_per_week"]) == (None, None, None, [])
    assert {"field", "message", "quote", "start", "end"} <= set(silent["missing"][0])


_VOCABULARY = (
    "we need must know Python or Rust , and ( ) . ; : ! - * # no not without Kafka plus would be a ideally "
    "engineer data 1. 2. EUR 20 hours a week from May remote 5+ years of 31.02.2027 Requirements: asap € young"
)
_WORDS = st.sampled_from([*_VOCABULARY.split(), "\n", "\n\n"])


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=60).map(" ".join)))
def test_any_text_is_read_or_refused_and_every_span_lies_in_it(text: str) -> None:
    try:
        result = read(text)
    except UnreadableBrief:
        return
    spans = [wish.span for wish in result.skills]
    for notes in (result.missing, result.vague, result.contradictions, result.not_used):
        spans.extend(span for note in notes for span in note.spans)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert requirement_from_json(requirement_json(result, text)) == result


PROSE = "We need an ML engineer who knows Python for ten weeks, remote. "
UNITS = [*" \t\n\u00a0#*-_.,:;!?…&'\"()|1a", " \n", " ,", " and ", "is ", "ML ", "ML engineer "]


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_run_inside_a_brief_is_read_in_a_moment(unit: str) -> None:
    _read_quickly(f"{PROSE[:34]}{(unit * 39_900)[:39_900]}{PROSE[34:]}")


@pytest.mark.parametrize("unit", [" ", "\n", "."])
def test_a_long_run_before_or_after_a_brief_is_read_in_a_moment(unit: str) -> None:
    _read_quickly(PROSE + unit * 39_900)
    _read_quickly(unit * 39_900 + " " + PROSE)


def _read_quickly(text: str) -> None:
    started = time.process_time()
    with suppress(UnreadableBrief):
        read(text)
    assert time.process_time() - started < 5  # half a second on an idle machine; a quadratic pattern takes ten


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "a",
        "a ",
        "\n",
        "- ",
        "no ",
        "we need Python or Rust, ",
        "1. ",
        "young ",
        "Python, ",
        "(Python) ",
        "x (",
        "/",
        ". ",
        "the a",
        "0",
        "or ",
    ],
)
def test_a_long_text_of_one_kind_takes_no_longer_than_prose(unit: str) -> None:
    _read_quickly(("We need Python. " + unit * 40_000)[:40_000])


@pytest.mark.parametrize(
    ("heading", "title"),
    [("Retrieval for tax letters", "Retrieval for tax letters"), ("Re: tax letters", "tax letters")],
)
def test_a_title_keeps_its_words_and_loses_only_the_mark_of_a_reply(heading: str, title: str) -> None:
    assert READER.read(f"# {heading}\n\nWe need Python.", today=TODAY).title == title


def test_a_greeting_alone_is_no_title() -> None:
    assert (
        READER.read("Hello,\n\nwe are a mill and need Python.", today=TODAY).title == "we are a mill and need Python."
    )
