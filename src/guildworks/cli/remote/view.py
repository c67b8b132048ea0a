"""What a server tells, in the terminal: from its JSON alone, so that nothing of the installation need be here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table
from rich.text import Text

from guildworks.cli.console import out, told

if TYPE_CHECKING:
    from guildworks.client.told import EngineerTold, ImportedTold, ListTold, PersonTold

IMPORTANCE = {"must": "must", "nice": "nice", "excluded": "not", "context": "named", "contradictory": "unclear"}
FIELDS = {
    "roles": "role",
    "hours_per_week": "hours",
    "starts": "start",
    "duration_weeks": "duration",
    "overlap": "overlap",
    "budget": "budget",
    "place": "place",
    "seniority": "level",
    "languages": "language",
    "deliverables": "delivers",
}
NOTES = {"contradictions": ("!", "refused"), "vague": ("?", "doubt"), "not_used": ("–", "faint")}
LEVELS = {1: "basic", 2: "intermediate", 3: "advanced", 4: "expert"}


def print_requirement(title: str, requirement: Mapping[str, Any]) -> None:
    """What a brief asks for, in its own words, then what a person should look at."""
    out.print(f"\n[name]{told(title)}[/]", soft_wrap=True)
    for label, words in _lines(requirement):
        _line(" ", "faint", label, words)
    for name, (mark, style) in NOTES.items():
        for note in requirement[name]:
            _line(mark, style, note["field"].split(",")[0].split(".")[0], note["message"])
    if missing := [note["field"].replace("_", " ") for note in requirement["missing"]]:
        _line("?", "doubt", "not said", ", ".join(dict.fromkeys(missing)))


def print_list(made: ListTold) -> None:
    """A shortlist: how many there were, who fits, and who nearly does."""
    print_requirement(made["requirement"]["title"], made["requirement"])
    if made["candidates"] is not None:
        out.print(f"\n[figure]{made['candidates']:,}[/] engineers")
    for role in made.get("roles") or [{"role": None, "engineers": made["engineers"]}]:
        if role["role"]:
            out.print(f"\n[name]{told(role['role'])}[/]")
        if role["engineers"]:
            _print_people(role["engineers"])
        else:
            out.print("\nNobody fits all of it.")
    if made["near_misses"]:
        out.print("\n[name]Near misses[/], fewest failed requirements first")
        _print_people(made["near_misses"])
    out.print(f"\n[faint]{made['shortlist']}, ranking policy {told(made['policy'])}[/]", soft_wrap=True)


def print_next(context: typer.Context, words: str) -> None:
    """The command that may come next, to be copied whole."""
    server = told(context.find_root().params["server"])
    out.print(f"[faint]next[/]  guildworks --server {server} {words}", soft_wrap=True)


def print_profile(profile: EngineerTold | ImportedTold) -> None:
    """A profile: what is said, what was seen."""
    state = ", ".join([*(["demo data"] if profile["demo"] else []), "listed" if profile["listed"] else "not listed"])
    out.print(f"\n[name]{told(profile['name'])}[/]  [faint]{state}, {profile['engineer']}[/]", soft_wrap=True)
    if profile["headline"]:
        out.print(told(profile["headline"]))
    hours, day = profile["hours_per_week"], profile["working_hours"]
    paused = "paused: no search finds them" if profile["paused"] else ""
    confirmed = f"confirmed {profile['confirmed_at'][:10]}" if profile["confirmed_at"] else "not confirmed"
    for label, words in (
        ("place", ", ".join(part for part in (profile["city"], profile["country"]) if part)),
        ("years", "" if profile["years"] is None else f"{profile['years']:g}"),
        ("hours", "" if hours is None else f"{hours:g} h a week, {paused or confirmed}"),
        ("day", f"{day['starts']}–{day['ends']} {day['zone']}" if day else ""),
        ("rates", ", ".join(f"{_amount(rate)}/h" for rate in profile["rates"])),
        ("languages", ", ".join(f"{one['code']} {one['level'] or ''}".strip() for one in profile["languages"])),
    ):
        _line(" ", "faint", label, words or "not said")
    out.print()
    for seen in profile["evidence"]:
        rest = f"{seen['mean']:.1f} ± {seen['error']:.1f} {seen['source']} {seen['on']}"
        out.print(Text.assemble(("● ", "accent"), (f"{seen['skill']:24}", "bold"), rest))
    for claim in profile["claims"]:
        level = LEVELS.get(claim["level"], "level not said")
        out.print(Text.assemble(("○ ", "faint"), f"{claim['skill']:24}", (f"says {level}", "faint")))


def _lines(requirement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    wishes: dict[str, list[str]] = {}
    for wish in requirement["skills"]:
        level = f" ({LEVELS[wish['level']]})" if wish["level"] else ""
        wishes.setdefault(IMPORTANCE[wish["importance"]], []).append(f"{wish['skill']}{level}")
    for label in IMPORTANCE.values():
        if label in wishes:
            yield label, ", ".join(dict.fromkeys(wishes[label]))
    for name, label in FIELDS.items():
        read = requirement.get(name) or []
        for each in read if isinstance(read, list) else [read]:
            yield label, f'"{" ".join(each["quote"].split())}"' if each.get("quote") else _said(each["value"])


def _said(value: Any) -> str:
    """A value that somebody set by hand, and that no words of the brief stand for."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {each}" for name, each in value.items() if each not in (None, "", [], False))
    return str(value)


def _line(mark: str, style: str, label: str, words: str) -> None:
    grid = Table.grid(padding=(0, 0))
    grid.add_column(width=2)
    grid.add_column(width=11)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=style), Text(label[:10], style="faint"), Text(" ".join(words.split())))
    out.print(grid)


def _print_people(people: Sequence[PersonTold]) -> None:
    table = Table(box=None, pad_edge=False, header_style="faint", padding=(0, 2, 0, 0))
    for head in ("#", "Engineer", "Score", "Rate", "Shared", "Free", "Id"):
        table.add_column(head, justify="right" if head in ("#", "Score", "Rate", "Shared", "Free") else "left")
    for person in people:
        rate = person.get("rate")
        table.add_row(
            f"{person['rank']}",
            "[faint]erased[/]" if person.get("erased") else f"[name]{told(person['name'])}[/]",
            f"[figure]{person['score']:.2f}[/]",
            _amount(rate) if rate else "–",
            _hours(person.get("overlap_hours")),
            _hours(person.get("free_hours")),
            f"[faint]{person['id']}[/]",
        )
        for failed in person.get("fails", ()):
            table.add_row("", f"[doubt]fails {told(failed)}[/]")
    out.print()
    out.print(table)


def _amount(money: Mapping[str, Any]) -> str:
    return f"{money['amount']:,g} {money['currency']}"


def _hours(hours: float | None) -> str:
    return "–" if hours is None else f"{hours:g} h"
