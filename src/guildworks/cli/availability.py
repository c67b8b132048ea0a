"""`guildworks availability`: an engineer's weeks, what is taken of them, and what they say of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guildworks.cli.console import out, print_json, told
from guildworks.cli.hours import day_given, hours_given, mondays_given, weeks_given
from guildworks.cli.options import AsJson, BadOption, EngineerId, EngineerIds, get_engineer, read_bytes, ready

app = typer.Typer(help="Engineers' hours: usual weeks, other weeks, whether they still hold.", no_args_is_help=True)

AcceptExcess = Annotated[
    bool,
    typer.Option("--accept-excess", metavar="", help="Keep what is reserved beyond it, and record by how much."),
]
WeeksShown = Annotated[int, typer.Option("--weeks", min=1, max=104, help="How many weeks to draw; --json tells all.")]
WEEKS_SHOWN = 26


@app.command("show")
def show(
    engineer: EngineerId,
    weeks: WeeksShown = WEEKS_SHOWN,
    as_json: AsJson = False,
) -> None:
    """Show an engineer's weeks: capacity, what is held and booked of it, and what is free."""
    ready()
    from guildworks.availability.told import weeks_json
    from guildworks.cli.weeks_view import print_engineers_weeks

    found = get_engineer(engineer)
    if as_json:
        print_json(weeks_json(found))
    else:
        print_engineers_weeks(found, count=weeks)


@app.command("set")
def set_hours(
    engineer: EngineerId,
    hours: Annotated[str | None, typer.Option("--hours", help="Usual hours a week, such as 32 or 37.5.")] = None,
    week: Annotated[
        list[str] | None,
        typer.Option("--week", help="Hours of a week by its Monday: 2027-05-03=0, 2027-05-03..2027-05-24=0."),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why: holiday, half_week, other_client or other.")] = "other",
    usual: Annotated[
        list[str] | None, typer.Option("--usual", help="A week, or a span, that has the usual hours again.")
    ] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Time zone, such as Europe/Berlin.")] = None,
    day: Annotated[str | None, typer.Option("--day", help="Local working hours, such as 09:00-17:00.")] = None,
    accept_excess: AcceptExcess = False,
    as_json: AsJson = False,
) -> None:
    """Set an engineer's usual hours, those of single weeks, or the hours of the day; all of it or nothing."""
    ready()
    from django.db import transaction

    from guildworks.accounts.queries import local_operator
    from guildworks.availability.actions.hours import except_weeks, set_capacity, set_working_hours
    from guildworks.availability.told import weeks_json
    from guildworks.cli.weeks_view import print_engineers_weeks

    if all(given is None for given in (hours, week, usual, zone, day)):
        raise BadOption("Nothing is to be set", hint="Give --hours, --week, --usual, --zone or --day.")
    found, actor = get_engineer(engineer), local_operator()
    other_weeks = weeks_given(week or ())
    usual_weeks = {monday: None for span in usual or () for monday in mondays_given(span, option="--usual")}
    if twice := next((monday for monday in usual_weeks if monday in other_weeks), None):
        raise BadOption(f"The week of {twice} is given twice", hint="Give each week once.")
    with transaction.atomic():
        if usual_weeks:
            except_weeks(actor, found, usual_weeks, accepts_excess=accept_excess)
        if other_weeks:
            except_weeks(actor, found, other_weeks, reason=reason, accepts_excess=accept_excess)
        if hours is not None:
            set_capacity(actor, {found: hours_given(hours)}, accepts_excess=accept_excess)
        if zone is not None or day is not None:
            set_working_hours(actor, {found: day_given(found, zone, day)})
    changed = get_engineer(engineer)
    if as_json:
        print_json(weeks_json(changed))
    else:
        print_engineers_weeks(changed, count=WEEKS_SHOWN)


@app.command("import")
def import_calendar(
    engineer: EngineerId,
    calendar: Annotated[str, typer.Argument(metavar="FILE|ADDRESS", help="An .ics file, or an address of one.")],
    accept_excess: AcceptExcess = False,
    as_json: AsJson = False,
) -> None:
    """Lower the weeks in which a calendar (iCalendar) leaves less than the usual hours; it replaces the one before."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.availability.actions.busy_times import import_busy_times
    from guildworks.cli.weeks_view import imported_json, print_imported
    from guildworks.platform.fetch import fetch
    from guildworks.platform.limits import limit

    found = get_engineer(engineer)
    most = limit("calendar_bytes")
    if "://" in calendar:
        content = fetch(calendar, most_bytes=most, seconds=limit("fetch_seconds")).content
    else:
        content = read_bytes(Path(calendar), most=most)
    done = import_busy_times(local_operator(), found, content=content, accepts_excess=accept_excess)
    if as_json:
        print_json(imported_json(done))
    else:
        print_imported(done, most=WEEKS_SHOWN)


@app.command("confirm")
def confirm(engineers: EngineerIds, as_json: AsJson = False) -> None:
    """Say that engineers' hours still hold, so that searches find them."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.availability.actions.hours import confirm_availability
    from guildworks.platform.limits import limit

    found = [get_engineer(shown_id) for shown_id in engineers]
    confirm_availability(local_operator(), found)
    now = [get_engineer(shown_id) for shown_id in engineers]
    if as_json:
        print_json(
            {
                "confirmed": [
                    {"engineer": e.shown_id, "confirmed_at": at.isoformat()}
                    for e in now
                    if (at := e.workweek.confirmed_at)
                ]
            }
        )
        return
    for each in now:
        out.print(f"[name]{told(each.public_name)}[/] is confirmed for {limit('confirmed_days')} days")


@app.command("pause")
def pause(engineers: EngineerIds, as_json: AsJson = False) -> None:
    """Take engineers out of all searches until they resume; what is reserved stays."""
    _set_paused(engineers, paused=True, as_json=as_json)


@app.command("resume")
def resume(engineers: EngineerIds, as_json: AsJson = False) -> None:
    """Have engineers found again."""
    _set_paused(engineers, paused=False, as_json=as_json)


def _set_paused(engineers: list[str], *, paused: bool, as_json: bool) -> None:
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.availability.actions.hours import pause_engineers, resume_engineers

    found = [get_engineer(shown_id) for shown_id in engineers]
    (pause_engineers if paused else resume_engineers)(local_operator(), found)
    if as_json:
        print_json({"engineers": [{"engineer": engineer.shown_id, "paused": paused} for engineer in found]})
        return
    for engineer in found:
        state = "has paused: no search finds them" if paused else "is back"
        out.print(f"[name]{told(engineer.public_name)}[/] {state}")


@app.command("verify")
def verify(as_json: AsJson = False) -> None:
    """Sum all reservations of everybody anew, and tell whether anybody is booked beyond their hours."""
    ready()
    from guildworks.availability.everybody import everybodys_weeks
    from guildworks.availability.models import WEEKS_AHEAD
    from guildworks.cli.weeks_view import overbooked_json

    found = everybodys_weeks(weeks := WEEKS_AHEAD + 1)  # this one too
    problems = overbooked_json(found)
    if as_json:
        counts = {"engineers": len(found.engineers), "reservations": found.reservations, "weeks": weeks}
        print_json({"holds": not problems, **counts, "problems": problems})
    else:
        said = f"{len(found.engineers):,} engineers, {found.reservations:,} holds and bookings, {weeks} weeks"
        out.print(f"{said}: {len(problems) or 'none'} of the weeks booked beyond its hours")
        for problem in problems[:WEEKS_SHOWN]:
            taken = f"{problem['reserved']:g} of {problem['capacity']:g} h"
            out.print(f"[refused]![/] {problem['engineer']}  week of {problem['week']}: {taken}")
    if problems:
        raise typer.Exit(1)
