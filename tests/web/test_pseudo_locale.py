"""Every sentence of a page goes through translation: in a language that marks what was translated, all is marked."""

from __future__ import annotations

import pytest

from guildworks.accounts.models import Organisation
from tests.cast import make_admin, make_member
from tests.web.pseudo import MARKED, browser, unmarked


@pytest.mark.parametrize("page", ["/", "/nowhere"])
def test_before_anybody_has_come_in(db, speaks, page):
    assert unmarked(browser().get(page).content.decode()) == []


@pytest.mark.parametrize("page", ["/", "/organisation/people", "/nowhere"])
def test_whoever_is_in(db, speaks, page):
    admin = make_admin()
    owner = make_member("Ada", Organisation.objects.create(kind="client", name="Halden Mutual"))
    for user in (admin, owner):
        answer = browser(user).get(page).content.decode()
        assert f'lang="{MARKED}"' in answer
        assert unmarked(answer) == []
