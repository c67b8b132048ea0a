from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import guildworks
from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.json_resume import BrokenJson, UnreadableResume, read_json_resume
from guildworks.kernels.text.profile import LanguageDraft, ProfileDraft

TODAY = date(2026, 11, 23)
GRAPH = SkillGraph.load(Path(guildworks.__file__).parent / "skills" / "graph")
GAZETTEER = Gazetteer.build(GRAPH)
RESUME: dict[str, Any] = {
    "basics": {
        "name": "Ada Example",
        "label": "ML engineer",
        "email": "ada@example.org",
        "summary": "I build search for lawyers.",
        "location": {"city": "Lisbon", "countryCode": "PT"},
    },
    "work": [
        {
            "name": "Acme",
            "position": "ML engineer",
            "startDate": "2020-03-01",
            "summary": "Search over contracts with pgvector.",
            "highlights": ["Moved it to Kubernetes"],
        },
        {"name": "Widget", "position": "Analyst", "startDate": "2016", "endDate": "2020-02"},
    ],
    "volunteer": [{"organization": "Code Club", "position": "Tutor", "startDate": "2015-01", "endDate": "2015-12"}],
    "education": [{"institution": "Acme University", "area": "Mathematics", "startDate": "2010-10-01"}],
    "skills": [
        {"name": "Languages", "level": "Master", "keywords": ["Python", "Go"]},
        {"name": "Docker", "level": "Beginner"},
    ],
    "languages": [{"language": "English", "fluency": "Native speaker"}, {"language": "German", "fluency": "B2"}],
    "projects": [{"name": "pocket-rank", "url": "https://example.org", "highlights": ["Written in Rust"]}],
}


def read(resume: Any) -> ProfileDraft:
    return read_json_resume(json.dumps(resume).encode(), graph=GRAPH, gazetteer=GAZETTEER, today=TODAY)


def test_a_json_resume_becomes_a_profile() -> None:
    draft = read(RESUME)
    assert (draft.name, draft.headline, draft.email) == ("Ada Example", "ML engineer", "ada@example.org")
    assert (draft.city, draft.country, draft.zone) == ("Lisbon", "PT", "Europe/Lisbon")
    assert [(job.title, job.organisation, job.is_current) for job in draft.jobs] == [
        ("ML engineer", "Acme", True),
        ("Analyst", "Widget", False),
        ("Tutor", "Code Club", False),
    ]
    assert draft.years == 10.8  # of paid work: 2016 to 2020, 2020 to today, with the gap of February
    assert draft.languages == (LanguageDraft("en", "C2"), LanguageDraft("de", "B2"))

    assert [work.title for work in draft.works] == ["pocket-rank"]
    assert draft.unread == ()


def test_a_language_that_stands_twice_is_one() -> None:
    said = [("English", ""), ("english", "B2"), ("English", "C1")]
    languages = [{"language": name, "fluency": fluency} for name, fluency in said]
    assert read({"basics": {"name": "Ada"}, "languages": languages}).languages == (LanguageDraft("en", "B2"),)


def test_skills_come_from_the_list_with_their_level_and_from_the_text() -> None:
    levels = {claim.skill: claim.level for claim in read(RESUME).claims}
    assert (levels["python"], levels["go"], levels["docker"]) == (4, 4, 1)
    assert {"pgvector", "kubernetes", "rust"} <= levels.keys() and levels["pgvector"] is None


@pytest.mark.parametrize(
    ("entry", "skills"),
    [
        ("Go", {"go"}),
        ("R", {"r"}),
        ("C", {"c"}),
        ("Spark", {"spark"}),
        ("Ray", {"ray"}),
        ("Triton", {"triton-server"}),
        ("Excel", {"excel"}),
        ("rust", {"rust"}),
        ("C/C++", {"c", "cpp"}),
        ("Go, R and C", {"go"}),
        ("Angular 4", {"angular"}),
        ("Go (golang)", {"go"}),
    ],
)
def test_an_entry_of_the_list_of_skills_is_the_skill_that_it_names(entry: str, skills: set[str]) -> None:
    for listed in ({"name": entry}, {"name": "Tools", "keywords": [entry]}):
        draft = read({"basics": {"name": "Ola"}, "skills": [listed]})
        assert skills <= {claim.skill for claim in draft.claims}
        assert (draft.unread, draft.warnings) == ((), ())


def test_an_entry_that_names_no_skill_we_know_is_listed_as_not_read() -> None:
    skills = [
        {"name": "Go", "level": "Master"},
        {"name": "Flux capacitor"},
        {"name": "Web", "keywords": ["HTML", "Flux"]},
        {"name": "Time", "keywords": ["Hoverboard"]},
    ]
    draft = read({"basics": {"name": "Ola"}, "skills": skills})
    assert [(claim.skill, claim.level) for claim in draft.claims] == [("go", 4), ("html", None)]
    assert draft.unread == (
        'skills[1].name "Flux capacitor"',
        'skills[2].keywords[1] "Flux"',
        'skills[3].name "Time"',
        'skills[3].keywords[0] "Hoverboard"',
    )


def test_a_resume_without_a_skill_that_we_know_says_so() -> None:
    (warning,) = read({"basics": {"name": "Ola"}, "skills": [{"name": "Flux capacitor"}]}).warnings
    assert warning.startswith("No skill that Guildworks knows was found.")
    assert "by hand" not in warning


def test_names_with_accents_make_no_text_a_foreign_one() -> None:
    work = [{"name": "Société Légère", "position": "Développeur", "summary": "José Martín, São Paulo"}]
    draft = read({"basics": {"name": "José Martín", "summary": "Señor"}, "skills": [{"name": "Go"}], "work": work})
    assert (draft.language, draft.warnings) == ("en", ())


def test_fields_beyond_the_schema_are_fine_and_listed() -> None:
    draft = read({**RESUME, "hobby": 3, "basics": {**RESUME["basics"], "age": 30}, "awards": [{"title": "Best"}]})
    assert set(draft.unread) == {"hobby", "basics.age", "awards"}


def test_a_nearly_empty_resume_is_a_nearly_empty_profile() -> None:
    draft = read({})
    assert (draft.name, draft.jobs, draft.claims, draft.years) == ("", (), (), None)
    assert read({"basics": None, "work": None}).name == ""


@pytest.mark.parametrize(
    ("resume", "path", "words"),
    [
        ([], "", "a list at the top, where an object is wanted"),
        ({"basics": "Ada"}, "basics", "text at basics, where an object is wanted"),
        ({"basics": {"name": 7}}, "basics.name", "a number at basics.name, where text is wanted"),
        ({"work": {"name": "Acme"}}, "work", "an object at work, where a list is wanted"),
        ({"work": ["Acme"]}, "work[0]", r"text at work\[0\], where an object is wanted"),
        ({"work": [{}, {"startDate": "soon"}]}, "work[1].startDate", "a date such as 2021-03-31"),
        ({"work": [{"startDate": "2021-02-31"}]}, "work[0].startDate", "a day that exists"),
        ({"work": [{"startDate": "2021", "endDate": "2019"}]}, "work[0].endDate", "a day from 2021 on"),
        ({"work": [{"highlights": "one"}]}, "work[0].highlights", "where a list is wanted"),
        ({"skills": [{"keywords": [True]}]}, "skills[0].keywords[0]", "true or false"),
        ({"languages": [{"fluency": 5}]}, "languages[0].fluency", "a number"),
        ({"education": [{"institution": []}]}, "education[0].institution", "a list"),
        ({"skills": [{"name": "x"}] * 501}, "skills", "at most 500 entries"),
        ({"basics": {"name": "A\ud800"}}, "basics.name", "half a character at basics.name"),
        ({"work": [{}, {"highlights": ["\udfff"]}]}, "work[1].highlights[0]", "text of whole characters"),
        ({"basics": {"\ud800": 1}}, "basics", "names of whole characters"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place_and_what_is_wanted(resume: Any, path: str, words: str) -> None:
    with pytest.raises(UnreadableResume, match=words) as refused:
        read(resume)
    assert refused.value.path == path
    assert refused.value.hint.startswith("Mend that place")


@pytest.mark.parametrize(
    ("code", "country", "unread"),
    [("pt", "PT", ()), ("UK", "GB", ()), ("Germany", "DE", ()), ("XX", "", ("basics.location.countryCode",))],
)
def test_a_country_is_one_that_exists(code: str, country: str, unread: tuple[str, ...]) -> None:
    draft = read({"basics": {"location": {"countryCode": code}}})
    assert (draft.country, draft.unread) == (country, unread)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", r"line 1, column 2"),
        (b"\xff\xfe{", "UTF-8"),
        (b"[" * 100_000, "nested so deeply"),
        (b'{"basics": NaN}', "a number at basics"),
    ],
)
def test_what_is_no_json_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableResume, match=words):
        read_json_resume(data, graph=GRAPH, gazetteer=GAZETTEER, today=TODAY)


def test_broken_json_is_called_so_with_its_place() -> None:
    with pytest.raises(BrokenJson) as refused:
        _read_bytes(b"[1,2")
    assert refused.value.message == "This file is broken JSON: expecting ',' delimiter, line 1, column 5."


def test_a_number_of_thousands_of_digits_is_a_number_like_any_other() -> None:
    digits = b"9" * 5_000
    assert _read_bytes(b'{"basics": {"name": "Ada", "age": ' + digits + b"}}").unread == ("basics.age",)
    with pytest.raises(UnreadableResume, match=r"a number at basics\.name, where text is wanted"):
        _read_bytes(b'{"basics": {"name": ' + digits + b"}}")


def test_a_pair_of_halves_is_one_character() -> None:
    assert _read_bytes(b'{"basics": {"name": "Ada \\ud83c\\udf89"}}').name == "Ada 🎉"


def _read_bytes(data: bytes) -> ProfileDraft:
    return read_json_resume(data, graph=GRAPH, gazetteer=GAZETTEER, today=TODAY)
