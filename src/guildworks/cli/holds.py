"""`guildworks hold`: taking hours of engineers, and giving them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from guildworks.cli.console import out, print_json
from guildworks.cli.hold_view import print_hold
from guildworks.cli.hours import date_given, hours_given
from guildworks.cli.options import AsJson, BadOption, EngineerIds, get_engineer, ready

if TYPE_CHECKING:
    from guildworks.availability.load import Load, Phase
    from guildworks.availability.models import Reservation
    from guildworks.matching.models import Brief

app = typer.Typer(help="Hold engineers' hours so that nobody else can have them.", no_args_is_help=True)

HoldId = Annotated[str, typer.Argument(metavar="HOLD", help="An id such as hld_01JDQ…")]
HoldIds = Annotated[list[str], typer.Argument(metavar="HOLD…", help="Ids such as hld_01JDQ…")]
ForBrief = Annotated[str | None, typer.Option("--brief", help="For which brief, such as brf_01JDQ….")]
HoursAsked = Annotated[list[str] | None, typer.Option("--hours", help="Hours a week; again for each phase.")]
FromDay = Annotated[str | None, typer.Option("--from", help="The first day, such as 2027-05-03.")]
WeeksAsked = Annotated[list[int] | None, typer.Option("--weeks", help="How many weeks; again for each phase.")]
PHASES = "Write --hours and --weeks once for each phase, in order."


@app.command("place")
def place(
    engineers: EngineerIds,
    brief: ForBrief = None,
    hours: HoursAsked = None,
    starts: FromDay = None,
    weeks: WeeksAsked = None,
    as_json: AsJson = False,
) -> None:
    """Hold the same hours of engineers, all or none; what is not given is the brief's."""
    ready()
    from guildworks.accounts.queries import local_operator, operator_organisation
    from guildworks.availability.actions.holds import place_hold
    from guildworks.availability.holder import Holder
    from guildworks.matching.queries import get_brief

    actor = local_operator()
    of = get_brief(actor, brief) if brief is not None else None
    load = _load(of, hours=hours or [], starts=starts, weeks=weeks or [])
    found = [get_engineer(shown_id) for shown_id in engineers]
    holder = of.holder if of else Holder.itself(operator_organisation())
    holds = place_hold(actor, found, holder=holder, load=load)
    _tell(holds, as_json=as_json)
    if not as_json:
        out.print(
            f"[faint]next[/]  guildworks hold release {' '.join(hold.shown_id for hold in holds)}", soft_wrap=True
        )


@app.command("release")
def release(holds: HoldIds, as_json: AsJson = False) -> None:
    """Give back what is held or booked, all or none; the hours are free at once."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.availability.actions.holds import release_holds
    from guildworks.availability.queries import get_hold

    actor = local_operator()
    _tell(release_holds(actor, [get_hold(actor, shown_id) for shown_id in holds]), as_json=as_json)


@app.command("list")
def list_holds(
    page: Annotated[int, typer.Option("--page", min=1, max=1_000_000, help="Which page of the list.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List what is held and booked now, newest first."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.availability.queries import live_holds
    from guildworks.availability.told import hold_json

    holds, total = live_holds(local_operator(), page=page)
    if as_json:
        print_json({"holds": [hold_json(hold) for hold in holds], "total": total})
        return
    if not total:
        out.print("Nothing is held or booked. `guildworks hold place` holds somebody's hours.")
        return
    for hold in holds:
        print_hold(hold_json(hold), who=hold.engineer.public_name)
    out.print(f"\npage {page}, {total:,} held or booked", style="faint")


@app.command("accept")
def accept(hold: HoldId, as_json: AsJson = False) -> None:
    """Note that the engineer says yes: once, the hold lives some days more."""
    _change(hold, "accept_hold", as_json=as_json)


@app.command("decline")
def decline(hold: HoldId, as_json: AsJson = False) -> None:
    """Note that the engineer says no, without penalty: the hours are free at once."""
    _change(hold, "decline_hold", as_json=as_json)


@app.command("book")
def book(hold: HoldId, as_json: AsJson = False) -> None:
    """Make a hold a booking, which does not expire; only while it lives."""
    _change(hold, "book_hold", as_json=as_json)


def _change(shown_id: str, action: str, *, as_json: bool) -> None:
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.availability.actions import holds
    from guildworks.availability.queries import get_hold

    actor = local_operator()
    changed = getattr(holds, action)(actor, get_hold(actor, shown_id))
    _tell([changed], as_json=as_json)


def _tell(holds: list[Reservation], *, as_json: bool) -> None:
    from guildworks.availability.told import hold_json

    if as_json:
        print_json({"holds": [hold_json(hold) for hold in holds]})
        return
    for hold in holds:
        print_hold(hold_json(hold), who=hold.engineer.public_name)


def _load(brief: Brief | None, *, hours: list[str], starts: str | None, weeks: list[int]) -> Load:
    """The hours to hold: as given, and what is not given as the brief's list was made for."""
    from guildworks.availability.load import Phase, load_of
    from guildworks.matching.queries import work_of

    first = date_given(starts, option="--from") if starts else None
    if hours and len(hours) == len(weeks) and first:
        return load_of(first, [Phase(hours_given(each), count) for each, count in zip(hours, weeks, strict=True)])
    if len(hours) > 1 or len(weeks) > 1:
        raise BadOption("Several phases need as many --hours as --weeks, and --from", hint=PHASES)
    if brief is None:
        raise BadOption("Without a brief, --hours, --from and --weeks are needed", hint="Or name one with --brief.")
    work_starts, phases = work_of(brief)
    if not phases and not hours:
        raise BadOption("The brief does not say clearly how many hours a week", hint="Give --hours, such as 32.")
    return load_of(first or work_starts.starts, _given(phases, hours, weeks, work_starts.weeks))


def _given(phases: list[Phase], hours: list[str], weeks: list[int], weeks_asked: int) -> list[Phase]:
    from guildworks.availability.load import Phase

    if not hours and not weeks:
        return phases
    per_week = hours_given(hours[0]) if hours else max(phase.hours for phase in phases)
    return [Phase(per_week, weeks[0] if weeks else weeks_asked)]
