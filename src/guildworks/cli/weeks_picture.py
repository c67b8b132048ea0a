"""An engineer's weeks as a picture, from their JSON alone: of this installation or of a server elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from rich.text import Text

from guildworks.cli.console import out, told
from guildworks.platform import clock

BAR = 40  # columns of the picture
HOURS_SHOWN = 40.0  # that it has room for, unless somebody works more
REASON_WORDS = {"half_week": "half week", "other_client": "other client", "calendar": "from a calendar", "other": ""}
Week = Mapping[str, Any]


def print_weeks(facts: Mapping[str, Any], *, count: int, day: str = "") -> None:
    """The first `count` of the weeks of `availability show --json`, those that are the same in one row."""
    hours = facts["hours_per_week"]
    usual = "Hours a week not said" if hours is None else f"{hours:g} h a week"
    times = (facts[name] and datetime.fromisoformat(facts[name]) for name in ("paused_at", "confirmed_at"))
    until = facts["confirmed_until"] and datetime.fromisoformat(facts["confirmed_until"])
    out.print(f"{usual}{f', {told(day)}' if day else ''}. {confirmed(*times, until=until)}.")
    weeks = facts["weeks"][:count]
    most = max(HOURS_SHOWN, *(max(week["capacity"], week["held"] + week["booked"]) for week in weeks))
    bar = min(BAR, max(out.width - 46, 10))
    out.print()
    head = Text(f"{'Week of':27}", style="faint").append(f"{'0':<{bar - 4}}{most:>4g}".ljust(bar), style="faint")
    out.print(head.append("  free", style="faint"))
    for alike in _runs(weeks):
        out.print(_row(alike, most=most, bar=bar))
    out.print(_key())


def confirmed(paused_at: datetime | None, confirmed_at: datetime | None, *, until: datetime | None) -> str:
    """`Confirmed 3 days ago`, and what follows where that is too long ago."""
    if paused_at:
        return f"Paused since {paused_at:%-d %b %Y}: no search finds them"
    if confirmed_at is None or until is None:
        return "Not confirmed: no search finds them"
    now = clock.now()
    days = (now - confirmed_at).days
    age = "today" if days < 1 else "yesterday" if days < 2 else f"{days} days ago"
    if until <= now:
        return f"Confirmed {age}, too long ago: no search finds them"
    return f"Confirmed {age}, which counts until {until:%-d %b %Y}"


def _runs(weeks: Sequence[Week]) -> list[list[Week]]:
    """The weeks in runs that look the same."""
    return [list(run) for _, run in groupby(weeks, key=lambda week: {**week, "week": None})]


def _row(alike: Sequence[Week], *, most: float, bar: int) -> Text:
    first, days = alike[0], [date.fromisoformat(week["week"]) for week in alike]
    many = f"{len(alike)} weeks" if len(alike) > 1 else ""
    until = f"– {days[-1]:%-d %b %Y}" if len(alike) > 1 else ""
    row = Text(f"{days[0]:%-d %b}{'' if until else f' {days[0]:%Y}'} {until}".ljust(27))
    cells = [round(hours * bar / most) for hours in (first["booked"], first["held"] + first["booked"])]
    capacity = round(first["capacity"] * bar / most)
    row.append("█" * cells[0], style="figure").append("▒" * (cells[1] - cells[0]), style="accent")
    row.append("·" * max(capacity - cells[1], 0), style="faint").append(" " * (bar - max(capacity, cells[1])))
    row.append(f"{first['free']:>4g} h", style="figure")
    notes = [many, REASON_WORDS.get(first["reason"] or "", first["reason"] or "")]
    notes.append(f"{first['accepted']:g} h beyond it accepted" if first["accepted"] else "")
    return row.append("  " + ", ".join(note for note in notes if note), style="faint")


def _key() -> Text:
    return Text.assemble(
        ("█", "figure"),
        (" booked  ", "faint"),
        ("▒", "accent"),
        (" held  ", "faint"),
        ("·", "faint"),
        (" free", "faint"),
    )
