"""The hours of the demo's people: bookings, holds and holidays, and a word that is renewed at each start."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.models import CapacityException, Reservation, Workweek
from guildworks.availability.queries import weeks_ahead
from guildworks.matching.actions import match_brief
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.models import Event
from guildworks.project.demo.network import load
from guildworks.project.demo.renewal import renew
from guildworks.talent.models import Engineer
from tests.cast import make_engineer, tables_to_read

ENGINEERS = 100


def demo(engineers: int = ENGINEERS, *, seed: int = 1) -> int:
    return load(engineers, seed=seed, progress=lambda there: None)


def hours_of_everybody() -> list[tuple[object, ...]]:
    """Everybody's capacity, exceptions and reservations, without ids and moments."""
    found: list[tuple[object, ...]] = list(Workweek.objects.values_list("engineer__public_name", "quarter_hours"))
    found += CapacityException.objects.values_list("engineer__public_name", "week", "quarter_hours", "reason")
    found += [
        (name, state, first, tuple(hours))
        for name, state, first, hours in Reservation.objects.values_list(
            "engineer__public_name", "state", "first_week", "quarter_hours"
        )
    ]
    return sorted(found, key=repr)


def rows() -> Counter[str]:
    """A hash of all rows of each table, so that a change of any is seen."""
    with connection.cursor() as cursor:
        found = Counter()
        for table in tables_to_read():
            cursor.execute(f"SELECT hashtext(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
            found[table] = cursor.fetchone()[0]
        return found


def confirmed() -> dict[str, datetime]:
    return dict(Workweek.objects.values_list("engineer__public_name", "confirmed_at"))


def not_confirmed() -> int:
    """How many a search leaves out because their word is too old."""
    made = match_brief(local_operator(), operator_organisation(), text="We need Python.", top=5, spent=Spent())
    first = made.found["roles"][0]["excluded"][0]
    assert first["requirement"] == "not confirmed"
    return int(first["engineers"])


@pytest.mark.django_db
def test_some_are_booked_some_are_held_and_some_are_away():
    demo()
    states = Counter(Reservation.objects.values_list("state", flat=True))
    assert states["booked"] >= 5
    assert states["hold"] >= 2
    assert CapacityException.objects.count() >= 10
    weeks = [week for engineer in Engineer.objects.all() for week in weeks_ahead(engineer.id)]
    assert all(week.held + week.booked <= week.capacity for week in weeks)
    assert any(0 < week.free < week.capacity for week in weeks)


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_hours_and_another_makes_others():
    made = [made_and_undone(seed) for seed in (1, 1, 2)]
    assert made[0] == made[1]
    assert made[0] != made[2]


def made_and_undone(seed: int) -> list[tuple[object, ...]]:
    """The hours of a demo with this seed; nothing of it is left."""
    with transaction.atomic():
        demo(60, seed=seed)
        made = hours_of_everybody()
        transaction.set_rollback(True)
    return made


@pytest.mark.django_db
class TestTheirWord:
    def test_a_few_are_not_confirmed_and_the_others_are(self):
        demo()
        silent = not_confirmed()
        assert 1 <= silent <= ENGINEERS // 5

    def test_a_start_fifteen_days_later_renews_the_word_of_all_but_those_few(self):
        demo()
        silent, before = not_confirmed(), confirmed()
        later = clock.now() + timedelta(days=15)
        with clock.at(later):
            assert not_confirmed() == ENGINEERS, "without a start their word is too old"
            renew()
            assert not_confirmed() == silent
            renewed = {name for name, at in confirmed().items() if at == later}
        assert len(renewed) == ENGINEERS - silent
        assert {at for name, at in confirmed().items() if name not in renewed} == {
            at for name, at in before.items() if name not in renewed
        }

    @pytest.mark.parametrize("again", [renew, demo], ids=["serve", "demo"])
    def test_a_second_start_on_the_same_day_writes_nothing(self, again):
        demo()
        before = rows()
        with clock.at(clock.now() + timedelta(hours=20)):
            again()
        assert rows() == before
        with clock.at(clock.now() + timedelta(days=15)):
            again()
            assert rows() != before
            before = rows()
            again()
            assert rows() == before

    def test_a_larger_demo_days_later_keeps_its_share_of_the_silent(self):
        demo(60)
        with clock.at(clock.now() + timedelta(days=20)):
            demo()
            assert Engineer.objects.count() == ENGINEERS
            assert 1 <= not_confirmed() <= ENGINEERS // 5

    def test_nobody_is_renewed_in_a_database_of_real_people(self):
        make_engineer()
        before = (confirmed(), Event.objects.count())
        with clock.at(clock.now() + timedelta(days=15)):
            renew()
        assert (confirmed(), Event.objects.count()) == before
