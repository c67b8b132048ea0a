"""A small skill graph for tests that ask how a skill is asked for, and not which skills there are."""

from __future__ import annotations

from guildworks.kernels.text.graph import Alias, Kind, Skill, SkillGraph

_SKILLS: dict[str, tuple[Kind, tuple[str, ...], tuple[str, ...]]] = {
    "machine-learning": ("technique", ("machine learning",), ()),
    "deep-learning": ("technique", ("deep learning",), ("machine-learning",)),
    "computer-vision": ("technique", ("computer vision",), ("machine-learning",)),
    "fine-tuning": ("technique", ("fine-tuning", "fine-tune"), ("machine-learning",)),
    "evals": ("technique", ("model evaluation", "evals"), ("machine-learning",)),
    "edge-ml": ("technique", ("edge ML",), ("machine-learning",)),
    "agents": ("technique", ("multi-agent", "AI agents"), ()),
    "cloud": ("technique", ("cloud platforms",), ()),
    "vector-databases": ("technique", ("vector database",), ()),
    "code-review": ("practice", ("code reviews",), ()),
    "banking": ("domain", ("banking", "banking experience"), ()),
    "python": ("language", ("Python",), ()),
    "sql": ("language", ("SQL",), ()),
    "rust": ("language", ("Rust",), ()),
    "cpp": ("language", ("C++",), ()),
    "java": ("language", ("Java",), ()),
    "typescript": ("language", ("TypeScript",), ()),
    "pytorch": ("framework", ("PyTorch",), ()),
    "tensorflow": ("framework", ("TensorFlow",), ()),
    "langchain": ("framework", ("LangChain",), ()),
    "langgraph": ("framework", ("LangGraph",), ()),
    "django": ("framework", ("Django",), ("python",)),
    "lora": ("technique", ("LoRA",), ("fine-tuning",)),
    "qlora": ("technique", ("QLoRA",), ("lora",)),
    "docker": ("tool", ("Docker",), ()),
    "kubernetes": ("tool", ("Kubernetes",), ()),
    "airflow": ("tool", ("Airflow",), ()),
    "mlflow": ("tool", ("MLflow",), ()),
    "kafka": ("tool", ("Kafka",), ()),
    "postgresql": ("tool", ("PostgreSQL", "Postgres"), ()),
    "pgvector": ("tool", ("pgvector",), ("vector-databases",)),
    "aws": ("platform", ("AWS",), ("cloud",)),
    "gcp": ("platform", ("GCP",), ("cloud",)),
    "azure": ("platform", ("Azure",), ("cloud",)),
}

GRAPH = SkillGraph(
    {
        slug: Skill(slug, names[0], kind, f"About {names[0]}.", "four-years", tuple(map(Alias, names)), broader=broader)
        for slug, (kind, names, broader) in _SKILLS.items()
    }
)
