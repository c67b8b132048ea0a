"""The mean direction of a brief, from which the skills that it is close to are told apart.

    .venv/bin/python -m benchmarks.fit_suggestions

over the sixty briefs of `benchmarks/data/briefs`; it rewrites `skills/brief_centre.json`.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np

from guildworks.project import start

BRIEFS = Path(__file__).parent / "data" / "briefs"
TODAY = date(2026, 11, 23)


def main() -> None:
    """Fit and write."""
    start.configure()
    from guildworks.matching.brief_text import work_words
    from guildworks.matching.reading import brief_reader
    from guildworks.skills.meaning import BRIEF_CENTRE
    from guildworks.talent.search import direction

    reader = brief_reader(40_000)
    texts = [file.read_text("utf-8") for file in sorted(BRIEFS.glob("*.md"))]
    words = [work_words(text, reader.read(text, today=TODAY)) for text in texts]
    centre = np.mean([direction([one], []) for one in words if one], axis=0)
    document = {"briefs": len(texts), "direction": [round(part, 4) for part in centre.tolist()]}
    BRIEF_CENTRE.write_text(json.dumps(document) + "\n", "utf-8")
    print(f"{len(texts)} briefs; the mean has length {np.linalg.norm(centre):.3f}")


if __name__ == "__main__":
    main()
