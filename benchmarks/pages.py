"""The served pages of a busy site: one client, a busy minute, a real browser, and new briefs as fast as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from time import perf_counter, sleep

from benchmarks import first_paint, open_loop, page_times
from benchmarks.busy_site import busy_site
from benchmarks.network import read_whole
from benchmarks.page_times import point
from benchmarks.served import Door, Line, Request, served, signed_in
from benchmarks.table import Row, quick_enough, seen, within
from benchmarks.visits import VISITS, Known

RAISED = ("shortlists_per_hour", "feasibility_per_hour")  # one client does here in minutes what many do in an hour


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """All figures of the pages; a short run has fewer engineers, briefs and requests."""
    with busy_site(quick=quick, say=say) as site:
        _prepare(say)
        known = Known(site.client)
        with served(site.url) as port:
            read_whole(site.url)
            door = signed_in(port, site.hiring_manager)
            _warm(door, known)
            return [
                *page_times.rows(door, known, VISITS, times=5 if quick else 60, note=site.note, say=say),
                *first_paint.rows(door, known, times=1 if quick else 3, say=say),
                *open_loop.rows(door, known, seconds=5 if quick else 60, a_second=10 if quick else 50, say=say),
                *_new_briefs(door, known, quick=quick, note=site.note, say=say),
            ]


def _prepare(say: Callable[[str], None]) -> None:
    """The index of this database, and limits that one client does not reach here."""
    from guildworks.matching.index.building import build
    from guildworks.platform.limits import LIMITS, set_limit

    say("Building the index")
    for name in RAISED:
        set_limit(name, LIMITS[name].most)
    build()


def _warm(door: Door, known: Known) -> None:
    """Both workers load their model and open the index."""
    for request in _posts(known, 12):
        _post(door, request)
    sleep(2)


def _new_briefs(door: Door, known: Known, *, quick: bool, note: str, say: Callable[[str], None]) -> list[Row]:
    """POST of new briefs: parse, embed, filter, rank, explain, sign and store, then the page that this leads to."""
    say("New briefs")
    one = _times(door, list(_posts(known, 10 if quick else 60)), clients=1)
    began = perf_counter()
    eight = _times(door, list(_posts(known, 32 if quick else 192)), clients=8)
    rate = len(eight) / (perf_counter() - began)
    told = f"{note}; {len(one)} and {len(eight)} posts"
    return [
        within("POST of a brief, 1 client, p95 ms", point([post for post, _ in one], 95), 120, note=told),
        within("POST of a brief, 8 clients, p95 ms", point([post for post, _ in eight], 95), 450),
        quick_enough("briefs a second, 8 clients, each with its page", rate, 18),
        seen("the same with its page, 1 client, p95 ms", point([post + page for post, page in one], 95)),
        seen("the same with its page, 8 clients, p95 ms", point([post + page for post, page in eight], 95)),
    ]


def _posts(known: Known, count: int) -> Iterator[Request]:
    return islice((Request("/", (("text", known.text()),)) for _ in iter(int, 1)), count)


def _times(door: Door, requests: Sequence[Request], *, clients: int) -> list[tuple[float, float]]:
    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(lambda request: _post(door, request), requests))


def _post(door: Door, request: Request) -> tuple[float, float]:
    """Milliseconds of posting a brief until its shortlist is made and kept, and of then reading the page of it."""
    line = Line(door)
    posted = line.ask(request)
    assert posted.status == 302, f"the brief was answered with {posted.status}"
    page = line.ask(Request(posted.location))
    assert page.status == 200, f"the shortlist was answered with {page.status}"
    line.close()
    return posted.ms, page.ms
