"""The labelled briefs and the real postings, read at run time where they are on this machine."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.table import shared_data
from benchmarks.text_briefs import field_differences, field_scores
from guildworks.kernels.text.fields import read_duration, read_hours, read_overlap, read_starts

BRIEFS, POSTINGS = shared_data("briefs"), shared_data("postings")
TODAY = date(2026, 11, 23)


@pytest.mark.skipif(BRIEFS is None, reason="the labelled briefs are not on this machine; set GUILDWORKS_SHARED")
def test_the_fields_of_the_labelled_briefs_are_right_and_their_contradictions_named() -> None:
    assert BRIEFS is not None
    scores = field_scores(BRIEFS)
    assert scores.share >= 0.95, field_differences(scores)
    assert scores.named == scores.contradictions


@pytest.mark.skipif(POSTINGS is None, reason="the postings are not on this machine; set GUILDWORKS_SHARED")
def test_postings_for_employees_hardly_ever_name_start_duration_hours_or_overlap() -> None:
    assert POSTINGS is not None
    texts = [file.read_text("utf-8") for file in sorted(POSTINGS.glob("*.txt"))]
    read = {
        "start": sum(read_starts(text, TODAY).read is not None for text in texts),
        "duration": sum(read_duration(text, TODAY).read is not None for text in texts),
        "hours": sum(bool(read_hours(text).read) for text in texts),
        "overlap": sum(read_overlap(text).read is not None for text in texts),
    }
    assert max(read.values()) <= 1, read  # what a person finds in them: one start, one fixed term
