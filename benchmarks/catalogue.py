"""All benchmarks by name, and a run of some of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from rich.table import Table

from benchmarks import (
    api,
    attention,
    backup,
    desk,
    event_log,
    free_weeks,
    hours_gone,
    index_against,
    index_feed,
    index_kernel,
    index_peers,
    memory_bandwidth,
    pages,
    ranges,
    reservations,
    setup,
    shortlists,
    smallest_changes,
    stuffing,
    text_briefs,
    text_postings,
    text_resumes,
    text_skills,
    text_suggestions,
)
from benchmarks.table import Row, machine, rows_table

Say = Callable[[str], None]
TEXT = (text_briefs, text_postings, text_skills, text_resumes, text_suggestions)


def _silent(rows: Callable[[bool], list[Row]], quick: bool, say: Say) -> list[Row]:
    return rows(quick)


_RUNS: dict[str, Sequence[Callable[..., list[Row]]]] = {
    "text": [partial(_silent, module.rows) for module in TEXT],
    "matching": [
        shortlists.rows,
        stuffing.rows,
        ranges.rows,
        attention.rows,
        index_against.rows,
        smallest_changes.rows,
        index_kernel.rows,
        memory_bandwidth.rows,
        index_peers.rows,
        index_feed.rows,
    ],
    "availability": [reservations.rows, free_weeks.rows, hours_gone.rows],
    "events": [event_log.rows],
    "doors": [pages.rows],
    "api": [api.rows],
    "desk": [desk.rows],
    "backup": [backup.rows],
    "setup": [setup.rows],
}
NAMES = tuple(_RUNS)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one run."""

    rows: Sequence[Row]

    @property
    def holds(self) -> bool:
        """Whether every bar is reached."""
        return all(row.holds is not False for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """The figures with the machine they were measured on."""
        return {"machine": machine(), "rows": [asdict(row) for row in self.rows]}

    def as_table(self) -> Table:
        """The figures for people."""
        return rows_table(self.rows)


def run(names: Sequence[str], *, quick: bool, say: Say, engineers: int | None = None) -> Report:
    """Run these benchmarks one after another; `engineers` is how many the one of the index invents."""
    found: list[Row] = []
    for name in names:
        say(f"Measuring {name}")
        for rows in _RUNS[name]:
            found += rows(quick, say, engineers=engineers) if rows is index_kernel.rows else rows(quick, say)
    return Report(found)
