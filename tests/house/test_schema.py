"""The schema as text, one file per table. Why: a migration says what it does, not what comes of it; this text does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tests.house.checkout import PACKAGE, ROOT, files
from tests.house.rewriting import compare

SCHEMA = ROOT / "tests" / "house" / "schema"

TABLES = """
    SELECT relname, pg_get_userbyid(relowner) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname !~ '^(django|procrastinate)_' ORDER BY 1
"""
COLUMNS = """
    SELECT attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' ELSE '' END,
        CASE attidentity WHEN '' THEN coalesce('default ' || pg_get_expr(adbin, adrelid), '') ELSE 'identity' END
    FROM pg_attribute LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname
"""
CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype NOT IN ('n', 't') ORDER BY contype, conname
"""
INDEXES = """
    SELECT relname, regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '') ||
        CASE WHEN indisunique THEN ' unique' ELSE '' END
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1
"""
TRIGGERS = """
    SELECT tgname, regexp_replace(pg_get_triggerdef(oid), '^CREATE (CONSTRAINT )?TRIGGER [^ ]+ ', '') FROM pg_trigger
    WHERE tgrelid = %s::regclass AND NOT tgisinternal ORDER BY 1
"""
GRANTS = """
    SELECT pg_get_userbyid(grantee), string_agg(privilege_type, ' ' ORDER BY privilege_type)
    FROM pg_class, aclexplode(relacl) WHERE pg_class.oid = %s::regclass AND grantee <> relowner GROUP BY 1
    UNION ALL SELECT pg_get_userbyid(grantee),
        privilege_type || ' (' || string_agg(attname, ', ' ORDER BY attname) || ')'
    FROM pg_attribute, aclexplode(attacl) WHERE attrelid = %s::regclass GROUP BY grantee, privilege_type ORDER BY 1, 2
"""
FUNCTIONS = """
    SELECT proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'returns ' || prorettype::regtype,
        CASE WHEN prosecdef THEN 'as its owner' ELSE 'as the caller' END,
        'executed by ' || coalesce((
            SELECT string_agg(CASE grantee WHEN 0 THEN 'everybody' ELSE pg_get_userbyid(grantee) END, ' ' ORDER BY 1)
            FROM aclexplode(proacl) WHERE grantee <> proowner), 'nobody else'),
        coalesce(array_to_string(proconfig, ' '), '')
    FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND proname !~ '^procrastinate_'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e') ORDER BY 1
"""


@pytest.mark.django_db
def test_the_schema_is_the_one_that_was_reviewed(request: pytest.FixtureRequest):
    """Columns, constraints, indexes, triggers and grants of each table, and who may execute which function.

    Way out: read the difference; where it is meant, write the texts anew with the command that the failure names.
    """
    tables = {f"{table}.txt": described(table, owner) for table, owner in rows(TABLES)}
    functions = {"functions.txt": "\n".join(["functions", "", *aligned(rows(FUNCTIONS)), ""])}
    compare(request, SCHEMA, tables | functions, pattern="*.txt")


def test_every_change_of_a_model_has_its_migration():
    """A model that its migrations do not make works here and fails at the next installation.

    Way out: `.venv/bin/python -m django makemigrations --settings guildworks.project.settings`.
    """
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    missing = {
        app: [str(operation) for migration in migrations for operation in migration.operations]
        for app, migrations in detector.changes(graph=loader.graph).items()
    }
    assert missing == {}


def test_each_guard_is_applied_by_a_migration_and_numbered_in_order():
    """A guard that no migration applies guards nothing. Way out: `run_sql(__file__, "NNNN_name")` in a migration."""
    for folder in sorted(PACKAGE.glob("*/sql")):
        guards = sorted(path.stem for path in folder.glob("*.sql"))
        applied = "".join(file.text for file in files(f"src/guildworks/{folder.parent.name}/migrations/*.py"))
        assert [guard for guard in guards if f'"{guard}"' not in applied] == []
        assert [guard[:5] for guard in guards] == [f"{number:04d}_" for number in range(1, len(guards) + 1)]


def described(table: str, owner: str) -> str:
    """One table as text."""
    parts = {"columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES, "triggers": TRIGGERS, "grants": GRANTS}
    lines = [f"{table}, owned by {owner}"]
    for title, query in parts.items():
        found = rows(query, *[table] * query.count("%s"))
        if found:
            lines += ["", title, *aligned(found)]
    return "\n".join(lines) + "\n"


def rows(query: str, *values: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def aligned(found: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, their columns below each other, the last one ragged."""
    widths = [max(len(row[place]) for row in found) for place in range(len(found[0]))]
    return [
        ("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip() for row in found
    ]
