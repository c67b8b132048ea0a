"""Bad input: a clear message, the right exit status, and everything as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from guildworks.matching.models import Brief
from guildworks.platform.ids import shown, uuid7
from guildworks.platform.models import Event
from guildworks.talent.models import Engineer
from guildworks.talent.told import engineer_json
from tests.cast import make_engineer, tables_to_read
from tests.cli.program import run_program
from tests.kernels.text.docx_writer import docx, paragraph
from tests.kernels.text.pdf_writer import pdf, say

GOOD = "Ana Prado\nMadrid, Spain\n\nSkills\nPython, PyTorch\n"


def rows() -> dict[str, int]:
    """How many rows each table of ours has."""
    with connection.cursor() as cursor:
        names = [name for name in tables_to_read() if not name.startswith("django_")]
        counts = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {name}")
            counts[name] = cursor.fetchone()[0]
        return counts


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    """Write a file and get its path."""

    def write(content: str | bytes, name: str = "brief.md") -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


class TestBriefs:
    @pytest.mark.parametrize(
        ("content", "code", "words"),
        [
            ("", "brief_empty", "empty"),
            ("\n \t\n", "brief_empty", "empty"),
            ("We need Python. " * 12_500, "brief_too_long", "200,000"),
            ("We need Python. " * 200_000, "file_not_readable", "larger"),
            ("เราต้องการวิศวกรปัญญาประดิษฐ์ที่มีประสบการณ์ด้านการเรียนรู้ของเครื่อง", "brief_not_english", "Thai"),
            (bytes(range(256)) * 40, "file_not_readable", "UTF-8"),
            (b"%PDF-1.7\n" + b"\x93\xfa\xff\x00" * 100, "file_not_readable", "UTF-8"),
        ],
        ids=["empty", "blank", "200 kB", "3 MB", "Thai", "binary", "PDF"],
    )
    def test_what_cannot_be_read_is_refused_and_nothing_is_kept(self, command, written, content, code, words):
        before = rows()
        path = written(content)
        said = command("shortlist", path)
        assert said.status == 2
        assert words in said.err
        assert "hint: " in said.err
        assert said.out == ""
        in_json = command("shortlist", path, "--json")
        assert (in_json.status, in_json.code) == (2, code)
        assert rows() == before

    @pytest.mark.parametrize(
        ("place", "reason"), [("no/such.md", "No such file or directory"), (".", "Is a directory"), ("", "directory")]
    )
    def test_a_path_that_is_no_file_is_named(self, command, tmp_path, monkeypatch, place, reason):
        monkeypatch.chdir(tmp_path)
        for words in (("shortlist", place), ("skills", "find", place)):
            said = command(*words, "--json")
            assert (said.status, said.code) == (2, "file_not_readable")
            assert reason in said.err

    @pytest.mark.parametrize("top", ["0", "-3", "201", "99999999999"])
    def test_a_list_of_no_or_too_many_places_is_refused(self, command, written, top):
        before = rows()
        said = command("shortlist", written("We need Python."), "--top", top, "--json")
        assert (said.status, said.code) == (2, "bad_top")
        assert "1 to 200" in said.err
        assert rows() == before

    def test_a_brief_asking_for_nobody_who_exists_says_what_excluded_how_many(self, command, written):
        make_engineer("One", skills=["python"])
        make_engineer("Two", skills=["python", "cobol"], languages={"en": "C1"})
        brief = "Must have: Python, COBOL and CUDA. Fluent Welsh (C2) is a must. At most 5 EUR per hour."
        said = command("shortlist", written(brief), "--json")
        assert said.status == 0
        found = said.json
        assert found["engineers"] == []
        assert found["excluded"][-1]["left"] == 0
        counts = {row["requirement"]: row["engineers"] for row in found["excluded"]}
        assert counts["CUDA"] == 2
        assert counts["budget 5 EUR/h"] == 2
        assert any(name.startswith("language cy") for name in counts)
        assert found["near_misses"][0]["name"] == "Two", "fewest failed requirements first"
        for_people = command("shortlist", written(brief))
        assert for_people.status == 0
        assert "CUDA" in for_people.out

    def test_contradictions_are_named_and_rule_nobody_out(self, command, written):
        make_engineer("One", skills=["python"], hours=40)
        brief = (
            "Python is a must. 20 hours a week for 17 weeks from 15 January 2027, at 70 EUR per hour; the total must "
            "stay under 15,000 EUR. Kubernetes is a must. No Kubernetes."
        )
        said = command("shortlist", written(brief), "--json")
        assert said.status == 0
        fields = " ".join(note["field"] for note in said.json["requirement"]["contradictions"])
        assert "budget" in fields
        assert "kubernetes" in fields
        assert all(note["message"] for note in said.json["requirement"]["contradictions"])
        assert [person["name"] for person in said.json["engineers"]] == ["One"]

    def test_a_start_in_the_past_is_said_and_the_work_is_not_put_there(self, command, written):
        from guildworks.platform import clock

        make_engineer("One", skills=["python"])
        said = command("shortlist", written("Python is a must. Start on 4 March 2019, for 6 weeks."), "--json")
        assert said.status == 0
        requirement = said.json["requirement"]
        notes = [note for name in ("vague", "contradictions", "missing") for note in requirement[name]]
        assert any("lies before today" in note["message"] for note in notes)
        assert [person["name"] for person in said.json["engineers"]] == ["One"]
        from guildworks.matching.models import Shortlist

        (role,) = Shortlist.objects.get().found["roles"]
        assert role["starts"] >= clock.today().isoformat()

    def test_a_brief_without_anything_to_look_for_is_an_answer_too(self, command, written):
        said = command("shortlist", written("Hello, we are a company and we would like some help please."), "--json")
        assert said.status == 0
        assert said.json["requirement"]["skills"] == []
        assert any(note["field"] == "skills" for note in said.json["requirement"]["missing"])


class TestEdits:
    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["--rate", "many EUR"], "bad_money"),
            (["--rate", "95"], "bad_money"),
            (["--rate", "95 XXQ"], "bad_money"),
            (["--rate", "95.005 EUR"], "bad_money"),
            (["--rate", "1,000 EUR"], "bad_money"),
            (["--rate", "1.000 EUR"], "bad_money"),
            (["--rate", "95.5 JPY"], "bad_money"),
            (["--rate", "-5 EUR"], "bad_money"),
            (["--rate", "0 EUR"], "bad_rate"),
            (["--rate", "1e30 EUR"], "bad_money"),
            (["--rate", "99999999999999999999 EUR"], "bad_money"),
            (["--rate", "90 EUR", "--rate", "95 EUR"], "bad_rate"),
            (["--drop-rate", "CHF"], "bad_rate"),
            (["--drop-rate", "ZZZ"], "bad_money"),
            (["--rate", "90 CHF", "--drop-rate", "CHF"], "bad_rate"),
            (["--drop-language", "fr"], "bad_language_level"),
            (["--hours", "169"], "bad_hours"),
            (["--hours", "-1"], "bad_hours"),
            (["--hours", "3.333"], "bad_hours"),
            (["--hours", "NaN"], "bad_hours"),
            (["--hours", "1e9"], "bad_hours"),
            (["--hours", "full-time"], "bad_option"),
            (["--zone", "Mars/Base"], "unknown_zone"),
            (["--zone", "../../etc/passwd"], "unknown_zone"),
            (["--zone", ""], "unknown_zone"),
            (["--zone", "a" * 5000], "unknown_zone"),
            (["--day", "25:00-26:00"], "bad_option"),
            (["--day", "09:75-17:00"], "bad_option"),
            (["--day", "9-17"], "bad_option"),
            (["--day", "-5:00-04:00"], "bad_option"),
            (["--language", "xx Z9"], "bad_option"),
            (["--language", "de Z9"], "bad_language_level"),
            (["--language", "de B2", "--language", "German C1"], "bad_language_level"),
            (["--country", "Atlantis"], "bad_option"),
            (["--country", "XX"], "bad_option"),
            (["--name", ""], "bad_profile"),
            (["--name", "   "], "bad_profile"),
            (["--name", "N" * 121], "bad_profile"),
            (["--city", "C" * 101], "bad_profile"),
            (["--headline", "H" * 201], "bad_profile"),
            (["--headline", "zero \x00 byte"], "bad_profile"),
            (["--years", "nan"], "bad_input"),
        ],
        ids=lambda value: " ".join(value)[:30] if isinstance(value, list) else value,
    )
    def test_an_edit_that_cannot_be_is_refused_whole(self, command, words, code):
        engineer = make_engineer(hours=30)
        shown_id = engineer.shown_id
        before, counts = command("engineers", "show", shown_id, "--json").json, rows()
        said = command("engineers", "edit", shown_id, "--summary", "Changed", *words, "--json")
        assert (said.status, said.code) == (2, code)
        assert command("engineers", "show", shown_id, "--json").json == before
        assert rows() == counts

    def test_an_edit_with_one_bad_word_changes_nothing_of_the_rest(self, command):
        engineer = make_engineer(hours=30)
        before = engineer_json(Engineer.objects.get(id=engineer.id))
        words = [
            "--rate",
            "120 EUR",
            "--language",
            "fr B1",
            "--hours",
            "169",
            "--zone",
            "Asia/Tokyo",
            "--name",
            "Other",
        ]
        assert command("engineers", "edit", engineer.shown_id, *words).status == 2
        again = Engineer.objects.get(id=engineer.id)
        assert engineer_json(again) == before
        assert again.workweek.hours == Decimal(30)

    def test_a_first_working_day_needs_a_zone(self, command):
        engineer = make_engineer(day=None)
        said = command("engineers", "edit", engineer.shown_id, "--day", "09:00-17:00", "--json")
        assert (said.status, said.code) == (2, "bad_option")
        assert "--zone" in said.err


class TestIds:
    @pytest.mark.parametrize("words", [["show"], ["edit"], ["list"], ["unlist"]], ids=lambda words: words[0])
    @pytest.mark.parametrize(
        ("make_id", "status", "code"),
        [
            (lambda: shown("eng", uuid7()), 1, "not_found"),
            (lambda: "eng_0123", 2, "bad_id"),
            (lambda: shown("brf", uuid7()), 2, "bad_id"),
            (lambda: "x' OR '1'='1", 2, "bad_id"),
            (lambda: "eng_" + "Z" * 26, 2, "bad_id"),
            (lambda: "", 2, "bad_id"),
        ],
        ids=["unknown", "too short", "of a brief", "SQL", "too large", "empty"],
    )
    def test_an_id_that_is_none_or_leads_to_nobody(self, command, words, make_id, status, code):
        make_engineer()
        before = rows()
        said = command("engineers", *words, make_id(), "--json")
        assert (said.status, said.code) == (status, code)
        assert rows() == before

    def test_one_unknown_id_among_others_lists_nobody(self, command):
        engineer = make_engineer(listed=False)
        said = command("engineers", "list", engineer.shown_id, shown("eng", uuid7()), "--json")
        assert (said.status, said.code) == (1, "not_found")
        assert not hasattr(Engineer.objects.get(), "listing")


def test_words_that_are_not_utf8_are_refused(command):
    for words in (["engineers", "find", "caf\udce9"], ["shortlist", "caf\udce9.md"]):
        said = command(*words, "--json")
        assert (said.status, said.code) == (2, "bad_input")


class TestLimits:
    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("no_such", "5", "no limit named 'no_such'"),
            ("shortlist_top", "0", "1 to 1,000"),
            ("shortlist_top", "1001", "1 to 1,000"),
        ],
    )
    def test_a_limit_has_bounds_of_its_own(self, command, name, value, words):
        said = command("limits", "set", name, value, "--json")
        assert (said.status, said.code) == (2, "bad_limit")
        assert words in said.err


ENCRYPTION = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O ({'o' * 32}) /U ({'u' * 32}) >>"


def encrypted_pdf() -> bytes:
    return pdf(say("Secret", 50, 700), extra={100: ENCRYPTION}, trailer="/Encrypt 100 0 R /ID [<00> <00>]")


FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("cv.txt", lambda: b"", "file_empty"),
    "encrypted PDF": ("cv.pdf", encrypted_pdf, "pdf_encrypted"),
    "300 pages": ("cv.pdf", lambda: pdf(*[say("Python", 50, 700)] * 300), "pdf_too_many_pages"),
    "zip bomb": ("cv.docx", lambda: docx(paragraph("a" * 60_000_000)), "file_is_a_bomb"),
    "DTD": ("cv.docx", lambda: docx(paragraph("x"), before='<!DOCTYPE d [<!ENTITY a "b">]>'), "docx_has_dtd"),
    "wrong types": ("cv.json", lambda: b'{"basics": {"name": 7}, "work": "much"}', "resume_wrong_type"),
    "a list of JSON": ("cv.json", lambda: b"[1,2]", "resume_wrong_type"),
    "half a character": ("cv.json", lambda: b'{"basics": {"name": "\\ud800"}}', "resume_wrong_type"),
    "broken JSON": ("cv.json", lambda: b'{"basics": {"name": ', "resume_wrong_type"),
    "deep JSON": ("cv.json", lambda: b'{"basics": ' * 100_000 + b"1", "resume_wrong_type"),
    "control characters": ("cv.txt", lambda: b"Ana \x00\x01 Prado" * 50, "text_is_binary"),
    "a broken list": ("cv.json", lambda: b"[1,2", "resume_wrong_type"),
    "no JSON": ("cv.json", lambda: b"Ana Prado", "resume_wrong_type"),
    "a web page": ("cv.html", lambda: b"<html><body>hi</body></html>", "file_type_unknown"),
    "nothing of a resume": ("cv.txt", lambda: b"hi there", "nothing_read"),
    "another object": ("cv.json", lambda: b'{"a": 1}', "nothing_read"),
    "a picture": ("cv.png", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "file_type_unknown"),
    "an old Word file": ("cv.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "file_type_unknown"),
}


class TestImports:
    @pytest.mark.parametrize("kind", FILES)
    def test_a_file_that_cannot_be_read_is_reported_and_nobody_is_made(self, command, written, kind):
        name, content, code = FILES[kind]
        before = rows()
        path = written(content(), name)
        said = command("engineers", "import", path, "--json")
        assert said.status == 2
        assert (said.json["imported"], said.json["skipped"]) == (0, 1)
        (file,) = said.json["files"]
        assert file["engineer"] is None
        assert file["error"]["code"] == code
        assert file["error"]["message"]
        assert file["error"]["hint"]
        assert rows() == before

    def test_the_good_files_are_imported_and_the_bad_one_is_reported(self, command, written):
        good = [written(GOOD, "ana.txt"), written(json.dumps({"basics": {"name": "Bea Kohl"}}), "bea.json")]
        bad = written(FILES["encrypted PDF"][1](), "closed.pdf")
        paths = [good[0], bad, "no/such/file.pdf", good[1]]
        said = command("engineers", "import", *paths, "--json")
        assert said.status == 0
        assert (said.json["imported"], said.json["skipped"]) == (2, 2)
        assert [file["file"] for file in said.json["files"]] == paths
        codes = [file["error"] and file["error"]["code"] for file in said.json["files"]]
        assert codes == [None, "pdf_encrypted", "file_not_readable", None]
        assert sorted(Engineer.objects.values_list("public_name", flat=True)) == ["Ana Prado", "Bea Kohl"]
        assert Event.objects.filter(name="engineer.imported").count() == 2
        for_people = command("engineers", "import", *paths)
        assert for_people.status == 0
        assert "closed.pdf" in for_people.err
        assert "error: This PDF is protected by a password." in for_people.err
        assert "2 imported, 2 skipped" in for_people.out

    def test_a_resume_without_a_name_is_imported_whatever_its_kind(self, command, written):
        nameless = [written("Skills\nGo, R\n", "a.txt"), written('{"skills": [{"name": "Go"}]}', "b.json")]
        said = command("engineers", "import", *nameless, "--json")
        assert [file["skills"][0] for file in said.json["files"]] == ["go", "go"]
        assert ["engineers edit" in file["warnings"][0] for file in said.json["files"]] == [True, True]

    def test_what_was_not_read_is_shown(self, command, written):
        skills = [{"name": "Go", "level": "Master"}, {"name": "Flux capacitor"}]
        path = written(json.dumps({"basics": {"name": "Ola"}, "skills": skills}), "ola.json")
        assert 'not read  skills[1].name "Flux capacitor"' in command("engineers", "import", path).out

    def test_more_files_than_the_limit_are_refused_before_any_is_read(self, command, written):
        assert command("limits", "set", "import_files", "1").status == 0
        said = command("engineers", "import", written(GOOD, "a.txt"), written(GOOD, "b.txt"), "--json")
        assert (said.status, said.code) == (2, "bad_input")
        assert not Engineer.objects.exists()

    def test_a_file_over_the_limit_is_refused(self, command, written):
        assert command("limits", "set", "file_bytes", "1000").status == 0
        said = command("engineers", "import", written(GOOD + "a" * 1000, "a.txt"), "--json")
        assert said.json["files"][0]["error"]["code"] == "file_not_readable"
        assert not Engineer.objects.exists()


def test_what_bad_people_write_into_a_brief_stays_text(command, written):
    """SQL in a brief is kept as it was sent, and does nothing."""
    text = "We need Python'); DROP TABLE talent_engineer; -- and % (pgvector) {0} %s\\"
    assert command("shortlist", written(text), "--json").status == 0
    assert Brief.objects.get().text == text
    assert Engineer.objects.count() == 0


def test_a_fault_in_one_file_stops_no_other(command, written, monkeypatch):
    from guildworks.talent import reading

    read = reading.read_profile

    def fails_once(data: bytes, *, name: str):
        if name == "bad.txt":
            raise ZeroDivisionError("of ours")
        return read(data, name=name)

    monkeypatch.setattr(reading, "read_profile", fails_once)
    said = command("engineers", "import", written("bad", "bad.txt"), written(GOOD, "good.txt"), "--json")
    assert said.status == 0
    assert [row["error"] and row["error"]["code"] for row in said.json["files"]] == ["fault", None]
    alone = command("engineers", "import", written("bad", "bad.txt"), "--json")
    assert alone.status == 2
    assert alone.json["error"]["code"] == "fault"


def test_every_letter_is_printed_whatever_the_terminal_speaks(written):
    path = written("Müller 王: Python", "brief.txt")
    said = run_program("skills", "find", path, "--json", PYTHONIOENCODING="ascii", GUILDWORKS_HOME="/nowhere")
    assert said.json["skills"][0]["quote"] == "Python"
    refused = run_program("skills", "find", "王.txt", PYTHONIOENCODING="latin-1")
    assert refused.err.startswith("error: ?.txt")
