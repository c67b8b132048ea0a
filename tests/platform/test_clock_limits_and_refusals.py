"""The clock that can be moved, limits that an operator sets, and the database's word in ours."""

from __future__ import annotations

import errno
from datetime import UTC, date, datetime, timedelta, timezone

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, transaction

from guildworks.accounts.models import Organisation
from guildworks.platform import clock, limits
from guildworks.platform.errors import BadInput, GuildworksError, NotFound
from guildworks.platform.limits import LIMITS, BadLimit, limit, set_limit
from guildworks.platform.postgres import PostgresError
from guildworks.platform.refusals import refusals, understood


class TestClock:
    def test_now_is_aware_and_can_be_moved_within_a_block(self):
        assert clock.now().tzinfo == UTC
        moment = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)
        with clock.at(moment):
            assert (clock.now(), clock.today()) == (moment, date(2027, 3, 1))
            with clock.at(moment + timedelta(days=1)):
                assert clock.today() == date(2027, 3, 2)
            assert clock.now() == moment
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)

    def test_today_is_the_day_in_utc(self):
        with clock.at(datetime(2027, 3, 1, 1, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))):
            assert clock.today() == date(2027, 2, 28)

    def test_an_instant_without_a_zone_is_refused_and_an_error_moves_the_clock_back(self):
        with pytest.raises(ValueError, match="zone"), clock.at(datetime(2027, 1, 1)):  # noqa: DTZ001
            pass
        with pytest.raises(ZeroDivisionError), clock.at(datetime(2027, 1, 1, tzinfo=UTC)):
            raise ZeroDivisionError
        assert clock.now().year != 2027


@pytest.fixture
def fresh(db, monkeypatch):
    """Limits read anew, and again for the next test."""
    monkeypatch.setattr(limits, "_read", (float("-inf"), {}))


@pytest.mark.usefixtures("fresh")
class TestLimits:
    @pytest.mark.parametrize("name", LIMITS)
    def test_every_limit_lies_within_its_own_bounds_and_says_what_for(self, name):
        known = LIMITS[name]
        assert known.least <= limit(name) == known.default <= known.most
        assert known.about.endswith(".")
        assert known.unit

    def test_a_limit_that_is_set_is_in_force_at_once(self):
        set_limit("page_size", 20)
        assert limit("page_size") == 20
        set_limit("page_size", 500)
        assert limit("page_size") == 500

    @pytest.mark.parametrize(
        ("name", "value"), [("page_size", 9), ("page_size", 501), ("nothing", 1), ("page_size", 10**30)]
    )
    def test_what_is_no_limit_or_out_of_bounds_is_refused(self, name, value):
        with pytest.raises(BadLimit):
            set_limit(name, value)
        assert limit("page_size") == LIMITS["page_size"].default


class AnotherOperator(GuildworksError):
    """There is one already."""

    code = "another_operator"


@pytest.mark.django_db
class TestRefusals:
    def act(self) -> None:
        with transaction.atomic():
            Organisation.objects.create(kind="operator", name="Another")

    def test_a_constraint_is_translated_by_its_name(self):
        with pytest.raises(AnotherOperator) as refused, refusals(organisation_one_operator=AnotherOperator):
            self.act()
        assert refused.value.message == "There is one already."

    def test_another_constraint_stays_what_it_is_until_a_door_puts_it_into_words(self):
        with pytest.raises(IntegrityError) as refused, refusals(membership_once=AnotherOperator):
            self.act()
        said = understood(refused.value)
        assert said is not None
        assert said.message == "The database refused: organisation one operator."

    def test_a_fault_of_ours_is_not_dressed_up(self):
        assert understood(ZeroDivisionError()) is None
        assert understood(KeyError("x")) is None

    def test_our_own_words_stay(self):
        error = NotFound("There is no such thing.")
        assert understood(error) is error
        assert (error.status, error.http_status, BadInput().status, BadInput().http_status) == (1, 404, 2, 422)
        assert BadInput().message == "What was given cannot be read."

    @pytest.mark.parametrize(
        ("error", "code", "http_status"),
        [
            (OSError(errno.ENOSPC, "No space left on device"), "disk_full", 507),
            (psycopg.errors.DiskFull("no space"), "disk_full", 507),
            (OperationalError("connection refused"), "database_unavailable", 503),
            (InterfaceError("connection already closed"), "database_unavailable", 503),
            (psycopg.OperationalError("server closed the connection"), "database_unavailable", 503),
            (PostgresError("database_other_version", "It is older.", hint="Upgrade."), "database_other_version", 503),
        ],
        ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
    )
    def test_what_is_away_or_full_is_said_to_be_so(self, error, code, http_status):
        said = understood(error)
        assert said is not None
        assert (said.code, said.http_status, said.status) == (code, http_status, 2)
        assert said.message
        assert said.hint

    def test_a_full_disk_that_django_wraps_is_still_a_full_disk(self):
        try:
            raise DatabaseError from psycopg.errors.DiskFull("no space")
        except DatabaseError as error:
            said = understood(error)
        assert said is not None
        assert said.code == "disk_full"
