"""The Python client: what it sends again, what it walks through, and what it says of servers that are none."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest

from guildworks.client import Client, Refused, StrangeAnswer, Unreachable

TEXT = "You must know Python and RAG. 20 hours a week for 4 weeks from 7 June 2027."
Script = list[tuple[int, dict[str, str], bytes]]


def test_a_list_is_walked_page_by_page_to_its_end(elsewhere):
    with Client(elsewhere.address, elsewhere.operator) as client:
        whole = [skill["skill"] for skill in client.all_skills(limit=100)]
        assert len(whole) == len(set(whole)) > 100
        assert [skill["skill"] for skill in client.all_skills(limit=37)] == whole


def test_what_was_changed_meanwhile_is_not_changed_over(elsewhere):
    with Client(elsewhere.address, elsewhere.ada) as one, Client(elsewhere.address, elsewhere.ada) as other:
        brief = one.create_brief(text=TEXT)["brief"]
        one.read_one_brief(brief)
        assert one.answered is not None
        seen = one.answered.etag
        other.correct_one_brief(brief, corrections=[{"item": "hours_per_week", "value": {"hours": "12"}}])
        with pytest.raises(Refused) as refused:
            one.correct_one_brief(
                brief, corrections=[{"item": "hours_per_week", "value": {"hours": "30"}}], if_match=seen
            )
        assert (refused.value.code, refused.value.http_status) == ("changed_since_read", 412)


def test_an_answer_that_was_lost_on_the_way_is_asked_for_again_and_nothing_is_done_twice(elsewhere):
    with Client(elsewhere.address, elsewhere.ada) as direct:
        before = len(list(direct.all_briefs()))
        with losing_the_first_answer(elsewhere.address) as address, Client(address, elsewhere.ada) as client:
            made = client.create_brief(text=TEXT)
        rows = [row["brief"] for row in direct.all_briefs()]
    assert (len(rows), made["brief"] in rows) == (before + 1, True)


def test_a_refusal_says_what_the_server_says(elsewhere):
    with Client(elsewhere.address, elsewhere.ada) as client, pytest.raises(Refused) as refused:
        client.create_brief(text="")
    assert refused.value.http_status == 422
    assert set(refused.value.fields) == {"text"}
    assert refused.value.request_id


def test_names_that_steer_an_address_are_names(elsewhere):
    with Client(elsewhere.address, elsewhere.ada) as client:
        for name in ("../me", "..", "a/b?c=d", "brf_x#y", "ünïcode", " "):
            with pytest.raises(Refused) as refused:
                client.read_one_brief(name)
            assert refused.value.http_status in (404, 422), name


class TestOtherServers:
    def test_one_that_asks_to_wait_is_asked_again(self):
        busy = (429, {"Retry-After": "0"}, problem(429, "rate_exceeded"))
        with answering([busy, busy, (200, {}, b'{"name": "Sync"}')]) as address, Client(address, "gwk_x") as client:
            assert client.read_me()["name"] == "Sync"

    def test_one_that_asks_for_too_long_is_not_waited_for(self):
        much = (429, {"Retry-After": "86400"}, problem(429, "rate_exceeded"))
        with answering([much]) as address, Client(address, "gwk_x") as client, pytest.raises(Refused) as refused:
            client.read_me()
        assert refused.value.retry_after_s == 86400

    @pytest.mark.parametrize(
        "answer",
        [
            (200, {}, b"<html>Welcome</html>"),
            (404, {}, b"not here"),
            (500, {}, b'{"error": "no problem of ours"}'),
            (302, {"Location": "http://127.0.0.1:9/"}, b""),
        ],
    )
    def test_one_that_is_no_guildworks_is_told_apart(self, answer):
        with answering([answer]) as address, Client(address, "gwk_x") as client, pytest.raises(StrangeAnswer):
            client.read_me()

    def test_one_that_hangs_up_is_unreachable(self):
        with answering([]) as address, Client(address, "gwk_x") as client, pytest.raises(Unreachable):
            client.read_me()

    def test_one_that_stays_silent_is_unreachable_after_the_time_that_is_given(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            address = f"http://127.0.0.1:{silent.getsockname()[1]}"
            with Client(address, "gwk_x", timeout_s=0.2) as client, pytest.raises(Unreachable, match="timed out"):
                client.read_me()


def problem(status: int, code: str) -> bytes:
    return json.dumps({"status": status, "code": code, "title": "No", "detail": "Not now", "hint": "Wait."}).encode()


@contextmanager
def answering(script: Script) -> Iterator[str]:
    """The address of somebody else's server, which gives these answers in turn and then hangs up."""
    left = list(script)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not left:
                self.close_connection = True
                return
            status, headers, body = left.pop(0)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            return

    with serving(Handler) as own:
        yield own


@contextmanager
def losing_the_first_answer(address: str) -> Iterator[str]:
    """The address of something between that hands requests on, and hangs up before the first answer is told."""
    target = urlsplit(address).netloc
    lost: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            onward = HTTPConnection(target, timeout=60)
            onward.request("POST", self.path, body, dict(self.headers))
            answer = onward.getresponse()
            told = answer.read()
            onward.close()
            if not lost:
                lost.append(told)
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_words: object) -> None:
            return

    with serving(Handler) as own:
        yield own
    assert lost


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
