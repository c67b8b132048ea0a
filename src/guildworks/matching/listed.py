"""Who stands on a kept list, by id: one of them, or some to be put side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.matching.erased import filled
from guildworks.matching.models import Shortlist
from guildworks.platform.errors import BadInput, GuildworksError, NotFound
from guildworks.platform.ids import BadId, parsed, shown
from guildworks.platform.limits import limit

COMPARED_LEAST, COMPARED_MOST = 2, 4  # more would not fit beside each other
Person = Mapping[str, Any]


class BadTop(BadInput):
    """A shortlist has at least one place, and no more than the limit `shortlist_top` allows."""

    code = "bad_top"
    hint = "Ask for fewer."
    at_terminal = "Without --top it has ten; `guildworks limits list` shows how many it may have."


class NotCompared(GuildworksError):
    """These engineers cannot be put side by side."""

    code = "not_compared"
    http_status = 422
    hint = f"Go back to the list, tick {COMPARED_LEAST} to {COMPARED_MOST} engineers of one role, and compare them."


@dataclass(frozen=True, slots=True)
class RoleList:
    """What was found for one role of a kept list, those who were erased since with every field."""

    number: int  # from 1, in the order of the brief
    found: Mapping[str, Any]
    is_only: bool  # the brief speaks of no other role

    @property
    def people(self) -> list[Person]:
        """Those who fit, best first, then the near misses."""
        return [*self.found["engineers"], *self.found["near_misses"]]

    def place_of(self, engineer: str) -> int | None:
        """Where an engineer stands among `people`."""
        return next((place for place, person in enumerate(self.people) if person["id"] == engineer), None)


def role_lists(made: Shortlist) -> list[RoleList]:
    """The lists of all roles."""
    roles = made.found["roles"]
    return [RoleList(number, filled(role), len(roles) == 1) for number, role in enumerate(roles, 1)]


def get_listed(made: Shortlist, engineer: str, *, role: str = "") -> tuple[RoleList, int]:
    """The list of a role, or the first one, on which an engineer stands, and their place among its people.

    Raises NotFound, in the same words for who is not listed and for nobody.
    """
    id_ = _whole(engineer)
    for each in _of_role(made, role):
        if (place := each.place_of(id_)) is not None:
            return each, place
    raise _nobody()


def get_compared(made: Shortlist, engineers: Sequence[str], *, role: str = "") -> tuple[RoleList, list[Person]]:
    """The list of one role and some of its people, in its order. Raises NotCompared, or NotFound as above."""
    if len(engineers) > COMPARED_MOST:
        said = ngettext(
            "%(count)s engineer is chosen; at most %(most)s stand side by side.",
            "%(count)s engineers are chosen; at most %(most)s stand side by side.",
            len(engineers),
        )
        raise NotCompared(said % {"count": len(engineers), "most": COMPARED_MOST})
    lists, ids = _of_role(made, role), [_whole(engineer) for engineer in engineers]
    if any(all(each.place_of(id_) is None for each in lists) for id_ in ids):
        raise _nobody()
    if len(set(ids)) < len(ids):
        raise NotCompared(_("The same engineer is chosen twice."))
    if len(ids) < COMPARED_LEAST:
        raise NotCompared(_("One engineer is chosen.") if ids else _("No engineer is chosen."))
    for each in lists:
        people = [person for person in each.people if person["id"] in ids]
        if len(people) == len(ids):
            return each, people
    raise NotCompared(_("These engineers stand on the lists of different roles."))


def _of_role(made: Shortlist, role: str) -> list[RoleList]:
    """The lists of the role with this number; of all, where none is named."""
    return [each for each in role_lists(made) if role in ("", str(each.number))]


def _whole(engineer: str) -> str:
    """An id as lists hold it, whichever way its letters are written. Raises NotFound."""
    try:
        return shown("eng", parsed("eng", engineer))
    except BadId:
        raise _nobody() from None


def _nobody() -> NotFound:
    return NotFound(
        _("There is no such engineer on this shortlist."), hint=_("Choose somebody who stands on the list.")
    )


def require_top(top: int) -> None:
    """Refuse a number of places that no list has. Raises BadTop."""
    most = limit("shortlist_top")
    if not 1 <= top <= most:
        said = _("A shortlist has 1 to %(most)s places, %(asked)s were asked for")
        raise BadTop(said % {"most": most, "asked": top})
