"""`guildworks --server ADDRESS`: the same words on a server elsewhere, from a machine that has nothing but a key."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable

import pytest

from tests.cli.program import Outcome, run_program

BRIEF = "Claims search\n\nYou must know Python and RAG. 20 hours a week for 4 weeks from 7 June 2027."
Command = Callable[..., Outcome]


@pytest.fixture
def at(elsewhere, monkeypatch, capsys, tmp_path) -> Command:
    """`at(key, "briefs", "list")`: the command in this process, with this key and a home that is empty."""
    from guildworks.cli.main import main

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("GUILDWORKS_HOME", str(tmp_path / "home"))

    def call(key: str, *words: str, server: str = elsewhere.address) -> Outcome:
        monkeypatch.setenv("GUILDWORKS_API_KEY", key)
        monkeypatch.setattr(sys, "argv", ["guildworks", "--server", server, *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), said.out, said.err)

    return call


@pytest.fixture
def brief(tmp_path) -> str:
    path = tmp_path / "brief.md"
    path.write_text(BRIEF, "utf-8")
    return str(path)


def test_a_client_goes_from_a_brief_to_a_hold_which_the_operator_books(at, elsewhere, brief, tmp_path):
    receipt = tmp_path / "receipt.json"
    made = at(elsewhere.ada, "shortlist", brief, "--top", "2", "--receipt", str(receipt), "--json").json
    assert len(made["engineers"]) == 2
    assert json.loads(receipt.read_text("utf-8"))["statement"]
    first = made["engineers"][0]["id"]
    why = at(elsewhere.ada, "why", made["shortlist"], first, "--json").json
    assert (why["listed"], why["rank"]) == (True, 1)
    held = at(elsewhere.ada, "hold", "place", first, "--brief", made["brief"], "--json").json["holds"]
    assert [(hold["engineer"], hold["state"], hold["weeks"]) for hold in held] == [(first, "hold", [20.0] * 4)]
    assert held[0]["id"] in [hold["id"] for hold in at(elsewhere.ada, "hold", "list", "--json").json["holds"]]
    assert at(elsewhere.operator, "hold", "accept", held[0]["id"], "--json").json["holds"][0]["accepted_at"]
    assert at(elsewhere.operator, "hold", "book", held[0]["id"], "--json").json["holds"][0]["state"] == "booked"
    assert at(elsewhere.operator, "hold", "release", held[0]["id"], "--json").json["holds"][0]["state"] == "released"


def test_a_brief_that_is_kept_is_found_corrected_and_listed_for_again(at, elsewhere, brief):
    made = at(elsewhere.ada, "shortlist", brief, "--json").json
    rows = at(elsewhere.ada, "briefs", "list", "--search", "Claims", "--rows", "1", "--json").json["briefs"]
    assert [row["brief"] for row in rows] == [made["brief"]]
    corrected = at(elsewhere.ada, "briefs", "correct", made["brief"], "hours_per_week=12", "--json").json
    assert corrected["requirement"]["hours_per_week"][0]["value"]["min"] == 12
    shown = at(elsewhere.ada, "briefs", "show", made["brief"], "--json").json
    assert shown == corrected
    again = at(elsewhere.ada, "shortlist", made["brief"], "--json").json
    assert (again["brief"], again["shortlist"] != made["shortlist"]) == (made["brief"], True)


def test_an_engineer_looks_after_their_hours(at, elsewhere):
    rosa = elsewhere.ids["Rosa"]
    changed = at(elsewhere.rosa, "availability", "set", "me", "--week", "2027-05-03..2027-05-10=8", "--json").json
    assert [week["capacity"] for week in changed["weeks"] if "2027-05-03" <= week["week"] <= "2027-05-10"] == [8, 8]
    at(elsewhere.rosa, "availability", "set", "me", "--usual", "2027-05-03", "--json")
    assert at(elsewhere.rosa, "availability", "set", rosa, "--hours", "30", "--json").json["hours_per_week"] == 30
    assert at(elsewhere.rosa, "availability", "pause", rosa, "--json").json["paused_at"]
    assert at(elsewhere.rosa, "availability", "resume", rosa, "--json").json["paused_at"] is None
    assert at(elsewhere.rosa, "availability", "confirm", "me", "--json").json["confirmed_at"]
    shown = at(elsewhere.rosa, "availability", "show", "me", "--weeks", "4")
    assert "30 h a week. Confirmed today" in shown.out
    assert "8 h" in at(elsewhere.rosa, "availability", "show", "me", "--weeks", "104").out


def test_the_operator_imports_finds_and_lists_people(at, elsewhere, tmp_path):
    resume = tmp_path / "resume.md"
    resume.write_text("# Vera Holt\n\nSkills: Python, pgvector\n", "utf-8")
    made = at(elsewhere.operator, "engineers", "import", str(resume), "--json").json
    assert made["name"] == "Vera Holt"
    found = at(elsewhere.operator, "engineers", "find", "Vera", "--json").json["engineers"]
    assert [(row["engineer"], row["listed"]) for row in found] == [(made["engineer"], False)]
    listed = at(elsewhere.operator, "engineers", "list", made["engineer"], "--json").json["listings"]
    assert listed == [{"engineer": made["engineer"], "listed": True}]
    shown = at(elsewhere.operator, "engineers", "show", made["engineer"])
    assert "Vera Holt" in shown.out
    assert "pgvector" in shown.out
    assert (
        at(elsewhere.operator, "engineers", "unlist", made["engineer"], "--json").json["listings"][0]["listed"] is False
    )


def test_what_a_person_reads_says_who_fits_and_what_comes_next(at, elsewhere, brief):
    said = at(elsewhere.ada, "shortlist", brief)
    assert "Claims search" in said.out
    assert "python, rag" in said.out
    assert "Rosa Lind" in said.out
    assert f"next  guildworks --server {elsewhere.address} why sho_" in said.out
    assert "kept as brf_" in said.err
    assert "Claims search" in at(elsewhere.ada, "briefs", "list").out
    assert "pgvector" in at(elsewhere.ada, "skills", "list", "pgvector").out
    assert "acts as owner" in at(elsewhere.ada, "me").out


class TestRefusals:
    def test_somebody_who_is_not_free_is_not_held_and_nobody_with_them(self, at, elsewhere):
        sol, tom = elsewhere.ids["Sol"], elsewhere.ids["Tom"]
        asked = ("--hours", "160", "--weeks", "2", "--from", "2027-08-02")
        refused = at(elsewhere.operator, "hold", "place", sol, tom, *asked, "--json")
        assert (refused.status, refused.code) == (1, "reservation_within_capacity")
        assert set(refused.json["error"]["engineers"]) <= {sol, tom}
        held = at(elsewhere.operator, "hold", "list", "--json").json["holds"]
        assert "2027-08-02" not in [hold["first_week"] for hold in held]

    def test_what_the_key_has_no_scope_for_is_refused_with_its_name(self, at, elsewhere, brief):
        made = at(elsewhere.ada, "shortlist", brief, "--json").json
        refused = at(elsewhere.rosa, "briefs", "show", made["brief"], "--json")
        assert (refused.status, refused.code) == (1, "scope_missing")

    def test_a_key_that_is_none_is_refused_in_words(self, at):
        refused = at("gwk_nothing", "briefs", "list", "--json")
        assert (refused.status, refused.json["error"]["code"]) == (2, "unknown_api_key")

    @pytest.mark.parametrize(
        ("address", "code"),
        [
            ("", "bad_server_address"),
            ("talent.example.org", "bad_server_address"),
            ("ftp://talent.example.org", "bad_server_address"),
            ("http://talent.example.org", "bad_server_address"),
            ("https://ada:secret@talent.example.org", "bad_server_address"),
            ("https://talent.example.org:99999", "bad_server_address"),
            ("http://127.0.0.1:9", "server_unreachable"),
        ],
    )
    def test_an_address_that_leads_nowhere_is_said(self, at, elsewhere, address: str, code: str):
        refused = at(elsewhere.ada, "briefs", "list", "--json", server=address)
        assert (refused.status, refused.code) == (2, code)
        assert "secret" not in refused.err

    def test_what_works_on_the_installation_alone_says_so(self, at, elsewhere):
        refused = at(elsewhere.operator, "backup", "somewhere", "--json")
        assert (refused.status, refused.code) == (2, "not_remote")

    @pytest.mark.parametrize(
        "words",
        [
            ("hold", "place", "eng_x", "--hours", "8"),
            ("hold", "place", "eng_x", "--hours", "much", "--weeks", "2"),
            ("availability", "set", "me"),
            ("availability", "set", "me", "--hours", "8", "--usual", "2027-05-03"),
            ("briefs", "correct", "brf_x", "hours_per_week"),
            ("shortlist", "no-such-file.md"),
            ("engineers", "find", "--rows", "0"),
        ],
    )
    def test_words_that_make_no_sense_are_refused_before_anybody_is_asked(self, at, elsewhere, words: tuple[str, ...]):
        refused = at(elsewhere.operator, *words, server="http://127.0.0.1:9")
        assert refused.status == 2
        assert "cannot be reached" not in refused.err


class TestKeys:
    def test_a_key_is_kept_for_its_owner_alone_and_used_for_its_server_alone(self, elsewhere, tmp_path):
        environ = {"XDG_CONFIG_HOME": str(tmp_path), "GUILDWORKS_HOME": str(tmp_path / "home")}
        kept = keep(elsewhere.address, elsewhere.ada, **environ)
        assert kept.returncode == 0, kept.stderr
        path = tmp_path / "guildworks" / "api-keys"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        said = run_program("--server", f"{elsewhere.address}/", "me", "--json", **environ)
        assert said.json["role"] == "owner"
        other = run_program("--server", "http://localhost:9", "me", "--json", **environ)
        assert other.code == "no_key_for_server"
        assert not (tmp_path / "home").exists(), "nothing of an installation is made"
        path.chmod(0o640)
        assert run_program("--server", elsewhere.address, "me", "--json", **environ).code == "api_keys_readable"

    def test_a_key_that_opens_nothing_is_not_kept(self, elsewhere, tmp_path):
        kept = keep(elsewhere.address, "gwk_nothing", XDG_CONFIG_HOME=str(tmp_path))
        assert kept.returncode == 2
        assert not (tmp_path / "guildworks").exists()

    def test_a_second_key_takes_the_place_of_the_first(self, elsewhere, tmp_path):
        for key in (elsewhere.rosa, elsewhere.ada):
            assert keep(elsewhere.address, key, XDG_CONFIG_HOME=str(tmp_path)).returncode == 0
        assert (tmp_path / "guildworks" / "api-keys").read_text("utf-8") == f"{elsewhere.address} {elsewhere.ada}\n"


def test_help_lists_what_can_be_done_there(at, elsewhere):
    said = at(elsewhere.ada, "--help")
    assert "keep-key" in said.out
    assert "backup" not in said.out


def keep(address: str, key: str, **environ: str):
    """`keep-key`, which reads the key from stdin."""
    import subprocess

    from tests.cli.program import environment

    words = [sys.executable, "-m", "guildworks", "--server", address, "keep-key"]
    return subprocess.run(
        words, input=f"{key}\n", env=environment(**environ), capture_output=True, text=True, check=False, timeout=60
    )
