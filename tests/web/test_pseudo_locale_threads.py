"""No page of a thread, in any of its states, has words that went past translation."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from guildworks.accounts.actions import erase_person
from guildworks.accounts.queries import acting_as_themself
from guildworks.conversations.threads.actions import Said, share, take_back_comment
from guildworks.conversations.threads.subjects import Subject
from guildworks.matching.subjects import find_listed
from guildworks.platform.limits import set_limit
from tests.cast import make_admin, make_brief, make_engineer, make_list
from tests.web.pseudo import browser
from tests.web.pseudo_client import missed, say, user_of
from tests.web.pseudo_theirs import all_speak  # noqa: F401 (fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_speak")]


class TestThreads:
    def address(self, about: Subject) -> str:
        return f"/threads/{about.kind}/{about.spelt}"

    def test_empty_and_full(self, cast, about):
        ada = browser(user_of(cast.ada))
        assert missed(ada.get(self.address(about))) == []
        first = say(cast.ada, about, "She fits.")
        assert missed(ada.get(self.address(about))) == []
        say(cast.bo, about, "So does he.", answers=first)
        share(cast.ada, about, Said("Look.", uuid4()), people=[cast.bo.id, cast.vi.id])
        take_back_comment(cast.bo, say(cast.bo, about, "Hello"))
        for actor in (cast.ada, cast.vi):
            for page in (self.address(about), f"{self.address(about)}/shares"):
                assert missed(browser(user_of(actor)).get(page)) == []
        bo = user_of(cast.bo)
        erase_person(acting_as_themself(bo), bo, address=bo.email)
        assert missed(browser(user_of(cast.ada)).get(self.address(about))) == []

    def test_whoever_reads_along(self, cast, about):
        admin = browser(make_admin())
        assert missed(admin.get(self.address(about))) == []
        assert missed(admin.get(f"{self.address(about)}/shares")) == []
        answer = admin.post(f"{self.address(about)}/comments", {"text": "Hello", "token": str(uuid4())})
        assert (answer.status_code, missed(answer)) == (403, [])

    def test_whoever_is_alone_in_their_organisation(self, cast):
        make_engineer("Rosa Lind")
        made = make_list(cast.cy, make_brief(cast.strangers, text="# Letters\n\nPython is a must."))
        about = find_listed(cast.cy, made.id, made.engineers[0])
        assert missed(browser(user_of(cast.cy)).get(self.address(about))) == []
        assert missed(browser(user_of(cast.cy)).get(f"{self.address(about)}/shares")) == []

    @pytest.mark.parametrize(
        ("to", "sent"),
        [
            ("comments", {"text": "", "token": "new"}),
            ("comments", {"text": "Hello", "token": "x"}),
            ("comments", {"text": "Hello\x00", "token": "new"}),
            ("comments", {"text": "Hello" * 3_000, "token": "new"}),
            ("comments", {"text": "Hello", "token": "new", "answers": "com_1"}),
            ("shares", {"text": "Hello", "token": "new"}),
            ("shares", {"text": "Hello", "token": "new", "person": "usr_1"}),
        ],
    )
    def test_what_is_refused(self, cast, about, to, sent):
        sent = sent | ({"token": str(uuid4())} if sent["token"] == "new" else {})
        answer = browser(user_of(cast.ada)).post(f"{self.address(about)}/{to}", sent)
        assert answer.status_code >= 400
        assert missed(answer) == []

    def test_a_stranger_among_those_ticked_and_the_same_form_with_other_words(self, cast, about):
        ada, token = browser(user_of(cast.ada)), str(uuid4())
        cy = user_of(cast.cy).shown_id
        refusals = [
            ada.post(f"{self.address(about)}/shares", {"text": "", "token": str(uuid4()), "person": cy}),
            ada.post(f"{self.address(about)}/comments", {"text": "She fits.", "token": token}),
            ada.post(f"{self.address(about)}/comments", {"text": "Hello", "token": token}),
        ]
        assert [answer.status_code for answer in refusals] == [422, 302, 409]
        assert [missed(answer) for answer in (refusals[0], refusals[2])] == [[], []]

    def test_what_cannot_be_answered(self, cast, about):
        first = say(cast.ada, about, "She fits.")
        answered = say(cast.bo, about, "So does he.", answers=first)
        gone = say(cast.bo, about, "Look.")
        take_back_comment(cast.bo, gone)
        for comment in (answered, gone):
            sent = {"text": "Hello", "token": str(uuid4()), "answers": comment.shown_id}
            answer = browser(user_of(cast.ada)).post(f"{self.address(about)}/comments", sent)
            assert (answer.status_code, missed(answer)) == (409, [])

    def test_too_many_and_what_is_not_ones_own(self, cast, about):
        mine = say(cast.ada, about, "She fits.")
        set_limit("comments_per_hour", 1)
        sent = {"text": "Hello", "token": str(uuid4())}
        answer = browser(user_of(cast.ada)).post(f"{self.address(about)}/comments", sent)
        assert (answer.status_code, missed(answer)) == (429, [])
        answer = browser(user_of(cast.bo)).post(f"/comments/{mine.shown_id}/taking-back")
        assert (answer.status_code, missed(answer)) == (403, [])
        assert missed(browser(user_of(cast.ada)).get("/threads/listed_engineer/sho_1~eng_1")) == []


def test_what_scripts_say(cast, about):
    ada = browser(user_of(cast.ada))
    pages = [ada.get(f"/threads/{about.kind}/{about.spelt}/shares"), ada.get("/gallery")]
    words = [
        re.findall(r'data-(?:cop\w+|by-hand|day|hour|minutes|expired)="([^"]*)"', str(page.content, "utf-8"))
        for page in pages
    ]
    assert [len(each) for each in words] == [3, 4]
    assert all(word.startswith("⟦") for each in words for word in each)
