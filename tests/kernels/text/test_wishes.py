"""How a brief asks for each skill: importance, level, alternatives, roles."""

from __future__ import annotations

from datetime import date

import pytest

from guildworks.kernels.text.brief import BriefReader
from guildworks.kernels.text.requirement import Requirement, SkillWish
from tests.kernels.text.small_graph import GRAPH

READER = BriefReader(GRAPH)
START = "We need help with a project that starts in May. "


def read(text: str) -> Requirement:
    return READER.read(text, today=date(2026, 11, 23))


def wishes(text: str) -> dict[str, SkillWish]:
    return {wish.skill: wish for wish in read(text).skills}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("You must know Python and SQL.", {"python": "must", "sql": "must"}),
        ("Python is mandatory, Docker would be a big plus.", {"python": "must", "docker": "nice"}),
        ("Experience with Airflow would be a plus, and so would MLflow.", {"airflow": "nice", "mlflow": "nice"}),
        (
            "We need Python, Docker and, ideally, Kubernetes.",
            {"python": "must", "docker": "must", "kubernetes": "nice"},
        ),
        (
            "Required: Python, SQL. Airflow and MLflow desirable.",
            {"python": "must", "sql": "must", "airflow": "nice", "mlflow": "nice"},
        ),
        ("Knowing Rust is welcome but not needed.", {"rust": "nice"}),
        ("Kafka is not a must.", {"kafka": "nice"}),
        ("You build it in Rust (Python would be fine too).", {"rust": "must", "python": "nice"}),
        ("You need SQL (Kafka ok) and Docker.", {"kafka": "nice", "sql": "must", "docker": "must"}),
        ("You know Docker (SQL; Kubernetes a plus).", {"docker": "must", "sql": "must", "kubernetes": "nice"}),
        ("We migrate from Kafka to Airflow.", {"kafka": "context", "airflow": "must"}),
        ("Bonus: Kafka, Rust.", {"kafka": "nice", "rust": "nice"}),
        ("Must: Python. Our AI agents use LangGraph.", {"python": "must", "agents": "must", "langgraph": "context"}),
        ("Our fraud service is written in Rust and runs on AWS.", {"rust": "context", "aws": "context"}),
        ("We need AI agents built with LangGraph.", {"agents": "must", "langgraph": "must"}),
        ("Kubernetes (optional) and Docker are what you bring.", {"kubernetes": "nice", "docker": "must"}),
        ("You know Docker and Kafka (a plus).", {"docker": "must", "kafka": "nice"}),
        ("Required: Docker, Kafka (not a must).", {"docker": "must", "kafka": "nice"}),
        ("Python (must), SQL (nice), Kubernetes (no).", {"python": "must", "sql": "nice", "kubernetes": "excluded"}),
        ("You know Docker, and Kafka (nice to have).", {"docker": "must", "kafka": "nice"}),
        ("It would be great if you knew Rust.", {"rust": "nice"}),
        ("Kafka helps a lot.", {"kafka": "nice"}),
        (
            "We need somebody to fine-tune a model, maybe with deep learning.",
            {"fine-tuning": "must", "deep-learning": "nice"},
        ),
        ("No Kubernetes please, but you know Docker.", {"kubernetes": "excluded", "docker": "must"}),
        ("Not needed: deep learning.", {"deep-learning": "excluded"}),
        ("Kafka is not necessary.", {"kafka": "excluded"}),
        ("We do not need Kubernetes or Kafka.", {"kubernetes": "excluded", "kafka": "excluded"}),
        ("We want PyTorch instead of TensorFlow.", {"pytorch": "must", "tensorflow": "excluded"}),
        ("We are moving away from Java.", {"java": "excluded"}),
        ("Nothing has to run on AWS.", {"aws": "excluded"}),
        ("Our agents use LangGraph and Kafka.", {"langgraph": "context", "kafka": "context"}),
        ("We run Postgres, and you must know Python.", {"postgresql": "context", "python": "must"}),
        ("Forty models are in production (TensorFlow, some in Java).", {"tensorflow": "context", "java": "context"}),
        (
            "We run a multi-agent system (LangGraph on AWS).",
            {"agents": "must", "langgraph": "context", "aws": "context"},
        ),
        ("We are a machine learning company since 2012.", {"machine-learning": "context"}),
        ("You work with our Kafka team.", {"kafka": "context"}),
        ("Good knowledge of Postgres is required, since that is what we run.", {"postgresql": "must"}),
        ("It has to run on Kubernetes, so please use Docker.", {"kubernetes": "must", "docker": "must"}),
        ('You should like the phrase "I do not know", Python, and SQL.', {"python": "must", "sql": "must"}),
        ("Helpful: Kafka, Rust.", {"kafka": "nice", "rust": "nice"}),
        ("Good: Docker.", {"docker": "nice"}),
        ("You know SQL. C++ would be helpful for the older half.", {"sql": "must", "cpp": "nice"}),
        ("You know SQL. Desirable: Kafka. We run on AWS.", {"sql": "must", "kafka": "nice", "aws": "context"}),
        ("We need Python, and Rust as well would be fun.", {"python": "must", "rust": "nice"}),
        ("You need SQL. Kafka would be good to know.", {"sql": "must", "kafka": "nice"}),
        ("It would be highly preferred for you to have seen Kafka.", {"kafka": "nice"}),
        ("You know Python and have the desire to learn Rust.", {"python": "must", "rust": "nice"}),
        ("The team knows that Python help is what it needs.", {"python": "must"}),
        (
            "Java is not needed; TensorFlow or PyTorch would both be fine.",
            {"java": "excluded", "tensorflow": "nice", "pytorch": "nice"},
        ),
        ("We need Python; Rust instead of Python is fine too.", {"python": "must", "rust": "nice"}),
        (
            "Twenty models (PyTorch, a few in Java) set prices each night. You know SQL.",
            {"pytorch": "context", "java": "context", "sql": "must"},
        ),
        ("Six models (PyTorch or TensorFlow) must be trained.", {"pytorch": "must", "tensorflow": "must"}),
        ("Skip this if you do not know Python.", {"python": "must"}),
        ("If you don't know Python, please don't apply. Rust is a plus.", {"python": "must", "rust": "nice"}),
        ("Don't apply unless you know Python.", {"python": "must"}),
        ("Without Python this won't work. Kafka can be learned on the job.", {"python": "must", "kafka": "nice"}),
        ("It cannot work without Python.", {"python": "must"}),
        ("The service runs without Kubernetes.", {"kubernetes": "excluded"}),
        ("Python is essential; if you don't know Rust that's fine.", {"python": "must", "rust": "nice"}),
        ("You don't have to know Kubernetes, but Docker you do.", {"kubernetes": "excluded", "docker": "must"}),
        ("You must know Python; nobody expects you to know Kafka.", {"python": "must", "kafka": "excluded"}),
        ("SQL is a prerequisite. Airflow is not a prerequisite.", {"sql": "must", "airflow": "nice"}),
        ("We can teach you Kubernetes. Docker you should already know.", {"kubernetes": "nice", "docker": "must"}),
        ("The more Rust you know, the better.", {"rust": "nice"}),
        ("Extra credit for Rust.", {"rust": "nice"}),
        ("We'd prefer PyTorch over TensorFlow.", {"pytorch": "nice", "tensorflow": "nice"}),
        ("PyTorch preferred, TensorFlow acceptable.", {"pytorch": "nice", "tensorflow": "nice"}),
        ("Forget about Java; what matters is Python.", {"java": "excluded", "python": "must"}),
        ("Don't forget about SQL.", {"sql": "must"}),
        ("Java is a no-go. Python is key.", {"java": "excluded", "python": "must"}),
        ("You won't touch Kubernetes. You will write Python.", {"kubernetes": "excluded", "python": "must"}),
        ("At minimum Python and SQL, ideally Docker too.", {"python": "must", "sql": "must", "docker": "nice"}),
        ("Python is needed, Docker isn't.", {"python": "must", "docker": "excluded"}),
        ("Python required, Docker not.", {"python": "must", "docker": "excluded"}),
        ("Docker skills are a bonus, Kubernetes ones even more so.", {"docker": "nice", "kubernetes": "nice"}),
        ("We need SQL. Good-to-haves are Kafka and Rust.", {"sql": "must", "kafka": "nice", "rust": "nice"}),
        ("Having Docker is not required but it helps.", {"docker": "nice"}),
        ("We do not require Docker, though it helps.", {"docker": "nice"}),
        ("Nice but not required: Kafka. Required but not daily: SQL.", {"kafka": "nice", "sql": "must"}),
        ("Knowing both Kafka and Airflow would be awesome.", {"kafka": "nice", "airflow": "nice"}),
        ("We need Python and, if possible, Docker.", {"python": "must", "docker": "nice"}),
        ("You know Docker. Kafka if you like.", {"docker": "must", "kafka": "nice"}),
        (
            "Must: Python. Should: SQL. Could: Docker. Won't: Kubernetes.",
            {"python": "must", "sql": "nice", "docker": "nice", "kubernetes": "excluded"},
        ),
        ("You should be at home in Python. Ideally you know Docker.", {"python": "must", "docker": "nice"}),
        ("Ideally Docker, and you have to know Rust.", {"docker": "nice", "rust": "must"}),
        ("Ideally he or she would also know Kafka, as we read it all day.", {"kafka": "nice"}),
        ("You know Rust. If you have used Kafka, great.", {"rust": "must", "kafka": "nice"}),
        ("You know Rust, Kafka optional.", {"rust": "must", "kafka": "nice"}),
        ("Rust is what we write; Kafka background considered.", {"rust": "must", "kafka": "nice"}),
        ("You know SQL; Rust only if you enjoy that.", {"sql": "must", "rust": "nice"}),
        ("Desirable skills: Kafka, Rust.", {"kafka": "nice", "rust": "nice"}),
        ("Good-to-haves: Kafka, Rust.", {"kafka": "nice", "rust": "nice"}),
        ("| Must | Python |\n| Optional | Kafka, Rust |", {"python": "must", "kafka": "nice", "rust": "nice"}),
        ("You write SQL. We might go to Python, though it isn't a must.", {"sql": "must", "python": "nice"}),
        ("Some AWS helps, but GCP is just as good.", {"aws": "nice", "gcp": "nice"}),
        ("Please don't pitch us fine-tuning; you know Python.", {"fine-tuning": "excluded", "python": "must"}),
        ("I don't think we need deep learning.", {"deep-learning": "excluded"}),
        ("I'd rather we didn't use Kubernetes. We want Docker.", {"kubernetes": "excluded", "docker": "must"}),
        ("u wont need Java, dont use Kafka, must know SQL", {"java": "excluded", "kafka": "excluded", "sql": "must"}),
        ("You won't have to touch Java.", {"java": "excluded"}),
        (
            "You need SQL, because we run on Postgres, and with Docker.",
            {"sql": "must", "postgresql": "context", "docker": "must"},
        ),
        (
            "Requirements\n- Rust or C++, since the loop isn't Python",
            {"rust": "must", "cpp": "must", "python": "context"},
        ),
        (
            "You help our analysts who know SQL but have never used Docker. Python is a must.",
            {"sql": "context", "docker": "context", "python": "must"},
        ),
        ("You know Rust. Kubernetes is handled by our platform people.", {"rust": "must", "kubernetes": "context"}),
        (
            "The stack is TypeScript on AWS. You know Python.",
            {"typescript": "context", "aws": "context", "python": "must"},
        ),
        (
            "We're on AWS. The data are in Postgres. You know SQL.",
            {"aws": "context", "postgresql": "context", "sql": "must"},
        ),
        ("We've got a Django app and you know SQL.", {"django": "context", "sql": "must"}),
        ("It would be ideal if you know Rust; you also need Docker.", {"rust": "nice", "docker": "must"}),
        ("Our shop is Django on GCP. You know SQL.", {"django": "context", "gcp": "context", "sql": "must"}),
        ("Current state: nine TensorFlow models. Wanted: Docker.", {"tensorflow": "context", "docker": "must"}),
        ("At present this is a query in SQL. We need PyTorch.", {"sql": "context", "pytorch": "must"}),
    ],
)
def test_importance_follows_the_words_around_a_skill(sentence: str, expected: dict[str, str]) -> None:
    assert {skill: wish.importance for skill, wish in wishes(START + sentence).items()} == expected


def test_a_cue_counts_across_the_end_of_a_line() -> None:
    assert (
        wishes(START + "Experience with Kafka would be a\nplus. Docker is\nnice to have.")["docker"].importance
        == "nice"
    )


LISTED = """# Search for a museum

We have 40,000 pictures. Nobody finds anything in them.

## What you bring
- Python and PyTorch, several years
- a single box with Docker, which we run ourselves
- Kubernetes is not needed

## Nice to have
- Airflow
- Rust or C++

## Our stack
- Kafka, Java
"""


def test_headings_decide_where_the_sentence_does_not() -> None:
    read = wishes(LISTED)
    assert {skill: wish.importance for skill, wish in read.items()} == {
        "python": "must",
        "pytorch": "must",
        "docker": "must",
        "kubernetes": "excluded",
        "airflow": "nice",
        "rust": "nice",
        "cpp": "nice",
        "kafka": "context",
        "java": "context",
    }
    assert read["python"].level == read["pytorch"].level == 3
    assert read["rust"].any_of == read["cpp"].any_of is not None


def test_a_skill_named_as_advantage_and_as_mandatory_is_contradictory_and_rules_nobody_out() -> None:
    text = START + "TypeScript would be an advantage. Later on TypeScript is mandatory."
    result = read(text)
    assert [wish.importance for wish in result.skills] == ["contradictory"]
    note = next(note for note in result.contradictions if note.field == "skills.typescript")
    assert [span.of(text) for span in note.spans] == ["TypeScript would be an advantage", "TypeScript is mandatory"]


@pytest.mark.parametrize(
    ("sentences", "others"),
    [
        ("You must know Python or Rust. Rust is not needed.", {"python": "must"}),
        ("Rust is not needed. You must know Python or Rust.", {"python": "must"}),
        ("You know Python, Java or Rust. We do not need Rust or C++.", {"python": "must", "java": "must"}),
    ],
)
def test_an_alternative_that_is_said_not_to_be_needed_is_contradictory(sentences: str, others: dict[str, str]) -> None:
    result = read(START + sentences)
    found = {wish.skill: wish for wish in result.skills}
    assert (found["rust"].importance, found["rust"].any_of) == ("contradictory", None)
    assert others == {skill: found[skill].importance for skill in others}
    assert len({found[skill].any_of for skill in others}) == 1, "what is left of the choice stays one"
    note = next(note for note in result.contradictions if note.field == "skills.rust")
    assert len(note.spans) == 2


def test_two_names_of_one_skill_contradict_each_other_only_where_they_may_be_one_word() -> None:
    text = START + "Must know {}. Good to have: {}."
    assert wishes(text.format("model evaluation", "evals"))["evals"].importance == "must"
    assert wishes(text.format("PostgreSQL", "Postgres"))["postgresql"].importance == "contradictory"


def test_one_of_two_skills_may_be_welcome_besides() -> None:
    result = read(START + "You must know Python or Rust. Rust would be a plus.")
    assert {wish.skill for wish in result.skills if wish.importance == "contradictory"} == set()


@pytest.mark.parametrize(
    ("sentence", "choice", "others"),
    [
        ("Kubernetes is a must, optional if you know Docker.", {"kubernetes", "docker"}, set()),
        ("Python is required unless you know Rust.", {"python", "rust"}, set()),
        (
            "Kafka is required, unless you know Airflow or MLflow, and SQL is a must.",
            {"kafka", "airflow", "mlflow"},
            {"sql"},
        ),
        ("SQL is not needed if you know Kafka. Python is a must.", {"sql", "kafka"}, {"python"}),
    ],
)
def test_what_makes_a_must_optional_is_an_alternative_to_it(sentence: str, choice: set[str], others: set[str]) -> None:
    result = wishes(START + sentence)
    assert {wish.importance for wish in result.values()} == {"must"}
    assert {skill for skill, wish in result.items() if wish.any_of is not None} == choice
    assert set(result) == choice | others


def test_a_skill_named_twice_is_one_wish_the_strongest_with_its_level() -> None:
    result = wishes(START + "Our team likes Python. You have expert knowledge of Python.")
    assert (result["python"].importance, result["python"].level) == ("must", 4)


@pytest.mark.parametrize(
    ("sentence", "levels"),
    [
        ("You must know Python really well.", {"python": 3}),
        ("Strong Python and basic SQL.", {"python": 3, "sql": 1}),
        ("Required: Docker, SQL, Python at a high level.", {"docker": None, "sql": None, "python": 3}),
        ("You: SQL at expert level, Airflow, Python.", {"sql": 4, "airflow": None, "python": None}),
        ("5+ years of experience with PyTorch, familiar with Docker.", {"pytorch": 3, "docker": 1}),
        ("You are an expert in deep learning.", {"deep-learning": 4}),
        ("You know deep learning.", {"deep-learning": None}),
        ("A very senior person: Rust, Kafka.", {"rust": 4, "kafka": 4}),
        ("You have 2 years of Rust.", {"rust": 2}),
        ("You should know Rust deeply, Kafka and SQL.", {"rust": 4, "kafka": None, "sql": None}),
        (
            "You need deep Kubernetes knowledge, Airflow, and some Python.",
            {"kubernetes": 4, "airflow": None, "python": None},
        ),
        ("- PyTorch, solid", {"pytorch": 3}),
        ("5+ years in machine learning, of which 2+ in Rust.", {"machine-learning": 3, "rust": 2}),
        ("Kubernetes: only the basics. Python is a must.", {"kubernetes": 1, "python": None}),
        ("Production experience with one vector database (pgvector).", {"vector-databases": 2, "pgvector": 2}),
        ("You: have built a pipeline of that size, know Python and SQL.", {"python": None, "sql": None}),
    ],
)
def test_levels_come_from_words(sentence: str, levels: dict[str, int | None]) -> None:
    assert {skill: wish.level for skill, wish in wishes(START + sentence).items()} == levels


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        ("You know PyTorch or TensorFlow.", [{"pytorch", "tensorflow"}]),
        ("You know AWS/GCP/Azure.", [{"aws", "gcp", "azure"}]),
        ("You know AWS, GCP or Azure, and Docker.", [{"aws", "gcp", "azure"}]),
        ("You know one of: Docker, Kubernetes.", [{"docker", "kubernetes"}]),
        ("You know Rust, or failing that C++.", [{"rust", "cpp"}]),
        ("You know at least one or more of: Docker, Kubernetes.", [{"docker", "kubernetes"}]),
        ("You know a tool such as Airflow, Kafka.", [{"airflow", "kafka"}]),
        ("LoRA or QLoRA is fine.", [{"lora", "qlora"}]),
        ("You know fine-tuning, Kafka, Rust or C++, Docker.", [{"rust", "cpp"}]),
        ("You know Rust or similar, and Docker.", []),
        ("You know AWS, GCP or a comparable cloud, and Docker.", [{"aws", "gcp", "cloud"}]),
        ("You know Docker, pgvector or similar.", [{"pgvector", "vector-databases"}]),
        ("You know Python (or Rust) and Docker.", [{"python", "rust"}]),
        ("You know pgvector or similar, and Docker.", [{"pgvector", "vector-databases"}]),
        ("You know two of the following: Kafka, Airflow; Docker.", [{"kafka", "airflow", "docker"}]),
        ("You know one of the following:\n- Kafka\n- Airflow\n\nAnd Docker.", [{"kafka", "airflow"}]),
        ("You know one of these:\n\nKafka\nAirflow\n\nDocker is a must.", [{"kafka", "airflow"}]),
        ("You know Postgres with pgvector.", []),
        ("You know Python/Django.", []),
        ("A model of 7B or 8B, with Python and SQL.", []),
    ],
)
def test_alternatives_share_a_number(sentence: str, groups: list[set[str]]) -> None:
    found: dict[int, set[str]] = {}
    for wish in wishes(START + sentence).values():
        if wish.any_of is not None:
            found.setdefault(wish.any_of, set()).add(wish.skill)
    assert list(found.values()) == groups


def test_a_choice_that_a_required_skill_meets_already_asks_for_nothing_more() -> None:
    result = wishes("# Java for a bank\n\nYou must know Java. Experience with Java or Rust is needed for the tools.")
    assert (result["java"].importance, result["java"].any_of) == ("must", None)
    assert (result["rust"].importance, result["rust"].any_of) == ("nice", None)


SEVERAL = """We look for two people for our shop.

1. An ML engineer, 20 hours a week
   PyTorch and Python are required.
2. A data engineer, full time
   Must know Airflow and SQL; Kafka would be a plus.

Both start in May. Docker is required for both.
"""


def test_a_brief_for_several_roles_keeps_their_skills_apart() -> None:
    result = read(SEVERAL)
    assert [role.value for role in result.roles] == ["ML engineer", "data engineer"]
    roles = {wish.skill: wish.role for wish in result.skills}
    assert roles == {
        "pytorch": "ML engineer",
        "python": "ML engineer",
        "airflow": "data engineer",
        "sql": "data engineer",
        "kafka": "data engineer",
        "docker": None,
    }


def test_roles_in_one_sentence_take_the_skills_behind_them() -> None:
    result = read(
        "We need an ML engineer who knows PyTorch and a data engineer who knows Airflow. The work starts in May."
    )
    assert {wish.skill: wish.role for wish in result.skills} == {"pytorch": "ML engineer", "airflow": "data engineer"}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("We are looking for a senior machine learning engineer with Python.", ["ML engineer"]),
        ("Data scientist wanted, with SQL, for our shop.", ["data scientist"]),
        ("We need an MLOps engineer to work with our data scientists and product managers.", ["MLOps engineer"]),
        ("You will report to the engineering manager and help our developers.", []),
        ("We look for an ML\nengineer with Python who works for us.", ["ML engineer"]),
    ],
)
def test_only_wanted_roles_are_read(text: str, roles: list[str]) -> None:
    assert [role.value for role in read(text).roles] == roles


def test_a_posting_for_a_job_demands_what_it_lists_and_not_every_duty() -> None:
    duties = "You will join a friendly team and talk to many people about their work and their wishes. " * 24
    demands = "Requirements\n- Java\n- Docker is a plus\n"
    text = f"Java Developer\n\nWhat you will do\n{duties}\nCode reviews and Kafka.\n\n{demands}"
    assert {skill: wish.importance for skill, wish in wishes(text).items()} == {
        "java": "must",
        "code-review": "nice",
        "kafka": "nice",
        "docker": "nice",
    }


def test_what_a_brief_describes_without_a_name_is_read_too() -> None:
    text = "We want to replace our old camera software. It must run on a small device."
    result = wishes(f"{text} We want to know how often the model is right.")
    assert {skill: wish.importance for skill, wish in result.items()} == {
        "computer-vision": "must",
        "edge-ml": "must",
        "evals": "must",
    }


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Senior data engineer, Ghent. Python every day.", ["data engineer"]),
        ("Data engineers left us last year. Python is needed.", []),
        ("We are hiring a threat hunter who knows Python.", ["security engineer"]),
        ("We need a technology lead with Python.", ["engineering manager"]),
    ],
)
def test_a_brief_may_begin_with_its_role(text: str, roles: list[str]) -> None:
    assert [role.value for role in read(text).roles] == roles


def test_preferred_qualifications_inside_a_line_are_only_welcome() -> None:
    line = "Basic Qualifications: Python and SQL Preferred Qualifications: Kafka and Docker"
    found = wishes(f"Data engineer\n{line}\n")
    assert {slug: wish.importance for slug, wish in found.items()} == {
        "python": "must",
        "sql": "must",
        "kafka": "nice",
        "docker": "nice",
    }


def test_a_heading_that_a_job_board_ran_into_the_line_opens_its_section() -> None:
    text = (
        "Data engineer\nKey Technologies we work with: Kafka, Docker. Requirements: Python and SQL.\n"
        "Advantageous Airflow experience. Rust."
    )
    found = wishes(text)
    assert {slug for slug, wish in found.items() if wish.importance == "nice"} == {"airflow", "rust"}
    assert {slug for slug, wish in found.items() if wish.importance == "context"} == {"kafka", "docker"}


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("We want computer vision on the edge.", True),
        ("Train models at the edge of what is possible.", False),
        ("Our mill stands on the edge of town; you know Python.", False),
    ],
)
def test_models_on_the_edge_ask_for_the_edge(text: str, is_read: bool) -> None:
    assert ("edge-ml" in wishes(text)) == is_read
