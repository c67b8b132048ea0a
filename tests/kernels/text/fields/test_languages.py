"""Human languages that are asked for."""

from __future__ import annotations

import pytest

from guildworks.kernels.text.fields import read_languages

Wish = tuple[str, str, str | None]


def wishes_of(text: str) -> list[Wish]:
    reading = read_languages(text)
    return [(entry.value.code, entry.value.importance, entry.value.level) for entry in reading.read or ()]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("fluent German", [("de", "must", "C1")]),
        ("German C1", [("de", "must", "C1")]),
        ("German at B2 or better, please", [("de", "must", "B2")]),
        ("native-level English", [("en", "must", "C2")]),
        ("English only", [("en", "must", None)]),
        ("business English", [("en", "must", "B2")]),
        ("Italian fluent, English B2", [("it", "must", "C1"), ("en", "must", "B2")]),
        ("You are fluent in English and German.", [("en", "must", "C1"), ("de", "must", "C1")]),
        ("Good communication skills in English", [("en", "must", "B2")]),
        ("You must speak French and Dutch.", [("fr", "must", None), ("nl", "must", None)]),
        ("Languages: English, Spanish", [("en", "must", None), ("es", "must", None)]),
        ("English for the written work", [("en", "must", None)]),
        ("French would be a plus", [("fr", "nice", None)]),
        ("German or French appreciated", [("de", "nice", None), ("fr", "nice", None)]),
        ("Portuguese is not needed.", [("pt", "excluded", None)]),
        ("no German needed", [("de", "excluded", None)]),
        ("A Japanese-speaking engineer", [("ja", "must", None)]),
        ("conversational Spanish is nice to have", [("es", "nice", "B1")]),
        ("excellent written and spoken English", [("en", "must", "C1")]),
        ("working language is English", [("en", "must", None)]),
        ("English is our working language.", [("en", "must", None)]),
        ("Remote. English.", [("en", "must", None)]),
        ("We only speak English.", [("en", "must", None)]),
        ("English or Portuguese.", [("en", "nice", None), ("pt", "nice", None)]),
        ("English, Spanish or Catalan", [("en", "nice", None), ("es", "nice", None), ("ca", "nice", None)]),
        ("English at B2; German helps, but is not required.", [("en", "must", "B2"), ("de", "nice", None)]),
        ("English required; French would\nbe lovely.", [("en", "must", None), ("fr", "nice", None)]),
        ("we need good english and basic german", [("en", "must", "B2"), ("de", "must", "A1")]),
    ],
)
def test_a_language_is_read_in_the_ways_people_ask_for_it(text: str, wanted: list[Wish]) -> None:
    assert wishes_of(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "A third of the documents are scans in German and English.",
        "Our people speak German.",
        "We serve the German-speaking market.",
        "Translate French contracts to Dutch.",
        "A Swiss bank with Italian customers",
        "please polish the user interface",
        "The Series B gave us C and B shares.",
        "Support tickets in Polish and Czech",
        "",
    ],
)
def test_a_language_of_things_is_not_asked_of_the_person(text: str) -> None:
    assert wishes_of(text) == []


def test_a_language_that_is_needed_and_not_needed_is_a_contradiction() -> None:
    assert [note.field for note in read_languages("Fluent German. German is not needed.").contradictions] == [
        "languages"
    ]


def test_a_text_in_another_language_is_not_misread() -> None:
    assert read_languages("Wir suchen jemanden mit English C1", written_in="de").read == ()


@pytest.mark.parametrize(
    "text",
    ["Dutch at C1 or English at B2; one of the two is enough.", "Fluent Dutch or fluent English is required."],
)
def test_two_languages_of_which_one_is_enough_rule_nobody_out(text: str) -> None:
    wishes = read_languages(text).read or ()
    assert {wish.value.code: wish.value.importance for wish in wishes} == {"nl": "nice", "en": "nice"}


def test_the_language_set_against_one_that_is_not_needed_is_asked_for() -> None:
    wishes = read_languages("Danish is not needed; English is.").read or ()
    assert {wish.value.code: wish.value.importance for wish in wishes} == {"da": "excluded", "en": "must"}


@pytest.mark.parametrize(
    "text",
    [
        "We speak Portuguese among ourselves, but English is enough.",
        "We speak Portuguese, but English is enough.",
        "Internally we speak Portuguese; English is fine.",
        "Our team talks in Portuguese at lunch. English is required.",
        "Portuguese is spoken among us, but English is enough.",
    ],
)
def test_what_the_clients_people_speak_among_themselves_is_not_asked_for(text: str) -> None:
    assert wishes_of(text) == [("en", "must", None)]


def test_the_language_that_a_client_works_in_is_asked_for() -> None:
    assert wishes_of("We speak German and English in the team.") == [("de", "must", None), ("en", "must", None)]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Japanese N2 or better, no smokers.", "B2"),
        ("JLPT N1 Japanese required", "C1"),
        ("Japanese (JLPT N3)", "B1"),
        ("Good Japanese (N4)", "A2"),
        ("Japanese Language Proficiency Test N5", "A1"),
    ],
)
def test_the_levels_of_the_japanese_test_are_read(text: str, level: str) -> None:
    assert wishes_of(text) == [("ja", "must", level)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("English is what we speak, French doesn't matter.", [("en", "must", None), ("fr", "excluded", None)]),
        ("German in word and writing fluent", [("de", "must", "C1")]),
        ("Spanish required at conversational level; English for docs", [("es", "must", "B1"), ("en", "must", None)]),
        ("English obviously.", [("en", "must", None)]),
    ],
)
def test_a_language_is_read_as_people_of_other_tongues_ask_for_it(text: str, wanted: list[Wish]) -> None:
    assert wishes_of(text) == wanted
