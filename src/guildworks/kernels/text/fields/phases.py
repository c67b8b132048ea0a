"""Hours a week that change: which statements of hours are phases of one work, and how many weeks each lasts."""

from __future__ import annotations

import re
from dataclasses import replace

from guildworks.kernels.text.fields.durations import WEEKS_PER_MONTH
from guildworks.kernels.text.fields.grammar import after, before, pattern, sentence_at
from guildworks.kernels.text.fields.loads import BOUND, HOURS_PER_DAY, NUMBER, Load
from guildworks.kernels.text.fields.numbers import COUNT, JOIN, RANGE_END, number
from guildworks.kernels.text.requirement import Hours, Note
from guildworks.kernels.text.span import Span

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_PART = (
    rf"(?:(?:phase|stage) (?:{COUNT}|[ivx]{{1,3}}|[ab])\b"
    rf"|(?:the |a )?(?:{_ORDINAL}|last|final|next|remaining|following) "
    rf"(?:(?P<n>{COUNT}) )?(?P<unit>weeks?|months?|phase|stage|half|part)\b)"
)
_SEASON = (
    r"(?:spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)"
)
_WHEN = (
    rf"(?:(?:(?:in|during|for|over|at) )?{_PART}"
    rf"|(?:from|as of|starting(?: in| with)?) (?:the )?(?:(?P<from>{_ORDINAL}) (?P<from_unit>week|month))"
    rf"(?: on(?:wards?)?)?\b"
    rf"|after (?:the )?(?:first )?(?:(?P<after>{COUNT}) )?(?P<after_unit>weeks?|months?)\b"
    rf"|(?:in|from|until|till|during|as of) (?:the )?(?P<season>{_SEASON})\b(?: on(?:wards?)?\b)?"
    r"|(?:at (?:first|the (?:beginning|start|end))|initially|in the beginning|to (?:start|begin)(?: with)?|"
    r"later(?: on)?|afterwards?|after that|thereafter|towards the end)\b)"
)
_CHANGE = (
    r"(?:(?:ramp|go|grow|ris|increas|fall|drop|decreas|reduc|chang|rais|mov)\w{0,4}(?: up| down| back)? to"
    r"|up to|down to|then|afterwards?|after that|thereafter|later(?: on)?)"
)
_BEHIND = pattern(rf"~{_WHEN}")
_FIGURE = (
    rf"(?P<low>{COUNT})(?:{JOIN}(?P<high>{RANGE_END}))?"
    r"(?:~(?P<figure_unit>hours?|hrs?|h|days?)\b)?(?:~(?:/|per|a)~week\b)?"
)
_CLAUSE = r"(?:[,;:(–]|\band\b|\bbut\b|\bthen\b)~"
_NO_MORE = r"(?=~(?:$|[.,;:)]|and\b|then\b|but\b))"
_FURTHER = (
    pattern(
        rf"(?:,|;|\band\b)?~(?:and )?then~{BOUND}(?:{NUMBER}|(?P<one>an?)(?= (?:day|hour)\b))"
        rf"(?P<figure_unit> ?(?:days?|hours?|h)\b)?(?P<rest>~(?:(?:/|per|a)~week)?)(?!~(?:weeks?|months?)\b)"
    ),
    pattern(rf"{_CLAUSE}(?:\w{{1,10}} ){{0,2}}?(?P<change>{_CHANGE} )?{_FIGURE}~{_WHEN}"),
    pattern(rf"{_CLAUSE}(?:(?:and|but|then) )?{_WHEN}(?:~:| of| at| with| only| just|,){{0,3}}~{_FIGURE}{_NO_MORE}"),
    pattern(rf"{_CLAUSE}(?:(?:and|but) )?(?P<change>{_CHANGE}) {_FIGURE}{_NO_MORE}"),
)
_AHEAD = pattern(rf"\b{_WHEN}(?:~:| is| are| it is| of| at| with| only| just|,){{0,3}}~$")
_GROWS_TO = pattern(r"\b(?:ramp|grow|ris|increas|go)\w{0,4}(?: up)? to~$")
_PHASES_MAX, _REACH = 12, 90
_LEADS = pattern(
    rf"(?:\b{_CHANGE}|\bfollowed by|\b(?:phase|stage) \w{{1,5}})[\s,:]{{0,3}}(?:about |around |only |back to |up to )?$"
)
_WEEKS_OF = pattern(rf"(?P<bound>\bup to )?(?P<n>{COUNT}|\ban?\b)~-?~(?P<unit>weeks?|months?)\b")
_FOR_FIRST = pattern(rf"(?:for|in|during) the first (?:(?P<n>{COUNT}) )?(?P<unit>weeks?|months?)")
_FOR_WEEKS = pattern(rf"(?: (?:for|over) |~[x×]~)(?P<n>{COUNT}|an?\b) (?P<unit>weeks?|months?)\b")
_LASTS = pattern(
    rf"(?: (?:for|over) (?:(?:the|another|a) )?|~[x×]~)(?:(?:next|following|remaining|other|last|final|further) )?"
    rf"(?:(?P<n>{COUNT}) |(?=(?:week|month)\b))(?P<unit>weeks?|months?)\b"
    r"(?P<later>,? (?:after (?:that|it|this)|after(?:wards)?|thereafter)\b)?"
)
_PHASE_AHEAD = pattern(r"\b(?:(?:phase|stage) \w{1,5}|(?:first|second|third|final|last) (?:phase|stage))~:~$")
_LASTS_IN_A_LIST = pattern(rf"~[,(]~(?:for )?(?P<n>{COUNT}) (?P<unit>weeks?|months?)\b")
_CAP = pattern(
    rf",?~(?:but )?(?P<bound>max(?:imum)?\.?|at most|up to|no more than)"
    rf" (?P<low>{COUNT})~(?:h|hrs?|hours?)?(?:~(?:/|per|a)~week)? (?:in|during|"
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
    if not loads or (len(loads) > 1 and all(load.hours == loads[0].hours for load in loads)):
        return loads[:1]
    if len(loads) == 1:
        return [_in_the_first(text, loads[0]) or loads[0]]
    together = [_stated(text, loads[0], following=loads[1], previous=0)]
    for last, load, following in zip(loads, loads[1:], [*loads[2:], None], strict=False):
        phase = _stated(text, load, following=following, previous=max(last.span.end, together[-1].span.end))
        known = phase.hours.weeks or together[-1].hours.weeks
        if phase.span.start - together[-1].span.end <= 160 and (known or _are_phases(text, together[-1], phase)):
            together.append(phase)
    return _with_weeks_before(text, _with_weeks_behind(text, together))


def _stated(text: str, load: Load, *, following: Load | None, previous: int) -> Load:
    """A load with the weeks of its phase: those behind it, where another phase follows, else as `_phase` finds them."""
    lasts = _FOR_WEEKS.match(text, load.span.end)
    if lasts and following:
        leads = _LEADS.search(before(text, following.span.start))
        if leads or _FOR_WEEKS.match(text, following.span.end):
            return _lasting(load, lasts)
    return _phase(text, load, previous=previous)


def _lasting(load: Load, lasts: re.Match[str]) -> Load:
    """The load with the weeks that stand behind it."""
    hours = replace(load.hours, weeks=_weeks(lasts["n"], lasts["unit"]))
    return Load(hours, Span(load.span.start, lasts.end()), load.at_a_place)


def _with_weeks_behind(text: str, phases: list[Load]) -> list[Load]:
    """With the weeks of phases that state their own: "…, then 10 hours a week for eight weeks"; "Phase 1: …, 4 weeks".

    Behind hours that follow others without an end, "for eight weeks" may be the length of both: it is left alone.
    """
    kept = phases[:1]
    for phase in phases[1:]:
        lasts = None if phase.hours.weeks else _LASTS.match(text, phase.span.end)
        has_end = kept[-1].hours.weeks or _ends_by_season(text, kept[-1])
        kept.append(_lasting(phase, lasts) if lasts and (has_end or lasts["later"]) else phase)
    listed = [_PHASE_AHEAD.search(before(text, load.span.start)) for load in phases]
    if not all(listed) or len(phases) < 2:
        return kept
    told = [(load, _LASTS_IN_A_LIST.match(text, load.span.end)) for load in kept]
    return [_lasting(load, lasts) if lasts and not load.hours.weeks else load for load, lasts in told]


def _ends_by_season(text: str, load: Load) -> bool:
    """Whether a load is said to hold "until March" or "in January"."""
    behind = _BEHIND.match(text, load.span.end)
    return bool(behind and behind["season"])


def _continued(text: str, loads: list[Load]) -> list[Load]:
    """With the figures that stand for hours a week only beside others: "…, then 1 day", "…, 40 in phase two"."""
    found = list(loads)
    for load in loads:
        last: Load | None = load
        while last and len(found) < _PHASES_MAX:
            last = _further(text, last.span.end, like=load.span.of(text).casefold(), known=found)
            found += [last] if last else []
    return sorted(found, key=lambda load: load.span)


def _further(text: str, end: int, *, like: str, known: list[Load]) -> Load | None:
    """The next such figure of the sentence after `end`; without a unit it has that of the words `like`."""
    near = after(text, end, reach=_REACH)
    for source in _FURTHER:
        found = source.search(near)
        if not found or any(end <= other.span.start <= end + found.end() for other in known):
            continue
        groups = found.groupdict()
        if groups.get("one") and not groups.get("rest"):
            continue
        if groups.get("season") and found.start("season") < found.start("low") and not groups.get("figure_unit"):
            continue  # "20 hours a week, from March 15."
        name = "one" if groups.get("one") else "low"
        unit = (groups.get("figure_unit") or "").strip().casefold() or ("day" if "day" in like else "h")
        factor = HOURS_PER_DAY if unit.startswith("day") else 1
        low = number(found[name]) * factor
        high = number(found["high"]) * factor if groups.get("high") else low
        last = max(found.end(group) for group in (name, "high", "figure_unit", "rest") if groups.get(group))
        return Load(Hours(low, high), Span(end + found.start(name), end + last)) if low <= high <= 100 else None
    return None


def _are_phases(text: str, one: Load, other: Load) -> bool:
    """Whether words tell when the one load and when the other is meant: "at first", "later", "in phase two"."""
    behind = _BEHIND.match(text, one.span.end)
    return bool(
        (behind and not behind["season"])
        or _AHEAD.search(before(text, one.span.start))
        or _BEHIND.match(text, other.span.end)
        or _AHEAD.search(before(text, other.span.start))
        or _LEADS.search(before(text, other.span.start))
    )


def _phase(text: str, load: Load, *, previous: int) -> Load:
    first = _in_the_first(text, load)
    if first:
        return first
    lasts = _LASTS.match(text, load.span.end) if previous else None
    if lasts and lasts["later"]:
        return _lasting(load, lasts)
    part = _BEHIND.match(text, load.span.end) or _AHEAD.search(_from(text, load.span.start, previous=previous))
    if part and (part["unit"] or "").casefold().startswith(("week", "month")) and (part["n"] or _is_one(part)):
        return Load(replace(load.hours, weeks=_weeks(part["n"], part["unit"])), load.span)
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


def _from(text: str, position: int, *, previous: int) -> str:
    """The words before `position`, without those of the phase that ends at `previous`."""
    left = before(text, position)
    return left[max(0, previous - (position - len(left))) :]


def _in_the_first(text: str, load: Load) -> Load | None:
    """The load with its weeks, where these are "the first month" or "the first six weeks"."""
    near = after(text, load.span.end, reach=45)
    first = _FOR_FIRST.search(near)
    if not first or re.search(r"then|[,;]", near[: first.start()]):
        return None
    return Load(
        replace(load.hours, weeks=_weeks(first["n"], first["unit"])), Span(load.span.start, load.span.end + first.end())
    )


def _is_one(part: re.Match[str]) -> bool:
    """Whether "the last week" is one week: "the remaining weeks" are nobody knows how many."""
    return not part["unit"].casefold().endswith("s")


def _with_weeks_before(text: str, phases: list[Load]) -> list[Load]:
    """With the weeks of the first of two phases, where the second begins "from the fifth week" or "after a month"."""
    if len(phases) != 2 or phases[0].hours.weeks:
        return phases
    weeks = _weeks_before(text, phases[1])
    return [replace(phases[0], hours=replace(phases[0].hours, weeks=weeks)), phases[1]] if weeks else phases


def _weeks_before(text: str, load: Load) -> int | None:
    """How many weeks lie before a load, as its words tell."""
    part = _BEHIND.match(text, load.span.end) or _AHEAD.search(before(text, load.span.start))
    if not part:
        return None
    if part["from"]:
        words = part["from"].casefold()
        at = _ORDINALS.index(words) + 1 if words in _ORDINALS else int(re.sub(r"\D", "", words))
        return round((at - 1) * (WEEKS_PER_MONTH if part["from_unit"].casefold() == "month" else 1)) or None
    return _weeks(part["after"], part["after_unit"]) if part["after_unit"] else None


def besides_one_phase(text: str, phases: list[Load]) -> tuple[Note, ...]:
    """A question about what lies before "30 hours from the fifth week", or after "20 hours for the first month"."""
    first = phases[0]
    hours = f"{first.hours.least or first.hours.most or 0:g}"
    if _weeks_before(text, first) or _GROWS_TO.search(before(text, first.span.start)):
        message = f"How many hours a week come before these {hours}, and for how many weeks?"
    elif len(phases) == 1 and first.hours.weeks:
        message = f"How many hours a week come after these {hours}?"
    else:
        return ()
    return (Note("hours_per_week", message, (first.span,)),)
