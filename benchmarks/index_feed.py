"""The index beside its database: how long it takes to build, to read a long delta, and until a change can be found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, perf_counter, sleep

import numpy as np

from benchmarks.network import HOME, copied_network
from benchmarks.table import Row, at_most, seen, within

ENGINEERS, FEWER = 100_000, 20_000
CHANGES = 200
SEEN_SECONDS_MOST = 5.0


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures."""
    count = FEWER if quick else ENGINEERS
    url = copied_network(count, source=2000, say=say)
    from guildworks.kernels.talentindex import delta
    from guildworks.kernels.talentindex.index import TalentIndex
    from guildworks.matching.index.building import build
    from guildworks.matching.index.checking import verify

    say("Building the index")
    began = perf_counter()
    generation = build()
    built = perf_counter() - began
    index = TalentIndex(generation)
    delta.append(index.delta, delta.framed(_packed(), index.state.frontier))
    began = perf_counter()
    index.catch_up()
    replayed = perf_counter() - began
    assert len(index.state) == count
    index.delta.unlink()
    say("Changes, until they can be found")
    with feeder(url):
        latencies = _latencies(TalentIndex(generation), changes=CHANGES // (10 if quick else 1))
    problems = verify().problems
    figures = (f"build of {count:,} engineers from the database, s", f"delta replay of {count:,} events, s")
    whole = [within(figures[0], built, 60.0), within(figures[1], replayed, 5.0)]
    return [
        *([seen(figures[0], built), seen(figures[1], replayed)] if quick else whole),
        within("visible: a change after its commit, p95 ms", float(np.percentile(latencies, 95)), 50.0),
        seen("the same, median ms", float(np.median(latencies))),
        at_most("differences from the database after that", len(problems), 0),
    ]


def _packed() -> list[bytes]:
    from django.db import connection

    from guildworks.matching.index.rows import everybody

    connection.ensure_connection()
    return [row for some in everybody(connection.connection) for row in some]


def _latencies(index: object, *, changes: int) -> list[float]:
    """Milliseconds from the end of each change to the moment when another process has it."""
    from guildworks.accounts.queries import local_operator
    from guildworks.availability.actions.hours import confirm_availability
    from guildworks.kernels.talentindex.index import TalentIndex
    from guildworks.platform.money import Money
    from guildworks.talent.actions import set_rates
    from guildworks.talent.models import Engineer

    assert isinstance(index, TalentIndex)
    operator, found = local_operator(), []
    for number, engineer in enumerate(Engineer.objects.filter(listing__isnull=False)[: changes + 1]):
        if number % 2:
            set_rates(operator, {engineer: [Money(50 + number, "EUR")]})
        else:
            confirm_availability(operator, [engineer])
        began = perf_counter()
        wanted = _events_of(engineer)
        until = monotonic() + (60.0 if number == 0 else SEEN_SECONDS_MOST)  # the first one waits for the feeder's start
        while index.catch_up().seq_of(engineer.id) < wanted:
            if monotonic() > until:
                raise RuntimeError(f"change {number} was not seen within {SEEN_SECONDS_MOST:g} s")
            sleep(0.0005)
        found.append((perf_counter() - began) * 1000)
    return found[1:]


def _events_of(engineer: object) -> int:
    from guildworks.platform.models import EventChain
    from guildworks.talent.models import Engineer

    assert isinstance(engineer, Engineer)
    return EventChain.objects.get(name=engineer.chain).seq


@contextmanager
def feeder(url: str) -> Iterator[None]:
    """The process that feeds the index of a database, in the benchmarks' folder."""
    environment = {**os.environ, "GUILDWORKS_DATABASE_URL": url, "GUILDWORKS_HOME": str(HOME)}
    for name in ("GUILDWORKS_EMBEDDED", "GUILDWORKS_MIGRATION_URL"):
        environment.pop(name, None)
    feeder = subprocess.Popen([sys.executable, "-m", "guildworks", "index", "feed"], env=environment)
    try:
        yield
    finally:
        feeder.send_signal(signal.SIGTERM)
        feeder.wait(30)
