"""What the pages under a shortlist must not tell, and to whom: of those who are not on it, nothing at all."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client

from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.hours import set_capacity, set_working_hours
from guildworks.availability.overlap import WorkingDay
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft
from guildworks.matching.actions import match_brief
from guildworks.matching.models import Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.ids import shown
from guildworks.platform.money import Money
from guildworks.talent.actions import (
    EvidenceDraft,
    ProfileChange,
    edit_engineer,
    import_engineers,
    list_engineers,
    record_evidence,
    set_rates,
    unlist_engineers,
)
from guildworks.talent.models import Engineer
from tests.cast import content_of, hold, make_engineer
from tests.security.test_doors import EVIL

BRIEF = (
    "Python is a must, 20 hours a week for 8 weeks from 11 January 2027, at least four hours between 9:00 and 17:00"
    " Berlin time, at most 110 EUR per hour."
)
WITHOUT_ZONE = "Python is a must, 20 hours a week for 8 weeks."
PRIVATE = (
    "rosa.hidden@example.org",
    "Undisclosed Insurance",
    "rewrote the pricing engine",
    "a summary in her own words",
    "https://example.org/rosa-portfolio",
    "rosa.pdf",
    "777",  # what she asks in another currency
    "Kubernetes",  # what the brief does not ask
)
MARKUP = "<script>x</script>\"'><img src=x onerror=y>"

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(admin) -> Client:
    """The browser of the operator, who sees the most."""
    opened = Client(raise_request_exception=False)
    opened.force_login(admin)
    return opened


@pytest.fixture
def rosa(db) -> Engineer:
    """A listed engineer with something private in each field."""
    draft = ProfileDraft(
        name="Rosa Lind",
        headline="Search engineer",
        summary="a summary in her own words",
        email="rosa.hidden@example.org",
        city="Berlin",
        country="DE",
        years=8,
        claims=(ClaimDraft("python", 3), ClaimDraft("kubernetes", 2)),
        jobs=(JobDraft("Engineer", "Undisclosed Insurance", date(2020, 1, 1), text="rewrote the pricing engine"),),
        works=(WorkDraft("Portfolio", "https://example.org/rosa-portfolio", "things"),),
        languages=(LanguageDraft("en", "C1"),),
    )
    (engineer,) = import_engineers(local_operator(), [draft], source="file", files=["rosa.pdf"])
    set_rates(local_operator(), {engineer: [Money(90, "EUR"), Money(777, "USD")]})
    set_capacity(local_operator(), {engineer: Decimal(30)})
    set_working_hours(local_operator(), {engineer: WorkingDay("Europe/Lisbon", 8 * 60, 16 * 60)})
    list_engineers(local_operator(), [engineer])
    return engineer


def listed(cast, text: str = BRIEF) -> Shortlist:
    return match_brief(cast.ada, cast.halden, text=text, top=5, spent=Spent())


def addresses(made: Shortlist, *engineers: Engineer) -> list[str]:
    ids = [engineer.shown_id for engineer in engineers]
    compare = "&".join(f"engineer={id_}" for id_ in ids)
    return [
        f"/shortlists/{made.shown_id}/compare?{compare}",
        *(f"/shortlists/{made.shown_id}/engineers/{id_}" for id_ in ids),
    ]


def test_private_words_are_on_none_of_the_pages(browser, cast, rosa):
    other = make_engineer("Other", rate=(90, "EUR"))
    for address in addresses(listed(cast), rosa, other):
        answer = browser.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Rosa Lind" in page and "€90/h" in page
        assert [word for word in PRIVATE if word in page] == []


def test_who_is_not_on_the_list_is_as_unknown_as_nobody(browser, cast, rosa):
    made = listed(cast)
    unlisted = make_engineer("Hidden", listed=False, rate=(61, "EUR"), day=WorkingDay("Asia/Tokyo", 540, 1020))
    later = make_engineer("Later", rate=(61, "EUR"))
    nobody = shown("eng", uuid4())
    for address in ("/shortlists/{}/engineers/{}", f"/shortlists/{{}}/compare?engineer={rosa.shown_id}&engineer={{}}"):
        of_nobody = browser.get(address.format(made.shown_id, nobody))
        assert of_nobody.status_code == 404
        for engineer in (unlisted, later):
            answer = browser.get(address.format(made.shown_id, engineer.shown_id))
            assert answer.status_code == 404
            assert content_of(answer) == content_of(of_nobody)


def test_who_leaves_the_listing_stays_as_they_stood_and_nothing_new_is_told(browser, cast, rosa):
    other = make_engineer("Other")
    made = listed(cast)
    before = [content_of(browser.get(address)) for address in addresses(made, rosa, other)]
    unlist_engineers(local_operator(), [rosa])
    set_rates(local_operator(), {rosa: [Money(61, "EUR")]})
    hold(other, hours=12)
    assert [content_of(browser.get(address)) for address in addresses(made, rosa, other)] == before


def test_of_a_calendar_only_the_least_of_the_weeks_asked_is_told(browser, cast, rosa):
    """Not which week, not who has the hours, and no week beside those asked."""
    other = make_engineer("Other", hours=40)
    hold(other, hours=13, first=1, weeks=1)  # before the work
    page = "".join(browser.get(address).content.decode() for address in addresses(listed(cast), rosa, other))
    assert "40 h or more each week" in page
    assert "27 h" not in page and "13 h" not in page


def test_working_hours_are_kept_only_to_be_laid_beside_those_of_the_client(browser, cast, rosa):
    with_zone, without = (
        listed(cast, text).found["roles"][0]["engineers"][0]["working_hours"] for text in (BRIEF, WITHOUT_ZONE)
    )
    assert with_zone == {"starts": "08:00", "ends": "16:00", "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"]}
    assert without is None
    page = browser.get(addresses(listed(cast, WITHOUT_ZONE), rosa)[1]).content.decode()
    assert "08:00" not in page and "Lisbon" not in page


def test_names_headlines_cities_and_sources_stay_text(browser, cast):
    engineers = [make_engineer(f"Name {MARKUP}", city=f"City {MARKUP}"), make_engineer("Other")]
    edit_engineer(local_operator(), engineers[0], change=ProfileChange(headline=f"Headline {MARKUP}"))
    seen = EvidenceDraft("python", f"kind {MARKUP}", uuid4(), mean=3.5, standard_error=0.3, observed_on=clock.today())
    record_evidence(local_operator(), {engineers[0]: [seen]})
    compare, why, neighbour = (browser.get(address).content.decode() for address in addresses(listed(cast), *engineers))
    for page, words in (
        (compare, ("Name", "City", "kind")),
        (why, ("Name", "City", "kind", "Headline")),
        (neighbour, ("Name",)),
    ):
        assert [word for word in words if f"{word} &lt;script&gt;" not in page] == []
        assert "<script>" not in page and "<img" not in page


@pytest.mark.parametrize("what", EVIL)
def test_what_is_no_id_is_not_found(browser, cast, rosa, what):
    made, other = listed(cast).shown_id, quote(what, safe="")
    for address in (
        f"/shortlists/{made}/engineers/{other}",
        f"/shortlists/{made}/compare?engineer={rosa.shown_id}&engineer={other}",
        f"/shortlists/{made}/engineers/{rosa.shown_id}?role={other}",
        f"/shortlists/{made}/compare?role={other}&engineer={rosa.shown_id}&engineer={rosa.shown_id}",
        f"/shortlists/{other}/compare?engineer={rosa.shown_id}",
        f"/shortlists/{other}/engineers/{rosa.shown_id}",
    ):
        answer = browser.get(address)
        assert answer.status_code == 404, address
        assert "Traceback" not in answer.content.decode()


def test_thousands_of_ids_are_refused_at_once(browser, cast, rosa):
    made = listed(cast)
    for count, statuses in ((900, (422,)), (5000, (400, 422))):
        answer = browser.get(f"/shortlists/{made.shown_id}/compare", {"engineer": [rosa.shown_id] * count})
        assert answer.status_code in statuses


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_other_verbs_do_nothing(browser, cast, rosa, method):
    for address in addresses(listed(cast), rosa):
        assert getattr(browser, method)(address).status_code == 405
    assert Shortlist.objects.count() == 1


def test_both_pages_carry_the_rules_for_browsers_and_nothing_inline(browser, cast, rosa):
    other = make_engineer("Other")
    for address in addresses(listed(cast), rosa, other):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Referrer-Policy"] == "same-origin"
        page = answer.content.decode()
        assert " style=" not in page and "<style" not in page
        assert all(' src="/static/' in script for script in re.findall(r"<script[^>]*>", page))
