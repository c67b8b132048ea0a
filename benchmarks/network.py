"""Databases to measure on: a demo network made through the real actions, and a larger one copied from it row by row."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import psycopg

from guildworks.platform.postgres import Addresses, create_database, drop_database, ensure_running
from guildworks.project import start
from guildworks.project.addresses import database

HOME = Path(os.environ.get("GUILDWORKS_BENCH_HOME") or Path(__file__).parents[1] / ".home" / "bench")
SEED = 1
Say = Callable[[str], None]

# What belongs to an engineer is copied with new ids; `n` tells the copies apart, everything else is the original's.
_COPIED = {
    "talent_claim": ("id", "skill_id, level, years"),
    "talent_evidence": ("id", "skill_id, source_kind, source_id, mean, standard_error, observed_on"),
    "talent_rate": ("id", "currency, hourly_minor"),
    "talent_language": ("id", "code, level"),
    "talent_listing": ("", "listed_by_kind, listed_by_id, listed_at, skills_met, languages_met"),
    "availability_workweek": ("", "quarter_hours, pattern_id, confirmed_at"),
    "availability_capacityexception": ("", "week, quarter_hours, accepted_quarter_hours, reason"),
    "talent_searchrecord": ("", "skills, terms, vector"),
}
_ENGINEER = "public_name, headline, summary, email, city, country, years, is_demo, created_at"


def demo_network(count: int, *, say: Say) -> str:
    """The app URL of a database with a demo network of `count` people, made once for this version and kept."""
    addresses = _server()
    from guildworks.project.schema import fingerprint, migrate

    name = f"bench_{count}_{fingerprint()[:12]}"
    if not _exists(addresses, name):
        say(f"Making a demo network of {count:,} engineers; it is kept for the next run")
        _forget_old(addresses, f"bench_{count}_")
        making = f"{name}_making"
        drop_database(addresses.admin, making)
        create_database(addresses.admin, making)
        point_at(addresses, making)
        migrate()
        from guildworks.project.demo.network import load

        load(count, seed=SEED, progress=lambda there: None)
        _close()
        with psycopg.connect(addresses.admin, autocommit=True) as admin:
            admin.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    point_at(addresses, name)
    app_url = _url(addresses.app, name)
    _confirm_again(app_url)
    return app_url


def copied_network(count: int, *, source: int, say: Say) -> str:
    """The app URL of a database of `count` people: the demo network of `source`, copied with new ids."""
    demo_network(source, say=say)
    addresses = _server()
    from guildworks.project.schema import fingerprint

    name, original = f"bench_{count}_{fingerprint()[:12]}", f"bench_{source}_{fingerprint()[:12]}"
    if not _exists(addresses, name):
        say(f"Copying it to {count:,} engineers")
        _forget_old(addresses, f"bench_{count}_")
        _close()
        making = f"{name}_making"
        drop_database(addresses.admin, making)
        create_database(addresses.admin, making, template=original)
        with psycopg.connect(_url(addresses.app, making), autocommit=True) as app:
            ids = [row[0] for row in app.execute("SELECT id FROM talent_engineer").fetchall()]
            for copy, first in enumerate(range(len(ids), count, len(ids))):
                with app.transaction():
                    _copy(app, ids[: count - first], n=copy)
                    _copy_reservations(app, ids[: count - first], n=copy)
        with psycopg.connect(addresses.admin, autocommit=True) as admin:
            admin.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
        with psycopg.connect(addresses.admin.replace("/postgres?", f"/{name}?"), autocommit=True) as admin:
            admin.execute("VACUUM ANALYZE")
    point_at(addresses, name)
    app_url = _url(addresses.app, name)
    _confirm_again(app_url)
    return app_url


def kept_copy(prefix: str, *, of: int, fill: Callable[[], None]) -> str:
    """The name of a database that `fill` makes from the network of `of` people, once for this version of the schema.

    It is kept as `fill` left it: whoever changes something works on a copy, by `own_database`.
    """
    addresses = _server()
    from guildworks.project.schema import fingerprint

    version = fingerprint()[:12]
    name = f"{prefix}_{version}"
    if not _exists(addresses, name):
        _forget_old(addresses, f"{prefix}_")
        _close()
        making = f"{name}_making"
        drop_database(addresses.admin, making)
        create_database(addresses.admin, making, template=f"bench_{of}_{version}")
        point_at(addresses, making)
        fill()
        _close()
        with psycopg.connect(addresses.admin, autocommit=True) as admin:
            admin.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    return name


def own_database(name: str, *, copy_of: int | None = None, template: str | None = None) -> str:
    """The app URL of a database that a benchmark may fill.

    Empty, or a copy: of the network of so many people, or of the database `template`.
    """
    addresses = _server()
    from guildworks.project.schema import fingerprint, migrate

    _close()
    drop_database(addresses.admin, name)
    template = template if copy_of is None else f"bench_{copy_of}_{fingerprint()[:12]}"
    create_database(addresses.admin, name, template=template)
    point_at(addresses, name)
    if template is None:
        migrate()
    return _url(addresses.app, name)


def forget(name: str) -> None:
    """Drop such a database."""
    _close()
    drop_database(_server().admin, name)


@contextmanager
def scratch_database(name: str) -> Iterator[psycopg.Connection]:
    """The administrator's connection to an empty database that is not one of ours; it is dropped afterwards."""
    admin = _server().admin
    drop_database(admin, name)
    create_database(admin, name)
    try:
        with psycopg.connect(_url(admin, name), autocommit=True) as connection:
            yield connection
    finally:
        drop_database(admin, name)


@contextmanager
def as_owner(name: str) -> Iterator[psycopg.Connection]:
    """A connection that owns the tables: only to lay rows in by COPY or INSERT that a benchmark starts from."""
    with psycopg.connect(_url(_server().migrator, name)) as owner:
        owner.execute("SET ROLE guildworks_owner")
        yield owner


@contextmanager
def as_administrator() -> Iterator[psycopg.Connection]:
    """A connection to the database in use on which no guard and no foreign key holds: to lay in copies of rows."""
    from django.db import connection

    with psycopg.connect(_url(_server().admin, str(connection.settings_dict["NAME"]))) as admin:
        admin.execute("SET session_replication_role = replica")
        yield admin


def invent_engineers(owner: psycopg.Connection, count: int, *, quarter_hours: int) -> None:
    """People of a name and a weekly capacity; their ids are md5 of 1, 2, 3 …"""
    owner.execute(
        "INSERT INTO talent_engineer (id, public_name, headline, summary, email, city, country, is_demo)"
        " SELECT md5(n::text)::uuid, 'Engineer ' || n, '', '', '', '', '', false FROM generate_series(1, %s) n",
        [count],
    )
    owner.execute(
        "INSERT INTO availability_workweek (engineer_id, quarter_hours, confirmed_at)"
        " SELECT id, %s, now() FROM talent_engineer",
        [quarter_hours],
    )
    owner.execute(
        "INSERT INTO talent_listing (engineer_id, listed_by_kind, listed_by_id, listed_at, skills_met, languages_met)"
        " SELECT id, 'operator', id, now(), '', '{}' FROM talent_engineer"
    )
    owner.commit()


def settle(name: str) -> None:
    """VACUUM and ANALYZE, as pgbench does with its own tables before it measures."""
    with psycopg.connect(_url(_server().admin, name), autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE")


def read_whole(url: str) -> None:
    """Read all of a database once, so that what is measured next waits for no disk, whatever was measured before it."""
    name = urlsplit(url).path[1:]
    with psycopg.connect(_url(_server().admin, name), autocommit=True) as admin:
        admin.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        admin.execute("SELECT sum(pg_prewarm(oid, 'read')) FROM pg_class WHERE relkind IN ('r', 'i', 't')")


def _copy(app: psycopg.Connection, ids: list[UUID], *, n: int) -> None:
    new = f"md5(%s::text || '{n}')::uuid"
    app.execute(
        f"INSERT INTO talent_engineer (id, {_ENGINEER}) SELECT {new % 'id'}, {_ENGINEER}"
        " FROM talent_engineer WHERE id = ANY(%s)",
        [ids],
    )
    for table, (key, columns) in _COPIED.items():
        keys, values = (f"{key}, ", f"{new % key}, ") if key else ("", "")
        app.execute(
            f"INSERT INTO {table} ({keys}engineer_id, {columns}) SELECT {values}{new % 'engineer_id'}, {columns}"
            f" FROM {table} WHERE engineer_id = ANY(%s)",
            [ids],
        )


def _copy_reservations(app: psycopg.Connection, ids: list[UUID], *, n: int) -> None:
    """What the operator has taken of the originals' hours; a booking begins as a hold, whoever writes it.

    Not what a brief holds: a brief holds few.
    """
    new = f"md5(%s::text || '{n}')::uuid"
    columns = "group_id, organisation_id, holder_kind, holder_id, first_week, quarter_hours"
    app.execute(
        f"INSERT INTO availability_reservation (id, engineer_id, {columns}, state, placed_at, expires_at)"
        f" SELECT {new % 'id'}, {new % 'engineer_id'}, {columns}, 'hold', now(), now() + interval '72 hours'"
        " FROM availability_reservation WHERE engineer_id = ANY(%s) AND state IN ('hold', 'booked')"
        " AND holder_kind <> 'brief' AND first_week >= availability_this_week(now())",
        [ids],
    )
    app.execute(
        "UPDATE availability_reservation SET state = 'booked', expires_at = NULL"
        f" WHERE id IN (SELECT {new % 'id'} FROM availability_reservation"
        " WHERE engineer_id = ANY(%s) AND state = 'booked')",
        [ids],
    )


def _confirm_again(app_url: str) -> None:
    """A network that was kept for weeks is found as on its first day: a plain UPDATE in place of the demo's renewal."""
    with psycopg.connect(app_url) as app:
        app.execute(
            "UPDATE availability_workweek SET confirmed_at = now()"
            " WHERE confirmed_at >= (SELECT started_at FROM platform_demomode)"
            " AND confirmed_at < now() - interval '1 day'"
        )


def point_at(addresses: Addresses, name: str) -> None:
    """Make this process's connections lead to the database `name`, and its files to the folder of the benchmarks."""
    from django.conf import settings
    from django.db import connections

    _close()
    settings.INDEX_FOLDER, settings.SIGNING_HOME = HOME / "index", HOME
    for alias, address, role in (
        ("default", addresses.app, None),
        ("migrator", addresses.migrator, "guildworks_owner"),
    ):
        settings.DATABASES[alias].update(database(_url(address, name), role=role))
        connections[alias].settings_dict.update(settings.DATABASES[alias])


def server() -> Addresses:
    """The server that benchmarks run on, with Django set up."""
    return _server()


def _server() -> Addresses:
    addresses = ensure_running(HOME)
    start.configure()
    return addresses


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _url(address: str, name: str) -> str:
    head, _, query = address.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}?{query}"


def _exists(addresses: Addresses, name: str) -> bool:
    with psycopg.connect(addresses.admin) as admin:
        return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _forget_old(addresses: Addresses, prefix: str) -> None:
    """Drop the databases of earlier versions of the schema or the people."""
    with psycopg.connect(addresses.admin) as admin:
        names = admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]).fetchall()
    for (name,) in names:
        drop_database(addresses.admin, name)
