"""The one place where the database's word is translated into the domain's error."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import psycopg
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from django.utils.translation import gettext as _

from guildworks.platform.errors import BadInput, DatabaseUnavailable, DiskFull, GuildworksError
from guildworks.platform.postgres.failure import PostgresError


class ReadsOnly(GuildworksError):
    """Nothing can be changed here: the database only reads."""

    code = "reads_only"
    http_status = 403
    hint = "Whoever looks as somebody else does changes nothing; a copy of the database takes no changes either."


class EmbeddedDatabaseFailed(GuildworksError):
    """The embedded database could not do it; code, message and hint are its own."""

    status = 2
    http_status = 503

    def __init__(self, failure: PostgresError) -> None:
        super().__init__(failure.message, hint=failure.hint)
        self.code = failure.code


@contextmanager
def refusals(
    told: Mapping[str, Callable[[str], GuildworksError]] | None = None,
    /,
    **by_constraint: Callable[[], GuildworksError],
) -> Iterator[None]:
    """Within the block, a refusal by one of these constraints is raised as the error that belongs to it.

    Those in `told` are made from the detail that the database gives, such as who and when.
    """
    try:
        yield
    except (IntegrityError, DataError) as refused:
        constraint = constraint_of(refused)
        if constraint in by_constraint:
            raise by_constraint[constraint]() from refused
        if told and constraint and constraint in told:
            raise told[constraint](_detail_of(refused)) from refused
        raise


def constraint_of(refused: DatabaseError) -> str | None:
    """The name of the constraint or trigger that refused, if the database told it."""
    cause = refused.__cause__
    return cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None


def _detail_of(refused: DatabaseError) -> str:
    cause = refused.__cause__
    return (cause.diag.message_detail if isinstance(cause, psycopg.Error) else None) or ""


def understood(error: BaseException) -> GuildworksError | None:
    """The domain error behind any exception that a door may meet; None where it is a fault of ours."""
    if isinstance(error, GuildworksError):
        return error
    if isinstance(error, PostgresError):
        return EmbeddedDatabaseFailed(error)
    cause = error.__cause__ if isinstance(error, DatabaseError | InterfaceError) else error
    if isinstance(cause, psycopg.errors.ReadOnlySqlTransaction):
        return ReadsOnly()
    if isinstance(cause, psycopg.errors.DiskFull) or (isinstance(cause, OSError) and cause.errno == errno.ENOSPC):
        return DiskFull()
    if isinstance(error, DataError):
        message = _("A value does not fit its field: %(reason)s.") % {"reason": str(error).splitlines()[0][:200]}
        return BadInput(message, hint=_("Make it shorter."))
    if isinstance(error, IntegrityError) and (name := constraint_of(error)):
        message = _("The database refused: %(reason)s.") % {"reason": name.replace("_", " ")}
        return GuildworksError(message, hint=_("Nothing was changed."))
    if isinstance(error, OperationalError | InterfaceError) or isinstance(cause, psycopg.OperationalError):
        return DatabaseUnavailable()
    return None
