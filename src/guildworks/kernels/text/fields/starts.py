"""When the work begins: which of the dates of a brief is its start, and which is an end or something else."""

from __future__ import annotations

import re
from datetime import date, timedelta

from guildworks.kernels.text.fields.dates import DateMention, add_months, date_mentions
from guildworks.kernels.text.fields.grammar import (
    after,
    around,
    before,
    joined,
    matches,
    pattern,
    sentence_at,
    stands_alone,
)
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import Note, Read, Start
from guildworks.kernels.text.span import Span

_START = (
    r"\b(?:start(?:s|ing|ed)?|beginn?(?:s|ning)?|commenc(?:e|es|ing)|kick(?:ing)?[- ]?off"
    r"|get(?:ting)? (?:going|started)|(?:your )?first (?:working )?day|available|availability|earliest"
    r"|from|as of|as from|no earlier than|not before|onboard(?:ing)?|join(?:ing)?|ideally)\b"
)
_END = (
    r"\b(?:until|till|through|ends?|ending|finish(?:ed|es)?|by|deadline|due|done|complet(?:e|ed|ion)|deliver(?:ed|y)?"
    r"|before|no later than|at the latest|latest by|ready|live)\b"
)
_ROLE = pattern(
    rf"(?P<start>{_START})|(?P<end>{_END})|(?P<latest>\b(?:latest|at the latest|no later than)\b)"
    r"|(?P<alien>\b(?:posted|founded|since|apply|applications?|established|published|updated|"
    r"raised|cop(?:y|ies)|version"
    r"|born|call|interviews?|meeting|hear|reply|answer|respond|launched|grew|goals?|revenue|in|during|of)\b)"
)


_LATEST_START = pattern(
    r"\blatest (?:possible )?(?:start|begin|kick[- ]?off)(?:ning)?(?: date)?(?: (?:is|on|would be))?~:?~$"
)


_STARTS_BEFORE = pattern(
    r"\b(?:start|begin|kick)\w{0,5}\b[^.;,]{0,25}"
    r"(?:, (?:and |but |or )?(?:(?:no|not) later than|at the latest|latest)(?: (?:by|on))?[ ][^.;,]{0,12})?$"
)
_A_DATE = r"(?:20\d\d|[./]\d\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,6}\.?)"
_UP_TO_HERE = pattern(
    rf"{_A_DATE}(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:,? 20\d\d)?~(?:-|–|—|\bto\b|\buntil\b)~(?:the )?(?:end of |mid-? ?)?$"
)
_DAY_OR_PART = r"(?:(?:the|early|mid|late|end of|\d{1,2}\.?)~-?~){0,2}"
_START_WINDOW = pattern(  # "start February - April"; "from February to April" is how long the work lasts
    rf"\b(?:start|begin|commence|kick[- ]?off)\w{{0,4}}(?: date)?(?: (?:is|in|on|by|would be))?:?~\**~"
    rf"{_DAY_OR_PART}{_A_DATE}(?: 20\d\d)?~(?:-|–|—|to)~{_DAY_OR_PART}$"
)
_ITS_END = pattern(
    r"\b(?:ends?|ending|finish(?:ed|es)?|deadline|due|done|complet(?:e|ed|ion)|deliver(?:ed|y)?|ready)\b[^.;]{0,20}$"
)
_UNTIL_NEXT = pattern(rf"~(?:-|–|—)~(?:\d{{1,2}}[. ]{{1,2}})?(?:\d\d?\.|{_A_DATE})")
_PERIOD = pattern(r"\b(?:period|time ?line|time ?frame|dates?|when|term):~$")
_UNTIL_ANOTHER = pattern(r" (?:to|until|till|through) ")
_IS_START = pattern(
    r"[\s,]{0,3}(?:start|kick|as (?:the )?start|(?:would be|is|works) (?:good|fine|ideal|great|best|perfect|possible)"
    r"|(?:would |will )?(?:suits?|fits?|works?)(?: for)? (?:us|me|our|best|well|fine)\b)"
)
_FOR_A_TIME_IN = pattern(r"\b(?:weeks?|months?|days?|hours?) in (?:early |late |mid[- ])?$")


def role_of(text: str, mention: DateMention) -> str:
    """What a date is for: `start`, `end`, `latest` (start), `alien` or nothing; the nearest cue wins."""
    role, distance = "", 0
    left = before(text, mention.span.start, reach=70)
    for cue in _ROLE.finditer(left):
        kind = cue.lastgroup or ""
        if kind == "alien" and cue.group().casefold() in ("in", "of", "during"):
            continue
        if cue.group().casefold() == "before" and "," in left[cue.end() :]:
            continue
        role, distance = kind, len(left) - cue.end()
    if role == "end" and _STARTS_BEFORE.search(left) and not _ITS_END.search(left):
        return "latest"
    if _UP_TO_HERE.search(left):
        return "latest" if _START_WINDOW.search(left) else "end"
    if role == "start" and _LATEST_START.search(left):
        return "latest"
    if role == "end" and distance > 40:
        return ""
    if role in ("", "alien"):
        following = after(text, mention.span.end, reach=30)
        is_period = _PERIOD.search(left) and _UNTIL_ANOTHER.match(following)
        if is_period or _IS_START.match(following) or _UNTIL_NEXT.match(following) or _FOR_A_TIME_IN.search(left):
            return "start"
    return role


_ASAP = pattern(
    r"\b(?:a\.?s\.?a\.?p\b\.?|as soon as (?:possible|you can|we can)|immediate(?:ly)?|right away|"
    r"straight away|at once|now"
    r"|right now|urgent(?:ly)?)\b"
)
_BEGINS = pattern(
    r"\b(?:start|starts|starting|begin|begins|available|availability|join(?:ers?)?|kick[- ]?off|"
    r"need(?:ed)?|want(?:ed)?|onboard\w{0,3}|look(?:ing)? for|hir(?:e|ing)|seek(?:ing)?)\b"
)
_ALIEN_ASAP = pattern(
    r"\b(?:reply|answer|respond|contact|apply|report|call|write|hear|send|fix(?:ed)?|notif\w{1,6}|alerts?|know)\b"
)


def read_starts(text: str, today: date) -> FieldReading[Read[Start]]:
    """When the work begins, seen on the day `today`. A month without a year is the next one."""
    asap = _asap(text)
    dates = _starts(text, today, beside=asap)
    if not dates and not asap:
        return FieldReading(None, _undated(text))
    begin = _start(dates, text, asap=asap is not None)
    span = joined([*(mention.span for mention, _ in dates), *([asap] if asap and _near(text, asap, dates) else [])])
    span = _with_cue(text, span)
    return FieldReading(Read(begin, span), _vague(dates, asap, span), _past(begin, span, today))


_LETTER = re.compile(r"[^\W\d_]")
_UNDATED = pattern(
    r"\bstart(?:ing)? whenever you\b[^.;,\n]{0,20}(?![^\W_])"
    r"|\b(?:(?:would|['’]d) like|want|hope|plan|need) to (?:start|begin)"
    r" (?:(?:quite|very|fairly|rather|pretty) )?soon\b(?! as)"
    r"|(?:\b(?:we|you|(?:the )?(?:work|project|engagement|assignment))(?: (?:can|could|will|would|should))?"
    r" (?:start|begin)s?|(?P<label>\b(?:the )?start(?:ing)?(?: date)?:?))(?: (?:is|are|will be|would be))? ~"
    r"(?:flexible|open|negotiable|tb[dac]|to be (?:agreed|discussed|defined|decided|confirmed)"
    r"|(?:(?:right |soon |shortly )?after|as soon as|once|when(?:ever)?|depends on) [^.;,\n]{1,40})(?![^\W_])"
)


def _undated(text: str) -> tuple[Note, ...]:
    """A question about a start that is spoken of without a date: "after Easter", "when the contract is signed"."""
    for found in matches(_UNDATED, text, words=("start", "begin")):
        is_label = found["label"] is not None
        if is_label and _LETTER.search(before(text, found.start(), reach=30)):
            continue
        message = "When would that be? Name the first day or the month in which the work can begin."
        return (Note("starts", message, (Span(*found.span()),)),)
    return ()


def _near(text: str, asap: Span, dates: list[tuple[DateMention, str]]) -> bool:
    return not dates or any(abs(mention.span.start - asap.end) < 80 for mention, _ in dates)


def _starts(text: str, today: date, *, beside: Span | None) -> list[tuple[DateMention, str]]:
    """The dates of one start, with their roles: those of the first sentence that tells of a start."""
    cued: list[tuple[DateMention, str]] = []
    bare: list[tuple[DateMention, str]] = []
    for mention, role in _roles(text, date_mentions(text, today)):
        if role == "" and (_follows(text, beside, mention) or _alone(text, mention)):
            bare.append((mention, "start"))
        elif role in ("start", "latest") and _is_start(text, mention) and not _is_history(text, mention, today):
            cued.append((mention, role))
    found = cued or [entry for entry in bare if not _is_history(text, entry[0], today)]
    return [entry for entry in found if _same_sentence(text, entry[0], found[0][0])]


_BETWEEN = pattern(r"\bbetween (?:the )?$")
_OR = pattern(r"~(?:and|or|&)~(?:in )?(?:the )?")
_IS_NEEDED = pattern(r"\b(?:need(?:ed)?|wanted|timing|when|window|happen|take place)\b")
_OF_SOMETHING_ELSE = pattern(
    r"\b(?:meetings?|calls?|interviews?|holidays?|vacation|closed|conference|fair|season|sales|grew|rose|fell|data|"
    r"recorded|collected|launch\w{0,3}|go live|deliver\w{0,3}|deadline|pilot|audit|harvest|"
    r"opens?|opening)\b"
)


def _roles(text: str, mentions: tuple[DateMention, ...]) -> list[tuple[DateMention, str]]:
    """Each date with its role; both ends of "between February and April" and of "in March or April" share one."""
    roles = [role_of(text, mention) for mention in mentions]
    for at, mention in enumerate(mentions):
        if roles[at] == "" and _is_work_between(text, mention):
            roles[at] = "start"
        if at and roles[at - 1] == "start" and roles[at] == "":
            roles[at] = "start" if _OR.fullmatch(text, mentions[at - 1].span.end, mention.span.start) else ""
    return list(zip(mentions, roles, strict=True))


def _is_work_between(text: str, mention: DateMention) -> bool:
    if not _BETWEEN.search(before(text, mention.span.start, reach=20)):
        return False
    sentence = around(text, mention.span, reach=90)
    if _OF_SOMETHING_ELSE.search(sentence):
        return False
    is_short = len(sentence.split()) <= 5
    return is_short or bool(_STARTS_WORK.search(sentence) or _IS_NEEDED.search(sentence))


def _same_sentence(text: str, one: DateMention, other: DateMention) -> bool:
    return sentence_at(text, one.span.start) == sentence_at(text, other.span.start)


def _alone(text: str, mention: DateMention) -> bool:
    sentence = sentence_at(text, mention.span.start).of(text)
    if _OF_SOMETHING_ELSE.search(sentence):
        return False
    return mention.precision != "year" and stands_alone(text, mention.span) and len(sentence.split()) <= 8


def _follows(text: str, asap: Span | None, mention: DateMention) -> bool:
    return (
        asap is not None
        and 0 <= mention.span.start - asap.end < 40
        and sentence_at(text, asap.start).end >= mention.span.end
    )


_STARTS_WORK = pattern(
    r"\b(?:start|begin|commenc|kick|get(?:ting)? going|first (?:working )?day|availab|"
    r"earliest|no earlier|not before|onboard|join|contract|"
    r"project|work|engag|ideally|asap|immediat|(?:\w{1,9}|\d{1,2}) (?:weeks?|months?|hours|h|days?)\b)"
)
_NO_START = pattern(
    r"\b(?:posted|founded|since|established|born|apply|applications|years? ago|last|copyright|revenue|raised|"
    r"(?:originally|instead of|rather than|(?:first|initially) (?:thought|planned|wanted|hoped))\b(?![^.;]{0,50},))\b"
)


_DIRECT = pattern(r"\b(?:start|begin|commenc|kick)\w{0,8}(?:~-?~off)?(?: date)?(?: (?:on|in|from|at|by))?~:?\**~$")


def _is_history(text: str, mention: DateMention, today: date) -> bool:
    """Whether a date is long past without the word "start" right before it, or only "today"."""
    direct = _DIRECT.search(before(text, mention.span.start, reach=30))
    near_day = mention.span.of(text).casefold() in ("today", "tomorrow")
    return not direct and (near_day or mention.last < today - timedelta(days=60))


def _is_start(text: str, mention: DateMention) -> bool:
    """Whether a date after "from" or "start" is the start of this work, and not of anything in the past."""
    sentence = around(text, mention.span, reach=90)
    if _NO_START.search(before(text, mention.span.start, reach=50)):
        return False
    if mention.precision == "year" and not _STARTS_WORK.search(sentence):
        return False
    return bool(_STARTS_WORK.search(sentence)) or len(sentence.split()) <= 14


def _asap(text: str) -> Span | None:
    for found in matches(_ASAP, text):
        span = Span(*found.span())
        left = before(text, span.start, reach=50)
        sure = found.group().casefold().startswith(("a.", "asa", "as soon", "immediate"))
        if _ALIEN_ASAP.search(left) or (
            not sure and not re.search(r"start\w{0,5}[:\s*]{1,4}$|available $", left, re.I)
        ):
            continue
        if stands_alone(text, span) or (
            _BEGINS.search(left) or _BEGINS.match(after(text, span.end, reach=12).lstrip(" ,-"))
        ):
            return span
    return None


def _start(dates: list[tuple[DateMention, str]], text: str, *, asap: bool) -> Start:
    firsts = [mention for mention, role in dates if role == "start"]
    limits = [mention for mention, role in dates if role == "latest"]
    latest = limits[0].last if limits else None
    inferred = any(mention.year_inferred for mention, _ in dates)
    if not firsts:
        return Start(
            latest=latest, asap=asap, precision=limits[0].precision if limits else "day", year_inferred=inferred
        )
    begin = firsts[0]
    wished = asap or re.search(r"ideally|prefer", before(text, begin.span.start, reach=25), re.I)
    if wished:
        return Start(latest=latest, preferred=begin.first, asap=asap, precision=begin.precision, year_inferred=inferred)
    earliest = min(begin.first, begin.other or begin.first)
    if begin.other:
        latest = latest or max(begin.first, begin.other)
    if begin.precision == "day" and begin.last > begin.first:
        latest = latest or begin.last
    if len(firsts) > 1 and latest is None and re.search(r"between|\bor\b", around(text, begin.span, reach=60), re.I):
        latest = firsts[-1].last
        earliest = _the_last_before(latest, earliest) if begin.year_inferred else earliest
    return Start(earliest=earliest, latest=latest, asap=asap, precision=begin.precision, year_inferred=inferred)


def _the_last_before(latest: date, earliest: date) -> date:
    """The same day in the year before `latest`: seen in November, October comes before December and not after it."""
    while earliest > latest:
        earliest = add_months(earliest, -12)
    while add_months(earliest, 12) <= latest:
        earliest = add_months(earliest, 12)
    return earliest


_CUE = pattern(
    r"(?:\b(?:(?:the )?earliest (?:begin|start)|start(?:ing|s)?|begin(?:ning|s)?|kick[- ]?off|"
    r"from|as of|as from|earliest|available|no earlier than|not before)"
    r"(?: (?:on|in|from|at|date|by))?(?: the)?~:?~(?:\*\*)?~)$"
)


def _with_cue(text: str, span: Span) -> Span:
    """The span with the words "from", "start" or "earliest begin" right before it."""
    left = before(text, span.start, reach=40)
    cue = _CUE.search(left)
    if not cue or re.search(r":[\s*]{0,4}$", cue.group()):
        return span
    if re.search(r"\b(?:on|in|at)\s{1,3}$", cue.group(), re.I):
        return span
    return Span(span.start - (len(left) - cue.start()), span.end)


def _vague(dates: list[tuple[DateMention, str]], asap: Span | None, span: Span) -> tuple[Note, ...]:
    notes = []
    for mention, _ in dates:
        if mention.other:
            message = (
                f"This date can be {mention.first:%-d %B %Y} or {mention.other:%-d %B %Y}. "
                "Write the month as a word, or the date as 2027-02-01."
            )
            notes.append(Note("starts", message, (mention.span,)))
    if asap and not dates:
        notes.append(
            Note("starts", "How soon is soon? Name the first day on which the work can begin, and the last.", (span,))
        )
    return tuple(notes)


def _past(begin: Start, span: Span, today: date) -> tuple[Note, ...]:
    named = begin.latest or begin.preferred or begin.earliest
    ended = {"day": named, "week": named and named + timedelta(days=6)}.get(
        begin.precision, named and add_months(named, 1)
    )
    if ended is None or ended >= today:
        return ()
    message = f"The start {named:%-d %B %Y} lies before today, {today:%-d %B %Y}. Name a start that is still to come."
    return (Note("starts", message, (span,)),)
