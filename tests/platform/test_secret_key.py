"""The secret key: made once however many start at once, and read by its owner alone."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guildworks.platform.errors import GuildworksError
from guildworks.platform.secret_key import FILE, SecretKeyUnusable, secret_key
from tests.conftest import CHECKOUT


def test_it_is_made_once_and_stays(tmp_path):
    key = secret_key(tmp_path / "home")
    assert len(key) >= 50
    assert secret_key(tmp_path / "home") == key
    assert (tmp_path / "home" / FILE).stat().st_mode & 0o777 == 0o600
    assert secret_key(tmp_path / "other") != key


def test_processes_that_start_at_once_have_the_same(tmp_path):
    code = "import sys, pathlib; from guildworks.platform.secret_key import secret_key\n"
    code += "print(secret_key(pathlib.Path(sys.argv[1])))"
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "src")}

    def ask(_: int) -> str:
        words = [sys.executable, "-c", code, str(tmp_path / "home")]
        return subprocess.run(words, env=environment, check=True, capture_output=True, text=True, timeout=60).stdout

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, range(6)))) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
def test_one_that_others_can_read_is_refused(tmp_path, mode):
    secret_key(tmp_path)
    (tmp_path / FILE).chmod(mode)
    with pytest.raises(SecretKeyUnusable, match="other than its owner") as refused:
        secret_key(tmp_path)
    assert "chmod 600" in refused.value.hint


@pytest.mark.parametrize("content", [b"", b"short", "ключ".encode() * 20], ids=["empty", "short", "not ASCII"])
def test_what_is_no_key_is_refused_and_stays(tmp_path, content):
    secret_key(tmp_path)
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(SecretKeyUnusable) as refused:
        secret_key(tmp_path)
    assert str(tmp_path / FILE) in refused.value.message
    assert (tmp_path / FILE).read_bytes() == content


def test_a_folder_in_its_place_or_a_home_that_is_a_file_is_refused(tmp_path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(SecretKeyUnusable):
        secret_key(tmp_path)
    home = tmp_path / "home"
    home.write_bytes(b"")
    with pytest.raises(GuildworksError):
        secret_key(Path(home))
