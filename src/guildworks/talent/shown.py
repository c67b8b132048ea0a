"""An engineer's own profile in words: what they say with its forms, what was seen, and how a claim counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.kernels.talentindex.records import CLAIM_ERROR, CLAIM_STEP, UNSAID_LEVEL
from guildworks.kernels.text.countries import COUNTRY_CODES
from guildworks.kernels.text.fields.languages import NAMES
from guildworks.kernels.text.language import language_name
from guildworks.platform import money
from guildworks.platform.dates import month_text
from guildworks.platform.errors import GuildworksError
from guildworks.skills.queries import graph, skill_name
from guildworks.talent.drafts import newest_first
from guildworks.talent.models import Claim, Engineer, Job, Language, Rate, Work
from guildworks.talent.search import CEFR
from guildworks.talent.words import LEVELS, language_text, level_text, rate_text, time_text, years_text

SUGGESTIONS = 12


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was refused: of which kind, for which row ("" a new one), why, and what was typed."""

    kind: str
    key: str
    refusal: GuildworksError
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown: its values, and what was wrong with them, beside fields or as a whole."""

    id: str
    key: str
    values: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)
    refusal: GuildworksError | None = None  # what is about no single field
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody says: in words, and the form that changes it."""

    title: str
    more: str
    form: Form
    counts: str = ""  # how a claim counts
    is_seen: bool = False
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the platform saw of a skill: the latest, and how often."""

    name: str
    level: str
    error: str
    when: str
    times: str


def form_of(kind: str, key: str, values: Mapping[str, str], refused: Refused | None) -> Form:
    """The form for a row, or as it was sent and refused."""
    id_ = f"{kind}-{key or 'new'}"
    if refused is None or (refused.kind, refused.key) != (kind, key):
        return Form(id_, key, values)
    wrong = refused.refusal.fields
    whole = None if wrong else refused.refusal
    return Form(id_, key, {**values, **refused.typed}, wrong, whole, is_open=True)


def words_form(engineer: Engineer, refused: Refused | None) -> Form:
    """The form of what a profile says first."""
    values = {
        "public_name": engineer.public_name,
        "headline": engineer.headline,
        "summary": engineer.summary,
        "city": engineer.city,
        "country": engineer.country,
        "years": "" if engineer.years is None else f"{engineer.years.normalize():f}",
    }
    return form_of("words", "", values, refused)


def claim_lines(engineer: Engineer, refused: Refused | None) -> list[Line]:
    """The claims, the strongest first, each with how it counts."""
    seen = {each.skill_id for each in engineer.evidence.all()}
    claims = sorted(engineer.claims.all(), key=lambda claim: (-(claim.level or 0), skill_name(claim.skill_id).lower()))
    return [_claim_line(claim, refused, is_seen=claim.skill_id in seen) for claim in claims]


def counts_text(level: int | None) -> str:
    """How a claim counts in a search until something is seen."""
    facts = {"level": f"{(level or UNSAID_LEVEL) - CLAIM_STEP:g}", "error": f"{CLAIM_ERROR:g}"}
    return _("counts as %(level)s ± %(error)s until it is seen") % facts


def language_lines(engineer: Engineer, refused: Refused | None) -> list[Line]:
    """The languages, by their names."""
    spoken = sorted(engineer.languages.all(), key=lambda each: _(language_name(each.code)))
    return [_language_line(each, refused) for each in spoken]


def rate_lines(engineer: Engineer, refused: Refused | None) -> list[Line]:
    """The rates, by their currencies."""
    return [_rate_line(rate, refused) for rate in sorted(engineer.rates.all(), key=lambda rate: rate.currency)]


def job_lines(engineer: Engineer, refused: Refused | None) -> list[Line]:
    """The jobs, the latest first."""
    return [_job_line(job, refused) for job in newest_first(engineer)]


def work_lines(engineer: Engineer, refused: Refused | None) -> list[Line]:
    """The portfolio."""
    return [_work_line(work, refused) for work in engineer.works.all()]


def seen_shown(engineer: Engineer) -> list[Seen]:
    """What was seen, skill by skill, the highest level first."""
    by_skill: dict[str, list[tuple[float, float, date]]] = {}
    for each in engineer.evidence.all():  # newest first
        by_skill.setdefault(each.skill_id, []).append((each.mean, each.standard_error, each.observed_on))
    ordered = sorted(by_skill.items(), key=lambda item: (-item[1][0][0], item[0]))
    return [_seen(slug, found) for slug, found in ordered]


def suggestions(words: str) -> list[str]:
    """Names of skills for what is typed: those that begin so, those that can be written so, then those that have it."""
    typed = " ".join(words.split()).casefold()[:60]
    if not typed:
        return []
    found: dict[str, tuple[int, int, str]] = {}
    for skill in graph().skills.values():
        name, *others = skill.name.casefold(), *(alias.text.casefold() for alias in skill.aliases)
        fits = (name.startswith(typed), any(other.startswith(typed) for other in others), typed in name)
        if any(fits):
            found[skill.name] = (fits.index(True), len(skill.name), skill.name)
    return sorted(found, key=lambda name: found[name])[:SUGGESTIONS]


def level_options() -> list[tuple[str, str]]:
    """The levels to choose from."""
    return [("", _("not said")), *((str(level), _(word)) for level, word in LEVELS.items())]


def language_options() -> list[tuple[str, str]]:
    """The languages to choose from, by their names."""
    named = {code: _(language_name(code)) for code in set(NAMES.values())}
    return [("", _("choose")), *sorted(named.items(), key=lambda item: item[1])]


def spoken_options() -> list[tuple[str, str]]:
    """The levels of a language to choose from."""
    return [(level, level or _("not said")) for level in CEFR]


def country_options() -> list[tuple[str, str]]:
    """The countries to choose from, by their codes."""
    return [("", _("not said")), *((code, code) for code in sorted(COUNTRY_CODES))]


def currency_suggestions(engineers_own: Iterable[str]) -> Sequence[str]:
    """The currencies that are offered first."""
    return sorted({"EUR", "USD", "GBP", "CHF", *engineers_own})


def _claim_line(claim: Claim, refused: Refused | None, *, is_seen: bool) -> Line:
    years = "" if claim.years is None else f"{float(claim.years):g}"
    values = {"skill": claim.skill_id, "level": str(claim.level or ""), "years": years}
    said = ", ".join(filter(None, [level_text(claim.level), years_text(claim.years)])) or _("not said how well")
    return Line(
        skill_name(claim.skill_id),
        said,
        form_of("claim", claim.skill_id, values, refused),
        counts=_("was seen: that counts instead") if is_seen else counts_text(claim.level),
        is_seen=is_seen,
    )


def _language_line(spoken: Language, refused: Refused | None) -> Line:
    values = {"language": spoken.code, "level": spoken.level}
    return Line(language_text(spoken.code, spoken.level), "", form_of("language", spoken.code, values, refused))


def _rate_line(rate: Rate, refused: Refused | None) -> Line:
    amount = money.from_minor(rate.hourly_minor, rate.currency).amount.normalize()
    values = {"amount": f"{amount:f}", "currency": rate.currency}
    said = _("%(rate)s an hour") % {"rate": rate_text(rate.hourly_minor, rate.currency)}
    return Line(said, "", form_of("rate", rate.currency, values, refused))


def _job_line(job: Job, refused: Refused | None) -> Line:
    values = {
        "title": job.title,
        "organisation": job.organisation,
        "starts": month_typed(job.starts),
        "ends": month_typed(job.ends),
        "current": "on" if job.is_current else "",
        "text": job.text,
    }
    time = time_text(job.starts, job.ends, is_current=job.is_current)
    more = ", ".join(filter(None, [job.organisation if job.title else "", time]))
    return Line(job.title or job.organisation, more, form_of("job", str(job.id), values, refused), text=job.text)


def _work_line(work: Work, refused: Refused | None) -> Line:
    values = {"title": work.title, "url": work.url, "text": work.text}
    form = form_of("work", str(work.id), values, refused)
    return Line(work.title, "", form, text=work.text, url=web_address(work.url))


def web_address(url: str) -> str:
    """The address where it is one of the web, which alone a page links to."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def month_typed(day: date | None) -> str:
    """A day as a field for a month holds it."""
    return f"{day:%Y-%m}" if day else ""


def _seen(slug: str, found: Sequence[tuple[float, float, date]]) -> Seen:
    mean, error, day = found[0]
    times = ngettext("seen once", "seen %(count)s times", len(found)) % {"count": len(found)}
    return Seen(skill_name(slug), f"{mean:.1f}", f"{error:.1f}", month_text(day), times)
