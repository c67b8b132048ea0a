"""Every sentence of a brief's reader has a template to be translated by, and is in English what the reader said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from django.utils.translation import override

from guildworks.kernels.text.brief import UnreadableBrief
from guildworks.kernels.text.requirement import Note
from guildworks.matching.examples import examples
from guildworks.matching.reading import brief_reader
from guildworks.matching.said import MESSAGES, said
from tests.house.checkout import File, files, tree
from tests.web.pseudo import MARKED, speaks  # noqa: F401 (a fixture)

TODAY = date(2026, 11, 23)
CHARACTERS_MOST = 2_000
VALUE = re.compile(r"%\(\w+\)s")
SAYING = {"Note": (1,), "UnreadableBrief": (1, 2)}  # which of their arguments are sentences
READS_BACK = "src/guildworks/kernels/text/requirement_json.py"  # it says nothing of its own
# Together they have the reader say all that it can.
TEXTS = (
    "You will help us with our shop in Python.",
    "We want some kind of AI for our shop. It has to be fast. Someone nearby would be good but remote is ok.",
    "We need 2 senior ML engineers for 3 months. Budget: 60k USD total.",
    "We are a shop. TypeScript would be an advantage. Later on TypeScript is mandatory.",
    "You must know Python or Rust. Rust is not needed.",
    "1. ML engineer: PyTorch, 20 hours a week, 80 EUR an hour, start in May\n"
    "2. Data engineer: Kafka, 30 hours a week, 70 EUR an hour, start in June\n",
    "Evaluation of our agents in Python: senior only (junior welcome)",
    "A Python engineer. We start when the contract is signed.",
    "A Python engineer. Start: 02/01/2027.",
    "A Python engineer. Start: as soon as possible.",
    "A Python engineer. The work starts on 2 March 2026.",
    "A Python engineer. Start: 1 June 2027. It must be finished by 31 March 2027.",
    "A Python engineer; we think it is small, a few days maybe, and then it runs.",
    "A Python engineer. It takes about 30 person-days.",
    "A Python engineer. Duration: ongoing",
    "A Python engineer. It takes 3 months. It takes 8 months.",
    "A Python engineer. Five weeks at 32 hours, then a day a week.",
    "A Python engineer.\n\n* Start: 15.01.2027\n* Duration: 4 months (ends 31 March 2027)",
    "A Python engineer. The project takes 10 weeks: 40 hours a week for the first 8 weeks, then 10 hours a week for 8 "
    "weeks.",
    "we think it is a few days maybe, but it should be finished, with training on our pictures in Python, installed on "
    "9 machines and documented by end of the year",
    "we think it is a few days maybe, but it should be finished, with training on our pictures in Python, installed on "
    "9 machines and documented",
    "A Python engineer for part-time work.",
    "A Python engineer. Total of 120 hours over 6 weeks",
    "A Python engineer, either 20h or 40h a week",
    "We look for somebody full time with Python. 10 hours a week.",
    "We need a Python developer. 20 hours a week. It is remote. 35 hours a week.",
    "A Python engineer. Load: 20-30 h/week, max 15 h in the first month",
    "A Python engineer. Ramping up to 30 hours a week from the fifth week",
    "A Python engineer, 20 hours a week for the first month",
    "A Python engineer. Rate: negotiable",
    "A Python engineer. Budget: 15000",
    "A Python engineer. Our rate is 80 to 100 EUR",
    "A Python engineer. 80 EUR per hour. The rate is 120 EUR per hour.",
    "Python. Budget: 10k EUR for the first phase, 15k EUR for the second phase.",
    "Python. Load: 20-30 h/week. Duration: 4 months. Pay: $70/h; total must stay under $15,000",
    "Python. 2 days per week. Duration: 10 weeks. Rate: €800/day, the total must stay under €12,000.",
    "Python. Duration: 10 weeks. We pay 2,000 EUR a week; the total must stay under 12,000 EUR.",
    "Python. Duration: 6 months. We pay 5,000 EUR a month; the total must stay under 12,000 EUR.",
    "A Python engineer. Must overlap 10-14h.",
    "A Python engineer; someone from the region would be good but remote is ok too",
    "A Python engineer. Fully remote. You must be in our Lisbon office every Tuesday.",
    "A Python engineer with fluent German. German is not needed.",
    "A Python engineer between 25 and 35 years old. Ladies preferred. Only Americans. English native speaker. English "
    "without any foreign accent. A practising Christian would fit best. We prefer people without children. Send a "
    "recent photo. We cannot take anybody with a history of depression. We would like someone straight. We want no "
    "union members, and nobody who votes left.",
    "x" * (CHARACTERS_MOST + 1),
    "",
    "... !",
    "Python\x00",
    "Nous cherchons une personne qui connaît bien Python et qui peut nous aider dès janvier.",
)


@pytest.fixture(scope="module")
def told() -> list[str]:
    """All that the reader says of these texts and of our examples."""
    texts = (*TEXTS, *(file.read_text("utf-8") for file in examples().values()))
    return [message for text in texts for message in messages_of(text)]


def messages_of(text: str) -> list[str]:
    try:
        read = brief_reader(CHARACTERS_MOST).read(text, today=TODAY)
    except UnreadableBrief as unreadable:
        return [unreadable.message, unreadable.hint]
    notes: tuple[Note, ...] = (*read.missing, *read.vague, *read.contradictions, *read.not_used)
    return [note.message for note in notes]


def test_in_english_a_message_is_what_the_reader_said(told):
    assert [(message, said(message)) for message in told if said(message) != message] == []
    assert said("A sentence of long ago.") == "A sentence of long ago."


def test_in_another_language_all_of_them_are_translated(told, speaks):  # noqa: F811
    with override(MARKED):
        assert [message for message in told if not said(message).startswith("⟦")] == []


def test_each_template_is_tried_on_what_the_reader_really_says(told):
    unsaid = [template for template in MESSAGES if not any(map(pattern_of(template).fullmatch, told))]
    assert unsaid == []


def test_words_of_ours_and_days_within_a_message_are_translated_too(speaks):  # noqa: F811
    with override(MARKED):
        for message, value in (
            (
                "The start 2 March 2026 lies before today, 23 November 2026. Name a start that is still to come.",
                "⟦2 March 2026⟧",
            ),
            (
                "Rust is required in one place and said not to be needed in another. Which of the two holds? Until you "
                "say, it rules nobody out.",
                "⟦šàîd ñöt tö bé ñéédéd⟧",
            ),
            (
                'This differs by role: "20 h" for the ML engineer and "9 h" for the data engineer. A brief holds one '
                "for all, so none is used: write one brief per role.",
                '⟦"20 h" för thé ML engineer⟧ àñd ⟦"9 h" för thé data engineer⟧',
            ),
            ("The brief seems to be written in French; only English is read so far.", "⟦Fréñçh⟧"),
        ):
            assert value in said(message)


def test_no_sentence_of_the_reader_is_without_a_template():
    """What the reader says is read from its code. Way out: the sentence's template in `matching/said.py`."""
    made = [VALUE.sub("§", template) for template in MESSAGES]
    sentences = [each for file in files("src/guildworks/kernels/text/*.py") for each in sentences_of(file)]
    assert len(sentences) > 60
    assert [(file, sentence) for file, sentence in sentences if not any(map(pattern(sentence).fullmatch, made))] == []


def pattern_of(template: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, VALUE.split(template))), re.DOTALL)


def pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(sentence, re.DOTALL)


def sentences_of(file: File) -> Iterator[tuple[str, str]]:
    """Each sentence that a file of the reader may say, as a pattern."""
    if file.path == READS_BACK:
        return
    constants = assigned(tree(file).body)
    for function in ast.walk(tree(file)):
        if isinstance(function, ast.FunctionDef):
            names = {**constants, **assigned(list(ast.walk(function)))}
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAYING:
                    for place in SAYING[call.func.id]:
                        yield from ((file.path, sentence) for sentence in patterns(call.args[place], names))


def assigned(nodes: list[ast.AST] | list[ast.stmt]) -> dict[str, list[ast.expr]]:
    """What the names are, each in all ways that it is given."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def patterns(node: ast.expr, names: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """All that an expression may say. A way of saying that is not known here fails, so that it is looked at."""
    match node:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.JoinedStr(values=parts):
            yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".*" for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from (each for way in (one, other) for each in patterns(way, names))
        case ast.Name(id=name) if name in names:
            yield from (each for way in names[name] for each in patterns(way, names))
        case ast.Subscript(value=ast.Name(id=name)) if name in names:
            for table in names[name]:
                assert isinstance(table, ast.Dict), f"{name} is no table"
                yield from (each for way in table.values for each in patterns(way, names))
        case _:
            pytest.fail(f"a sentence is made in a way that this test does not know: {ast.unparse(node)}")
