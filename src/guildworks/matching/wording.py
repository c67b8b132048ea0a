"""A requirement and a shortlist in words, for terminal and page alike: labels, figures, what somebody loses on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from guildworks.kernels.text.language import language_name
from guildworks.matching.hard import NOT_CONFIRMED
from guildworks.skills.queries import skill_name

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹", "JPY": "¥"}
PER = {"hour": "/h", "day": " a day", "week": " a week", "month": " a month", "year": " a year", "project": " in total"}
LEVELS = {1: "basic", 2: "intermediate", 3: "advanced", 4: "expert"}
IMPORTANCE = {"must": "must", "nice": "nice", "excluded": "not", "context": "named", "contradictory": "unclear"}
PART_WORDS = {
    "skills": "skills",
    "lexical": "words",
    "semantic": "meaning",
    "seniority": "seniority",
    "rate": "rate",
    "overlap": "overlap",
    "availability": "free hours",
    "reputation": "reputation",
    "attention": "attention",
}
ITEMS = {"hours_per_week": "Hours", "starts": "Start", "seniority": "Level"}
WEAK = 0.7  # a part below this share of what was possible is where somebody loses
NO_FIGURE = "said without a figure"
PLACES = {"remote": "remote", "remote_ok": "remote is fine", "hybrid": "partly on site", "onsite": "on site"}


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


def skill_text(wish: Mapping[str, Any]) -> str:
    """A skill with its level, if one is asked: `Python (advanced)`."""
    name = skill_name(wish["skill"])
    return f"{name} ({LEVELS[wish['level']]})" if wish["level"] else name


def hours_text(value: Mapping[str, Any]) -> str:
    """`32 h a week`, `20–30 h a week for 2 weeks`."""
    if not (value["min"] or value["max"]):
        return NO_FIGURE
    text = f"{_span(value['min'], value['max'])} h a week"
    return f"{text} for {weeks_text(value['weeks'])}" if value.get("weeks") else text


def weeks_text(weeks: float) -> str:
    """`1 week`, `12 weeks`."""
    return "1 week" if weeks == 1 else f"{weeks:g} weeks"


def start_text(value: Mapping[str, Any]) -> str:
    """`Mon 11 Jan 2027`, `as soon as possible`, `from 1 Feb to 1 Mar 2027`."""
    earliest, latest, preferred = (_day(value.get(name)) for name in ("earliest", "latest", "preferred"))
    precise = value.get("precision", "day") == "day"
    first = (f"{earliest:%a %-d %b %Y}" if precise else f"{earliest:%B %Y}") if earliest else ""
    words = ["as soon as possible"] if value.get("asap") else []
    words += [f"{first} to {latest:%a %-d %b %Y}" if latest and first else first] if first else []
    words += [f"best on {preferred:%a %-d %b %Y}"] if preferred else []
    words += ["the year is inferred"] if value.get("year_inferred") else []
    return ", ".join(words)


def duration_text(value: Mapping[str, Any]) -> str:
    """`12 weeks`, `about 26–52 weeks`, `until Wed 31 Mar 2027`."""
    least, most, ends = value.get("min"), value.get("max"), _day(value.get("ends"))
    words = []
    if least or most:
        figure = "1 week" if least == most == 1 else f"{_span(least, most)} weeks"
        words.append(f"about {figure}" if value.get("approximate") else figure)
    return ", ".join([*words, *([f"until {ends:%a %-d %b %Y}"] if ends else [])])


def overlap_text(value: Mapping[str, Any]) -> str:
    """`4 h or more, 09:00–17:00 Europe/Berlin`."""
    words = [f"{value['hours']:g} h or more"] if value.get("hours") else []
    window = f"{value['window'][0]}–{value['window'][1]} " if value.get("window") else ""
    if value.get("zone"):
        inferred = " (inferred)" if value.get("inferred") else ""
        words.append(f"{window}{value['zone'].replace('_', ' ')}{inferred}")
    elif window:
        words.append(f"{window}in a zone that is not said")
    if value.get("zone_from"):
        words.append(f"{value['zone_from']} to {value['zone_to']}")
    return ", ".join(words) or "in no single zone"


def budget_text(value: Mapping[str, Any]) -> str:
    """`€85–105/h`, `$9,000 in total`, `$70/h, $15,000 in total at most`."""
    words = []
    if value.get("max") or value.get("min"):
        words.append(
            amounts_text(value.get("min"), value.get("max"), value.get("currency")) + PER.get(value.get("per", ""), "")
        )
    if value.get("total"):
        words.append(f"{amount_text(value['total'], value.get('total_currency'))} in total at most")
    return ", ".join(words) or NO_FIGURE


def place_text(value: Mapping[str, Any]) -> str:
    """`remote, from within Europe`, `partly on site, Milan, 2 days a week`."""
    mode = value.get("mode")
    words = ["said in two ways" if mode == "contradictory" else PLACES[mode]] if mode else []
    words += [value["city"]] if value.get("city") else [value["country"]] if value.get("country") else []
    words += [f"from within {value['region']}"] if value.get("region") else []
    words += [f"{value['onsite_days']} days a week"] if value.get("onsite_days") else []
    words += ["near is better"] if value.get("prefer_local") else []
    words += [f"client near {value['near']}"] if value.get("near") else []
    return ", ".join(words)


def seniority_text(value: Mapping[str, Any]) -> str:
    """`senior`, `5 years or more`."""
    years = f"{value['years']} years or more" if value.get("years") else ""
    return ", ".join(word for word in (value.get("level"), years) if word) or "said in two ways"


def language_text(value: Mapping[str, Any]) -> str:
    """`German B2 or better`, `Portuguese is not needed`."""
    name = language_name(value["code"])
    if value["importance"] == "excluded":
        return f"{name} is not needed"
    level = f" {value['level']} or better" if value.get("level") else ""
    return f"{name}{level}{', nice to have' if value['importance'] == 'nice' else ''}"


def item_text(item: str) -> str:
    """An item of a brief as a correction names it, in words: `Hours`, `Python`, `German`."""
    field, _, name = item.partition(".")
    if not name:
        return ITEMS.get(field, field.capitalize())
    return skill_name(name) if field == "skills" else language_name(name)


def amount_text(amount: float, currency: str | None) -> str:
    """`€112`, `€43,008`, `95.50 CHF`: the symbol in front where there is one, else the code behind."""
    figure = f"{amount:,.0f}" if float(amount).is_integer() or amount >= 1000 else f"{amount:,.2f}"
    symbol = SYMBOLS.get(currency or "")
    return f"{symbol}{figure}" if symbol else f"{figure} {currency or ''}".strip()


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
    return f"W{starts.isocalendar().week:02}–W{last.isocalendar().week:02}"


def suggestions(requirement: Mapping[str, Any]) -> list[str]:
    """The names of the skills that a brief is close to without naming them."""
    return [skill_name(slug) for slug in requirement["suggested_skills"]]


def listing(names: Sequence[str]) -> str:
    """`Ana`, `Ana and Bela`, `Ana, Bela and Ciro`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


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
    return [" or ".join(group) for group in groups.values()]


def _once(notes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each message once: a note with several spans stands once for each of them."""
    return list({(note["field"], note["message"]): note for note in reversed(notes)}.values())[::-1]


def _line(label: str, value: str, read: Mapping[str, Any]) -> Line:
    return Line(label, value, read["quote"] or "", by_hand=read.get("corrected", False))


def _span(least: float | None, most: float | None) -> str:
    if least is None or most is None or least == most:
        prefix = "up to " if least is None and most is not None else ""
        return f"{prefix}{least or most or 0:g}"
    return f"{least:g}–{most:g}"


def amounts_text(least: float | None, most: float | None, currency: str | None) -> str:
    """`€85–105`, `90–110 CHF`, one amount where both are the same or one is not known."""
    if least is None or most is None or least == most:
        return amount_text(least or most or 0, currency)
    if SYMBOLS.get(currency or ""):
        return f"{amount_text(least, currency)}–{amount_text(most, '').strip()}"
    return f"{least:,.10g}–{amount_text(most, currency)}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def hard_text(name: str) -> str:
    """A hard requirement's name as people read it: `language en B2` as `English B2 or better`."""
    words = name.split()
    if len(words) in (2, 3) and words[0] == "language" and len(words[1]) == 2:
        level = words[2] if len(words) == 3 else None
        return _capital(language_text({"code": words[1], "level": level, "importance": "must"}))
    if len(words) == 3 and words[0] == "budget" and words[2].endswith("/h"):
        return f"{amount_text(float(words[1]), words[2].removesuffix('/h'))}/h or less"
    if len(words) == 3 and words[0] == "overlap" and words[2] == "h":
        return f"{words[1]} h or more together"
    if len(words) == 10 and words[2:5] == ["a", "week", "free,"]:
        return f"{' '.join(words[:9])} {date.fromisoformat(words[9]):%-d %b %Y}"
    if words[0] in ("place", "zone") and len(words) > 1:
        return _capital(name).replace("UTC-", "UTC−")
    return name


def step_text(name: str) -> str:
    """The same as a step of the way from everybody to those who fit: what those who are left after it have."""
    return "Hours confirmed" if name == NOT_CONFIRMED else hard_text(name)


def failing_text(excluded: Mapping[str, Any]) -> str:
    """`42 fail it`, `42 not confirmed`."""
    is_own = excluded["requirement"] == NOT_CONFIRMED
    return f"{excluded['engineers']:,} {NOT_CONFIRMED if is_own else 'fail it'}"


def loosened(excluded: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What a change of the brief can loosen: not whether engineers have confirmed their hours."""
    return [each for each in excluded if each["requirement"] != NOT_CONFIRMED]


def nobody_text(candidates: int, excluded: Sequence[Mapping[str, Any]]) -> str:
    """Why a list is empty whatever the brief asks; else nothing."""
    if not candidates:
        return "Nobody is listed yet."
    confirmed = excluded and excluded[0]["requirement"] == NOT_CONFIRMED and not excluded[0]["left"]
    return "Nobody who is listed has confirmed their hours lately." if confirmed else ""


def confirmed_text(confirmed_at: str | None, *, at: datetime) -> str:
    """`confirmed today`, `confirmed 3 days ago`: how old the word of somebody on a list was when it was made."""
    if not confirmed_at:
        return ""
    days = (at - datetime.fromisoformat(confirmed_at)).days
    return "confirmed today" if days < 1 else "confirmed yesterday" if days < 2 else f"confirmed {days} days ago"


def rate_notes(person: Mapping[str, Any]) -> list[str]:
    """What a rate and its cost do not say by themselves."""
    notes = []
    if person.get("erased"):
        notes.append("Erased since the list was made: it keeps where they stood, and why by the numbers.")
    elif person["rate"] is None:
        notes.append("No rate is known, so the rate counts half.")
    elif not person["rate_is_comparable"]:
        notes.append(f"The rate is in {person['rate']['currency']}, another currency than the brief's: it counts half.")
    return notes


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
