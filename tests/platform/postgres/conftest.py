"""A home of its own for each server: below /tmp and short, since the path of a socket may have 100 bytes only."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from guildworks.platform.postgres import ensure_running, stop


def _new_home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="gw-", dir="/tmp"))
    home.chmod(0o711)
    yield home
    stop(home)
    shutil.rmtree(home)


@pytest.fixture
def home() -> Iterator[Path]:
    """A home without a server."""
    yield from _new_home()


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    """A home whose server the tests of a module share; they may stop and kill it."""
    yield from _new_home()


@pytest.fixture
def running_home(shared_home: Path) -> Path:
    """A home whose server runs."""
    ensure_running(shared_home)
    return shared_home
