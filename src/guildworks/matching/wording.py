"""A requirement and a shortlist in words, for terminal and page alike: labels, figures, what somebody loses on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import groupby
from math import ceil
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext, pgettext_lazy

from guildworks.kernels.text.language import language_name
from guildworks.matching.hard import NOT_CONFIRMED
from guildworks.platform.dates import day_text, month_text, plain_day_text
from guildworks.platform.figures import figure, figures_in
from guildworks.platform.money import amount_text, amounts_text
from guildworks.skills.queries import skill_name
from guildworks.talent.words import LEVELS

RATES = {
    "hour": gettext_noop("%(amount)s/h"),
    "day": gettext_noop("%(amount)s a day"),
    "week": gettext_noop("%(amount)s a week"),
    "month": gettext_noop("%(amount)s a month"),
    "year": gettext_noop("%(amount)s a year"),
    "project": gettext_noop("%(amount)s in total"),
}
# The labels of a requirement in the terminal, which speaks English.
IMPORTANCE = {"must": "must", "nice": "nice", "excluded": "not", "context": "named", "contradictory": "unclear"}
PART_WORDS = {
    "skills": gettext_noop("skills"),
    "lexical": gettext_noop("words"),
    "semantic": gettext_noop("meaning"),
    "seniority": gettext_noop("seniority"),
    "rate": gettext_noop("rate"),
    "overlap": gettext_noop("overlap"),
    "availability": gettext_noop("free hours"),
    "reputation": gettext_noop("reputation"),
    "attention": gettext_noop("attention"),
}
# What a line, a note or a correction is about, by the field of the requirement that it names.
LABELS: Mapping[str, Promise] = {
    "starts": pgettext_lazy("the label of a line", "Start"),
    "hours_per_week": pgettext_lazy("the label of a line", "Hours"),
    "duration_weeks": pgettext_lazy("the label of a line", "Duration"),
    "duration": pgettext_lazy("the label of a line", "Duration"),
    "overlap": pgettext_lazy("the label of a line", "Overlap"),
    "budget": pgettext_lazy("the label of a line", "Budget"),
    "place": pgettext_lazy("the label of a line", "Place"),
    "region": pgettext_lazy("the label of a line", "Region"),
    "languages": pgettext_lazy("the label of a line", "Language"),
    "roles": pgettext_lazy("the label of a line", "Role"),
    "deliverables": pgettext_lazy("the label of a line", "Delivers"),
    "seniority": pgettext_lazy("the label of a line", "Level"),
    "skills": pgettext_lazy("the label of a line", "Skill"),
    "quality": pgettext_lazy("the label of a line", "Quality"),
    "age": pgettext_lazy("the label of a line", "Age"),
    "gender": pgettext_lazy("the label of a line", "Gender"),
    "origin": pgettext_lazy("the label of a line", "Origin"),
    "religion": pgettext_lazy("the label of a line", "Religion"),
    "family": pgettext_lazy("the label of a line", "Family"),
    "looks": pgettext_lazy("the label of a line", "Looks"),
    "health": pgettext_lazy("the label of a line", "Health"),
    "orientation": pgettext_lazy("the label of a line", "Orientation"),
    "politics": pgettext_lazy("the label of a line", "Politics"),
}
WEAK = 0.7  # a part below this share of what was possible is where somebody loses
PLACES: Mapping[str, Promise] = {
    "remote": gettext_lazy("remote"),
    "remote_ok": gettext_lazy("remote is fine"),
    "hybrid": gettext_lazy("partly on site"),
    "onsite": gettext_lazy("on site"),
    "contradictory": gettext_lazy("said in two ways"),
}
SENIORITIES: Mapping[str, Promise] = {
    "junior": pgettext_lazy("how senior", "junior"),
    "middle": pgettext_lazy("how senior", "middle"),
    "senior": pgettext_lazy("how senior", "senior"),
    "lead": pgettext_lazy("how senior", "lead"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a requirement: what it is about, what was read, and the words it came from."""

    label: str
    value: str
    quote: str  # empty where the brief has no words for it
    more: int = 0  # further places that say something to this line
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at: a contradiction (madder), something vague or missing (weld), or what is not used."""

    kind: str  # contradiction, vague, missing, not_used
    field: str
    message: str
    quote: str


def requirement_lines(requirement: Mapping[str, Any]) -> list[Line]:
    """The requirement, line by line, in the order of what matters; fields that the brief does not name are left out."""
    lines = [*_skill_lines(requirement["skills"])]
    lines += [_line("role", read["value"], read) for read in requirement["roles"]]
    lines += [_line("hours", hours_text(read["value"]), read) for read in requirement["hours_per_week"]]
    for label, name, words in (
        ("start", "starts", start_text),
        ("duration", "duration_weeks", duration_text),
        ("overlap", "overlap", overlap_text),
        ("budget", "budget", budget_text),
        ("place", "place", place_text),
        ("level", "seniority", seniority_text),
    ):
        if read := requirement.get(name):
            lines.append(_line(label, words(read["value"]), read))
    lines += [_line("language", language_text(read["value"]), read) for read in requirement["languages"]]
    return lines + [_line("delivers", read["value"], read) for read in requirement["deliverables"]]


def doubts(requirement: Mapping[str, Any]) -> list[Doubt]:
    """What a person should look at: contradictions first, then what is vague, not used, and missing."""
    kinds = (("contradiction", "contradictions"), ("vague", "vague"), ("not_used", "not_used"), ("missing", "missing"))
    return [
        Doubt(kind, note["field"], note["message"], note.get("quote") or "")
        for kind, name in kinds
        for note in _once(requirement[name])
    ]


def label_of(field: str) -> str:
    """The word for what a note names: `Hours` for `hours_per_week`, `Skill` for `skills.python`."""
    first = field.split(",")[0].split(".")[0].strip()
    return str(LABELS.get(first, capfirst(first)))


def skill_text(wish: Mapping[str, Any]) -> str:
    """A skill with its level, if one is asked: `Python (advanced)`."""
    name = skill_name(wish["skill"])
    return f"{name} ({_(LEVELS[wish['level']])})" if wish["level"] else name


def hours_text(value: Mapping[str, Any]) -> str:
    """`32 h a week`, `up to 20 h a week`, `20–30 h a week for 2 weeks`."""
    least, most = value["min"], value["max"]
    if not (least or most):
        return _("said without a figure")
    load = _("up to %(hours)s h a week") if least is None else _("%(hours)s h a week")
    said = load % {"hours": _span(least, most)}
    if not value.get("weeks"):
        return said
    return _("%(hours_a_week)s for %(weeks)s") % {"hours_a_week": said, "weeks": weeks_text(value["weeks"])}


def weeks_text(weeks: float) -> str:
    """`1 week`, `12 weeks`."""
    return ngettext("%(weeks)s week", "%(weeks)s weeks", ceil(weeks)) % {"weeks": figure(weeks, "g")}


def start_text(value: Mapping[str, Any]) -> str:
    """`Mon 11 Jan 2027`, `as soon as possible`, `Mon 1 Feb 2027 to Mon 1 Mar 2027`."""
    earliest, latest, preferred = (_day(value.get(name)) for name in ("earliest", "latest", "preferred"))
    words = [_("as soon as possible")] if value.get("asap") else []
    if earliest:
        first = day_text(earliest) if value.get("precision", "day") == "day" else month_text(earliest)
        words.append(_("%(first)s to %(last)s") % {"first": first, "last": day_text(latest)} if latest else first)
    words += [_("best on %(day)s") % {"day": day_text(preferred)}] if preferred else []
    words += [_("the year is inferred")] if value.get("year_inferred") else []
    return ", ".join(words)


def duration_text(value: Mapping[str, Any]) -> str:
    """`12 weeks`, `about 26–52 weeks`, `until Wed 31 Mar 2027`."""
    least, most, ends = value.get("min"), value.get("max"), _day(value.get("ends"))
    words = []
    if least or most:
        stretch = _stretch_text(least, most)
        words.append(_("about %(stretch)s") % {"stretch": stretch} if value.get("approximate") else stretch)
    return ", ".join([*words, *([_("until %(day)s") % {"day": day_text(ends)}] if ends else [])])


def _stretch_text(least: float | None, most: float | None) -> str:
    """`1 week`, `26–52 weeks`, `up to 8 weeks`."""
    last = ceil(most or least or 0)
    weeks = ngettext("%(weeks)s week", "%(weeks)s weeks", last)
    if least is None:
        weeks = ngettext("up to %(weeks)s week", "up to %(weeks)s weeks", last)
    return weeks % {"weeks": _span(least, most)}


def overlap_text(value: Mapping[str, Any]) -> str:
    """`4 h or more, 09:00–17:00 Europe/Berlin`."""
    words = [_("%(hours)s h or more") % {"hours": figure(value["hours"], "g")}] if value.get("hours") else []
    window = f"{value['window'][0]}–{value['window'][1]}" if value.get("window") else ""
    if value.get("zone"):
        where = f"{window} {value['zone'].replace('_', ' ')}".strip()
        words.append(_("%(zone)s (inferred)") % {"zone": where} if value.get("inferred") else where)
    elif window:
        words.append(_("%(hours)s in a zone that is not said") % {"hours": window})
    if value.get("zone_from"):
        words.append(_("%(first)s to %(last)s") % {"first": value["zone_from"], "last": value["zone_to"]})
    return ", ".join(words) or _("in no single zone")


def budget_text(value: Mapping[str, Any]) -> str:
    """`€85–105/h`, `$9,000 in total`, `$70/h, $15,000 in total at most`."""
    words = []
    if value.get("max") or value.get("min"):
        amounts = amounts_text(value.get("min"), value.get("max"), value.get("currency"))
        words.append(rate_text(amounts, value.get("per")))
    if value.get("total"):
        total = amount_text(value["total"], value.get("total_currency"))
        words.append(_("%(amount)s in total at most") % {"amount": total})
    return ", ".join(words) or _("said without a figure")


def rate_text(amount: str, per: str | None) -> str:
    """`€85–105/h`, `$9,000 in total`; the amount alone where it is not said what it is for."""
    return _(RATES[per]) % {"amount": amount} if per in RATES else amount


def place_text(value: Mapping[str, Any]) -> str:
    """`remote, from within Europe`, `partly on site, Milan, 2 days a week`."""
    mode, days = value.get("mode"), value.get("onsite_days")
    words = [str(PLACES[mode])] if mode else []
    words += [value["city"]] if value.get("city") else [value["country"]] if value.get("country") else []
    words += [_("from within %(region)s") % {"region": value["region"]}] if value.get("region") else []
    words += [ngettext("%(days)s day a week", "%(days)s days a week", days) % {"days": days}] if days else []
    words += [_("near is better")] if value.get("prefer_local") else []
    words += [_("client near %(place)s") % {"place": value["near"]}] if value.get("near") else []
    return ", ".join(words)


def seniority_text(value: Mapping[str, Any]) -> str:
    """`senior`, `5 years or more`."""
    level, years = value.get("level"), value.get("years")
    words = [str(SENIORITIES[level])] if level else []
    words += [ngettext("%(years)s year or more", "%(years)s years or more", years) % {"years": years}] if years else []
    return ", ".join(words) or _("said in two ways")


def language_word(code: str) -> str:
    """A language's name: `German`."""
    return _(language_name(code))


def language_text(value: Mapping[str, Any]) -> str:
    """`German B2 or better`, `Portuguese is not needed`."""
    name, level, is_nice = language_word(value["code"]), value.get("level"), value["importance"] == "nice"
    if value["importance"] == "excluded":
        return _("%(language)s is not needed") % {"language": name}
    if not level:
        return _("%(language)s, nice to have") % {"language": name} if is_nice else name
    asked = _("%(language)s %(level)s or better, nice to have") if is_nice else _("%(language)s %(level)s or better")
    return asked % {"language": name, "level": level}


def item_text(item: str) -> str:
    """An item of a brief as a correction names it, in words: `Hours`, `Python`, `German`."""
    field, _dot, name = item.partition(".")
    if not name:
        return label_of(field)
    return skill_name(name) if field == "skills" else language_word(name)


def utc_text(minutes: int) -> str:
    """`UTC+1`, `UTC−3:30`, `UTC`: how far local time is ahead of UTC."""
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def loses_on(parts: Mapping[str, float], weights: Mapping[str, float]) -> str:
    """The part of the score with the most left to gain, if any lies under 70 % of what was possible; else nothing."""
    lost = {name: weights[name] - parts[name] for name in weights if parts[name] < WEAK * weights[name]}
    lost.pop("reputation", None)  # before any outcome it is the same for everybody
    return max(lost, key=lambda name: lost[name]) if lost else ""


def weeks_span(starts: date, weeks: int) -> str:
    """`W02–W13`: the ISO weeks of the work."""
    last = starts + timedelta(weeks=weeks, days=-1)
    numbers = {"first": f"{starts.isocalendar().week:02}", "last": f"{last.isocalendar().week:02}"}
    return _("W%(first)s–W%(last)s") % numbers


def suggestions(requirement: Mapping[str, Any]) -> list[str]:
    """The names of the skills that a brief is close to without naming them."""
    return [skill_name(slug) for slug in requirement["suggested_skills"]]


def either_text(names: Sequence[str]) -> str:
    """`PyTorch`, `PyTorch or TensorFlow`: one of them is enough."""
    return reduce(lambda one, other: _("%(one)s or %(other)s") % {"one": one, "other": other}, names)


def skill_marks(skills: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The skills to show beside a name: seen before said, musts before nice ones, unknown ones left out."""
    known = [skill for skill in skills if skill["basis"] != "nothing"]
    return sorted(known, key=lambda skill: (skill["basis"] != "evidence", skill["importance"] != "must"))


def _skill_lines(wishes: Sequence[Mapping[str, Any]]) -> Iterable[Line]:
    order = list(IMPORTANCE)
    sort = sorted(wishes, key=lambda wish: (wish["role"] or "", order.index(wish["importance"])))
    for (role, importance), group in groupby(sort, key=lambda wish: (wish["role"], wish["importance"])):
        members = list(group)
        label = IMPORTANCE[importance]
        shown = f"{role}: " if role else ""
        value = shown + ", ".join(_alternatives(members))
        quotes = [wish["quote"] for wish in members if wish["quote"]]
        yield Line(
            label,
            value,
            quotes[0] if quotes else "",
            more=max(len(quotes) - 1, 0),
            by_hand=any(wish.get("corrected") for wish in members),
        )


def _alternatives(wishes: Sequence[Mapping[str, Any]]) -> list[str]:
    groups: dict[object, list[str]] = {}
    for wish in wishes:
        groups.setdefault(wish["skill"] if wish["any_of"] is None else wish["any_of"], []).append(skill_text(wish))
    return [either_text(group) for group in groups.values()]


def _once(notes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each message once: a note with several spans stands once for each of them."""
    return list({(note["field"], note["message"]): note for note in reversed(notes)}.values())[::-1]


def _line(label: str, value: str, read: Mapping[str, Any]) -> Line:
    return Line(label, value, read["quote"] or "", by_hand=read.get("corrected", False))


def _span(least: float | None, most: float | None) -> str:
    """`20–30`, one figure where both are the same or one is not known."""
    if least is None or most is None or least == most:
        return figure(least or most or 0, "g")
    return f"{figure(least, 'g')}–{figure(most, 'g')}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def hard_text(name: str) -> str:
    """A hard requirement's name as people read it: `language en B2` as `English B2 or better`."""
    for pattern, said in _HARD:
        if found := pattern.fullmatch(name):
            return said(found.groupdict())
    return either_text(name.split(" or "))


def _figures(of: Mapping[str, str]) -> dict[str, str]:
    return {name: figures_in(text) for name, text in of.items()}


def _hard_language(of: Mapping[str, str]) -> str:
    return capfirst(language_text({**of, "importance": "must"}))


def _hard_budget(of: Mapping[str, str]) -> str:
    return _("%(rate)s or less") % {"rate": rate_text(amount_text(float(of["most"]), of["currency"]), "hour")}


def _hard_zone(of: Mapping[str, str]) -> str:
    first, last = (of[end].replace("UTC-", "UTC−") for end in ("first", "last"))
    return _("Zone %(first)s to %(last)s") % {"first": first, "last": last}


def _hard_hours(of: Mapping[str, str]) -> str:
    stretch = {"weeks": weeks_text(int(of["weeks"])), "day": plain_day_text(date.fromisoformat(of["day"]))}
    return _("%(hours)s h a week free, %(weeks)s from %(day)s") % {"hours": figures_in(of["hours"]), **stretch}


def _hard_further(of: Mapping[str, str]) -> str:
    return ngettext("%(count)s further requirement", "%(count)s further requirements", int(of["count"])) % of


# The names that `matching.hard` gives; whatever else there is are skills.
_HARD: tuple[tuple[re.Pattern[str], Callable[[Mapping[str, str]], str]], ...] = (
    (re.compile(r"(?P<hours>\S+) h a week free"), lambda of: _("%(hours)s h a week free") % _figures(of)),
    (re.compile(r"(?P<hours>\S+) h a week free, (?P<weeks>\d+) weeks from (?P<day>\d{4}(-\d\d){2})"), _hard_hours),
    (re.compile(r"budget (?P<most>\S+) (?P<currency>[A-Z]{3})/h"), _hard_budget),
    (re.compile(r"overlap (?P<hours>\S+) h"), lambda of: _("%(hours)s h or more together") % _figures(of)),
    (re.compile(r"zone (?P<first>\S+) to (?P<last>\S+)"), _hard_zone),
    (re.compile(r"place (?P<place>.+)"), lambda of: _("Place %(place)s") % of),
    (re.compile(r"language (?P<code>[a-z]{2})(?: (?P<level>[ABC][12]))?"), _hard_language),
    (re.compile(r"(?P<count>\d+) further requirements"), _hard_further),
    (re.compile(NOT_CONFIRMED), lambda of: _("not confirmed")),
)


def step_text(name: str) -> str:
    """The same as a step of the way from everybody to those who fit: what those who are left after it have."""
    return _("Hours confirmed") if name == NOT_CONFIRMED else hard_text(name)


def failing_text(excluded: Mapping[str, Any]) -> str:
    """`42 fail it`, `42 not confirmed`."""
    count = excluded["engineers"]
    told = ngettext("%(count)s fails it", "%(count)s fail it", count)
    if excluded["requirement"] == NOT_CONFIRMED:
        told = _("%(count)s not confirmed")
    return told % {"count": figure(count)}


def loosened(excluded: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What a change of the brief can loosen: not whether engineers have confirmed their hours."""
    return [each for each in excluded if each["requirement"] != NOT_CONFIRMED]


def nobody_text(candidates: int, excluded: Sequence[Mapping[str, Any]]) -> str:
    """Why a list is empty whatever the brief asks; else nothing."""
    if not candidates:
        return _("Nobody is listed yet.")
    confirmed = excluded and excluded[0]["requirement"] == NOT_CONFIRMED and not excluded[0]["left"]
    return _("Nobody who is listed has confirmed their hours lately.") if confirmed else ""


def confirmed_text(confirmed_at: str | None, *, at: datetime) -> str:
    """`confirmed today`, `confirmed 3 days ago`: how old the word of somebody on a list was when it was made."""
    if not confirmed_at:
        return ""
    days = (at - datetime.fromisoformat(confirmed_at)).days
    if days < 2:
        return _("confirmed today") if days < 1 else _("confirmed yesterday")
    return ngettext("confirmed %(days)s day ago", "confirmed %(days)s days ago", days) % {"days": days}


def rate_notes(person: Mapping[str, Any]) -> list[str]:
    """What a rate and its cost do not say by themselves."""
    notes = []
    if person.get("erased"):
        notes.append(_("Erased since the list was made: it keeps where they stood, and why by the numbers."))
    elif person["rate"] is None:
        notes.append(_("No rate is known, so the rate counts half."))
    elif not person["rate_is_comparable"]:
        said = _("The rate is in %(currency)s, another currency than the brief's: it counts half.")
        notes.append(said % {"currency": person["rate"]["currency"]})
    return notes
