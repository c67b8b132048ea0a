"""What holds of every request: cursors, ETags, bodies, addresses, and what a client may not count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.models import ApiKey
from guildworks.matching.models import Brief
from guildworks.platform import clock
from tests.api.asking import Program, key_of, key_of_engineer, key_of_operator, problem
from tests.cast import hold, make_brief, make_engineer, make_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast) -> Program:
    return Program(key_of(cast.ada).secret)


@pytest.fixture
def operator() -> Program:
    return Program(key_of_operator().secret)


def commit() -> None:
    """Have the database do what it does at the end of a transaction: events get their places."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def walked(program: Program, path: str, name: str) -> list[dict]:
    """All rows of a list, page by page."""
    found, cursor = [], ""
    while True:
        answer = program.get(f"{path}{'&' if '?' in path else '?'}limit=2&cursor={cursor}")
        assert answer.status_code == 200, answer.content
        found += answer.json()[name]
        cursor = answer.json()["next"]
        if cursor is None:
            return found


class TestCursors:
    def test_they_go_through_a_list_once_whatever_comes_meanwhile(self, cast, ada):
        made = [make_brief(cast.halden, text=f"Python, {number} hours a week.") for number in range(10, 15)]
        first = ada.get("/briefs?limit=2").json()
        make_brief(cast.halden, text="A brief that comes between two pages: Python, 9 hours a week.")
        rest = walked(ada, f"/briefs?limit=2&cursor={first['next']}", "briefs")
        told = [row["brief"] for row in (*first["briefs"], *rest)][:2]
        assert told == [brief.shown_id for brief in made[::-1]][:2]
        assert [row["brief"] for row in walked(ada, "/briefs", "briefs")][1:] == [each.shown_id for each in made[::-1]]

    def test_each_list_is_walked_to_its_end(self, cast, ada, operator):
        people = [make_engineer(name) for name in ("Ana Reis", "Ana Reis", "Bela Kiss", "Ciro Neri", "Dora Ek")]
        lists = [make_list(cast.ada, make_brief(cast.halden)) for _ in range(3)]
        held = [hold(person)[0] for person in people]
        rows = walked(operator, "/engineers", "engineers")
        assert [row["name"] for row in rows] == sorted(person.public_name for person in people)
        assert {row["engineer"] for row in rows} == {person.shown_id for person in people}
        assert {row["shortlist"] for row in walked(ada, "/shortlists", "shortlists")} == {x.shown_id for x in lists}
        assert {row["id"] for row in walked(operator, "/holds?state=hold", "holds")} == {x.shown_id for x in held}
        slugs = [row["skill"] for row in walked(ada, "/skills?search=python", "skills")]
        assert slugs == sorted(set(slugs)) and "python" in slugs

    def test_one_of_another_list_filter_or_key_is_refused(self, cast, ada, operator):
        for number in range(3):
            make_brief(cast.halden, text=f"Python, {number + 9} hours a week.")
        cursor = ada.get("/briefs?limit=1").json()["next"]
        assert ada.get(f"/briefs?limit=1&cursor={cursor}").status_code == 200
        again = Program(key_of(cast.ada).secret)
        for program, path in (
            (ada, "/shortlists?"),
            (ada, "/briefs?search=python&"),
            (again, "/briefs?"),
            (operator, "/briefs?"),
        ):
            answer = program.get(f"{path}cursor={cursor}")
            assert (answer.status_code, problem(answer)) == (400, "bad_cursor"), path
        for wrong in (cursor[:-1], f"x{cursor}", "WyJhIl0:abc", "%00", "é"):
            answer = ada.get(f"/briefs?cursor={wrong}")
            assert (answer.status_code, problem(answer)) == (400, "bad_cursor"), wrong


class TestEtags:
    def test_who_has_it_already_is_told_so(self, cast, ada):
        path = f"/briefs/{make_brief(cast.halden).shown_id}"
        etag = ada.get(path)["ETag"]
        for named in (etag, f"W/{etag}", f'"another", {etag}', "*"):
            again = ada.get(path, If_None_Match=named)
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert ada.get(path, If_None_Match='"another"').status_code == 200

    def test_a_brief_that_was_corrected_meanwhile_is_not_corrected_again(self, cast, ada):
        path = f"/briefs/{make_brief(cast.halden).shown_id}"
        etag = ada.get(path)["ETag"]

        def correct(hours: str):
            body = {"corrections": [{"item": "hours_per_week", "value": {"hours": hours}}]}
            return ada.post(f"{path}/corrections", body, If_Match=etag)

        first = correct("24")
        assert first.status_code == 201
        assert first.json()["requirement"]["hours_per_week"][0]["value"]["min"] == 24
        second = correct("30")
        assert (second.status_code, problem(second)) == (412, "changed_since_read")
        assert ada.get(path).json() == first.json()

    def test_a_profile_that_was_changed_meanwhile_stays_so(self, operator):
        path = f"/engineers/{make_engineer().shown_id}"
        etag = operator.get(path)["ETag"]
        assert operator.ask("PATCH", path, {"city": "Porto"}, If_Match=etag).status_code == 200
        refused = operator.ask("PATCH", path, {"city": "Lagos"}, If_Match=etag)
        assert (refused.status_code, problem(refused)) == (412, "changed_since_read")
        assert operator.get(path).json()["city"] == "Porto"
        assert operator.ask("PATCH", path, {"city": "Lagos"}).json()["city"] == "Lagos"


class TestBadInput:
    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            (b"", 422, "wrong_fields"),
            (b"{", 400, "bad_request"),
            (b'{"text": NaN}', 400, "bad_request"),
            (b'{"text": "\xff"}', 400, "bad_request"),
            (b'{"text": "a\\u0000b"}', 400, "bad_request"),
            (b'{"text": "a\\ud800b"}', 400, "bad_request"),
            (b"[" * 100_000, 400, "bad_request"),
            (b'{"text": ' + b"[" * 50 + b"]" * 50 + b"}", 400, "bad_request"),
            (b"[]", 422, "wrong_fields"),
            (b'"text"', 422, "wrong_fields"),
            (b"null", 422, "wrong_fields"),
            (b"{}", 422, "wrong_fields"),
            (b'{"text": 7}', 422, "wrong_fields"),
            (b'{"text": "", "more": 1}', 422, "wrong_fields"),
            (b'{"text": "a", "organisation": "org_1"}', 404, "bad_id"),
            (b'{"text": "%s"}' % (b"x" * 1_100_000), 413, "too_large"),
        ],
    )
    def test_a_body_that_is_none_is_a_clear_answer(self, ada, body, status, code):
        answer = ada.post("/briefs", body)
        assert (answer.status_code, problem(answer)) == (status, code)
        assert not Brief.objects.exists()

    def test_each_field_that_is_wrong_is_named(self, ada):
        answer = ada.post("/holds", {"engineers": [], "phases": [{"hours": 200}], "starts": "soon", "more": 1})
        assert problem(answer) == "wrong_fields"
        assert answer.json()["fields"].keys() == {"engineers", "phases.0.hours", "phases.0.weeks", "starts", "more"}
        answer = ada.get("/briefs?limit=0")
        assert answer.json()["fields"].keys() == {"limit"}

    def test_a_key_in_an_address_is_refused_with_what_to_do_and_not_logged(self, cast, ada, capfd):
        secret = key_of(cast.ada).secret
        for path in (
            f"/briefs?key={secret}",
            f"/{secret}",
            f"/briefs/{secret}",
            f"/briefs?search={secret.upper()}",
            "/me?gwk%5fA",
        ):
            answer = ada.get(path)
            assert (answer.status_code, problem(answer)) == (400, "key_in_address"), path
            assert answer.json()["hint"].startswith("Revoke that key")
            assert secret not in answer.content.decode()
        assert secret.lower() not in "".join(capfd.readouterr()).lower()

    def test_addresses_and_methods_that_are_none(self, ada):
        for path in ("/nothing", "/briefs/", "/holds//release", "/briefs/brf_1/nothing"):
            answer = ada.get(path)
            assert (answer.status_code, problem(answer)) == (404, "no_such_address"), path
        answer = ada.ask("DELETE", "/briefs")
        assert (answer.status_code, problem(answer), answer["Allow"]) == (405, "wrong_method", "GET, POST")
        assert problem(Program(None).get("/nothing")) == "no_api_key"

    def test_words_with_letters_that_no_database_keeps(self, ada, operator):
        for path in ("/briefs?search=%00", "/skills?search=%00", "/shortlists?brief=%00", "/briefs/%00", "/skills/%00"):
            assert ada.get(path).status_code in (200, 404, 422), path
        assert operator.get("/engineers?search=%00").status_code == 422

    def test_a_session_opens_nothing_here(self, cast, client):
        from guildworks.accounts.models import User

        client.force_login(User.objects.get(id=cast.ada.id))
        assert client.get("/api/v1/me").status_code == 401


class TestWhatAClientMayNotCount:
    def test_of_one_or_two_who_fail_something_it_is_told_no_number(self, cast, ada, operator):
        for number in range(4):
            make_engineer(f"Fits {number}")
        make_engineer("Lacks", skills=("sql",))
        made = make_list(cast.ada, make_brief(cast.halden))
        path = f"/shortlists/{made.shown_id}"
        told, exact = ada.get(path).json(), operator.get(path).json()
        lacking = [each for each in exact["excluded"] if each["requirement"] == "Python"]
        assert [(each["engineers"], each["only"]) for each in lacking] == [(1, 1)]
        hidden = [each for each in told["excluded"] if each["requirement"] == "Python"]
        assert [(each["engineers"], each["only"]) for each in hidden] == [(None, None)]
        assert (exact["candidates"], told["candidates"]) == (5, None)
        assert "below" not in str(ada.get(f"{path}/receipt").json()["parts"].keys())

    def test_its_events_say_no_such_number_either(self, cast, ada, operator):
        make_engineer()
        make_list(cast.ada, make_brief(cast.halden))
        commit()
        (made,) = [each for each in ada.get("/events").json()["events"] if each["name"] == "shortlist.made"]
        assert "candidates" not in made["facts"] and made["facts"]["engineers"] == 1

    def test_a_client_reads_no_profile(self, cast):
        """Not even where the database was made to say that its key may."""
        rosa, made = make_engineer(email="rosa@example.org"), key_of(cast.ada)
        ApiKey.objects.filter(id=made.key.id).update(scopes=["engineers:read"])
        answer = Program(made.secret).get(f"/engineers/{rosa.shown_id}")
        assert answer.status_code == 404 and b"rosa@example.org" not in answer.content


class TestEvents:
    def test_they_are_followed_without_a_gap(self, cast, ada):
        for _ in range(5):
            make_brief(cast.halden)
        commit()
        found, last = [], 0
        while told := (page := ada.get(f"/events?after={last}&limit=2").json())["events"]:
            found += told
            last = page["last"]
        assert [each["seq"] for each in found] == list(range(1, len(found) + 1))
        assert [each["name"] for each in found].count("brief.written") == 5
        assert page["last"] == last
        assert [each["name"] for each in ada.get("/events?limit=1&after=1").json()["events"]] == [found[1]["name"]]

    def test_an_engineer_is_not_told_who_of_a_client_did_something(self, cast):
        rosa = make_engineer()
        own = Program(key_of_engineer(rosa).secret)
        hold(rosa)
        commit()
        events = own.get("/events").json()
        assert events["chain"] == rosa.shown_id
        (placed,) = [each for each in events["events"] if each["name"] == "hold.placed"]
        assert placed["actor"]["id"] is None


class TestHolds:
    def test_one_is_placed_with_a_talk_and_the_engineer_answers_it(self, cast, ada):
        rosa, brief = make_engineer(email="rosa@example.org"), make_brief(cast.halden)
        own, time = Program(key_of_engineer(rosa).secret), (clock.now() + timedelta(hours=20)).replace(microsecond=0)
        talk = {"engineer": rosa.shown_id, "times": [f"{time.isoformat()}"], "zone": "Europe/Berlin"}
        placed = ada.post("/holds", {"engineers": [rosa.shown_id], "brief": brief.shown_id, "talks": [talk]})
        (told,) = placed.json()["holds"]
        assert told["talk"] == {
            "times": [time.isoformat()], "minutes": 30, "zone": "Europe/Berlin", "answered": False, "chosen": None,
        }  # fmt: skip
        (mine,) = own.get("/holds").json()["holds"]
        assert (mine["held_by"], mine["id"]) == ("Halden Mutual", told["id"])
        path = f"/holds/{mine['id']}"
        assert own.post(f"{path}/talk", {"chosen": "0001-01-01T00:00:00+14:00"}).status_code == 422
        assert own.post(f"{path}/talk", {"chosen": time.isoformat()}).json()["talk"]["chosen"] == time.isoformat()
        assert own.post(f"{path}/acceptance").json()["accepted_at"]
        assert ada.get(path).json()["talk"]["answered"]
        assert ada.post(f"{path}/release").json()["state"] == "released"

    def test_times_that_no_calendar_has_are_refused(self, cast, ada):
        rosa, brief = make_engineer(), make_brief(cast.halden)
        for time in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
            talk = {"engineer": rosa.shown_id, "times": [time]}
            answer = ada.post("/holds", {"engineers": [rosa.shown_id], "brief": brief.shown_id, "talks": [talk]})
            assert (answer.status_code, problem(answer)) == (422, "bad_hold")


LISTS = {"/briefs": 4, "/shortlists": 3, "/holds": 4, "/engineers": 3, "/events": 5, "/skills": 2, "/demand": 4}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_no_more_where_there_is_more(cast, path):
    """The key and its count first, then the list."""
    people = [make_engineer(f"Person {number}") for number in range(6)]
    program = Program((key_of_operator() if path in ("/engineers", "/holds") else key_of(cast.ada)).secret)
    program.get(path)  # notes when the key was used
    for person in people:
        make_list(cast.ada, make_brief(cast.halden))
        hold(person)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert program.get(f"{path}?limit=100").status_code == 200
    assert len(asked) <= LISTS[path], [each["sql"][:200] for each in asked]
