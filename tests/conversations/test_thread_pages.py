"""The foot of pages on which people talk, the page of a thread, and its forms."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.models import User
from guildworks.conversations.threads.actions import Said, take_back_comment, write_comment
from guildworks.conversations.threads.models import Comment
from guildworks.conversations.threads.subjects import Subject
from guildworks.matching.models import Shortlist
from guildworks.matching.subjects import brief_subject, find_listed, list_subject
from guildworks.platform.actor import Actor
from tests.cast import content_of, make_admin, make_brief, make_engineer, make_list

pytestmark = pytest.mark.django_db
BAD = '<script>alert(1)</script> https://example.org/"onclick=x <img src=x onerror=alert(1)>'


@pytest.fixture
def made(cast) -> Shortlist:
    make_engineer("Rosa Lind")
    return make_list(cast.ada, make_brief(cast.halden))


@pytest.fixture
def about(made) -> Subject:
    return list_subject(made)


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=actor.id))
    return client


def sending(about: Subject, *, to: str = "comments") -> str:
    return f"/threads/{about.kind}/{about.spelt}/{to}"


def say(actor: Actor, about: Subject, text: str) -> Comment:
    return write_comment(actor, about, Said(text, uuid4()))


def subjects_of(cast, made) -> list[Subject]:
    rosa = made.engineers[0]
    return [list_subject(made), brief_subject(made.brief), find_listed(cast.ada, made.id, rosa)]


def test_what_is_sent_stands_at_the_foot_of_the_page_that_it_is_about(cast, made):
    for subject in subjects_of(cast, made):
        sent = {"text": f"About {subject.word}.", "token": str(uuid4())}
        answer = browser_of(cast.vi).post(sending(subject), sent)
        comment = Comment.objects.latest("written_at")
        assert answer["Location"] == f"{subject.address}#{comment.shown_id}"
        assert f"About {subject.word}." in browser_of(cast.bo).get(subject.address).content.decode()
    page = browser_of(cast.bo).get(made_address(made)).content.decode()
    assert page.count('class="speech"') == 1, "each page has its own thread"


def made_address(made: Shortlist) -> str:
    return f"/shortlists/{made.shown_id}"


def test_a_stranger_finds_no_thread_and_leaves_nothing(cast, made):
    say(cast.ada, list_subject(made), "Between us.")
    mine = say(cast.bo, list_subject(made), "Mine.")
    cy = browser_of(cast.cy)
    for subject in subjects_of(cast, made):
        for answer in (
            cy.get(f"/threads/{subject.kind}/{subject.spelt}"),
            cy.get(sending(subject, to="shares")),
            cy.post(sending(subject), {"text": "Hello", "token": str(uuid4())}),
            cy.post(sending(subject, to="shares"), {"person": [], "token": str(uuid4())}),
            cy.post(f"/comments/{mine.shown_id}/taking-back"),
        ):
            assert answer.status_code == 404
    for odd in (
        "list/sho_1",
        f"shortlist/{made.shown_id}~x",
        "brief/brf_",
        f"brief/{made.shown_id}",
        "listed_engineer/a~b",
    ):
        assert cy.get(f"/threads/{odd}").status_code == 404
        assert browser_of(cast.ada).get(f"/threads/{odd}").status_code == 404
    assert Comment.objects.count() == 2


def test_the_admin_reads_a_clients_thread_and_has_no_form(cast, made, about):
    say(cast.ada, about, "Between us.")
    oda = Client()
    oda.force_login(make_admin())
    page = oda.get(about.address).content.decode()
    assert "Between us." in page
    assert "You read along" in page
    assert sending(about) not in page
    assert oda.post(sending(about), {"text": "Hello", "token": str(uuid4())}).status_code == 403


def test_markup_stays_text_and_an_address_a_link(cast, about):
    say(cast.ada, about, BAD)
    page = browser_of(cast.bo).get(about.address).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert '<a href="https://example.org/" rel="nofollow noopener ugc">' in page


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "nothing in it yet"), ("x" * 300_000, "300,000"), ("a\x07b", "U+0007"), (" \u200b ", "nothing")],
)
def test_what_is_refused_comes_back_as_it_was_sent_with_the_reason_beside_it(cast, about, text, why):
    answer = browser_of(cast.ada).post(sending(about), {"text": text, "token": str(uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert text in page
    assert 'aria-invalid="true"' in page


def test_a_form_that_was_not_made_here_is_told_so_and_keeps_the_words(cast, about):
    for token in ("", "x", "0"):
        answer = browser_of(cast.ada).post(sending(about), {"text": "My words", "token": token})
        assert answer.status_code == 422
        assert "My words" in answer.content.decode()


def test_a_form_changed_after_it_was_sent_keeps_both(cast, about):
    ada, token = browser_of(cast.ada), str(uuid4())
    ada.post(sending(about), {"text": "First", "token": token})
    answer = ada.post(sending(about), {"text": "Second", "token": token})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First" in page
    assert "Second</textarea>" in page
    assert f'value="{token}"' not in page, "sent once more it is a comment of its own"


def test_an_answer_to_a_comment_of_another_thread_or_to_nothing_is_refused(cast, made, about):
    elsewhere = say(cast.ada, brief_subject(made.brief), "There.")
    ada = browser_of(cast.ada)
    sent = {"text": "So?", "token": str(uuid4())}
    assert ada.post(sending(about), {**sent, "answers": elsewhere.shown_id}).status_code == 409
    assert ada.post(sending(about), {**sent, "answers": "com_1"}).status_code == 404
    assert Comment.objects.count() == 1


def test_words_that_were_taken_back_are_on_no_page(cast, about):
    comment = say(cast.bo, about, "Regretted at once")
    browser_of(cast.bo).post(f"/comments/{comment.shown_id}/taking-back")
    for who in (cast.ada, cast.bo):
        page = browser_of(who).get(about.address).content.decode()
        assert "Regretted" not in page
        assert "The words of this comment were taken back." in page
    assert browser_of(cast.ada).post(f"/comments/{comment.shown_id}/taking-back").status_code == 403


def test_sharing_names_those_ticked_and_tells_the_way_for_people_from_outside(cast, about):
    me, bo, vi = (User.objects.get(id=who.id) for who in (cast.ada, cast.bo, cast.vi))
    ada = browser_of(cast.ada)
    page = ada.get(sending(about, to="shares")).content.decode()
    assert [bo.shown_id in page, vi.shown_id in page, me.shown_id in page] == [True, True, False]
    assert "invite them" in page
    assert 'href="/organisation/people"' in page
    ada.post(sending(about, to="shares"), {"person": [bo.shown_id, vi.shown_id], "text": "Look", "token": str(uuid4())})
    assert "Shared with Bo and Vi" in ada.get(about.address).content.decode()
    stranger = User.objects.get(id=cast.cy.id)
    for wrong in ([], [stranger.shown_id], ["usr_1"]):
        answer = ada.post(sending(about, to="shares"), {"person": wrong, "text": "Look", "token": str(uuid4())})
        page = answer.content.decode()
        assert answer.status_code in (404, 422)
        assert "Look</textarea>" in page and "Who is to be told?" in page
        assert 'aria-invalid="true"' not in page, "the words are not what is wrong"
    answer = ada.post(
        sending(about, to="shares"), {"person": [bo.shown_id], "text": "x" * 300_000, "token": str(uuid4())}
    )
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()
    assert f'value="{bo.shown_id}" checked' in answer.content.decode(), "whoever was ticked stays so"
    assert "Cy" not in ada.get(about.address).content.decode()


def test_the_foot_and_the_pages_of_a_thread_with_a_thousand_comments_cost_a_bounded_number_of_queries(cast, about):
    first, ada = say(cast.ada, about, "first"), browser_of(cast.ada)
    few = queries_of(ada, about.address)
    Comment.objects.bulk_create(
        Comment(
            thread=first.thread,
            author=first.author,
            text=f"n{place}",
            named=0,
            token=uuid4(),
            written_at=first.written_at,
        )
        for place in range(999)
    )
    assert queries_of(ada, about.address) <= few
    assert few <= 30
    page = ada.get(about.address).content.decode()
    assert page.count('class="speech"') == 50
    assert "Earlier comments" in page
    last = ada.get(f"/threads/{about.kind}/{about.spelt}?page=20").content.decode()
    assert "first" in last
    assert queries_of(ada, f"/threads/{about.kind}/{about.spelt}?page=20") <= 30
    bo = browser_of(cast.bo)  # Ada has written enough for an hour
    answer = bo.post(sending(about), {"text": "Late", "token": str(uuid4()), "answers": first.shown_id})
    assert "?page=21#com_" in answer["Location"] or "?page=20#com_" in answer["Location"]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_page_says_the_same_twice_but_for_the_tokens_of_its_forms(cast, about):
    take_back_comment(cast.ada, say(cast.ada, about, "gone"))
    assert b"gone" not in content_of(browser_of(cast.ada).get(about.address))
