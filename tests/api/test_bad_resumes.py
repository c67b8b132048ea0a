"""Resumes that cannot be read, as a program sends them: a clear answer each, and not a row more than before."""

from __future__ import annotations

from base64 import b64encode

import pytest
from django.db import connection

from guildworks.platform.models import Event
from guildworks.talent.models import Engineer
from tests.api.asking import Program, key_of_operator, problem
from tests.cast import make_engineer
from tests.talent.test_resumes import BAD, CHINESE

pytestmark = pytest.mark.django_db
SENT = ["30 MB", "a photo", "a photo as text", "an encrypted PDF", "a scan", "a broken DOCX", "empty"]


@pytest.fixture
def program() -> Program:
    make_engineer("Rosa Lind")
    return Program(key_of_operator().secret)


def rows() -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM platform_storedfile")
        return Engineer.objects.count(), Event.objects.count(), cursor.fetchone()[0]


@pytest.mark.parametrize("what", SENT)
def test_what_cannot_be_read_says_why_and_nothing_is_kept(program, what):
    name, content, _said = BAD[what]
    before = rows()
    answer = program.post("/engineers", {"file": name, "base64": b64encode(content).decode()})
    assert answer.status_code == (413 if what == "30 MB" else 422), answer.content[:300]
    problem(answer)
    assert rows() == before


def test_a_chinese_one_is_read_as_far_as_it_goes_and_says_so(program):
    answer = program.post("/engineers", {"text": CHINESE + "Skills\nPython, Docker\n"})
    assert answer.status_code == 201
    assert any("written in Chinese" in warning for warning in answer.json()["warnings"])
