"""One embedded PostgreSQL for the whole run; every worker works as the program's own role on a copy of one template."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

import pytest

CHECKOUT = Path(__file__).parents[1]
os.environ.pop("COLUMNS", None)  # a run reads the same whatever the width of the terminal that it was started in
# The same for this process and the servers that it starts, and no file of this machine.
SECRET_KEY = os.environ.setdefault("GUILDWORKS_SECRET_KEY", "a secret of tests alone, longer than fifty characters")
HOME = Path(os.environ.get("GUILDWORKS_TEST_HOME") or CHECKOUT / ".home" / "tests")
SHARED = Path(os.environ.get("GUILDWORKS_SHARED") or CHECKOUT.parent / "shared")

T = TypeVar("T")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the long half: crashes, long properties, sweeps")
    parser.addoption("--rewrite", action="store_true", help="write anew the texts that tests/house compares")


def pytest_configure() -> None:
    from django.conf import settings

    settings.SECRET_KEY = SECRET_KEY  # they are read before this file is


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="part of the long half: ./guildworks test --long")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared data; tests that need it are skipped where it is absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip(f"the shared data is not at {folder}; set GUILDWORKS_SHARED")
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[object]:
    """The addresses of the run's PostgreSQL."""
    from guildworks.platform.postgres import ensure_running

    yield ensure_running(HOME)


@pytest.fixture(scope="session")
def template(server, django_db_blocker) -> str:
    """A migrated database without people, made once for this version of the schema and shared by all workers."""
    from guildworks.platform.postgres import create_database
    from guildworks.project.schema import fingerprint

    name = f"template_{fingerprint()[:16]}"
    with file_lock(HOME / "template.lock"), django_db_blocker.unblock():
        if not exists(server.admin, name):
            making = f"{name}_making"
            drop(server.admin, making)
            create_database(server.admin, making)
            point_at(server, making)
            from guildworks.project.schema import migrate

            migrate()
            close_connections()
            rename(server.admin, making, name)
    return name


@pytest.fixture(scope="session")
def django_db_setup(server, template, worker_id, django_db_blocker) -> Iterator[None]:
    """The worker's own copy of the template."""
    name = f"test_{worker_id}_{os.getpid()}"
    with django_db_blocker.unblock():
        copy(server, template, name)
        point_at(server, name)
        yield
        close_connections()
        drop(server.admin, name)


@pytest.fixture
def own_database(server, template, worker_id, django_db_blocker, django_db_setup) -> Iterator[str]:
    """A fresh copy for a test that commits; its app URL. Nothing of it reaches another test."""
    name = f"own_{worker_id}_{os.getpid()}"
    with django_db_blocker.unblock():
        before = current_database()
        copy(server, template, name)
        point_at(server, name)
        yield url(server.app, name)
        close_connections()
        point_at(server, before)
        drop(server.admin, name)


@pytest.fixture(autouse=True)
def limits_read_anew(monkeypatch) -> None:
    """What one test sets of the limits, the program forgets before the next."""
    from guildworks.platform import limits

    monkeypatch.setattr(limits, "_read", (float("-inf"), {}))


@pytest.fixture(autouse=True)
def signing_home(settings, tmp_path_factory) -> Path:
    """Each test signs with a key of its own, and none with one of this machine; the folder is made by the first one."""
    settings.SIGNING_KEY_FILE = None
    settings.SIGNING_HOME = tmp_path_factory.getbasetemp() / f"signing-{uuid4()}"
    return settings.SIGNING_HOME


@pytest.fixture(autouse=True)
def index_home(settings, tmp_path_factory) -> Path:
    """No test finds the index of another; the folder is made by the first generation."""
    settings.INDEX_FOLDER = tmp_path_factory.getbasetemp() / f"index-{uuid4()}"
    return settings.INDEX_FOLDER


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path_factory) -> Path:
    """No test finds the files of another; the folder is made by the first one that is kept."""
    settings.FILES_FOLDER = tmp_path_factory.getbasetemp() / f"files-{uuid4()}"
    return settings.FILES_FOLDER


@pytest.fixture
def operator(db):
    """The actor that the command line is."""
    from guildworks.accounts.queries import local_operator

    return local_operator()


@pytest.fixture
def admin(db):
    """A person who is signed in nowhere yet, and is the operator where they are."""
    from tests.cast import make_admin

    return make_admin()


@pytest.fixture
def cast(db):
    """Ada owns a client organisation, Bo hires for it, Vi looks on, Cy belongs to another: as actors."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def at_once() -> Callable[..., tuple[list[object], list[Exception]]]:
    """Run something in many threads at once, each with a connection of its own: what won and what was refused."""

    def run(times: int, what: Callable[[], T]) -> tuple[list[T], list[Exception]]:
        barrier = Barrier(times)

        def one() -> T | Exception:
            barrier.wait()
            try:
                return what()
            except Exception as error:
                return error
            finally:
                close_connections()

        with ThreadPoolExecutor(times) as pool:
            answers = [job.result() for job in [pool.submit(one) for _ in range(times)]]
        errors = [answer for answer in answers if isinstance(answer, Exception)]
        return [answer for answer in answers if not isinstance(answer, Exception)], errors

    return run


def url(address: str, database: str) -> str:
    """The same address for another database."""
    head, _, query = address.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{database}?{query}"


def point_at(server, database: str) -> None:
    """Make Django's connections lead to this database from now on."""
    from django.conf import settings
    from django.db import connections

    from guildworks.project.addresses import database as described

    close_connections()
    for alias, address, role in (("default", server.app, None), ("migrator", server.migrator, "guildworks_owner")):
        settings.DATABASES[alias].update(described(url(address, database), role=role))
        connections[alias].settings_dict.update(settings.DATABASES[alias])


def current_database() -> str:
    from django.db import connections

    return connections["default"].settings_dict["NAME"]


def close_connections() -> None:
    from django.db import connections

    connections.close_all()


def copy(server, template: str, name: str) -> None:
    from guildworks.platform.postgres import create_database

    drop(server.admin, name)
    create_database(server.admin, name, template=template)


def drop(admin: str, name: str) -> None:
    from guildworks.platform.postgres import drop_database

    drop_database(admin, name)


def exists(admin: str, name: str) -> bool:
    import psycopg

    with psycopg.connect(admin) as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def rename(admin: str, old: str, new: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))


class file_lock:  # noqa: N801 (used like a function)
    """Only one process at a time within the block."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a")

    def __enter__(self) -> None:
        import fcntl

        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()
