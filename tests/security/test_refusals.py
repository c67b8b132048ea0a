"""Every action is tried by everybody, from one closed list; nothing is half done after a refusal."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

import guildworks
from guildworks.availability.actions import holds, hours
from guildworks.availability.holder import Holder
from guildworks.availability.models import Reservation
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed
from guildworks.platform.money import Money
from guildworks.talent import actions as talent
from guildworks.talent.models import Engineer
from tests.cast import hold, make_engineer, tables_to_read
from tests.security.refusals import (
    of_accounts,
    of_availability,
    of_conversations,
    of_matching,
    of_platform,
    of_talent,
)
from tests.security.refusals.of_availability import AN_HOUR
from tests.security.refusals.scene import WHO, Scene, make_scene

pytestmark = pytest.mark.django_db
DOMAINS = (of_platform, of_accounts, of_conversations, of_talent, of_availability, of_matching)
ROWS = {name: row for domain in DOMAINS for name, row in domain.ROWS.items()}
WITHOUT_ACTOR = {"skills.sync_skills"}.union(*(domain.WITHOUT_ACTOR for domain in DOMAINS))
# What somebody does who has no account yet, and so is nobody: tests/security/test_invitations.py, test_sign_up.py and
# test_single_sign_on.py.
BY_NEWCOMERS = {"accounts.sign_up", "accounts.sign_up_invited", "accounts.sign_up_by_provider"}


def public_actions() -> Iterator[str]:
    for found in pkgutil.walk_packages(guildworks.__path__, "guildworks."):
        domain, _, rest = found.name.removeprefix("guildworks.").partition(".")
        if "actions" in rest.split("."):
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == found.name and not name.startswith("_"):
                    yield f"{domain}.{name}"


def everything() -> dict[str, str]:
    """A hash of all rows of each table."""
    with connection.cursor() as cursor:
        found = {}
        for table in tables_to_read():
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
            found[table] = cursor.fetchone()[0]
        return found


@pytest.fixture
def scene(cast) -> Scene:
    return make_scene(cast)


@pytest.fixture
def actors(scene, operator) -> dict[str, Actor]:
    other = make_engineer("Other")
    return {
        "operator": operator,
        "ada": scene.cast.ada,
        "bo": scene.cast.bo,
        "vi": scene.cast.vi,
        "cy": scene.cast.cy,
        "rosa": Actor("engineer", scene.rosa.id),
        "engineer": Actor("engineer", other.id),
        "nobody": Actor("user", uuid4()),
    }


def test_only_the_operator_holds_for_no_brief_which_fair_use_does_not_bind(scene, actors):
    with pytest.raises(NotAllowed, match="Only the operator"):
        holds.place_hold(actors["ada"], [scene.rosa], holder=scene.halden, load=AN_HOUR)
    assert holds.place_hold(actors["operator"], [scene.rosa], holder=scene.halden, load=AN_HOUR)


def test_every_action_has_its_row():
    assert set(public_actions()) == ROWS.keys() | WITHOUT_ACTOR | BY_NEWCOMERS


@pytest.mark.parametrize("name", ROWS)
def test_who_may_do_it_and_who_is_refused_with_everything_as_it_was(name, scene, actors):
    allowed = ROWS[name]
    for who in WHO:
        before = everything()
        if who in allowed.may:
            allowed.call(actors[who], scene)
            if not allowed.same_again:
                assert everything() != before, f"{who} did nothing"
            continue
        with pytest.raises(NotAllowed) as refused:
            allowed.call(actors[who], scene)
        assert refused.value.message.startswith("Only ")
        assert everything() == before, f"something was left of what {who} tried"


def test_one_who_may_not_in_a_batch_refuses_the_whole_batch(scene, actors):
    other = Engineer.objects.get(public_name="Other")
    of_others = hold(other, holder=Holder.itself(scene.cast.strangers))
    before = everything()
    for act in (
        lambda: talent.set_rates(actors["rosa"], {scene.rosa: [Money(1, "EUR")], other: [Money(1, "EUR")]}),
        lambda: hours.set_capacity(actors["rosa"], {scene.rosa: Decimal(1), other: Decimal(1)}),
        lambda: hours.confirm_availability(actors["rosa"], [scene.rosa, other]),
        lambda: hours.pause_engineers(actors["rosa"], [scene.rosa, other]),
        lambda: holds.release_holds(actors["ada"], [next(scene.held), *of_others]),
    ):
        with pytest.raises(NotAllowed):
            act()
        assert everything() == before


def test_what_is_booked_only_the_operator_gives_back(scene, actors):
    booked = holds.book_hold(actors["operator"], next(scene.held))
    for who in ("ada", "bo", "cy", "rosa"):
        with pytest.raises(NotAllowed):
            holds.release_holds(actors[who], [booked])
    assert Reservation.objects.get(id=booked.id).state == "booked"
    assert holds.release_holds(actors["operator"], [booked])[0].state == "released"
