"""`hold` on a server elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import typer

from guildworks.cli.console import out, print_json
from guildworks.cli.hold_view import print_hold
from guildworks.cli.holds import PHASES, ForBrief, FromDay, HoldId, HoldIds, HoursAsked, WeeksAsked
from guildworks.cli.hours import date_given, hours_given
from guildworks.cli.options import AsJson, BadOption, EngineerIds, Rows
from guildworks.cli.remote.access import connected
from guildworks.cli.remote.view import print_next
from guildworks.platform.errors import GuildworksError

if TYPE_CHECKING:
    from guildworks.client import Client
    from guildworks.client.told import HoldTold

app = typer.Typer(help="Hold engineers' hours so that nobody else can have them.", no_args_is_help=True)


@app.command("place")
def place(
    context: typer.Context,
    engineers: EngineerIds,
    brief: ForBrief = None,
    hours: HoursAsked = None,
    starts: FromDay = None,
    weeks: WeeksAsked = None,
    as_json: AsJson = False,
) -> None:
    """Hold the same hours of engineers, all or none; what is not given is the brief's."""
    per_week, counts = hours or [], weeks or []
    if len(per_week) != len(counts):
        raise BadOption("There are not as many --hours as --weeks", hint=PHASES)
    phases = [{"hours": f"{hours_given(text)}", "weeks": count} for text, count in zip(per_week, counts, strict=True)]
    asked: dict[str, Any] = {"phases": phases} if phases else {}
    if starts:
        asked["starts"] = f"{date_given(starts, option='--from')}"
    with connected(context) as server:
        made = server.create_holds(engineers=engineers, brief=brief or ..., **asked)["holds"]
    _tell(made, as_json=as_json)
    if not as_json:
        print_next(context, f"hold release {' '.join(hold['id'] for hold in made)}")


@app.command("list")
def list_holds(context: typer.Context, rows: Rows = 50, as_json: AsJson = False) -> None:
    """List what is held and booked now, newest first."""
    with connected(context) as server:
        live = [*islice(server.all_holds(state="hold"), rows), *islice(server.all_holds(state="booked"), rows)]
    found = sorted(live, key=lambda hold: hold["id"], reverse=True)[:rows]
    if not found and not as_json:
        out.print("Nothing is held or booked. `hold place` holds somebody's hours.")
        return
    _tell(found, as_json=as_json)


@app.command("release")
def release(context: typer.Context, holds: HoldIds, as_json: AsJson = False) -> None:
    """Give back what is held or booked, one after the other; the hours are free at once."""
    released: list[HoldTold] = []
    with connected(context) as server:
        for shown_id in holds:
            try:
                released.append(server.release_hold(shown_id))
            except GuildworksError as wrong:
                wrong.facts["released"] = [hold["id"] for hold in released]
                raise
    _tell(released, as_json=as_json)


@app.command("accept")
def accept(context: typer.Context, hold: HoldId, as_json: AsJson = False) -> None:
    """Say yes for the engineer: once, the hold lives some days more."""
    _change(context, lambda server: server.accept_one_hold(hold), as_json=as_json)


@app.command("decline")
def decline(context: typer.Context, hold: HoldId, as_json: AsJson = False) -> None:
    """Say no for the engineer, without penalty: the hours are free at once."""
    _change(context, lambda server: server.decline_one_hold(hold), as_json=as_json)


@app.command("book")
def book(context: typer.Context, hold: HoldId, as_json: AsJson = False) -> None:
    """Make a hold a booking, which does not expire; only while it lives."""
    _change(context, lambda server: server.book_one_hold(hold), as_json=as_json)


def _change(context: typer.Context, change: Callable[[Client], HoldTold], *, as_json: bool) -> None:
    with connected(context) as server:
        changed = change(server)
    _tell([changed], as_json=as_json)


def _tell(holds: Sequence[HoldTold], *, as_json: bool) -> None:
    if as_json:
        print_json({"holds": holds})
        return
    for hold in holds:
        print_hold(hold, who=hold["engineer"])
