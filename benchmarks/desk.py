"""The desk of a busy site: what an admin of the operator looks through, one client on one open connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks import page_times
from benchmarks.busy_site import busy_site
from benchmarks.network import read_whole
from benchmarks.served import Door, Request, served
from benchmarks.table import Row
from benchmarks.visits import Known, Visit

BAR_MS = 200
ADMIN = "Amara Okafor"  # invented, as the demo has her


def _page(name: str, address: Callable[[Known], str]) -> Visit:
    return Visit(f"desk, {name}", "page", 0, lambda known: Request(address(known)))


def _always(address: str) -> Callable[[Known], str]:
    return lambda known: address


DESK: Sequence[Visit] = (
    _page("what needs somebody", _always("/desk")),
    _page("people", _always("/desk/people")),
    _page("search of people", _always("/desk/people?search=colleague-4")),
    _page("organisations", _always("/desk/organisations")),
    _page("engineers", _always("/desk/engineers")),
    _page("search of engineers", _always("/desk/engineers?search=ana")),
    _page("search of engineers by skill", _always("/desk/engineers?search=pgvector")),
    _page("search of engineers for what none has", _always("/desk/engineers?search=no+such+words")),
    _page("engineers whose hours are not confirmed", _always("/desk/engineers?stands=unconfirmed")),
    _page("engineer", lambda known: f"/desk/engineers/{known.engineer()}"),
    _page("briefs for which too few fit", _always("/desk/briefs")),
    _page("holds and what became of them", _always("/desk/holds")),
    _page("skills and what was asked for", _always("/desk/skills")),
    _page("events", _always("/desk/events")),
    _page("events of an engineer", lambda known: f"/desk/events?id={known.engineer()}"),
    _page("chain of the operator", _always("/desk/chains/operator")),
    _page("mails", _always("/desk/mails")),
    _page("jobs", _always("/desk/jobs")),
    _page("limits", _always("/desk/limits")),
    _page("health", _always("/desk/health")),
)


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The 95 % point of each page of the desk; a short run has fewer engineers, briefs and requests."""
    with busy_site(quick=quick, say=say) as site, served(site.url) as port:
        read_whole(site.url)
        door, known = _admins_door(port), Known(site.client)
        times = 4 if quick else 40
        return page_times.rows(door, known, DESK, bar=BAR_MS, times=times, note=site.note, say=say)


def _admins_door(port: int) -> Door:
    """What the admin's browser sends: of a busy site so many people could be tried that she is not among the first."""
    from django.conf import settings
    from django.test import Client

    from guildworks.accounts.models import User

    browser = Client()
    browser.force_login(User.objects.get(name=ADMIN))
    name = settings.SESSION_COOKIE_NAME
    return Door(port, f"{name}={browser.cookies[name].value}", "")
