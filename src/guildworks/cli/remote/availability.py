"""`availability` on a server elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from guildworks.cli.availability import WEEKS_SHOWN, WeeksShown
from guildworks.cli.console import out, print_json, told
from guildworks.cli.hours import hours_given, mondays_given, weeks_given
from guildworks.cli.options import AsJson, BadOption, EngineerId
from guildworks.cli.remote.access import connected
from guildworks.cli.weeks_picture import print_weeks

if TYPE_CHECKING:
    from guildworks.client.sent import WeekSent
    from guildworks.client.told import WeeksTold

app = typer.Typer(help="Engineers' hours: usual weeks, other weeks, whether they still hold.", no_args_is_help=True)


@app.command("show")
def show(
    context: typer.Context, engineer: EngineerId, weeks: WeeksShown = WEEKS_SHOWN, as_json: AsJson = False
) -> None:
    """Show an engineer's weeks: capacity, what is held and booked of it, and what is free."""
    with connected(context) as server:
        found = server.read_weeks(engineer)
    _tell(found, count=weeks, as_json=as_json)


@app.command("set")
def set_hours(
    context: typer.Context,
    engineer: EngineerId,
    hours: Annotated[str | None, typer.Option("--hours", help="Usual hours a week, such as 32 or 37.5.")] = None,
    week: Annotated[
        list[str] | None,
        typer.Option("--week", help="Hours of a week by its Monday: 2027-05-03=0, 2027-05-03..2027-05-24=0."),
    ] = None,
    usual: Annotated[
        list[str] | None, typer.Option("--usual", help="A week, or a span, that has the usual hours again.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Set an engineer's usual hours, or those of single weeks; give one of the two at a time."""
    others: list[WeekSent] = [{"week": f"{day}", "hours": f"{of}"} for day, of in weeks_given(week or ()).items()]
    again = (day for span in usual or () for day in mondays_given(span, option="--usual"))
    others += [{"week": f"{day}", "hours": None} for day in again]
    if (hours is None) == (not others):
        raise BadOption("Give --hours, or weeks by --week and --usual", hint="One of the two; then the other.")
    with connected(context) as server:
        if hours is not None:
            changed = server.change_capacity(engineer, hours_per_week=f"{hours_given(hours)}")
        else:
            changed = server.change_weeks(engineer, weeks=others)
    _tell(changed, as_json=as_json)


@app.command("confirm")
def confirm(context: typer.Context, engineer: EngineerId, as_json: AsJson = False) -> None:
    """Say that an engineer's hours still hold, so that searches find them."""
    with connected(context) as server:
        _tell(server.confirm_hours(engineer), as_json=as_json)


@app.command("pause")
def pause(context: typer.Context, engineer: EngineerId, as_json: AsJson = False) -> None:
    """Take an engineer out of all searches until they resume; what is reserved stays."""
    with connected(context) as server:
        _tell(server.pause_engineer(engineer), as_json=as_json)


@app.command("resume")
def resume(context: typer.Context, engineer: EngineerId, as_json: AsJson = False) -> None:
    """Have an engineer found again."""
    with connected(context) as server:
        _tell(server.resume_engineer(engineer), as_json=as_json)


def _tell(found: WeeksTold, *, as_json: bool, count: int = WEEKS_SHOWN) -> None:
    if as_json:
        print_json(found)
        return
    out.print(f"\n[name]{told(found['engineer'])}[/]")
    print_weeks(found, count=count)
