"""Every action is tried by everybody, from one closed list; nothing is half done after a refusal."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

import guildworks
from guildworks.availability import actions as availability
from guildworks.availability.overlap import WorkingDay
from guildworks.kernels.text.profile import ClaimDraft, ProfileDraft
from guildworks.matching import actions as matching
from guildworks.matching.models import Brief
from guildworks.matching.spent import Spent
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed
from guildworks.platform.money import Money
from guildworks.talent import actions as talent
from guildworks.talent.models import Engineer
from tests.cast import Cast, make_engineer

TEXT = "We need Python for 20 hours a week."

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Scene:
    """Rosa is a listed engineer, Halden has a brief; whoever `cast` names may try something with them."""

    cast: Cast
    rosa: Engineer
    brief: Brief


@dataclass(frozen=True)
class Row:
    """An action, tried as `call`; `may` names who is allowed to, all others are refused."""

    call: Callable[[Actor, Scene], object]
    may: frozenset[str]


def row(call: Callable[[Actor, Scene], object], *may: str) -> Row:
    return Row(call, frozenset(may))


EVIDENCE = talent.EvidenceDraft("python", "test", uuid4(), 3.0, 0.3, date(2026, 11, 23))
PROFILE = ProfileDraft(name="Somebody", claims=(ClaimDraft("python", 3),))
WHO = ("operator", "ada", "bo", "cy", "rosa", "engineer", "nobody")
ROWS: dict[str, Row] = {
    "talent.import_engineers": row(
        lambda actor, _: talent.import_engineers(actor, [PROFILE], source="file", files=["cv.pdf"]), "operator"
    ),
    "talent.edit_engineer": row(
        lambda actor, scene: talent.edit_engineer(actor, scene.rosa, change=talent.ProfileChange(city="Rome")),
        "operator",
        "rosa",
    ),
    "talent.set_rates": row(
        lambda actor, scene: talent.set_rates(actor, {scene.rosa: [Money(1, "EUR")]}), "operator", "rosa"
    ),
    "talent.record_evidence": row(
        lambda actor, scene: talent.record_evidence(actor, {scene.rosa: [EVIDENCE]}), "operator"
    ),
    "talent.list_engineers": row(lambda actor, scene: talent.list_engineers(actor, [scene.rosa]), "operator"),
    "talent.unlist_engineers": row(lambda actor, scene: talent.unlist_engineers(actor, [scene.rosa]), "operator"),
    "availability.set_capacity": row(
        lambda actor, scene: availability.set_capacity(actor, {scene.rosa: Decimal(1)}), "operator", "rosa"
    ),
    "availability.set_working_hours": row(
        lambda actor, scene: availability.set_working_hours(actor, {scene.rosa: WorkingDay("UTC", 0, 60)}),
        "operator",
        "rosa",
    ),
    "matching.write_brief": row(
        lambda actor, scene: matching.write_brief(actor, scene.cast.halden, text=TEXT, spent=Spent()),
        "operator",
        "ada",
        "bo",
    ),
    "matching.make_shortlist": row(
        lambda actor, scene: matching.make_shortlist(actor, scene.brief, top=3, spent=Spent()), "operator", "ada", "bo"
    ),
    "matching.match_brief": row(
        lambda actor, scene: matching.match_brief(actor, scene.cast.halden, text=TEXT, top=3, spent=Spent()),
        "operator",
        "ada",
        "bo",
    ),
}
# What a program does and no person: called after migrations, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "skills.sync_skills",
    "matching.sync_policies",
    "talent.refresh_search_records",
    "talent.refresh_listings",
}


def public_actions() -> Iterator[str]:
    for found in pkgutil.walk_packages(guildworks.__path__, "guildworks."):
        domain, _, rest = found.name.removeprefix("guildworks.").partition(".")
        if rest.partition(".")[0] == "actions":
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == found.name and not name.startswith("_"):
                    yield f"{domain}.{name}"


def everything() -> dict[str, str]:
    """A hash of all rows of each table."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
            found[table] = cursor.fetchone()[0]
        return found


@pytest.fixture
def scene(cast) -> Scene:
    rosa = make_engineer("Rosa")
    return Scene(cast, rosa, matching.write_brief(cast.ada, cast.halden, text=TEXT, spent=Spent()))


@pytest.fixture
def actors(scene, operator) -> dict[str, Actor]:
    other = make_engineer("Other")
    return {
        "operator": operator,
        "ada": scene.cast.ada,
        "bo": scene.cast.bo,
        "cy": scene.cast.cy,
        "rosa": Actor("engineer", scene.rosa.id),
        "engineer": Actor("engineer", other.id),
        "nobody": Actor("user", uuid4()),
    }


def test_every_action_has_its_row():
    assert set(public_actions()) == ROWS.keys() | WITHOUT_ACTOR


@pytest.mark.parametrize("name", ROWS)
def test_who_may_do_it_and_who_is_refused_with_everything_as_it_was(name, scene, actors):
    allowed = ROWS[name]
    for who in WHO:
        before = everything()
        if who in allowed.may:
            allowed.call(actors[who], scene)
            if name not in ("talent.list_engineers", "talent.set_rates"):  # Rosa is listed; a second time is the same
                assert everything() != before, f"{who} did nothing"
            continue
        with pytest.raises(NotAllowed) as refused:
            allowed.call(actors[who], scene)
        assert refused.value.message.startswith("Only ")
        assert everything() == before, f"something was left of what {who} tried"


def test_one_who_may_not_in_a_batch_refuses_the_whole_batch(scene, actors):
    other = Engineer.objects.get(public_name="Other")
    before = everything()
    for act in (
        lambda: talent.set_rates(actors["rosa"], {scene.rosa: [Money(1, "EUR")], other: [Money(1, "EUR")]}),
        lambda: availability.set_capacity(actors["rosa"], {scene.rosa: Decimal(1), other: Decimal(1)}),
    ):
        with pytest.raises(NotAllowed):
            act()
        assert everything() == before
