"""A mail server for each test, and the settings that lead there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from guildworks.platform.mail.server import smtp_server
from tests.platform.mail.post import Listening, Post

SENDER = "Guildworks <guildworks@example.org>"


@pytest.fixture(autouse=True)
def outbox(settings) -> None:
    """Mail goes where the program sends it; for tests Django itself would keep it in a list."""
    settings.EMAIL_BACKEND = "guildworks.platform.mail.outbox.Outbox"
    settings.SMTP_SERVER = None
    settings.DEFAULT_FROM_EMAIL = SENDER


@pytest.fixture
def post(settings) -> Iterator[Post]:
    """A mail server that takes everything, and to which the program's mail goes."""
    post = Post()
    server = Listening(post)
    server.start()
    settings.SMTP_SERVER = smtp_server(post.url)
    yield post
    server.stop()


@pytest.fixture
def listening() -> Iterator[Callable[..., Post]]:
    """`listening(require_starttls=True, …)`: a further server of another kind."""
    with ExitStack() as running:

        def start(kind: type[Listening] = Listening, **options: object) -> Post:
            post = Post()
            server = kind(post, **options)
            server.start()
            running.callback(server.stop)
            return post

        yield start
