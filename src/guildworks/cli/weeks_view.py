"""An engineer's weeks, for a person and for a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from rich.text import Text

from guildworks.availability.actions.busy_times import Imported
from guildworks.availability.everybody import EverybodysWeeks
from guildworks.availability.models import Workweek
from guildworks.availability.queries import Week, confirmed_since, confirmed_until, weeks_ahead
from guildworks.availability.told import workweek_of
from guildworks.cli.console import out, told
from guildworks.platform import clock
from guildworks.platform.dates import clock_text
from guildworks.platform.ids import shown
from guildworks.talent.models import Engineer

BAR = 40  # columns of the picture
HOURS_SHOWN = 40  # that it has room for, unless somebody works more
REASON_WORDS = {"half_week": "half week", "other_client": "other client", "calendar": "from a calendar", "other": ""}


def print_weeks(engineer: Engineer, *, count: int) -> None:
    """The weeks as a picture, those that are the same in one row."""
    week = workweek_of(engineer)
    out.print(f"\n[name]{told(engineer.public_name)}[/]  [faint]{engineer.shown_id}[/]")
    out.print(f"{_usual(week)}. {confirmed(week)}.")
    weeks = weeks_ahead(engineer.id)[:count]
    most = max(HOURS_SHOWN * 4, *(max(each.capacity, each.held + each.booked) for each in weeks))
    bar = min(BAR, max(out.width - 46, 10))
    out.print()
    head = Text(f"{'Week of':27}", style="faint").append(f"{'0':<{bar - 4}}{most / 4:>4g}".ljust(bar), style="faint")
    out.print(head.append("  free", style="faint"))
    for alike in _runs(weeks):
        out.print(_row(alike, most=most, bar=bar))
    out.print(_key())


def imported_json(done: Imported) -> dict[str, Any]:
    """What came of a calendar, for a program."""
    weeks = {name: [f"{week}" for week in getattr(done, name)] for name in ("lowered", "restored", "kept")}
    return {"events": done.events, "free": done.free, "unread": list(done.unread), **weeks}


def print_imported(done: Imported, *, most: int) -> None:
    """What came of a calendar: how many events count, which weeks changed, and what was not understood."""
    out.print(f"[figure]{done.events:,}[/] busy times, {done.free:,} events that leave them free")
    for label, weeks in (("lowered", done.lowered), ("usual again", done.restored), ("kept as said", done.kept)):
        days = ", ".join(f"{week:%-d %b %Y}" for week in weeks[:most])
        more = f" and {len(weeks) - most} more" if len(weeks) > most else ""
        out.print(f"  [faint]{label:14}[/]{days or 'none'}{more}")
    for sentence in done.unread:
        out.print(f"[doubt]?[/] {told(sentence)}")


def overbooked_json(found: EverybodysWeeks) -> list[dict[str, Any]]:
    """The weeks in which somebody is booked beyond their hours."""
    return [
        {
            "engineer": shown("eng", UUID(bytes=found.engineers[row].ljust(16, b"\0"))),
            "week": f"{found.first + timedelta(weeks=int(week))}",
            "capacity": int(found.capacity[row, week]) / 4,
            "accepted": int(found.accepted[row, week]) / 4,
            "reserved": int(found.taken[row, week]) / 4,
        }
        for row, week in zip(*found.overbooked(), strict=True)
    ]


def confirmed(week: Workweek) -> str:
    """`Confirmed 3 days ago`, and what follows where that is too long ago."""
    if week.paused_at:
        return f"Paused since {week.paused_at:%-d %b %Y}: no search finds them"
    if week.confirmed_at is None:
        return "Not confirmed: no search finds them"
    now = clock.now()
    days = (now - week.confirmed_at).days
    age = "today" if days < 1 else "yesterday" if days < 2 else f"{days} days ago"
    if week.confirmed_at <= confirmed_since(now):
        return f"Confirmed {age}, too long ago: no search finds them"
    return f"Confirmed {age}, which counts until {confirmed_until(week.confirmed_at):%-d %b %Y}"


def _usual(week: Workweek) -> str:
    hours = "Hours a week not said" if week.hours is None else f"{week.hours.normalize():f} h a week"
    day = week.day
    return f"{hours}, {clock_text(day.starts)}–{clock_text(day.ends)} {day.zone}" if day else hours


def _runs(weeks: Sequence[Week]) -> list[list[Week]]:
    """The weeks in runs that look the same."""
    return [list(run) for _, run in groupby(weeks, key=lambda week: replace(week, week=weeks[0].week))]


def _row(alike: Sequence[Week], *, most: int, bar: int) -> Text:
    first, last = alike[0], alike[-1]
    many = f"{len(alike)} weeks" if len(alike) > 1 else ""
    until = f"– {last.week:%-d %b %Y}" if len(alike) > 1 else ""
    row = Text(f"{first.week:%-d %b}{'' if until else f' {first.week:%Y}'} {until}".ljust(27))
    cells = [round(hours * bar / most) for hours in (first.booked, first.held + first.booked)]
    capacity = round(first.capacity * bar / most)
    row.append("█" * cells[0], style="figure").append("▒" * (cells[1] - cells[0]), style="accent")
    row.append("·" * max(capacity - cells[1], 0), style="faint").append(" " * (bar - max(capacity, cells[1])))
    row.append(f"{first.free / 4:>4g} h", style="figure")
    notes = [many, REASON_WORDS.get(first.reason or "", first.reason or "") if first.excepted else ""]
    notes.append(f"{first.accepted / 4:g} h beyond it accepted" if first.accepted else "")
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
