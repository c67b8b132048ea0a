"""Loading the demo network through the real actions: batch by batch, so that a start that was cut off goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from guildworks.accounts.models import Organisation
from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.holds import book_hold, place_hold
from guildworks.availability.actions.hours import (
    except_weeks,
    set_capacity,
    set_working_hours,
)
from guildworks.availability.holder import Holder
from guildworks.availability.load import Load, Phase, load_of, monday_of
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.queries import weeks_of
from guildworks.matching.models import Brief
from guildworks.platform import clock, money
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import limit
from guildworks.platform.models import DemoMode
from guildworks.project.demo.members import add_engineers, add_members
from guildworks.project.demo.people import DemoPerson, people
from guildworks.project.demo.renewal import confirm_again, demo_alone, demo_started_at
from guildworks.talent.actions import EvidenceDraft, import_engineers, list_engineers, record_evidence, set_rates
from guildworks.talent.models import Engineer

BATCH = 50
SILENT_SINCE = timedelta(days=20)


class RealPeople(BadInput):
    """This database holds real data: a demo makes a database of its own and never mixes with one."""

    code = "database_is_not_a_demo"


class OtherDemo(BadInput):
    """This demo was made with another seed."""

    code = "demo_has_another_seed"


def load(count: int, *, seed: int, progress: Callable[[int], None]) -> int:
    """Bring the demo network to `count` engineers; `progress` hears how many there are. The number now there.

    Raises RealPeople for a database that is not empty and not a demo, OtherDemo for one made with another seed.
    """
    if not 1 <= count <= limit("demo_engineers"):
        raise BadInput(
            f"A demo has 1 to {limit('demo_engineers'):,} engineers, {count:,} were asked for",
            hint=f"Give --engineers a number from 1 to {limit('demo_engineers')}.",
        )
    with demo_alone():
        _mark_as_demo(count, seed)
        actor = local_operator()
        add_members(actor)
        confirm_again(actor)
        there = Engineer.objects.filter(is_demo=True).count()
        progress(there)
        if there >= count:
            add_engineers(actor)
            return there
        wanted = islice(people(count, seed=seed, today=clock.today()), there, count)
        while batch := list(islice(wanted, BATCH)):
            _load_batch(actor, batch)
            there += len(batch)
            progress(there)
        add_engineers(actor)
    return there


@transaction.atomic
def _mark_as_demo(count: int, seed: int) -> None:
    mode = DemoMode.objects.first()
    if mode is None:
        if Engineer.objects.exists() or Brief.objects.exists() or Organisation.objects.filter(kind="client").exists():
            raise RealPeople(hint="Set GUILDWORKS_HOME to an empty folder for the demo, or use `guildworks serve`.")
        DemoMode.objects.create(engineers=count, seed=seed, started_at=clock.now())
    elif mode.seed != seed:
        raise OtherDemo(f"This demo was made with seed {mode.seed}, not {seed}", hint=f"Use --seed {mode.seed}.")


@transaction.atomic
def _load_batch(actor: Actor, batch: list[DemoPerson]) -> None:
    """One batch, all or none."""
    engineers = import_engineers(actor, [person.profile for person in batch], source="demo")
    pairs = list(zip(engineers, batch, strict=True))
    set_rates(actor, {engineer: _rates(person) for engineer, person in pairs})
    spoke = clock.now()
    for is_silent, said_at in ((False, spoke), (True, min(spoke, demo_started_at()) - SILENT_SINCE)):
        with clock.at(said_at):
            hours = {one: Decimal(person.hours_per_week) for one, person in pairs if person.is_silent == is_silent}
            set_capacity(actor, hours)
    set_working_hours(actor, {engineer: _day(person) for engineer, person in pairs})
    record_evidence(actor, {engineer: _evidence(engineer, person) for engineer, person in pairs if person.evidence})
    list_engineers(actor, engineers)
    for engineer, person in pairs:
        _fill_weeks(actor, engineer, person)


def _fill_weeks(actor: Actor, engineer: Engineer, person: DemoPerson) -> None:
    """Holidays, and what others have of their hours, where it fits beside these."""
    this_week = monday_of(clock.today())
    for weeks in person.other_weeks:
        mondays = [this_week + timedelta(weeks=weeks.first + number) for number in range(weeks.weeks)]
        except_weeks(actor, engineer, dict.fromkeys(mondays, Decimal(weeks.hours)), reason=weeks.reason)
    if (taken := person.taken) is None:
        return
    load = load_of(this_week + timedelta(weeks=taken.first), [Phase(Decimal(taken.hours), taken.weeks)])
    free = [week.free for week in weeks_of(engineer.id, load.first_week, taken.weeks, at=clock.now())]
    fits = Load(load.first_week, tuple(min(hours, most) for hours, most in zip(load.quarter_hours, free, strict=True)))
    if not any(fits.quarter_hours):
        return
    (hold,) = place_hold(actor, [engineer], holder=Holder.itself(operator_organisation()), load=fits)
    if taken.is_booked:
        book_hold(actor, hold)


def _rates(person: DemoPerson) -> list[money.Money]:
    return [money.Money(rate.hourly, money.currency(rate.currency)) for rate in person.rates]


def _day(person: DemoPerson) -> WorkingDay:
    day = person.working_day
    starts, ends = day.starts, day.ends if day.ends > day.starts else day.ends + 24 * 60
    return WorkingDay(person.profile.zone, starts, ends, sum(1 << weekday for weekday in day.weekdays))


def _evidence(engineer: Engineer, person: DemoPerson) -> list[EvidenceDraft]:
    return [
        EvidenceDraft(
            skill=seen.skill,
            source_kind=seen.source_kind,
            source_id=uuid5(NAMESPACE_URL, f"demo:{engineer.id}:{number}"),
            mean=seen.mean,
            standard_error=seen.standard_error,
            observed_on=seen.observed_on,
        )
        for number, seen in enumerate(person.evidence)
    ]
