"""What a brief asks for, as typed values that each keep the words they came from.

A field that the brief does not speak of is None or empty: nothing is invented. What may rule people out is decided in
`matching`, never here; here stands only what was read, and how sure the reading is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

from guildworks.kernels.text.span import Span

Importance = Literal["must", "nice", "context", "excluded", "contradictory"]
LEVELS = {"basic": 1, "intermediate": 2, "advanced": 3, "expert": 4}  # the one scale of levels

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[T_co]):
    """A value and the words that it was read from."""

    value: T_co
    span: Span  # `NOWHERE` where the brief has no words for it
    by_hand: bool = False  # somebody has put the value in the place of the one that was read


@dataclass(frozen=True, slots=True)
class SkillWish:
    """One skill that the brief names, and how it is asked for."""

    skill: str  # slug of the graph
    importance: Importance
    span: Span
    level: int | None = None  # 1 basic .. 4 expert; None: not said
    any_of: int | None = None  # wishes with the same number are alternatives: one of them is enough
    role: str | None = None  # None: for all roles
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week, for the whole engagement (`weeks` None) or for one phase of it."""

    least: float | None
    most: float | None
    weeks: int | None = None
    first_month_most: float | None = None  # a lower ceiling that is stated for the first month


@dataclass(frozen=True, slots=True)
class Start:
    """When the work begins. `asap` stands alone or beside a preferred day."""

    earliest: date | None = None
    latest: date | None = None
    preferred: date | None = None
    asap: bool = False
    precision: Literal["day", "week", "month", "quarter", "year"] = "day"
    year_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """How long the work lasts. A month is 52/12 weeks; `ends` is a stated last day.

    Weeks are rounded to the nearest, and half a week to either: 2.5 weeks are two to three.
    """

    weeks_least: int | None
    weeks_most: int | None
    ends: date | None = None  # also a deadline without a duration
    approximate: bool = False
    ends_span: Span | None = None  # the words of `ends`, where they stand apart


@dataclass(frozen=True, slots=True)
class Budget:
    """What the client pays: a rate (`per` hour, day, week or month), or one sum for the project."""

    least: float | None
    most: float | None
    currency: str | None  # ISO 4217
    per: Literal["hour", "day", "week", "month", "year", "project"] | None
    total: float | None = None  # a ceiling on the whole beside a rate, in `total_currency`
    total_currency: str | None = None
    total_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shared working hours: at least `hours`, inside `window` (minutes of the day) in `zone`, or a range of zones."""

    hours: float | None = None
    window: tuple[int, int] | None = None
    zone: str | None = None  # IANA name
    zone_from: str | None = None  # "UTC-01:00"
    zone_to: str | None = None
    zone_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the work is done. `mode` is None where only a place is named."""

    mode: Literal["remote", "remote_ok", "hybrid", "onsite", "contradictory"] | None
    city: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    onsite_days: int | None = None  # a week
    region: str | None = None  # "EU", "Europe" …: remote work from within it
    near: str | None = None  # where the client sits, when presence is not asked
    prefer_local: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class LanguageWish:
    """A human language that is asked for. `level` is a CEFR level, 'fluent' or 'native' read as C1 and C2, or None."""

    code: str  # ISO 639-1
    importance: Literal["must", "nice", "excluded"]
    level: str | None = None  # A1 .. C2


@dataclass(frozen=True, slots=True)
class Seniority:
    """How senior: a word of the brief, or years of experience."""

    level: Literal["junior", "middle", "senior", "lead"] | None = None
    years: int | None = None
    up_to: Literal["junior", "middle", "senior", "lead"] | None = None  # where several levels are named: the highest


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should look at: what is missing, vague, contradictory or may not be used."""

    field: str  # name of a field of Requirement, or skills.SLUG; several with a comma between
    message: str  # a full sentence for the client, friendly, with the way out
    spans: tuple[Span, ...] = ()  # empty where the brief has no words for it

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it is about: a contradiction may be between several."""
        return tuple(name.strip() for name in self.field.split(","))


@dataclass(frozen=True, slots=True)
class Requirement:
    """All that a brief asks for."""

    title: str
    language: str  # ISO 639-1 of the brief itself
    words: int
    skills: tuple[SkillWish, ...] = ()
    roles: tuple[Read[str], ...] = ()  # normalised names such as "ML engineer"
    deliverables: tuple[Read[str], ...] = ()
    seniority: Read[Seniority] | None = None
    hours_per_week: tuple[Read[Hours], ...] = ()
    starts: Read[Start] | None = None
    duration: Read[Duration] | None = None
    budget: Read[Budget] | None = None
    overlap: Read[Overlap] | None = None
    place: Read[Place] | None = None
    languages: tuple[Read[LanguageWish], ...] = ()
    missing: tuple[Note, ...] = ()
    vague: tuple[Note, ...] = ()
    contradictions: tuple[Note, ...] = ()
    not_used: tuple[Note, ...] = ()
    suggested_skills: tuple[str, ...] = field(default=())  # by meaning, to be confirmed; never a must-have
