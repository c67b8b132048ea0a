"""What each command answers: the names that scripts rely on, and whole state afterwards."""

from __future__ import annotations

import json

import pytest

from guildworks.availability.overlap import WorkingDay
from guildworks.platform.limits import LIMITS
from guildworks.platform.models import Event
from guildworks.talent.models import Engineer
from tests.cast import make_engineer

BRIEF = """Claims search

You must know Python and pgvector. LangGraph would be nice.
24 hours a week for 12 weeks from 11 January 2027, at most 110 EUR per hour.
Remote, at least 4 hours between 9:00 and 17:00 Berlin time. English at B2 or better."""
RESUME = """Mara Quist
Lisbon, Portugal
mara.quist@example.org

Summary
Machine learning engineer with 7 years of experience.

Experience
Senior ML Engineer, Northlight Freight
2019 - present
Built ranking models with PyTorch and served them with FastAPI on Kubernetes.

Skills
Python, PyTorch, FastAPI, Kubernetes

Languages
English (C1), Portuguese (C2)
"""


@pytest.fixture
def brief_file(tmp_path):
    path = tmp_path / "brief.md"
    path.write_text(BRIEF)
    return str(path)


@pytest.fixture
def resume_file(tmp_path):
    path = tmp_path / "mara.md"
    path.write_text(RESUME)
    return str(path)


def test_a_shortlist_has_the_names_that_scripts_rely_on(command, brief_file):
    make_engineer("Fits", skills=["python", "pgvector"])
    make_engineer("Dear", skills=["python", "pgvector"], rate=(200, "EUR"))
    found = command("shortlist", brief_file, "--top", "5", "--json").json
    assert found.keys() >= {
        "requirement", "candidates", "excluded", "engineers", "near_misses", "receipt", "milliseconds",
    }  # fmt: skip
    assert found["candidates"] == 2
    assert found["receipt"].startswith("rcp_")
    assert found["milliseconds"].keys() == {"parse", "embed", "search", "explain", "store", "total"}
    (person,), (miss,) = found["engineers"], found["near_misses"]
    assert person.keys() >= {"id", "rank", "score", "low", "high", "parts", "rate", "overlap_hours", "free_hours"}
    assert abs(sum(person["parts"].values()) - person["score"]) < 1e-9
    assert person["rate"] == {"amount": 90.0, "currency": "EUR"}
    assert miss["fails"] == ["budget 110 EUR/h"]
    assert all(row.keys() == {"requirement", "engineers", "only", "left"} for row in found["excluded"])


def test_the_requirement_of_a_shortlist_says_where_each_word_stands(command, brief_file):
    requirement = command("shortlist", brief_file, "--json").json["requirement"]
    assert requirement.keys() >= {
        "skills", "deliverables", "hours_per_week", "starts", "duration_weeks", "budget", "overlap", "place",
        "languages", "roles", "missing", "vague", "contradictions", "not_used",
    }  # fmt: skip
    for skill in requirement["skills"]:
        assert skill.keys() >= {"skill", "importance", "level", "any_of", "role", "quote", "start", "end"}
        assert BRIEF[skill["start"] : skill["end"]] == skill["quote"]
    for field in ("starts", "duration_weeks", "budget", "overlap"):
        read = requirement[field]
        assert BRIEF[read["start"] : read["end"]] == read["quote"]
        assert read["value"]


def test_a_shortlist_for_a_person_names_who_fits_and_what_ruled_out_the_others(command, brief_file):
    make_engineer("Fitting Person", skills=["python", "pgvector"])
    make_engineer("Dear Person", skills=["python", "pgvector"], rate=(200, "EUR"))
    said = command("shortlist", brief_file)
    assert said.status == 0
    assert "Fitting Person" in said.out
    assert "Dear Person" in said.out
    assert "110" in said.out
    assert said.err == ""


def test_an_imported_engineer_is_shown_edited_listed_found_and_unlisted(command, resume_file, brief_file):
    imported = command("engineers", "import", resume_file, "--json").json
    assert (imported["imported"], imported["skipped"]) == (1, 0)
    (file,) = imported["files"]
    assert file.keys() >= {"file", "engineer", "skills", "unread", "error"}
    assert file["error"] is None
    assert {"python", "pytorch", "fastapi", "kubernetes"} <= set(file["skills"])
    mara = file["engineer"]

    shown = command("engineers", "show", mara, "--json").json
    assert (shown["name"], shown["city"], shown["country"], shown["listed"]) == ("Mara Quist", "Lisbon", "PT", False)
    assert {(spoken["code"], spoken["level"]) for spoken in shown["languages"]} == {("en", "C1"), ("pt", "C2")}

    edited = command(
        "engineers", "edit", mara, "--rate", "95 EUR", "--rate", "EUR 95.50", "--rate", "110 USD", "--hours", "32",
        "--zone", "Europe/Lisbon", "--day", "22:00-06:00", "--language", "de B2", "--headline", "Ranking", "--json",
    )  # fmt: skip
    assert edited.status == 2, "the same currency twice"
    edited = command(
        "engineers", "edit", mara, "--rate", "95.50 EUR", "--rate", "USD 110", "--hours", "32.5",
        "--zone", "Europe/Lisbon", "--day", "22:00-06:00", "--language", "de B2", "--headline", "Ranking", "--json",
    ).json  # fmt: skip
    assert {(rate["amount"], rate["currency"]) for rate in edited["rates"]} == {(95.5, "EUR"), (110.0, "USD")}
    assert edited["hours_per_week"] == 32.5
    assert edited["working_hours"] == {"zone": "Europe/Lisbon", "starts": "22:00", "ends": "06:00"}
    assert edited["headline"] == "Ranking"
    assert edited == command("engineers", "show", mara, "--json").json
    edited = command("engineers", "edit", mara, "--drop-rate", "usd", "--drop-language", "German", "--json").json
    assert [rate["currency"] for rate in edited["rates"]] == ["EUR"]
    assert "de" not in {spoken["code"] for spoken in edited["languages"]}

    assert command("engineers", "list", mara, "--json").json == {"listings": [{"engineer": mara, "listed": True}]}
    assert command("shortlist", brief_file, "--json").json["candidates"] == 1
    found = command("engineers", "find", "quist", "--json").json
    assert found == {"engineers": [{"engineer": mara, "name": "Mara Quist", "listed": True}], "total": 1}
    assert command("engineers", "unlist", mara, "--json").json == {"listings": [{"engineer": mara, "listed": False}]}
    assert command("shortlist", brief_file, "--json").json["candidates"] == 0


def test_people_read_what_was_imported_shown_and_found(command, resume_file):
    imported = command("engineers", "import", resume_file)
    assert "Mara Quist" in imported.out
    assert "PyTorch" in imported.out
    assert "1 imported, 0 skipped" in imported.out
    shown_id = Engineer.objects.get().shown_id
    for said in (command("engineers", "show", shown_id), command("engineers", "edit", shown_id, "--hours", "20")):
        assert said.status == 0
        assert "Mara Quist" in said.out
    assert "20 h a week" in said.out
    assert "Mara Quist" in command("engineers", "find", "pytorch").out
    assert "is listed" in command("engineers", "list", shown_id).out
    assert "is not listed" in command("engineers", "unlist", shown_id).out


def test_an_edit_of_one_thing_leaves_the_others(command):
    engineer = make_engineer(hours=30, day=WorkingDay("Asia/Kolkata", 600, 1080, 0b1000001))
    command("engineers", "edit", engineer.shown_id, "--zone", "Europe/Oslo")
    engineer.workweek.refresh_from_db()
    day = engineer.workweek.day
    assert (day.zone, day.starts, day.ends, day.weekdays) == ("Europe/Oslo", 600, 1080, 0b1000001)
    assert command("engineers", "show", engineer.shown_id, "--json").json["hours_per_week"] == 30


def test_skills_are_listed_with_their_aliases(command):
    skills = command("skills", "list", "--json").json["skills"]
    assert len(skills) >= 400
    assert all(row.keys() == {"skill", "name", "aliases", "kind", "broader", "esco"} for row in skills)
    by_slug = {row["skill"]: row for row in skills}
    assert "vector-databases" in by_slug["pgvector"]["broader"]
    (found,) = command("skills", "list", "pgvector", "--json").json["skills"]
    assert found == by_slug["pgvector"]
    assert "pgvector" in command("skills", "list", "pgvec").out


def test_skills_of_a_text_are_found_with_their_places(command, tmp_path):
    text = "Ünïcode first. We run PyTorch on Kubernetes and go to great lengths."
    path = tmp_path / "text.txt"
    path.write_text(text)
    found = command("skills", "find", str(path), "--json").json["skills"]
    assert [(row["skill"], row["quote"]) for row in found] == [("pytorch", "PyTorch"), ("kubernetes", "Kubernetes")]
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in found)
    assert "2 skills named 2 times" in command("skills", "find", str(path)).out


def test_limits_are_listed_and_set_within_their_bounds(command, brief_file):
    rows = {row["limit"]: row for row in command("limits", "list", "--json").json["limits"]}
    assert rows["shortlist_top"]["value"] == rows["shortlist_top"]["default"] == 200
    assert command("limits", "set", "shortlist_top", "3", "--json").json == {"limit": "shortlist_top", "value": 3}
    assert command("shortlist", brief_file, "--top", "4", "--json").code == "bad_top"
    assert command("shortlist", brief_file, "--top", "3").status == 0
    assert "shortlist_top" in command("limits", "list").out


def test_who_may_sign_up_is_a_word_that_is_listed_and_set(command):
    (row,) = command("settings", "list", "--json").json["settings"]
    assert (row["setting"], row["word"], list(row["words"])) == (
        "sign_up",
        "invitation",
        ["invitation", "open", "closed"],
    )
    assert command("settings", "set", "sign_up", "open", "--json").json == {"setting": "sign_up", "word": "open"}
    assert command("settings", "list", "--json").json["settings"][0]["word"] == "open"
    for words in (("sign_up", "perhaps"), ("nothing", "open"), ("shortlist_top", "3")):
        refused = command("settings", "set", *words, "--json")
        assert (refused.status, refused.code) == (2, "bad_choice")
    assert "sign_up is now closed: Nobody." in command("settings", "set", "sign_up", "closed").out
    assert "Whoever was invited" in command("settings", "list").out
    assert {row["limit"] for row in command("limits", "list", "--json").json["limits"]} == set(LIMITS)


def test_the_sql_of_the_roles_names_the_database_that_is_meant(command):
    sql = command("database", "roles", "--sql", "--database", "talent_pool").out
    assert "guildworks_app" in sql
    assert "talent_pool" in sql


def test_separate_roles_are_said_to_be_so(command):
    assert command("database", "roles", "--json").json == {"roles": "separate", "note": ""}
    assert "cannot switch a guard off" in command("database", "roles").out


def test_the_doctor_names_each_thing_that_it_looked_at(command):
    looked = command("doctor", "--json")
    findings = {finding["subject"]: finding for finding in looked.json["findings"]}
    looked_at = {"machine", "disk", "database", "worker", "mail", "backup", "skills", "embedding", "browser"}
    assert findings.keys() == looked_at
    assert all(finding["state"] in ("ok", "note", "bad") and finding["message"] for finding in findings.values())
    assert findings["database"]["state"] == "ok"
    assert looked.json["sound"] is (looked.status == 0)
    assert "PostgreSQL" in command("doctor").out


def test_the_command_line_acts_as_the_operator_and_events_say_so(command, resume_file):
    from guildworks.accounts.queries import operator_organisation

    command("engineers", "import", resume_file)
    event = Event.objects.get()
    assert (event.actor_kind, event.actor_id) == ("operator", operator_organisation().id)
    assert json.dumps(event.facts).count("mara") == 0
