"""What the pages of a busy site are asked for: each kind of visit is one line of VISITS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, cycle
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.busy_site import HELD_NOW, one_list_each, texts
from benchmarks.served import Request

HOURS_ASKED = "0.5"  # of each hold placed: the client's fair share has room for a run of them


class Known:
    """What somebody at the client sees on its pages: ids of its briefs, lists, engineers and holds.

    Each call gives the next one, so that what can be done once is done to another one each time.
    """

    def __init__(self, client: UUID) -> None:
        self._one_each = one_list_each(client)
        self._lists = cycle(Random(1).sample(self._one_each, len(self._one_each)))
        self._not_held = iter(self._one_each[HELD_NOW:])
        self._not_corrected = iter(self._one_each[::-1])
        self._briefs = cycle(Random(2).sample(self._one_each, len(self._one_each)))
        self._holds = iter(_live_holds(client))
        self._numbers = count(1)
        self._texts = cycle(texts())

    def shortlist(self, under: str = "") -> str:
        """The address of a list, or of a page under it."""
        return f"/shortlists/{next(self._lists).shown_id}{under}"

    def sharing(self) -> str:
        """The address where a list is shared with colleagues."""
        return f"/threads/shortlist/{next(self._lists).shown_id}/shares"

    def listed(self) -> str:
        """The address of an engineer's page on a list."""
        made = next(self._lists)
        return f"/shortlists/{made.shown_id}/engineers/{_shown(made.engineers[0])}"

    def engineer(self) -> str:
        """The shown id of an engineer who stands first on a list."""
        return _shown(next(self._lists).engineers[0])

    def side_by_side(self) -> str:
        """The address that compares the first two of a list."""
        made = next(self._lists)
        first, second = (_shown(engineer) for engineer in made.engineers[:2])
        return f"/shortlists/{made.shown_id}/compare?engineer={first}&engineer={second}"

    def brief(self) -> str:
        """The address of a brief."""
        return f"/briefs/{next(self._briefs).brief.shown_id}"

    def question(self) -> str:
        """The address that asks whether the first of a list is to be held."""
        made = next(self._lists)
        return f"/briefs/{made.brief.shown_id}/holds/new?engineer={_shown(made.engineers[0])}"

    def correction(self) -> Request:
        """A correction of a brief that says something else about its weeks than was read, the first one of that."""
        form = (("item", "duration"), ("after", "0"), ("says", "value"), ("weeks", "10"))
        return Request(f"/briefs/{next(self._not_corrected).brief.shown_id}/corrections", form)

    def hold(self) -> Request:
        """A hold of the second of a list whose brief holds nobody yet."""
        from guildworks.platform import clock

        made, starts = next(self._not_held), clock.today() + timedelta(weeks=5)
        form = (("engineer", _shown(made.engineers[1])), ("hours", HOURS_ASKED), ("weeks", "4"))
        return Request(f"/briefs/{made.brief.shown_id}/holds", (*form, ("starts", starts.isoformat())))

    def release(self) -> Request:
        """The release of a hold."""
        return Request("/holds/releases", (("hold", next(self._holds)),))

    def search(self) -> str:
        """The address of a search for a number that few briefs have."""
        return f"/briefs?search=K-{next(self._numbers) % 900 + 100}"

    def text(self) -> str:
        """A brief that nobody has read before."""
        return f"{next(self._texts)}\n\nOur reference is case {next(self._numbers)}.\n"


@dataclass(frozen=True, slots=True)
class Visit:
    """One kind of visit. `share` is its percentage of the mix of a busy hour; 0: it is measured alone."""

    name: str
    kind: str  # page, partial, write or new brief
    share: int
    asked: Callable[[Known], Request]
    status: int = 200


def _page(name: str, share: int, address: Callable[[Known], str]) -> Visit:
    return Visit(name, "page", share, lambda known: Request(address(known)))


def _always(address: str) -> Callable[[Known], str]:
    return lambda known: address


VISITS: Sequence[Visit] = (
    _page("home, where a brief is written", 15, _always("/")),
    _page("shortlist", 22, lambda known: known.shortlist()),
    _page("engineer of a shortlist, with why", 20, lambda known: known.listed()),
    _page("list of briefs", 5, _always("/briefs")),
    _page("brief, with what the market has", 3, lambda known: known.brief()),
    _page("holds", 3, _always("/holds")),
    _page("two engineers compared", 2, lambda known: known.side_by_side()),
    _page("search of briefs", 0, lambda known: known.search()),
    _page("search of briefs for what none has", 0, _always("/briefs?search=no+such+words+anywhere")),
    _page("list of briefs, its 40th page", 0, _always("/briefs?page=40")),
    _page("question before a hold", 0, lambda known: known.question()),
    _page("colleagues to share a list with", 0, lambda known: known.sharing()),
    _page("people of the organisation", 0, _always("/organisation/people")),
    _page("API keys", 0, _always("/organisation/api-keys")),
    _page("interface for programs", 0, _always("/api/v1/docs")),
    Visit(
        "brief read while it is written",
        "partial",
        20,
        lambda known: Request("/briefs/reading", (("text", known.text()),), by_htmx=True),
    ),
    Visit("correction of a brief", "write", 4, lambda known: known.correction(), status=302),
    Visit("hold placed", "write", 2, lambda known: known.hold(), status=302),
    Visit("hold released", "write", 2, lambda known: known.release(), status=302),
    Visit("new brief", "new brief", 2, lambda known: Request("/", (("text", known.text()),)), status=302),
)
assert sum(visit.share for visit in VISITS) == 100


def mixed(seconds: int, a_second: int, *, seed: int) -> list[Visit]:
    """So many visits in random order, each kind as often as its share says."""
    wanted: list[Visit] = []
    for visit in VISITS:
        wanted += [visit] * round(seconds * a_second * visit.share / 100)
    Random(seed).shuffle(wanted)
    return wanted


def _live_holds(client: UUID) -> Iterator[str]:
    from guildworks.availability.models import Reservation

    live: Any = Reservation.objects.filter(organisation_id=client, holder_kind="brief", state="hold")
    return (hold.shown_id for hold in live.order_by("id"))


def _shown(engineer: UUID) -> str:
    from guildworks.platform.ids import shown

    return shown("eng", engineer)
