"""Ranking policies, limits and settings at the desk."""

from __future__ import annotations

import pytest

from guildworks.matching.ranking_policy import version_in_force
from guildworks.platform.choices import chosen
from guildworks.platform.limits import limit
from guildworks.platform.models import Event
from tests.cast import make_brief, make_engineer, make_list

pytestmark = pytest.mark.django_db


def test_a_version_is_put_in_force_once(oda):
    assert "Lists are made by version 1." in oda.get("/desk/policies").content.decode()
    assert "ranking policy 2 from now on" in oda.post("/desk/policies/2/promotion", follow=True).content.decode()
    assert version_in_force() == "2"
    again = oda.post("/desk/policies/2/promotion")
    assert again.status_code == 409 and "in force already" in again.content.decode()
    assert oda.post("/desk/policies/nine/promotion").status_code == 422


def test_two_versions_are_compared_in_plain_words_on_kept_briefs(oda, cast):
    make_engineer()
    make_list(cast.ada, make_brief(cast.halden))
    page = oda.get("/desk/policies/comparison", {"old": "1", "new": "2"}).content.decode()
    assert "100 % of all places go to the same people by both." in page
    assert "The first place stays the same on 1 of 1 list." in page
    assert "attention" in page.lower()


def test_without_a_list_there_is_nothing_to_compare(oda):
    assert "nothing to compare yet" in oda.get("/desk/policies/comparison?old=1&new=2").content.decode()


@pytest.mark.parametrize("value", ["5", "501", "many", "", "9" * 30, "-1"])
def test_a_limit_out_of_its_bounds_is_refused_beside_its_field(oda, value):
    answer = oda.post("/desk/limits/page_size", {"value": value})
    assert answer.status_code == 422 and 'id="page_size-error"' in answer.content.decode()
    assert limit("page_size") == 50 and not Event.objects.filter(name="limit.changed").exists()


def test_a_limit_is_changed_and_the_log_says_by_whom(oda, admin):
    assert "page_size is 20 now." in oda.post("/desk/limits/page_size", {"value": " 20 "}, follow=True).content.decode()
    assert limit("page_size") == 20
    event = Event.objects.get(name="limit.changed")
    assert event.facts == {"limit": "page_size", "value": 20, "instead_of": 50} and event.actor_id == admin.id
    oda.post("/desk/limits/page_size", {"value": "20"})
    assert Event.objects.filter(name="limit.changed").count() == 1
    assert oda.post("/desk/limits/nothing", {"value": "20"}).status_code == 404


def test_a_setting_is_chosen_among_its_words(oda):
    oda.post("/desk/settings/sign_up", {"word": "open"})
    assert chosen("sign_up") == "open"
    assert Event.objects.get(name="setting.changed").facts["instead_of"] == "invitation"
    refused = oda.post("/desk/settings/sign_up", {"word": "perhaps"})
    assert refused.status_code == 422 and "perhaps" in refused.content.decode()
    assert oda.post("/desk/settings/nothing", {"word": "open"}).status_code == 422


def test_a_number_beyond_the_bounds_is_told_the_bounds(oda):
    for typed in ("-5", "9" * 23):
        answer = oda.post("/desk/limits/shortlist_top", {"value": typed})
        said = answer.content.decode()
        assert answer.status_code == 422 and "shortlist_top is 1 to" in said and "not a whole number" not in said
    assert "This is not a whole number" in oda.post("/desk/limits/shortlist_top", {"value": "--5"}).content.decode()


def test_a_comparison_of_nothing_leads_to_the_versions(oda):
    assert oda.get("/desk/policies/comparison")["Location"] == "/desk/policies"
