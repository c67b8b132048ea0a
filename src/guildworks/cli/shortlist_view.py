"""A shortlist in the terminal: the requirement and its doubts, then what ruled people out, then people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from guildworks.cli.console import out, told
from guildworks.matching.erased import filled
from guildworks.matching.models import Shortlist
from guildworks.matching.ranking_policy import get_policy
from guildworks.matching.wording import (
    PART_WORDS,
    Doubt,
    Line,
    confirmed_text,
    doubts,
    hard_text,
    loosened,
    loses_on,
    nobody_text,
    rate_notes,
    requirement_lines,
    skill_marks,
    suggestions,
    weeks_span,
)
from guildworks.platform.money import amount_text

MARKS = {"evidence": ("●", "accent"), "claim": ("○", "faint")}
LABEL = 10
BAR = 16
MARKS_SHOWN = 5
GAP = 2  # between columns
CONFIRM = "availability confirm ENGINEER` has them found"
_EXTRAS = ("range", "bar", "cost")


def print_shortlist(made: Shortlist, *, milliseconds: float, path: str) -> None:
    """Print a whole shortlist."""
    requirement = made.requirement
    print_requirement(made.brief.title, requirement)
    for role in map(filled, made.found["roles"]):
        if role["role"]:
            out.print(f"\n[name]{told(role['role'])}[/]")
        _print_role(role, weights=get_policy(made.policy_id).policy.weights, at=made.made_at)
    _print_key(made, milliseconds=milliseconds)


def print_requirement(title: str, requirement: Mapping[str, Any]) -> None:
    """Print what a brief asks for, and what a person should look at."""
    out.print()
    head = Text(title, style="name", no_wrap=True, overflow="ellipsis")
    out.print(_spread(head, Text(f"{_count(requirement['words'], 'word')}, read as English", style="faint")))
    for line in requirement_lines(requirement):
        out.print(_requirement_row(line))
    noted = doubts(requirement)
    for doubt in noted:
        if doubt.kind != "missing":
            out.print(_doubt_row(doubt))
    unsaid = [doubt.field.replace("_", " ") for doubt in noted if doubt.kind == "missing"]
    if unsaid:
        out.print(_labelled("?", "doubt", "not said", Text(", ".join(unsaid))))
    if close := suggestions(requirement):
        out.print(_labelled("?", "faint", "perhaps", Text(f"{', '.join(close)}? Write in what you need.")))


def _requirement_row(line: Line) -> Table:
    quote = f'"{_short(line.quote, 34)}"' + (f" +{line.more}" if line.more else "") if line.quote else ""
    origin = "corrected by hand" if line.by_hand else quote
    return _spread(_labelled_text(" ", "", line.label, line.value), Text(origin, style="faint", justify="right"))


def _doubt_row(doubt: Doubt) -> Table:
    mark, style = {"contradiction": ("!", "refused"), "not_used": ("–", "faint")}.get(doubt.kind, ("?", "doubt"))
    return _labelled(mark, style, doubt.field.split(",")[0].split(".")[0].replace("_per_week", ""), Text(doubt.message))


def _labelled(mark: str, style: str, label: str, text: Text) -> Table:
    grid = Table.grid(padding=(0, 0))
    grid.add_column(width=2)
    grid.add_column(width=LABEL)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=style), Text(label[: LABEL - 1], style=style or "faint"), text)
    return grid


def _labelled_text(mark: str, style: str, label: str, value: str) -> Table:
    return _labelled(mark, style, label, Text(value))


def _spread(left: Table | Text, right: Text) -> Table:
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=1)
    grid.add_column(justify="right", no_wrap=True, overflow="ellipsis", max_width=38)
    grid.add_row(left, right)
    return grid


def _print_role(role: Mapping[str, Any], *, weights: Mapping[str, float], at: datetime) -> None:
    out.print()
    out.print(_funnel(role))
    out.print()
    if role["engineers"]:
        _print_people(role["engineers"], role, weights=weights, at=at)
    elif nobody := nobody_text(role["candidates"], role["excluded"]):
        way = "engineers import` and `list`, or `guildworks demo` to try it" if not role["candidates"] else CONFIRM
        out.print(f"{nobody} `guildworks {way}.")
    else:
        out.print(f"Nobody fits all of it. {_way_out(role['excluded'])}")
    if role["near_misses"]:
        out.print("\n[name]Near misses[/], fewest failed requirements first")
        _print_people(role["near_misses"], role, weights=weights, at=at)


def _way_out(excluded: Sequence[Mapping[str, Any]]) -> str:
    helps = max(loosened(excluded), key=lambda each: each["only"], default=None)
    if helps and helps["only"]:
        return f'Without "{hard_text(helps["requirement"])}", {helps["only"]:,} would fit.'
    return "No single change is enough; the near misses fail the fewest requirements."


def _funnel(role: Mapping[str, Any]) -> Text:
    pieces = [Text(f"{role['candidates']:,} engineers", style="figure")]
    before = role["candidates"]
    for each in role["excluded"]:
        name = hard_text(each["requirement"])
        if before != each["left"]:
            pieces.append(Text(f"{name} −{before - each['left']:,}", style="faint"))
        elif not before and each["engineers"]:
            pieces.append(Text(f"{name} ({each['engineers']:,} fail it)", style="faint"))
        before = each["left"]
    return _packed([*pieces, Text(f"{role['survivors']:,} fit", style="accent")], width=out.width)


def _packed(pieces: Sequence[Text], *, width: int) -> Text:
    """The pieces side by side, and each whole on one line as far as it fits on any."""
    text, used = Text(), 0
    for piece in pieces:
        if used and used + 2 + piece.cell_len > width:
            text.append("\n")
            used = 0
        text.append("  " if used else "").append_text(piece)
        used += piece.cell_len + (2 if used else 0)
    return text


def _print_people(
    people: Sequence[Mapping[str, Any]], role: Mapping[str, Any], *, weights: Mapping[str, float], at: datetime
) -> None:
    """Two lines for each person, with as many columns as the width allows."""
    columns, widths = _fitting(people, role)
    out.print(_row([Text(column.head, style="faint") for column in columns], columns, widths))
    for person in people:
        out.print(_row([column.cell(person) for column in columns], columns, widths))
        left = widths[0] + 1
        out.print(Padding(_second_line(person, weights, at=at, width=out.width - left), (0, 0, 0, left)))


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    cell: Callable[[Mapping[str, Any]], Text]
    right: bool = True


def _fitting(people: Sequence[Mapping[str, Any]], role: Mapping[str, Any]) -> tuple[list[_Column], list[int]]:
    """The columns that fit side by side, and their widths: first the range goes, then the bar, then the cost."""
    columns, widths = [], []
    for dropped, name in (((), 24), (("range",), 24), (("range", "bar"), 24), (("range", "bar"), 16), (_EXTRAS, 12)):
        columns = _columns(role, dropped=dropped, name=name)
        widths = [max(len(column.head), *(len(column.cell(person)) for person in people)) for column in columns]
        if sum(widths) + GAP * (len(columns) - 1) <= out.width:
            break
    return columns, widths


def _columns(role: Mapping[str, Any], *, dropped: Sequence[str], name: int) -> list[_Column]:
    weeks = weeks_span(date.fromisoformat(role["starts"]), role["weeks"])
    extras = {
        "range": _Column("Range", lambda person: Text(f"{person['low']:.2f}–{person['high']:.2f}", style="faint")),
        "bar": _Column("0" + "1".rjust(BAR - 1), _bar, right=False),
        "cost": _Column("Cost", lambda person: Text(_amount(person["cost"]))),
    }
    kept = {key: [] if key in dropped else [column] for key, column in extras.items()}
    return [
        _Column(" #", lambda person: Text(f"{person['rank']:2}")),
        _Column("Engineer", lambda person: Text(_short(person["name"], name), style="name"), right=False),
        _Column("Score", lambda person: Text(f"{person['score']:.2f}", style="figure")),
        *kept["range"],
        *kept["bar"],
        _Column("Rate", lambda person: Text(_amount(person["rate"]))),
        *kept["cost"],
        _Column("Shared", lambda person: _hours(person["overlap_hours"])),
        _Column(f"Free {weeks}" if name > 16 else "Free", lambda person: _hours(person["free_hours"])),
    ]


def _row(cells: Sequence[Text], columns: Sequence[_Column], widths: Sequence[int]) -> Text:
    row = Text(no_wrap=True, overflow="crop")
    for cell, column, width in zip(cells, columns, widths, strict=True):
        space = " " * max(width - cell.cell_len, 0)
        row.append_text(
            Text.assemble(space, cell, " " * GAP) if column.right else Text.assemble(cell, space, " " * GAP)
        )
    row.rstrip()
    return row


def _amount(money: Mapping[str, Any] | None) -> str:
    return amount_text(money["amount"], money["currency"]) if money else "–"


def _hours(hours: float | None) -> Text:
    return Text("–" if hours is None else f"{hours:g} h")


def _bar(person: Mapping[str, Any]) -> Text:
    low, mean, high = (min(int(person[name] * BAR), BAR - 1) for name in ("low", "score", "high"))
    text = Text()
    for place in range(BAR):
        if place == mean:
            text.append("┃", style="figure")
        else:
            text.append("━" if low <= place <= high else "·", style="accent" if low <= place <= high else "faint")
    return text


def _second_line(person: Mapping[str, Any], weights: Mapping[str, float], *, at: datetime, width: int) -> Text:
    pieces = []
    for skill in skill_marks(person["skills"])[:MARKS_SHOWN]:
        mark, style = MARKS[skill["basis"]]
        through = f" ({skill['through_name']})" if skill["through_name"] else ""
        pieces.append(Text.assemble((f"{mark} ", style), (f"{skill['name']}{through}", "faint")))
    if person.get("fails"):
        pieces += [Text(f"fails {hard_text(name)}", style="doubt") for name in person["fails"]]
    elif lost := loses_on(person["parts"], weights):
        pieces.append(Text(f"loses on {PART_WORDS[lost]}", style="faint"))
    pieces += [Text(note, style="faint") for note in rate_notes(person)]
    last = "  ".join(word for word in (person["id"], confirmed_text(person.get("confirmed_at"), at=at)) if word)
    return _packed(pieces, width=width).append(f"\n{last}", style="faint")


def _print_key(made: Shortlist, *, milliseconds: float) -> None:
    key = Text()
    for mark, style, words in (
        ("●", "accent", "seen by the platform"),
        ("○", "faint", "said by the engineer"),
        ("━", "accent", "80 % interval"),
        ("┃", "figure", "score"),
    ):
        key.append(f"{mark} ", style=style)
        key.append(f"{words}  ", style="faint")
    out.print()
    out.print(_spread(key, Text(f"{milliseconds:,.0f} ms", style="faint")))
    out.print(Text("reputation: that of everybody before a first outcome", style="faint"))
    people = [person for role in made.found["roles"] for person in (*role["engineers"], *role["near_misses"])]
    if first := next((person for person in people if not person.get("erased")), None):
        out.print(Text.assemble(("next  ", "faint"), f"guildworks engineers show {first['id']}"))


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _short(text: str, most: int) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= most else folded[: most - 1].rstrip() + "…"
