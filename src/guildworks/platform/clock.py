"""The one source of "now", so that tests and simulations can move it. Read it once per operation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_moved: ContextVar[datetime | None] = ContextVar("guildworks_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _moved.get() or datetime.now(UTC)


def today() -> date:
    """The present day in UTC."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, `now()` is `moment`. Raises ValueError for an instant without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"the clock needs an instant with a zone, got {moment!r}")
    token = _moved.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)
