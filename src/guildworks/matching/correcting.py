"""What somebody types to correct a brief, as values: one reader for the page and the command.

An item is corrected by a few pieces of text, such as `least`, `most`, `currency` and `per` of a budget.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from django.utils.translation import gettext as _

from guildworks.availability.actions.hours import HOURS_MOST
from guildworks.availability.zones import require_zone
from guildworks.kernels.text.corrections import FIELDS, OPEN, SkillChoice, Value
from guildworks.kernels.text.countries import COUNTRY_CODES
from guildworks.kernels.text.language import NAMES
from guildworks.kernels.text.requirement import (
    LEVELS,
    Budget,
    Duration,
    Hours,
    LanguageWish,
    Overlap,
    Place,
    Seniority,
    Start,
)
from guildworks.matching.asked import WEEKS_MOST
from guildworks.matching.wording import language_word
from guildworks.platform import clock, money
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.figures import figure
from guildworks.skills.queries import gazetteer, graph

Says = Literal["value", "nothing", "as_read"]
Pieces = Mapping[str, str]
IMPORTANCES = ("must", "nice", "excluded")
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
PERIODS = ("hour", "day", "week", "month", "project")
MODES = ("remote", "hybrid", "onsite")
YEARS_MOST = 50
YEARS_AHEAD = 5
NAMED = ("skills", "languages")
VERSIONS_MOST = 10_000
CITY_MOST = 80
NAME_MOST = 100
LEVEL_WORDS = {level: word for word, level in LEVELS.items()}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}(?:[ ,]?\d{3})*(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,2})?", re.ASCII)


class BadCorrection(BadInput):
    """This cannot stand in the place of what was read; each wrong piece says what it takes."""

    code = "bad_correction"


@dataclass(frozen=True, slots=True)
class Typed:
    """A correction as somebody has typed it, made to the version `after` of its item: 0 for what was read."""

    item: str  # or `skills` and `languages`, where a piece says the name
    says: str
    pieces: Pieces = field(default_factory=dict)
    after: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """A correction that nobody has kept yet, made to the version `after` of its item."""

    item: str
    says: Says
    value: Value | None
    after: int


def correction_draft(typed: Typed) -> CorrectionDraft:
    """Read a correction of one item.

    Raises BadCorrection with a message for each piece that is wrong, and for an item that there is not.
    """
    item = _named(typed.item, typed.pieces.get("name", "")) if typed.item in NAMED else typed.item
    _require_item(item)
    if typed.says not in get_args(Says) or not 0 <= typed.after < VERSIONS_MOST:
        raise BadCorrection(_("This form was not made here"), hint=_("Load the page anew and correct it once more."))
    if typed.says != "value":
        return CorrectionDraft(item, typed.says, None, typed.after)  # type: ignore[arg-type]  # it is one of the words
    field_name, _dot, name = item.partition(".")
    if field_name in OPEN:
        hint = _("Leave it open, or write the brief anew.")
        raise BadCorrection(_("This question has no value of its own"), hint=hint)
    return CorrectionDraft(item, "value", _value(field_name, name, typed.pieces), typed.after)


def _require_item(item: str) -> None:
    of, _dot, name = item.partition(".")
    is_known = (
        (of == "skills" and name in graph())
        or (of == "languages" and name in NAMES)
        or (not name and (of in FIELDS or of in OPEN))
    )
    if not is_known:
        hint = _("It is one of %(fields)s, or skills.SLUG or languages.CODE.") % {"fields": ", ".join((*FIELDS, *OPEN))}
        raise BadCorrection(_("There is no %(item)s in a brief") % {"item": repr(item[:60])}, hint=hint)


def _value(of: str, name: str, pieces: Pieces) -> Value:
    given = _Given(pieces)
    value = READERS[of](given, name)
    if given.wrong:
        raise BadCorrection(" ".join(given.wrong.values()), hint=_("Nothing was changed."), fields=given.wrong)
    return value


class _Given:
    """The pieces of one item as typed, and what is wrong with them, by piece."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self.wrong: dict[str, str] = {}

    def text(self, piece: str) -> str:
        return " ".join(self._pieces.get(piece, "").split())

    def refuse(self, piece: str, message: str) -> None:
        self.wrong.setdefault(piece, message)

    def one_of(self, piece: str, words: tuple[str, ...], message: str, *, or_none: bool = False) -> Any:
        """One of the words; refused otherwise, but for nothing where nothing will do."""
        text = self.text(piece)
        if not text and or_none:
            return None
        if text not in words:
            self.refuse(piece, message)
        return text

    def number(self, piece: str, *, least: float, most: float, message: str, or_none: bool = False) -> float | None:
        text = self.text(piece)
        if not text and or_none:
            return None
        number = float(text.replace(",", "").replace(" ", "")) if _NUMBER.fullmatch(text) else None
        if number is None or not least <= number <= most:
            self.refuse(piece, message)
            return None
        return number

    def whole(self, piece: str, *, least: int, most: int, message: str, or_none: bool = False) -> int | None:
        number = self.number(piece, least=least, most=most, message=message, or_none=or_none)
        if number is not None and number != int(number):
            self.refuse(piece, message)
        return None if number is None else int(number)

    def allowed(self, piece: str, check: Callable[[str], object]) -> str | None:
        """The text, unless `check` refuses it; None where there is none."""
        if not (text := self.text(piece)):
            return None
        try:
            check(text)
        except GuildworksError as refused:
            self.refuse(piece, f"{refused.message}. {refused.hint}")
        return text


def _skill(given: _Given, name: str) -> SkillChoice:
    importance = given.one_of("importance", IMPORTANCES, _("Say must, nice or excluded."))
    words = (*LEVELS, *map(str, LEVELS.values()))
    level = given.one_of("level", words, _("A level is basic, intermediate, advanced or expert."), or_none=True)
    return SkillChoice(importance, LEVELS.get(level) or (int(level) if level and level.isdigit() else None))


def _language(given: _Given, name: str) -> LanguageWish:
    importance = given.one_of("importance", IMPORTANCES, _("Say must, nice or excluded."))
    level = given.one_of("level", CEFR, _("A level is A1, A2, B1, B2, C1 or C2."), or_none=True)
    return LanguageWish(name, importance, level)


def _hours(given: _Given, name: str) -> Hours:
    message = _("A week has 1 to %(most)s hours.") % {"most": HOURS_MOST}
    hours = given.number("hours", least=1, most=HOURS_MOST, message=message)
    return Hours(hours, hours)


def _start(given: _Given, name: str) -> Start:
    told = {"years": YEARS_AHEAD, "day": clock.today().replace(day=1).isoformat()}
    message = _("Give a day of the next %(years)s years, such as %(day)s.") % told
    try:
        day = date.fromisoformat(given.text("day"))
    except ValueError:
        day = date.min
    if not clock.today() <= day <= clock.today().replace(day=1, year=clock.today().year + YEARS_AHEAD):
        given.refuse("day", message)
    return Start(preferred=None, earliest=day)


def _duration(given: _Given, name: str) -> Duration:
    message = _("The work lasts 1 to %(most)s weeks.") % {"most": WEEKS_MOST}
    weeks = given.whole("weeks", least=1, most=WEEKS_MOST, message=message)
    return Duration(weeks, weeks)


def _budget(given: _Given, name: str) -> Budget:
    bound = _("Give an amount up to %(most)s.") % {"most": figure(money.MOST // 1000)}
    least = given.number("least", least=0.01, most=money.MOST // 1000, message=bound, or_none=True)
    most = given.number("most", least=0.01, most=money.MOST // 1000, message=bound, or_none=True)
    per = given.one_of("per", PERIODS, _("An amount is for an hour, day, week, month or the project."))
    code = given.allowed("currency", money.currency)
    if code is None:
        given.refuse("currency", _("Say the currency, such as EUR."))
    if least is None and most is None:
        given.refuse("most", _("Give the most that you pay, or the least, or both."))
    if least is not None and most is not None and least > most:
        given.refuse("least", _("The least is more than the most."))
    total = given.number("total", least=0.01, most=money.MOST // 1000, message=bound, or_none=True)
    currency = code and code.upper()
    return Budget(least, most, currency, per, total=total, total_currency=currency if total else None)


def _overlap(given: _Given, name: str) -> Overlap:
    hours = given.number("hours", least=0.5, most=24, message=_("A day has half an hour to 24 shared hours."))
    zone = given.allowed("zone", require_zone)
    if zone is None:
        given.refuse("zone", _("Say where you work, such as Europe/Berlin."))
    window = _minutes(given, "from"), _minutes(given, "to")
    if (window[0] is None) != (window[1] is None) or (window[0] is not None and window[0] == window[1]):
        given.refuse("to", _("A working day begins and ends, such as 09:00 and 17:00."))
    return Overlap(hours=hours, zone=zone, window=window if window[0] is not None else None)  # type: ignore[arg-type]


def _minutes(given: _Given, piece: str) -> int | None:
    if not (text := given.text(piece)):
        return None
    found = _CLOCK.fullmatch(text)
    if found is None:
        given.refuse(piece, _("A time of day is written like 09:00."))
        return None
    return int(found[1]) * 60 + int(found[2])


def _place(given: _Given, name: str) -> Place:
    mode = given.one_of("mode", MODES, _("Work is remote, hybrid (partly on site) or onsite."))
    city = given.text("city") or None
    if city and (len(city) > CITY_MOST or not city.isprintable()):
        given.refuse("city", _("A city's name has at most %(most)s characters.") % {"most": CITY_MOST})
    country = given.text("country").upper() or None
    if country and country not in COUNTRY_CODES:
        given.refuse("country", _("A country is a code of two letters, such as DE."))
    if mode in ("hybrid", "onsite") and not (city or country):
        given.refuse("city", _("Say where people are asked to be."))
    return Place(mode, city=city, country=country)


def _seniority(given: _Given, name: str) -> Seniority:
    message = _("Experience is 1 to %(most)s whole years.") % {"most": YEARS_MOST}
    return Seniority(years=given.whole("years", least=1, most=YEARS_MOST, message=message))


READERS: Mapping[str, Callable[[_Given, str], Value]] = {
    "skills": _skill,
    "languages": _language,
    "hours_per_week": _hours,
    "starts": _start,
    "duration": _duration,
    "budget": _budget,
    "overlap": _overlap,
    "place": _place,
    "seniority": _seniority,
}


def pieces_of(item: str, value: Mapping[str, Any]) -> dict[str, str]:
    """The pieces with which somebody would type a value, told as JSON; empty where the value says nothing of one."""
    of = {
        "hours_per_week": {"hours": value.get("min") or value.get("max")},
        "starts": {"day": value.get("preferred") or value.get("earliest")},
        "duration": {"weeks": value.get("max") or value.get("min")},
        "budget": {
            "least": value.get("min"),
            "most": value.get("max"),
            "currency": value.get("currency"),
            "per": value.get("per"),
            "total": value.get("total"),
        },
        "overlap": {
            "hours": value.get("hours"),
            "zone": value.get("zone"),
            "from": (value.get("window") or ("", ""))[0],
            "to": (value.get("window") or ("", ""))[1],
        },
        "place": {"mode": value.get("mode"), "city": value.get("city"), "country": value.get("country")},
        "seniority": {"years": value.get("years")},
        "skills": {"importance": value.get("importance"), "level": LEVEL_WORDS.get(value.get("level") or 0)},
        "languages": {"importance": value.get("importance"), "level": value.get("level")},
    }[item.split(".")[0]]
    return {name: f"{told:.12g}" if isinstance(told, float) else str(told or "") for name, told in of.items()}


def _named(of: str, name: str) -> str:
    """The item of a skill or a language that somebody names, such as `skills.pgvector`. Raises BadCorrection."""
    found: str | None
    if of == "skills":
        mention = gazetteer().named(name.strip()[:NAME_MOST])
        found, message = (
            mention.skill if mention else None,
            _("No skill is known by this name."),
        )
    else:
        wanted = name.strip().casefold()
        found = next(
            (code for code in NAMES if wanted in (NAMES[code].casefold(), language_word(code).casefold())), None
        )
        message = _("No language is known by this name. Give it as a word, such as German.")
    if found is None:
        raise BadCorrection(message, hint=_("Nothing was changed."), fields={"name": message})
    return f"{of}.{found}"
