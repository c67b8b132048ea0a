"""What a brief for several roles states for each of them apart: other hours, another rate. A requirement holds one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from guildworks.kernels.text.fields import FieldReading
from guildworks.kernels.text.requirement import Budget, Duration, Note, Read
from guildworks.kernels.text.role_parts import RolePart
from guildworks.kernels.text.span import Span

T = TypeVar("T", bound="Read[object] | tuple[Read[object], ...]")


def read_for_all(
    text: str, parts: Sequence[RolePart], *, field: str, read: Callable[[str], FieldReading[T]]
) -> FieldReading[T]:
    """One field of the whole brief; a question instead, where two roles state it differently in their own parts."""
    told: dict[str, tuple[list[object], Span]] = {}
    for part in parts:
        found = read(part.span.of(text)).read if part.role not in told else None
        if found:
            entries = found if isinstance(found, tuple) else (found,)
            first = entries[0].span
            span = Span(part.span.start + first.start, part.span.start + first.end)
            told[part.role] = [_without_place(entry.value) for entry in entries], span
    values = [value for value, _ in told.values()]
    if all(value == values[0] for value in values):
        return read(text)
    said = " and ".join(f'"{" ".join(span.of(text).split())}" for the {role}' for role, (_, span) in told.items())
    message = f"This differs by role: {said}. A brief holds one for all, so none is used: write one brief per role."
    return FieldReading(None, (Note(field, message, tuple(span for _, span in told.values())),))


def _without_place(value: object) -> object:
    """The value without the places of its words, which differ from part to part."""
    if isinstance(value, Budget):
        return replace(value, total_span=None)
    return replace(value, ends_span=None) if isinstance(value, Duration) else value
