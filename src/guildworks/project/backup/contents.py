"""What a database holds, in a form that is the same after a restore: rows and sums of tables, the schema as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[Any, ...]]

# As text a row depends on these.
SAME_TEXT = """
SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET TimeZone = 'UTC'; SET extra_float_digits = 1;
SET bytea_output = 'hex'; SET search_path = public
"""
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname COLLATE "C"
"""
# Rows have no order, so their hashes are added up, 128 bits of each.
SUM = """
SELECT count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0),
    coalesce(sum(('x' || substr(h, 17, 16))::bit(64)::bigint::numeric), 0)
FROM (SELECT encode(sha256(convert_to(a_row::text, 'UTF8')), 'hex') AS h FROM {} AS a_row) AS hashed
"""
# What a restore must give back beside the rows. Whoever owns it all is told as "owner": that name is a server's own.
# Rules are told without casts and brackets, which PostgreSQL sets otherwise when it reads what it has written.
SCHEMA = r"""
SELECT line FROM (
    SELECT format('column %s.%s %s%s%s', relname, attname, format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN ' not null' ELSE '' END, coalesce(' default ' || pg_get_expr(adbin, adrelid), ''))
    FROM pg_class c JOIN pg_attribute ON attrelid = c.oid LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL SELECT format('constraint %s.%s %s', conrelid::regclass, conname,
        regexp_replace(pg_get_constraintdef(oid), '::[a-z ]+(\[\])?|[()]', '', 'g'))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> 0
    UNION ALL SELECT format('index %s', regexp_replace(pg_get_indexdef(indexrelid), '::[a-z ]+(\[\])?|[()]', '', 'g'))
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT format('trigger %s %s', tgenabled, pg_get_triggerdef(t.oid))
    FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal
    UNION ALL SELECT format('function %s', pg_get_functiondef(oid))
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind <> 'a'
    UNION ALL SELECT format('right %s %s: %s', relname, privilege_type,
        CASE WHEN grantee = relowner THEN 'owner' ELSE grantee::regrole::text END)
    FROM pg_class,
        aclexplode(coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)))
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')
    UNION ALL SELECT format('right %s.%s %s: %s', attrelid::regclass, attname, privilege_type, grantee::regrole)
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid, aclexplode(attacl)
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT format('right %s execute: %s', p.oid::regprocedure,
        CASE WHEN grantee = proowner THEN 'owner' ELSE grantee::regrole::text END)
    FROM pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('right schema %s: %s', privilege_type,
        CASE WHEN grantee = nspowner THEN 'owner' ELSE grantee::regrole::text END)
    FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'public'
    UNION ALL SELECT format('right by default %s %s: %s', defaclobjtype, privilege_type,
        CASE WHEN grantee = defaclrole THEN 'owner' ELSE grantee::regrole::text END)
    FROM pg_default_acl, aclexplode(defaclacl)
) AS lines (line) ORDER BY line COLLATE "C"
"""
SEQUENCES = """
SELECT c.oid::regclass::text, refobjid::regclass::text, attname FROM pg_class c
JOIN pg_depend ON objid = c.oid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i') AND refobjsubid > 0
JOIN pg_attribute ON (attrelid, attnum) = (refobjid, refobjsubid)
WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many rows a table has, and the sum over them as 32 hex digits."""

    rows: int
    sum: str


def figures(connection: Connection, *, told: Callable[[int], None]) -> dict[str, Figures]:
    """The figures of each table; `told` hears how many tables are done."""
    connection.execute(SAME_TEXT)
    tables = [name for (name,) in connection.execute(TABLES)]
    found = {}
    for done, name in enumerate(tables, start=1):
        row = connection.execute(sql.SQL(SUM).format(sql.Identifier("public", name))).fetchone()
        assert row is not None
        count, high, low = row
        found[name] = Figures(count, f"{int(high) % 2**64:016x}{int(low) % 2**64:016x}")
        told(done)
    return found


def schema_lines(connection: Connection) -> list[str]:
    """Columns, constraints, indexes, triggers, functions and rights, a line each."""
    connection.execute("SET search_path = public")
    return [" ".join(line.split()) for (line,) in connection.execute(SCHEMA)]


def sequences_behind(connection: Connection) -> Iterator[str]:
    """The sequences that would give out a number which a row has already."""
    for sequence, table, column in connection.execute(SEQUENCES).fetchall():
        compared = sql.SQL("SELECT coalesce(max({}), 0) > (SELECT last_value FROM {}) FROM {}").format(
            sql.Identifier(column), sql.SQL(sequence), sql.SQL(table)
        )
        row = connection.execute(compared).fetchone()
        if row and row[0]:
            yield sequence


def applied_migrations(connection: Connection) -> list[str]:
    """The migrations that made this schema, as `app.name`, in the order of their names."""
    found = connection.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY 1")
    return [name for (name,) in found]
