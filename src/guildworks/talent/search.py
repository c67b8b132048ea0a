"""What the scorer reads of an engineer, packed.

Skills come from claims and evidence alone: in free text every name of a skill is cut out, so that stuffing a profile
with names changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.lexical import pack_terms
from guildworks.kernels.talentindex.records import Said, Seen, pack_skills
from guildworks.kernels.text.embedding import DIMENSIONS, chunks
from guildworks.kernels.text.gazetteer import sentences
from guildworks.kernels.text.lexical import document_terms
from guildworks.skills.meaning import embedder
from guildworks.skills.queries import gazetteer, graph, half_lives
from guildworks.talent.models import Engineer, Job, SearchRecord, Work

CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")


def search_records(engineers: Sequence[Engineer]) -> list[SearchRecord]:
    """The records of engineers whose jobs, works, claims and evidence are prefetched; nothing is saved."""
    return [_record(engineer) for engineer in engineers]


def record_claiming(engineer: Engineer, slug: str) -> SearchRecord:
    """The record that an engineer would have who also claims a skill that they neither claim nor were seen to have."""
    return _record(engineer, [Said(slug, None)])


def skills_met(engineer: Engineer, numbers: Mapping[str, int]) -> bytes:
    """The bits of the skills that an engineer meets whose claims and evidence are prefetched."""
    met = {up for slug in known_slugs(engineer) if slug in graph() for up in (slug, *graph().above(slug))}
    flags = np.zeros(max(numbers.values()) + 1, bool)
    flags[[numbers[slug] for slug in met]] = True
    return np.packbits(flags, bitorder="little").tobytes()


def languages_met(engineer: Engineer) -> list[int]:
    """The numbers of the levels that an engineer meets whose languages are prefetched."""
    return [
        language_number(spoken.code, level)
        for spoken in engineer.languages.all()
        for level in CEFR[: CEFR.index(spoken.level) + 1]
    ]


def language_number(code: str, level: str) -> int:
    """The number of a level of a language; the level "" is met by whoever speaks it at all."""
    return int(code, 36) * len(CEFR) + CEFR.index(level)


def known_slugs(engineer: Engineer) -> list[str]:
    """The skills that an engineer claims or was seen to have."""
    return sorted({claim.skill_id for claim in engineer.claims.all()} | {e.skill_id for e in engineer.evidence.all()})


def _record(engineer: Engineer, more: Sequence[Said] = ()) -> SearchRecord:
    pieces = [_plain(piece) for piece in profile_pieces(engineer)]
    slugs = sorted({*known_slugs(engineer), *(said.skill for said in more)})
    return SearchRecord(
        engineer=engineer,
        skills=pack_skills(
            [Seen(e.skill_id, e.mean, e.standard_error, e.observed_on) for e in engineer.evidence.all()],
            [*(Said(claim.skill_id, claim.level) for claim in engineer.claims.all()), *more],
            half_life_years=half_lives(),
        ),
        terms=pack_terms(terms(" ".join(pieces), slugs)),
        vector=direction(pieces, slugs).astype(np.float16).tobytes(),
    )


def profile_pieces(engineer: Engineer) -> list[str]:
    """The engineer's own words, piece by piece: each sentence of the summary, each title and text of jobs and works.

    Organisations and dates are left out.
    """
    summary = [span.of(engineer.summary) for span in sentences(engineer.summary)]
    parts: list[Job | Work] = [*engineer.jobs.all(), *engineer.works.all()]
    told = [text for part in parts for text in (part.title, part.text)]
    return [piece for piece in (engineer.headline, *summary, *told) if piece.strip(" .")]


def terms(text: str, slugs: Iterable[str]) -> Counter[str]:
    """The terms of a text without skill names and of the skills beside it, with those above them in the graph."""
    known = [slug for slug in slugs if slug in graph()]
    return document_terms(text, known, broader=set().union(*(graph().above(slug) for slug in known)))


def direction(pieces: Sequence[str], slugs: Sequence[str]) -> NDArray[np.float64]:
    """Where pieces of text and the named skills point, (384,) of unit length: text and skills count half each."""
    texts = [chunk for piece in pieces for chunk in chunks(piece)]
    names = [graph()[slug].name for slug in slugs if slug in graph()]
    halves = [_unit(embedder().embed(part).astype(np.float64).mean(axis=0)) for part in (texts, names) if part]
    return _unit(np.sum(halves, axis=0)) if halves else np.zeros(DIMENSIONS)


@lru_cache(maxsize=4096)
def _plain(piece: str) -> str:
    """The piece without any name of a skill; the latest are remembered, since people of one trade share pieces."""
    return gazetteer().without_skills(piece)


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
