"""Hours a week, for the whole engagement or in phases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from guildworks.kernels.text.fields.durations import WEEKS_PER_MONTH
from guildworks.kernels.text.fields.grammar import (
    after,
    before,
    matches,
    number_matches,
    pattern,
    sentence_at,
    stands_alone,
)
from guildworks.kernels.text.fields.numbers import COUNT, JOIN, RANGE_END, number
from guildworks.kernels.text.fields.presence import read_place
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import Hours, Note, Read
from guildworks.kernels.text.span import Span

HOURS_PER_DAY, FULL_TIME, HALF_TIME = 8, 40, 20
_BOUND = (
    r"(?P<bound>\b(?:up to|at most|max(?:imum)?\.?(?: of)?|no more than|at least|"
    r"min(?:imum)?\.?(?: of)?|about|around|roughly|approx\.?|ca\.?) )?"
)
_NUMBER = rf"(?P<low>{COUNT})(?:{JOIN}(?P<high>{RANGE_END}))?"
_WEEKLY = r"(?:~/~|~per~|~a~| in a | (?:each|every) |~-~)(?:week|wk)\b(?:ly)?|~weekly\b|~p\.?~/?~w\.?\b"
_HOUR = r"(?P<unit>hours?|hrs?\.?|h)"
_LABELLED = (
    pattern(
        rf"\b(?:hours|h) (?:per|a) week:?~(?:is |are )?{_BOUND}{_NUMBER}(?P<unit>(?![\w%]|~[-–%]|~(?:week|month|day)))"
    ),
    pattern(
        rf"\b(?:weekly (?:hours|load)|(?:work)?load|hours|availability):~{_BOUND}{_NUMBER}(?P<unit>~(?:hours?|"
        rf"h)\b)?(?![\w%]|~[-–%]|~(?:week|month|day))"
    ),
)
_RATES = (
    pattern(rf"{_BOUND}{_NUMBER}~-?~{_HOUR}(?:{_WEEKLY}|~/~w\b)"),
    pattern(rf"{_BOUND}{_NUMBER}~-?~(?P<unit>hours?) (?:work(?:ing)? )?week\b"),
    pattern(rf"{_BOUND}{_NUMBER}~(?P<unit>days?)(?:{_WEEKLY}|~/~w\b)"),
    pattern(rf"{_BOUND}{_NUMBER}~-?~(?P<unit>day)(?: working)? week\b"),
    pattern(
        rf"{_BOUND}{_NUMBER}~(?P<unit>hours?|hrs?|h)"
        r"(?P<daily>(?:~/~|~per~|~a~| each | every )(?:working )?day\b| daily\b)"
    ),
)
_MONTHLY = pattern(
    rf"{_BOUND}{_NUMBER}~-?~{_HOUR}(?P<monthly>(?:~/~|~per~|~a~| in a | each | every )(?:calendar )?month\b|~monthly\b)"
)
_MONTH = re.compile(r"month", re.IGNORECASE)
_FULL = pattern(
    r"\b(?P<full>full[- ]?time|fulltime)\b(?:~[(,:]~(?:about )?(?P<low>\d\d(?:\.\d)?)~(?:h|hrs?|"
    r"hours?)\b(?:~(?:/|per|a)~week)?~\)?)?"
)
_HALF = pattern(
    r"\b(?P<half>half[- ]time|halftime|half[- ]days?|half a day (?:daily|(?:an?|per|each|every) (?:working )?day))\b"
)
_HALF_A_DAY = pattern(rf"\bhalf(?: a|-a)? day(?:{_WEEKLY})")
_SHARE = pattern(
    r"(?<![\d.,])(?P<low>\d{2,3})~%?(?:~[-–]~(?P<high>\d{2,3}))?~%(?P<cue> (?:of (?:a )?full[- ]time|"
    r"fte|workload|position|capacity|pensum|role|employment))?"
)
_FTE = pattern(r"(?<![\w.,])(?P<low>[01]?[.,]\d{1,2}|1(?:\.0)?)~fte\b")
_SHARE_CUE = pattern(r"\b(?:workload|pensum|capacity|load|employment|position|availability|hours|time)\b[^.;\n]{0,20}$")
_MORE = pattern(
    rf"(?:,|;|\band\b)?~(?:and )?then~{_BOUND}(?:{_NUMBER}|(?P<one>an?)(?= (?:day|hour)\b))(?P<unit> ?(?:days?|hours?|"
    rf"h)\b)?(?P<rest>~(?:(?:/|per|a)~week)?)"
)
_EACH = pattern(rf"\bweeks?\b~[,(x×]?~(?:at |of |with )?{_NUMBER}~(?P<unit>days?|hours?|h)(?P<each> each)\b")
_WEEKS_AT = pattern(
    rf"\bweeks(?: (?:at|with) |~[@x×]~){_NUMBER}~(?P<unit>hours|h)\b"
    r"(?!~(?:/|per|an?|each|every|of|total|in total|altogether|overall|support|overlap)\b)"
)


@dataclass(frozen=True, slots=True)
class Load:
    """One statement of hours a week and what it covers."""

    hours: Hours
    span: Span
    at_a_place: bool = False  # stands beside a word of place: perhaps not all hours, where others are stated as well


_AT_HOME = r"home[- ]?office|remote(?:ly)?|from home|wfh"
_AT_THE_CLIENT = r"on[- ]?site|in (?:the|our) \w{0,15} ?office|office|in person|at our"
_AT_HOME_ONLY = pattern(rf"\b(?:{_AT_HOME})\b")
_AT_A_PLACE = pattern(rf"\b(?:{_AT_HOME}|{_AT_THE_CLIENT})\b")
_THE_REST = pattern(r"\b(?:rest|remaining|remainder|otherwise|other days?|additional|extra)\b")
_NOT_WORK = pattern(
    r"\b(?:overlap|awake|support|open|opening|24/7|meetings?|vacation|cores?|gpu|machine|"
    r"trainings?|learning|personal development|individual|volunteer\w{0,3}|holidays?|"
    r"(?<!work[ ])(?<!working[ ])(?:with|beside) you|(?:helps?|assists?|teach(?:es)?|shows?) you)\b"
)
_SPENT_BY_OTHERS = pattern(
    r"(?:\b(?:sav(?:es?|ed|ing)|costs?|los(?:es?|t|ing)|wast(?:es?|ed|ing))(?: \w{1,12}){0,4}"
    r"|\b(?:we|they|who|our(?: \w{1,14}){1,3}|clerks?|teams?|staff|people|employees|colleagues)(?: \w{1,12})?"
    r" spen(?:ds?|t)(?: \w{1,12}){0,2}) $"
)


def read_hours(text: str) -> FieldReading[tuple[Read[Hours], ...]]:
    """Hours a week in the order of the text: one entry, or one for each phase. A day is 8 hours."""
    loads = _once(sorted(_loads(text), key=lambda load: load.span))
    loads = [load for load in loads if not load.at_a_place] or loads
    contradictions: list[Note] = []
    loads = _first_month(text, loads, contradictions)
    phases = _phases(text, loads)
    if not phases:
        return _unsaid(text)
    if len(phases) == 1:
        contradictions.extend(_differing(text, loads))
    return FieldReading(tuple(Read(load.hours, load.span) for load in phases), (), tuple(contradictions))


def _loads(text: str) -> Iterator[Load]:
    sources = (*_RATES, _MONTHLY) if _MONTH.search(text) else _RATES
    rates = chain.from_iterable(number_matches(rate, text) for rate in sources)
    labelled = chain.from_iterable(matches(label, text) for label in _LABELLED)
    for found in chain(rates, labelled):
        if _is_load(text, found):
            yield Load(_hours(found), _span(found), at_a_place=_names_a_place(_clause(text, found)))
    yield from _each(text)
    yield from _shares(text)


def _span(found: re.Match[str]) -> Span:
    words = found.group()
    start = found.start() + len(words) - len(words.lstrip())
    if re.match(r"(?:weekly|work|load|hours:)[^\d]{0,18}", words.lstrip(), re.IGNORECASE):
        start = found.start("bound") if found["bound"] else found.start("low")
    return Span(start, found.start() + len(words.rstrip()))


def _is_load(text: str, found: re.Match[str]) -> bool:
    """Whether hours or days a week are those of the work, not of the office, a machine or an overlap."""
    clause, low = _clause(text, found), number(found["low"])
    counts_days = "day" in (found["unit"] or "").casefold()
    if counts_days and (low > 7 or (low < 5 and _is_on_site(text, found))):
        return False
    if _NOT_WORK.search(clause) or _SPENT_BY_OTHERS.search(before(text, found.start(), reach=60)):
        return False
    least = _hours(found).least or _hours(found).most or 0
    return 0 < least <= 100 and not _is_presence(text, found, clause)


def _clause(text: str, found: re.Match[str]) -> str:
    """The words of the clause before and after hours, with a bar where these stand."""
    left, right = before(text, found.start(), reach=60), after(text, found.end(), reach=45)
    return re.split(r"[,;.]", left)[-1] + "|" + re.split(r"[,;.]", right)[0]


def _names_a_place(clause: str) -> bool:
    left, right = clause.split("|", 1)
    return bool(_AT_A_PLACE.search(re.split(r"\band\b", left)[-1] + "|" + re.split(r"\band\b", right)[0]))


def _is_presence(text: str, found: re.Match[str], clause: str) -> bool:
    """Whether hours or days beside a word of place tell only how much of the work is done there.

    "30 hours a week on site" and "five days a week remote" are all of the work; "two days a week remote" are not, nor
    "you come to our office 4 hours a week", nor hours "on site, the rest at home".
    """
    if not _names_a_place(clause):
        return False
    if "day" in (found["unit"] or "").casefold() and number(found["low"]) < 5:
        return True
    if _THE_REST.search(after(text, found.end(), reach=90)):
        return True
    left = clause.split("|")[0]
    at_the_client_first = _AT_A_PLACE.search(left) and not _AT_HOME_ONLY.search(left)
    return bool(at_the_client_first) and (_hours(found).most or HALF_TIME) < HALF_TIME


def _is_on_site(text: str, found: re.Match[str]) -> bool:
    """Whether these days a week are the days of presence."""
    place = read_place(text).read
    return place is not None and place.value.onsite_days is not None and place.span.overlaps(_span(found))


def _hours(found: re.Match[str]) -> Hours:
    groups = found.groupdict()
    unit = (groups.get("unit") or "h").strip().casefold()
    low = _a_week(groups, groups["low"], unit)
    high = _a_week(groups, groups["high"], unit) if groups.get("high") else low
    bound = (groups.get("bound") or "").casefold()
    if bound.startswith(("up", "at most", "max", "no ")):
        return Hours(None if low == high else low, high)
    if bound.startswith(("at least", "min")):
        return Hours(low, None if low == high else high)
    return Hours(min(low, high), max(low, high))


def _a_week(groups: dict[str, str | None], figure: str, unit: str) -> float:
    if groups.get("monthly"):
        return round(number(figure) / WEEKS_PER_MONTH, 1)
    factor = 5 if groups.get("daily") else HOURS_PER_DAY if unit.startswith("day") else 1
    return number(figure) * factor


def _each(text: str) -> Iterator[Load]:
    for found in (*matches(_EACH, text, words=(" each",)), *matches(_WEEKS_AT, text, words=("weeks",))):
        yield Load(_hours(found), Span(found.start("low"), found.end()))


_EMPLOYED = pattern(r"\b(?:(?:job|employment|contract|work) type|employment)[:\s]{0,4}~$")
_NO_FULL_TIME = pattern(
    r"^[\s-]{0,2}(?:experience|employee|staff|salar|equivalent|position according|study|student|"
    r"permanent|or (?:part|half)|job|team|professional|contract for an in)"
)
_PERMANENT = pattern(
    r"\b(?:job type|employment type|contract type|job benefits|permanent (?:employment|employee|position|"
    r"contract)|annual leave|pension)\b"
)
_NEGATED = pattern(r"\b(?:not|no|never|isn't|rather than|instead of)(?: (?:a|an|need|need a))? $")


def _shares(text: str) -> Iterator[Load]:
    """Full time, half time and shares of it; in a posting for employees "full time" names the kind of job, no hours."""
    employed = bool(_PERMANENT.search(text))
    for found in matches(_FULL, text, words=("full",)):
        left = before(text, found.start(), reach=40)
        if (
            not (employed and not found["low"])
            and not _EMPLOYED.search(left)
            and not _NEGATED.search(left)
            and not _NO_FULL_TIME.search(after(text, found.end()))
        ):
            hours = float(found["low"] or FULL_TIME)
            yield Load(Hours(hours, hours), _span(found))
    for found in matches(_HALF, text, words=("half",)):
        yield Load(Hours(HALF_TIME, HALF_TIME), _span(found))
    for found in matches(_HALF_A_DAY, text, words=("half",)):
        yield Load(Hours(HOURS_PER_DAY / 2, HOURS_PER_DAY / 2), _span(found))
    for found in matches(_FTE, text, words=("fte",)):
        hours = FULL_TIME * number(found["low"].replace(",", ".").rjust(3, "0"))
        yield Load(Hours(hours, hours), _span(found))
    for found in matches(_SHARE, text, words=("%",)):
        low, high = int(found["low"]), int(found["high"] or found["low"])
        cued = (
            found["cue"] or _SHARE_CUE.search(before(text, found.start(), reach=40)) or stands_alone(text, _span(found))
        )
        if cued and 10 <= low <= high <= 100:
            yield Load(Hours(FULL_TIME * low / 100, FULL_TIME * high / 100), _span(found))


def _once(loads: list[Load]) -> list[Load]:
    """Without those that lie inside an earlier one."""
    kept: list[Load] = []
    for load in sorted(loads, key=lambda load: (load.span.start, -load.span.end)):
        if not any(load.span.overlaps(other.span) for other in kept):
            kept.append(load)
    return kept


# --- phases ----------------------------------------------------------------------------------------------------------

_WEEKS_OF = pattern(rf"(?P<bound>\bup to )?(?P<n>{COUNT}|\ban?\b)~-?~(?P<unit>weeks?|months?)\b")
_FOR_FIRST = pattern(rf"(?:for|in|during) the first (?:(?P<n>{COUNT}) )?(?P<unit>weeks?|months?)")
_CAP = pattern(
    rf",?~(?:but )?(?P<bound>max(?:imum)?\.?|at most|up to|no more than|"
    rf"only) (?P<low>{COUNT})~(?:h|hrs?|hours?)?(?:~(?:/|per|a)~week)? (?:in|during|"
    rf"for) (?:the )?first month"
)


def _weeks(count: str | None, unit: str) -> int:
    weeks = number(count or "one") * (WEEKS_PER_MONTH if unit.casefold().startswith("month") else 1)
    return max(1, round(weeks))


def _first_month(text: str, loads: list[Load], contradictions: list[Note]) -> list[Load]:
    """A lower ceiling for the first month, which a range before it may not reach."""
    kept = list(loads)
    for at, load in enumerate(loads):
        cap = _CAP.match(text, load.span.end)
        if not cap:
            continue
        most = number(cap["low"])
        span = Span(load.span.start, cap.end())
        kept[at] = Load(replace(load.hours, first_month_most=most), span)
        if load.hours.least is not None and load.hours.least > most:
            message = (
                f"At least {load.hours.least:g} hours a week are asked for, yet at most {most:g} in the first month. "
                "If the first month is a phase of its own, write it so: "
                f'"up to {most:g} h/week for the first month, then {load.hours.least:g} or more".'
            )
            contradictions.append(Note("hours_per_week", message, (span,)))
    return [
        load
        for load in kept
        if not any(
            load.span != other.span and load.span.overlaps(other.span) and load.span.start > other.span.start
            for other in kept
        )
    ]


def _phases(text: str, loads: list[Load]) -> list[Load]:
    """The loads with the weeks of each phase, where the text tells of phases."""
    loads = _continued(text, loads)
    if len(loads) < 2:
        return loads[:1]
    if all(load.hours == loads[0].hours for load in loads):
        return loads[:1]
    phased = [_phase(text, load, previous=loads[at - 1].span.end if at else 0) for at, load in enumerate(loads)]
    together = [phased[0]]
    for load in phased[1:]:
        if load.span.start - together[-1].span.end <= 160 and (load.hours.weeks or together[-1].hours.weeks):
            together.append(load)
    return together


def _continued(text: str, loads: list[Load]) -> list[Load]:
    """With "…, then 1 day" after "3 days/week for the first month"."""
    more = []
    for load in loads:
        near = after(text, load.span.end, reach=90)
        then = _MORE.search(near)
        if not then or any(load.span.end <= other.span.start <= load.span.end + then.end() for other in loads):
            continue
        if re.match(r"~?\s{0,2}(?:weeks?|months?)", near[then.end("low") :]) or (then["one"] and not then["rest"]):
            continue
        unit = (then["unit"] or "").strip().casefold() or ("day" if "day" in load.span.of(text).casefold() else "h")
        factor = HOURS_PER_DAY if unit.startswith("day") else 1
        first = "one" if then["one"] else "low"
        low = number(then[first]) * factor
        high = number(then["high"]) * factor if then["high"] else low
        start = load.span.end + then.start(first)
        more.append(Load(Hours(low, high), Span(start, load.span.end + len(near[: then.end()].rstrip()))))
    return sorted([*loads, *more], key=lambda load: load.span)


def _phase(text: str, load: Load, *, previous: int) -> Load:
    first = _FOR_FIRST.search(after(text, load.span.end, reach=45))
    if first and "then" not in after(text, load.span.end, reach=45)[: first.start()]:
        span = Span(load.span.start, load.span.end + first.end())
        return Load(replace(load.hours, weeks=_weeks(first["n"], first["unit"])), span)
    start = max(previous, sentence_at(text, load.span.start).start, load.span.start - 60)
    counts = list(_WEEKS_OF.finditer(text, start, load.span.start))
    if not counts:
        return load
    last = counts[-1]
    words = load.span.of(text)
    span = Span(last.start("n"), load.span.end + 1) if re.match(r"full", words, re.I) else load.span
    if text[span.end - 1 : span.end] != ")" and span.end > load.span.end:
        span = Span(span.start, load.span.end)
    return Load(replace(load.hours, weeks=_weeks(last["n"], last["unit"])), span)


# --- what is not a figure --------------------------------------------------------------------------------------------

_PART_TIME = pattern(r"\bpart[- ]?time\b(?: (?:is|would be|also) (?:fine|ok|okay|possible|good|welcome))?")
_OPEN = pattern(
    r"\b(?:(?:we can talk about|to discuss|we can discuss|open on|flexible (?:on|"
    r"about)) (?:the )?(?:weekly )?hours|hours (?:are )?(?:flexible|negotiable|to be (?:agreed|"
    r"discussed|defined))|hours(?: per week)?:~(?:flexible|tbd|tba|negotiable|open)|"
    r"a few hours (?:a|per) (?:week|day))\b"
)
_ASK = "How many hours a week? A range such as 10-20 is enough."


def _unsaid(text: str) -> FieldReading[tuple[Read[Hours], ...]]:
    for found in matches(_PART_TIME, text, words=("part",)):
        left = before(text, found.start(), reach=40)
        if not _PERMANENT.search(text) and not _EMPLOYED.search(left) and not _NEGATED.search(left):
            span = Span(*found.span())
            return FieldReading((Read(Hours(None, None), span),), (Note("hours_per_week", _ASK, (span,)),))
    found_open = _OPEN.search(text)
    if found_open:
        return FieldReading((), (Note("hours_per_week", _ASK, (Span(*found_open.span()),)),))
    return FieldReading(())


def _differing(text: str, loads: list[Load]) -> tuple[Note, ...]:
    """Full time and a figure that is far from it, neither of them a phase."""
    full = next((load for load in loads if _FULL.match(text, load.span.start)), None)
    other = next((load for load in loads if load is not full and (load.hours.most or FULL_TIME) < FULL_TIME - 10), None)
    if full is None or other is None or full.hours.weeks or other.hours.weeks:
        return ()
    spans = (full.span, other.span)
    message = (
        f"Full time and {other.hours.most:g} hours a week do not go together. Keep one, or say which phase is fu"
        "ll time."
    )
    return (Note("hours_per_week", message, spans),)
