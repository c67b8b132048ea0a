"""`shortlist --receipt`, `replay` and `why`: what scripts rely on, and every answer to what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cast import make_engineer
from tests.cli.program import run_program

BRIEF = "You must know Python. 20 hours a week for 8 weeks, at most 110 EUR per hour."


@pytest.fixture
def brief_file(tmp_path):
    path = tmp_path / "brief.md"
    path.write_text(BRIEF)
    return str(path)


@pytest.fixture
def receipt(command, brief_file, tmp_path):
    """A receipt as a file, of a list of one; a second fits as well, a third asks for too much."""
    make_engineer("Seen", skills=["python"], seen={"python": 3.8})
    make_engineer("Next", skills=["python"])
    make_engineer("Dear", skills=["python"], rate=(200, "EUR"))
    path = tmp_path / "receipt.json"
    command("shortlist", brief_file, "--top", "1", "--receipt", str(path), "--json")
    return path


def test_a_file_and_an_id_are_replayed(command, brief_file, receipt):
    by_file = command("replay", str(receipt), "--json")
    assert by_file.status == 0
    assert by_file.json == {
        "result": "identical", "reasons": [], "partial": "it was made without an index", "redacted": 0,
        "left_out": 0,
    }  # fmt: skip
    by_id = command("shortlist", brief_file, "--json").json["receipt"]
    answer = command("replay", by_id)
    assert answer.status == 0
    assert answer.out.splitlines()[0] == "identical"
    assert answer.out.splitlines()[1].startswith("partial: ")


def test_what_was_changed_is_refused_with_1(command, receipt):
    document = json.loads(receipt.read_text())
    document["statement"]["top"] = 2
    receipt.write_text(json.dumps(document))
    answer = command("replay", str(receipt))
    assert (answer.status, answer.out.splitlines()[0]) == (1, "changed content")
    answer = command("why", str(receipt), "eng_01JDQ0000000000000000000AB", "--json")
    assert (answer.status, answer.json["error"]["code"]) == (1, "changed_content")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_document"),
        ("[]", "bad_document"),
        ("{}", "bad_document"),
        ('{"statement": 1, "parts": 2}', "bad_document"),
        ("\xff\xfe", "bad_document"),
        ('{"a": NaN}', "bad_document"),
    ],
)
def test_what_is_no_receipt_is_bad_input(command, tmp_path, text, code):
    path = tmp_path / "no.json"
    path.write_text(text)
    for words in (("replay", str(path)), ("why", str(path), "eng_01JDQ0000000000000000000AB")):
        answer = command(*words, "--json")
        assert (answer.status, answer.json["error"]["code"]) == (2, code)


def test_an_id_that_nobody_has_and_a_file_that_is_not_there(command, tmp_path):
    answer = command("replay", "rcp_01JDQ0000000000000000000AB", "--json")
    assert answer.json["error"]["code"] == "not_found"
    assert command("replay", "rcp_short", "--json").json["error"]["code"] == "bad_id"
    answer = command("replay", str(tmp_path / "lost.json"), "--json")
    assert (answer.status, answer.json["error"]["code"]) == (2, "file_not_readable")


def test_a_receipt_that_can_be_written_nowhere_makes_no_list(command, brief_file, tmp_path):
    from guildworks.matching.models import Shortlist

    for path in (tmp_path, tmp_path / "lost" / "receipt.json"):
        answer = command("shortlist", brief_file, "--receipt", str(path), "--json")
        assert (answer.status, answer.json["error"]["code"]) == (2, "file_not_writable")
    assert not Shortlist.objects.exists()


@pytest.mark.usefixtures("receipt")
class TestWhy:
    @pytest.fixture
    def by_name(self, db):
        from guildworks.talent.models import Engineer

        return {engineer.public_name: engineer.shown_id for engineer in Engineer.objects.all()}

    def test_who_is_listed(self, command, receipt, by_name):
        found = command("why", str(receipt), by_name["Seen"], "--json").json
        assert found.keys() >= {"listed", "rank", "excluded_by", "smallest_change"}
        assert (found["listed"], found["rank"], found["excluded_by"], found["smallest_change"]) == (True, 1, [], None)
        assert "Seen is number 1 on the list" in command("why", str(receipt), by_name["Seen"]).out

    def test_without_an_index_the_others_are_no_longer_known(self, command, receipt, by_name):
        answer = command("why", str(receipt), by_name["Dear"], "--json")
        assert (answer.status, answer.json["error"]["code"]) == (1, "no_longer_known")


def test_from_a_brief_to_why_on_a_network_with_an_index(tmp_path, bare_url, brief_file):
    places = {"GUILDWORKS_DATABASE_URL": bare_url, "GUILDWORKS_HOME": str(tmp_path)}
    assert run_program("demo", "--engineers", "60", "--no-serve", "--json", **places).status == 0
    receipt = str(tmp_path / "receipt.json")
    made = run_program("shortlist", brief_file, "--top", "3", "--receipt", receipt, "--json", **places).json
    last = json.loads(Path(receipt).read_text())["parts"]["1/below/2"]["content"]["id"]
    for named in (receipt, made["receipt"]):
        assert run_program("replay", named, **places).out == "identical\n"
    told = " ".join(run_program("why", receipt, last, **places).out.split())
    assert "met every requirement, and came out as number 5." in told
    assert "The smallest change that would have listed them: " in told
    found = run_program("why", receipt, last, "--json", **places).json
    assert (found["listed"], found["rank"], found["excluded_by"]) == (False, 5, [])
    late = str(tmp_path / "late.json")
    assert run_program("engineers", "unlist", last, **places).status == 0
    run_program("shortlist", brief_file, "--receipt", late, "--json", **places)
    told_late = " ".join(run_program("why", late, last, **places).out.split())
    assert told_late.endswith("could not be found when the list was made: not listed, or paused.")
    assert found["smallest_change"] in told
