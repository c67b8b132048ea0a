"""Single statements of hours a week: which figures are the load of the work, and which are somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from guildworks.kernels.text.fields.durations import WEEKS_PER_MONTH
from guildworks.kernels.text.fields.grammar import (
    after,
    before,
    matches,
    number_matches,
    pattern,
    stands_alone,
)
from guildworks.kernels.text.fields.numbers import COUNT, JOIN, RANGE_END, number
from guildworks.kernels.text.fields.presence import read_place
from guildworks.kernels.text.requirement import Hours
from guildworks.kernels.text.span import Span

HOURS_PER_DAY, FULL_TIME, HALF_TIME = 8, 40, 20
BOUND = (
    r"(?P<bound>\b(?:up(?<!ramp[ ]up)(?<!ramping[ ]up)(?<!grow[ ]up)(?<!growing[ ]up)(?<!go[ ]up)(?<!going[ ]up) to|"
    r"at most|max(?:imum)?\.?(?: of)?|(?:no|not) more than|less than|fewer than|under|below|at least|"
    r"min(?:imum)?\.?(?: of)?|(?:no|not) less than|more than|over|above|about|around|roughly|approx\.?|ca\.?) )?"
)
_AT_MOST = re.compile(r"up|at most|max|no\w? more|less|fewer|under|below", re.IGNORECASE)
_AT_LEAST = re.compile(r"at least|min|no\w? less|more|over|above", re.IGNORECASE)
_TAIL = pattern(
    r"~[,(]?~(?:(?P<least>or more|(?:as a |at )?min(?:imum)?|at least|and up)"
    r"|(?P<most>or (?:less|fewer)|(?:as a |at )?max(?:imum)?|at most|tops))\b\.?\)?(?=~(?:$|[.,;:)]|and\b|but\b|for\b))"
)
NUMBER = rf"(?P<low>{COUNT})(?:{JOIN}(?P<high>{RANGE_END})|(?P<plus>~\+))?"
_HOURS = rf"(?P<low>{COUNT})(?:(?:~(?:hours?|hrs?|h)\b)?{JOIN}(?P<high>{RANGE_END})|(?P<plus>~\+))?"
_DAYS = rf"(?P<low>{COUNT})(?:(?:~days?\b)?{JOIN}(?P<high>{RANGE_END})|(?P<plus>~\+))?"
_WEEKLY = r"(?:~/~|~per~|~a~| in (?:a|the) | (?:each|every) |~-~)(?:week|wk)\b(?:ly)?|~weekly\b|~p\.?~/?~w\.?\b"
_HOUR = r"(?P<unit>hours?|hrs?\.?|h)"
_HOUR_WORDS = frozenset(("", "hour", "hours", "hr", "hr.", "hrs", "hrs.", "h"))
_LABELLED = (
    pattern(
        rf"\b(?:hours|h) (?:per|a) week:?~(?:is |are )?{BOUND}{NUMBER}(?P<unit>(?![\w%]|~[-–%]|~(?:week|month|day)))"
    ),
    pattern(
        rf"\b(?:weekly (?:hours|load)|(?:work)?load|hours|availability|commitment):~{BOUND}{NUMBER}(?P<unit>~(?:hours?|"
        rf"h)\b)?(?![\w%]|~[-–%]|~(?:week|month|day))"
    ),
)
_PART_TIME = pattern(
    rf"\bpart[- ]?time\b~[(,:]~{BOUND}{NUMBER}~(?P<unit>hours?|hrs?|h)\b"
    r"(?!~/|~[ap]\.?m| (?:per|an?|each|every|in|of)\b|~week)"
)
_HALF_DAYS = r"half[- ]days?|mornings?|afternoons?"
_RATES = (
    pattern(rf"{BOUND}(?:(?P<times>\d)~[x×]~)?{_HOURS}~-?~{_HOUR}(?:{_WEEKLY}|~/~w\b)"),
    pattern(rf"{BOUND}{_HOURS}~-?~(?P<unit>hours?) (?:work(?:ing)? )?week\b"),
    pattern(
        rf"{BOUND}{_DAYS}~(?:(?:full|whole) )?(?P<unit>days?|{_HALF_DAYS})(?:{_WEEKLY}|~/~w\b)"
        rf"(?:,?~(?:(?:at|of|with|for|and|x) )?(?:about )?(?P<hours_each>{COUNT})~(?:hours?|hrs?|h)"
        r"(?:(?:~/~|~per~|~a~| each | every )day\b| each\b| daily\b)"
        r"(?! (?:of|with|in|during|between|within|overlap)\b))?"
    ),
    pattern(rf"{BOUND}{_DAYS}~-?~(?P<unit>day)(?: working)? week\b"),
    pattern(
        rf"{BOUND}{_HOURS}~(?P<unit>hours?|hrs?|h)"
        r"(?P<daily>(?:~/~|~per~|~a~| each | every )(?:working )?day\b| daily\b)"
        r"(?:,?~(?:(?:on|for|and|x) )?(?P<days_most>up to |at most |max\.? |(?:not|no) more than )?"
        rf"(?P<days>{COUNT})(?:{JOIN}(?P<days_high>{RANGE_END}))? days"
        r"(?:(?:~/~|~per~|~a~| each | every | in (?:a|any|each|the) )(?:calendar )?week\b| weekly\b))?"
    ),
)
_FORTNIGHTLY = pattern(
    rf"{BOUND}{NUMBER}~-?~(?P<unit>hours?|hrs?\.?|h|days?)"
    r"(?P<fortnightly>(?:~/~|~per~|~a~| each | every )fortnight\b| fortnightly\b"
    r"| every (?:two|2|other|second|2nd) weeks?\b)"
)
_MONTHLY = pattern(
    rf"{BOUND}{_HOURS}~-?~(?P<unit>hours?|hrs?\.?|h|days?)(?P<monthly>(?:~/~|~per~|~a~| in a | each | every )"
    r"(?:calendar )?month\b|~monthly\b)"
)
_MONTH = re.compile(r"month", re.IGNORECASE)
_FORTNIGHT = re.compile(r"fortnight|every\s{1,3}(?:two|2|other|second)", re.IGNORECASE)
FULL = pattern(
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
_EACH = pattern(rf"\bweeks?\b~[,(x×]?~(?:at |of |with )?{NUMBER}~(?P<unit>days?|hours?|h)(?P<each> each)\b")
_WEEKS_AT = pattern(
    rf"\bweeks(?: (?:at|with) |~[@x×]~){NUMBER}~(?P<unit>hours|h)\b"
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
    r"\b(?:overlap|awake|support|open|opening|24/7|meet(?:ings?)?|vacation|cores?|gpu|machine|"
    r"trainings?|learning|personal development|individual|volunteer\w{0,3}|holidays?|"
    r"(?<!work[ ])(?<!working[ ])(?:with|beside) you|(?:helps?|assists?|teach(?:es)?|shows?) you)\b"
)
_SPENT_BY_OTHERS = pattern(
    r"(?:\b(?:sav(?:es?|ed|ing)|costs?|los(?:es?|t|ing)|wast(?:es?|ed|ing))(?: \w{1,12}){0,4}"
    r"|\b(?:we|they|who|our(?: \w{1,14}){1,3}|clerks?|teams?|staff|people|employees|colleagues)(?: \w{1,12})?"
    r" spen(?:ds?|t)(?: \w{1,12}){0,2}|\b(?:worked|billed|logged|put in)(?: \w{1,12})?) $"
)
_NOT_ANY_MORE = pattern(
    r"\b(?:instead of|rather than|no longer|originally|not)(?: the)?(?: (?:planned|usual|original|previous|agreed))? $"
)
_HOURS_A_DAY_BEFORE = pattern(  # the days of hours that are read, or left alone, together with them
    r"\b(?:hours?|hrs?|h)(?:~/~| a | per | each | every )day,?~(?:(?:on|for|and) )?(?:(?:not|no) more than |up to )?$"
)
_PAY_OF_FULL_TIME = pattern(
    r"\b(?:salary|gross|net|pay|month|year|annum)\b[^.;\n]{0,20}(?: (?:based )?(?:on|for|at|assuming)| is)(?: an?)? $"
)
_BASIS = pattern(r"^ (?:basis|position|employment|equivalent|contract|job)\b")


def loads_of(text: str) -> list[Load]:
    """Every statement of hours a week, in the order of the text. A day is 8 hours."""
    loads = _once(sorted(_loads(text), key=lambda load: load.span))
    loads = [load for load in loads if not load.at_a_place] or loads
    return _alternatives(text, loads)


_OR = pattern(r"~,?~or(?: (?:even|else|rather|maybe|perhaps|possibly))?~")
_ALSO = (
    pattern(
        rf"~[,;(]?~(?:but |although |though |or )?(?:(?:we|i) (?:could|can)(?: also)? live with (?P<low>{COUNT})"
        rf"|(?P<fine>{COUNT})(?:~(?:hours?|hrs?|h)\b)?(?:(?:~/~|~per~|~a~)week\b)? "
        r"(?:(?:is|would be|are|will be)(?: also)? (?:fine|ok|okay|enough|possible|acceptable)|(?:would|will) do)\b)"
    ),
    pattern(
        rf",?~(?:and |but )?(?:max(?:imum)?\.?|at most|up to|no more than) (?P<most>{COUNT})~(?:hours?|hrs?|h)?"
        r"(?=~(?:$|[.,;)]))"
    ),
    pattern(
        rf"~[,;(]?~(?:and |but |up to |sometimes |even ){{0,2}}(?P<busy>{COUNT})~(?:hours?|hrs?|h|days?)?(?: a week)? "
        r"(?:in|during|at) (?:very |the )?(?:busy|busier|peak|intense|crunch|hot) (?:weeks|times|periods|"
        r"phases|months)\b"
    ),
)


def _alternatives(text: str, loads: list[Load]) -> list[Load]:
    """With "20 hours a week or full time" and "40 hours a week, but 30 would be fine" each as one range."""
    kept: list[Load] = []
    for load in loads:
        if kept and _OR.fullmatch(text, kept[-1].span.end, load.span.start):
            kept[-1] = _wider(kept[-1], load.hours, load.span.end)
        else:
            kept.append(load)
    for at, load in enumerate(kept):
        found = next(filter(None, (source.match(text, load.span.end) for source in _ALSO)), None)
        if found:
            hours = number(found[found.lastgroup or ""]) * (
                HOURS_PER_DAY if "day" in load.span.of(text).casefold() else 1
            )
            least = load.hours.least if found.lastgroup == "most" else hours
            kept[at] = _wider(load, Hours(least, max(hours, least or 0)), found.end())
    return kept


def _wider(load: Load, hours: Hours, end: int) -> Load:
    """A load that takes in other hours as well; `end` is where their words end."""
    least = None if load.hours.least is None or hours.least is None else min(load.hours.least, hours.least)
    most = max(load.hours.most or 0, hours.most or 0) or None
    return Load(Hours(least, most), Span(load.span.start, end), load.at_a_place)


def _loads(text: str) -> Iterator[Load]:
    sources = (
        *_RATES,
        *([_MONTHLY] if _MONTH.search(text) else []),
        *([_FORTNIGHTLY] if _FORTNIGHT.search(text) else []),
    )
    rates = chain.from_iterable(number_matches(rate, text) for rate in sources)
    labelled = chain.from_iterable(matches(label, text) for label in _LABELLED)
    for found in chain(rates, labelled, matches(_PART_TIME, text, words=("part",))):
        if _is_load(text, found):
            yield Load(_hours(found), _span(found), at_a_place=_names_a_place(_clause(text, found)))
    yield from _each(text)
    yield from _shares(text)


def _span(found: re.Match[str]) -> Span:
    words = found.group()
    start = found.start() + len(words) - len(words.lstrip())
    if re.match(r"(?:weekly|work|load|hours:)[^\d]{0,18}", words.lstrip(), re.IGNORECASE):
        start = found.start("bound") if found["bound"] else found.start("low")
    tail = _TAIL.match(found.string, found.end())
    return Span(start, tail.end() if tail else found.start() + len(words.rstrip()))


def _is_load(text: str, found: re.Match[str]) -> bool:
    """Whether hours or days a week are those of the work, not of the office, a machine or an overlap."""
    clause, low = _clause(text, found), number(found["low"])
    counts_days = "day" in (found["unit"] or "").casefold()
    is_weekly = not (found.groupdict().get("monthly") or found.groupdict().get("fortnightly"))
    if counts_days and _HOURS_A_DAY_BEFORE.search(before(text, found.start("low"), reach=40)):
        return False
    if counts_days and ((is_weekly and low > 7) or low > 23 or (low < 5 and _is_on_site(text, found))):
        return False
    if is_of_others(text, found):
        return False
    least = _hours(found).least or _hours(found).most or 0
    return 0 < least <= 100 and not _is_presence(text, found, clause)


def is_of_others(text: str, found: re.Match[str]) -> bool:
    """Whether hours are those of an office, a machine or other people."""
    is_alien = _NOT_WORK.search(_clause(text, found))
    if _NOT_ANY_MORE.search(before(text, found.start(), reach=40)):
        return True
    return bool(is_alien or _SPENT_BY_OTHERS.search(before(text, found.start(), reach=60)))


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
    if days := groups.get("days"):
        low, high = low * number(days), high * number(groups["days_high"] or days)
    low, high = min(low, high), max(low, high)
    if groups.get("days_most"):
        return Hours(None, high)
    bound, tail = groups.get("bound") or "", _TAIL.match(found.string, found.end())
    if _AT_MOST.match(bound) or (tail and tail["most"]):
        return Hours(None if low == high else low, high)
    if _AT_LEAST.match(bound) or groups.get("plus") or (tail and tail["least"]):
        return Hours(low, None if low == high else high)
    return Hours(low, high)


def _a_week(groups: dict[str, str | None], figure: str, unit: str) -> float:
    """Hours a week of a figure in the unit and for the stretch of time that the match tells."""
    is_hour, is_day = unit in _HOUR_WORDS, unit.startswith("day")
    each = groups.get("hours_each")
    day = number(each) if each else HOURS_PER_DAY
    per_unit = 1 if is_hour else day if is_day else day / 2
    hours = number(figure) * per_unit * int(groups.get("times") or 1)
    if groups.get("monthly"):
        return round(hours / WEEKS_PER_MONTH, 1)
    if groups.get("fortnightly"):
        return hours / 2
    return hours * 5 if groups.get("daily") and not groups.get("days") else hours


def _each(text: str) -> Iterator[Load]:
    for found in (*matches(_EACH, text, words=(" each",)), *matches(_WEEKS_AT, text, words=("weeks",))):
        yield Load(_hours(found), Span(found.start("low"), found.end()))


EMPLOYED = pattern(r"\b(?:(?:job|employment|contract|work) type|employment)[:\s]{0,4}~$")
_NO_FULL_TIME = pattern(
    r"^[\s-]{0,2}(?:(?:is )?not (?:needed|required|necessary|possible)|isn['’]t|"
    r"experience|employee|staff|salar|equivalent|position according|study|student|"
    r"permanent|or (?:part|half)|job|team|professional|contract for an in)"
)
PERMANENT = pattern(
    r"\b(?:job type|employment type|contract type|job benefits|permanent (?:employment|employee|position|"
    r"contract)|annual leave|pension)\b"
)
NEGATED = pattern(
    r"\b(?:not|no|never|isn't|rather than|instead of|better than|preferred (?:to|over))(?: (?:a|an|need|need a))? $"
)
_HALF_OF = pattern(r"\bhalf(?: of)?(?: an?| the)? ~$")


def _shares(text: str) -> Iterator[Load]:
    """Full time, half time and shares of it; in a posting for employees "full time" names the kind of job, no hours."""
    employed = bool(PERMANENT.search(text))
    for found in matches(FULL, text, words=("full",)):
        left = before(text, found.start(), reach=40)
        if (
            not (employed and not found["low"])
            and not EMPLOYED.search(left)
            and not NEGATED.search(left)
            and not (_PAY_OF_FULL_TIME.search(left) and _BASIS.match(after(text, found.end(), reach=20)))
            and not _NO_FULL_TIME.search(after(text, found.end()))
        ):
            hours = float(found["low"] or (HALF_TIME if _HALF_OF.search(left) else FULL_TIME))
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
