"""The page of one's profile: each part is changed where it stands, the search follows, and a refusal loses nothing."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.test import Client

from guildworks.kernels.text.profile import JobDraft, WorkDraft
from guildworks.platform.actor import Actor
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event
from guildworks.skills.queries import graph
from guildworks.talent.models import Engineer, SearchRecord
from guildworks.talent.profiles.actions import write_job, write_work
from guildworks.talent.typed import skill_typed
from tests.cast import make_account, make_engineer
from tests.kernels.text.json_resume_schema import complaints

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa() -> Engineer:
    return make_engineer("Rosa Lind", skills=("python", "go"), seen={"python": 3.4}, email="rosa@engineers.example")


@pytest.fixture
def client(rosa) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(make_account(rosa))
    return browser


def again(rosa: Engineer) -> Engineer:
    return Engineer.objects.get(id=rosa.id)


def record(rosa: Engineer) -> tuple[bytes, bytes, bytes]:
    found = SearchRecord.objects.get(engineer=rosa)
    return bytes(found.skills), bytes(found.terms), bytes(found.vector)


class TestSeenAndSaid:
    def test_what_was_seen_stands_apart_and_a_claim_says_how_it_counts(self, client):
        page = client.get("/me/profile").content.decode()
        assert "was seen: that counts instead" in page  # python
        assert "counts as 2 ± 1 until it is seen" in page  # go, which is said at 3
        seen = page[page.index("What we have seen you do") :]
        assert "3.4" in seen and "Go" not in seen[: seen.index("</table>")]

    def test_nothing_that_is_sent_changes_what_was_seen(self, client, rosa):
        client.post("/me/profile/claims/dropping", {"key": "python"})
        assert not rosa.claims.filter(skill="python").exists()
        assert rosa.evidence.get().mean == 3.4


class TestParts:
    def test_words_are_changed_and_what_is_emptied_is_empty(self, client, rosa):
        before = record(rosa)
        sent = {"public_name": "Rosa L.", "headline": "Search engineer", "summary": "I index contracts.", "city": ""}
        assert client.post("/me/profile/words", sent)["Location"] == "/me/profile#words"
        now = again(rosa)
        assert (now.public_name, now.headline, now.city, now.country, now.years) == (
            "Rosa L.",
            "Search engineer",
            "",
            "",
            None,
        )
        assert record(rosa) != before

    @pytest.mark.parametrize("typed", ["Rust", "rust", "RUST", "Rust "])
    def test_a_skill_is_said_by_any_of_its_names(self, client, rosa, typed):
        before = record(rosa)
        client.post("/me/profile/claims", {"skill": typed, "level": "4", "years": "2,5"})
        said = rosa.claims.get(skill="rust")
        assert (said.level, said.years) == (4, Decimal("2.5"))
        assert record(rosa)[0] != before[0]

    def test_saying_it_again_changes_it(self, client, rosa):
        client.post("/me/profile/claims", {"key": "go", "skill": "go", "level": "", "years": ""})
        assert (rosa.claims.get(skill="go").level, rosa.claims.count()) == (None, 2)

    def test_every_name_that_is_suggested_is_taken(self):
        assert {skill_typed(skill.name) for skill in graph().skills.values()} <= set(graph().skills)

    def test_suggestions_begin_with_what_is_typed(self, client):
        found = client.get("/me/profile/skills", {"skill": "pyt"}).content.decode()
        assert found.startswith('<option value="PyTorch">') or found.startswith('<option value="Python">')
        assert client.get("/me/profile/skills", {"skill": "<b>"}).content == b""

    def test_a_rate_in_each_currency_and_dropped_again(self, client, rosa):
        client.post("/me/profile/rates", {"amount": "110.50", "currency": "usd"})
        client.post("/me/profile/rates", {"key": "EUR", "amount": "95", "currency": "EUR"})
        assert dict(rosa.rates.values_list("currency", "hourly_minor")) == {"EUR": 9_500, "USD": 11_050}
        client.post("/me/profile/rates/dropping", {"key": "USD"})
        assert list(rosa.rates.values_list("currency", flat=True)) == ["EUR"]

    def test_languages(self, client, rosa):
        client.post("/me/profile/languages", {"language": "pt", "level": "B2"})
        client.post("/me/profile/languages/dropping", {"key": "en"})
        assert list(rosa.languages.values_list("code", "level")) == [("pt", "B2")]

    def test_a_job_is_added_changed_and_dropped(self, client, rosa):
        sent = {
            "title": "Engineer",
            "organisation": "Acme",
            "starts": "2020-03",
            "ends": "2022-01",
            "text": "Read contracts.",
        }
        before = record(rosa)
        client.post("/me/profile/jobs", sent)
        job = rosa.jobs.get()
        assert record(rosa) != before
        client.post("/me/profile/jobs", {**sent, "key": str(job.id), "title": "Lead", "current": "on"})
        job.refresh_from_db()
        assert (job.title, job.is_current, job.ends) == ("Lead", True, None)
        client.post("/me/profile/jobs/dropping", {"key": str(job.id)})
        assert not rosa.jobs.exists()
        assert record(rosa) == before

    def test_a_piece_of_the_portfolio(self, client, rosa):
        client.post("/me/profile/works", {"title": "A paper", "url": "https://example.org/paper"})
        work = rosa.works.get()
        client.post("/me/profile/works", {"key": str(work.id), "title": "A book"})
        assert list(rosa.works.values_list("title", "url")) == [("A book", "")]


WRONG = [
    ("claims", {"skill": "Zanzibarquux"}, "is not a skill that we know", 'value="Zanzibarquux"'),
    ("claims", {"skill": ""}, "Name a skill.", ""),
    ("claims", {"skill": "rust", "level": "9"}, "Choose one of these levels.", 'value="rust"'),
    ("claims", {"skill": "rust", "years": "many"}, "Years are a number from 0 to 70", 'value="many"'),
    ("claims", {"skill": "rust", "years": "nan"}, "Years are a number from 0 to 70", 'value="nan"'),
    ("languages", {"language": "xx"}, "is not a language that we know", ""),
    ("languages", {"language": "de", "level": "D9"}, "is not a level of a language", ""),
    ("rates", {"amount": "a lot", "currency": "EUR"}, "An hour costs an amount", 'value="a lot"'),
    ("rates", {"amount": "0", "currency": "EUR"}, "A rate is more than nothing.", 'value="0"'),
    ("rates", {"amount": "95", "currency": "QQQ"}, "is not a currency", 'value="QQQ"'),
    ("rates", {"amount": "9" * 30, "currency": "EUR"}, "An hour costs an amount", ""),
    ("jobs", {"text": "What I did"}, "A job needs a title.", "What I did"),
    ("jobs", {"title": "x", "starts": "2022-05", "ends": "2020-01"}, "It ends before it begins.", 'value="2020-01"'),
    ("jobs", {"title": "x", "starts": "spring"}, "Write a month such as 2021-03.", 'value="spring"'),
    ("jobs", {"title": "x" * 201}, "at most 200 are kept", "x" * 201),
    ("works", {"title": "x", "url": "javascript:alert(1)"}, "An address begins with https://.", ""),
    ("works", {"title": " "}, "It needs a name.", ""),
    ("words", {"public_name": " "}, "A profile needs a name", ""),
    ("words", {"public_name": "Rosa", "summary": "x" * 5_001}, "at most 5,000 are kept", "x" * 5_001),
    ("words", {"public_name": "Rosa\x00Lind"}, "control characters", ""),
    ("words", {"public_name": "Rosa", "country": "QQ"}, "A country is a code", ""),
]  # fmt: skip


@pytest.mark.parametrize(("part", "sent", "said", "kept"), WRONG)
def test_what_is_wrong_stands_in_its_form_with_what_was_typed(client, rosa, part, sent, said, kept):
    before = record(rosa), Event.objects.count()
    answer = client.post(f"/me/profile/{part}", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page and kept in page and "Nothing was changed." in page
    assert (record(rosa), Event.objects.count()) == before


@pytest.mark.parametrize("key", ["", "x", "0198c0de-0000-7000-8000-000000000000", "\x00"])
@pytest.mark.parametrize("part", ["claims", "languages", "rates", "jobs", "works"])
def test_dropping_what_is_not_there_is_refused(client, rosa, part, key):
    assert client.post(f"/me/profile/{part}/dropping", {"key": key}).status_code in (404, 422)
    assert rosa.claims.count() == 2


def test_nobody_reaches_a_job_of_somebody_else(client):
    other = make_engineer("Tom Late")
    job = write_job(Actor("engineer", other.id), other, job=JobDraft("Theirs"))
    work = write_work(Actor("engineer", other.id), other, work=WorkDraft("Theirs"))
    for part, row in (("jobs", job), ("works", work)):
        assert client.post(f"/me/profile/{part}", {"key": str(row.id), "title": "Mine"}).status_code == 404
        assert client.post(f"/me/profile/{part}/dropping", {"key": str(row.id)}).status_code == 404
        row.refresh_from_db()
        assert row.title == "Theirs"


def test_a_profile_is_full_at_its_bound(client, rosa):
    set_limit("jobs_per_engineer", 5)
    answers = [client.post("/me/profile/jobs", {"title": f"Job {number}"}).status_code for number in range(6)]
    assert answers == [302] * 5 + [409]
    assert rosa.jobs.count() == 5


def test_an_empty_profile_is_a_json_resume_by_the_official_schema():
    nobody = make_engineer("N", skills=(), languages={}, city="", country="", years=None, summary="", rate=None)
    browser = Client()
    browser.force_login(make_account(nobody))
    assert complaints(browser.get("/me/profile/resume.json").json()) == []


def test_it_is_taken_elsewhere_as_json_resume(client, rosa):
    write_job(Actor("engineer", rosa.id), rosa, job=JobDraft("Engineer", "Acme", text="Search."))
    for work in ({"title": "A", "url": "https://example.org/two words"}, {"title": "B", "url": "https://[x"}):
        assert client.post("/me/profile/works", work).status_code == 302
    answer = client.get("/me/profile/resume.json")
    assert answer["Content-Disposition"] == 'attachment; filename="resume.json"'
    said = json.loads(answer.content)
    assert complaints(said) == []
    assert said["basics"]["email"] == "rosa@engineers.example"
    assert said["work"] == [{"name": "Acme", "position": "Engineer", "summary": "Search."}]
    assert [skill["name"] for skill in said["skills"]] == ["Go", "Python"]
    assert said["languages"] == [{"language": "English", "fluency": "C1"}]
