"""Who works at the desk: Oda, the operator's admin."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def oda(admin) -> Client:
    """A browser in which the operator's admin is signed in."""
    browser = Client()
    browser.force_login(admin)
    return browser
