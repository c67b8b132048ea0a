"""The scorer's columns, read from PostgreSQL for the engineers that pass the hard requirements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import psycopg
from django.db import connection

from guildworks.kernels.talentindex.lexical import TermStatistics, score_packed, term_hash
from guildworks.kernels.talentindex.records import estimate
from guildworks.kernels.talentindex.scorer import Columns, cosines
from guildworks.kernels.text.embedding import DIMENSIONS
from guildworks.matching.asked import Asked
from guildworks.matching.brief_text import BriefText
from guildworks.matching.ranked import Loaded
from guildworks.platform import money
from guildworks.skills.queries import graph, half_lives


@dataclass(frozen=True, slots=True)
class Found:
    """Engineers with their free hours, in the same order, as PostgreSQL writes arrays: they only go back to it."""

    ids: str = "{}"
    free: str = "{}"  # quarter hours, the least of the weeks asked
    spare: str = "{}"  # the least by which they exceed what is asked; null where nothing is


def load_columns(
    found: Found,
    asked: Asked,
    *,
    text: BriefText,
    statistics: TermStatistics,
    shared: Mapping[int, float],
    at: datetime,
) -> Loaded:
    """Read the columns of these engineers, in the order of their ids.

    `shared` holds the hours a day that each working pattern shares with the client. One SQL query, in binary.
    """
    rows = _rows(found, asked.currency)
    slugs = [skill.wish.skill for skill in asked.skills]
    estimates = estimate(
        [row[5] for row in rows],
        slugs,
        below={slug: graph().below(slug) for slug in slugs},
        half_life_years=half_lives(),
        today=at.date(),
    )
    vectors = np.frombuffer(b"".join(row[7] for row in rows), np.float16).reshape(-1, DIMENSIONS)
    units = money.currency(asked.currency).sub_unit if asked.currency else 1
    columns = Columns(
        level_mean=estimates.mean,
        level_error=estimates.error,
        level_key=estimates.key,
        lexical=score_packed(weighed(text.terms, statistics), [row[6] for row in rows], statistics),
        semantic=cosines(vectors, text.vector),
        years=_floats([row[1] for row in rows]),
        rate=_floats([row[4] for row in rows]) / units,
        overlap=_floats([shared.get(row[3]) for row in rows]),
        free_hours=_floats([row[8] for row in rows]) + (asked.hours_per_week or 0),
        attention=_floats([row[9] for row in rows]),
    )
    return Loaded(tuple(row[0] for row in rows), columns, estimates, _floats([row[2] for row in rows]))


def weighed(terms: Mapping[str, float], statistics: TermStatistics) -> dict[str, float]:
    """The terms' weights, divided by what they are worth together, so that long and short briefs score alike."""
    in_order = sorted(terms.items())  # a sum of doubles depends on their order
    worth = sum(weight * statistics.rarity(term_hash(term)) for term, weight in in_order)
    return {term: weight / worth for term, weight in in_order} if worth else {}


def _rows(found: Found, currency: str | None) -> list[tuple[Any, ...]]:
    if found.ids == "{}":
        return []
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:  # Django's own cursors fetch text, four times the bytes
        cursor.execute(
            "SELECT e.id, e.years::float8, f.free::float8 / 4, w.pattern_id,"
            " r.hourly_minor::float8, s.skills, s.terms, s.vector, f.spare::float8 / 4, coalesce(a.shown, 0)"
            " FROM unnest(%s::uuid[], %s::integer[], %s::integer[]) AS f (id, free, spare)"  # as the filter saw them
            " JOIN talent_engineer e ON e.id = f.id JOIN talent_searchrecord s ON s.engineer_id = e.id"
            " LEFT JOIN availability_workweek w ON w.engineer_id = e.id"
            " LEFT JOIN matching_attention a ON a.engineer_id = e.id"
            " LEFT JOIN talent_rate r ON r.engineer_id = e.id AND r.currency = %s"
            " ORDER BY e.id",
            [found.ids, found.free, found.spare, currency or ""],
            binary=True,
        )
        return cursor.fetchall()


def _floats(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], np.float64)
