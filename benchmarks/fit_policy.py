"""What a ranking policy is standardised by: term statistics, and mean and deviation of the lexical and semantic fit.

    GUILDWORKS_HOME=$(mktemp -d) ./guildworks demo --engineers 2000 --seed 7 --no-serve
    GUILDWORKS_HOME=… .venv/bin/python -m benchmarks.fit_policy

over all listed engineers of that demo (seed 7 is nobody else's) and the briefs of `examples/briefs`; it rewrites
`matching/ranking_policies/1.json`. A policy that has ranked somebody is never changed: a new fit is a new version.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from guildworks.project import start

BRIEFS = Path(__file__).parents[1] / "examples" / "briefs"
RARE = 2  # a term of fewer engineers keeps no count: it weighs as one that nobody has


def main() -> None:
    """Fit and write."""
    start.ready()
    from guildworks.availability.queries import shared_hours_by_pattern
    from guildworks.kernels.talentindex.lexical import TermStatistics
    from guildworks.matching.asked import asked
    from guildworks.matching.brief_text import brief_text
    from guildworks.matching.columns import load_columns
    from guildworks.matching.hard import Found
    from guildworks.matching.ranking_policy import POLICIES
    from guildworks.matching.reading import brief_reader
    from guildworks.platform import clock
    from guildworks.talent.models import SearchRecord

    found = SearchRecord.objects.order_by("engineer_id").values_list("engineer_id", flat=True)
    everybody = Found(f"{{{','.join(map(str, found))}}}")  # with no hours told: they are not measured here
    whole = TermStatistics.of(bytes(row) for row in SearchRecord.objects.values_list("terms", flat=True))
    statistics = TermStatistics(
        whole.documents, whole.average_length, {term: n for term, n in whole.frequencies.items() if n >= RARE}
    )
    lexical, semantic = [], []
    for file in sorted(BRIEFS.glob("*.md")):
        text = file.read_text("utf-8")
        requirement = brief_reader(40_000).read(text, today=clock.today())
        question = asked(requirement, role=None, today=clock.today())
        shared = shared_hours_by_pattern(question.client_day, question.mondays) if question.client_day else {}
        told = brief_text(text, requirement, asked=question)
        columns = load_columns(everybody, question, text=told, statistics=statistics, shared=shared).columns
        lexical.append(columns.lexical)
        semantic.append(columns.semantic)
    file = POLICIES / "1.json"
    document = json.loads(file.read_text("utf-8"))
    document["numbers"] |= {
        "lexical_mean": round(float(np.mean(lexical)), 5),
        "lexical_deviation": round(float(np.std(lexical)), 5),
        "semantic_mean": round(float(np.mean(semantic)), 5),
        "semantic_deviation": round(float(np.std(semantic)), 5),
    }
    document["terms"] = statistics.to_json()
    file.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    print({name: value for name, value in document["numbers"].items() if name.startswith(("lexical", "semantic"))})


if __name__ == "__main__":
    main()
