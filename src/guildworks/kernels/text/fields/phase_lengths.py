"""The length of the work where its hours change: that of all phases, never that of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guildworks.kernels.text.fields.grammar import joined, pattern
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import Duration, Hours, Note, Read
from guildworks.kernels.text.span import Span

_GAP_BEFORE = pattern(r"[^.;,:\n]{0,12}")  # "eight weeks at 10 hours a week"
_GAP_BEHIND = pattern(r",?[^.;,:\n]{0,25}")  # "10 hours a week for the remaining eight weeks"


def with_phases(
    text: str, duration: FieldReading[Read[Duration]], hours: Sequence[Read[Hours]]
) -> FieldReading[Read[Duration]]:
    """The length that was read, or the sum of the phases where it is not said or is only that of one of them."""
    known = [phase for phase in hours if phase.value.weeks]
    if len(hours) < 2 or not known:
        return duration
    read = duration.read
    said = read and (read.value.weeks_most or read.value.weeks_least)
    if read and said and not _is_of_a_phase(text, read, known):
        return duration
    if len(known) == len(hours):
        total = sum(phase.value.weeks or 0 for phase in known)
        return duration if said and said >= total else _summed(duration, total, joined([each.span for each in hours]))
    if read is None or not said or _covers(read, [phase for phase in hours if not phase.value.weeks]):
        return duration
    return _without_weeks(text, duration)


def _covers(read: Read[Duration], phases: Sequence[Read[Hours]]) -> bool:
    """Whether the words of a length that was added up reach around phases whose weeks are said in another way."""
    if read.value.ends:
        return False
    return all(read.span.start < phase.span.start and phase.span.end < read.span.end for phase in phases)


def _is_of_a_phase(text: str, read: Read[Duration], phases: Sequence[Read[Hours]]) -> bool:
    """Whether the words of a length are those that tell how long a phase lasts."""
    for phase in phases:
        if read.span.overlaps(phase.span):
            return True
        ahead = _GAP_BEFORE.fullmatch(text, read.span.end, phase.span.start)
        behind = _GAP_BEHIND.fullmatch(text, phase.span.end, read.span.start)
        if read.value.weeks_most == phase.value.weeks and (ahead or behind):
            return True
    return False


def _summed(duration: FieldReading[Read[Duration]], weeks: int, span: Span) -> FieldReading[Read[Duration]]:
    value = duration.read.value if duration.read else Duration(None, None)
    summed = replace(value, weeks_least=weeks, weeks_most=weeks)
    return replace(duration, read=Read(summed, span))


def _without_weeks(text: str, duration: FieldReading[Read[Duration]]) -> FieldReading[Read[Duration]]:
    """The stated end alone; without one a question, since a phase follows that nobody can tell the length of."""
    assert duration.read is not None
    value, span = duration.read.value, duration.read.span
    if value.ends and value.ends_span:
        return replace(
            duration, read=Read(Duration(None, None, value.ends, ends_span=value.ends_span), value.ends_span)
        )
    words = " ".join(span.of(text).split())
    message = f'"{words}" is the length of one phase only. How long does the work last in all?'
    return replace(duration, read=None, vague=(*duration.vague, Note("duration", message, (span,))))
