"""Every list is paged, all by the same limit."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from guildworks.platform.limits import limit

Row = TypeVar("Row", bound=Model)


def page_of(rows: QuerySet[Row], page: int) -> tuple[list[Row], int]:
    """One page of these rows, the first one being 1, and how many there are on all pages. Two SQL queries."""
    size = limit("page_size")
    return list(rows[(page - 1) * size : page * size]), rows.count()
