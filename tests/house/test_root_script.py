"""`./guildworks` on a fresh machine. Why: whoever meets an error in the first minute never sees the second.

The script runs for real, in a small checkout whose lock files name nothing, so that no network is needed; what it hands
its words to is a program that says what it was given.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAYS_WHAT_IT_WAS_GIVEN = "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd(), __file__]))\n"


def new_checkout(folder: Path) -> Path:
    """A checkout of nothing but the script."""
    for package in ("guildworks", "pytest"):
        (folder / "src" / package).mkdir(parents=True)
        (folder / "src" / package / "__init__.py").touch()
        (folder / "src" / package / "__main__.py").write_text(SAYS_WHAT_IT_WAS_GIVEN)
    (folder / "tests").mkdir()
    (folder / "requirements.lock").write_text("# nothing\n")
    (folder / "requirements-dev.lock").write_text("# nothing more\n")
    shutil.copy(ROOT / "guildworks", folder / "guildworks")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose environment is made, for the program and for the tests."""
    folder = new_checkout(tmp_path_factory.mktemp("made"))
    assert start(folder, "test").returncode == 0
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout without an environment."""
    return new_checkout(tmp_path / "bare")


@pytest.fixture
def changeable(made: Path) -> Iterator[Path]:
    """`made`, whose lock files and stamp are as they were when the test is over."""
    paths = [made / "requirements.lock", made / "requirements-dev.lock", made / ".venv/guildworks.stamp"]
    before = [path.read_bytes() for path in paths]
    yield made
    for path, content in zip(paths, before, strict=True):
        path.write_bytes(content)


def start(checkout: Path, *words: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "guildworks"), *words]
    environ = {**os.environ, "PIP_RETRIES": "1", **environment}
    return subprocess.run(command, cwd=cwd or checkout, env=environ, capture_output=True, text=True, check=False)


def start_as(checkout: Path, version: Sequence[int], **environment: str) -> subprocess.CompletedProcess[str]:
    """Start with a Python that says to be of another version."""
    script = str(checkout / "guildworks")
    code = f"import runpy, sys; sys.version_info = {(*version, 0)}; sys.argv = [{script!r}, 'demo']; "
    code += f"runpy.run_path({script!r}, run_name='__main__')"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def is_fresh(checkout: Path, purpose: str = "program") -> bool:
    """What the script itself thinks."""
    loader = SourceFileLoader("root_script", str(checkout / "guildworks"))
    spec = spec_from_loader("root_script", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return bool(module.is_fresh(purpose))


def test_every_word_reaches_the_program_unchanged_from_any_folder(made: Path, tmp_path: Path) -> None:
    words = ["shortlist", "a brief.md", "--json", 'it\'s "quoted"', "", "*", "--", "-x"]
    (tmp_path / "json.py").write_text("raise SystemExit('a file beside the person is no library')")
    ran = start(made, *words, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == [words, str(tmp_path), str(made / "src/guildworks/__main__.py")]


def test_a_start_with_a_fresh_environment_costs_next_to_nothing(made: Path) -> None:
    def seconds(command: list[str]) -> float:
        began = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        return time.perf_counter() - began

    direct = [str(made / ".venv/bin/python"), "-m", "guildworks"]
    through = [sys.executable, str(made / "guildworks")]
    added = min(seconds(through) for _ in range(5)) - min(seconds(direct) for _ in range(5))
    assert added < 0.2  # 0.04 s on a quiet machine, nearly all of it Python's own start


def test_the_tests_run_in_the_checkout_on_all_cores_unless_told_otherwise(made: Path) -> None:
    def words(*given: str) -> list[str]:
        said, cwd, program = json.loads(start(made, "test", *given, cwd=made / "tests").stdout)
        assert (cwd, program) == (str(made), str(made / "src/pytest/__main__.py"))
        return list(said)

    assert words("--long")[0] == "-n"
    assert words("-k", "x" * 300)[-2:] == ["-k", "x" * 300]
    assert words("tests::test_x") == ["tests::test_x"]
    assert words("../tests") == [str(made / "tests/../tests")]
    assert words("-n0", "--long") == ["-n0", "--long"]


def test_an_environment_is_stale_when_its_lock_file_changed(changeable: Path) -> None:
    assert is_fresh(changeable)
    (changeable / "requirements.lock").write_text("# something else\n")
    assert not is_fresh(changeable)
    assert is_fresh(changeable, "tests")


def test_an_environment_is_stale_when_it_was_copied_or_lost_its_python(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy, symlinks=True)
    assert not is_fresh(copy)
    python = (made / ".venv/bin/python").resolve()
    links = [link for link in (made / ".venv/bin").iterdir() if link.resolve() == python]
    targets = [link.readlink() for link in links]
    for link in links:
        link.unlink()
    assert not is_fresh(made)
    for link, target in zip(links, targets, strict=True):
        link.symlink_to(target)
    assert is_fresh(made)


def test_a_second_start_waits_for_the_first_and_says_so(bare: Path) -> None:
    first = os.open(bare, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    command = [sys.executable, str(bare / "guildworks"), "demo"]
    second = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert second.stderr is not None
    assert second.stderr.readline() == "Another start is making the environment; waiting for it.\n"
    assert not (bare / ".venv").exists()
    os.close(first)
    said, _ = second.communicate()
    assert second.returncode == 0
    assert json.loads(said)[0] == ["demo"]


@pytest.mark.long
def test_a_set_up_that_was_killed_is_mended_by_the_next_start(bare: Path) -> None:
    command = [sys.executable, str(bare / "guildworks"), "demo"]
    first = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    while not list(bare.glob(".venv/lib/*/site-packages/pip")):
        assert first.poll() is None
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    second = start(bare, "demo")
    assert second.returncode == 0
    assert "is stale or not whole, and is made anew" in second.stderr
    assert start(bare, "demo").stderr == ""


@pytest.mark.long
def test_whoever_has_run_the_tests_keeps_their_packages_when_the_lock_changes(changeable: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        (changeable / name).write_text("# something else\n")
    assert start(changeable, "demo").returncode == 0
    assert is_fresh(changeable)
    assert is_fresh(changeable, "tests")


@pytest.mark.long
def test_two_first_starts_at_once_are_harmless(bare: Path) -> None:
    command = [sys.executable, str(bare / "guildworks"), "demo"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("The environment is ready" in stderr for _, stderr in said) == 1


def test_a_python_without_venv_is_told_in_one_line_with_the_remedy(bare: Path, tmp_path: Path) -> None:
    """As on Debian without the package python3-venv, where this import fails in the same way."""
    (tmp_path / "ensurepip.py").write_text("raise ModuleNotFoundError('No module', name='ensurepip')")
    ran = start(bare, "demo", PYTHONPATH=str(tmp_path))
    assert ran.returncode == 2
    error, hint = ran.stderr.splitlines()
    assert error == "error: this Python lacks its module ensurepip"
    assert "venv" in hint
    assert hint.startswith("hint: sudo apt install python3") or not Path("/etc/debian_version").exists()
    assert not (bare / ".venv").exists()


def test_a_python_that_is_too_old_is_told_or_a_newer_one_is_taken(bare: Path, tmp_path: Path) -> None:
    ran = start_as(bare, (3, 9), PATH=str(tmp_path))
    assert ran.returncode == 2
    assert ran.stderr.startswith("error: Guildworks needs Python 3.11 or newer, this is 3.9\nhint: install one")
    newer = tmp_path / "python3.12"
    newer.write_text('#!/bin/sh\necho "newer: $*"\n')
    newer.chmod(0o755)
    assert start_as(bare, (3, 9), PATH=str(tmp_path)).stdout.endswith(f"newer: {bare}/guildworks demo\n")


@pytest.mark.parametrize(
    ("lock", "error", "hint"),
    [
        (
            "--no-index\nnothing-like-it==1",
            "No matching distribution found for nothing-like-it==1",
            "ready-made package",
        ),
        ("--index-url http://127.0.0.1:9/\nnothing-like-it==1", "index cannot be reached", "check the network"),
    ],
)
def test_packages_that_cannot_be_had_are_told_in_one_line(changeable: Path, lock: str, error: str, hint: str) -> None:
    (changeable / "requirements-dev.lock").write_text(f"{lock} --hash=sha256:{'0' * 64}\n")
    no_settings = {"PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    ran = start(changeable, "test", "--json", **no_settings)
    assert ran.returncode == 2
    assert error in ran.stderr.splitlines()[-2]
    assert hint in ran.stderr.splitlines()[-1]
    assert json.loads(ran.stdout)["error"]["code"] == "environment_missing"
    assert not is_fresh(changeable)


def test_a_folder_that_cannot_be_written_is_told(bare: Path) -> None:
    bare.chmod(0o555)
    if os.access(bare, os.W_OK):
        pytest.skip("this user may write everywhere")
    ran = start(bare, "demo")
    bare.chmod(0o755)
    assert ran.returncode == 2
    assert "yours to write in" in ran.stderr


def test_the_tests_lock_holds_everything_that_the_programs_lock_names() -> None:
    """The tests' environment also serves the program, so the one file must be part of the other."""
    program, tests = (
        {line.split()[0] for line in (ROOT / name).read_text("utf-8").splitlines() if "==" in line}
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert program
    assert program <= tests
