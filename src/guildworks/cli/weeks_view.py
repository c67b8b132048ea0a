"""An engineer's weeks, for a person and for a program."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from guildworks.availability.actions.busy_times import Imported
from guildworks.availability.everybody import EverybodysWeeks
from guildworks.availability.told import weeks_json, workweek_of
from guildworks.cli.console import out, told
from guildworks.cli.weeks_picture import print_weeks
from guildworks.platform.dates import clock_text
from guildworks.platform.ids import shown
from guildworks.talent.models import Engineer


def print_engineers_weeks(engineer: Engineer, *, count: int) -> None:
    """The engineer, and their weeks as a picture."""
    day = workweek_of(engineer).day
    out.print(f"\n[name]{told(engineer.public_name)}[/]  [faint]{engineer.shown_id}[/]")
    usual = f"{clock_text(day.starts)}–{clock_text(day.ends)} {day.zone}" if day else ""
    print_weeks(weeks_json(engineer), count=count, day=usual)


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
