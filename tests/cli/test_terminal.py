"""Words of other people are printed as they are: they are no markup and steer no terminal."""

from __future__ import annotations

import json

import pytest

from guildworks.cli.console import out
from guildworks.talent.models import Engineer
from tests.cast import make_engineer

NASTY = ["[/] closes what is open", "[bold red]shouts[/]", "[link=a:b] click", "ends \\"]
BRIEF = "Must have: Python."


@pytest.mark.parametrize("words", NASTY)
def test_markup_in_a_profile_is_printed_as_it_is(command, tmp_path, words):
    make_engineer(words, city=words, skills=["python"])
    Engineer.objects.update(headline=words)
    shown_id = Engineer.objects.get().shown_id
    brief = tmp_path / "brief.md"
    brief.write_text(BRIEF)
    for said in (
        command("engineers", "show", shown_id),
        command("engineers", "find"),
        command("engineers", "list", shown_id),
        command("shortlist", str(brief)),
    ):
        assert said.status == 0, said.err
        assert " ".join(words.split()[:2]) in said.out


@pytest.mark.parametrize("words", NASTY)
def test_markup_in_files_and_their_names_is_printed_as_it_is(command, tmp_path, words):
    name = words.replace("/", "|")
    good, bad, text = (tmp_path / f"{name}{end}" for end in (".json", ".png", ".txt"))
    good.write_text(
        json.dumps({"basics": {"name": f"Ana {words}"}, "work": [{"name": words, "position": words}], words: 1})
    )
    bad.write_bytes(b"\x89PNG\r\n\x1a\n")
    text.write_text(f"{words} Python")
    imported = command("engineers", "import", str(good), str(bad))
    assert imported.status == 0, imported.err
    assert f"Ana {words}" in imported.out
    assert name in imported.out
    assert name in imported.err.replace("\n", "")
    assert "Python" in command("skills", "find", str(text)).out
    assert command("skills", "list", words).status == 0


@pytest.mark.parametrize("words", NASTY)
def test_markup_in_a_brief_is_printed_as_it_is(command, tmp_path, words):
    make_engineer(skills=["python"])
    brief = tmp_path / "brief.md"
    brief.write_text(
        f"# {words}\n\n{BRIEF}\n\n## 1. ML engineer {words}\nMust have: PyTorch.\n\n## 2. Data engineer {words}\n"
        f"Must have: Spark, {words}.\n"
    )
    said = command("shortlist", str(brief))
    assert said.status == 0, said.err
    assert words.split()[0] in said.out


@pytest.mark.parametrize("letters", ["\x1b[2J", "\x1b]0;owned\x07", "\x9b31m", "\x08\x08"])
def test_what_steers_a_terminal_is_not_kept_of_a_profile(command, tmp_path, letters):
    resume = tmp_path / "resume.json"
    basics = {"name": f"Ana{letters} Prado", "label": f"Engineer{letters}", "location": {"city": f"Lisbon{letters}"}}
    resume.write_text(json.dumps({"basics": basics, "work": [{"position": f"ML{letters}"}], f"more{letters}": 1}))
    imported = command("engineers", "import", str(resume))
    shown_id = Engineer.objects.get().shown_id
    command("engineers", "edit", shown_id, "--headline", f"New{letters} line")
    for said in (imported, command("engineers", "show", shown_id), command("engineers", "find")):
        assert said.status == 0
        for letter in "\x1b\x9b\x07\x08":
            assert letter not in said.out
    assert Engineer.objects.get().public_name.startswith("Ana")


def test_a_rate_that_is_not_compared_says_so(command, tmp_path):
    make_engineer("Asha Rao", skills=["python"], rate=(5200, "INR"))
    brief = tmp_path / "brief.md"
    brief.write_text("Must have: Python. 20 hours a week for 12 weeks at 90 EUR an hour.")
    said = command("shortlist", str(brief))
    assert "The rate is in INR, another currency than the brief's" in said.out
    assert "reputation: that of everybody before a first outcome" in said.out


@pytest.mark.parametrize("columns", [56, 70, 84, 100])
def test_no_row_of_a_shortlist_is_broken(command, tmp_path, monkeypatch, columns):
    make_engineer("Meenakshi Yalamanchili-Raghunathan", skills=["python"], rate=(52000, "INR"))
    brief = tmp_path / "brief.md"
    brief.write_text("Must have: Python. 20 hours a week for 52 weeks, 4 hours of overlap with Berlin.")
    monkeypatch.setattr(out, "width", columns)
    lines = command("shortlist", str(brief)).out.splitlines()
    (row,) = (line for line in lines if line.startswith(" 1  "))
    assert row.rstrip().endswith("40 h")
    assert len(row.rstrip()) <= columns
