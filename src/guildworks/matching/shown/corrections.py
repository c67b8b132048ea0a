"""The forms with which a brief's page has what was read corrected: for each item its fields, filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guildworks.kernels.text.pieces import PIECES
from guildworks.matching.correcting import (
    CEFR,
    IMPORTANCES,
    LEVEL_WORDS,
    MODES,
    PERIODS,
    Pieces,
    Typed,
    pieces_of,
)
from guildworks.matching.corrections import AskedFor
from guildworks.platform.errors import GuildworksError

Words = str | Promise  # a promise is a word of a table made at import: it is translated where it is shown
Options = tuple[tuple[str, Words], ...]  # value and word
IMPORTANCE_WORDS: Mapping[str, Promise] = {
    "must": gettext_lazy("must have"),
    "nice": gettext_lazy("nice to have"),
    "excluded": gettext_lazy("not needed"),
}
PER_WORDS: Mapping[str, Promise] = {
    "hour": gettext_lazy("an hour"),
    "day": gettext_lazy("a day"),
    "week": gettext_lazy("a week"),
    "month": gettext_lazy("a month"),
    "project": gettext_lazy("for all of it"),
}
MODE_WORDS: Mapping[str, Promise] = {
    "remote": gettext_lazy("remote"),
    "hybrid": gettext_lazy("partly on site"),
    "onsite": gettext_lazy("on site"),
}
ADDED: Mapping[str, Promise] = {  # by their names
    "skills": pgettext_lazy("the label of a field", "Skill"),
    "languages": pgettext_lazy("the label of a field", "Language"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: Words
    kind: str = "text"  # number, date, time or text, as a browser knows them; select where there are options
    value: str = ""
    options: Options = ()
    hint: Words = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """Correcting one item. `after` is the version that it was made to."""

    item: str
    after: int
    fields: tuple[Field, ...]
    is_corrected: bool = False
    can_be_nothing: bool = True
    is_open: bool = False  # it was sent and refused
    refusal: GuildworksError | None = None  # why, where no field tells it


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent and refused: it comes back as it was, with the reason."""

    typed: Typed
    refusal: GuildworksError


_ANY: Options = (("", gettext_lazy("any level")),)
_ASKED_AS = Field(
    "importance",
    pgettext_lazy("the label of a field", "Asked as"),
    options=tuple((word, IMPORTANCE_WORDS[word]) for word in IMPORTANCES),
)
_LEVEL = pgettext_lazy("the label of a field", "Level")
_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "skills": (
        _ASKED_AS,
        Field("level", _LEVEL, options=(*_ANY, *((word, gettext_lazy(word)) for word in LEVEL_WORDS.values()))),
    ),
    "languages": (_ASKED_AS, Field("level", _LEVEL, options=(*_ANY, *((word, word) for word in CEFR)))),
    "hours_per_week": (Field("hours", pgettext_lazy("the label of a field", "Hours a week"), "number"),),
    "starts": (Field("day", pgettext_lazy("the label of a field", "First day"), "date"),),
    "duration": (Field("weeks", pgettext_lazy("the label of a field", "Weeks"), "number"),),
    "budget": (
        Field("least", pgettext_lazy("an amount", "From"), "number"),
        Field("most", pgettext_lazy("an amount", "To"), "number"),
        Field("currency", pgettext_lazy("the label of a field", "Currency"), hint="EUR, USD …"),
        Field(
            "per",
            pgettext_lazy("an amount: for an hour, for a day", "For"),
            options=tuple((word, PER_WORDS[word]) for word in PERIODS),
        ),
        Field("total", pgettext_lazy("an amount", "In total at most"), "number"),
    ),
    "overlap": (
        Field("hours", pgettext_lazy("the label of a field", "Hours a day, at least"), "number"),
        Field("from", pgettext_lazy("a time of day", "Your day from"), "time"),
        Field("to", pgettext_lazy("a time of day", "to"), "time"),
        Field("zone", pgettext_lazy("the label of a field", "Your time zone"), hint="Europe/Berlin"),
    ),
    "place": (
        Field(
            "mode",
            pgettext_lazy("remote, on site", "Work is"),
            options=tuple((word, MODE_WORDS[word]) for word in MODES),
        ),
        Field("city", pgettext_lazy("the label of a field", "City")),
        Field("country", pgettext_lazy("the label of a field", "Country"), hint=gettext_lazy("two letters: DE")),
    ),
    "seniority": (Field("years", pgettext_lazy("the label of a field", "Years of experience, at least"), "number"),),
}
assert all({field.name for field in _FIELDS[name]} == set(PIECES[name]) for name in PIECES)


class NoForms:
    """For whoever only looks on."""

    def of(self, item: str) -> None:
        """None."""

    def adding(self) -> list[Form]:
        """None either."""
        return []


class Forms:
    """All forms of one brief, each made when the page asks for it."""

    def __init__(self, asks: AskedFor, sent: Sent | None = None) -> None:
        self._values = _values(asks.told)
        self._versions = asks.versions
        self._corrected = {each.item for each in asks.corrections if each.says != "as_read"}
        self._sent = sent

    def of(self, item: str) -> Form | None:
        """The form of an item; None for what has no value of its own."""
        field_name = item.split(".")[0]
        if field_name not in _FIELDS or item in ADDED:
            return None
        pieces = pieces_of(item, self._values[item]) if item in self._values else {}
        return self._form(item, _FIELDS[field_name], pieces, is_corrected=item in self._corrected)

    def adding(self) -> list[Form]:
        """The forms that add a skill and a language by their names."""
        return [
            self._form(name, (Field("name", label), *_FIELDS[name]), {}, can_be_nothing=False)
            for name, label in ADDED.items()
        ]

    def _form(
        self,
        item: str,
        fields: Sequence[Field],
        pieces: Pieces,
        *,
        is_corrected: bool = False,
        can_be_nothing: bool = True,
    ) -> Form:
        sent = self._sent if self._sent and self._sent.typed.item == item else None
        values = sent.typed.pieces if sent else pieces
        errors = sent.refusal.fields if sent else {}
        filled = tuple(_filled(each, values.get(each.name, ""), errors.get(each.name, "")) for each in fields)
        refusal = sent.refusal if sent and not errors else None
        after = self._versions.get(item, 0)
        return Form(item, after, filled, is_corrected, can_be_nothing, sent is not None, refusal)


def _filled(one: Field, value: str, error: str) -> Field:
    """The field with what it says; one that offers no such word, such as of a skill only named, asks to choose."""
    is_offered = not one.options or value in dict(one.options)
    options = one.options if is_offered else (("", _("choose …")), *one.options)
    return replace(one, value=value, options=options, error=error)


def _values(requirement: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The value of each item that a requirement, as JSON, has."""
    single = {
        name: requirement[name]["value"]
        for name in ("starts", "budget", "overlap", "place", "seniority")
        if requirement[name]
    }
    if requirement["duration_weeks"]:
        single["duration"] = requirement["duration_weeks"]["value"]
    if requirement["hours_per_week"]:
        single["hours_per_week"] = requirement["hours_per_week"][0]["value"]
    skills = {f"skills.{wish['skill']}": wish for wish in requirement["skills"]}
    languages = {f"languages.{read['value']['code']}": read["value"] for read in requirement["languages"]}
    return {**single, **skills, **languages}
