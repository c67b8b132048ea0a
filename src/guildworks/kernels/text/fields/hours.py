"""Hours a week, for the whole engagement or in phases."""

from __future__ import annotations

from guildworks.kernels.text.fields.grammar import before, matches, number_matches, pattern
from guildworks.kernels.text.fields.loads import (
    EMPLOYED,
    FULL,
    FULL_TIME,
    HOURS_PER_DAY,
    NEGATED,
    PERMANENT,
    Load,
    is_of_others,
    loads_of,
)
from guildworks.kernels.text.fields.numbers import COUNT
from guildworks.kernels.text.fields.phases import besides_one_phase, first_month, phases_of
from guildworks.kernels.text.fields.plain_loads import two_plain_loads
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import Hours, Note, Read
from guildworks.kernels.text.span import Span


def read_hours(text: str) -> FieldReading[tuple[Read[Hours], ...]]:
    """Hours a week in the order of the text: one entry, or one for each phase. A day is 8 hours."""
    loads = loads_of(text)
    contradictions: list[Note] = []
    loads = first_month(text, loads, contradictions)
    phases = phases_of(text, loads)
    if not phases:
        return _unsaid(text)
    if len(phases) == 1:
        contradictions.extend(_differing(text, loads) or two_plain_loads(text, loads))
    either = tuple(note for load in phases for note in _either(text, load))
    vague = (*either, *besides_one_phase(text, phases))
    return FieldReading(tuple(Read(load.hours, load.span) for load in phases), vague, tuple(contradictions))


_OR = pattern(r"\bor\b(?! (?:more|less|fewer)\b)")


def _either(text: str, load: Load) -> tuple[Note, ...]:
    """Two figures far apart, joined by "or": nobody can tell whether what lies between would do."""
    least, most = load.hours.least, load.hours.most
    if not least or not most or most < 2 * least or most - least <= HOURS_PER_DAY or not _OR.search(load.span.of(text)):
        return ()
    message = f"{least:g} or {most:g} hours a week: which of the two? If all between is fine, write {least:g}-{most:g}."
    return (Note("hours_per_week", message, (load.span,)),)


_PART_TIME = pattern(r"\bpart[- ]?time\b(?: (?:is|would be|also) (?:fine|ok|okay|possible|good|welcome))?")
_OPEN = pattern(
    r"\b(?:(?:we can talk about|to discuss|we can discuss|open on|flexible (?:on|"
    r"about)) (?:the )?(?:weekly )?hours|hours (?:are )?(?:flexible|negotiable|to be (?:agreed|"
    r"discussed|defined))|hours(?: per week)?:~(?:flexible|tbd|tba|negotiable|open)|"
    r"a few hours (?:a|per) (?:week|day))\b"
)
_ASK = "How many hours a week? A range such as 10-20 is enough."


_IN_TOTAL = pattern(
    rf"(?P<total>\btotal(?: of|:)? )?(?P<hours>{COUNT})~(?:hours|hrs|h)\b"
    rf"(?P<work> (?:of work|in total|altogether|overall)\b)?"
    rf"(?P<spread> (?:spread )?(?:out )?(?:over|across) (?:{COUNT}) (?:weeks|months)\b)?"
)


def _unsaid(text: str) -> FieldReading[tuple[Read[Hours], ...]]:
    for found in matches(_PART_TIME, text, words=("part",)):
        left = before(text, found.start(), reach=40)
        if not PERMANENT.search(text) and not EMPLOYED.search(left) and not NEGATED.search(left):
            span = Span(*found.span())
            return FieldReading((Read(Hours(None, None), span),), (Note("hours_per_week", _ASK, (span,)),))
    for found in number_matches(_IN_TOTAL, text):
        if (found["total"] or found["work"] or found["spread"]) and not is_of_others(text, found):
            message = f"{found['hours']} hours in all can be done in many ways. How many hours a week do you want?"
            return FieldReading((), (Note("hours_per_week", message, (Span(*found.span()),)),))
    found_open = _OPEN.search(text)
    if found_open:
        return FieldReading((), (Note("hours_per_week", _ASK, (Span(*found_open.span()),)),))
    return FieldReading(())


def _differing(text: str, loads: list[Load]) -> tuple[Note, ...]:
    """Full time and a figure that is far from it, neither of them a phase."""
    full = next((load for load in loads if FULL.match(text, load.span.start)), None)
    other = next((load for load in loads if load is not full and (load.hours.most or FULL_TIME) < FULL_TIME - 10), None)
    if full is None or other is None or full.hours.weeks or other.hours.weeks:
        return ()
    spans = (full.span, other.span)
    message = (
        f"Full time and {other.hours.most:g} hours a week do not go together. Keep one, or say which phase is fu"
        "ll time."
    )
    return (Note("hours_per_week", message, spans),)
