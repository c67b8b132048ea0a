"""What each requirement ruled out, from everybody to those who fit.

The operator is told all counts. A client is told of those who are not on the list only how many they are, from three
up, and no two figures of which the difference would be one or two people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.matching import wording
from guildworks.matching.few import FEWEST, Found, end_of, is_few
from guildworks.matching.hard import NOT_CONFIRMED
from guildworks.platform.figures import figure
from guildworks.web import charts


@dataclass(frozen=True, slots=True)
class Step:
    """One requirement on the way."""

    name: str
    left: str  # who are left after it
    ruled_out: str  # by it, of those who were left before; empty where that is not told
    fail: str  # of everybody: 42 fail it
    only: str  # and nothing else; empty for nobody
    chart: SafeString


def funnel(found: Found, *, is_exact: bool) -> dict[str, Any]:
    """The steps in the order applied, and what one change would bring."""
    asked = wording.loosened(found["excluded"])
    helps = max(asked, key=lambda each: each["only"], default=None)
    strictest = max(asked, key=lambda each: each["engineers"], default=None)
    return {
        "candidates": _figure(found["candidates"], end_of(found), is_exact=is_exact),
        "fit": fit_text(found, is_exact=is_exact),
        "funnel": list(_steps(found, is_exact=is_exact)),
        "helps": _change(helps, is_exact=is_exact) if helps and helps["only"] else "",
        "strictest": _strictest(strictest, found["candidates"], is_exact=is_exact)
        if strictest and strictest["engineers"]
        else "",
    }


def fit_text(found: Found, *, is_exact: bool) -> str:
    """How many fit: `57`, and where one or two of them are not on the list, `fewer than 13`."""
    return _figure(found["survivors"], len(found["engineers"]), is_exact=is_exact)


def _steps(found: Found, *, is_exact: bool) -> Iterator[Step]:
    total, before = max(found["candidates"], 1), found["candidates"]  # before: the last count that was told
    end = end_of(found)
    is_known = is_exact or not is_few(before - end)  # whether it is that of the step before
    for each in found["excluded"]:
        left, name = each["left"], wording.step_text(each["requirement"])
        is_near_end, is_near_before = is_few(left - end), is_few(before - left)
        is_told = is_exact or not (is_near_end or is_near_before)
        said = figure(left) if is_told else _fewer(end + FEWEST if is_near_end else before)
        shown = left if is_told else before
        yield Step(
            name=name,
            left=said,
            ruled_out=_ruled_out(before - left) if is_told and is_known else "",
            fail=_fail(each, is_exact=is_exact),
            only=_count(each["only"], is_exact=is_exact) if each["only"] else "",
            chart=charts.left_chart(
                before / total, shown / total, said=_("%(name)s: %(left)s left") % {"name": name, "left": said}
            ),
        )
        before, is_known = shown, is_told


def _figure(count: int, end: int, *, is_exact: bool) -> str:
    """A count; one that lies one or two above an end is told by a bound."""
    return figure(count) if is_exact or not is_few(count - end) else _fewer(end + FEWEST)


def _fewer(most: int) -> str:
    return _("fewer than %(count)s") % {"count": figure(most)}


def _count(people: int, *, is_exact: bool) -> str:
    return _figure(people, 0, is_exact=is_exact)


def _ruled_out(people: int) -> str:
    return f"−{figure(people)}" if people else "0"


def _fail(each: Mapping[str, Any], *, is_exact: bool) -> str:
    if is_exact or not is_few(each["engineers"]):
        return wording.failing_text(each)
    if each["requirement"] == NOT_CONFIRMED:
        return _("fewer than 3 not confirmed")
    return _("fewer than 3 fail it")


def _change(each: Mapping[str, Any], *, is_exact: bool) -> str:
    name, more = wording.hard_text(each["requirement"]), each["only"]
    if not is_exact and is_few(more):
        return _("Without “%(name)s”, fewer than 3 more would fit.") % {"name": name}
    said = ngettext(
        "Without “%(name)s”, %(count)s more engineer would fit.", "Without “%(name)s”, %(count)s more would fit.", more
    )
    return said % {"name": name, "count": figure(more)}


def _strictest(each: Mapping[str, Any], candidates: int, *, is_exact: bool) -> str:
    return _("%(name)s rules out most: %(fail)s of %(candidates)s.") % {
        "name": wording.hard_text(each["requirement"]),
        "fail": _count(each["engineers"], is_exact=is_exact),
        "candidates": figure(candidates),
    }
