"""Holds: a fight for the last hours, how many a second beside pgbench's TPC-B-like, and groups in opposite orders."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from hashlib import md5
from pathlib import Path
from statistics import median
from threading import Barrier
from time import perf_counter
from uuid import UUID

from benchmarks.hold_clients import place_for, processes
from benchmarks.network import as_owner, forget, invent_engineers, own_database, server, settle
from benchmarks.table import Row, at_least, at_most, quick_enough, seen, within

NAME, PEER = "bench_reservations", "bench_tpcb"
ENGINEERS = 20_000
CLIENTS = 16
FIGHTERS = 64
POOL = 10  # engineers that groups of five are taken from
COLUMNS = (
    "id, group_id, engineer_id, organisation_id, holder_kind, holder_id, first_week, quarter_hours, state,"
    " placed_at, expires_at"
)
HELD = "uuidv7(), 'organisation', uuidv7(), availability_this_week(now()) + 7 * (1 + :week)"
LIFE = "'hold', now(), now() + interval '72 hours'"
ONE = rf"""
\set person random(1, {ENGINEERS})
\set week random(0, 88)
INSERT INTO availability_reservation ({COLUMNS})
VALUES (uuidv7(), uuidv7(), md5(:person::text)::uuid, {HELD}, array_fill(4::smallint, ARRAY[8]), {LIFE});
"""
GROUP = rf"""
\set week random(0, 88)
SELECT uuidv7() AS group \gset
WITH placed AS (
  INSERT INTO availability_reservation ({COLUMNS})
  SELECT uuidv7(), :group::uuid, id, {HELD}, array_fill(4::smallint, ARRAY[8]), {LIFE}
  FROM (SELECT md5(n::text)::uuid AS id FROM generate_series({ENGINEERS} + 1, {ENGINEERS} + {POOL}) n
    ORDER BY random() LIMIT 5) chosen
  RETURNING id
) SELECT array_agg(id) AS ids FROM placed \gset
UPDATE availability_reservation SET state = 'released', ended_at = now() WHERE id = ANY (:ids::uuid[]);
"""


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures of all three."""
    url = own_database(NAME)
    with as_owner(NAME) as owner:
        invent_engineers(owner, ENGINEERS + POOL + 1, quarter_hours=168 * 4)
    try:
        say("64 clients fight for the last 20 hours of a week")
        found = _fight(5 if quick else 45)
        say("Holds and groups beside TPC-B-like, in turns")
        found += _rates(url, rounds=3 if quick else 7, seconds=1.5 if quick else 4.0)
    finally:
        forget(NAME)
        forget(PEER)
    return found


def _fight(rounds: int) -> list[Row]:
    """Each client asks for 4 of the 20 hours that are left, all at the same moment."""
    from django.db import connections

    from guildworks.accounts.queries import local_operator, operator_organisation
    from guildworks.availability.actions.holds import CapacityExceeded, place_hold
    from guildworks.availability.actions.hours import set_capacity
    from guildworks.availability.everybody import everybodys_weeks
    from guildworks.availability.holder import Holder
    from guildworks.availability.load import Load, monday_of
    from guildworks.platform import clock
    from guildworks.talent.models import Engineer

    connections.settings["default"]["CONN_MAX_AGE"] = None
    engineer = Engineer.objects.get(id=_person(ENGINEERS + POOL + 1))
    actor, holder, monday = local_operator(), Holder.itself(operator_organisation()), monday_of(clock.today())
    set_capacity(actor, {engineer: Decimal(40)})
    barrier, seconds, winners, others = Barrier(FIGHTERS), [], [], []

    def ask(load: Load) -> tuple[float, bool | str]:
        barrier.wait()
        began = perf_counter()
        try:
            place_hold(actor, [engineer], holder=holder, load=load)
            answer: bool | str = True
        except CapacityExceeded:
            answer = False
        except Exception as error:
            answer = type(error).__name__
        return perf_counter() - began, answer

    with ThreadPoolExecutor(FIGHTERS) as pool:
        for number in range(rounds):
            week = monday + timedelta(weeks=1 + number)
            place_hold(actor, [engineer], holder=holder, load=Load(week, (80,)))
            answers = list(pool.map(ask, [Load(week, (16,))] * FIGHTERS))
            seconds += [taken for taken, _ in answers]
            winners.append(sum(answer is True for _, answer in answers))
            others += [answer for _, answer in answers if isinstance(answer, str)]
        list(pool.map(lambda _: (barrier.wait(), connections.close_all()), range(FIGHTERS)))
    over = len(everybodys_weeks(104).overbooked()[0])
    figure = f"{FIGHTERS} clients for the last 20 hours, {rounds} rounds"
    return [
        at_least(f"{figure}: rounds with exactly 5 winners", winners.count(5), rounds),
        at_most(f"{figure}: over-booked weeks", over, 0),
        at_most(
            f"{figure}: deadlocks and other errors that reached a client", len(others), 0, note=" ".join(set(others))
        ),
        within(f"{figure}: slowest answer, s", max(seconds), 1.5, note=f"median {median(seconds):.3f} s"),
    ]


def _rates(url: str, *, rounds: int, seconds: float) -> list[Row]:
    """Each round runs the peer, holds in SQL, holds through the action, and groups, one after another."""
    peer, in_sql, by_action, groups, failed = [], [], [], [], 0
    with _scripts() as folder, processes(CLIENTS // 4, url) as pool:
        bench = _Pgbench(Path(folder), seconds)
        bench.prepare()
        settle(NAME)
        for warm_up in (PEER, NAME):
            bench.run(warm_up, "one.sql" if warm_up == NAME else None)
        for number in range(rounds):
            peer.append(bench.run(PEER, None)[0])
            in_sql.append(bench.run(NAME, "one.sql")[0])
            by_action.append(_by_action(pool, seconds, number))
            rate, lost = bench.run(NAME, "group.sql")
            groups.append(rate)
            failed += lost
    base = median(peer)
    spread = f"{rounds} rounds of {seconds:g} s, {min(in_sql):,.0f} to {max(in_sql):,.0f}"
    beside = f"{min(by_action):,.0f} to {max(by_action):,.0f}"
    ratio = median(one / other for one, other in zip(in_sql, peer, strict=True))
    action_ratio = median(one / other for one, other in zip(by_action, peer, strict=True))
    return [
        seen(
            "holds placed a second, 16 clients, in SQL", median(in_sql), peer=base, note=f"peer: TPC-B-like; {spread}"
        ),
        quick_enough("the same, share of TPC-B-like in the same round", ratio, 0.9),
        quick_enough("holds placed a second, 16 clients, through the action", median(by_action), 250, note=beside),
        quick_enough("the same, share of TPC-B-like in the same round, action", action_ratio, 0.10),
        quick_enough("groups of 5 a second, all or none, opposite orders, a pool of 10", median(groups), 150),
        at_most("deadlocks of these groups", failed, 0),
    ]


class _Pgbench:
    """PostgreSQL's own benchmark, from the same folder as the server."""

    def __init__(self, folder: Path, seconds: float) -> None:
        from guildworks.platform.postgres.account import server_account
        from guildworks.platform.postgres.programs import find_programs

        self._programs = find_programs(server_account())
        self._folder, self._seconds = folder, seconds

    def prepare(self) -> None:
        """The peer's tables: a branch for each client, so that no row is fought for."""
        from guildworks.platform.postgres import create_database, drop_database

        admin = server().admin
        drop_database(admin, PEER)
        create_database(admin, PEER)
        self._call(["-i", "-q", "-s", str(CLIENTS)], admin, PEER)

    def run(self, database: str, script: str | None) -> tuple[float, int]:
        """Transactions a second, and how many failed by a deadlock or a serialization error."""
        words = ["-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(max(round(self._seconds), 1))]
        words += ["-f", str(self._folder / script)] if script else []
        said = self._call(words, server().app if script else server().admin, database)
        rate, failed = re.search(r"tps = ([\d.]+)", said), re.search(r"number of failed transactions: (\d+)", said)
        assert rate and failed, said
        return float(rate[1]), int(failed[1])

    def _call(self, words: list[str], address: str, database: str) -> str:
        head, _, query = address.partition("?")
        url = f"{head.rsplit('/', 1)[0]}/{database}?{query}"
        done = subprocess.run([self._programs / "pgbench", *words, url], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"pgbench: {done.stderr[-500:]}")
        return done.stdout


def _scripts() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory()
    (Path(folder.name) / "one.sql").write_text(ONE)
    (Path(folder.name) / "group.sql").write_text(GROUP)
    return folder


def _by_action(pool: ProcessPoolExecutor, seconds: float, number: int) -> float:
    people = [_person(each) for each in range(1, 2001)]
    jobs = [pool.submit(place_for, seconds, people, seed=number * 100 + process) for process in range(CLIENTS // 4)]
    return sum(job.result() for job in jobs) / seconds


def _person(number: int) -> UUID:
    return UUID(md5(str(number).encode()).hexdigest())
