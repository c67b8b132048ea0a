"""The peer in qdrant-edge: the filter but for free hours, and the nearest vectors of those who pass, exactly.

It is not installed with the project: whoever wants it measured runs `pip install qdrant-edge-py`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.index_truth import apart_of
from benchmarks.peer_sql import CODES, marks_of, rates_of
from guildworks.kernels.talentindex.asking import Condition, Confirmed, Lives, Marked, PaidAtMost, Sought, WorksAt
from guildworks.kernels.talentindex.rows import DIMENSIONS
from guildworks.kernels.talentindex.segment import Columns

AT_ONCE = 5000
NEVER = 1 << 40  # KB of vectors
FIELDS = ("confirmed", "pattern", "city", "country", "marks", *CODES.values())


class QdrantEdge:
    """A shard in a folder of its own, filled and optimised; leave the `with`, and it is gone."""

    def __init__(self, columns: Columns) -> None:
        import qdrant_edge

        self._made = qdrant_edge
        self._folder = tempfile.TemporaryDirectory()
        vectors = qdrant_edge.EdgeVectorParams(size=DIMENSIONS, distance=qdrant_edge.Distance.Dot)
        no_graph = qdrant_edge.EdgeOptimizersConfig(indexing_threshold=NEVER)  # exact searches use none
        config = qdrant_edge.EdgeConfig(vectors=vectors, optimizers=no_graph, wal_enabled=False)
        self._shard = qdrant_edge.EdgeShard.create(self._folder.name, config)
        for points in self._points(columns):
            self._shard.update(qdrant_edge.UpdateOperation.upsert_points(points))
        integer = qdrant_edge.PayloadSchemaType.Integer
        for field in FIELDS:
            self._shard.update(qdrant_edge.UpdateOperation.create_field_index(field, integer))
        self._shard.optimize()

    def __enter__(self) -> QdrantEdge:
        return self

    def __exit__(self, *wrong: object) -> None:
        self._shard.close()
        self._folder.cleanup()

    def nearest(self, sought: Sought, limit: int) -> list[Any]:
        """The nearest of those who pass all but the free hours, without a list of how good they are otherwise."""
        told = [each for some in sought.conditions for one in some for each in self._conditions(one)]
        request = self._made.QueryRequest(
            limit=limit,
            query=self._made.Query.Nearest(sought.vector.tolist()),
            filter=self._made.Filter(must=told) if told else None,
            params=self._made.SearchParams(exact=True),
            with_payload=False,
        )
        found: list[Any] = self._shard.query(request)
        return found

    def _conditions(self, condition: Condition) -> Iterator[Any]:
        made = self._made
        match condition:
            case Confirmed(after):
                yield made.FieldCondition("confirmed", range=made.RangeFloat(gt=after))
            case Marked(marks):
                yield made.FieldCondition("marks", match=made.MatchAny(list(marks)))
            case WorksAt(patterns):
                yield made.FieldCondition("pattern", match=made.MatchAny(np.flatnonzero(patterns).tolist()))
            case Lives(city, country):
                yield made.FieldCondition("city", match=made.MatchValue(int(np.uint64(city).astype(np.int64))))
                yield made.FieldCondition("country", match=made.MatchValue(country))
            case PaidAtMost(currency, minor):  # whoever has no rate in it counts as the cheapest
                yield made.FieldCondition(CODES[currency], range=made.RangeFloat(lte=minor))

    def _points(self, columns: Columns) -> Iterator[list[Any]]:
        line, rates = columns.line, rates_of(columns)
        marks_from, marks = marks_of(columns)
        unsigned = marks.view(np.uint16)
        for first in range(0, len(columns), AT_ONCE):
            points = []
            some = range(first, min(first + AT_ONCE, len(columns)))
            vectors = apart_of(columns, np.array(some)).head["vector"]
            for row, vector in zip(some, vectors.tolist(), strict=True):
                own = line[row]
                payload = {name: int(own[name]) for name in ("confirmed", "pattern", "country")}
                payload["city"] = int(own["city"].astype(np.int64))
                payload["marks"] = unsigned[marks_from[row] : marks_from[row + 1]].tolist()
                payload |= dict(zip(CODES.values(), rates[row].tolist(), strict=True))
                points.append(self._made.Point(row, vector, payload))
            yield points
