"""Where the work is done: remote, in an office, or both, and how near the client wants the person."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from guildworks.kernels.text.fields.arrangements import Cue, Mode, arrangement_cues
from guildworks.kernels.text.fields.grammar import joined, sentence_at
from guildworks.kernels.text.fields.places import client_place
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.fields.workplaces import (
    find_near_wish,
    find_place_beside,
    find_place_inside,
    must_live_in,
    place_by_client,
    place_by_label,
    remote_within,
)
from guildworks.kernels.text.requirement import Note, Place, Read
from guildworks.kernels.text.span import Span


@lru_cache(maxsize=8)
def read_place(text: str) -> FieldReading[Read[Place]]:
    """How and where the work is done. Remote is inferred where only the client's place and shared hours are named."""
    cues = arrangement_cues(text)
    near_wish = find_near_wish(text)
    if not cues and not near_wish:
        return FieldReading(place_by_label(text) or place_by_client(text))
    if _is_contradictory(cues):
        return _both(text, cues)
    return _one(text, cues, near_wish)


def _is_contradictory(cues: list[Cue]) -> bool:
    modes = {cue.mode for cue in cues}
    if "remote" in modes and modes & {"onsite", "not_remote"}:
        return True
    return "hybrid" in modes and any(cue.mode == "remote" and cue.is_whole for cue in cues)


def _both(text: str, cues: list[Cue]) -> FieldReading[Read[Place]]:
    """Remote and presence, both asked for: a mixture where one sentence says so, else a contradiction."""
    home = next(cue for cue in cues if cue.mode == "remote")
    there = next(cue for cue in cues if cue.mode in ("onsite", "hybrid", "not_remote"))
    first, second = sorted((home, there), key=lambda cue: cue.span)
    between = text[first.span.end : second.span.start]
    if not home.is_whole and len(between) < 60 and there.mode != "not_remote":
        mode: Literal["hybrid", "remote_ok"] = "remote_ok" if re.search(r"\bor\b", between) else "hybrid"
        return _read(text, mode, [first, second], days=there.days)
    near = len(between) < 120
    span = _trimmed(text, joined([first.span, _to_stop(text, second.span)])) if near else first.span
    message = (
        "The work is said to be remote, and presence is asked for as well. Say which holds, or how many days on site."
    )
    note = Note("place", message, (span,) if near else (first.span, second.span))
    place = find_place_beside(text, there.span)
    value = Place("contradictory", place.city if place else None, place.country if place else None, there.days)
    return FieldReading(Read(value, span), (), (note,))


def _to_stop(text: str, span: Span) -> Span:
    end = sentence_at(text, max(span.end - 1, span.start)).end
    return Span(span.start, min(end, span.end + 60))


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), max(span.start, span.start + len(words.rstrip())))


_RANKS: tuple[Mode, ...] = ("not_remote", "hybrid", "remote_ok", "onsite", "remote")


def _one(text: str, cues: list[Cue], near_wish: Span | None) -> FieldReading[Read[Place]]:
    chosen = min(cues, key=lambda cue: _RANKS.index(cue.mode), default=None)
    if chosen is None and near_wish:
        note = _vague_near(near_wish)
        return FieldReading(Read(Place(None, prefer_local=True), near_wish), (note,))
    assert chosen is not None
    if chosen.mode == "not_remote":
        there = next((cue for cue in cues if cue.mode in ("hybrid", "onsite")), chosen)
        chosen = replace(there, mode="onsite")
    mode: Literal["remote", "remote_ok", "hybrid", "onsite"] = "onsite" if chosen.mode == "not_remote" else chosen.mode
    if mode == "hybrid" and chosen.days == 5:
        mode = "onsite"
    kin = {"hybrid": "hybrid", "remote_ok": "onsite"}.get(mode)  # what may stand beside it and names the place
    reach = 80 if mode == "remote_ok" and _in_one_sentence(text, cues) else 15
    beside = [cue for cue in cues if cue.mode == kin and cue is not chosen and _gap(cue.span, chosen.span) < reach]
    return _read(
        text,
        mode,
        [chosen, *beside],
        days=chosen.days or next((cue.days for cue in cues if cue.days), None),
        near_wish=near_wish,
    )


def _in_one_sentence(text: str, cues: list[Cue]) -> bool:
    return len({sentence_at(text, cue.span.start) for cue in cues}) == 1


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end)


def _read(
    text: str,
    mode: Literal["remote", "remote_ok", "hybrid", "onsite"],
    cues: list[Cue],
    *,
    days: int | None,
    near_wish: Span | None = None,
) -> FieldReading[Read[Place]]:
    if mode in ("remote", "remote_ok"):
        return _read_remote(text, mode, cues, days=days, near_wish=near_wish)
    span = joined([cue.span for cue in cues])
    client = client_place(text)
    place = next((place for cue in cues if (place := find_place_beside(text, cue.span))), None)
    place = (
        place
        or next((there for cue in arrangement_cues(text) if (there := find_place_beside(text, cue.span))), None)
        or client
    )
    if place and place.span.start >= span.end and place.span.start - span.end < 8:
        span = Span(span.start, place.span.end)
    near = client.span.of(text) if client else None
    value = Place(mode, place.city if place else None, place.country if place else None, days, near=near)
    return FieldReading(Read(value, _trimmed(text, span)))


def _read_remote(
    text: str,
    mode: Literal["remote", "remote_ok"],
    cues: list[Cue],
    *,
    days: int | None,
    near_wish: Span | None,
) -> FieldReading[Read[Place]]:
    client = client_place(text)
    region, country, span = remote_within(text, joined([cue.span for cue in cues]))
    if region is None and country is None:
        region, country = must_live_in(text)
    if near_wish and abs(near_wish.start - span.start) < 120:
        span = joined([near_wish, span])
    value = Place(
        mode,
        country=country,
        onsite_days=days,
        region=region,
        near=client.span.of(text) if client else None,
        prefer_local=near_wish is not None,
    )
    desk = find_place_beside(text, cues[-1].span) if len(cues) > 1 else find_place_inside(text, cues[0].span)
    if mode == "remote_ok" and desk:
        value = replace(value, city=desk.city, country=desk.country)
    return FieldReading(Read(value, span), (_vague_near(near_wish),) if near_wish else ())


def _vague_near(span: Span) -> Note:
    return Note("place", "Which region is meant? Name a city or a country, and how often presence is needed.", (span,))
