"""A resume that somebody sends: read, corrected beside its text, saved without losing anything, and gone in time."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guildworks.kernels.text.profile import ClaimDraft, JobDraft
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event, StoredFile
from guildworks.talent.actions import erase_engineer
from guildworks.talent.models import Engineer, Resume
from guildworks.talent.profiles.actions import claim_skill, write_job
from guildworks.talent.resumes.actions import forget_resumes
from tests.cast import make_account, make_admin, make_engineer, tables_that_hold
from tests.kernels.text.docx_writer import docx, paragraph
from tests.kernels.text.pdf_writer import pdf, say

pytestmark = pytest.mark.django_db
RESUME = """Rosa Lind
Search engineer
Lisbon, Portugal

Summary
I build zanzibarquux search over contracts, from the first index to its evaluation.

Experience
Search engineer, Acme Legal
March 2020 - present
Retrieval with pgvector for contracts.

Data engineer, Widget Ltd
2016 - 2020
Pipelines in Airflow.

Skills
Python (expert), Docker, Rust (basic)

Languages
English C1, German B1

Projects
pocket-rank: a ranking library

Hobbies
Sailing
"""
ENCRYPTION = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O ({'o' * 32}) /U ({'u' * 32}) >>"


@pytest.fixture
def rosa() -> Engineer:
    return make_engineer("Rosa Lind", skills=("python",), city="Berlin", summary="I build things that work.")


@pytest.fixture
def client(rosa) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(make_account(rosa))
    return browser


def send(client: Client, content: bytes | str = RESUME, name: str = "cv.txt"):
    content = content.encode() if isinstance(content, str) else content
    return client.post("/me/profile/resume", {"file": SimpleUploadedFile(name, content)})


def form_of(client: Client) -> dict[str, object]:
    """What the draft's form would send as it stands."""
    page = client.get("/me/profile/resume")
    rows = [row for part in ("words", "claims", "languages", "jobs", "works") for row in page.context[part]]
    fields = {f"{row.id}-{name}": value for row in rows for name, value in row.values.items() if value}
    taken = [row.id for row in rows if row.taken]
    return {"number": str(page.context["resume"].number), "take": taken, **fields}


class TestReading:
    def test_it_is_shown_beside_its_text_and_changes_nothing(self, client, rosa):
        assert send(client)["Location"] == "/me/profile/resume"
        page = client.get("/me/profile/resume").content.decode()
        for words in ("Search engineer", "Acme Legal", "Docker", "pocket-rank", "Hobbies", "Nothing of your profile"):
            assert words in page
        assert '<a class="word" href="#claims-0"' in page
        assert (rosa.claims.count(), rosa.jobs.count()) == (1, 0)
        assert Engineer.objects.get(id=rosa.id).city == "Berlin"

    def test_each_number_leads_to_the_words_of_its_value(self, client):
        send(client)
        page = client.get("/me/profile/resume")
        rows = [row for part in ("words", "claims", "languages", "jobs", "works") for row in page.context[part]]
        words = {piece.number: piece.text for piece in page.context["text"] if piece.first}
        assert sorted(words) == sorted(row.number for row in rows if row.number)
        for name, text in {"Docker": "Docker", "German": "German", "City": "Lisbon", "Country": None}.items():
            (number,) = [row.number for row in rows if row.name == name]
            assert words.get(number) == text
        assert "".join(piece.text for piece in page.context["text"]).strip() == RESUME.strip()

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("cv.pdf", pdf(say("Rosa Lind", 50, 700) + say("Skills", 50, 650) + say("Python, Docker", 50, 630))),
            ("cv.docx", docx("".join(map(paragraph, ("Rosa Lind", "Skills", "Python, Docker"))))),
            ("cv.json", json.dumps({"basics": {"name": "Rosa Lind"}, "skills": [{"name": "Docker"}]}).encode()),
            ("photo.jpg", b"Rosa Lind\n\nSkills\nPython, Docker\n"),  # what counts is what it holds
        ],
    )
    def test_every_kind_of_file(self, client, name, content):
        assert send(client, content, name).status_code == 302
        assert "Docker" in [row.name for row in client.get("/me/profile/resume").context["claims"]]

    def test_another_one_takes_its_place_file_and_all(self, client, rosa, django_capture_on_commit_callbacks):
        send(client)
        with django_capture_on_commit_callbacks(execute=True):
            send(client, RESUME.replace("zanzibarquux", "better"))
        assert Resume.objects.count() == StoredFile.objects.count() == 1
        assert tables_that_hold("zanzibarquux") == []
        assert Event.objects.filter(name="resume.deleted", facts__why="replaced").count() == 1

    def test_twenty_in_an_hour_are_enough(self, client, rosa):
        set_limit("resumes_per_hour", 2)
        answers = [send(client).status_code for _ in range(3)]
        assert answers == [302, 302, 429]
        with clock.at(clock.now() + timedelta(hours=2)):
            assert send(client).status_code == 302

    def test_files_that_cannot_be_read_are_counted_too_and_the_last_one_is_not_even_opened(self, client, rosa):
        set_limit("resume_files_per_day", 3)
        now = clock.now()
        with clock.at(now):
            tried = [send(client, content, name) for name, content, _ in (BAD["30 MB"], BAD["a photo"])]
            assert [answer.status_code for answer in [*tried, send(client)]] == [422, 422, 302]
            refused = send(client, b"", "cv.txt")
        assert refused.status_code == 429
        assert "Go on tomorrow, or write your profile by hand" in refused.content.decode()
        assert "This file is empty" not in refused.content.decode()
        assert "zanzibarquux" in Resume.objects.get().text
        with clock.at(now + timedelta(hours=25)):
            assert send(client).status_code == 302

    def test_what_holds_no_file_is_not_counted(self, client):
        set_limit("resume_files_per_day", 1)
        assert [client.post("/me/profile/resume").status_code for _ in range(3)] == [422] * 3
        assert send(client).status_code == 302


CHINESE = (
    "李明\n软件工程师\n北京\n\n工作经历\n高级工程师，百度，二〇二〇年至今\n"
    "负责搜索系统的设计与开发，使用多种编程语言。\n"
)
BAD = {
    "empty": ("cv.txt", b"", "This file is empty."),
    "30 MB": ("cv.txt", b"a" * 30_000_000, "This file has 30.0 MB; at most 10 MB"),
    "a photo": ("cv.pdf", b"\xff\xd8\xff\xe0" + bytes(5_000), "none of the kinds that can be read"),
    "a photo as text": ("cv.txt", b"\x89PNG\r\n\x1a\n" + bytes(5_000), "none of the kinds that can be read"),
    "an encrypted PDF": (
        "cv.pdf",
        pdf(say("Secret", 50, 700), extra={100: ENCRYPTION}, trailer="/Encrypt 100 0 R /ID [<00> <00>]"),
        "protected by a password",
    ),
    "a scan": ("cv.pdf", pdf("0 0 9 9 re f"), "it may be a scan"),
    "a zip bomb": ("cv.docx", docx(paragraph("a" * 60_000_000)), "grow beyond all measure"),
    "a broken DOCX": ("cv.docx", b"PK\x03\x04" + bytes(range(256)), "damaged"),
    "wrong types": ("cv.json", b'{"basics": {"name": 7}}', "where text is wanted"),
    "control characters": ("cv.txt", b"Rosa\x00Lind" * 99, "holds control characters"),
    "a poem": (
        "cv.txt",
        b"the sea is wide and the sky is high and nobody asks why",
        "Nothing that looks like a resume",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_read_says_why_and_what_to_do_and_the_one_before_stays(client, what):
    send(client)
    name, content, said = BAD[what]
    answer = send(client, content, name)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page and "The resume that is here stays." in page
    assert StoredFile.objects.count() == 1
    assert "zanzibarquux" in Resume.objects.get().text


def test_a_chinese_one_is_read_as_far_as_it_goes_and_says_so(client, rosa):
    answer = send(client, CHINESE + "Skills\nPython, Docker\n")
    page = client.get("/me/profile/resume").content.decode()
    assert answer.status_code == 302
    assert "written in Chinese; only English is read well" in page and "工作经历" in page


def test_nothing_sent(client):
    answer = client.post("/me/profile/resume")
    assert answer.status_code == 422 and "No file was sent." in answer.content.decode()


class TestSaving:
    def test_what_was_there_stays_and_what_was_read_is_added(self, client, rosa):
        me = Actor("engineer", rosa.id)
        claim_skill(me, rosa, said=ClaimDraft("docker", 4, 6))
        write_job(me, rosa, job=JobDraft("Search engineer", text="My own words."))
        write_job(me, rosa, job=JobDraft("Baker", "Mill"))
        send(client)
        assert client.post("/me/profile/resume/saving", form_of(client))["Location"] == "/me/profile"
        now = Engineer.objects.get(id=rosa.id)
        assert (now.city, now.summary) == ("Berlin", "I build things that work.")  # other values, so not ticked
        docker = rosa.claims.get(skill="docker")
        assert (docker.level, docker.years) == (4, Decimal(6))
        assert set(rosa.claims.values_list("skill_id", "level")) >= {("python", 4), ("rust", 1)}
        assert sorted(rosa.jobs.values_list("title", "organisation")) == [
            ("Baker", "Mill"),
            ("Data engineer", "Widget Ltd"),
            ("Search engineer", "Acme Legal"),
        ]
        assert rosa.works.get().title == "pocket-rank"
        assert dict(rosa.languages.values_list("code", "level")) == {"en": "C1", "de": "B1"}
        assert Resume.objects.get().saved_at

    def test_twice_is_as_once(self, client, rosa):
        send(client)
        for _ in range(2):
            client.post("/me/profile/resume/saving", form_of(client))
        assert (rosa.jobs.count(), rosa.works.count()) == (2, 1)

    def test_what_was_corrected_dropped_and_added_counts(self, client, rosa):
        send(client)
        form = form_of(client)
        rows = {row.name: row.id for row in client.get("/me/profile/resume").context["claims"]}
        form[f"{rows['Rust']}-level"] = "3"
        form["take"] = [row for row in form["take"] if row != rows["Docker"]]
        form |= {"city-0-text": "Porto", "claims-90-skill": "LangGraph", "claims-90-level": "2"}
        form["take"] += ["city-0", "claims-90"]
        client.post("/me/profile/resume/saving", form)
        said = dict(rosa.claims.values_list("skill_id", "level"))
        assert (said["rust"], said["langgraph"]) == (3, 2)
        assert "docker" not in said
        assert Engineer.objects.get(id=rosa.id).city == "Porto"

    def test_one_more_row_keeps_what_was_typed(self, client, rosa):
        send(client)
        form = form_of(client) | {"city-0-text": "Porto typed", "more": "jobs"}
        page = client.post("/me/profile/resume/saving", form)
        assert page.status_code == 200
        assert "Porto typed" in page.content.decode()
        assert [row.id for row in page.context["jobs"]] == ["jobs-0", "jobs-1", "jobs-2"]
        assert not rosa.jobs.exists()

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("claims-90-skill", "Zanzibar", "is not a skill that we know"),
            ("claims-0-level", "9", "Choose one of these levels."),
            ("jobs-0-starts", "spring", "Write a month such as 2021-03."),
            ("jobs-0-title", "", "A job needs a title."),
            ("jobs-1-ends", "1990-01", "It ends before it begins."),
            ("headline-0-text", "x" * 201, "at most 200 are kept"),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(self, client, rosa, field, typed, said):
        send(client)
        form = form_of(client) | {field: typed}
        if field == "jobs-0-title":
            form["jobs-0-organisation"] = ""
        form["take"] += ["headline-0", "claims-90"]
        page = client.post("/me/profile/resume/saving", form)
        assert page.status_code == 422
        assert said in page.content.decode()
        assert (rosa.claims.count(), rosa.jobs.count()) == (1, 0)

    def test_a_form_of_an_earlier_resume_changes_nothing(self, client, rosa):
        send(client)
        form = form_of(client)
        send(client)
        page = client.post("/me/profile/resume/saving", form)
        assert page.status_code == 409
        assert "another one was sent since" in page.content.decode()
        assert not rosa.jobs.exists()


class TestWhoSeesIt:
    def test_the_engineer_and_the_operator_as_a_file_that_is_saved(self, client, rosa):
        send(client, name="../Rosa's <cv>.txt")
        operator = Client()
        operator.force_login(make_admin())
        for answer in (client.get("/me/profile/resume/file"), operator.get(f"/engineers/{rosa.shown_id}/resume")):
            assert answer.content == RESUME.encode()
            assert answer["Content-Disposition"].startswith("attachment;")
            assert "/" not in answer["Content-Disposition"]
            assert answer["X-Content-Type-Options"] == "nosniff"

    def test_nobody_else(self, client, rosa):
        send(client)
        other = Client()
        other.force_login(make_account(make_engineer("Tom Late")))
        assert other.get("/me/profile/resume/file").status_code == 404
        assert other.get(f"/engineers/{rosa.shown_id}/resume").status_code == 403
        assert b"zanzibarquux" not in other.get("/me/profile/resume").content


class TestGoing:
    def test_at_once_by_a_button(self, client, files_folder, django_capture_on_commit_callbacks):
        send(client)
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/me/profile/resume/deletion")
        assert tables_that_hold("zanzibarquux") == []
        assert [path for path in files_folder.rglob("*") if path.is_file()] == []
        assert "Nothing was changed." in client.post("/me/profile/resume/deletion").content.decode()

    def test_after_90_days(self, client):
        send(client)
        with clock.at(clock.now() + timedelta(days=89)):
            assert forget_resumes() == 0
        with clock.at(clock.now() + timedelta(days=91)):
            assert forget_resumes() == 1
        assert not StoredFile.objects.exists()

    def test_with_the_engineer(self, client, rosa, operator, files_folder, django_capture_on_commit_callbacks):
        send(client)
        client.post("/me/profile/resume/saving", form_of(client))
        with django_capture_on_commit_callbacks(execute=True):
            erase_engineer(operator, rosa)
        assert tables_that_hold("zanzibarquux") == []
        assert [path for path in files_folder.rglob("*") if path.is_file()] == []
