"""What two fields of a brief say against each other, with the sum that proves it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from guildworks.kernels.text.fields.durations import WEEKS_PER_MONTH
from guildworks.kernels.text.fields.grammar import pattern, sentence_at
from guildworks.kernels.text.fields.loads import HOURS_PER_DAY
from guildworks.kernels.text.requirement import Budget, Duration, Hours, Note, Read, Start
from guildworks.kernels.text.span import Span

_SLACK_DAYS = 14  # a stated end this near to the computed one is rounding, not a contradiction


def contradictions(
    text: str,
    *,
    starts: Read[Start] | None,
    duration: Read[Duration] | None,
    hours: tuple[Read[Hours], ...],
    budget: Read[Budget] | None,
) -> tuple[Note, ...]:
    """Contradictions between fields; each message shows the sum and names the ways out. `text` is the brief."""
    notes = (
        _money(duration, hours, budget),
        _end(starts, duration),
        _start_after_end(starts, duration),
        _phases(duration, hours),
        _too_little_time(text, duration),
    )
    return tuple(note for note in notes if note)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _sum(amount: float, currency: str | None) -> str:
    return f"{amount:,.0f} {currency or ''}".rstrip()


def _money(duration: Read[Duration] | None, hours: tuple[Read[Hours], ...], budget: Read[Budget] | None) -> Note | None:
    """The least that rate x hours x weeks can come to, against the ceiling on the whole."""
    if budget is None or budget.value.total is None or budget.value.least is None or duration is None:
        return None
    money = budget.value
    weeks, weekly = duration.value.weeks_least, _least_hours(hours)
    if weeks is None or money.currency != money.total_currency:
        return None
    least, shown = _least_cost(money, weeks=weeks, weekly=weekly)
    if least is None or money.total is None or least <= money.total:
        return None
    message = (
        f"{shown} comes to {_sum(least, money.currency)}, "
        f"more than the {_sum(money.total, money.total_currency)} in total. "
        "Raise the total, lower the rate or the hours, or shorten the work."
    )
    spans = (budget.span, money.total_span) if money.total_span else (budget.span,)
    return Note("budget", message, spans)


def _least_hours(hours: tuple[Read[Hours], ...]) -> float | None:
    known = [entry.value.least if entry.value.least is not None else entry.value.most for entry in hours]
    return min((value for value in known if value is not None), default=None)


def _least_cost(money: Budget, *, weeks: int, weekly: float | None) -> tuple[float | None, str]:
    rate = money.least or 0
    if money.per == "week":
        return rate * weeks, f"{weeks} weeks at {_sum(rate, money.currency)}"
    if money.per == "month":
        months = weeks / WEEKS_PER_MONTH
        return rate * months, f"{months:.0f} months at {_sum(rate, money.currency)}"
    if weekly is None or money.per not in ("hour", "day"):
        return None, ""
    if money.per == "hour":
        return rate * weeks * weekly, f"{weeks} weeks at {weekly:g} h and {_sum(rate, money.currency)} an hour"
    days = weekly / HOURS_PER_DAY
    return rate * weeks * days, f"{weeks} weeks at {days:g} days and {_sum(rate, money.currency)} a day"


def _begin(starts: Read[Start] | None) -> date | None:
    return (starts.value.earliest or starts.value.preferred) if starts else None


def _end(starts: Read[Start] | None, duration: Read[Duration] | None) -> Note | None:
    """Start + duration against a stated end, or a stated end too early for the duration."""
    begin = _begin(starts)
    if begin is None or starts is None or duration is None or duration.value.ends is None:
        return None
    least, most, ends = duration.value.weeks_least, duration.value.weeks_most, duration.value.ends
    if least is None or most is None or ends < begin:
        return None
    loosely = timedelta(days=_SLACK_DAYS if starts.value.precision in ("day", "week") else 45)
    first, last = begin + timedelta(weeks=least), begin + timedelta(weeks=most)
    if first - loosely <= ends <= last + loosely or (ends > last and not _is_beside(duration)):
        return None
    computed = first if ends < first else last
    weeks = least if ends < first else most
    message = (
        f"{weeks} weeks from {_day(begin)} end about {_day(computed)}, not on {_day(ends)}. "
        "Keep the duration or the end, or move the start."
    )
    return Note("duration", message, _spans(duration, starts))


def _is_beside(duration: Read[Duration]) -> bool:
    """Whether the end is stated with the duration and is no deadline elsewhere: that may well lie later."""
    ends_span = duration.value.ends_span
    return ends_span is not None and duration.span.start <= ends_span.start <= duration.span.end


def _spans(duration: Read[Duration], starts: Read[Start]) -> tuple[Span, ...]:
    apart = duration.value.ends_span
    extra = (apart,) if apart and not apart.overlaps(duration.span) else ()
    return (duration.span, *extra, starts.span)


def _start_after_end(starts: Read[Start] | None, duration: Read[Duration] | None) -> Note | None:
    begin = _begin(starts)
    if (
        begin is None
        or starts is None
        or duration is None
        or duration.value.ends is None
        or begin <= duration.value.ends
    ):
        return None
    end = _day(duration.value.ends)
    message = f"The work would start on {_day(begin)}, after its end on {end}. Move the start or the end."
    return Note("starts", message, _spans(duration, starts))


def _phases(duration: Read[Duration] | None, hours: tuple[Read[Hours], ...]) -> Note | None:
    """Phases of hours that last longer than the whole."""
    if duration is None or duration.value.weeks_most is None:
        return None
    phases = [entry for entry in hours if entry.value.weeks]
    total = sum(entry.value.weeks or 0 for entry in phases)
    if len(phases) < 2 or total <= duration.value.weeks_most + 1:
        return None
    shown = " + ".join(str(entry.value.weeks) for entry in phases)
    message = (
        f"The phases last {shown} = {total} weeks, the whole only {duration.value.weeks_most}. "
        "Lengthen the whole or shorten a phase."
    )
    return Note("duration", message, (duration.span, *(entry.span for entry in phases)))


_WORK = pattern(
    r"\b(?:train(?:ing|ed)?|install(?:ed|ation|ing)?|document(?:ed|ation|ing)?|deploy(?:ed|ment|"
    r"ing)?|integrat(?:ed|ion|ing)|test(?:ed|s|ing)|migrat(?:ed|ion|ing)|label(?:l?ed|l?ing)|"
    r"collect(?:ed|ion|ing)|roll(?:ed)?[- ]?out|"
    r"hand(?:ed)?[- ]?over|monitor(?:ed|ing)|certif(?:ied|ication)|calibrat(?:ed|ion)|"
    r"connect(?:ed|ing)|validat(?:ed|ion)|evaluat(?:ed|ion)|dashboards?|in production|"
    r"workshops?)\b(?: (?:on|to|at|in|for) (?:all )?\d{1,5} \w{2,20})?"
)
_FEW_DAYS = 9  # working days; from two weeks on a list of three things is nothing odd


def _too_little_time(text: str, duration: Read[Duration] | None) -> Note | None:
    """A few days against a list of at least three pieces of work in the same or the next sentence."""
    if duration is None or duration.by_hand or not _is_days(duration, text):
        return None
    sentence = sentence_at(text, duration.span.start)
    following = sentence_at(text, sentence.end) if sentence.end < len(text) else sentence
    found = list(_WORK.finditer(text, sentence.start, max(following.end, sentence.end)))
    kinds = {match.group().casefold()[:6] for match in found}
    if len(kinds) < 3:
        return None
    named = ", ".join(" ".join(match.group().split()) for match in found[:4])
    until = f" until {_day(duration.value.ends)}" if duration.value.ends else ""
    message = (
        f'"{" ".join(duration.span.of(text).split())}" is little for all of this{until}: {named}. '
        "Allow more weeks, or say which part can wait."
    )
    ends = (duration.value.ends_span,) if duration.value.ends_span else ()
    return Note("duration", message, (duration.span, *(Span(*match.span()) for match in found), *ends))


def _is_days(duration: Read[Duration], text: str) -> bool:
    words = duration.span.of(text)
    if not re.search(r"\bdays?\b", words, re.IGNORECASE):
        return False
    most = duration.value.weeks_most
    return most is None or most * 5 <= _FEW_DAYS + 1
