"""The brief on its page: every letter of it is there, and each number leads to what was read from those words."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from guildworks.kernels.text.requirement_json import requirement_json
from guildworks.matching.reading import brief_reader
from guildworks.matching.shown.brief_words import Item, brief_shown, paragraphs, unwrapped

TODAY = date(2026, 11, 23)


def shown(text: str):
    return brief_shown(text, requirement_json(brief_reader(40_000).read(text, today=TODAY), text))


def marked(brief) -> list[tuple[str, str, str]]:
    pieces = [piece for paragraph in brief.paragraphs for piece in paragraph.pieces if piece.item]
    return [(piece.text, piece.numbers, piece.form) for piece in pieces]


def item(number: int, *words: tuple[int, int], form: str = "must") -> Item:
    return Item(number, "Skill", "Something", "", (), form, words)


@given(
    st.text("abc \n#*", max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6),
)
def test_no_letter_is_lost_however_words_overlap(text: str, words: list[tuple[int, int]]):
    items = [item(number, (min(pair), max(pair))) for number, pair in enumerate(words, start=1)]
    letters = "".join(piece.text for paragraph in paragraphs(text, items) for piece in paragraph.pieces)
    assert set("".join(letters.split())) <= set(text)
    assert len("".join(text.split())) - len("".join(letters.split())) <= 6 * text.count("#")  # heading marks alone


def test_numbers_run_in_the_order_of_the_text_and_forms_tell_how_it_is_asked():
    brief = shown("We need Python, pgvector is required. LangGraph would be nice. We do not need fine-tuning.")
    assert marked(brief) == [
        ("Python", "1", "must"),
        ("pgvector", "2", "must"),
        ("LangGraph", "3", "nice"),
        ("fine-tuning", "4", "unwanted"),
    ]
    assert [each.number for each in brief.items] == [1, 2, 3, 4]


def test_words_inside_of_words_carry_both_numbers():
    brief = paragraphs("an agent with tools", [item(1, (0, 19)), item(2, (3, 8), form="nice")])
    assert [(piece.text, piece.item, piece.numbers) for piece in brief[0].pieces] == [
        ("an ", 1, ""),
        ("agent", 2, "2"),
        (" with tools", 1, "1"),
    ]


def test_a_contradiction_marks_all_its_sides_and_names_their_numbers():
    brief = shown("A Python engineer. Fully remote. You must be in our Lisbon office every Tuesday.")
    (question,) = [question for question in brief.questions if question.kind == "contradicts"]
    (place,) = [each for each in brief.items if each.number in question.numbers]
    assert place.label == "Place"
    assert ("contradicts", "refused") in place.tags
    assert place.form == "contradicts"


def test_a_wish_that_is_not_used_keeps_its_words_and_says_why():
    brief = shown("A young Python engineer for 20 hours a week.")
    (wish,) = brief.not_used
    (named,) = [each for each in brief.items if each.number in wish.numbers]
    assert named.label == "Age"
    assert named.form == "unused"
    assert "Age is not used" in wish.message
    assert not any(question.kind == "not used" for question in brief.questions)


def test_what_the_brief_leaves_out_is_listed_without_a_number():
    assert [label for _, label, _ in shown("A Python engineer for 20 hours a week.").unsaid][:2] == [
        "Start",
        "Duration",
    ]


def test_lines_that_an_editor_wrapped_flow_and_a_list_stays_a_list():
    long = "This line of the brief is long enough to have been wrapped by an editor,"
    assert unwrapped(f"{long}\nand goes on.\n- one\n- two\n\nNew.") == f"{long} and goes on.\n- one\n- two\n\nNew."
    assert unwrapped("Hello,\nshort lines stay.") == "Hello,\nshort lines stay."


def test_a_heading_is_a_heading_without_its_mark():
    first, second = paragraphs("# Claims\n\nText #1", [])
    assert (first.is_heading, first.pieces[0].text) == (True, "Claims")
    assert (second.is_heading, second.pieces[0].text) == (False, "Text #1")
    told = [(each.is_heading, each.pieces[0].text) for each in paragraphs("Hello\n## Data\n- Spark\n- SQL", [])]
    assert told == [(False, "Hello"), (True, "Data"), (False, "- Spark\n- SQL")]
