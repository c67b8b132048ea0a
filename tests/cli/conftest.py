"""Commands in this process on the test's own transaction, and a database for those that are processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.cli.program import Outcome
from tests.conftest import copy, drop, url

Command = Callable[..., Outcome]


@pytest.fixture
def command(db, server, monkeypatch, capsys) -> Command:
    """`command("skills", "list", "--json")`: the real `main`, in this process, within the test's transaction."""
    from guildworks.cli.main import main

    monkeypatch.setenv("GUILDWORKS_DATABASE_URL", server.app)  # only says that it is not the embedded one

    def call(*words: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["guildworks", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), said.out, said.err)

    return call


@pytest.fixture
def bare_url(server, template, worker_id) -> Iterator[str]:
    """A migrated database without people; its app URL."""
    name = f"bare_{worker_id}_{os.getpid()}"
    copy(server, template, name)
    yield url(server.app, name)
    drop(server.admin, name)
