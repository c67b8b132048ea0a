"""Every route of the interface, tried with every kind of key, from one closed list: a new one without its row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from guildworks.accounts.models import Membership
from guildworks.accounts.queries import local_operator
from guildworks.api.document import METHODS, openapi_document
from guildworks.availability.actions.holds import place_hold
from guildworks.availability.actions.talks import propose_talks
from guildworks.availability.load import Load
from guildworks.availability.models import Reservation
from guildworks.availability.talks import Talk
from guildworks.matching.models import Brief
from guildworks.platform import clock
from guildworks.talent.models import Engineer
from tests.api.asking import Program, key_of, key_of_engineer, key_of_operator, problem
from tests.cast import make_brief, make_engineer, make_list, week

pytestmark = pytest.mark.django_db

TEXT = "We need Python for 20 hours a week. Our secret word is zanzibarquux."
# The operator's command line; the owner whose brief it is; somebody who only looks on by now; the owner of another
# organisation; the engineer who is on the list and held; and another engineer. All with every scope that they can have.
WHO = ("operator", "owner", "viewer", "stranger", "engineer", "another")
CLIENTS = ("briefs:read", "briefs:write", "shortlists:read", "shortlists:write")
ALL_200 = (200,) * 6


@dataclass(frozen=True)
class Scene:
    """Halden's brief with its list; whoever asks is given a brief and a hold of their own to try something with."""

    brief: str
    shortlist: str
    engineer: str
    briefs: Iterator[Brief]
    holds: Iterator[Reservation]

    def places(self) -> dict[str, str]:
        hold = next(self.holds)
        return {
            "brief": self.brief,
            "shortlist": self.shortlist,
            "engineer": self.engineer,
            "hold": hold.shown_id,
            "skill": "python",
        }


@dataclass(frozen=True)
class Row:
    """What each of WHO is answered; `scope` is the one without which everybody is refused."""

    scope: str
    answers: tuple[int, ...]
    body: Callable[[Scene], Any] = lambda _scene: None


def hold_body(scene: Scene) -> dict[str, Any]:
    phases = [{"hours": 1, "weeks": 1}]
    starts = f"{week(3)}"
    return {"engineers": [scene.engineer], "brief": next(scene.briefs).shown_id, "phases": phases, "starts": starts}


def sent(value: Any) -> Callable[[Scene], Any]:
    return lambda _scene: value


OWN = (200, 403, 403, 403, 200, 404)  # of the operator and the engineer themself
OPERATORS = (200, 403, 403, 403, 403, 404)
ROWS = {
    "GET /me": Row("", ALL_200),
    "GET /events": Row("events:read", ALL_200),
    "GET /briefs": Row("briefs:read", (200, 200, 200, 200, 403, 403)),
    "POST /briefs": Row("briefs:write", (201, 201, 403, 201, 403, 403), sent({"text": TEXT})),
    "GET /briefs/{brief}": Row("briefs:read", (200, 200, 200, 404, 403, 403)),
    "POST /briefs/{brief}/corrections": Row(
        "briefs:write",
        (201, 201, 403, 404, 403, 403),
        sent({"corrections": [{"item": "hours_per_week", "value": {"hours": "24"}}]}),
    ),
    "POST /briefs/{brief}/feasibility": Row("shortlists:write", (200, 200, 403, 404, 403, 403)),
    "POST /readings": Row("briefs:read", (200, 200, 403, 200, 403, 403), sent({"text": TEXT})),
    "POST /briefs/{brief}/shortlists": Row("shortlists:write", (201, 201, 403, 404, 403, 403), sent({"top": 3})),
    "GET /shortlists": Row("shortlists:read", (200, 200, 200, 200, 403, 403)),
    "GET /shortlists/{shortlist}": Row("shortlists:read", (200, 200, 200, 404, 403, 403)),
    "GET /shortlists/{shortlist}/receipt": Row("shortlists:read", (200, 200, 200, 404, 403, 403)),
    "GET /shortlists/{shortlist}/engineers/{engineer}": Row("shortlists:read", (200, 200, 200, 404, 403, 403)),
    "GET /holds": Row("holds:read", ALL_200),
    "POST /holds": Row("holds:write", (201, 201, 403, 404, 404, 404), hold_body),
    "GET /holds/{hold}": Row("holds:read", (200, 200, 200, 404, 200, 404)),
    "POST /holds/{hold}/release": Row("holds:write", (200, 200, 403, 404, 403, 404)),
    "POST /holds/{hold}/booking": Row("holds:write", (200, 403, 403, 404, 403, 404)),
    "POST /holds/{hold}/acceptance": Row("holds:write", (200, 403, 403, 404, 200, 404)),
    "POST /holds/{hold}/declining": Row("holds:write", (200, 403, 403, 404, 200, 404)),
    "POST /holds/{hold}/talk": Row("holds:write", (200, 403, 403, 404, 200, 404), sent({"chosen": None})),
    "GET /engineers": Row("engineers:read", (200, 403, 403, 403, 200, 200)),
    "POST /engineers": Row("engineers:write", (201, 403, 403, 403, 403, 403), sent({"text": "Nora\n\nSkills: Python"})),
    "GET /engineers/{engineer}": Row("engineers:read", OWN),
    "PATCH /engineers/{engineer}": Row("engineers:write", OWN, sent({"city": "Porto"})),
    "PUT /engineers/{engineer}/listing": Row("engineers:write", OPERATORS),
    "DELETE /engineers/{engineer}/listing": Row("engineers:write", OPERATORS),
    "GET /engineers/{engineer}/weeks": Row("availability:read", OWN),
    "PUT /engineers/{engineer}/capacity": Row("availability:write", OWN, sent({"hours_per_week": 38})),
    "PATCH /engineers/{engineer}/weeks": Row(
        "availability:write", OWN, lambda _scene: {"weeks": [{"week": f"{week(9)}", "hours": 30}]}
    ),
    "PUT /engineers/{engineer}/working-hours": Row(
        "availability:write", OWN, sent({"zone": "Europe/Lisbon", "starts": "08:00", "ends": "16:30"})
    ),
    "POST /engineers/{engineer}/confirmation": Row("availability:write", OWN),
    "PUT /engineers/{engineer}/pause": Row("availability:write", OWN),
    "DELETE /engineers/{engineer}/pause": Row("availability:write", OWN),
    "GET /opportunities": Row("opportunities:read", (403, 403, 403, 403, 200, 200)),
    "GET /opportunities/{shortlist}": Row("opportunities:read", (403, 403, 403, 403, 200, 404)),
    "GET /skills": Row("", ALL_200),
    "GET /skills/{skill}": Row("", ALL_200),
    "GET /demand": Row("", ALL_200),
    "GET /ranking-policy": Row("", ALL_200),
}


@pytest.fixture
def scene(cast) -> Scene:
    rosa = make_engineer()
    brief = make_brief(cast.halden, text=TEXT)
    made = make_list(cast.ada, brief)
    briefs = [make_brief(cast.halden) for _ in WHO]
    load = Load(week(1), (4,))
    held = [place_hold(local_operator(), [rosa], holder=each.holder, load=load)[0] for each in briefs]
    talk = Talk((clock.now() + timedelta(hours=20),), 30, "UTC")
    propose_talks(local_operator(), held, talks={rosa.id: talk}, chain=cast.halden.chain)
    fresh = iter([make_brief(cast.halden) for _ in WHO])
    return Scene(brief.shown_id, made.shown_id, rosa.shown_id, fresh, iter(held))


@pytest.fixture
def programs(cast, scene) -> dict[str, Program]:
    """One of each of WHO."""
    viewer = key_of(cast.bo)
    Membership.objects.filter(user=cast.bo.id).update(role="viewer")
    rosa = Engineer.objects.get(public_name="Rosa Lind")
    keys = {
        "operator": key_of_operator(),
        "owner": key_of(cast.ada),
        "viewer": viewer,
        "stranger": key_of(cast.cy),
        "engineer": key_of_engineer(rosa),
        "another": key_of_engineer(make_engineer("Tom Late")),
    }
    return {who: Program(made.secret) for who, made in keys.items()}


def test_every_route_has_its_row_and_says_its_scope():
    document = openapi_document()
    found = {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation["security"][0]["ApiKey"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    }
    assert found == {route: [row.scope] if row.scope else [] for route, row in ROWS.items()}


@pytest.mark.parametrize("route", ROWS)
def test_who_is_answered_what(route, scene, programs):
    for who, wanted in zip(WHO, ROWS[route].answers, strict=True):
        answer = asked(programs[who], route, scene)
        assert answer.status_code == wanted, (who, answer.content[:300])
        if wanted >= 400:
            problem(answer)
            assert b"zanzibarquux" not in answer.content, who


@pytest.mark.parametrize("route", ROWS)
def test_without_a_key_with_a_wrong_one_and_without_its_scope_nobody_is_answered(route, cast, scene):
    for secret, code in ((None, "no_api_key"), ("gwk_0000000000_wrong", "unknown_api_key"), ("x", "unknown_api_key")):
        answer = asked(Program(secret), route, scene)
        assert (answer.status_code, problem(answer)) == (401, code)
    if scope := ROWS[route].scope:
        others = [each for each in CLIENTS if each != scope]
        answer = asked(Program(key_of(cast.ada, scopes=others).secret), route, scene)
        assert (answer.status_code, problem(answer)) == (403, "scope_missing")


def asked(program: Program, route: str, scene: Scene):
    method, path = route.split()
    return program.ask(method, path.format(**scene.places()), ROWS[route].body(scene))
