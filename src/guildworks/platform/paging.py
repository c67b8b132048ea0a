"""Every list is paged, all by the same limit."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from guildworks.platform.limits import limit

Row = TypeVar("Row", bound=Model)


def page_of(rows: QuerySet[Row], page: int) -> tuple[list[Row], int]:
    """One page of these rows, the first one being 1, and how many there are on all pages.

    Two SQL queries, and one where the page tells how many there are: it is the first or has some, and is not full.
    """
    size = limit("page_size")
    before = (page - 1) * size
    found = list(rows[before : before + size])
    is_last = len(found) < size and (found or page == 1)
    return found, before + len(found) if is_last else rows.count()
