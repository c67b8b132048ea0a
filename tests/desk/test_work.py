"""Briefs for which too few fit, and what became of holds, as the operator sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from guildworks.availability.actions.holds import accept_hold, decline_hold, release_holds
from guildworks.matching.unmet import unmet_lists
from guildworks.platform import clock
from tests.cast import hold, make_brief, make_engineer, make_list

pytestmark = pytest.mark.django_db
ASKS_MUCH = "# Far too much\n\nKubernetes is a must, 20 hours a week for 8 weeks."
ASKS_LITTLE = "# Just right\n\nPython is a must, 20 hours a week for 8 weeks."


def test_a_brief_stands_there_while_its_latest_list_is_too_short(oda, cast):
    make_engineer("Ana Reis", skills=["python"])
    much, little = make_brief(cast.halden, text=ASKS_MUCH), make_brief(cast.halden, text=ASKS_LITTLE)
    made = make_list(cast.ada, much, top=1)
    make_list(cast.ada, little, top=1)
    page = oda.get("/desk/briefs").content.decode()
    assert "Far too much" in page and "0 of 1" in page and "Just right" not in page
    assert "Kubernetes: 1 fails it, 1 nothing else" in page and f"/shortlists/{made.shown_id}" in page
    make_engineer("Bela Kiss", skills=["kubernetes"])
    with clock.at(clock.now() + timedelta(minutes=1)):
        make_list(cast.ada, much, top=1)
    assert "Each brief has the people" in oda.get("/desk/briefs").content.decode()


def test_lists_that_are_too_short_are_found_by_an_index(operator):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "shortlist_too_short" in unmet_lists(operator).explain()


def test_holds_are_counted_and_cut_down_by_how_they_ended(oda, cast, operator):
    people = {name: make_engineer(name) for name in ("Ana Held", "Bela Yes", "Ciro No", "Dora Gone", "Emil Late")}
    holds = {name: hold(one, holder=make_brief(cast.halden).holder)[0] for name, one in people.items()}
    accept_hold(operator, holds["Bela Yes"])
    decline_hold(operator, holds["Ciro No"])
    release_holds(operator, [holds["Dora Gone"]])
    page = oda.get("/desk/holds").content.decode()
    assert all(name in page for name in people)
    for stands, name in (("accepted", "Bela Yes"), ("declined", "Ciro No"), ("released", "Dora Gone")):
        page = oda.get("/desk/holds", {"stands": stands}).content.decode()
        assert name in page and "20%" in page and "Ana Held" not in page
    with clock.at(clock.now() + timedelta(days=4)):  # nobody has marked them: the clock counts
        page = oda.get("/desk/holds", {"stands": "expired"}).content.decode()
        assert "Ana Held" in page and "Emil Late" in page and "Bela Yes" not in page
