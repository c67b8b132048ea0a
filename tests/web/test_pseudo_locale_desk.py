"""The pages of the operator's desk: every word goes through translation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection

from guildworks.accounts.actions import invite_member
from guildworks.accounts.engineers.actions import invite_engineer
from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import decline_hold
from tests.cast import hold, make_account, make_admin, make_brief, make_engineer, make_list
from tests.web.pseudo import browser, unmarked
from tests.web.pseudo_client import missed
from tests.web.pseudo_theirs import all_speak  # noqa: F401 (fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_speak")]

PEOPLE = (
    "Una Away",
    "Tom Late",
    "Rosa",
    "Engineer",
    "Berlin",
    "DE",
    "I build things that work.",
    "Letters",
    "Python",
    "C1",
    "Zilkin",
)
TYPED = ("'no address'", "page_size", "sign_up", "invitation", "open", "closed", "'perhaps'")
TABLES = ("talent_engineer", "accounts_consent", "nothing")  # names of the database, in the title of a page
PAGES = (
    "/desk",
    "/desk/health",
    "/desk/people",
    "/desk/people?search=nobody",
    "/desk/people?page=9",
    "/desk/people/{person}",
    "/desk/people/{account}",
    "/desk/organisations",
    "/desk/organisations?search=a",
    "/desk/organisations/{organisation}",
    "/desk/engineers",
    "/desk/engineers?stands=paused",
    "/desk/engineers?search=zzz",
    "/desk/engineers/{engineer}",
    "/desk/engineers/{unlisted}",
    "/desk/briefs",
    "/desk/holds",
    "/desk/holds?stands=declined",
    "/desk/holds?stands=booked",
    "/desk/mails",
    "/desk/mails?search=nobody",
    "/desk/mails?stands=failed",
    "/desk/mails?stands=sent",
    "/desk/jobs",
    "/desk/jobs?stands=failed",
    "/desk/policies",
    "/desk/policies/comparison?old=1&new=2",
    "/desk/policies/comparison?old=1&new=9",
    "/desk/limits",
    "/desk/events",
    "/desk/events?id=nothing",
    "/desk/events?id=eng_0",
    "/desk/events?id={person}",
    "/desk/events?id={list}",
    "/desk/chains/{organisation}",
    "/desk/skills",
    "/desk/skills?search=zzz",
    "/desk/skills/python",
    "/desk/skills/lacking",
)


@pytest.fixture
def address_of(cast) -> Callable[[str], str]:
    """Of somebody and something of each kind."""
    operator = local_operator()
    rosa, tom = make_engineer(seen={"python": 3.4}), make_engineer("Tom Late", hours=None, listed=False)
    brief = make_brief(
        cast.halden, text="# Letters\n\nPython, Zilkin and Kubernetes are a must, 20 hours a week for 8 weeks."
    )
    made = make_list(cast.ada, brief)
    (held,) = hold(rosa, hours=4, holder=brief.holder)
    decline_hold(operator, held)
    invite_member(operator, cast.halden, email="una@example.org", role="viewer")
    invite_engineer(operator, tom.ref, email="tom@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # events are linked, as at a commit
    known = {
        "person": User.objects.get(id=cast.ada.id).shown_id,
        "account": make_account(rosa).shown_id,
        "organisation": cast.halden.shown_id,
        "engineer": rosa.shown_id,
        "unlisted": tom.shown_id,
        "brief": brief.shown_id,
        "list": made.shown_id,
    }
    return lambda page: page.format(**known)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_desk(cast, address_of, page):
    answer = browser(make_admin()).get(address_of(page))
    assert answer.status_code in (200, 404, 422)
    assert missed(answer, *PEOPLE) == []


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("/desk/organisations", {"name": ""}),
        ("/desk/organisations/{organisation}/invitations", {"email": "no address", "role": "viewer"}),
        ("/desk/engineers/{unlisted}/invitation", {"email": "no address"}),
        ("/desk/people/{person}/impersonation", {"reason": "x"}),
        ("/desk/mails/erasure", {"address": "no address"}),
        ("/desk/limits/page_size", {"value": "many"}),
        ("/desk/settings/sign_up", {"word": "perhaps"}),
    ],
)
def test_what_is_refused_at_the_desk(cast, address_of, page, sent):
    answer = browser(make_admin()).post(address_of(page), sent)
    assert answer.status_code == 422
    assert missed(answer, *PEOPLE, *TYPED) == []


def test_looking_as_somebody_else_and_their_mail(cast, address_of):
    looks = browser(make_admin())
    looks.post(address_of("/desk/people/{person}/impersonation"), {"reason": "Letters"})
    assert missed(looks.get("/briefs"), *PEOPLE) == []
    assert missed(looks.get("/account/email/"), *PEOPLE) == []
    told = mail.outbox[-1]
    assert unmarked(f"{told.subject}\n{told.body}".replace("http://localhost:8000", ""), *PEOPLE) == []


@pytest.mark.parametrize(
    "page", ["", "/talent_engineer", "/talent_engineer?q=nothing", "/accounts_consent", "/nothing"]
)
def test_the_tables(address_of, settings, page):
    settings.ROOT_URLCONF = "tests.desk.with_tables"
    answer = browser(make_admin()).get(f"/desk/tables{page}")
    assert missed(answer, *PEOPLE, *TABLES) == []


def test_a_row_of_a_table(address_of, settings):
    settings.ROOT_URLCONF = "tests.desk.with_tables"
    looks, rosa = browser(make_admin()), make_engineer()
    page = looks.get(f"/desk/tables/talent_engineer/{rosa.pk}")
    assert page.status_code == 200 and missed(page, *PEOPLE, rosa.shown_id) == []
    assert missed(looks.get("/desk/tables/talent_engineer/nothing")) == []
