"""The pages of a profile, a resume and a public page: every word goes through translation, also where it is refused."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guildworks.kernels.text.countries import COUNTRY_CODES
from guildworks.platform.limits import set_limit
from guildworks.skills.queries import graph
from guildworks.talent.models import PUBLIC_PARTS
from guildworks.talent.public.actions import PURPOSE
from tests.cast import make_account, make_engineer
from tests.talent.test_profile_pages import WRONG
from tests.talent.test_resumes import BAD, RESUME
from tests.web.pseudo import browser, unmarked
from tests.web.test_pseudo_locale_accounts import PASSWORD, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("speaks")]
SKILLS = sorted((skill.name for skill in graph().skills.values()), key=len, reverse=True)  # "R" is one
# What is nobody's to translate: what this test types, names of skills, and codes.
TYPED = (
    *filter(None, RESUME.splitlines()), "Rosa Lind", "Lisbon", "Berlin", "Search engineer", "Data engineer",
    "Acme Legal", "Widget Ltd", "I build things that work.", "pocket-rank",
    "a ranking library", "cv.txt", "Engineer", "Rosa", "EUR", "USD",
    "https://", "A1", "A2", "B1", "B2", "C1", "C2", *COUNTRY_CODES, *SKILLS,
)  # fmt: skip


@pytest.fixture
def rosa() -> Client:
    engineer = make_engineer("Rosa Lind", skills=("python", "go"), seen={"python": 3.4})
    asks = browser(make_account(engineer))
    for part, sent in {
        "jobs": {"title": "Engineer", "organisation": "Acme Legal", "starts": "2020-03", "current": "on"},
        "works": {"title": "pocket-rank"},
        "rates": {"amount": "90", "currency": "USD"},
    }.items():
        assert asks.post(f"/me/profile/{part}", sent).status_code == 302
    return asks


def missed(answer) -> list[str]:
    return unmarked(answer.content.decode(), *TYPED)


def test_of_a_profile(rosa):
    assert missed(rosa.get("/me/profile")) == []


def test_of_one_that_says_nothing(speaks):
    asks = browser(make_account(make_engineer("Rosa Lind", skills=(), rate=None, languages={"en": ""}, listed=False)))
    asks.post("/me/profile/languages/dropping", {"key": "en"})
    asks.post("/me/profile/words", {"public_name": "Rosa Lind"})
    assert missed(asks.get("/me/profile")) == []


@pytest.mark.parametrize(("part", "sent"), [(part, sent) for part, sent, _said, _kept in WRONG])
def test_of_what_is_refused(rosa, part, sent):
    typed = tuple(text for text in sent.values() if text.strip())
    assert (
        unmarked(
            rosa.post(f"/me/profile/{part}", sent).content.decode(), *sorted((*typed, *TYPED), key=len, reverse=True)
        )
        == []
    )


@pytest.mark.parametrize("part", ["claims", "languages", "rates", "jobs", "works"])
def test_of_what_is_saved_and_of_what_is_not_there(rosa, part):
    assert missed(rosa.post(f"/me/profile/{part}/dropping", {"key": "rust"})) == []
    sent = {"skill": "rust", "language": "de", "amount": "9", "currency": "EUR", "title": "Engineer"}
    assert missed(rosa.post(f"/me/profile/{part}", sent, follow=True)) == []


def test_of_a_resume(rosa):
    assert missed(rosa.get("/me/profile/resume")) == []
    sent = {"file": SimpleUploadedFile("cv.txt", RESUME.encode())}
    page = rosa.post("/me/profile/resume", sent, follow=True)
    assert missed(page) == []
    number = str(page.context["resume"].number)
    assert missed(rosa.post("/me/profile/resume/saving", {"number": number, "more": "claims"})) == []
    assert missed(rosa.post("/me/profile/resume/saving", {"number": "x"})) == []
    wrong = {"number": number, "take": ["jobs-0"], "jobs-0-title": "", "jobs-0-organisation": ""}
    assert missed(rosa.post("/me/profile/resume/saving", wrong)) == []
    assert missed(rosa.post("/me/profile/resume/saving", {"number": number, "take": ["claims-0"]}, follow=True)) == []
    assert missed(rosa.post("/me/profile/resume/deletion", follow=True)) == []
    assert missed(rosa.post("/me/profile/resume/deletion")) == []


@pytest.mark.parametrize("what", [what for what in BAD if what not in ("wrong types", "30 MB")])
def test_of_a_file_that_cannot_be_read(rosa, what):
    name, content, _said = BAD[what]
    assert missed(rosa.post("/me/profile/resume", {"file": SimpleUploadedFile(name, content)})) == []


def test_of_a_public_page(rosa):
    assert missed(rosa.get("/me/profile/public")) == []
    assert missed(rosa.post("/me/profile/public", {"handle": "x"})) == []
    sent = {"handle": "rosa", "shows": PUBLIC_PARTS}
    page = rosa.post("/me/profile/public", sent, follow=True)
    assert unmarked(page.content.decode(), *TYPED, "/engineers/rosa") == []
    assert missed(browser().get("/engineers/rosa")) == []
    assert missed(browser().get("/engineers/nobody")) == []
    assert missed(rosa.post("/me/profile/public/closing", follow=True)) == []


def test_of_the_data_of_an_engineer_and_of_what_they_take_back(rosa):
    proved = make_account(make_engineer("Iva Bloom", skills=("go",)), password=PASSWORD)
    asks = signed_in(proved)
    asks.post("/me/profile/resume", {"file": SimpleUploadedFile("cv.txt", RESUME.encode())})
    for handle in ("iva-one", "iva-two"):
        asks.post("/me/profile/public", {"handle": handle, "shows": ["skills"]})
    page, withdrawing = asks.get("/account/data"), reverse("withdraw_consent", args=[PURPOSE])
    assert f'action="{withdrawing}"' in page.content.decode()
    assert unmarked(page.content.decode(), *TYPED, "Iva Bloom", "Iva", "iva") == []
    taken_back = asks.post(withdrawing, follow=True)
    assert unmarked(taken_back.content.decode(), *TYPED, "Iva Bloom", "Iva", "iva") == []
    assert Client().get("/engineers/iva-two").status_code == 404
    page = asks.get("/me/profile/public").content.decode()
    assert 'value="iva-two"' in page, "it is kept for them"


def test_of_more_files_than_are_looked_at_in_a_day(rosa):
    set_limit("resume_files_per_day", 1)
    answers = [rosa.post("/me/profile/resume", {"file": SimpleUploadedFile("cv.txt", b"")}) for _ in range(2)]
    assert [(answer.status_code, missed(answer)) for answer in answers] == [(422, []), (429, [])]
