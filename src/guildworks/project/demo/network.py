"""Loading the demo network through the real actions: batch by batch, so that a start that was cut off goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from django.db import connection, transaction

from guildworks.accounts.models import Organisation
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.hours import set_capacity, set_working_hours
from guildworks.availability.overlap import WorkingDay
from guildworks.matching.models import Brief
from guildworks.platform import clock, money
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import limit
from guildworks.platform.models import DemoMode
from guildworks.project.demo.people import DemoPerson, people
from guildworks.talent.actions import EvidenceDraft, import_engineers, list_engineers, record_evidence, set_rates
from guildworks.talent.models import Engineer

BATCH = 50
DEMO_LOCK = 0x64656D6F  # advisory lock: of two demos at once, the second waits and finds the work done


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
    with _alone():
        _mark_as_demo(count, seed)
        actor = local_operator()
        there = Engineer.objects.filter(is_demo=True).count()
        progress(there)
        if there >= count:
            return there
        wanted = islice(people(count, seed=seed, today=clock.today()), there, count)
        while batch := list(islice(wanted, BATCH)):
            _load_batch(actor, batch)
            there += len(batch)
            progress(there)
    return there


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [DEMO_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [DEMO_LOCK])


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
    set_capacity(actor, {engineer: Decimal(person.hours_per_week) for engineer, person in pairs})
    set_working_hours(actor, {engineer: _day(person) for engineer, person in pairs})
    record_evidence(actor, {engineer: _evidence(engineer, person) for engineer, person in pairs if person.evidence})
    list_engineers(actor, engineers)


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
