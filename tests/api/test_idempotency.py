"""A request that comes twice does its work once: one after the other, at once, refused, and with another body."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guildworks.matching.models import Brief
from guildworks.platform import clock
from guildworks.platform.http.actions import forget_answers
from guildworks.platform.http.models import KeptAnswer
from guildworks.platform.limits import set_limit
from guildworks.talent.actions import erase_engineer
from tests.api.asking import Program, key_of, problem
from tests.cast import make_brief, make_cast, make_engineer

TEXT = {"text": "Python is a must, 20 hours a week for 8 weeks."}


@pytest.fixture
def ada(cast) -> Program:
    return Program(key_of(cast.ada).secret)


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_same_request_is_answered_as_before(self, ada):
        first, second = (ada.post("/briefs", TEXT, Idempotency_Key="a") for _ in (1, 2))
        assert (first.status_code, first.content, first["Location"]) == (
            second.status_code,
            second.content,
            second["Location"],
        )
        assert Brief.objects.count() == 1
        assert ada.post("/briefs", TEXT, Idempotency_Key="b").json() != first.json()
        assert ada.post("/briefs", TEXT).json() != first.json()
        assert Brief.objects.count() == 3

    def test_another_request_with_its_key_is_refused(self, cast, ada):
        brief = make_brief(cast.halden).shown_id
        ada.post("/briefs", TEXT, Idempotency_Key="a")
        for path, body in (("/briefs", {"text": "Rust, 5 hours a week."}), (f"/briefs/{brief}/shortlists", {"top": 1})):
            answer = ada.post(path, body, Idempotency_Key="a")
            assert (answer.status_code, problem(answer)) == (422, "idempotency_key_taken")
        assert Brief.objects.count() == 2

    def test_keys_of_others_are_others(self, cast, ada):
        ada.post("/briefs", TEXT, Idempotency_Key="a")
        for person in (cast.ada, cast.cy):
            assert Program(key_of(person).secret).post("/briefs", TEXT, Idempotency_Key="a").status_code == 201
        assert Brief.objects.count() == 3

    def test_what_was_refused_may_come_again_once_it_can_be_done(self, cast, ada):
        body = {"engineers": [make_engineer(hours=0).shown_id], "brief": make_brief(cast.halden).shown_id}
        for _ in (1, 2):
            answer = ada.post("/holds", body, Idempotency_Key="a")
            assert (answer.status_code, problem(answer)) == (409, "reservation_within_capacity")
        assert not KeptAnswer.objects.exists()

    def test_after_a_day_the_answer_is_forgotten_and_the_key_is_free(self, ada):
        ada.post("/briefs", TEXT, Idempotency_Key="a")
        with clock.at(clock.now() + timedelta(hours=23)):
            forget_answers()
            ada.post("/briefs", TEXT, Idempotency_Key="a")
        assert Brief.objects.count() == 1
        with clock.at(clock.now() + timedelta(hours=25)):
            assert ada.post("/briefs", {"text": "Rust, 5 hours."}, Idempotency_Key="a").status_code == 201
            assert KeptAnswer.objects.count() == 1
        with clock.at(clock.now() + timedelta(hours=50)):
            forget_answers()
        assert not KeptAnswer.objects.exists()

    def test_what_named_somebody_who_was_erased_is_not_done_again(self, cast, ada, operator):
        rosa = make_engineer()
        body = {"engineers": [rosa.shown_id], "brief": make_brief(cast.halden).shown_id}
        assert ada.post("/holds", body, Idempotency_Key="a").status_code == 201
        erase_engineer(operator, rosa)
        answer = ada.post("/holds", body, Idempotency_Key="a")
        assert (answer.status_code, problem(answer)) == (410, "answer_erased")
        assert not KeptAnswer.objects.filter(body__contains=rosa.shown_id).exists()

    @pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "é"])
    def test_a_key_that_is_none_is_refused(self, ada, key):
        answer = ada.post("/briefs", TEXT, Idempotency_Key=key)
        assert (answer.status_code, problem(answer)) == (422, "bad_idempotency_key")
        assert not Brief.objects.exists()


@pytest.mark.usefixtures("own_database")
class TestAtOnce:
    def test_of_eight_at_once_one_does_it_and_all_others_get_its_answer_or_are_told_to_wait(self, at_once):
        secret = key_of(make_cast().ada).secret

        def send():
            return Program(secret).post("/briefs", TEXT, Idempotency_Key="a")

        answers, failed = at_once(8, send)
        assert failed == []
        done = [answer for answer in answers if answer.status_code == 201]
        waiting = [answer for answer in answers if answer.status_code != 201]
        assert Brief.objects.count() == 1
        assert len({answer.content for answer in done}) == 1
        assert {(answer.status_code, problem(answer)) for answer in waiting} <= {(409, "same_request_under_way")}
        assert send().content == done[0].content

    def test_a_minute_has_its_requests_however_many_connections_send_them(self, at_once):
        secret = key_of(make_cast().ada).secret
        set_limit("api_requests_per_minute", 20)
        answers, failed = at_once(8, lambda: [Program(secret).get("/me") for _ in range(5)])
        assert failed == []
        told = [answer for each in answers for answer in each]
        assert sorted(answer.status_code for answer in told) == [200] * 20 + [429] * 20
        left = sorted(int(answer["RateLimit"].split(";r=")[1].split(";")[0]) for answer in told)
        assert left == [0] * 21 + list(range(1, 20))
