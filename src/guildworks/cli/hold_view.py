"""A hold in the terminal, from its JSON alone: of this installation or of a server elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from guildworks.cli.console import out, told


def print_hold(hold: Mapping[str, Any], *, who: str) -> None:
    """One hold as `hold list --json` tells it; `who` is whose hours they are."""
    out.print(f"[name]{told(who)}[/]  {_hours(hold)}, {_weeks(hold)}, {_state(hold)}", soft_wrap=True)
    out.print(f"  [faint]{hold['id']}  for {hold['brief'] or 'the operator'}[/]", soft_wrap=True)


def _hours(hold: Mapping[str, Any]) -> str:
    least, most = min(hold["weeks"]), max(hold["weeks"])
    return f"{most:g} h a week" if least == most else f"up to {most:g} h a week"


def _weeks(hold: Mapping[str, Any]) -> str:
    count = len(hold["weeks"])
    return f"{count} week{'' if count == 1 else 's'} from {date.fromisoformat(hold['first_week']):%-d %b %Y}"


def _state(hold: Mapping[str, Any]) -> str:
    if hold["state"] == "hold" and hold["expires_at"]:
        accepted = "accepted, " if hold["accepted_at"] else ""
        return f"{accepted}held until {datetime.fromisoformat(hold['expires_at']):%a %-d %b %Y, %H:%M} UTC"
    return str(hold["state"])
