"""Some people of one list side by side: the same rows for all, and a dot only where somebody is really the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.matching.addresses import compare_address, why_address
from guildworks.matching.better import best_of_figures, best_of_ranges
from guildworks.matching.listed import COMPARED_LEAST, Person, RoleList
from guildworks.matching.models import Shortlist
from guildworks.matching.ranking_policy import get_policy
from guildworks.matching.shown.holds import NO_HOLDING, Holding
from guildworks.matching.shown.hours import DayShown, day_shown, weeks_shown
from guildworks.matching.shown.people import (
    Scales,
    as_equals,
    asked_text,
    level_range,
    level_shown,
    of_text,
    person_shown,
    scale_text,
    scales,
    steps,
)
from guildworks.platform.enumeration import enumerated
from guildworks.platform.figures import figure

COUNTS = {2: "two", 3: "three", 4: "four"}  # classes of the style sheet
BEST = {2: gettext_noop("best of two"), 3: gettext_noop("best of three"), 4: gettext_noop("best of four")}
IS_BEST = {
    2: gettext_noop("best of the two"),
    3: gettext_noop("best of the three"),
    4: gettext_noop("best of the four"),
}
HOLD_ALL = {2: gettext_noop("Hold both"), 3: gettext_noop("Hold all three"), 4: gettext_noop("Hold all four")}
HOLD_OTHERS = {2: gettext_noop("Hold the other two"), 3: gettext_noop("Hold the other three")}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person has in a row."""

    text: str
    aside: str = ""
    chart: str = ""  # markup
    rests: str = ""  # the sources of a level, as markup
    day: DayShown | None = None
    is_best: bool = False
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion."""

    kind: str  # a class of the style sheet
    name: str
    aside: str
    cells: list[Cell]

    @property
    def is_quiet(self) -> bool:
        """Whether nobody differs from the others."""
        return len({(cell.text, cell.aside, cell.rests) for cell in self.cells}) == 1


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together."""

    name: str
    aside: str
    rows: list[Row]


def compared(
    made: Shortlist, role: RoleList, people: Sequence[Person], *, holding: Holding = NO_HOLDING
) -> dict[str, Any]:
    """All that the page shows of some people of one role, from what the list kept."""
    weights = get_policy(made.policy_id).policy.weights
    by = scales(role.found, weights, requirement=made.requirement, at=made.made_at)
    shown = [person_shown(person, by) for person in people]
    scores = best_of_ranges([(round(person["low"], 2), round(person["high"], 2)) for person in people])
    back = compare_address(made, role, [person["id"] for person in people])
    groups = [
        _score(shown, scores, scale_text(by)),
        _parts(people, by),
        _levels(people, by),
        _money(people, shown),
        _hours(role.found, people, shown),
    ]
    return {
        "title": _("%(names)s side by side") % {"names": enumerated([person["name"] for person in shown])},
        "count": COUNTS[len(people)],
        "best": _(BEST[len(people)]),
        "is_best": _(IS_BEST[len(people)]),
        "people": [
            {
                **one,
                "place": _place(person),
                "why": why_address(made, role, person["id"]),
                **holding.beside(person, back=back),
            }
            for one, person in zip(shown, people, strict=True)
        ],
        "has_holds": holding.brief is not None or any(person["id"] in holding.held for person in people),
        "hold": _hold_several(people, holding, back=back),
        "columns": len(people) + 1,
        "has_days": any(day_shown(role.found, person) for person in people),
        "groups": [_named(group, shown) for group in groups if group.rows],
        "verdict": _verdict(people, scores),
    }


def _hold_several(people: Sequence[Person], holding: Holding, *, back: str) -> dict[str, str] | None:
    """The way to hold those together who are not held; None for fewer than two, who have a way of their own."""
    others = [one["id"] for one in people if not one.get("erased") and one["id"] not in holding.held]
    if not holding.brief or len(others) < COMPARED_LEAST:
        return None
    name = (HOLD_OTHERS if len(others) < len(people) else HOLD_ALL)[len(others)]
    return {"name": _(name), "address": holding.address(others, back=back)}


def _named(group: Group, shown: Sequence[Mapping[str, Any]]) -> Group:
    """Each cell with its person's name: where the page is narrow, no head stands above it."""
    rows = [
        replace(row, cells=[replace(cell, whose=one["name"]) for cell, one in zip(row.cells, shown, strict=True)])
        for row in group.rows
    ]
    return replace(group, rows=rows)


def _place(person: Person) -> str:
    return (_("Near miss %(rank)s") if "fails" in person else _("Rank %(rank)s")) % {"rank": person["rank"]}


def _verdict(people: Sequence[Person], best: Sequence[bool]) -> str:
    """What the ranges of the scores say of the order."""
    if any(best):
        name = people[list(best).index(True)]["name"]
        return _("The range of %(name)s lies above those of all others here.") % {"name": name}
    by_score = sorted(people, key=lambda person: -person["score"])
    equals = as_equals(by_score)
    if equals < 2:
        return ""
    if equals < len(people):
        names = enumerated([person["name"] for person in by_score[:equals]])
        return _("The ranges of %(names)s overlap: treat them as equals.") % {"names": names}
    if equals == 2:
        return _("Both ranges overlap: treat them as equals.")
    return _("All ranges overlap: treat them as equals.")


def _score(shown: Sequence[Mapping[str, Any]], best: Sequence[bool], scale: str) -> Group:
    cells = [
        Cell(person["score"], aside=person["range"], chart=person["range_chart"], is_best=is_best)
        for person, is_best in zip(shown, best, strict=True)
    ]
    rows = [Row("score", _("Score"), scale, cells)]
    if any(person["fails"] for person in shown):
        fails = [Cell(", ".join(person["fails"]) or _("nothing")) for person in shown]
        rows.append(Row("fails", _("Fails"), "", fails))
    return Group("", "", rows)


def _parts(people: Sequence[Person], by: Scales) -> Group:
    """Each part as a step of the sum, and the sum."""
    columns = [steps(person, by) for person in people]
    rows = [
        Row("part", row[0].name, row[0].possible, [Cell(step.value, chart=step.chart) for step in row])
        for row in zip(*columns, strict=True)
    ]
    rows.append(Row("sum", _("Score"), of_text("1.000"), [Cell(figure(person["score"], ".3f")) for person in people]))
    return Group(_("Parts"), _("filled: what was reached; outline: what was possible"), rows)


def _levels(people: Sequence[Person], by: Scales) -> Group:
    """Each asked skill with what is known of it; of who was erased nothing is."""
    asked: Sequence[Mapping[str, Any]] = max((person["skills"] for person in people), key=len)
    rows = [
        Row("level", skill["name"], asked_text(skill, by), _level_cells(people, column, by))
        for column, skill in enumerate(asked)
    ]
    aside = _("levels from 1 basic to 4 expert, ± one standard error; band: 80 % range")
    return Group(_("What it rests on"), aside, rows)


def _level_cells(people: Sequence[Person], column: int, by: Scales) -> list[Cell]:
    known = [person["skills"][column] if person["skills"] else None for person in people]
    best = _among(people, best_of_ranges([level_range(skill) for skill in known if skill]))
    return [_level_cell(skill, by, is_best=is_best) for skill, is_best in zip(known, best, strict=True)]


def _level_cell(skill: Mapping[str, Any] | None, by: Scales, *, is_best: bool) -> Cell:
    if skill is None:
        return Cell("–")
    level = level_shown(skill, by)
    return Cell(level.text, chart=level.chart, rests=level.sources, is_best=is_best)


def _money(people: Sequence[Person], shown: Sequence[Mapping[str, Any]]) -> Group:
    known = [person["rate"] for person in people if not person.get("erased")]
    is_one_currency = len({rate["currency"] for rate in known if rate}) == 1
    rates = [rate["amount"] if rate and is_one_currency else None for rate in known]
    best = _among(people, best_of_figures(rates, least=True))
    each = list(zip(shown, best, strict=True))
    rows = [Row("money", _("Rate"), "", [Cell(person["rate"], is_best=is_best) for person, is_best in each])]
    if hours := next((person["cost_hours"] for person in shown if person["cost_hours"]), ""):
        costs = [Cell(person["cost"] or "–", is_best=is_best) for person, is_best in each]
        rows.append(Row("money", _("Cost"), hours, costs))
    return Group("", "", rows)


def _hours(role: Mapping[str, Any], people: Sequence[Person], shown: Sequence[Mapping[str, Any]]) -> Group:
    rows = []
    if any(person["overlap_hours"] is not None for person in people):
        best = _best_figures(people, "overlap_hours")
        days = [
            Cell(person["shared"], day=day_shown(role, kept), is_best=is_best)
            for person, kept, is_best in zip(shown, people, best, strict=True)
        ]
        varies = any(cell.day and cell.day.varies for cell in days)
        aside = _("a day, the least of these weeks") if varies else _("hours a day")
        rows.append(Row("day", _("Together"), aside, days))
    best, weeks = _best_figures(people, "free_hours"), [weeks_shown(role, person) for person in people]
    free = [
        Cell(week.least or person["free"], aside=week.verdict, chart=person["free_chart"], is_best=is_best)
        for person, week, is_best in zip(shown, weeks, best, strict=True)
    ]
    hours = role["hours_per_week"]
    asked = _("%(hours)s h asked") % {"hours": figure(hours, "g")} if hours else ""
    rows.append(Row("free", _("Free %(weeks)s") % {"weeks": weeks[0].span}, asked, free))
    return Group("", "", rows)


def _best_figures(people: Sequence[Person], name: str) -> list[bool]:
    return _among(people, best_of_figures([person[name] for person in people if not person.get("erased")]))


def _among(people: Sequence[Person], best: Sequence[bool]) -> list[bool]:
    """The same for all people, where it was asked of those who are not erased: the others compare with nobody."""
    left = iter(best)
    return [False if person.get("erased") else next(left) for person in people]
