"""The hours of a work, week by week: what a hold takes, and what a search asks to be free."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from guildworks.platform.errors import BadInput

WEEKS_MOST = 104
WORKDAYS = 5  # a week that is worked in part is worked in these fifths
QUARTER = Decimal("0.25")
HOURS_MOST = 168
LATEST = date(9000, 1, 1)  # far beyond any plan, and far from where a calendar ends


class BadLoad(BadInput):
    """A work has more than 0 and at most 168 hours a week, in quarters of an hour, and 1 to 104 weeks."""

    code = "bad_load"
    hint = "Give hours such as 32 or 37.5, and weeks such as 12."


@dataclass(frozen=True, slots=True)
class Phase:
    """Some weeks of a work with the same hours."""

    hours: Decimal  # a week
    weeks: int

    def __post_init__(self) -> None:
        if not self.hours.is_finite() or not QUARTER <= self.hours <= HOURS_MOST or self.hours % QUARTER:
            said = _("%(hours)s hours a week are not more than 0 and at most 168 in whole quarters")
            raise BadLoad(said % {"hours": str(self.hours)[:20]})
        if not 1 <= self.weeks <= WEEKS_MOST:
            said = _("A work has 1 to %(most)s weeks, %(weeks)s were given")
            raise BadLoad(said % {"most": WEEKS_MOST, "weeks": str(self.weeks)[:20]})


@dataclass(frozen=True, slots=True)
class Load:
    """From the week of `first_week`, a Monday, on: the quarter hours of each week."""

    first_week: date
    quarter_hours: tuple[int, ...]

    @property
    def last_week(self) -> date:
        """The Monday of the last week."""
        return self.first_week + timedelta(weeks=len(self.quarter_hours) - 1)

    @property
    def most(self) -> Decimal:
        """Hours of its fullest week."""
        return Decimal(max(self.quarter_hours)) / 4


def load_of(starts: date, phases: Sequence[Phase]) -> Load:
    """The load of phases that follow each other from `starts` on. Raises BadLoad.

    Where a phase begins or ends within a week, it takes of that week the share of its workdays, Monday to Friday,
    rounded up to a quarter of an hour.
    """
    if sum(phase.weeks for phase in phases) > WEEKS_MOST:
        raise BadLoad(_("All phases together have at most %(most)s weeks") % {"most": WEEKS_MOST})
    if not phases or starts > LATEST:
        raise BadLoad(hint=_("Give a day within the next two years, and hours and weeks for each phase."))
    fifths: dict[date, Decimal] = {}
    first = starts
    for phase in phases:
        for week, workdays in _workdays(first, phase.weeks):
            fifths[week] = fifths.get(week, Decimal(0)) + phase.hours * 4 * workdays
        first += timedelta(weeks=phase.weeks)
    return Load(min(fifths), tuple(math.ceil(fifths[week] / WORKDAYS) for week in sorted(fifths)))


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _workdays(starts: date, weeks: int) -> list[tuple[date, int]]:
    """Each week that has workdays of these weeks, with how many."""
    before = min(starts.weekday(), WORKDAYS)  # workdays of the first week that were over
    monday = monday_of(starts)
    full = [(monday + timedelta(weeks=number), WORKDAYS) for number in range(1, weeks)]
    edges = [(monday, WORKDAYS - before), (monday + timedelta(weeks=weeks), before)]
    return [(week, workdays) for week, workdays in (edges[0], *full, edges[1]) if workdays]
