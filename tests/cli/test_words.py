"""Words that the command line does not understand, help, and readers that go away."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest
import typer

from guildworks.cli.main import app
from tests.cli.program import environment, run_program

CPU_SECONDS_MOST = 1.5


def command_lines() -> list[list[str]]:
    """Every command and group of commands, as words."""
    found: list[list[str]] = [[]]

    def walk(group: typer.core.TyperGroup, words: list[str]) -> None:
        for name, command in group.commands.items():
            found.append([*words, name])
            if isinstance(command, typer.core.TyperGroup):
                walk(command, [*words, name])

    walk(typer.main.get_command(app), [])
    return found


@pytest.mark.parametrize("words", command_lines(), ids=" ".join)
def test_every_command_has_help_that_says_what_it_does(command, words):
    helped = command(*words, "--help")
    assert helped.status == 0
    assert f"Usage: guildworks {' '.join(words)}".strip() in helped.out
    assert len(helped.out.splitlines()) > 5
    assert helped.err == ""


def test_help_comes_at_once():
    """CPU seconds, the best of three: what it takes on a machine that has nothing else to do."""
    assert min(cpu_seconds_of_help() for _ in range(3)) < CPU_SECONDS_MOST


def cpu_seconds_of_help() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert run_program("engineers", "edit", "--help").status == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("words", [[], ["engineers"], ["database"]])
def test_no_words_at_all_show_the_help(command, words):
    helped = command(*words)
    assert helped.status == 2
    assert "Usage: guildworks" in helped.out
    assert helped.err == ""


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["shortlsit"], "No such command 'shortlsit'.", "`guildworks --help`"),
        (["engineers", "lsit"], "No such command 'lsit'.", "`guildworks engineers --help`"),
        (["--nope"], "No such option: --nope", "`guildworks --help`"),
        (["shortlist"], "Missing argument 'BRIEF.md'.", "`guildworks shortlist --help`"),
        (["shortlist", "a.md", "b.md"], "unexpected extra argument", "`guildworks shortlist --help`"),
        (["shortlist", "a.md", "--top", "ten"], "Invalid value for '--top'", "`guildworks shortlist --help`"),
        (["demo", "--seed", "x"], "Invalid value for '--seed'", "`guildworks demo --help`"),
        (["serve", "--port", "0"], "Invalid value for '--port'", "`guildworks serve --help`"),
        (["serve", "--workers", "1000"], "Invalid value for '--workers'", "`guildworks serve --help`"),
        (["engineers", "find", "--page", "0"], "Invalid value for '--page'", "`guildworks engineers find --help`"),
        (["engineers", "edit", "x", "--years", "90"], "Invalid value for '--years'", "engineers edit --help`"),
    ],
)
def test_words_that_are_not_understood_are_named_with_the_way_to_the_help(command, words, message, hint):
    said = command(*words)
    assert said.status == 2
    error, way_out = said.err.splitlines()
    assert error.startswith("error: ")
    assert message in error
    assert way_out.startswith("hint: ")
    assert hint in way_out
    assert said.out == ""


def test_in_json_mode_the_same_stands_in_a_document(command):
    assert command("shortlist", "--json").code == command("nonsense", "--json").code == "bad_input"


def test_the_version_needs_no_command(command):
    import guildworks

    assert command("--version").out == f"guildworks {guildworks.__version__}\n"


@pytest.mark.parametrize("words", ["skills list", "skills list --json", "--version"])
def test_a_reader_that_goes_away_is_no_fault(words):
    piped = subprocess.run(
        ["bash", "-c", f'set -o pipefail; "{sys.executable}" -m guildworks {words} | head -c 1'],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (piped.returncode, piped.stderr) == (0, "")
