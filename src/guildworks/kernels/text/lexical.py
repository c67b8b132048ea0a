"""The terms of a document: the words of its text *without* the skill names in it, and a token for each claimed skill.

So naming a skill a hundred times in free text adds nothing. What was tried stands in `talentindex/lexical.py`, which
scores them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

SKILL_COUNT = 2
BROADER_COUNT = 1
_STOP_WORDS = (
    "a about all also an and any are as at be been but by can do for from had has have he her his how i if in into is "
    "it its me more my not of on or other our over she so such than that the their them then there these they this "
    "those to up us use used using was we were what when where which who will with would you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
_WORD = re.compile(r"[^\W\d_][^\W_]+")


def words(text: str) -> list[str]:
    """The words that count, in lower case and in order: two letters or more, not first a digit, no stop words."""
    return [word for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]


def skill_term(slug: str) -> str:
    """The term that stands for a claimed or wanted skill; no word of a text can equal it."""
    return f"skill:{slug}"


def document_terms(text: str, skills: Iterable[str] = (), *, broader: Iterable[str] = ()) -> Counter[str]:
    """How often each term occurs in `text`, from which skill names were taken out, and a fixed count for each skill.

    `skills` are claimed or wanted; `broader` are those above them in the graph, and count half as much.
    """
    counts = Counter(words(text))
    counts.update({skill_term(slug): BROADER_COUNT for slug in set(broader) - set(skills)})
    counts.update({skill_term(slug): SKILL_COUNT for slug in set(skills)})
    return counts
