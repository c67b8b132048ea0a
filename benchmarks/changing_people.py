"""Writers that change people through the actions while lists are made: hours, pauses, holds, rates and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from benchmarks.hold_clients import THREADS, in_threads

SKILLS = ("python", "pytorch", "rag", "pgvector", "langgraph", "kubernetes")


def change_until(engineers: Sequence[UUID], *, stop: str, seed: int, threads: int = THREADS) -> int:
    """Change these people, in so many threads, until the file `stop` is there; how many changes that were."""
    from guildworks.talent.models import Engineer

    people = list(Engineer.objects.filter(id__in=engineers).order_by("id"))

    def client(number: int) -> int:
        writer, made = Writer(people, Random(f"{seed}:{number}")), 0
        while not Path(stop).exists():
            made += writer.change()
        return made

    return sum(in_threads(client, threads))


class Writer:
    """Somebody who changes one person after the other."""

    def __init__(self, people: Sequence[Any], random: Random) -> None:
        from guildworks.accounts.queries import local_operator

        self._people, self._random, self._actor = people, random, local_operator()
        self._held: list[Any] = []

    def change(self) -> bool:
        """Change somebody in a way that a search can see; False where the rules refuse it."""
        from guildworks.availability.actions.holds import CapacityExceeded, NotToBeHeld
        from guildworks.availability.actions.hours import HoursAreReserved

        kinds = (self._rate, self._rate, self._evidence, self._capacity, self._week, self._pause, self._hold)
        with suppress(CapacityExceeded, HoursAreReserved, NotToBeHeld):
            self._random.choice(kinds)(self._random.choice(self._people))
            return True
        return False

    def _rate(self, engineer: Any) -> None:
        from guildworks.platform.money import Money
        from guildworks.talent.actions import set_rates

        rates = [Money(self._random.randrange(40, 160), code) for code in ("EUR", "USD")]
        set_rates(self._actor, {engineer: rates})

    def _evidence(self, engineer: Any) -> None:
        from guildworks.platform import clock
        from guildworks.talent.actions import EvidenceDraft, record_evidence

        random = self._random
        skill, source = random.choice(SKILLS), UUID(int=random.getrandbits(128))
        seen = EvidenceDraft(skill, "test", source, round(random.uniform(1.0, 4.0), 2), 0.4, clock.today())
        record_evidence(self._actor, {engineer: [seen]})

    def _capacity(self, engineer: Any) -> None:
        from guildworks.availability.actions.hours import set_capacity

        set_capacity(self._actor, {engineer: Decimal(self._random.choice((8, 20, 30, 40)))})

    def _week(self, engineer: Any) -> None:
        from guildworks.availability.actions.hours import except_weeks

        hours = self._random.choice((Decimal(0), Decimal(12), None))
        except_weeks(self._actor, engineer, {_monday(self._random.randrange(1, 20)): hours})

    def _pause(self, engineer: Any) -> None:
        """Pause somebody for a moment: between its acts they can be found by nobody."""
        from guildworks.availability.actions.hours import confirm_availability, pause_engineers, resume_engineers

        pause_engineers(self._actor, [engineer])
        resume_engineers(self._actor, [engineer])
        confirm_availability(self._actor, [engineer])

    def _hold(self, engineer: Any) -> None:
        """Hold some weeks of somebody, or give back what is held for longest."""
        from guildworks.accounts.queries import operator_organisation
        from guildworks.availability.actions.holds import place_hold, release_holds
        from guildworks.availability.holder import Holder
        from guildworks.availability.load import Load

        if len(self._held) > 10:
            release_holds(self._actor, [self._held.pop(0)])
            return
        load = Load(_monday(self._random.randrange(1, 12)), (self._random.choice((20, 40, 80)),) * 8)
        self._held += place_hold(self._actor, [engineer], holder=Holder.itself(operator_organisation()), load=load)


def _monday(weeks_ahead: int) -> Any:
    from datetime import timedelta

    from guildworks.availability.load import monday_of
    from guildworks.platform import clock

    return monday_of(clock.today()) + timedelta(weeks=weeks_ahead)
