"""What everybody sees of an engineer: the parts that they chose, and the same as data for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from guildworks.kernels.text.contact import without_contact
from guildworks.kernels.text.language import language_name
from guildworks.skills.queries import skill_name
from guildworks.talent.drafts import newest_first
from guildworks.talent.models import Engineer, PublicPage
from guildworks.talent.shown import Seen, seen_shown, web_address
from guildworks.talent.words import language_text, level_text, rate_text, time_text, years_text

PART_WORDS: Mapping[str, tuple[Promise, Promise]] = {
    "headline": (gettext_lazy("Headline"), gettext_lazy("The line under your name.")),
    "summary": (gettext_lazy("Summary"), gettext_lazy("Without e-mail addresses and telephone numbers.")),
    "place": (gettext_lazy("Place"), gettext_lazy("City and country.")),
    "years": (gettext_lazy("Years of experience"), gettext_lazy("As you say them.")),
    "evidence": (gettext_lazy("What was seen"), gettext_lazy("Skills with the level that was measured, and when.")),
    "skills": (gettext_lazy("Skills that you say"), gettext_lazy("Marked as said, with the level that you say.")),
    "languages": (gettext_lazy("Languages"), gettext_lazy("With their levels.")),
    "rates": (gettext_lazy("Rates"), gettext_lazy("What an hour costs, in each currency.")),
    "jobs": (gettext_lazy("Jobs"), gettext_lazy("Titles and times, without the names of organisations.")),
    "employers": (gettext_lazy("Names of organisations"), gettext_lazy("Beside the jobs. Some contracts forbid it.")),
    "duties": (gettext_lazy("What you did in jobs"), gettext_lazy("Your own words; read them once more for names.")),
    "works": (
        gettext_lazy("Portfolio"),
        gettext_lazy("With links, and without e-mail addresses and telephone numbers."),
    ),
}
# A browser ends a script at these, wherever they stand; JSON reads the same from their numbers.
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a public page, with what stands under it."""

    title: str
    more: str = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Public:
    """What a public page says; a part that was not chosen is empty."""

    name: str
    headline: str
    summary: str
    place: str
    years: str
    seen: list[Seen]
    said: list[Entry]
    languages: list[str]
    rates: list[str]
    jobs: list[Entry]
    works: list[Entry]


def public_shown(page: PublicPage, engineer: Engineer) -> Public:
    """The page of an engineer whose whole profile is prefetched."""

    def chosen(part: str, value: Callable[[], Any], *, otherwise: Any) -> Any:
        return value() if part in page.shows else otherwise

    place = ", ".join(filter(None, [engineer.city, engineer.country]))
    return Public(
        name=without_contact(engineer.public_name),
        headline=chosen("headline", lambda: without_contact(engineer.headline), otherwise=""),
        summary=chosen("summary", lambda: without_contact(engineer.summary), otherwise=""),
        place=chosen("place", lambda: place, otherwise=""),
        years=chosen("years", lambda: years_text(engineer.years), otherwise=""),
        seen=chosen("evidence", lambda: seen_shown(engineer), otherwise=[]),
        said=chosen("skills", lambda: _said(engineer), otherwise=[]),
        languages=chosen(
            "languages",
            lambda: sorted(language_text(one.code, one.level) for one in engineer.languages.all()),
            otherwise=[],
        ),
        rates=chosen(
            "rates",
            lambda: sorted(rate_text(rate.hourly_minor, rate.currency) for rate in engineer.rates.all()),
            otherwise=[],
        ),
        jobs=chosen("jobs", lambda: _jobs(page, engineer), otherwise=[]),
        works=chosen("works", lambda: _works(engineer), otherwise=[]),
    )


def person_data(page: PublicPage, engineer: Engineer, *, address: str) -> dict[str, Any]:
    """The same as a ProfilePage of schema.org: nothing that the page does not show."""
    shown = public_shown(page, engineer)
    knows = [*(each.name for each in shown.seen), *(each.title for each in shown.said)]
    spoken = [language_name(one.code) for one in engineer.languages.all()] if shown.languages else []
    person = {
        "@type": "Person",
        "name": shown.name,
        "url": address,
        "jobTitle": shown.headline,
        "description": shown.summary,
        "address": _address(engineer) if shown.place else None,
        "knowsAbout": list(dict.fromkeys(knows)),
        "knowsLanguage": sorted(spoken),
    }
    said = {name: value for name, value in person.items() if value}
    return {"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": said}


def data_block(data: Mapping[str, Any]) -> SafeString:
    """Data for machines as a block that no browser runs: what a person wrote cannot end it."""
    written = SafeJson(json.dumps(data, ensure_ascii=False).translate(_ESCAPED))
    return format_html('<script type="application/ld+json">{}</script>', written)


class SafeJson(str):
    """JSON in which every sign that means something to a browser is written as its number."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _address(engineer: Engineer) -> dict[str, str]:
    said = {"addressLocality": engineer.city, "addressCountry": engineer.country}
    return {"@type": "PostalAddress", **{name: value for name, value in said.items() if value}}


def _said(engineer: Engineer) -> list[Entry]:
    claims = sorted(engineer.claims.all(), key=lambda claim: (-(claim.level or 0), skill_name(claim.skill_id).lower()))
    return [Entry(skill_name(claim.skill_id), level_text(claim.level)) for claim in claims]


def _jobs(page: PublicPage, engineer: Engineer) -> list[Entry]:
    with_employers, with_duties = "employers" in page.shows, "duties" in page.shows
    entries = []
    for job in newest_first(engineer):
        time = time_text(job.starts, job.ends, is_current=job.is_current)
        organisation = job.organisation if with_employers else ""
        title = job.title or organisation
        more = ", ".join(filter(None, [organisation if job.title else "", time]))
        if title:
            entries.append(Entry(title, more, without_contact(job.text) if with_duties else ""))
    return entries


def _works(engineer: Engineer) -> list[Entry]:
    return [Entry(work.title, "", without_contact(work.text), web_address(work.url)) for work in engineer.works.all()]
