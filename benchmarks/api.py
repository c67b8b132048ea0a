"""The interface of programs on a busy site: what reads, one client on one open connection, request by request."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from time import perf_counter

from benchmarks.busy_site import BusySite, busy_site, one_list_each
from benchmarks.network import read_whole
from benchmarks.page_times import point
from benchmarks.served import served
from benchmarks.table import Row, within

BAR_MS = 60
Say = Callable[[str], None]
Path = Callable[[], str]


def rows(quick: bool, say: Say) -> list[Row]:
    """The 50, 95 and 99 % points of each kind of reading; a short run has fewer engineers, briefs and requests."""
    times = 20 if quick else 300
    with busy_site(quick=quick, say=say) as site:
        asked, client, operator = _asked(site), _client_key(site), _operator_key()
        with served(site.url) as port:
            read_whole(site.url)
            found = []
            for name, (key, path) in asked.items():
                say(name)
                found.append(_row(name, port, operator if key == "operator" else client, path, times=times))
    first, *others = found
    return [_noted(first, site.note), *others]


def _asked(site: BusySite) -> dict[str, tuple[str, Path]]:
    """What is read, by whose key: each time another brief, list or engineer."""
    lists = cycle(one_list_each(site.client))
    person = cycle(_listed(site))
    return {
        "API, list of briefs": ("client", lambda: "/briefs"),
        "API, search of briefs": ("client", lambda: "/briefs?search=K-7"),
        "API, brief": ("client", lambda: f"/briefs/{next(lists).brief.shown_id}"),
        "API, list of shortlists": ("client", lambda: "/shortlists"),
        "API, shortlist": ("client", lambda: f"/shortlists/{next(lists).shown_id}"),
        "API, receipt of a shortlist": ("client", lambda: f"/shortlists/{next(lists).shown_id}/receipt"),
        "API, list of holds": ("client", lambda: "/holds"),
        "API, events": ("client", lambda: "/events"),
        "API, list of engineers": ("operator", lambda: "/engineers"),
        "API, search of engineers": ("operator", lambda: "/engineers?search=ana"),
        "API, search of engineers by skill": ("operator", lambda: "/engineers?search=pgvector"),
        "API, search of engineers for what none has": ("operator", lambda: "/engineers?search=no+such+words"),
        "API, list of all holds": ("operator", lambda: "/holds"),
        "API, engineer": ("operator", lambda: f"/engineers/{next(person)}"),
        "API, weeks of an engineer": ("operator", lambda: f"/engineers/{next(person)}/weeks"),
        "API, skills": ("client", lambda: "/skills?search=python"),
    }


def _row(name: str, port: int, key: str, path: Path, *, times: int) -> Row:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken = []
    for number in range(times + 4):  # the first ones warm both workers
        began = perf_counter()
        line.request("GET", f"/api/v1{path()}", headers={"Authorization": f"Bearer {key}"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200, f"{name} was answered with {answer.status}"
        if number >= 4:
            taken.append((perf_counter() - began) * 1000)
    line.close()
    note = f"median {point(taken, 50):.0f} ms, p99 {point(taken, 99):.0f} ms"
    return within(f"{name}, 1 client, p95 ms", point(taken, 95), BAR_MS, note=note)


def _noted(row: Row, note: str) -> Row:
    return replace(row, note=f"{row.note}; {note}")


def _listed(site: BusySite) -> list[str]:
    from guildworks.platform.ids import shown

    return [shown("eng", made.engineers[0]) for made in one_list_each(site.client)]


def _client_key(site: BusySite) -> str:
    from guildworks.accounts.api_keys.actions import make_api_key
    from guildworks.accounts.api_keys.scopes import CLIENT, scopes_for
    from guildworks.accounts.models import Membership
    from guildworks.accounts.queries import actor_in
    from guildworks.platform.limits import LIMITS, set_limit

    set_limit("api_requests_per_minute", LIMITS["api_requests_per_minute"].most)
    whole = Membership.objects.select_related("user", "organisation")
    member = whole.filter(organisation=site.client, role="owner")[0]
    scopes = [scope.name for scope in scopes_for(CLIENT)]
    return make_api_key(actor_in(member), member, name="Benchmark", scopes=scopes, days=1).secret


def _operator_key() -> str:
    from guildworks.accounts.api_keys.actions import make_api_key
    from guildworks.accounts.api_keys.scopes import OPERATOR, scopes_for
    from guildworks.accounts.queries import local_operator, operator_organisation

    scopes = [scope.name for scope in scopes_for(OPERATOR)]
    return make_api_key(local_operator(), operator_organisation(), name="Benchmark", scopes=scopes, days=1).secret
