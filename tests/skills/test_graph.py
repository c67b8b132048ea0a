"""The skill graph as shipped, and what somebody is told who sends a broken file."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import guildworks
from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.graph import HALF_LIFE_YEARS, GraphError, SkillGraph

FOLDER = Path(guildworks.__file__).parent / "skills" / "graph"
NAMED_ELSEWHERE = """
rag pgvector ocr langchain fine-tuning lora qlora pytorch huggingface evals vllm quantization tensorrt gpu llm drift
statistics scikit-learn xgboost sas mlflow computer-vision deep-learning machine-learning nlp edge-ml agents langgraph
openai anthropic mcp guardrails banking python sql postgresql docker kubernetes aws rust go cpp spark airflow
github-actions typescript
"""


@pytest.fixture(scope="module")
def graph() -> SkillGraph:
    return SkillGraph.load(FOLDER)


@pytest.fixture(scope="module")
def gazetteer(graph: SkillGraph) -> Gazetteer:
    return Gazetteer.build(graph)


def skills_in(gazetteer: Gazetteer, text: str) -> set[str]:
    return {mention.skill for mention in gazetteer.find(text)}


def test_the_graph_knows_at_least_700_skills_and_those_that_briefs_name(graph: SkillGraph) -> None:
    assert len(graph) >= 700
    assert [slug for slug in NAMED_ELSEWHERE.split() if slug not in graph] == []


def test_every_skill_says_in_one_sentence_what_it_is_and_how_fast_it_ages(graph: SkillGraph) -> None:
    for skill in graph.skills.values():
        assert re.fullmatch(r"[A-Z0-9].{8,}\.", skill.about), f"{skill.slug}: {skill.about}"
        assert len(skill.about) <= 160, skill.slug
        assert skill.half_life in HALF_LIFE_YEARS
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", skill.slug)


def test_no_alias_is_listed_twice(graph: SkillGraph) -> None:
    listed = Counter(alias.text for skill in graph.skills.values() for alias in skill.aliases)
    assert [text for text, times in listed.items() if times > 1] == []


def test_no_two_skills_differ_by_a_hyphen(graph: SkillGraph) -> None:
    """The reader of texts takes "fine-tuning" and "fine tuning" for the same words."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for skill in graph.skills.values():
        for alias in skill.aliases:
            owners[" ".join(alias.text.casefold().replace("-", " ").split())].add(skill.slug)
    assert {text: slugs for text, slugs in owners.items() if len(slugs) > 1} == {}


def test_names_are_unique_and_esco_links_are_full_addresses(graph: SkillGraph) -> None:
    names = Counter(skill.name.casefold() for skill in graph.skills.values())
    assert [name for name, times in names.items() if times > 1] == []
    uuid = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    links = [skill.esco for skill in graph.skills.values() if skill.esco]
    assert [link for link in links if not re.fullmatch(rf"http://data\.europa\.eu/esco/skill/{uuid}", link)] == []
    assert len(links) == len(set(links))


def test_related_skills_are_not_already_above_or_below_and_nothing_is_related_to_itself(graph: SkillGraph) -> None:
    for slug, skill in graph.skills.items():
        assert slug not in skill.related
        assert not set(skill.related) & set(skill.broader), slug


@pytest.mark.parametrize(
    ("narrow", "broad"),
    [
        ("pgvector", "vector-databases"),
        ("rag", "llm"),
        ("vllm", "llm"),
        ("qlora", "fine-tuning"),
        ("pytorch", "deep-learning"),
        ("xgboost", "machine-learning"),
        ("langgraph", "agents"),
        ("drift", "mlops"),
        ("cuda", "gpu"),
        ("yolo", "computer-vision"),
    ],
)
def test_the_narrower_skill_meets_the_broader_one_and_not_the_reverse(
    graph: SkillGraph, narrow: str, broad: str
) -> None:
    assert broad in graph.above(narrow)
    assert narrow in graph.below(broad)
    assert narrow not in graph.above(broad)


@pytest.mark.parametrize(
    ("skill", "wish"),
    [
        ("prompt-engineering", "deep-learning"),  # who writes prompts has not trained a network
        ("pgvector", "postgresql"),  # who queries vectors need not run the database
        ("statistics", "machine-learning"),
        ("banking", "statistics"),
        ("openai", "machine-learning"),
    ],
)
def test_a_neighbour_does_not_count_as_the_skill(graph: SkillGraph, skill: str, wish: str) -> None:
    assert wish not in graph.above(skill)


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Retrieval augmented generation over our manuals, with vector search.", {"rag", "vector-databases"}),
        ("You fine-tuned LLMs with LoRA and served them with vLLM.", {"fine-tuning", "llm", "lora", "vllm"}),
        ("Experience with Ray, Chroma and Haystack.", {"ray", "chroma", "haystack"}),
        (
            "Several years of PyTorch, transformers and Lightning.",
            {"pytorch", "transformer-models", "pytorch-lightning"},
        ),
        ("Our multi-agent system talks over MCP.", {"agents", "mcp"}),
        ("Experience with Darts, GluonTS and Unity Catalog.", {"forecasting", "data-governance"}),
        ("You know Argo Workflows, Karpenter and Kyverno.", {"workflow-orchestration", "kubernetes", "devsecops"}),
        ("Vision models such as Qwen2-VL.", {"computer-vision", "multimodal-models"}),
        ("Rust (Tokio, Axum) and scispaCy.", {"rust", "spacy"}),
        ("Quantization-aware training, then a TensorRT engine on the Jetson.", {"quantization", "tensorrt", "edge-ml"}),
    ],
)
def test_skills_are_found_as_people_write_them(gazetteer: Gazetteer, text: str, skills: set[str]) -> None:
    assert skills_in(gazetteer, text) == skills


@pytest.mark.parametrize(
    "text",
    [
        "We go to great lengths, and then rest.",
        "It began with a spark of genius of our chief scientist Ray.",
        "There are lightning talks every week and a chroma of colours on the walls.",
        "Claude, Pearl and Robin look forward to meeting you.",
        "You get dental insurance, health insurance and 27 days besides the bank holidays.",
        "Our insurance agents and travel agents sit on the bank of the river.",
        "The electrical transformers hum in the cellar.",
        "We put all our energy into this.",
        "The bandits moved the cursor over a stripe and threw darts at Atlan street.",
    ],
)
def test_ordinary_words_are_no_skills(gazetteer: Gazetteer, text: str) -> None:
    assert skills_in(gazetteer, text) == set()


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("You have experience in banking and know Python.", "banking"),
        ("Industry: Banking", "banking"),
        ("Must have: Python, e-commerce, SQL", "e-commerce"),
        ("Three years of DevOps, please.", "devops"),
        ("We need help with the monitoring of our models.", "monitoring"),
        ("Skills: Scrum, Kanban, Jira", "scrum"),
        ("- UX design", "ux-design"),
    ],
)
def test_a_common_skill_counts_where_somebody_asks_for_it(gazetteer: Gazetteer, text: str, skill: str) -> None:
    assert skill in skills_in(gazetteer, text)


@pytest.mark.parametrize(
    "text",
    [
        "We are a leading bank with an e-commerce platform and offices on four continents.",
        "Our monitoring is a mess, and our cloud is cheap.",
        "The group is a worldwide provider of logistics.",
        "Together with the DevOps team and a backend engineer, it becomes a pleasure.",
        "Ensure high availability.\n\nAs an SRE nobody sleeps.",
        "A cloud-based product for farmers in the cold north of the country, sold in healthcare and in insurance too.",
    ],
)
def test_a_common_skill_does_not_count_where_a_sentence_only_tells(gazetteer: Gazetteer, text: str) -> None:
    assert skills_in(gazetteer, text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "You can handle APIs, documentation, web applications and bug fixes.",
        "Skills: coding, programming languages, agile, testing, databases, data centres, user stories",
        "You know how to rest assured.",
    ],
)
def test_what_every_engineer_does_is_no_skill_to_search_by(gazetteer: Gazetteer, text: str) -> None:
    assert skills_in(gazetteer, text) <= {"databases"}


@pytest.mark.parametrize(
    ("text", "skill"),
    [("Sensors over MQTT", "mqtt"), ("Redash and SQL", "redash"), ("REST Assured, Java", "rest-assured")],
)
def test_names_belong_to_their_own_skill(gazetteer: Gazetteer, text: str, skill: str) -> None:
    assert skill in skills_in(gazetteer, text)


GOOD = """
- slug: knots
  name: Knots
  kind: technique
  half_life: lasting
  about: Tying ropes so that they hold.
"""


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (GOOD.replace("technique", "sport"), ["knots", "sport", "technique"]),
        (GOOD.replace("lasting", "forever"), ["knots", "forever", "lasting"]),
        (GOOD.replace("  about: Tying ropes so that they hold.\n", ""), ["knots", "sentence"]),
        (GOOD + "  colour: red\n", ["knots", "colour"]),
        (GOOD + "  broader: [ropes]\n", ["knots", "ropes", "not in the graph"]),
        (GOOD + "  broader: ropes\n", ["knots", "[like, this]"]),
        (GOOD + "  broader: [knots]\n", ["knots > knots", "circle"]),
        (GOOD + "  aliases: [{text: Bend, case: upper}]\n", ["knots", "Bend", "exact"]),
        (GOOD + "  aliases: [{text: Bend, near: rope}]\n", ["knots", "Bend", "near"]),
        (GOOD + "  aliases: [12]\n", ["knots", "12"]),
        (GOOD + "  common: often\n", ["knots", "common", "often"]),
        (GOOD + GOOD, ["knots", "twice"]),
        (GOOD + GOOD.replace("slug: knots", "slug: hitches"), ["knots", "hitches", "Knots", "keep one"]),
        ("- name: Knots\n", ["no slug"]),
        ("slug: knots\n", ["list of skills"]),
        ("- slug: [knots\n", ["no YAML"]),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_the_skill(tmp_path: Path, broken: str, words: list[str]) -> None:
    (tmp_path / "50-ropes.yaml").write_text(GOOD, "utf-8")
    assert "knots" in SkillGraph.load(tmp_path)
    (tmp_path / "50-ropes.yaml").write_text(broken, "utf-8")
    with pytest.raises(GraphError) as refused:
        SkillGraph.load(tmp_path)
    assert [word for word in words if word not in str(refused.value)] == []
    assert "circle" in words or "50-ropes.yaml" in str(refused.value)


def test_an_alias_that_two_files_claim_is_refused_with_both_names(tmp_path: Path) -> None:
    (tmp_path / "50-ropes.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "51-sails.yaml").write_text(GOOD.replace("slug: knots", "slug: speed"), "utf-8")
    with pytest.raises(GraphError, match=r"51-sails\.yaml.*speed.*knots.*50-ropes\.yaml"):
        SkillGraph.load(tmp_path)
