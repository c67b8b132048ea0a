"""The pages of API keys, and the frame of the page about programs: every word goes through translation."""

from __future__ import annotations

import pytest

from guildworks.accounts.api_keys.actions import revoke_api_key
from guildworks.accounts.models import ApiKey
from guildworks.platform.limits import set_limit
from tests.api.asking import key_of, key_of_engineer
from tests.cast import make_engineer
from tests.web.pseudo import browser
from tests.web.pseudo_client import missed, user_of
from tests.web.pseudo_theirs import all_speak  # noqa: F401 (fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_speak")]
KEYS = "/organisation/api-keys"
FORM = {"name": "Sync", "scope": ["briefs:read"], "days": "30"}


def test_none_some_and_who_looks_on(cast):
    ada = browser(user_of(cast.ada))
    assert missed(ada.get(KEYS)) == []
    revoke_api_key(cast.ada, key_of(cast.ada).key)
    key_of(cast.ada)
    assert missed(ada.get(KEYS), "Sync") == []
    assert missed(browser(user_of(cast.vi)).get(KEYS)) == []


def test_one_that_was_made_and_one_that_is_revoked(cast):
    ada = browser(user_of(cast.ada))
    assert missed(ada.post(f"{KEYS}/new", FORM), "Sync", ApiKey.objects.get().beginning) == []
    assert missed(ada.post(f"{KEYS}/{ApiKey.objects.get().shown_id}/revocation", follow=True), "Sync") == []


def test_what_is_refused_stands_beside_it(cast):
    ada = browser(user_of(cast.ada))
    set_limit("api_keys_per_person", 1)
    key_of(cast.ada)
    for sent in ({"name": ""}, {"scope": []}, {"days": "0"}, {}):
        answer = ada.post(f"{KEYS}/new", {**FORM, **sent})
        assert (answer.status_code >= 400, missed(answer, "Sync")) == (True, []), sent
    assert missed(ada.post(f"{KEYS}/apk_1/revocation")) == []


def test_an_engineers_own(cast):
    rosa = make_engineer()
    made = key_of_engineer(rosa).key
    own = browser(made.account.user)
    assert missed(own.get("/me/api-keys"), "Own", "Rosa") == []


def test_the_frame_of_the_page_about_programs_which_is_in_english():
    assert missed(browser().get("/api/v1/docs")) == []
