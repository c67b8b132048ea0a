"""Hours a week, for the whole engagement or in phases."""

from __future__ import annotations

from guildworks.kernels.text.fields.grammar import before, matches, pattern
from guildworks.kernels.text.fields.loads import (
    EMPLOYED,
    FULL,
    FULL_TIME,
    NEGATED,
    PERMANENT,
    Load,
    loads_of,
)
from guildworks.kernels.text.fields.phases import first_month, phases_of
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
        contradictions.extend(_differing(text, loads))
    return FieldReading(tuple(Read(load.hours, load.span) for load in phases), (), tuple(contradictions))


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
        if not PERMANENT.search(text) and not EMPLOYED.search(left) and not NEGATED.search(left):
            span = Span(*found.span())
            return FieldReading((Read(Hours(None, None), span),), (Note("hours_per_week", _ASK, (span,)),))
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
