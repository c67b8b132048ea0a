"""`guildworks index`: built, shown, compared, and kept up to date by a server."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.cli.program import run_program, start_program
from tests.cli.test_serving import Browser, answers, eventually, free_port

BRIEF = "Python is a must. 20 hours a week for 8 weeks."


def test_without_an_index_the_status_says_so_and_names_the_way(command, index_home):
    assert command("index", "status", "--json").json == {"generation": None, "engineers": 0, "bytes": 0, "behind": 0}
    assert "guildworks index build" in command("index", "status").out
    compared = command("index", "verify", "--json")
    assert (compared.status, compared.json["holds"]) == (1, False)


def test_an_index_that_cannot_be_written_is_told_with_a_way_out(command, index_home):
    index_home.write_text("a file where the folder should be")
    refused = command("index", "build", "--json")
    assert (refused.status, refused.code) == (1, "index_not_written")
    assert index_home.read_text() == "a file where the folder should be"


@pytest.fixture
def network(tmp_path, bare_url) -> dict[str, str]:
    """A demo network of a few people in a database and a home of their own."""
    places = {"GUILDWORKS_DATABASE_URL": bare_url, "GUILDWORKS_HOME": str(tmp_path)}
    assert run_program("demo", "--engineers", "30", "--no-serve", "--json", **places).status == 0
    return places


def test_an_index_is_built_compared_and_the_one_in_use(network):
    built = run_program("index", "build", "--json", **network).json
    assert built["engineers"] == 30
    assert built == status(network)
    compared = run_program("index", "verify", "--json", **network)
    assert (compared.status, compared.json) == (0, {"holds": True, "engineers": 30, "problems": []})
    assert "the same as the database of all 30" in run_program("index", "verify", **network).out


def status(network: dict[str, str]) -> dict[str, object]:
    return run_program("index", "status", "--json", **network).json


def test_a_server_builds_the_index_and_feeds_it_also_after_its_feeder_was_killed(network):
    port = free_port()
    server = start_program("serve", "--port", str(port), **network)
    try:
        browser = Browser(port)
        eventually(lambda: answers(browser, server), within_s=60)
        eventually(lambda: status(network)["engineers"] == 30, within_s=60)
        eventually(lambda: status(network)["behind"] == 0, within_s=60)
        browser.try_demo()
        assert browser.send(BRIEF)[0] == 200
        (feeder,) = feeders(server.pid)
        os.kill(feeder, signal.SIGKILL)
        run_program("availability", "pause", first_engineer(network), **network)
        eventually(lambda: feeders(server.pid) not in ([], [feeder]), within_s=30)
        eventually(lambda: status(network) | {"bytes": 0, "generation": ""} == told(29), within_s=60)
        assert browser.send(BRIEF)[0] == 200
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=60)
    assert feeders(server.pid) == []


def told(engineers: int) -> dict[str, object]:
    return {"generation": "", "engineers": engineers, "bytes": 0, "behind": 0}


def first_engineer(network: dict[str, str]) -> str:
    found = run_program("engineers", "find", "--json", **network).json
    return str(found["engineers"][0]["engineer"])


def feeders(parent: int) -> list[int]:
    """The processes that feed for this server."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            is_child = f"PPid:\t{parent}\n" in (process / "status").read_text()
        except OSError:
            continue
        if is_child and b"feed" in words:
            found.append(int(process.name))
    return found
