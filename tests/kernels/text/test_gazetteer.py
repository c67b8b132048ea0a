"""Which skills a text names, where, and what is left without them."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildworks.kernels.text.gazetteer import Gazetteer, sentences
from guildworks.kernels.text.gazetteer.folding import Words, level
from guildworks.kernels.text.graph import Alias, Skill, SkillGraph

GRAPH = Path(__file__).parents[3] / "src/guildworks/skills/graph"


def _skill(slug: str, *aliases: str | Alias) -> Skill:
    texts = tuple(alias if isinstance(alias, Alias) else Alias(alias) for alias in aliases)
    return Skill(slug, texts[0].text, "tool", "A skill.", "four-years", texts)


def _unsure(text: str, *, not_before: tuple[str, ...] = (), not_after: tuple[str, ...] = ()) -> Alias:
    return Alias(text, "exact", "company", not_before, not_after)


SMALL = SkillGraph(
    {
        skill.slug: skill
        for skill in (
            _skill("python", "Python"),
            _skill("sql", "SQL"),
            _skill("pytorch", "PyTorch"),
            _skill("kubernetes", "Kubernetes", "k8s"),
            _skill("cpp", "C++"),
            _skill("csharp", "C#"),
            _skill("dotnet", ".NET"),
            _skill("nodejs", "Node.js"),
            _skill("ci-cd", "CI/CD"),
            _skill("machine-learning", "machine learning", Alias("ML", "exact")),
            _skill("llm", "large language model", Alias("LLM", "exact")),
            _skill("fine-tuning", "fine-tuning"),
            _skill("power-bi", "Power BI"),
            _skill("fastapi", "FastAPI"),
            _skill("vector-database", "vector databases"),
            _skill("optimization", "query optimization"),
            _skill("github", "GitHub"),
            _skill("nomad", Alias("nomad", "any", "company")),
            _skill("c", _unsure("C", not_after=("Series", "vitamin", "grade"))),
            _skill("r", _unsure("R")),
            _skill("go", _unsure("Go", not_before=("to market", "live"))),
            _skill("rest", Alias("REST", "exact")),
            _skill("ray", _unsure("Ray")),
            _skill("spark", _unsure("Spark"), "Apache Spark"),
            _skill("sap", _unsure("SAP", not_before=("hires", "is"))),
            replace(_skill("writing", "copy writing"), name="Content design"),  # a name that no brief means by itself
        )
    }
)
FINDER = Gazetteer.build(SMALL)


def found(text: str) -> list[str]:
    return [mention.skill for mention in FINDER.find(text)]


def words(text: str) -> list[str]:
    return [mention.span.of(text) for mention in FINDER.find(text)]


@pytest.fixture(scope="module")
def whole() -> Gazetteer:
    return Gazetteer.build(SkillGraph.load(GRAPH))


# What is found, and where


def test_a_mention_points_at_the_words_and_names_the_alias() -> None:
    text = "Three years of k8s."
    (mention,) = FINDER.find(text)
    assert (mention.skill, mention.alias, mention.span.of(text)) == ("kubernetes", "k8s", "k8s")


@pytest.mark.parametrize(
    "written",
    [
        "fine-tuning",
        "Fine Tuning",
        "fine_tuning",
        "fine\ntuning",
        "fine/tuning",
        "finetuning",
        "fine‑tuning",
        "ﬁne-tuning",
        "FINE-TUNING",
        "fine\u00ad-tuning",
    ],
)
def test_hyphens_white_space_case_and_ligatures_make_no_difference(written: str) -> None:
    text = f"You know “{written}” well."
    assert words(text) == [written]


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("C#, C++ and .NET", ["csharp", "cpp", "dotnet"]),
        ("Backend in C # or . NET .", ["csharp", "dotnet"]),
        ("Node.js, Node . js, NodeJS, node js", ["nodejs"] * 4),
        ("Ｐｙｔｈｏｎ and Ｃ＋＋", ["python", "cpp"]),
        ("CI / CD, CI-CD, CI CD", ["ci-cd"] * 3),
        ("Pythonâ€™s speed", ["python"]),
        ("用Python开发", ["python"]),
        ("Python3, C++17 and Python 2.7", ["python", "cpp", "python"]),
        ("LLMs, large language models", ["llm", "llm"]),
        ("one vector database", ["vector-database"]),
        ("query optimisation", ["optimization"]),
        ("PowerBI and Power BI", ["power-bi", "power-bi"]),
        ("clean tools.Python is next", ["python"]),
    ],
)
def test_ways_of_writing(text: str, skills: list[str]) -> None:
    assert found(text) == skills


@pytest.mark.parametrize(
    "text",
    [
        "pythonic", "mysqlish", "Pythagoras", "the machine, learning slowly", "machine\n\nlearning",
        "machine. Learning", "see https://github.com/ada/python", "python@example.org", "mail k8s@example.com",
        "www.python.org",
        "We sell to many. Net income rose.", "a fast API for everybody", "html.python_file.kubernetesque",
    ],
)  # fmt: skip
def test_parts_of_words_and_addresses_are_no_skills(text: str) -> None:
    assert found(text) == []


def test_an_address_hides_only_itself() -> None:
    assert found("Node.js (https://nodejs.org), Python: https://github.com/python and SQL") == [
        "nodejs",
        "python",
        "sql",
    ]


def test_of_names_that_overlap_the_longest_wins() -> None:
    graph = SkillGraph({s.slug: s for s in (_skill("a", "data"), _skill("b", "data lake"), _skill("c", "lake house"))})
    assert [m.skill for m in Gazetteer.build(graph).find("data lake, lake house, data")] == ["b", "c", "a"]


# Words that are skills only in company


@pytest.mark.parametrize(
    "text",
    [
        "We go to great lengths.", "Go to market with us.", "The rest is easy.", "Rest assured.", "a spark of genius",
        "Spark joy in the team.", "Our chief scientist Ray knows Python.", "There is no R anywhere.", "R&D", "R & D",
        "We closed our Series C last year, with Python developers.", "salary c.£75k, Python", "We go off and think.",
        "SAP hires Python developers.", "Plan C it is.", "nomads welcome",
        "Digital nomad lifestyle", "Ray will call you.",
        "Python and the rest of it", "a) Python c) none", "It's C's turn",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_skills(text: str) -> None:
    assert not set(found(text)) & {"go", "rest", "spark", "ray", "r", "c", "sap", "nomad"}


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Python, R, SQL", "r"),
        ("Python, R and Go", "go"),
        ("Go developers wanted", "go"),
        ("experience with Go", "go"),
        ("A REST interface", "rest"),
        ("We run Ray on Kubernetes.", "ray"),
        ("* Go", None),
        ("Spark jobs in production", "spark"),
        ("Embedded C and C++", "c"),
        ("You know SAP and SQL.", "sap"),
        ("We deploy with nomad and Kubernetes.", "nomad"),
        ("SKILLS: PYTHON, GO, SQL", "go"),
        ("Go, Python", "go"),
        ("Stack: Python go Kubernetes", "go"),
        ("Role: Backend\n\npython rest", "rest"),
        ("Experience with SAP is a plus.", None),
    ],
)
def test_in_company_they_are(text: str, skill: str | None) -> None:
    assert skill is None or skill in found(text)


def test_company_in_another_sentence_or_item_is_none() -> None:
    assert found("We use Python. Go is what we say when the light is green.") == ["python"]
    assert found("- Python\n- Ray from sales joins us") == ["python"]


def test_kin_has_to_be_named_somewhere_and_company_nearby() -> None:
    ai, models, linux = _skill("ai", "AI"), _skill("models", "model training"), _skill("linux", "Linux")
    agents = _skill("agents", "AI agents", Alias("agents", needs="kin"))
    graph = SkillGraph(
        {s.slug: s for s in (ai, replace(models, broader=("ai",)), replace(agents, broader=("ai",)), linux)}
    )
    finder = Gazetteer.build(graph)
    assert [m.skill for m in finder.find("Linux experience, to deploy agents.")] == ["linux"]
    assert [m.skill for m in finder.find("Model training. Linux experience, to deploy agents.")] == [
        "models",
        "linux",
        "agents",
    ]
    assert [m.skill for m in finder.find("Model training. Our agents will call you.")] == ["models"]


def test_without_capitals_the_neighbours_decide() -> None:
    text = "we need python, go and rest. the rest is up to you, go to town. experience with ray helps, and c++"
    assert found(text) == ["python", "go", "rest", "ray", "cpp"]


def test_a_list_of_unsure_names_is_settled_from_its_sure_end() -> None:
    assert found("languages: Python, Go, R, C") == ["python", "go", "r", "c"]


# The whole graph


@pytest.mark.parametrize(
    "text",
    [
        "We go to great lengths for our people.", "The rest is up to you.", "It takes a spark of curiosity.",
        "Our chief scientist Ray will meet you.", "There is no R anywhere in this.", "They raised a Series B.",
        "The pay is c.£75k.", "We spend a lot on R&D.", "Go off and try it.", "It has to be fast.",
        "SAP hires in Berlin.", "You excel at explaining.", "Make it safe to use.", "You have access to a gym.",
        "A swift answer is sure.", "Dash off a note and flask in hand, we hike.", "Our office lies beside the lake.",
        "React quickly when a customer calls.", "We meet in spring.", "Let us chat about the role.",
    ],
)  # fmt: skip
def test_everyday_sentences_name_no_skill(whole: Gazetteer, text: str) -> None:
    assert [mention.alias for mention in whole.find(text)] == []


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Must have:\n- Spark\n- Airflow\n- Kafka\n", ["spark", "airflow", "kafka"]),
        ("Must have:\n1. React\n2. Swift, five years\n", ["react", "swift"]),
        ("must have:\n- spark\n- airflow\n", ["spark", "airflow"]),
        ("- Python\n- Go (2 years)\n- Kotlin\n", ["python", "go", "kotlin"]),
        ("+ Go\n+ Python\n", ["go", "python"]),
        ("Spark is a must.", ["spark"]),
        ("Spark or similar, and SQL.", ["spark", "sql"]),
        ("You know Go or similar.", ["go"]),
        ("Spark would be a big plus. Go is not needed.", ["spark", "go"]),
    ],
)
def test_a_list_item_and_a_demand_make_a_skill_of_an_ordinary_word(
    whole: Gazetteer, text: str, skills: list[str]
) -> None:
    assert [mention.skill for mention in whole.find(text)] == skills


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("A spark of genius is a must.", []),
        ("Spark of genius is required.", []),
        ("- A spark of genius\n- Kafka", ["kafka"]),
        ("- Spark of genius\n- Kafka", ["kafka"]),
        ("- Swift answers\n- React quickly\n- Kafka", ["kafka"]),
        ("Access is required to the building.", []),
        ("- Go\n- Ray", []),
        ("We need Python.\n\nJulia", ["python"]),
    ],
)
def test_a_list_item_and_a_demand_of_other_things_stay_ordinary(whole: Gazetteer, text: str, skills: list[str]) -> None:
    assert [mention.skill for mention in whole.find(text)] == skills


def test_a_brief_in_lower_case_keeps_its_skills(whole: Gazetteer) -> None:
    text = "looking for someone with c++, python and rag experience; we need an llm pipeline, the rest is open"
    assert {"cpp", "python", "rag", "llm"} <= {mention.skill for mention in whole.find(text)}
    assert "rest" not in {mention.skill for mention in whole.find(text)}


def test_every_skill_is_found_under_its_own_aliases(whole: Gazetteer) -> None:
    graph = SkillGraph.load(GRAPH)
    lost = [
        (skill.slug, alias.text)
        for skill in graph.skills.values()
        for alias in skill.aliases
        if skill.slug
        not in {m.skill for m in whole.find(f"You have experience with {alias.text}, Python and PyTorch.")}
    ]
    assert lost == []


# Properties


def _names(skill: Skill) -> tuple[str, ...]:
    return (skill.name, *(alias.text for alias in skill.aliases))


ALIASES = [alias.text for skill in SMALL.skills.values() for alias in skill.aliases]
NAMES = [name for skill in SMALL.skills.values() for name in _names(skill)]
PIECES = st.one_of(
    st.sampled_from([*ALIASES, "machine", "language", "the", "models", "vector", "of", "e.g.", "#", ".", "&", "\n"]),
    st.text(max_size=6),
)
TEXTS = st.lists(
    st.tuples(PIECES, st.sampled_from([" ", ", ", "\n", " / ", "-", "\u00a0", "", "; "])), max_size=14
).map(lambda parts: "".join(piece + gap for piece, gap in parts))


def _letters(text: str) -> str:
    return "".join(name for name in Words.of(level(text)).folded)


@given(TEXTS)
@settings(deadline=None, max_examples=300)
def test_every_span_reads_as_its_alias_and_none_overlap(text: str) -> None:
    mentions = FINDER.find(text)
    for mention in mentions:
        read, alias = _letters(mention.span.of(text)), _letters(mention.alias)
        assert read.rstrip("0123456789s").replace(".", "") in alias.replace("z", "s").replace(".", "") or alias in read
    for one, other in pairwise(mentions):
        assert one.span.end <= other.span.start


@given(TEXTS, st.permutations(NAMES), st.sampled_from([" ", ", ", "\n", " / ", ". ", "-", " | ", "; ", "\n\n- "]))
@settings(deadline=None, max_examples=200)
def test_a_text_stuffed_with_all_skills_is_the_text_without_them(text: str, names: list[str], gap: str) -> None:
    alone = FINDER.without_skills(text)
    assert FINDER.without_skills(text + gap + gap.join(names)) == alone
    assert FINDER.without_skills(gap.join(names) + gap + text) == alone


def test_every_name_of_the_whole_graph_is_cut(whole: Gazetteer) -> None:
    text = "I have led nurses in Kenya."
    alone = whole.without_skills(text)
    assert "nurses" in alone
    names = [name for skill in SkillGraph.load(GRAPH).skills.values() for name in _names(skill)]
    assert [name for name in names if whole.without_skills(f"{text} {name}.") != alone] == []


def test_a_name_torn_apart_or_spread_by_signs_is_cut_as_well(whole: Gazetteer) -> None:
    text = "I have led teams of nurses in Kenya and Peru."
    left = whole.without_skills(text)
    assert "nurses" in left and "Kenya" in left
    assert (
        whole.without_skills(f"{text} Python, PyTorch, RAG / vLLM; machine, learning: large (language) model") == left
    )


# Common skills


COMMON = Gazetteer.build(
    SkillGraph(
        {
            skill.slug: skill
            for skill in (
                replace(_skill("monitoring", "monitoring"), kind="technique", is_common=True),
                replace(_skill("banking", "banking"), kind="domain", is_common=True),
                _skill("python", "Python"),
            )
        }
    )
)


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("monitoring", ["monitoring"]),
        ("Python, monitoring and banking", ["python", "monitoring", "banking"]),
        ("You have worked on monitoring for a long time, and our team is glad of it.", ["monitoring"]),
        ("We watch it all day, and our monitoring is good.", []),
        ("Our monitoring runs on Python.", ["python"]),
        ("Experience with our monitoring is no must.", ["monitoring"]),
        ("The monitoring team sits next door.", []),
        ("A senior monitoring Python engineer", ["python"]),
        ("Skills: monitoring", ["monitoring"]),
        ("Industry: banking", ["banking"]),
        ("A platform for the whole of banking, sold by people who have never seen one from inside.", []),
        ("Create the monitoring of a plant that covers nine hectares.", []),
    ],
)
def test_a_common_skill_is_found_where_it_is_asked_for(text: str, skills: list[str]) -> None:
    assert [mention.skill for mention in COMMON.find(text)] == skills


def test_an_endless_sentence_of_common_skills_costs_no_more() -> None:
    start = time.process_time()
    COMMON.find("the monitoring of banking " * 12_000)
    assert time.process_time() - start < 8


# Sentences


def test_sentences_bullets_headings_and_wrapped_lines() -> None:
    text = (
        "# What we need\nSomebody who builds a search over contracts, with Python and a vector\ndatabase, e.g. "
        "one that runs on Node.js. Start is Monday!\n\n- Go\n- R, at least\n  two years\n\nThanks"
    )
    assert [span.of(text) for span in sentences(text)] == [
        "# What we need",
        "Somebody who builds a search over contracts, with Python and a vector\n"
        "database, e.g. one that runs on Node.js.",
        "Start is Monday!",
        "- Go",
        "- R, at least\n  two years",
        "Thanks",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ask Dr. Ada Byron, approx. 3 p.m. on Mon.", 1),
        ("We use Node . js and . NET here .", 1),
        ("all in lower case. second one? third", 3),
        ("We write C#. You write R. They wait.", 3),
        ("Python 3.11 and 2.5 days", 1),
        ("* one * two • three", 3),
        ("Python\nDocker\nTerraform", 3),
        ("", 0),
        (" \n\n ", 0),
    ],
)
def test_how_many_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(TEXTS)
@settings(deadline=None, max_examples=200)
def test_sentences_hold_every_character_but_white_space_once(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


# Size


def test_a_megabyte_takes_seconds() -> None:
    text = (
        "We build services for small shops in Python and Go, with Spark where data are large. The rest of the work, "
        "which is not written yet, will be done by people who join us in the coming year and bring ideas.\n"
    ) * 4_800
    start = time.process_time()
    mentions = FINDER.find(text)
    assert len(mentions) == 3 * 4_800
    assert time.process_time() - start < 8


def test_one_endless_word_or_address_costs_no_more() -> None:
    start = time.process_time()
    for text in (
        "a" * 100_000,
        "a." * 50_000,
        "@" * 100_000,
        "a@b." * 25_000,
        "\n" * 100_000,
        ".com" * 25_000,
        "\n- " * 30_000,
    ):
        FINDER.find(text)
        sentences(text)
    assert time.process_time() - start < 8
