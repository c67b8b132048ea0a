"""Commands in this process on the test's own transaction, and as processes on a demo network of 40."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.cli.program import Outcome, run_program
from tests.conftest import copy, drop, url

Command = Callable[..., Outcome]


@pytest.fixture
def command(db, server, monkeypatch, capsys) -> Command:
    """`command("skills", "list", "--json")`: the real `main`, in this process, within the test's transaction."""
    from guildworks.cli.main import main
    from guildworks.platform import limits

    monkeypatch.setenv("GUILDWORKS_DATABASE_URL", server.app)  # only says that it is not the embedded one
    monkeypatch.setattr(limits, "_read", (float("-inf"), {}))

    def call(*words: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["guildworks", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), said.out, said.err)

    return call


@pytest.fixture(scope="session")
def demo_url(server, template, worker_id) -> Iterator[str]:
    """A database with a demo network of 40, made by the command itself; its app URL."""
    name = f"demo_{worker_id}_{os.getpid()}"
    copy(server, template, name)
    address = url(server.app, name)
    made = run_program("demo", "--engineers", "40", "--no-serve", "--json", GUILDWORKS_DATABASE_URL=address)
    assert made.status == 0, made.err
    yield address
    drop(server.admin, name)


@pytest.fixture
def program(demo_url) -> Command:
    """The same as a process of its own, on the demo network."""

    def call(*words: str, **environ: str | None) -> Outcome:
        return run_program(*words, **{"GUILDWORKS_DATABASE_URL": demo_url, **environ})

    return call


@pytest.fixture
def bare_url(server, template, worker_id) -> Iterator[str]:
    """A migrated database without people; its app URL."""
    name = f"bare_{worker_id}_{os.getpid()}"
    copy(server, template, name)
    yield url(server.app, name)
    drop(server.admin, name)
