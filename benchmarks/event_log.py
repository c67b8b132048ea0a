"""What an event costs a transaction, and whether a reader of the log misses any."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from statistics import median
from threading import Event as Flag
from time import perf_counter
from uuid import UUID

from benchmarks.network import demo_network
from benchmarks.table import Row, at_most, seen, within

WRITERS = 12


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures: milliseconds more for an event, events missed, deadlocks."""
    demo_network(2000, say=say)
    with_event, without = _costs(200 if quick else 2000)
    written, read, deadlocks, broken = _race(20 if quick else 150)
    return [
        within("a transaction with its event, ms more", with_event - without, 1.0, note=f"{with_event:.2f} ms with"),
        seen("a transaction without an event, median ms", without),
        at_most(f"events missed by a reader under {WRITERS} writers", written - read, 0, note=f"{written:,} written"),
        at_most("deadlocks of nested actions on crossing chains", deadlocks, 0),
        at_most("links of the chains that do not hold", broken, 0),
    ]


def _costs(times: int) -> tuple[float, float]:
    """Median milliseconds of the same small change with and without its event, interleaved."""
    from django.db import connection, transaction

    from guildworks.accounts.queries import local_operator
    from guildworks.platform import events
    from guildworks.platform.actor import Ref
    from guildworks.platform.ids import uuid7
    from guildworks.platform.models import Setting

    kind = _tried()
    actor, subject = local_operator(), Ref("bench", uuid7())
    Setting.objects.update_or_create(name="bench", defaults={"value": 0})
    connection.close()

    def change(recorded: bool) -> float:
        began = perf_counter()
        with transaction.atomic():
            Setting.objects.filter(name="bench").update(value=1)
            if recorded:
                events.record(kind, subject, actor, chain=f"bench:{subject.id}", number=1)
        return (perf_counter() - began) * 1000

    connection.settings_dict["CONN_MAX_AGE"] = None  # the cost of connecting is nobody's here
    taken = [(change(True), change(False)) for _ in range(times)]
    return median(one for one, _ in taken), median(other for _, other in taken)


def _race(times: int) -> tuple[int, int, int, int]:
    """Events written, events read by a reader that runs meanwhile, deadlocks, links that do not hold."""
    from django.db import OperationalError, connections, transaction

    from guildworks.accounts.queries import local_operator
    from guildworks.platform import events
    from guildworks.platform.actor import Ref
    from guildworks.platform.ids import uuid7

    kind, actor = _tried(), local_operator()
    chains = [f"bench:{uuid7()}" for _ in range(4)]
    done = Flag()
    found: dict[str, list[UUID]] = {chain: [] for chain in chains}

    class RolledBackError(Exception):
        """One in ten transactions ends so."""

    def write(number: int) -> tuple[int, int]:
        random, written, deadlocks = Random(number), 0, 0
        for _ in range(times):
            order = random.sample(chains, 2)
            try:
                with transaction.atomic():
                    events.record(kind, Ref("bench", uuid7()), actor, chain=order[0], number=1)
                    with transaction.atomic():  # a nested action with its own event on another chain
                        events.record(kind, Ref("bench", uuid7()), actor, chain=order[1], number=2)
                    if random.random() < 0.1:
                        raise RolledBackError
                written += 2
            except RolledBackError:
                pass
            except OperationalError:
                deadlocks += 1
        connections.close_all()
        return written, deadlocks

    def read() -> None:
        last_round = False
        while True:
            for chain in chains:
                while new := events.read_chain(chain, after=len(found[chain]), most=500):
                    found[chain] += [event.id for _, event in new]
            if last_round:
                break
            last_round = done.is_set()
        connections.close_all()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(read)
        counts = [job.result() for job in [pool.submit(write, number) for number in range(WRITERS)]]
        done.set()
        reader.result()
    broken = sum(len(list(events.broken_links(chain))) for chain in chains)
    unique = sum(len(set(ids)) for ids in found.values())
    return sum(one for one, _ in counts), unique, sum(other for _, other in counts), broken


def _tried():
    from guildworks.platform import events

    return events.DECLARED.get("bench.tried") or events.declare("bench.tried", number=int)
