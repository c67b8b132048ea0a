"""One engineer, for a person and for a program."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from guildworks.availability.queries import confirmed_until
from guildworks.cli.console import out, told
from guildworks.cli.weeks_picture import confirmed
from guildworks.kernels.text.language import language_name
from guildworks.platform.money import amount_text
from guildworks.skills.queries import skill_name
from guildworks.talent.models import Engineer
from guildworks.talent.told import engineer_json
from guildworks.talent.words import LEVELS


def print_engineer(engineer: Engineer) -> None:
    """The profile in the terminal."""
    facts = engineer_json(engineer)
    state = "listed" if facts["listed"] else "not listed"
    demo = "demo data, " if engineer.is_demo else ""
    out.print(f"\n[name]{told(engineer.public_name)}[/]  [faint]{demo}{state}, {engineer.shown_id}[/]")
    if engineer.headline:
        out.print(told(engineer.headline))
    day = facts["working_hours"]
    hours = facts["hours_per_week"]
    _line("place", ", ".join(part for part in (engineer.city, engineer.country) if part))
    _line("years", "" if facts["years"] is None else f"{facts['years']:g}")
    _line("hours", "" if hours is None else f"{hours:g} h a week. {_confirmed(engineer)}")
    _line("day", "" if day is None else f"{day['starts']}–{day['ends']} {day['zone']}")
    _line("rates", ", ".join(f"{amount_text(r['amount'], r['currency'])}/h" for r in facts["rates"]))
    spoken = [f"{language_name(one['code'])} {one['level'] or ''}".strip() for one in facts["languages"]]
    _line("languages", ", ".join(spoken))
    out.print()
    names = {row["skill"]: skill_name(row["skill"]) for row in (*facts["evidence"], *facts["claims"])}
    width = max((len(name) for name in names.values()), default=0) + 2
    for slug, rows in _by_skill(facts["evidence"]).items():
        seen = "; ".join(f"{row['mean']:.1f} ± {row['error']:.1f} {row['source']} {row['on']}" for row in rows)
        out.print(Text.assemble(("● ", "accent"), (f"{names[slug]:{width}}", "bold"), (f"{seen}", "")))
    for claim in facts["claims"]:
        level = LEVELS.get(claim["level"], "level not said")
        out.print(Text.assemble(("○ ", "dim"), f"{names[claim['skill']]:{width}}", (f"says {level}", "dim")))
    out.print("\n[accent]●[/] [faint]seen by the platform, level 1 to 4 ± standard error  ○ said by the engineer[/]")


def _confirmed(engineer: Engineer) -> str:
    week = engineer.workweek
    until = week.confirmed_at and confirmed_until(week.confirmed_at)
    return confirmed(week.paused_at, week.confirmed_at, until=until)


def _line(label: str, value: str) -> None:
    out.print(Text.assemble((f"  {label:10}", "dim"), value or Text("not said", style="dim")))


def _by_skill(evidence: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in evidence:
        found.setdefault(row["skill"], []).append(row)
    return found
