"""What one grammar takes from a text: the value with its words, what is vague, and what is said in two ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from guildworks.kernels.text.requirement import Note

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FieldReading(Generic[T]):
    """One field of a brief. Where the brief does not speak of it, `read` is None or () and nothing is invented."""

    read: T | None
    vague: tuple[Note, ...] = ()  # said, but not as a figure
    contradictions: tuple[Note, ...] = ()  # inside this field
