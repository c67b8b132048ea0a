"""Requests on a fixed schedule, whether those before them are answered or not.

A client that waits for an answer before it sends the next request asks a slow server less often, and measures it too
well. So here each request has a time at which it is due, and its latency counts from that time, also where it was sent
later because all connections were busy.
"""

from __future__ import annotations

import http.client
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter, process_time, sleep

from benchmarks.page_times import point
from benchmarks.served import Door, Line, Request
from benchmarks.table import Row, at_most, seen, within
from benchmarks.visits import Known, Visit, mixed

CONNECTIONS = 32
P95_MS = 400
LATE_MS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request went."""

    visit: Visit
    ms: float  # from when it was due to the last byte of its answer
    late_ms: float  # from when it was due to when it was sent
    wrong: str  # empty, or the kind of its error


def rows(door: Door, known: Known, *, seconds: int, a_second: int, say: Callable[[str], None]) -> list[Row]:
    """Errors and latencies of a mix of visits at so many requests a second."""
    visits = mixed(seconds, a_second, seed=1)
    asked = [(visit, visit.asked(known)) for visit in visits]
    say(f"{a_second} requests a second for {seconds} s")
    cpu, began = process_time(), perf_counter()
    outcomes = sent(door, asked, a_second=a_second)
    took = perf_counter() - began
    core = (process_time() - cpu) / took
    name = f"{a_second} requests a second for {seconds} s"
    latencies = [one.ms for one in outcomes]
    kinds = _by_kind(outcomes)
    return [
        at_most(f"{name}: errors", sum(bool(one.wrong) for one in outcomes), 0, note=_told(outcomes)),
        within(f"{name}: p95 ms", point(latencies, 95), P95_MS, note=f"{CONNECTIONS} connections, from when it is due"),
        seen(f"{name}: p50 ms", point(latencies, 50)),
        seen(f"{name}: p99 ms", point(latencies, 99)),
        *(seen(f"the same, {kind}: p95 ms", point(ms, 95), note=f"{len(ms):,} requests") for kind, ms in kinds),
        seen("the same, answered a second", len(outcomes) / took),
        seen("the same, the client's own share of one core", core, note="on the same two cores as the server"),
    ]


def sent(door: Door, asked: Sequence[tuple[Visit, Request]], *, a_second: int) -> list[Outcome]:
    """Send these, each at its time, over as many connections as are needed, up to CONNECTIONS."""
    lines = [Line(door) for _ in range(CONNECTIONS)]
    start = perf_counter() + 0.5

    def send(place: int) -> Outcome:
        visit, request = asked[place]
        due = start + place / a_second
        sleep(max(due - perf_counter(), 0))
        line = lines.pop()
        late = perf_counter() - due
        try:
            wrong = _wrong(line, visit, request)
        finally:
            lines.append(line)
        return Outcome(visit, (perf_counter() - due) * 1000, late * 1000, wrong)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        outcomes = list(pool.map(send, range(len(asked))))
    for line in lines:
        line.close()
    return outcomes


def _wrong(line: Line, visit: Visit, request: Request) -> str:
    """Nothing, or the kind of error."""
    try:
        status = line.ask(request).status
    except (OSError, http.client.HTTPException) as broken:
        return type(broken).__name__
    return "" if status == visit.status else f"status {status}"


def _told(outcomes: Sequence[Outcome]) -> str:
    """The kinds of errors, or of how many requests there was none."""
    kinds = Counter(f"{one.wrong} of {one.visit.name}" for one in outcomes if one.wrong)
    late = sum(one.late_ms > LATE_MS for one in outcomes)
    mix = f"{len(outcomes):,} requests, {late} of them sent more than {LATE_MS} ms after they were due"
    return "; ".join([*(f"{count} × {kind}" for kind, count in kinds.most_common(5)), mix])


def _by_kind(outcomes: Sequence[Outcome]) -> Sequence[tuple[str, list[float]]]:
    found: Mapping[str, list[float]] = defaultdict(list)
    for one in outcomes:
        found[one.visit.kind if one.visit.kind != "page" else one.visit.name].append(one.ms)
    return sorted(found.items())
