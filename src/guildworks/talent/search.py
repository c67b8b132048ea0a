"""What the scorer reads of an engineer, packed. Skills come from claims and evidence alone: in free text every name of a
skill is cut out, so that stuffing a profile with names changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from guildworks.kernels.talentindex.records import Said, Seen, pack_skills
from guildworks.kernels.text.embedding import Embedder, chunks
from guildworks.kernels.text.lexical import document_terms, pack_terms
from guildworks.skills.queries import gazetteer, graph
from guildworks.talent.models import Engineer, SearchRecord


@cache
def embedder() -> Embedder:
    """The embedding model, loaded once per process."""
    return Embedder.load()


def search_records(engineers: Sequence[Engineer]) -> list[SearchRecord]:
    """The records of engineers whose jobs, works, claims and evidence are prefetched; nothing is saved."""
    return [_record(engineer) for engineer in engineers]


def _record(engineer: Engineer) -> SearchRecord:
    parts = [gazetteer().without_skills(part) for part in profile_texts(engineer)]
    slugs = sorted({claim.skill_id for claim in engineer.claims.all()} | {e.skill_id for e in engineer.evidence.all()})
    return SearchRecord(
        engineer=engineer,
        skills=pack_skills(
            [Seen(e.skill_id, e.mean, e.standard_error, e.observed_on) for e in engineer.evidence.all()],
            [Said(claim.skill_id, claim.level) for claim in engineer.claims.all()],
        ),
        terms=pack_terms(document_terms(" ".join(parts), slugs)),
        vector=_vector([*parts, skill_names(slugs)]).astype(np.float16).tobytes(),
    )


def profile_texts(engineer: Engineer) -> list[str]:
    """The engineer's own words, part by part; organisations and dates are left out."""
    jobs = [f"{job.title}. {job.text}" for job in engineer.jobs.all()]
    works = [f"{work.title}. {work.text}" for work in engineer.works.all()]
    return [part for part in (f"{engineer.headline}. {engineer.summary}", *jobs, *works) if part.strip(" .")]


def skill_names(slugs: Sequence[str]) -> str:
    """The skills' own names as one line, for the embedding."""
    return ", ".join(graph()[slug].name for slug in slugs if slug in graph())


def _vector(parts: Sequence[str]) -> np.ndarray:
    pieces = [piece for part in parts for piece in chunks(part)]
    mean = embedder().embed(pieces or [""]).mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-12)
