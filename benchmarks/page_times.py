"""The pages of a busy site, one client at a time: milliseconds from sending to the last byte, on one open connection.

That is the server's time and the client's own reading, which takes a small part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.served import Door, Line
from benchmarks.table import Row, within
from benchmarks.visits import Known, Visit

BAR_MS = 100


def rows(
    door: Door,
    known: Known,
    visits: Sequence[Visit],
    *,
    times: int,
    note: str,
    say: Callable[[str], None],
    bar: float = BAR_MS,
) -> list[Row]:
    """The 95 % point of each kind of visit that reads; what writes is measured in the mix."""
    line = Line(door)
    found = []
    for visit in visits:
        if visit.kind in ("page", "partial"):
            say(visit.name)
            found.append(_row(line, visit, known, times=times))
    line.close()
    noted = _first_noted(found, note)
    return [within(f"{name}, 1 client, p95 ms", p95, bar, note=told) for name, p95, told in noted]


def point(values: Sequence[float], percent: int) -> float:
    """The value that so many per cent of all do not exceed."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def _row(line: Line, visit: Visit, known: Known, *, times: int) -> tuple[str, float, str]:
    answers = []
    for number in range(times + 2):
        answer = line.ask(visit.asked(known))
        assert answer.status == visit.status, f"{visit.name} was answered with {answer.status}"
        if number >= 2:
            answers.append(answer)
    median_kb = point([answer.size for answer in answers], 50) / 1000
    median_ms = point([answer.ms for answer in answers], 50)
    return visit.name, point([answer.ms for answer in answers], 95), f"median {median_ms:.0f} ms, {median_kb:.0f} kB"


def _first_noted(found: Sequence[tuple[str, float, str]], note: str) -> list[tuple[str, float, str]]:
    (name, p95, told), *others = found
    return [(name, p95, f"{told}; {note}"), *others]
