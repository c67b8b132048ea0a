"""Skills suggested by meaning, on real postings: `python -m benchmarks.text_suggestions`.

The names of all skills are cut out of a posting; a suggestion is right where the posting names that skill, or one above
or below it. What is suggested beyond that may be right too, so the share is a lower bound. The peer is the plain cosine
of the same model between posting and name, which suggests as many of the same kinds.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence, Set
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.table import Row, absent, as_json, at_least, shared_data, show
from guildworks.project import start

TODAY = date(2026, 11, 23)
NAME = "suggested skills that the posting names, share"
_QUICK_POSTINGS = 12


def rows(quick: bool = False) -> list[Row]:
    """The share of right suggestions, ours and the peer's."""
    folder = shared_data("postings")
    if folder is None:
        return [absent(NAME, "the postings are not on this machine")]
    start.configure()
    from guildworks.skills.meaning import MEANT, SUGGESTED_MOST, Meanings, embedder, told
    from guildworks.skills.queries import graph

    skills = [skill for skill in graph().skills.values() if skill.kind in MEANT]
    slugs = [skill.slug for skill in skills]
    meanings = Meanings.of(slugs, embedder().embed([told(skill) for skill in skills]).astype(np.float64))
    names = embedder().embed([skill.name for skill in skills])
    ours: list[bool] = []
    plain: list[tuple[float, bool]] = []
    for direction, right in _postings(folder, most=_QUICK_POSTINGS if quick else None):
        ours += [slug in right for slug in meanings.close_to(direction, but_not=())]
        cosines = names @ direction
        plain += [(float(cosines[at]), slugs[at] in right) for at in np.argsort(-cosines)[:SUGGESTED_MOST]]
    peer = [is_right for _, is_right in sorted(plain, reverse=True)[: len(ours)]]
    return [at_least(NAME, _share(ours), round(_share(peer), 3), peer=_share(peer), note=f"{len(ours)} suggestions")]


def _postings(folder: Path, *, most: int | None) -> list[tuple[np.ndarray, Set[str]]]:
    """Direction of each posting without skill names, and the skills that it names, with those above and below."""
    from guildworks.matching.brief_text import work_words
    from guildworks.matching.reading import brief_reader
    from guildworks.skills.queries import graph
    from guildworks.talent.search import direction

    found = []
    for file in sorted(folder.glob("*.txt"))[:most]:
        text = file.read_text("utf-8")
        requirement = brief_reader(200_000).read(text, today=TODAY)
        named = {wish.skill for wish in requirement.skills}
        around = named.union(*(graph().above(slug) | graph().below(slug) for slug in named))
        found.append((direction([work_words(text, requirement)], []), around))
    return found


def _share(right: Sequence[bool]) -> float:
    return sum(right) / max(len(right), 1)


if __name__ == "__main__":
    found = rows(quick="--quick" in sys.argv)
    print(as_json(found)) if "--json" in sys.argv else show(found)
