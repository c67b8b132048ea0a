"""Django's own admin over the tables of the house, made so that it only reads.

Three things hold that, each alone: nothing here is permitted but to look, every method but GET and HEAD is refused, and
the database takes no change from these pages (`only_reads`). The log that Django's admin keeps of changes has no table,
and so its app is not installed: no migration comes and goes with the setting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guildworks.accounts.policies import may_read_tables
from guildworks.accounts.signed_in import MemberRequest, for_operator, only_reads
from guildworks.desk.tables.columns import (
    Column,
    has_page,
    left_out,
    listed_columns,
    referring,
    row_address,
    rows_named,
    shown_columns,
)
from guildworks.desk.tables.sizes import about_rows
from guildworks.platform.errors import NotFound
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.web.paging import page_asked, pages_of

if TYPE_CHECKING:
    AnyAdmin = ModelAdmin[models.Model]
    AnyPaginator = Paginator[models.Model]
else:
    AnyAdmin, AnyPaginator = ModelAdmin, Paginator

LISTED_MOST = 5_000  # rows of one table; others are found by an id


class First(AnyPaginator):
    """Pages of the first rows; no table is counted whole."""

    @cached_property
    def count(self) -> int:
        """At most LISTED_MOST."""
        rows = cast("QuerySet[models.Model]", self.object_list)
        return rows.values("pk")[:LISTED_MOST].count()


class Rows(ChangeList):
    """A page of rows, or of those that an id names; ids tell the time mostly, and the latest stand first."""

    def get_filters_params(self, params: object = None) -> dict[str, Any]:
        """None: what may be looked up is an id, in a column that has an index."""
        return {}

    def get_results(self, request: HttpRequest) -> None:
        """The page that is asked for; the last one where there are fewer."""
        found = self.model_admin.get_paginator(request, self.queryset, limit("page_size"))
        page = found.get_page(page_asked(request))
        self.result_count, self.result_list = found.count, page.object_list
        self.pages = pages_of(found.count, page.number)


class Table(AnyAdmin):
    """One table. Of its columns those alone are asked for that are shown."""

    actions = None
    paginator = First
    change_list_template = "desk/table.html"

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Model]:
        return super().get_queryset(request).only(*[column.field.name for column in shown_columns(self.model)])

    def get_list_display(self, request: HttpRequest) -> Sequence[Column]:  # type:ignore[override]
        return listed_columns(self.model)

    def get_fields(self, request: HttpRequest, obj: object = None) -> Sequence[Column]:  # type:ignore[override]
        return shown_columns(self.model)

    get_readonly_fields = get_fields  # type:ignore[assignment]

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[Rows]:
        return Rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[models.Model], search_term: str
    ) -> tuple[QuerySet[models.Model], bool]:
        if not (typed := search_term.strip()):
            return queryset, False
        named = rows_named(self.model, typed)
        return (queryset.filter(named) if named else queryset.none()), False

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Rows are named by their own ids alone."""
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model:
        """The row; Django's own answer to a wrong id leads away from the page. Raises NotFound."""
        found = super().get_object(request, object_id)
        if found is None:
            raise NotFound(
                _("There is no such row in this table."),
                hint=_("It may be gone: the page of the table has those that are there."),
            )
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, each row with its cells and its page."""
        answer = super().changelist_view(request, extra_context)
        if isinstance(answer, TemplateResponse) and answer.context_data:
            found = answer.context_data["cl"]
            columns = found.list_display
            answer.context_data |= {
                "names": [column.name for column in columns],
                "rows": [(row_address(self.model, row.pk), cells(columns, row)) for row in found.result_list],
                "search": found.query.strip(),
                "about": max(about_rows([self.table])[self.table], found.result_count),
                "most": LISTED_MOST,
                "pages": found.pages,
                "total": found.result_count,
            }
        return answer

    def render_change_form(  # type:ignore[override]
        self, request: HttpRequest, context: dict[str, Any], obj: models.Model, **named: Any
    ) -> HttpResponse:
        """One row with all its columns, in our own page: there is no form, since nothing can be changed."""
        facts = {
            "table": self.table,
            "key": row_name(obj),
            "cells": cells(shown_columns(self.model), obj),
            "left_out": left_out(self.model),
            "referring": referring(self.model),
        }
        return TemplateResponse(request, "desk/row.html", facts)

    @property
    def table(self) -> str:
        """Its name in the database."""
        return self.model._meta.db_table


def cells(columns: Sequence[Column], row: models.Model) -> list[tuple[str, str, str]]:
    """Of each column its name, what is in it, and the address of the row that it refers to."""
    return [(column.name, column(row), column.address(row)) for column in columns]


def row_name(row: models.Model) -> str:
    """What names a row, as it is shown."""
    return shown_columns(type(row))[0](row)


def grouped(sizes: Mapping[str, int]) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """By domain: each table, its name there, and about how many rows it has."""
    rows = [
        (domain, (table, name, sizes[table])) for table in sorted(sizes) for domain, _u, name in [table.partition("_")]
    ]
    return [(domain, [row for _d, row in each]) for domain, each in groupby(rows, key=itemgetter(0))]


class Tables(AdminSite):
    """All tables of the house that have a page."""

    def __init__(self) -> None:
        super().__init__("tables")
        for model in apps.get_models():
            if has_page(model):
                self.register(model, Table)
        self.by_name = {admin.table: admin for admin in self._registry.values() if isinstance(admin, Table)}

    def has_permission(self, request: MemberRequest) -> bool:  # type:ignore[override]
        """Whether they are the operator; the door has asked so before."""
        return may_read_tables(request.actor) is None

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The desk's door, which signs people in by the house's own page, and the database only reads behind it."""
        return for_operator(only_reads(never_cache(require_safe(view))))

    def get_urls(self) -> list[URLPattern]:  # type:ignore[override]
        """Three pages; nothing of what Django's admin has besides, such as its own page to sign in."""
        return [
            path("", self.admin_view(self.index), name="desk-tables"),
            path("/<str:table>", self.admin_view(self.rows), name="desk-table"),
            path("/<str:table>/<str:row>", self.admin_view(self.row), name="desk-row"),
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing: our pages have their own head and places."""
        return {}

    def index(self, request: MemberRequest, extra_context: object = None) -> HttpResponse:  # type:ignore[override]
        """All tables with about how many rows each has."""
        require(may_read_tables(request.actor))
        return TemplateResponse(request, "desk/tables.html", {"groups": grouped(about_rows(list(self.by_name)))})

    def rows(self, request: HttpRequest, table: str) -> HttpResponse:
        """The first rows of one table, or those that an id names."""
        return self._of(table).changelist_view(request, {"table": table})

    def row(self, request: HttpRequest, table: str, row: str) -> HttpResponse:
        """One row."""
        return self._of(table).change_view(request, row)

    def _of(self, table: str) -> Table:
        if table not in self.by_name:
            raise NotFound(_("There is no such table here."), hint=_("The page of tables has all that can be read."))
        return self.by_name[table]
