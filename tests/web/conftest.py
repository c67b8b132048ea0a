"""What tests of pages share."""

from __future__ import annotations

import pytest

from guildworks.conversations.threads.subjects import Subject
from guildworks.matching.subjects import find_listed
from tests.cast import make_brief, make_engineer, make_list
from tests.web.pseudo import speaks  # noqa: F401 (a fixture)


@pytest.fixture
def about(cast) -> Subject:
    """Rosa, on a list of Halden."""
    make_engineer("Rosa Lind")
    made = make_list(cast.ada, make_brief(cast.halden, text="# Letters\n\nPython is a must."))
    return find_listed(cast.ada, made.id, made.engineers[0])
