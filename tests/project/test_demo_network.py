"""Loading the demo network: never beside real people, harmless twice, whole after a crash."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest
from django.db import connection

from guildworks.accounts.models import EngineerAccount, Membership, Organisation
from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.models import Reservation
from guildworks.matching.actions import write_brief
from guildworks.matching.considered.queries import find_considered
from guildworks.matching.models import SkillDemand
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput
from guildworks.platform.models import DemoMode, Event
from guildworks.project.demo.network import OtherDemo, RealPeople, load
from guildworks.talent.models import Engineer
from tests.cast import make_engineer
from tests.cli.program import start_program


def demo(engineers: int, *, seed: int = 1) -> int:
    return load(engineers, seed=seed, progress=lambda there: None)


def whole_people() -> int:
    """How many demo engineers have everything that makes them searchable."""
    parts = ("listing", "search_record", "workweek__quarter_hours", "workweek__pattern", "claims", "rates")
    return Engineer.objects.filter(is_demo=True, **{f"{part}__isnull": False for part in parts}).distinct().count()


def who() -> set[tuple[object, ...]]:
    """Everybody with all that makes them, without ids."""
    query = (
        "SELECT e.public_name, e.headline, e.city, e.summary, string_agg(DISTINCT c.skill_id, ','),"
        " string_agg(DISTINCT r.hourly_minor || r.currency, ',') FROM talent_engineer e"
        " JOIN talent_claim c ON c.engineer_id = e.id JOIN talent_rate r ON r.engineer_id = e.id GROUP BY e.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


@pytest.mark.django_db
class TestInOneTransaction:
    def test_a_demo_twice_is_the_same_and_a_larger_one_goes_on(self):
        assert demo(55) == whole_people() == Engineer.objects.count() == 55
        once, happened = who(), Event.objects.count()
        assert demo(55) == 55
        assert demo(10) == 55, "nobody is taken away"
        assert (who(), Event.objects.count()) == (once, happened)
        assert demo(60) == whole_people() == Engineer.objects.count() == 60
        assert once < who()
        with pytest.raises(OtherDemo) as refused:
            demo(60, seed=2)
        assert refused.value.hint == "Use --seed 1."
        assert Engineer.objects.count() == 60

    def test_a_demo_has_a_client_and_the_operators_two_with_addresses_that_nobody_has(self):
        demo(1)
        roles = Membership.objects.values_list("organisation__name", "role", "user__email")
        assert sorted((name, role) for name, role, _ in roles) == [
            ("Aldermoor Insurance", "finance"),
            ("Aldermoor Insurance", "hiring_manager"),
            ("Aldermoor Insurance", "owner"),
            ("Aldermoor Insurance", "viewer"),
            ("Operator", "admin"),
            ("Operator", "reviewer"),
        ]
        assert all(email.endswith("@example.org") for *_, email in roles)

    def test_whoever_is_tried_as_an_engineer_is_held_or_nearly_listed_and_seen_and_demand_is_counted(self):
        demo(60)
        accounts = EngineerAccount.objects.order_by("since", "user_id")
        held, missed, seen = (Engineer.objects.get(id=one.engineer_id) for one in accounts)
        (hold,) = Reservation.objects.filter(engineer=held, state="hold", holder_kind="brief")
        assert hold.talk.starts_at and hold.lives(clock.now())
        assert find_considered(Actor("engineer", held.id), page=1)[1] >= 1
        assert find_considered(Actor("engineer", missed.id), page=1)[1] >= 1
        assert seen.evidence.count() >= 3
        assert {"python"} < set(SkillDemand.objects.filter(briefs__gt=0).values_list("skill_id", flat=True))

    @pytest.mark.parametrize("count", [0, -1, 100_001])
    def test_a_demo_of_nobody_or_of_too_many_is_refused(self, count):
        with pytest.raises(BadInput, match="1 to 100,000"):
            demo(count)
        assert not DemoMode.objects.exists()

    @pytest.mark.parametrize(
        "make",
        [
            make_engineer,
            lambda: write_brief(local_operator(), operator_organisation(), text="We need Python.", spent=Spent()),
            lambda: Organisation.objects.create(kind="client", name="A client"),
        ],
        ids=["an engineer", "a brief", "a client"],
    )
    def test_a_demo_never_mixes_with_what_is_real(self, make: Callable[[], object]):
        make()
        before = (Engineer.objects.count(), Event.objects.count())
        with pytest.raises(RealPeople) as refused:
            demo(10)
        assert refused.value.status == 2
        assert "GUILDWORKS_HOME" in refused.value.hint
        assert (Engineer.objects.count(), Event.objects.count()) == before
        assert not DemoMode.objects.exists()


def test_two_demos_at_once_make_one_network(own_database, at_once):
    there, refused = at_once(2, lambda: demo(60))
    assert (there, refused) == ([60, 60], [])
    assert whole_people() == Engineer.objects.count() == len(who()) == 60


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_demo_that_is_cut_off_leaves_whole_people_and_goes_on(own_database, how):
    words = ("demo", "--engineers", "2000", "--no-serve", "--json")
    process = start_program(*words, GUILDWORKS_DATABASE_URL=own_database)
    until = time.monotonic() + 90
    while not Engineer.objects.exists():
        assert time.monotonic() < until, "nobody was loaded"
        time.sleep(0.05)
    process.send_signal(how)
    out, err = process.communicate(timeout=30)
    ended = (130, -signal.SIGINT) if how == signal.SIGINT else (-signal.SIGKILL,)  # a shell shows both as 130
    assert process.returncode in ended, err
    assert "Traceback" not in err
    assert out == ""
    there = Engineer.objects.count()
    assert 1 <= there < 2000
    assert whole_people() == there
    assert demo(there + 5) == whole_people() == Engineer.objects.count() == len(who()) == there + 5
