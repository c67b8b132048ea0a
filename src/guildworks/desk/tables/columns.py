"""The columns of a table as its pages show them, and those in which an id is looked up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.admin.utils import quote
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guildworks.desk.tables.decided import is_shown, why_left_out
from guildworks.platform.ids import BadId, parsed

TEXT_MOST = 400  # characters of one value; an array can be long
DIGITS_MOST = 18
COLUMNS_LISTED = 6  # of a row in a list; its own page has all
_LISTS = (models.Index, models.UniqueConstraint)

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
else:
    AnyField = models.Field


@dataclass(frozen=True, slots=True)
class Column:
    """A column; called with a row it gives what is in it, as Django's admin wants of what it lists."""

    field: AnyField

    @property
    def name(self) -> str:
        """As the database calls it."""
        return self.field.attname

    def __call__(self, row: models.Model) -> str:
        return told(getattr(row, self.field.attname), self.field)

    def address(self, row: models.Model) -> str:
        """The page of the row that it refers to; empty where it refers to none."""
        value = getattr(row, self.field.attname)
        if value is None or not isinstance(self.field, models.ForeignKey):
            return ""
        return row_address(self.field.related_model, value)


def row_address(model: type[models.Model], key: int | str | UUID) -> str:
    """The address of a row; empty where its table has no page."""
    return reverse("desk-row", args=[model._meta.db_table, quote(key)]) if has_page(model) else ""


def has_page(model: type[models.Model]) -> bool:
    """Whether its table is one of the house, and not of a library, and its rows are named by one column.

    What the libraries keep are sessions, second factors and the addresses of accounts, and jobs, which have their page.
    """
    of_house = model._meta.app_config.name.startswith("guildworks.")
    return of_house and not isinstance(model._meta.pk, models.CompositePrimaryKey)


@cache
def shown_columns(model: type[models.Model]) -> tuple[Column, ...]:
    """In the order of the table, the row's own name first."""
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    return tuple(Column(field) for field in fields if is_shown(field))


@cache
def listed_columns(model: type[models.Model]) -> tuple[Column, ...]:
    """The first of them, without those that say little beside many others: arrays, and bare ids of other things."""
    name, *rest = shown_columns(model)
    says_little = (ArrayField, models.JSONField, models.UUIDField)
    return (name, *[column for column in rest if not isinstance(column.field, says_little)][: COLUMNS_LISTED - 1])


def left_out(model: type[models.Model]) -> list[tuple[str, str]]:
    """The names of the columns that are not shown, and why, in the language of whoever reads."""
    return [(field.attname, _(why_left_out(field))) for field in model._meta.concrete_fields if not is_shown(field)]


def told(value: object, field: AnyField) -> str:
    """A value as text; an id as other pages show it, a time in UTC."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, list | dict):
        return shortened(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))
    return shortened(shown_id(value, field) if isinstance(value, UUID) else str(value))


def shown_id(value: UUID, field: AnyField) -> str:
    """`eng_…` where rows of this kind are named so elsewhere, else the bare id."""
    named = source(field)
    shown = getattr(named.model(pk=value), "shown_id", None) if named.primary_key else None
    return shown or str(value)


def source(field: AnyField) -> AnyField:
    """The column that a reference refers to in the end, which gives its values their kind; of others the column."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def shortened(text: str) -> str:
    return text if len(text) <= TEXT_MOST else f"{text[:TEXT_MOST]}…"


def rows_named(model: type[models.Model], typed: str) -> Q | None:
    """The rows that have this id, or refer to what has it; None for what cannot be in a column that has an index.

    Anything else would have the database read a table of millions of rows whole.
    """
    found = [Q((field.attname, value)) for field in indexed(model) for value in read_as(source(field), typed)]
    return Q(*found, _connector=Q.OR) if found else None


def indexed(model: type[models.Model]) -> list[AnyField]:
    """The shown columns in which an index finds a value."""
    meta = model._meta
    rules = [one for one in (*meta.indexes, *meta.constraints) if isinstance(one, _LISTS) and one.condition is None]
    first = {rule.fields[0].removeprefix("-") for rule in rules if rule.fields}
    fields = [column.field for column in shown_columns(model)]
    return [field for field in fields if field.unique or getattr(field, "db_index", False) or field.name in first]


def read_as(field: AnyField, typed: str) -> Iterator[object]:
    """What was typed as a value of such a column, if it can be one."""
    if isinstance(field, models.UUIDField):
        yield from read_id(typed)
    elif isinstance(field, models.IntegerField):
        if typed.isascii() and typed.isdigit() and len(typed) <= DIGITS_MOST:
            yield int(typed)
    elif isinstance(field, models.CharField | models.TextField):
        yield typed


def read_id(typed: str) -> Iterator[UUID]:
    """The id that was typed, whole or as it is shown."""
    try:
        yield UUID(typed) if "_" not in typed else parsed(typed.partition("_")[0], typed)
    except (ValueError, BadId):
        return


def referring(model: type[models.Model]) -> list[str]:
    """The tables whose rows refer to rows of this one and can be looked up by it."""
    found = {
        one.related_model._meta.db_table
        for one in model._meta.get_fields(include_hidden=True)
        if isinstance(one, models.ForeignObjectRel)
        and has_page(one.related_model)
        and one.field in indexed(one.related_model)
    }
    return sorted(found)
