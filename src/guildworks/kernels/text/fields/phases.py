"""Hours a week that change: which statements of hours are phases of one work, and how many weeks each lasts."""

from __future__ import annotations

import re
from dataclasses import replace

from guildworks.kernels.text.fields.durations import WEEKS_PER_MONTH
from guildworks.kernels.text.fields.grammar import after, pattern, sentence_at
from guildworks.kernels.text.fields.loads import BOUND, HOURS_PER_DAY, NUMBER, Load
from guildworks.kernels.text.fields.numbers import COUNT, number
from guildworks.kernels.text.requirement import Hours, Note
from guildworks.kernels.text.span import Span

_MORE = pattern(
    rf"(?:,|;|\band\b)?~(?:and )?then~{BOUND}(?:{NUMBER}|(?P<one>an?)(?= (?:day|hour)\b))(?P<unit> ?(?:days?|hours?|"
    rf"h)\b)?(?P<rest>~(?:(?:/|per|a)~week)?)"
)
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


def first_month(text: str, loads: list[Load], contradictions: list[Note]) -> list[Load]:
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


def phases_of(text: str, loads: list[Load]) -> list[Load]:
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
