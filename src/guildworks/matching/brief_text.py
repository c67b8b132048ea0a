"""What the free text of a brief brings to the score: the sentences that speak of the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.text.gazetteer import sentences
from guildworks.kernels.text.requirement import Requirement
from guildworks.kernels.text.span import Span
from guildworks.matching.asked import Asked
from guildworks.skills import meaning
from guildworks.skills.queries import gazetteer
from guildworks.talent.search import direction, terms


@dataclass(frozen=True, slots=True)
class BriefText:
    """The terms and the direction of a brief."""

    terms: Mapping[str, float]
    vector: NDArray[np.float64]  # (384,), unit length, of float16 values: see `scorer.cosines`


def brief_text(text: str, requirement: Requirement, *, asked: Asked) -> BriefText:
    """Terms and direction of the sentences about the work, without skill names, and of the skills asked for."""
    slugs = [skill.wish.skill for skill in asked.skills]
    words = work_words(text, requirement)
    vector = direction([words] if words else [], slugs).astype(np.float16).astype(np.float64)
    return BriefText(terms=terms(words, slugs), vector=vector)


def suggested_skills(text: str, requirement: Requirement) -> tuple[str, ...]:
    """Skills that the sentences about the work are close to in meaning, and do not name."""
    words = work_words(text, requirement)
    named = [wish.skill for wish in requirement.skills]
    return meaning.suggested(direction([words], []), named=named) if words else ()


def work_words(text: str, requirement: Requirement) -> str:
    """The words about the work, without skill names."""
    return _without_skills("\n\n".join(span.of(text) for span in about_the_work(text, requirement)))


@lru_cache(maxsize=16)  # a brief asks twice: when it is written, and when its shortlist is made
def _without_skills(words: str) -> str:
    return gazetteer().without_skills(words)


def about_the_work(text: str, requirement: Requirement) -> list[Span]:
    """The sentences of a brief that may tell who fits.

    A sentence with a wish that may not be used is left out, so that it moves no score; so is one that only names
    conditions (hours, dates, money, place), which the filter and other parts of the score weigh already.
    """
    unused = [span for note in requirement.not_used for span in note.spans]
    work = [wish.span for wish in requirement.skills] + [read.span for read in requirement.deliverables]
    conditions = list(_conditions(requirement))

    def counts(sentence: Span) -> bool:
        if any(sentence.overlaps(span) for span in unused):
            return False
        is_condition = any(sentence.overlaps(span) for span in conditions)
        return not is_condition or any(sentence.overlaps(span) for span in work)

    return [sentence for sentence in sentences(text) if counts(sentence)]


def _conditions(requirement: Requirement) -> Iterator[Span]:
    one = (requirement.starts, requirement.duration, requirement.budget, requirement.overlap, requirement.place)
    yield from (read.span for read in one if read)
    yield from (read.span for read in requirement.hours_per_week)
