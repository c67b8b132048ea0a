"""Bringing a database to the schema, the skill graph and the ranking policies of this version."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connections, transaction

import guildworks
from guildworks.platform.models import DatabaseState
from guildworks.skills.queries import GRAPH_FOLDER, graph

PACKAGE = Path(guildworks.__file__).parent
MIGRATION_LOCK = 0x6775696C64  # advisory lock: two starts at once migrate one after the other


@cache
def fingerprint() -> str:
    """A hash over all migrations, those of libraries too, and over the guards, skills and policies of this version."""
    files = [
        *(file for app in apps.get_app_configs() for file in Path(app.path).glob("migrations/*.py")),
        *PACKAGE.glob("*/sql/*.sql"),
        *PACKAGE.glob("matching/ranking_policies/*.json"),
    ]
    digest = hashlib.sha256()
    # By app, folder and name: wherever the packages are installed, the order is the same.
    for file in sorted([*files, *GRAPH_FOLDER.glob("*.yaml")], key=lambda file: file.parts[-3:]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the database was brought to exactly this version."""
    try:
        return DatabaseState.objects.filter(fingerprint=fingerprint()).exists()
    except ProgrammingError:  # no such table: a database that nobody has migrated
        return False


def migrate() -> None:
    """Migrate under the migrator's role, then bring skills and policies up to date. Safe when run twice at once."""
    # These bring all that reads texts, and most starts migrate nothing.
    from guildworks.matching.actions import sync_policies
    from guildworks.skills.actions import sync_skills
    from guildworks.talent.actions import refresh_listings

    connection = connections["migrator"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        if is_current():
            return
        call_command("migrate", database="migrator", verbosity=0, interactive=False)
        with transaction.atomic(using="migrator"):
            sync_skills(graph(), using="migrator")
            refresh_listings(using="migrator")
            sync_policies(using="migrator")
            states = DatabaseState.objects.using("migrator")
            states.update_or_create(only=True, defaults={"fingerprint": fingerprint()})
    finally:
        connection.close()  # gives the lock back
