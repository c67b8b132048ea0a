"""What a resume says about an engineer, as typed values; whoever reads one sees what was read and what was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from guildworks.kernels.text.span import Span


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A skill that the person says they have. `level` 1..4, None where the text says nothing about how well."""

    skill: str  # slug of the graph
    level: int | None = None
    years: float | None = None
    span: Span | None = None  # of the text that was read; None for JSON Resume


@dataclass(frozen=True, slots=True)
class JobDraft:
    """One job. `ends` None with `is_current` False means that the resume does not say."""

    title: str
    organisation: str = ""
    starts: date | None = None
    ends: date | None = None
    is_current: bool = False
    text: str = ""  # what was done, in the person's words


@dataclass(frozen=True, slots=True)
class WorkDraft:
    """One piece of a portfolio."""

    title: str
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class LanguageDraft:
    """A human language. `level` is a CEFR level or None where it is not said."""

    code: str  # ISO 639-1
    level: str | None = None


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """An engineer as their resume tells it. `unread` names, in its words, the parts that were not understood."""

    name: str
    headline: str = ""
    summary: str = ""
    email: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    city: str = ""
    zone: str = ""  # IANA name; empty where the place does not tell it
    years: float | None = None  # of experience, from dates or words
    claims: tuple[ClaimDraft, ...] = ()
    jobs: tuple[JobDraft, ...] = ()
    works: tuple[WorkDraft, ...] = ()
    languages: tuple[LanguageDraft, ...] = ()
    language: str = "en"  # of the resume itself
    unread: tuple[str, ...] = field(default=())
    warnings: tuple[str, ...] = ()  # full sentences, such as hidden text that was left out
