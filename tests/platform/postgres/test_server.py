"""A database that is there when it is asked for, whatever happened before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from guildworks.platform.postgres import PostgresError, ensure_running, status, stop, stop_unless_used
from guildworks.platform.postgres.cluster import running_pid
from guildworks.platform.postgres.place import Place, find_place, open_place

ENSURE = """
import pathlib, sys
from guildworks.platform.postgres import ensure_running
ensure_running(pathlib.Path(sys.argv[1]))
"""
ENSURE_THEN_STOP = """
import pathlib, sys
from guildworks.platform.postgres import ensure_running, stop_unless_used
try:
    ensure_running(pathlib.Path(sys.argv[1]))
finally:
    stop_unless_used(pathlib.Path(sys.argv[1]))
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def starter(home: Path, program: str = ENSURE, **environment: str) -> subprocess.Popen[bytes]:
    """Another process that asks for the server of `home`, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", program, str(home)], env={**os.environ, **environment}, start_new_session=True
    )


def place_of(home: Path) -> Place:
    place = find_place(home)
    assert place is not None
    return place


def server_pid(home: Path) -> int:
    pid = running_pid(place_of(home))
    assert pid is not None
    return pid


def keeper_pid(home: Path) -> int:
    words: list[str] = []
    eventually(lambda: words.extend((place_of(home).root / "keeper").read_text().split()[:1]) or bool(words))
    return int(words[0])


def eventually(holds: Callable[[], bool], *, within_s: float = 15) -> None:
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether a process that is not our child still runs; a zombie does not."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(said.strip()) and not said.strip().startswith("Z")


def answer(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_the_first_start_gives_a_database_in_utf8_that_the_programs_own_role_may_use(running_home: Path) -> None:
    addresses = ensure_running(running_home)
    assert answer(addresses.app, "SELECT current_user || ' ' || current_database()") == "guildworks_app guildworks"
    assert answer(addresses.app, "SELECT lower('ÄΣ') || current_setting('timezone')") == "äσUTC"
    assert answer(addresses.admin, "SELECT current_user") == "postgres"


def test_nobody_reaches_it_over_the_network_or_as_another_os_user(running_home: Path) -> None:
    assert answer(ensure_running(running_home).admin, "SHOW listen_addresses") == ""
    assert place_of(running_home).sockets.stat().st_mode & 0o077 == 0
    assert place_of(running_home).root.stat().st_mode & 0o077 == 0


def test_asking_for_a_server_that_runs_takes_less_than_30_ms(running_home: Path) -> None:
    def seconds() -> float:
        began = time.perf_counter()
        ensure_running(running_home)
        return time.perf_counter() - began

    assert min(seconds() for _ in range(5)) < 0.030


def test_status_tells_version_folder_and_clients(running_home: Path) -> None:
    # On a busy machine a connection is still counted for a moment after it was closed, also one of `status` itself.
    eventually(lambda: status(running_home).clients == 0)
    with psycopg.connect(ensure_running(running_home).app):
        eventually(lambda: status(running_home).clients == 1)
        seen = status(running_home)
    assert seen.running
    assert seen.version is not None
    assert seen.version.startswith("18.")
    assert seen.folder == place_of(running_home).data


def test_stop_stops_at_once_and_says_whether_there_was_anything_to_stop(running_home: Path) -> None:
    with psycopg.connect(ensure_running(running_home).app):
        assert stop(running_home)
    assert not status(running_home).running
    assert not stop(running_home)


def test_a_home_without_a_server_has_none_to_stop_and_none_is_made(home: Path) -> None:
    assert not stop(home)
    assert not stop_unless_used(home)
    assert not status(home).running
    assert list(home.iterdir()) == []


def test_what_serve_started_stays_while_somebody_else_uses_it(running_home: Path) -> None:
    with psycopg.connect(ensure_running(running_home).app):
        assert not stop_unless_used(running_home)
    assert status(running_home).running
    assert stop_unless_used(running_home)
    assert not status(running_home).running


def test_a_start_that_was_interrupted_leaves_no_server_however_slowly_it_comes_up(running_home: Path) -> None:
    stop(running_home)
    process = starter(running_home, ENSURE_THEN_STOP)
    eventually(lambda: running_pid(place_of(running_home)) is not None)
    server = server_pid(running_home)
    os.kill(server, signal.SIGSTOP)
    process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):  # it waits to see whether anybody uses the server
        process.wait(1)
    os.kill(server, signal.SIGCONT)
    assert process.wait(60) != 0
    assert running_pid(place_of(running_home)) is None


def test_a_killed_server_comes_back_with_all_that_was_committed(running_home: Path) -> None:
    with psycopg.connect(ensure_running(running_home).migrator) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(server_pid(running_home), signal.SIGKILL)
    assert answer(ensure_running(running_home).app, "SELECT answer FROM kept") == 42


def test_a_server_whose_sockets_were_swept_away_is_reachable_again(running_home: Path) -> None:
    for path in place_of(running_home).sockets.iterdir():
        path.unlink()
    place_of(running_home).sockets.rmdir()
    assert answer(ensure_running(running_home).app, "SELECT 1") == 1


@on_linux
def test_a_killed_servers_number_that_now_belongs_to_another_process_does_no_harm(running_home: Path) -> None:
    record = place_of(running_home).data / "postmaster.pid"
    said = record.read_text()
    stop(running_home)
    record.write_text(said.replace(said.split()[0], str(os.getpid()), 1))
    place_of(running_home).account.own(record)
    assert answer(ensure_running(running_home).app, "SELECT 1") == 1
    said = record.read_text()
    record.write_text(said.replace(said.split()[0], str(os.getpid()), 1))
    assert not stop(running_home), "this process would have got the signal"
    record.write_text(said)


def test_data_of_another_major_version_is_refused_and_left_alone(running_home: Path) -> None:
    stop(running_home)
    version = place_of(running_home).data / "PG_VERSION"
    ours = version.read_text()
    version.write_text("15\n")
    before = sorted(place_of(running_home).data.rglob("*"))
    with pytest.raises(PostgresError, match=r"made by PostgreSQL 15; this is PostgreSQL 18\.") as refusal:
        ensure_running(running_home)
    assert refusal.value.code == "database_version_differs"
    assert sorted(place_of(running_home).data.rglob("*")) == before
    version.write_text(ours)
    assert answer(ensure_running(running_home).app, "SELECT 1") == 1


def test_a_data_folder_that_is_none_is_refused_and_left_alone(running_home: Path) -> None:
    stop(running_home)
    version = place_of(running_home).data / "PG_VERSION"
    version.rename(version.with_suffix(".away"))
    with pytest.raises(PostgresError, match="PG_VERSION is missing") as refusal:
        ensure_running(running_home)
    assert refusal.value.code == "database_folder_damaged"
    version.with_suffix(".away").rename(version)


def test_a_server_that_cannot_start_says_why(running_home: Path) -> None:
    stop(running_home)
    control = place_of(running_home).data / "global" / "pg_control"
    control.rename(control.with_suffix(".away"))
    with pytest.raises(PostgresError, match="pg_control") as refusal:
        ensure_running(running_home)
    assert refusal.value.code == "database_not_starting"
    assert str(place_of(running_home).log) in refusal.value.hint
    control.with_suffix(".away").rename(control)


def test_ctrl_c_of_the_command_that_started_it_leaves_the_server_running(running_home: Path) -> None:
    stop(running_home)
    command = subprocess.Popen(
        [sys.executable, "-c", ENSURE + "print('up', flush=True); sys.stdin.read()", str(running_home)],
        start_new_session=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert command.stdout is not None
    assert command.stdout.readline() == b"up\n"
    os.killpg(command.pid, signal.SIGINT)
    command.communicate()
    assert command.returncode != 0
    assert status(running_home).running
    assert is_alive(keeper_pid(running_home))


def test_a_socket_folder_that_others_could_have_made_is_refused(home: Path) -> None:
    deep = home / ("a-long-name" * 9)
    sockets = open_place(deep).sockets
    assert sockets.parent == Path("/tmp")
    sockets.symlink_to(home)
    with pytest.raises(PostgresError, match=r"only .* may enter") as refusal:
        ensure_running(deep)
    assert refusal.value.code == "database_socket_folder_taken"
    sockets.unlink()


def test_two_processes_that_ask_at_once_for_a_new_server_get_the_same_one(home: Path) -> None:
    both = [starter(home), starter(home)]
    assert [process.wait() for process in both] == [0, 0]
    pid = server_pid(home)
    ensure_running(home)
    assert server_pid(home) == pid
    assert "FATAL" not in place_of(home).log.read_text()


def test_whoever_was_killed_in_the_middle_of_the_first_start_leaves_nothing_behind(home: Path) -> None:
    first = starter(home)
    eventually(lambda: any(home.glob("postgres/data.new-*/*")))
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert answer(ensure_running(home).app, "SELECT 1") == 1
    assert list(home.glob("postgres/data.new-*")) == []


def test_the_keeper_stops_a_server_that_nobody_uses_and_only_then(home: Path) -> None:
    assert starter(home, GUILDWORKS_IDLE_SECONDS="0.4").wait() == 0
    with psycopg.connect(place_of(home).addresses.app) as connection:
        connection.execute("SELECT pg_sleep(1.2)")
        assert status(home).running
    keeper = keeper_pid(home)
    eventually(lambda: not status(home).running)
    eventually(lambda: not is_alive(keeper))


@pytest.mark.long
def test_a_killed_keeper_is_replaced_by_the_next_command(home: Path) -> None:
    assert starter(home).wait() == 0
    keeper = keeper_pid(home)
    os.kill(keeper, signal.SIGKILL)
    eventually(lambda: not is_alive(keeper))
    assert starter(home, GUILDWORKS_IDLE_SECONDS="0.4").wait() == 0
    eventually(lambda: not status(home).running)


@pytest.mark.long
def test_a_server_that_was_killed_and_started_again_has_a_keeper(home: Path) -> None:
    for _ in range(5):
        assert starter(home, GUILDWORKS_IDLE_SECONDS="0.4").wait() == 0
        os.kill(server_pid(home), signal.SIGKILL)
    assert starter(home, GUILDWORKS_IDLE_SECONDS="0.4").wait() == 0
    eventually(lambda: not status(home).running)


@pytest.mark.long
def test_eight_processes_with_a_server_that_is_killed_meanwhile_all_get_an_answer(home: Path) -> None:
    ensure_running(home)
    for _ in range(3):
        os.kill(server_pid(home), signal.SIGKILL)
        all_of_them = [starter(home) for _ in range(8)]
        assert [process.wait() for process in all_of_them] == [0] * 8


@pytest.mark.long
@as_root
@on_linux
def test_a_full_disk_is_named_and_leaves_no_half_made_data(home: Path) -> None:
    disk = home / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=711", "none", disk], check=False)
    if mounted.returncode != 0:
        pytest.skip("this root may not mount a small disk")
    try:
        with pytest.raises(PostgresError, match="is full") as refusal:
            ensure_running(disk)
        assert refusal.value.code == "database_disk_full"
        assert list(disk.glob("postgres/data*")) == []
    finally:
        subprocess.run(["umount", disk], check=True)
