"""What holds for every text: no exception, spans inside the text, and a cost that grows no faster than the text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildworks.kernels.text.fields import (
    FieldReading,
    contradictions,
    read_budget,
    read_duration,
    read_hours,
    read_languages,
    read_overlap,
    read_place,
    read_seniority,
    read_starts,
)
from guildworks.kernels.text.requirement import Note
from guildworks.kernels.text.span import Span

TODAY = date(2026, 11, 23)
READERS: dict[str, Callable[[str], FieldReading[Any]]] = {
    "starts": lambda text: read_starts(text, TODAY),
    "duration": lambda text: read_duration(text, TODAY),
    "hours_per_week": read_hours,
    "budget": read_budget,
    "overlap": read_overlap,
    "place": read_place,
    "languages": read_languages,
    "seniority": read_seniority,
}
_WORDS = """
from until by start end 1 2 12 30 99 100 1,000 9k 25.000 31.12.2026 1/2/2027 February March May Q2 2027 KW
53 half a year two three forty-five weeks months days hours h/week per day /h € $ £ USD EUR euros remote
onsite on-site hybrid office in our Berlin Austin , Texas CET UTC UTC-1 +/- overlap at least between and to
or then for the first month max. fluent German English C1 not needed senior junior only welcome 5+ years of
experience full time 50 % extendable about ( ) : ; . - – * 0 -1 1e9 99999999 ６ ² İ total budget rate fixed
asap ideally few a we sit time zone
"""
texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from([*_WORDS.split(), "\n", "\n\n", "\u00a0"]), max_size=40).map(" ".join),
)


def _spans(reading: FieldReading[Any]) -> Iterator[Span]:
    reads = reading.read if isinstance(reading.read, tuple) else (reading.read,) if reading.read else ()
    for entry in reads:
        yield entry.span
        for name in ("total_span", "ends_span"):
            extra = getattr(entry.value, name, None)
            if extra:
                yield extra
    for note in (*reading.vague, *reading.contradictions):
        yield from note.spans


@settings(max_examples=300, deadline=None)
@given(texts)
def test_every_text_is_read_without_an_exception_and_with_spans_inside(text: str) -> None:
    readings = {name: reader(text) for name, reader in READERS.items()}
    for name, reading in readings.items():
        assert all(span.end <= len(text) and span.of(text).strip() for span in _spans(reading)), name
        assert all(note.field == name and note.message.endswith((".", "?")) for note in reading.vague), name
    across: tuple[Note, ...] = contradictions(
        text,
        starts=readings["starts"].read,
        duration=readings["duration"].read,
        hours=readings["hours_per_week"].read,
        budget=readings["budget"].read,
    )
    assert all(span.end <= len(text) for note in across for span in note.spans)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert [reader(text) for reader in READERS.values()] == [reader(text) for reader in READERS.values()]


_BRIEF = "We need 2 days a week from March for 3 months at €600/day, remote, fluent German, senior. "


def _seconds(name: str, piece: str) -> float:
    text = (piece * (200_000 // len(piece) + 1))[:200_000]
    began = time.process_time()
    READERS[name](text)
    return time.process_time() - began


@pytest.mark.parametrize("name", READERS)
def test_200_kb_of_brief_are_read_in_seconds(name: str) -> None:
    assert _seconds(name, _BRIEF) < 5  # half a second on an idle machine; a quadratic pattern takes minutes


@pytest.mark.long
@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "piece",
    [
        "UTC+1 to UTC+3 ",
        "in our office ",
        "$1,000 per hour ",
        "12 12 12 ",
        "( ( ( ",
        " \n",
        "we are in ",
        "at least about ",
        "20 hours a week, 40 in phase two ",
        "It takes 3 months. ",
        "start as soon as ",
        "x",
    ],
)
def test_200_kb_of_anything_are_read_in_seconds(name: str, piece: str) -> None:
    assert _seconds(name, piece) < 5
