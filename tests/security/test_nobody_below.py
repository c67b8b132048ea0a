"""Whoever is not on a client's list cannot be read through any door of it: their rate and weeks change nothing."""

from __future__ import annotations

import ast
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import accept_hold
from guildworks.availability.actions.hours import except_weeks, set_capacity
from guildworks.matching.actions import count_attention, match_brief
from guildworks.matching.models import Shortlist
from guildworks.matching.opening import opened
from guildworks.matching.queries import receipt_json
from guildworks.matching.spent import Spent
from guildworks.matching.why import why
from guildworks.platform.errors import NotAllowed
from guildworks.platform.ids import shown, uuid7
from guildworks.platform.money import Money
from guildworks.talent.actions import set_rates
from guildworks.talent.models import Engineer
from guildworks.talent.queries import get_engineer
from tests.cast import hold, make_brief, make_engineer, week

BRIEF = "Python is a must, 20 hours a week for 8 weeks from 11 January 2027, at most 110 EUR per hour."
CHANGING = re.compile(
    r'(sho|brf|rcp|hld|req)_[0-9A-Z]{26}|name="(csrfmiddlewaretoken|token)" value="[^"]+"|\d{1,2}:\d{2}(:\d{2})?( UTC)?'
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(cast) -> list[Engineer]:
    """Two who stand on a list of two, two who come next, and one who fails something."""
    fitting = [make_engineer(f"Fit {number}", seen={"python": 3.9 - number / 4}) for number in range(4)]
    return [*fitting, make_engineer("Afar", skills=["go"])]


def browser_of(who: Any) -> Client:
    opened_ = Client(raise_request_exception=False)
    opened_.force_login(User.objects.get(id=who.id))
    return opened_


def listed(cast) -> Shortlist:
    return match_brief(cast.ada, cast.halden, text=BRIEF, top=2, spent=Spent())


def all_that_a_client_reads(cast, made: Shortlist) -> str:
    """Every page about a brief and its list, and the receipt but for its seals, which have salts."""
    browser, brief = browser_of(cast.ada), made.brief.shown_id
    ids = [person["id"] for person in made.found["roles"][0]["engineers"]]
    pages = [
        f"/shortlists/{made.shown_id}", f"/briefs/{brief}",
        f"/shortlists/{made.shown_id}/compare?engineer={ids[0]}&engineer={ids[1]}",
        f"/briefs/{brief}/holds/new?engineer={ids[0]}", f"/?again={made.shown_id}",
        *(f"/shortlists/{made.shown_id}/engineers/{id_}" for id_ in ids),
    ]  # fmt: skip
    read = [browser.get(page) for page in pages]
    assert {answer.status_code for answer in read} == {200}
    (role,) = receipt_json(cast.ada, made.receipt)["statement"]["roles"]
    unsealed = [{name: value for name, value in one.items() if name != "sealed"} for one in role["engineers"]]
    told = {**role, "engineers": unsealed, "below": len(role["below"]), "near_misses": [], "sealed_counts": ""}
    return CHANGING.sub("", "".join(answer.content.decode() for answer in read) + json.dumps(told))


@pytest.mark.parametrize("who", [2, 3])
def test_another_rate_and_other_weeks_of_who_came_next_change_no_letter(cast, people, who):
    before = all_that_a_client_reads(cast, listed(cast))
    set_rates(local_operator(), {people[who]: [Money(93, "EUR"), Money(201, "USD")]})
    set_capacity(local_operator(), {people[who]: Decimal("33.25")})
    except_weeks(local_operator(), people[who], {week(3): Decimal(4)}, reason="holiday")  # before the weeks asked
    assert all_that_a_client_reads(cast, listed(cast)) == before


def test_a_change_of_who_stands_on_it_is_seen_or_the_test_above_tried_nothing(cast, people):
    before = all_that_a_client_reads(cast, listed(cast))
    set_rates(local_operator(), {people[0]: [Money(93, "EUR")]})
    assert all_that_a_client_reads(cast, listed(cast)) != before


def test_what_other_clients_hold_of_who_came_next_changes_nothing_either(cast, people):
    before = all_that_a_client_reads(cast, listed(cast))
    accept_hold(local_operator(), hold(people[2], hours=4, holder=make_brief(cast.strangers).holder)[0])
    assert all_that_a_client_reads(cast, listed(cast)) == before


def test_names_and_ids_of_everybody_else_are_on_no_page(cast, people):
    read = all_that_a_client_reads(cast, listed(cast))
    for engineer in people[2:]:
        assert engineer.public_name not in read
        assert engineer.shown_id not in read
    assert people[0].public_name in read and people[0].shown_id in read


@pytest.mark.parametrize("door", ["/shortlists/{made}/engineers/{who}", "/shortlists/{made}/compare?engineer={who}"])
def test_asked_about_by_id_they_are_answered_as_nobody_is_also_in_what_it_costs(cast, people, door):
    """The same words and the same queries: how long an answer takes tells nothing either."""
    made, browser = listed(cast), browser_of(cast.ada)
    hidden, nobody = make_engineer("Hidden", listed=False).shown_id, shown("eng", uuid7())
    answers, queries = [], []
    for who in (nobody, nobody, people[2].shown_id, people[4].shown_id, hidden):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = browser.get(door.format(made=made.shown_id, who=who))
        answers.append((answer.status_code, CHANGING.sub("", answer.content.decode())))
        queries.append([CHANGING.sub("", one["sql"]).replace(who, "") for one in asked])
    assert answers[0][0] == 404
    assert len(set(answers)) == 1
    assert {len(each) for each in queries[1:]} == {len(queries[1])}


def test_why_they_are_not_on_the_list_is_not_the_clients(cast, people):
    receipt = opened(receipt_json(cast.ada, listed(cast).receipt))
    for engineer in (people[2], people[4]):
        with pytest.raises(NotAllowed, match="told to the operator and to that person"):
            why(cast.ada, receipt, get_engineer(local_operator(), engineer.shown_id))


def test_contact_data_are_on_no_page_before_and_not_in_a_receipt_either(cast, people):
    Engineer.objects.filter(id=people[0].id).update(email="fit0@example.org", summary="private words")
    hold(people[0], holder=make_brief(cast.halden).holder)
    read = all_that_a_client_reads(cast, listed(cast))
    assert "fit0@example.org" not in read and "private words" not in read


def test_how_often_somebody_stood_on_other_lists_is_told_nobody(cast, people):
    before = all_that_a_client_reads(cast, listed(cast))
    for _ in range(5):
        match_brief(cast.cy, cast.strangers, text=BRIEF, top=4, spent=Spent())
    assert count_attention(local_operator())
    assert all_that_a_client_reads(cast, listed(cast)) == before


# Each sentence of what each side sees, and the tests that hold it; one that is not built yet says so.
SENTENCES = {
    "Of listed engineers a client sees name, zone, evidence, rate for this brief, whether the weeks asked are free": [
        "test_it_shows_exactly_these_things_of_a_person", "test_it_shows_the_rate_for_this_brief_and_no_other",
        "test_what_it_says_of_those_on_the_list_the_list_says_too",
    ],
    "Never other weeks": [
        "test_of_a_week_only_the_least_of_those_asked_is_shown",
        "test_of_a_calendar_only_the_least_of_the_weeks_asked_is_told",
        "test_another_rate_and_other_weeks_of_who_came_next_change_no_letter",
    ],
    "Never other clients": [
        "test_two_clients_who_ask_the_same_learn_nothing_of_each_other", "test_nobody_sees_what_others_hold",
        "test_what_lacks_hours_never_tells_who_has_them", "test_how_often_somebody_stood_on_other_lists_is_told_nobody",
    ],
    "Never e-mail, resume or employers": [
        "test_a_shortlist_never_shows", "test_private_words_are_on_none_of_the_pages",
        "test_contact_data_are_on_no_page_before_and_not_in_a_receipt_either",
    ],
    "Of everybody else only counts": [
        "test_a_clients_file_says_of_those_below_the_list_only_that_they_were_there",
        "test_names_and_ids_of_everybody_else_are_on_no_page", "test_a_client_knows_of_listed_engineers_only",
    ],
    "Counts of the market begin at 3 and are rounded to 5 %": [
        "test_a_count_is_told_to_five_percent_and_from_three_on",
        "test_nobody_can_be_read_from_it_by_asking_again_and_again",
    ],
    "An engineer sees decisions about themself only": ["test_an_engineer_knows_of_themself_only"],
    "Why somebody is not listed is for the operator and that person": [
        "test_a_client_learns_it_of_those_on_the_list_alone", "test_why_they_are_not_on_the_list_is_not_the_clients",
        "test_who_is_not_on_the_list_is_as_unknown_as_nobody",
    ],
    "Feasibility and shortlists are limited for each organisation, and logged": [
        "test_a_client_asks_so_often_and_no_more_while_the_operator_goes_on",
        "test_the_same_question_gets_the_same_answer_and_another_one_is_counted",
    ],
    "Only the listed are found, whose capacity is confirmed, and who have not paused": [
        "test_the_unlisted_appear_nowhere", "test_who_has_paused_is_no_candidate",
        "test_whoever_never_said_their_hours_is_on_no_list_and_counted_as_not_confirmed",
    ],
    "Sign-up is by invitation unless the operator opens it": [
        "test_nobody_signs_up_where_it_is_not_open_and_the_page_says_what_holds",
    ],
    "What may not be used is never ranked on": [
        "test_a_wish_changes_no_filter_and_no_score",
        "test_scores_do_not_read_names_places_or_the_age_of_an_account",
    ],
}  # fmt: skip


def test_every_sentence_has_tests_that_are_there():
    """Why: a test that is renamed or taken away leaves its sentence without one, and nobody notices."""
    there = {
        node.name
        for file in Path(__file__).parents[1].rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert {sentence: set(tests) - there for sentence, tests in SENTENCES.items() if set(tests) - there} == {}
