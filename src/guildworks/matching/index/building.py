"""Building a generation: all who can be found, from the database to files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import psycopg
from django.db import connection

from guildworks.kernels.talentindex.generation import Generation, GenerationWriter, open_generation
from guildworks.kernels.talentindex.rows import Rows
from guildworks.matching.index.files import forget_old, generation_name, only_builder, source
from guildworks.matching.index.rows import everybody, frontier_now
from guildworks.platform import clock
from guildworks.platform.errors import GuildworksError
from guildworks.platform.limits import limit
from guildworks.talent.queries import erased_since

Progress = Callable[[int], None]


class IndexNotWritten(GuildworksError):
    """The index could not be written; searches are answered by the database meanwhile."""

    code = "index_not_written"
    hint = "Make room on the disk under GUILDWORKS_HOME first."
    at_terminal = "`guildworks index build` then builds it."


def build(progress: Progress = lambda done: None) -> Generation:
    """Write a new generation, verify it, and delete those that are past their days. Raises IndexNotWritten.

    What happens while rows are read is found by whoever follows the event log from the frontier on.
    """
    connection.ensure_connection()
    raw: psycopg.Connection[object] = connection.connection
    try:
        with only_builder() as folder:
            now = clock.now()
            told = source(frontier_now(raw))
            with GenerationWriter(folder, generation_name(now)) as writer:
                for packed in everybody(raw):
                    writer.add(Rows.of(packed))
                    progress(writer.count)
                finished = writer.finish(told)
        days = limit("index_generation_days")
        forget_old(now, days=days, erased=erased_since(now - timedelta(days=days + 1)))
        return open_generation(finished)
    except (OSError, ValueError) as wrong:
        raise IndexNotWritten(f"The index could not be written: {wrong}") from wrong
