"""Guards are plain SQL files, `<domain>/sql/NNNN_name.sql`, applied by migrations and never edited after a release."""

from __future__ import annotations

from pathlib import Path

from django.db.migrations.operations import RunSQL


def run_sql(migration_file: str, name: str) -> RunSQL:
    """The operation that applies `sql/<name>.sql` of the domain whose migration calls it."""
    return RunSQL((Path(migration_file).parent.parent / "sql" / f"{name}.sql").read_text("utf-8"))
