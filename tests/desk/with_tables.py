"""All addresses where GUILDWORKS_TABLE_PAGES is set, and one page more, which tries to change something behind them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from guildworks.accounts.models import Organisation
from guildworks.accounts.signed_in import for_operator, only_reads
from guildworks.project import urls

CHANGES = "/desk/changes-behind-the-door"


@for_operator
@only_reads
def changes(request: HttpRequest) -> HttpResponse:
    """What a fault in a page would do."""
    Organisation.objects.create(kind="client", name="By a page that only reads")
    return HttpResponse("changed")


urlpatterns = [
    *urls.urlpatterns,
    path("desk/tables", include("guildworks.desk.tables.urls")),
    path(CHANGES.removeprefix("/"), changes),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
