"""The page of a brief: what is sent is taken, what is wrong comes back beside it, and nobody overwrites unseen."""

from __future__ import annotations

import pytest

from guildworks.matching.actions import make_shortlist
from guildworks.matching.models import Brief, BriefCorrection, FeasibilityCheck, Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform.models import Setting
from tests.cast import make_brief, make_engineer

TEXT = "Python is a must, 20 hours a week for 8 weeks, at most 100 EUR an hour. It must be fast."

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(operator) -> Brief:
    return make_brief(text=TEXT)


@pytest.fixture
def page(brief) -> str:
    return f"/briefs/{brief.shown_id}"


def send(client, page: str, item: str, says: str = "value", after: int | str = 0, **pieces: str):
    return client.post(f"{page}/corrections", {"item": item, "says": says, "after": after, **pieces})


def test_a_brief_is_read_first_corrected_and_listed_for(client):
    make_engineer("Dear", rate=(120, "EUR"))
    written = client.post("/", {"text": TEXT, "then": "read"})
    page = written["Location"]
    assert page.startswith("/briefs/brf_")
    assert not Shortlist.objects.exists()
    assert "20 h a week" in client.get(page).content.decode()
    answer = send(client, page, "budget", most="130", currency="EUR", per="hour")
    assert (answer.status_code, answer["Location"]) == (302, f"{page}?changed=budget#changed")
    shown = client.get(answer["Location"].partition("#")[0]).content.decode()
    assert 'class="changed"' in shown
    assert "by hand" in shown
    listed = client.post(f"{page}/shortlists")
    assert "Dear" in client.get(listed["Location"]).content.decode()


def test_a_skill_is_added_by_its_name_and_what_is_not_known_is_told(client, page):
    assert send(client, page, "skills", name="k8s", importance="must").status_code == 302
    assert BriefCorrection.objects.get().item == "skills.kubernetes"
    assert send(client, page, "languages", name="german", importance="nice").status_code == 302
    refused = send(client, page, "skills", name="<b>flux</b>", importance="must")
    shown = refused.content.decode()
    assert (refused.status_code, BriefCorrection.objects.count()) == (422, 2)
    assert "No skill is known by this name" in shown
    assert "&lt;b&gt;flux" in shown
    assert "<b>flux" not in shown


def test_what_is_wrong_comes_back_as_it_was_typed_with_the_reason_beside_it(client, page):
    refused = send(client, page, "budget", least="130", most="100", currency="XAU", per="hour")
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "The least is more than the most." in shown
    assert "is not a currency" in shown
    assert 'value="XAU"' in shown
    assert shown.count("<details open>") == 1
    assert not BriefCorrection.objects.exists()


def test_two_people_who_edit_one_brief_both_see_what_the_other_said(client, page):
    assert send(client, page, "hours_per_week", hours="24").status_code == 302
    late = send(client, page, "hours_per_week", hours="16")
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Somebody else has corrected the same point" in shown
    assert "24 h a week" in shown
    assert 'name="hours" type="number" value="16"' in shown
    assert 'name="after" value="1"' in shown
    assert send(client, page, "hours_per_week", hours="16", after=1).status_code == 302
    assert send(client, page, "starts", day="", says="nothing").status_code == 302


def test_what_is_taken_out_comes_back(client, page):
    send(client, page, "skills.python", "nothing")
    assert "Back to what was read" in client.get(page).content.decode()
    send(client, page, "skills.python", "as_read", after=1)
    assert "Back to what was read" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"item": "hours_per_week"},
        {"item": "hours_per_week", "says": "value", "after": "x", "hours": "3"},
        {"item": "hours_per_week", "says": "value", "after": "-1", "hours": "3"},
        {"item": "hours_per_week", "says": "value", "after": "9" * 5000, "hours": "3"},
        {"item": "hours_per_week", "says": "maybe", "after": "0", "hours": "3"},
        {"item": "title", "says": "value", "after": "0"},
        {"item": "organisation_id", "says": "nothing", "after": "0"},
        {"item": "skills", "says": "value", "after": "0", "name": "x" * 100_000},
        {"item": "skills.python\x00", "says": "nothing", "after": "0"},
        {"item": "x" * 100_000, "says": "nothing", "after": "0"},
    ],
)
def test_what_no_form_of_ours_sends_is_refused_and_changes_nothing(client, page, sent):
    refused = client.post(f"{page}/corrections", sent)
    assert refused.status_code == 422
    assert "Traceback" not in refused.content.decode()
    assert not BriefCorrection.objects.exists()


def test_a_version_that_was_never_there_is_no_way_past_the_last_one(client, page):
    assert send(client, page, "hours_per_week", hours="24", after=7).status_code == 409
    assert not BriefCorrection.objects.exists()


def test_the_market_is_told_once_for_each_question_and_its_limit_in_words(client, page):
    make_engineer("Rosa")
    for _ in range(3):
        assert "Fit all of it today" in client.get(page).content.decode()
    assert FeasibilityCheck.objects.count() == 1


def test_no_such_brief_is_not_found(client):
    for path in (
        "/briefs/brf_nothing",
        "/briefs/brf_01JDQ0000000000000000000AB",
        "/briefs/sho_01JDQ0000000000000000000AB",
    ):
        assert client.get(path).status_code == 404
        assert client.post(f"{path}/corrections").status_code == 404
        assert client.post(f"{path}/shortlists").status_code == 404
    assert client.get("/briefs/brf_x/corrections").status_code == 405
    assert client.get("/?brief=brf_nothing").status_code == 404


def test_pages_ask_the_database_little(client, page, django_assert_max_num_queries):
    client.get(page)
    with django_assert_max_num_queries(17):  # the bell, what was said of it (2), who may say more, to whom (2)
        assert client.get(page).status_code == 200
    assert not Setting.objects.exists()


def test_earlier_briefs_are_found_by_their_words_with_their_latest_list(client, brief, operator):
    other = make_brief(text="# Speech\n\nWhisper and 100 % Python_code, 10 hours a week.")
    made = make_shortlist(operator, other, top=1, spent=Spent())
    page = client.get("/briefs").content.decode()
    assert page.index("Speech") < page.index("Python is a must")
    assert made.shown_id in page
    assert "none yet" in page
    for words, found in (("WHISPER", True), ("0 % Python_c", True), ("100 _ Python", False), ("x" * 10_000, False)):
        shown = client.get("/briefs", {"search": words}).content.decode()
        assert (made.shown_id in shown) is found, words
    assert "No brief holds “&lt;b&gt;”" in client.get("/briefs", {"search": "<b>"}).content.decode()


def test_a_list_of_briefs_is_paged_and_odd_pages_are_the_first_or_lead_back(client):
    Setting.objects.create(name="page_size", value=10)
    assert "No brief yet" in client.get("/briefs").content.decode()
    for number in range(11):
        make_brief(text=f"# Brief {number}\n\nPython for 10 hours a week.")
    first = client.get("/briefs", {"search": "Brief"}).content.decode()
    assert "Page 1 of 2" in first
    assert "search=Brief&amp;page=2" in first
    assert "Brief 0" in client.get("/briefs", {"page": "2"}).content.decode()
    for odd in ("0", "-1", "x", "٣", "", "9" * 100):
        assert "Page 1 of 2" in client.get("/briefs", {"page": odd}).content.decode()
    assert "There is no page 9" in client.get("/briefs", {"page": "9"}).content.decode()
