"""What one server process counts, all others know."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from django.test import Client

from guildworks.platform.limits import set_limit
from tests.api.asking import key_of
from tests.cast import make_cast, make_member
from tests.conftest import CHECKOUT

PASSWORD = "seven herons over Tallinn"
GUESSES = """
from guildworks.project import start
start.configure()
from django.test import Client
browser = Client(headers={"host": "localhost"})
for _ in range(5):
    browser.post("/account/login/", {"login": "ines@example.org", "password": "wrong wrong wrong"})
"""
# Says when it is ready, and asks as fast as it can once it is told to.
REQUESTS = """
import json, sys
from guildworks.project import start
start.configure()
from django.test import Client
program = Client(headers={"host": "localhost", "authorization": f"Bearer {sys.argv[1]}"})
program.get("/api/v1/openapi.json")
print("ready", flush=True)
sys.stdin.readline()
answers = [program.get("/api/v1/me") for _ in range(int(sys.argv[2]))]
print(json.dumps([[answer.status_code, dict(answer.items())] for answer in answers]))
"""
AMONG_THEM = 60  # what all processes together may send in a minute
EACH = 50


def test_wrong_passwords_are_counted_by_all_processes_together(own_database):
    """Five in another process; then the right one has to wait in this one."""
    make_member("Ines", password=PASSWORD)
    subprocess.run([sys.executable, "-c", GUESSES], env=environment(own_database), check=True, timeout=120)
    answer = Client(headers={"host": "localhost"}).post(
        "/account/login/", {"login": "ines@example.org", "password": PASSWORD}
    )
    assert "Try again in five minutes" in answer.content.decode()


def test_two_processes_let_through_in_sum_what_one_key_may_send_and_each_tells_what_is_left(own_database):
    set_limit("api_requests_per_minute", AMONG_THEM)
    secret = key_of(make_cast().ada).secret
    one, other = asked_at_once(own_database, secret)
    answers = one + other
    passed = [told for status, told in answers if status == 200]
    refused = [told for status, told in answers if status == 429]
    assert (len(passed), len(refused)) == (AMONG_THEM, 2 * EACH - AMONG_THEM)
    assert {status for status, _ in one} == {status for status, _ in other} == {200, 429}, "both were at it to the end"
    assert sorted(left(told) for told in passed) == list(range(AMONG_THEM)), "each number is told once"
    assert {left(told) for told in refused} == {0}
    for told in passed + refused:
        assert told["RateLimit-Policy"] == f'"key";q={AMONG_THEM};w=60'
    for told in refused:
        assert told["RateLimit"] == f'"key";r=0;t={told["Retry-After"]}'
        assert 1 <= int(told["Retry-After"]) <= 60


def asked_at_once(database: str, secret: str) -> list[list[Any]]:
    """What two processes were answered that send one key's requests at the same time: status and headers."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", REQUESTS, secret, str(EACH)],
            env=environment(database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0] for process in processes]
    return [json.loads(lines.splitlines()[-1]) for lines in said]  # what comes before is the log


def left(told: dict[str, str]) -> int:
    return int(told["RateLimit"].split(";r=")[1].split(";")[0])


def environment(database: str) -> dict[str, str]:
    return {**os.environ, "GUILDWORKS_DATABASE_URL": database, "PYTHONPATH": str(CHECKOUT / "src")}
