"""How often a key may ask: what it is told of it, and that it is another one's turn again after a minute."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guildworks.platform import clock
from guildworks.platform.limits import set_limit
from tests.api.asking import Program, key_of, problem

pytestmark = pytest.mark.django_db


def test_what_is_left_is_told_and_a_minute_later_all_of_it_is_back(cast):
    set_limit("api_requests_per_minute", 3)
    ada, cy = Program(key_of(cast.ada).secret), Program(key_of(cast.cy).secret)
    now = clock.now()
    with clock.at(now):
        for left in (2, 1, 0):
            answer = ada.get("/me")
            assert answer["RateLimit-Policy"] == '"key";q=3;w=60'
            assert (answer.status_code, answer["RateLimit"]) == (200, f'"key";r={left};t=60')
    with clock.at(now + timedelta(seconds=20)):
        refused = ada.get("/me")
        assert (refused.status_code, problem(refused)) == (429, "too_many_requests")
        assert (refused["Retry-After"], refused["RateLimit"]) == ("40", '"key";r=0;t=40')
        assert cy.get("/me").status_code == 200, "a key counts for itself"
    with clock.at(now + timedelta(seconds=60)):
        assert ada.get("/me")["RateLimit"] == '"key";r=2;t=60'


def test_what_is_refused_counts_too_and_a_wrong_key_is_told_nothing_of_any(cast):
    ada = Program(key_of(cast.ada, scopes=["briefs:read"]).secret)
    assert ada.get("/holds")["RateLimit"].endswith(";r=599;t=60")
    assert "RateLimit" not in Program("gwk_0000000000_wrong").get("/me")
