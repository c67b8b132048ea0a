"""Some people of a list side by side, and why one of them stands on it: the pages, by what they say."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.overlap import WorkingDay
from guildworks.matching.actions import match_brief
from guildworks.matching.listed import NotCompared, get_compared
from guildworks.matching.models import Shortlist
from guildworks.matching.shown.compared import Row, compared
from guildworks.matching.spent import Spent
from guildworks.platform.errors import NotFound
from guildworks.platform.money import Money
from guildworks.talent.actions import erase_engineer, set_rates
from guildworks.talent.models import Engineer
from tests.cast import content_of, make_admin, make_engineer

BRIEF = (
    "You must know Python and pgvector. 32 hours a week for 12 weeks from 11 January 2027, 4 hours between 9:00 and"
    " 17:00 Berlin time, at most 130 EUR per hour."
)
ROLES = (
    "We look for two people.\n\n## 1. ML engineer\nMust have: Python, pgvector.\n\n"
    "## 2. Data engineer\nMust have: Python.\n"
)
KOLKATA = WorkingDay("Asia/Kolkata", 13 * 60, 21 * 60)

pytestmark = pytest.mark.django_db


def browser() -> Client:
    """A browser in which the operator's admin is signed in."""
    opened = Client()
    opened.force_login(User.objects.filter(email="oda@example.org").first() or make_admin())
    return opened


@pytest.fixture
def people(db) -> dict[str, Engineer]:
    """Uma is seen to be far better than Vera; Wim is as good as Uma and dearer; Xenia misses pgvector and hours."""
    told = {
        "Uma": {"seen": {"python": 3.9, "pgvector": 3.9}, "rate": (80, "EUR"), "day": KOLKATA},
        "Vera": {"seen": {"python": 1.2}, "rate": (80, "EUR")},
        "Wim": {"seen": {"python": 3.9, "pgvector": 3.9}, "rate": (84, "EUR"), "hours": 32},
        "Xenia": {"skills": ["python"], "hours": 20},
    }
    return {name: make_engineer(name, **{"skills": ["python", "pgvector"], **each}) for name, each in told.items()}


def listed(text: str = BRIEF, *, top: int = 5) -> Shortlist:
    return match_brief(local_operator(), operator_organisation(), text=text, top=top, spent=Spent())


@pytest.fixture
def made(people) -> Shortlist:
    return listed()


def rows(made: Shortlist, *people: Engineer, role: str = "") -> dict[str, Row]:
    shown = compared(made, *get_compared(made, [one.shown_id for one in people], role=role))
    return {f"{group.name} {row.name}".strip(): row for group in shown["groups"] for row in group.rows}


def best(row: Row) -> list[str]:
    return [cell.whose for cell in row.cells if cell.is_best]


def address(made: Shortlist, *people: Engineer, role: str = "") -> str:
    told = [f"role={role}"] if role else []
    told += [f"engineer={one.shown_id}" for one in people]
    return f"/shortlists/{made.shown_id}/compare?{'&'.join(told)}"


def words(page: str) -> str:
    """The text of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


class TestSideBySide:
    def test_people_stand_in_the_order_of_the_list_whatever_was_asked_first(self, made, people):
        (score, *_) = rows(made, people["Vera"], people["Uma"], people["Wim"]).values()
        ranked = [person["name"] for person in made.found["roles"][0]["engineers"]]
        assert [cell.whose for cell in score.cells] == ranked

    def test_the_best_is_marked_only_where_the_difference_is_real(self, made, people):
        both = rows(made, people["Uma"], people["Vera"])
        assert best(both["Score"]) == ["Uma"]
        assert best(both["What it rests on Python"]) == ["Uma"]
        assert best(both["Rate"]) == [], "they ask the same"
        assert best(both["Together"]) == ["Vera"]
        equals = rows(made, people["Uma"], people["Wim"])
        assert best(equals["What it rests on Python"]) == [], "their ranges are the same"
        assert best(equals["Rate"]) == best(equals["Cost"]) == ["Uma"]
        assert best(equals["Free W02–W13"]) == ["Uma"]

    def test_rows_in_which_nobody_differs_are_quiet(self, made, people):
        found = rows(made, people["Uma"], people["Vera"])
        assert found["Rate"].is_quiet and found["Parts Reputation"].is_quiet
        assert not found["Score"].is_quiet and not found["Parts Skills"].is_quiet

    def test_parts_add_up_to_the_score_to_the_third_decimal(self, made, people):
        found = rows(made, *people.values())
        parts = [row.cells for name, row in found.items() if row.kind == "part"]
        assert len(parts) == 8
        for place, total in enumerate(found["Parts Score"].cells):
            assert sum(round(1000 * float(cells[place].text)) for cells in parts) == round(1000 * float(total.text))

    def test_levels_show_error_and_dated_sources(self, made, people):
        row = rows(made, people["Uma"], people["Vera"])["What it rests on pgvector"]
        cells = {cell.whose: cell for cell in row.cells}
        assert re.fullmatch(r"3\.9 ± 0\.\d", cells["Uma"].text)
        assert "test, 23 Nov 2026: 3.9 ± 0.3" in cells["Uma"].rests
        assert "advanced said, nothing seen yet" in cells["Vera"].rests

    def test_cost_is_rate_times_hours(self, made, people):
        row = rows(made, people["Uma"], people["Wim"])["Cost"]
        assert (row.aside, {cell.text for cell in row.cells}) == ("384 h", {"€30,720", "€32,256"})

    def test_rates_in_several_currencies_have_no_best(self, people):
        other = make_engineer("Other", skills=["python", "pgvector"], rate=(30, "PLN"))
        found = rows(listed(), people["Uma"], people["Wim"], other)
        assert best(found["Rate"]) == best(found["Cost"]) == []

    def test_where_clocks_change_within_the_weeks_the_hours_are_the_least(self, made, people):
        assert rows(made, people["Uma"], people["Vera"])["Together"].aside == "a day, the least of these weeks"
        assert rows(made, people["Vera"], people["Wim"])["Together"].aside == "hours a day"
        page = browser().get(f"/shortlists/{made.shown_id}/engineers/{people['Uma'].shown_id}").content.decode()
        assert "Clocks change within these weeks" in page

    def test_a_near_miss_says_what_it_fails_beside_those_who_fit(self, made, people):
        fails = {cell.whose: cell.text for cell in rows(made, people["Uma"], people["Xenia"])["Fails"].cells}
        assert fails == {"Uma": "nothing", "Xenia": "pgvector, 32 h a week free"}
        free = {cell.whose: (cell.text, cell.aside) for cell in rows(made, *people.values())["Free W02–W13"].cells}
        assert free["Uma"] == ("40 h or more each week", "all 12 weeks are free")
        assert free["Xenia"] == ("20 h in the week with the least", "not all 12 weeks are free")

    def test_equals_are_called_equals(self, made, people):
        page = words(browser().get(address(made, people["Uma"], people["Wim"])).content.decode())
        assert "Both ranges overlap: treat them as equals." in page
        page = words(browser().get(address(made, people["Uma"], people["Vera"])).content.decode())
        assert "The range of Uma lies above those of all others here." in page

    def test_a_dot_has_words_for_those_who_do_not_see_it(self, made, people):
        page = browser().get(address(made, people["Uma"], people["Vera"])).content.decode()
        assert page.count('<span class="mark"><span class="unseen">, best of the two</span></span>') >= 3

    def test_the_page_is_the_same_when_everything_has_changed_since(self, made, people):
        before = content_of(browser().get(address(made, *people.values())))
        set_rates(local_operator(), {people["Uma"]: [Money(1, "EUR")]})
        assert content_of(browser().get(address(made, *people.values()))) == before

    def test_it_is_light_and_asks_the_database_little(self, made, people, django_assert_max_num_queries):
        opened = browser()
        opened.get(address(made, *people.values()))  # what is read once for each process
        with django_assert_max_num_queries(
            8
        ):  # who asks (3), the list, what is held for it, badge, bell, whether a demo
            answer = opened.get(address(made, *people.values()))
        assert len(answer.content) < 150_000


class TestRefused:
    @pytest.mark.parametrize(
        ("chosen", "says"),
        [
            ([], "No engineer is chosen."),
            (["Uma"], "One engineer is chosen."),
            (["Uma", "Uma"], "The same engineer is chosen twice."),
            (["Uma", "Vera", "Wim", "Xenia", "Uma"], "5 engineers are chosen; at most 4 stand side by side."),
        ],
    )
    def test_too_few_too_many_or_one_twice(self, made, people, chosen, says):
        answer = browser().get(address(made, *(people[name] for name in chosen)))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f"<h1>{says}</h1>" in page
        assert "tick 2 to 4 engineers of one role" in page
        assert f'<a class="button" href="/shortlists/{made.shown_id}">Back to the list</a>' in page

    def test_the_same_id_in_other_letters_is_the_same_engineer(self, made, people):
        uma = people["Uma"].shown_id
        with pytest.raises(NotCompared, match="twice"):
            get_compared(made, [uma, f"eng_{uma[4:].lower()}"])
        assert browser().get(f"/shortlists/{made.shown_id}/engineers/eng_{uma[4:].lower()}").status_code == 200

    @pytest.mark.parametrize("other", ["eng_0000000000000000000000000A", "eng_", "", "sho_1", "x" * 5000, "eng_é"])
    def test_who_is_nobody(self, made, people, other):
        answer = browser().get(f"/shortlists/{made.shown_id}/compare", {"engineer": [people["Uma"].shown_id, other]})
        assert answer.status_code == 404
        assert "There is no such engineer on this shortlist." in answer.content.decode()

    def test_who_stands_on_another_list(self, made, people):
        other = make_engineer("Other", skills=["react"])
        assert "Other" in str(listed("You must know React.").found)
        with pytest.raises(NotFound):
            get_compared(made, [people["Uma"].shown_id, other.shown_id])
        assert browser().get(address(made, people["Uma"], other)).status_code == 404

    def test_a_shortlist_that_is_not_there(self, people):
        answer = browser().get("/shortlists/sho_1/compare", {"engineer": [one.shown_id for one in people.values()]})
        assert answer.status_code == 404
        assert "There is no such shortlist" in answer.content.decode()


class TestSeveralRoles:
    @pytest.fixture
    def made(self, people) -> Shortlist:
        made = listed(ROLES)
        assert len(made.found["roles"]) == 2
        return made

    def test_people_of_one_role_are_compared_by_its_list(self, made, people):
        uma, wim = people["Uma"], people["Wim"]
        for role in ("1", "2"):
            answer = browser().get(address(made, uma, wim, role=role))
            assert answer.status_code == 200
            assert f'href="/shortlists/{made.shown_id}#role-{role}"' in answer.content.decode()
            assert f"/engineers/{uma.shown_id}?role={role}" in answer.content.decode()
        assert browser().get(address(made, uma, wim, role="3")).status_code == 404

    def test_people_of_different_roles_are_not(self, made, people):
        uma, wim = people["Uma"].shown_id, people["Wim"].shown_id
        first, second = made.found["roles"]
        first["engineers"] = [person for person in first["engineers"] if person["id"] != uma]
        second["engineers"] = [person for person in second["engineers"] if person["id"] != wim]
        with pytest.raises(NotCompared, match="different roles"):
            get_compared(made, [uma, wim])
        with pytest.raises(NotFound):
            get_compared(made, [uma, wim], role="1")

    def test_each_role_has_a_form_of_its_own(self, made):
        page = browser().get(f"/shortlists/{made.shown_id}").content.decode()
        for number in ("1", "2"):
            assert f'<form class="choose" id="compare-{number}"' in page
            assert f'<input type="hidden" name="role" value="{number}">' in page
            assert f'form="compare-{number}"' in page


class TestWhy:
    def page(self, made: Shortlist, engineer: Engineer) -> str:
        answer = browser().get(f"/shortlists/{made.shown_id}/engineers/{engineer.shown_id}")
        assert answer.status_code == 200
        return answer.content.decode()

    def test_it_says_what_the_row_of_the_list_opens_to(self, made, people):
        row = browser().get(f"/shortlists/{made.shown_id}").content.decode()
        page = self.page(made, people["Wim"])
        for table in re.findall(r"<caption class=\"unseen\">The (?:parts|asked).*?</table>", page, re.DOTALL):
            assert table in row
        assert page.count("</table>") == 2
        assert f'href="/shortlists/{made.shown_id}/engineers/{people["Wim"].shown_id}"' in row

    def test_it_writes_the_hours_out_on_both_clocks(self, made, people):
        page = words(self.page(made, people["Uma"]))
        assert "Client 09:00–17:00 in Berlin, 13:30–21:30 in Kolkata" in page
        assert "Uma 13:00–21:00 in Kolkata, 08:30–16:30 in Berlin" in page
        assert "7.5 h together" in page

    def test_it_says_so_where_the_client_named_no_hours(self, people):
        made = listed(BRIEF.replace("between 9:00 and 17:00 Berlin time", "with Berlin"))
        assert "Client, office hours assumed" in words(self.page(made, people["Uma"]))

    def test_it_says_rate_cost_and_weeks(self, made, people):
        page = words(self.page(made, people["Wim"]))
        assert "€84/h × 384 h = €32,256" in page
        assert "The weeks asked, W02–W13 All 12 weeks are free" in page
        assert "32 h or more each week; 32 h a week asked; confirmed today" in page

    def test_a_near_miss_is_called_one(self, made, people):
        page = words(self.page(made, people["Xenia"]))
        assert "Fails 2 requirements pgvector 32 h a week free" in page
        assert "Near miss 1" in page
        assert "Not all 12 weeks are free" in page

    def test_it_leads_to_the_neighbours_and_to_a_comparison_with_them(self, made, people):
        ids = [person["id"] for name in ("engineers", "near_misses") for person in made.found["roles"][0][name]]
        pages = [browser().get(f"/shortlists/{made.shown_id}/engineers/{id_}").content.decode() for id_ in ids]
        for place, page in enumerate(pages):
            ways = dict(re.findall(r'rel="(prev|next)" href="([^"]+)"', page))
            there = {"prev": place - 1, "next": place + 1}
            wanted = {way: ids[to] for way, to in there.items() if 0 <= to < len(ids)}
            assert ways == {way: f"/shortlists/{made.shown_id}/engineers/{id_}" for way, id_ in wanted.items()}
            (beside,) = re.findall(r'href="(/shortlists/\w+/compare[^"]+)"', page)
            assert re.findall("eng_\\w+", beside) == ids[max(place - 1, 0) : place + 2]
            assert browser().get(unescape(beside)).status_code == 200

    def test_who_stands_alone_has_nobody_beside(self, people):
        page = self.page(listed(top=1), people["Uma"])
        assert "/compare" not in page and 'rel="next"' not in page
        assert "/compare" not in browser().get(f"/shortlists/{listed(top=1).shown_id}").content.decode()

    def test_it_asks_the_database_little(self, made, people, django_assert_max_num_queries):
        opened = browser()
        opened.get(f"/shortlists/{made.shown_id}")
        with django_assert_max_num_queries(12):  # and what was said of them (2), who may say more, to whom (2)
            page = opened.get(f"/shortlists/{made.shown_id}/engineers/{people['Uma'].shown_id}").content.decode()
        assert "Why 0.9" in page


class TestErased:
    def test_who_was_erased_since_stands_there_by_their_numbers_alone(self, made, people):
        erase_engineer(local_operator(), people["Wim"])
        for path in (
            address(made, *people.values()),
            f"/shortlists/{made.shown_id}/engineers/{people['Wim'].shown_id}",
        ):
            answer = browser().get(path)
            page = answer.content.decode()
            assert answer.status_code == 200
            assert "Erased engineer" in page
            assert "Wim" not in page and "€84" not in page and "None" not in page
        assert "Erased since the list was made" in page

    def test_they_are_nobodys_rival_but_for_the_score(self, made, people):
        erase_engineer(local_operator(), people["Wim"])
        made.refresh_from_db()
        found = rows(made, people["Uma"], people["Vera"], people["Wim"])
        assert best(found["What it rests on Python"]) == ["Uma"]
        assert best(found["Together"]) == ["Vera"]

    def test_a_page_of_erased_people_alone_is_shown(self, made, people):
        for engineer in people.values():
            erase_engineer(local_operator(), engineer)
        assert browser().get(address(made, *people.values())).status_code == 200
