"""How long the work lasts: stretches of weeks and months that are about this work, and its stated last day."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guildworks.kernels.text.fields.dates import DateMention, date_mentions
from guildworks.kernels.text.fields.grammar import (
    after,
    around,
    before,
    joined,
    matches,
    number_matches,
    pattern,
    sentence_at,
    stands_alone,
)
from guildworks.kernels.text.fields.numbers import COUNT, JOIN, RANGE_END, number
from guildworks.kernels.text.fields.people import PERSON
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.fields.starts import role_of
from guildworks.kernels.text.fields.whole_work import is_of_the_whole, two_lengths
from guildworks.kernels.text.fields.years import is_length_in_years, is_needed_for
from guildworks.kernels.text.requirement import Duration, Note, Read
from guildworks.kernels.text.span import Span

WEEKS_PER_MONTH = 52 / 12
_WEEKS = {
    "day": 1 / 5,
    "week": 1.0,
    "month": WEEKS_PER_MONTH,
    "quarter": 13.0,
    "fortnight": 2.0,
    "year": 52.0,
}  # five working days a week
_UNIT = r"(?P<unit>days?|weeks?|wks?|months?|mths?|mos?|quarters?|fortnights?|years?|yrs?)\b"
_KIND = r"(?:work(?:ing)?~-?~|(?:business|calendar|full|whole|more|further|additional|final|initial) )?"
_BOUND = (
    r"(?P<bound>\b(?:up to|at most|(?:a )?max(?:imum)?\.?(?: of)?|(?:no|not) (?:more|longer) than|less than|"
    r"at least|min(?:imum)?\.?(?: of)?|from) )?"
)
_ROUGHLY = r"(?P<roughly>\b(?:about|around|roughly|approx(?:imately)?\.?|circa|ca\.?|some|say|nearly|almost) |[~≈]~)?"
_STRETCH = pattern(
    rf"{_BOUND}{_ROUGHLY}"
    rf"(?:(?P<half>\bhalf(?: a| an)? )|(?P<low>{COUNT}|\ban?\b|\bhalf\b)(?P<half_more> and a half)?"
    rf"(?:{JOIN}(?P<high>{RANGE_END}))?~(?P<plus>\+~)?-?~){_KIND}{_UNIT}(?P<half_after> and a half\b)?"
    r"(?P<more>\+|~\+(?!\w))?"
)
_FEW = pattern(
    r"\b(?P<few>a few|a couple of|several|some|a handful of|few) (?P<unit>days?|weeks?|months?|"
    r"years?)\b(?: (?:maybe|perhaps|or so))?"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of time, in weeks; None where only "a few" is said."""

    least: float | None
    most: float | None
    span: Span
    approximate: bool = False


_FOREIGN_AFTER = pattern(
    r"^[~\s]{0,2}(?:[-–]?old\b|ago\b|of(?: \w{1,20}){0,3} experience|"
    r"'? ?(?:\w{1,15} ){0,3}experience|notice|pto\b|holidays?|vacation|leave\b|off\b|per\b|"
    r"a (?:week|month|year)\b"
    r"|/|each (?:week|month|year)|every\b|in the (?:office|field|industry|business)|from (?:now|today)|"
    r"(?:on|at|in) (?:site|our|the office|your)|(?:probation|trial|training|warranty|retention|"
    r"history|data)\b|after\b|before\b|later\b|earlier\b|weekly|onsite|on-site|remote|"
    r"paid|annual|of (?:data|history|logs|paid|vacation|holiday|training|leave)|"
    r"of (?:\w{1,12} ){0,2}(?:leave|vacation|holidays?|absence)|in (?:a|the) (?:role|position|team))"
)
_FOREIGN_BEFORE = pattern(
    r"(?:\b(?:every|each|per|last|past|previous|first|(?<!for[ ]the[ ])(?<!over[ ]the[ ])next|"
    r"(?<!over[ ]the[ ])coming|within the|in the first|"
    r"once (?:a|per)|after|since|over the last|history spans|spans|ago"
    r"|notice(?: period)?(?: of)?|old|aged|for over|for more than|by|lasted|took|took us)[ :])~$"
)
_FOREIGN_ABOUT = pattern(
    r"\b(?:experience|background check|clearance|vacation|holidays?|pto|probation|notice|warranty|"
    r"refund|refresh(?:es|ed)?|retention|retrain\w{0,3}|history|founded|parental|maternity|"
    r"paternity|sabbatical|interview|hiring process|reply|respond|sprints?|backlog)\b"
)
_ABOUT_WORK = pattern(
    r"\b(?:duration|length|contract|engag\w{1,7}|project|assignment|mission|gig|freelance|phase|"
    r"the work|work (?:takes?|lasts?|for)|takes?|lasts?|lasting|done (?:in|within)"
    r"|finish(?:ed)? (?:in|within)|deliver(?:ed)? (?:in|within)|complete(?:d)? (?:in|within)|"
    r"time ?(?:line|frame|scale)|period|initial(?:ly)?|extend\w{0,4}|extension|then|followed by|"
    r"full[- ]time|part[- ]time|hours?|hrs?|h~(?:/|per|a)~week|audit|sprint zero"
    r"|pilot|prototype|mvp|poc|proof of concept|engagement|estimate|expect|run(?:s|ning)?|"
    r"support for|help for|need (?:you|someone|somebody|help)|looking for (?:someone|help)|term|"
    r"term:|small thing|job|thing)\b"
)
_OPTION_BEFORE = pattern(
    r"\b(?:extend\w*|extensions?|renew\w*|prolong\w*|option\w*)\b:?"
    r"(?: (?:is|be|to|of|up|by|for|at|least|on|a|an|the|it|this|possible|likely|contract|another|one|extend|"
    r"renew|prolong|continue|about|around)){0,6} ~$"
)
_OPTION_AFTER = pattern(r"^~-?~(?:of )?(?:extension|prolongation|renewal|option)\b")
_SPRINT = pattern(r"^~-?~sprint\b(?!~-?~(?:cycles?|cadence|rhythms?|planning|reviews?|lengths?|goals?|schedules?))")
_SPRINT_STARTS = pattern(r"^~-?~sprint,? (?:to|for|from|in|start\w{0,4}|begin\w{0,4})\b")
_WANTS_A_SPRINT = pattern(
    r"(?:^\W{0,4}|\b(?:needs?|wants?|book|hir(?:e|ing)|looking for|for|it is|it['’]s|this is)"
    r"(?: [\w-]{1,15}){0,4}? )(?:an? )?~$"
)
_TRIAL = pattern(
    r"\b(?:try|trying|test) (?:\w{1,12} ){0,2}out (?:for )?(?:about |just )?$|\btrial (?:run |period |phase )?of $"
)
_OF_WORK = pattern(r"^['’]?(?: of)? work\b")
_OVER_THE_NEXT = pattern(r"\bover the (?:next|coming) ~$")
_ABOUT_DAYS = pattern(
    r"\b(?:duration|the work|takes?|lasts?|lasting|done (?:in|within)|(?:finished|delivered|"
    "completed) (?:in|within)|days of work|job of|"
    r"audit|workshop|engagement|assignment|gig|small thing|estimate\w{0,2})\b"
)
_FOR = pattern(
    r"\bfor(?: the)?(?: (?:about|around|roughly|at least|up to|initially|an? (?:initial|first|further)))?[ ]~$"
)
_WANTED_FOR = pattern(  # of days, "for" tells too little: logs are kept for days as well
    rf"\b(?:you|{PERSON}|help(?: us| out)?|join us|work with us|(?:is|are) needed)(?: \w{{1,12}}){{0,3}}"
    r" for(?: the)?(?: (?:about|around|roughly|at least|up to|initially))? $"
)
_OPENS_ITEM = re.compile(r"(?:^|[,;:(|\n])\s*$")  # "Spark, 3 months from May", and not "data of 3 months from May on"
_FROM_A_DAY = pattern(
    r"^,? (?:from|starting|beginning)(?: on| in)?(?: the)? (?:\d|early|mid|late|jan|feb|mar(?:ch)?\b|apr|may\b|"
    r"june?\b|july?\b|aug|sep|oct|nov|dec)"
)


def read_duration(text: str, today: date) -> FieldReading[Read[Duration]]:
    """How many weeks the work lasts, in phases added up, and the last day or deadline where one is stated."""
    of_the_work = [stretch for stretch in _stretches(text) if _is_of_the_work(text, stretch)]
    stretches = _one_work(text, of_the_work)
    end = _end(text, today)
    if not stretches:
        return FieldReading(_only_end(end), () if end else (*_effort(text), *_open_ended(text)))
    least, most, span = _total(text, stretches)
    ends, ends_span = (end.last, end.span) if end else (None, None)
    if end and _beside(text, span, end):
        span = _closed(text, joined([span, end.span]))
        ends_span = end.span
    rough = any(stretch.approximate for stretch in stretches)
    value = Duration(_whole(least, half=math.floor), _whole(most, half=math.ceil), ends, rough, ends_span)
    return FieldReading(Read(value, span), _vague(value, span), two_lengths(text, of_the_work))


def _only_end(end: DateMention | None) -> Read[Duration] | None:
    return Read(Duration(None, None, end.last, ends_span=end.span), end.span) if end else None


def _whole(weeks: float | None, *, half: Callable[[float], int]) -> int | None:
    """The nearest whole number; a half is as near to either, so that 2.5 weeks are two to three."""
    if weeks is None:
        return None
    is_half = math.isclose(weeks % 1, 0.5)
    return max(1, half(weeks) if is_half else round(weeks))


def _vague(value: Duration, span: Span) -> tuple[Note, ...]:
    if value.weeks_least is not None or value.weeks_most is not None:
        return ()
    return (Note("duration", "How long is this, in weeks? A range such as 2-4 weeks is enough.", (span,)),)


_EFFORT = pattern(rf"(?P<n>{COUNT})~-?~(?:person|man|staff)(?: |-)?(?:days|weeks|months|years)\b")


def _effort(text: str) -> tuple[Note, ...]:
    """A question about an amount of work, which can be done in a short or a long time."""
    found = next(matches(_EFFORT, text, words=("person", "man", "staff")), None)
    if not found:
        return ()
    message = f"{found.group()} are an amount of work: over how many weeks should it be done?"
    return (Note("duration", message, (Span(*found.span()),)),)


_OPEN_ENDED = pattern(
    r"\b(?:duration|length|time ?frame):~(?:open|ongoing|flexible|tb[dac]|long[- ]term|indefinite|unlimited)\b"
    r"|\b(?:open[- ]ended|no fixed end)\b"
    r"|\b(?:ongoing|long[- ]term) (?:engagement|contract|collaboration|cooperation|assignment)\b"
)


def _open_ended(text: str) -> tuple[Note, ...]:
    """A question about work that is said to have no end."""
    found = _OPEN_ENDED.search(text)
    message = "For how many weeks or months do you want somebody to be free, at least?"
    return (Note("duration", message, (Span(*found.span()),)),) if found else ()


def _stretches(text: str) -> Iterator[Stretch]:
    for found in number_matches(_STRETCH, text):
        stretch = _stretch(found)
        if stretch:
            yield stretch
    for found in matches(_FEW, text):
        yield Stretch(None, None, Span(*found.span()), True)


def _stretch(found: re.Match[str]) -> Stretch | None:
    unit = _unit(found["unit"])
    low = 0.5 if found["half"] else number(found["low"])
    low += 0.5 if found["half_more"] or found["half_after"] else 0
    high = number(found["high"]) if found["high"] else low
    if high < low or low == 0:
        return None
    bound = (found["bound"] or "").strip().casefold()
    least, most = low * _WEEKS[unit], high * _WEEKS[unit]
    rough = bool(found["roughly"])
    start = found.start() if bound != "from" else found.start() + len(found["bound"])
    span = Span(start + len(text := found.group()) - len(text.lstrip()) if bound != "from" else start, found.end())
    if bound.startswith(("up", "at most", "max", "a max", "no ", "not ", "less")):
        return Stretch(None, most, span, rough)
    if bound.startswith(("at least", "min")) or found["more"] or found["plus"]:
        return Stretch(least, None, span, rough)
    return Stretch(least, most, span, rough)


def _unit(word: str) -> str:
    word = word.casefold()
    short = {"wk": "week", "mth": "month", "mo": "month", "yr": "year"}
    single = word.rstrip("s")
    return short.get(single, single)


_TO_DO = pattern(r"^ to \w")
_THEN_OR_FOR = pattern(r"\b(?:for|then)(?: (?:about|around|roughly))? $")


def _is_a_length(text: str, span: Span, words: str) -> bool:
    """Whether "a week" or "a quarter" is how long something lasts, and not how often it comes."""
    left, right = before(text, span.start, reach=70), after(text, span.end, reach=10)
    said = is_of_the_whole(text, span) and "day" not in words and not _TO_DO.search(right)
    return said or bool(_THEN_OR_FOR.search(left)) or stands_alone(text, span)


def _is_of_the_work(text: str, stretch: Stretch) -> bool:
    """Whether a stretch is how long this work lasts. In doubt it is not."""
    span = stretch.span
    left, right = before(text, span.start, reach=70), after(text, span.end, reach=60)
    words = span.of(text).casefold()
    if re.match(r"an?\s(?!few|couple|handful)", words) and not _is_a_length(text, span, words):
        return False
    if _FOREIGN_AFTER.search(right) or _FOREIGN_BEFORE.search(left):
        return False
    if re.search(r"\bin\s{1,3}(?:about |around )?$", left, re.I) and not re.search(
        r"\b(?:done|finish\w*|deliver\w*|complet\w*|built|ready)\W{1,3}(?:\w{1,12} ){0,4}in\s{1,3}$", left, re.I
    ):
        return False
    if _TRIAL.search(left) or _OPTION_BEFORE.search(left) or _OPTION_AFTER.search(right):
        return False
    if _SPRINT.search(right):
        return bool(_SPRINT_STARTS.search(right) or _WANTS_A_SPRINT.search(left))
    near = around(text, span, reach=60)
    if _FOREIGN_ABOUT.search(near):
        return False
    if "day" in words:
        wanted = _ABOUT_DAYS.search(near) or _WANTED_FOR.search(left) or _FROM_A_DAY.search(right)
        return bool(wanted) or stands_alone(text, span)
    if re.search(r"years?|yrs?", words):
        return is_length_in_years(text, span)
    if _OVER_THE_NEXT.search(left) and not is_needed_for(text, span):
        return False
    if _OF_WORK.match(right) and is_of_the_whole(text, span):
        return True
    said = _ABOUT_WORK.search(near) or _FOR.search(left) or (_OPENS_ITEM.search(left) and _FROM_A_DAY.search(right))
    return bool(said) or stands_alone(text, span)


_THEN = pattern(r"\b(?:then|followed by|after that|afterwards|and another|plus|and then)\b")
_PHASE = pattern(
    rf"\b(?:(?:phase|stage) (?:{COUNT}|[ivx]{{1,3}}|[abc])|(?:first|second|third|final|last) (?:phase|stage))\b"
)


_FIRST_PART = pattern(
    rf":~(?:(?:for |in |during )?(?:the )?first\b|(?:full|half)[- ]?time\b|"
    rf"{COUNT}~-?~(?:hours?|hrs?|h|days?)\b(?: a|~/|~per))"
)
_REST = pattern(r"\b(?:final|further|additional)\b")  # "then a final week" comes after a whole that is not told
_IN_ALL = pattern(r" (?:in total|in all|altogether|overall)\b")


def _has_its_parts_behind(text: str, span: Span) -> bool:
    """Whether the phases of a whole are named right behind it: "the project takes 10 weeks: first …, then …"."""
    if text[span.end : span.end + 1] != ":":
        return False
    return is_of_the_whole(text, span) or _FIRST_PART.match(text, span.end) is not None


def _with_article(text: str, span: Span) -> Span:
    """With the article of "a two week audit"."""
    article = re.search(r"\ban?\s{1,2}$", before(text, span.start, reach=5), re.IGNORECASE)
    return Span(span.start - len(article.group()), span.end) if article else span


_UNIT_WORD = re.compile(r"days?|weeks?|wks?|months?|mths?|mos?|quarters?|fortnights?|years?|yrs?")
_EXTENDED = pattern(
    rf"[,;(]?~(?:\w{{1,12}} ){{0,4}}(?:extend(?:able|ible|ed)?|extension|renew(?:able|ed|al)|"
    rf"prolong\w{{0,5}}|option)\b(?: (?:is|to|of|up|by|for|possible|another|a|further|an|extend|it|"
    rf"likely)){{0,6}}"
    rf"(?: (?P<n>{COUNT})(?:~-?~(?:(?:more|further|additional|extra) )?(?P<unit>months?|weeks?|years?))?)?"
)


_SCHEDULE = pattern(
    r"\b(?:hours?|h|days?)~(?:/|a|per|each)~week\b|\b(?:duration|length|contract|engagement|full[- ]time|"
    r"half[- ]time|part[- ]time)\b|\bh/week\b|\bextend"
)


def _is_schedule(text: str, stretch: Stretch) -> bool:
    """Whether the sentence also tells of hours a week or of the contract."""
    return bool(_SCHEDULE.search(around(text, stretch.span, reach=120)))


def _one_work(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """The stretches of one engagement: a figure before "a few", and further ones only where they follow as phases."""
    stretches = sorted(stretches, key=lambda stretch: stretch.span)
    known = [stretch for stretch in stretches if stretch.least is not None or stretch.most is not None]
    if not known:
        return stretches[:1]
    best = max(known, key=lambda stretch: _is_schedule(text, stretch))  # the first of the best
    work = [best]
    in_all = next((stretch for stretch in known if _IN_ALL.match(text, stretch.span.end)), None)
    if in_all or _has_its_parts_behind(text, best.span):
        return [in_all or best]
    in_phases = _PHASE.search(before(text, best.span.start, reach=40))
    for later in known[known.index(best) + 1 :]:
        between = text[work[-1].span.end : later.span.start]
        if len(between) <= 120 and (_THEN.search(between) or (in_phases and _PHASE.search(between))):
            work.append(later)
    is_a_rest = len(work) == 1 and _REST.search(best.span.of(text))
    return [] if is_a_rest else work


def _total(text: str, stretches: list[Stretch]) -> tuple[float | None, float | None, Span]:
    span = _with_article(text, joined([stretch.span for stretch in stretches]))
    several = len(stretches) > 1
    leasts = [stretch.least for stretch in stretches]
    mosts = [stretch.most for stretch in stretches]
    least = sum(value or 0 for value in leasts) if several else leasts[0]
    most = None if None in mosts else sum(value or 0 for value in mosts)
    longer = _EXTENDED.search(after(text, span.end, reach=80))
    if longer and longer["n"] and most is not None:
        extra = number(longer["n"]) * _WEEKS[_unit(longer["unit"] or _last_unit(span.of(text)))]
        adds = re.search(r"\b(?:by|another|more|further|additional|extra|of|for)\b", longer.group(), re.I)
        most, span = (most + extra if adds else max(extra, most)), Span(span.start, span.end + longer.end())
    if least is None and most is not None and several:
        least = 0.0
    return least or None, most, span


def _last_unit(words: str) -> str:
    units = _UNIT_WORD.findall(words.casefold())
    return str(units[-1]) if units else "month"


def _end(text: str, today: date) -> DateMention | None:
    """The stated last day of the work, or its deadline."""
    for mention in date_mentions(text, today):
        if role_of(text, mention) != "end" or mention.last < today - timedelta(days=60):
            continue
        left = before(text, mention.span.start, reach=60)
        if _GOES_ON.match(text, mention.span.end):
            continue
        if re.search(r"\b(?:apply|applications?|reply|posted|offers?|decision|interviews?|founded)\b", left, re.I):
            continue
        return DateMention(
            mention.first, mention.last, mention.precision, _with_by(text, mention.span), mention.year_inferred
        )
    return None


_GOES_ON = pattern(r",?~(?:and )?(?:then|afterwards?|after that|thereafter|from then on)\b")
_BY = pattern(
    r"\b(?:by|until|till|through|before|ends?|ending|deadline|due|no later than)(?: (?:on|by|in|is))?(?: the)?:?~$"
)


def _with_by(text: str, span: Span) -> Span:
    left = before(text, span.start, reach=25)
    cue = _BY.search(left)
    return Span(span.start - (len(left) - cue.start()), span.end) if cue else span


def _beside(text: str, span: Span, end: DateMention) -> bool:
    """Whether the end stands right after the stretch, as in "4 months (ends 31 March 2027)"."""
    gap = text[span.end : end.span.start]
    return (
        span.end <= end.span.start
        and len(gap) <= 25
        and sentence_at(text, span.start) == sentence_at(text, end.span.start)
    )


def _closed(text: str, span: Span) -> Span:
    """The span with the bracket that closes what it opened."""
    opened = span.of(text).count("(") > span.of(text).count(")")
    return Span(span.start, span.end + 1) if opened and text[span.end : span.end + 1] == ")" else span
