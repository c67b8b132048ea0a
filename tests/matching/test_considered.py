"""What an engineer sees of the briefs that they were considered for, and what never."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from guildworks.accounts.models import User
from guildworks.availability.actions.holds import accept_hold, place_hold
from guildworks.availability.load import Phase, load_of
from guildworks.matching.actions import make_shortlist, match_brief
from guildworks.matching.considered.actions import count_demand
from guildworks.matching.considered.queries import find_considered, find_not_considered, get_considered
from guildworks.matching.considered.reasons import change_of, reason_text
from guildworks.matching.demand import find_demand
from guildworks.matching.models import Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.talent.models import Listing
from guildworks.talent.queries import get_own_profile
from tests.cast import make_account, make_engineer, week

pytestmark = pytest.mark.django_db
SECRET = "Halden Mutual of Bergen wants Python. Python is a must, 20 hours a week for 8 weeks, at most 77 EUR an hour."


@pytest.fixture
def rosa():
    return make_engineer("Rosa Lind", rate=(70, "EUR"))


@pytest.fixture
def dear():
    """Somebody whose rate is above the brief's range."""
    return make_engineer("Dora Dear", rate=(95, "EUR"))


def asking(engineer) -> Actor:
    return Actor("engineer", engineer.id)


def list_of(cast, text: str = SECRET, *, top: int = 10) -> Shortlist:
    return match_brief(cast.ada, cast.halden, text=text, top=top, spent=Spent())


def browser_of(engineer) -> Client:
    browser = Client()
    browser.force_login(make_account(engineer))
    return browser


class TestWhatIsShown:
    def test_where_one_stands(self, cast, rosa, dear):
        made = list_of(cast)
        (mine,), total = find_considered(asking(rosa), page=1)
        assert (mine.shown_id, mine.best.kind, mine.best.rank, total) == (made.shown_id, "engineers", 1, 1)
        (hers,), _ = find_considered(asking(dear), page=1)
        assert (hers.best.kind, hers.roles[0]["fails"]) == ("near_misses", ["budget 77 EUR/h"])

    def test_a_list_made_anew_takes_the_place_of_the_one_before(self, cast, rosa):
        made = list_of(cast)
        with clock.at(clock.now() + timedelta(minutes=1)):
            again = make_shortlist(cast.ada, made.brief, top=10, spent=Spent())
        found, total = find_considered(asking(rosa), page=1)
        assert ([each.shown_id for each in found], total) == ([again.shown_id], 1)

    def test_of_the_others_only_what_was_made_while_listed(self, cast, rosa):
        other = make_engineer("Ute Under", skills=("cobol",))
        before = list_of(cast)
        Listing.objects.filter(engineer=other).update(listed_at=clock.now() + timedelta(seconds=1))
        with clock.at(clock.now() + timedelta(minutes=5)):
            after = list_of(cast, "Rust and Go are a must, 20 hours a week for 8 weeks.")
            found, more = find_not_considered(asking(other), page=1)
            shown = {each.shown_id for each in [*found, *find_considered(asking(other), page=1)[0]]}
        assert before.shown_id not in {each.shown_id for each in found}
        assert after.shown_id in shown and not more

    def test_a_stranger_is_not_told_that_there_is_a_list(self, cast, rosa):
        made = list_of(cast)
        late = make_engineer("Lea Late")
        for id_ in (made.shown_id, "sho_00000000000000000000000000", "x"):
            with pytest.raises(NotFound) as refused:
                get_considered(asking(late), id_)
            assert refused.value.message == "There is no such list, or it decided nothing about you."


class TestWhatIsNeverShown:
    def test_neither_client_nor_text_nor_budget_before_a_hold(self, cast, rosa, dear):
        made = list_of(cast)
        for engineer in (rosa, dear):
            browser = browser_of(engineer)
            for address in ("/", "/me/opportunities", f"/me/opportunities/{made.shown_id}"):
                page = browser.get(address).content.decode()
                assert "Python" in page
                for secret in ("Halden", "Bergen", "77", "wants"):
                    assert secret not in words_in(page), (address, secret)

    def test_the_own_rate_and_a_direction_are(self, cast, rosa, dear):
        made = list_of(cast)
        page = browser_of(dear).get(f"/me/opportunities/{made.shown_id}").content.decode()
        assert "your rate of €95/h is above its range" in page
        assert "is not kept any more" in page  # there is no index here from which the change could be worked out

    def test_the_client_once_they_hold(self, cast, rosa):
        made = list_of(cast)
        load = load_of(week(1), [Phase(Decimal(20), 2)])
        (held,) = place_hold(cast.ada, [rosa], holder=made.brief.holder, load=load)
        browser = browser_of(rosa)
        assert "Halden Mutual" in browser.get("/me/opportunities").content.decode()
        accept_hold(asking(rosa), held)
        page = browser.get(f"/me/holds/{held.shown_id}").content.decode()
        assert "Halden Mutual" in page and "77" not in words_in(page)

    def test_no_other_engineer(self, cast, rosa, dear):
        made = list_of(cast)
        for address in ("/me/opportunities", f"/me/opportunities/{made.shown_id}"):
            assert "Dora" not in browser_page(rosa, address)


def words_in(page: str) -> str:
    """What a page says, without its tags, which hold ids."""
    return re.sub(r"<[^>]*>", " ", page.split("<main")[1])


def browser_page(engineer, address: str) -> str:
    user = User.objects.filter(engineer_account__engineer_id=engineer.id).first() or make_account(engineer)
    browser = Client()
    browser.force_login(user)
    return browser.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("not confirmed", "your hours were not confirmed"),
        ("budget 77 EUR/h", "your rate of €70/h is above its range"),
        ("budget 77 USD/h", "you have no rate in USD"),
        ("overlap 4 h", "your working day shares too little with the client’s"),
        ("zone UTC+1 to UTC+3", "you work in another time zone"),
        ("place Berlin", "it asks for presence in another place"),
        ("20 h a week free, 8 weeks from 2027-01-11", "you had too few free hours in its weeks"),
        ("language de B2", "needs German B2 or better"),
        ("pgvector or FAISS", "needs pgvector or FAISS"),
        ("3 further requirements", "something further that it asks"),
    ],
)
def test_reasons_hold_no_figure_of_the_brief(rosa, name, said):
    assert reason_text(name, get_own_profile(asking(rosa))) == said


def test_changes_say_what_to_do(rosa):
    own = get_own_profile(asking(rosa))
    fields = ("confirmed", "rate", "hours", "skills.python", "skills.pgvector", "languages.de", "overlap", "place")
    assert all(change_of(field, own).text for field in fields)
    assert change_of("skills.python", own).text == "Show Python: so far you only say it"


class TestDemand:
    def test_skills_by_how_many_briefs_ask_for_them(self, cast, rosa):
        for number in (1, 2):
            list_of(cast, f"Python is a must, and pgvector would be nice, {number}0 hours a week.")
        with clock.at(clock.now() - timedelta(days=100)):
            list_of(cast, "Python is a must, 20 hours a week.")
        assert count_demand() >= 2
        rows, total = find_demand(page=1)
        assert [(row.name, row.briefs, row.change) for row in rows] == [("pgvector", 2, 2), ("Python", 2, 1)]
        assert (rows[1].engineers, total) == (None, 2)  # one engineer: fewer than three

    def test_what_nobody_asks_for_any_more_goes(self, cast, rosa):
        list_of(cast)
        count_demand()
        with clock.at(clock.now() + timedelta(days=200)):
            assert count_demand() == 0
        assert find_demand(page=1) == ([], 0)


def test_the_pages_ask_as_little_of_many_briefs_as_of_few(cast, rosa, django_assert_max_num_queries):
    browser = browser_of(rosa)
    for number in range(1, 9):
        made = list_of(cast, f"Python is a must, {number} hours a week for 8 weeks.")
    place_hold(cast.ada, [rosa], holder=made.brief.holder, load=load_of(week(1), [Phase(Decimal(2), 2)]))
    for address in ("/", "/me/opportunities", "/me/holds", "/me/hours"):
        browser.get(address)
        with django_assert_max_num_queries(30):
            assert browser.get(address).status_code == 200
