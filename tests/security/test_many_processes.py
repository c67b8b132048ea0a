"""What one server process counts, all others know."""

from __future__ import annotations

import os
import subprocess
import sys

from django.test import Client

from tests.cast import make_member
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


def test_wrong_passwords_are_counted_by_all_processes_together(own_database):
    """Five in another process; then the right one has to wait in this one."""
    make_member("Ines", password=PASSWORD)
    environment = {**os.environ, "GUILDWORKS_DATABASE_URL": own_database, "PYTHONPATH": str(CHECKOUT / "src")}
    subprocess.run([sys.executable, "-c", GUESSES], env=environment, check=True, timeout=120)
    answer = Client(headers={"host": "localhost"}).post(
        "/account/login/", {"login": "ines@example.org", "password": PASSWORD}
    )
    assert "Try again in five minutes" in answer.content.decode()
