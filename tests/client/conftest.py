"""A served Guildworks with keys of a client, an engineer and the operator, for programs elsewhere."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.api.asking import key_of, key_of_engineer, key_of_operator
from tests.cast import make_cast, make_engineer
from tests.conftest import copy, current_database, drop, point_at, url
from tests.journeys.conftest import free_port, serve, wait_until_healthy


@dataclass(frozen=True)
class Elsewhere:
    """Its address, keys of Ada, of the engineer Rosa and of the operator, and the id of each engineer by first name."""

    address: str
    ada: str
    rosa: str
    operator: str
    ids: dict[str, str]


@pytest.fixture(scope="session")
def elsewhere(server, template, worker_id, django_db_setup, django_db_blocker) -> Iterator[Elsewhere]:
    """The program, served from a database of its own in which four engineers are listed."""
    name = f"elsewhere_{worker_id}_{os.getpid()}"
    with django_db_blocker.unblock():
        before = current_database()
        copy(server, template, name)
        point_at(server, name)
        cast = make_cast()
        people = {each: make_engineer(f"{each} Lind", skills=["python", "rag"]) for each in ("Rosa", "Sol", "Tom")}
        people["Uma"] = make_engineer("Uma Lind", skills=["react"])
        keys = (key_of(cast.ada), key_of_engineer(people["Rosa"]), key_of_operator())
        point_at(server, before)
    port = free_port()
    process = serve(port, app=url(server.app, name), migrator=url(server.migrator, name))
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/health", process)
        secrets = (key.secret for key in keys)
        yield Elsewhere(f"http://127.0.0.1:{port}", *secrets, {each: one.shown_id for each, one in people.items()})
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        drop(server.admin, name)
