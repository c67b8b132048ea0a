from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import make_admin


@pytest.fixture
def client(db) -> Client:
    """A browser in which the operator's admin is signed in."""
    browser = Client()
    browser.force_login(make_admin())
    return browser
