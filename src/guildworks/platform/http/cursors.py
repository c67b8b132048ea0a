"""Going through a list by where its last page ended, not by a number: what comes or goes meanwhile shifts nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet

from guildworks.platform.http.errors import BadCursor
from guildworks.platform.http.shapes import PageAsked

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a list that is asked for. Its cursors are signed, for this list, these filters and this key alone."""

    of: str
    owner: UUID  # the API key
    page: PageAsked
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """How many rows it has."""
        return self.page.limit

    @property
    def after(self) -> list[Any] | None:
        """Where the page before ended; None for the first one. Raises BadCursor."""
        if not self.page.cursor:
            return None
        try:
            found = self._signer.unsign_object(self.page.cursor)
        except (BadSignature, ValueError) as wrong:
            raise BadCursor() from wrong
        return list(found)

    def cursor(self, last: Sequence[Any]) -> str:
        """The cursor to what comes after a row with these values."""
        return self._signer.sign_object([_written(value) for value in last])

    @property
    def _signer(self) -> Signer:
        return Signer(salt=json.dumps(["cursor", self.of, str(self.owner), sorted(self.filters.items())]))


def page_after(rows: QuerySet[Row], asked: Asked, order: Sequence[str]) -> tuple[list[Row], str | None]:
    """A page of these rows in an order that ends with what is unique, and the cursor of the next one. One SQL query.

    Raises BadCursor.
    """
    if (after := asked.after) is not None:
        rows = rows.filter(_later(order, after))
    found = list(rows.order_by(*order)[: asked.most + 1])
    page = found[: asked.most]
    names = [name.lstrip("-") for name in order]
    is_last = len(found) <= asked.most
    return page, None if is_last else asked.cursor([getattr(page[-1], name) for name in names])


def part_after(items: Sequence[Item], asked: Asked, place: Callable[[Item], Any]) -> tuple[list[Item], str | None]:
    """The same of a list in memory, which is sorted by `place`. Raises BadCursor."""
    after = asked.after
    later = [item for item in items if after is None or place(item) > after[0]]
    page = later[: asked.most]
    return page, asked.cursor([place(page[-1])]) if len(later) > len(page) else None


def _later(order: Sequence[str], after: Sequence[Any]) -> Q:
    """What comes after a row with these values; the first value bounds it alone too, so that an index is used."""
    found = Q()
    equal: dict[str, Any] = {}
    for name, value in zip(order, after, strict=True):
        column, beyond = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        found |= Q(**equal, **{f"{column}__{beyond}": value})
        equal[column] = value
    first, reach = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{reach}": after[0]}) & found


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, UUID) else value
