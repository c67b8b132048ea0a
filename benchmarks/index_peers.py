"""The same searches in the index and in its peers: exact SQL with pgvector, and qdrant-edge where it is installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter

import numpy as np
import psycopg

from benchmarks.index_kernel import TOP, best_of, draw, kept_generation
from benchmarks.network import scratch_database
from benchmarks.peer_qdrant import QdrantEdge
from benchmarks.peer_sql import Layout, lay, layouts, statement
from benchmarks.table import Row, absent, at_most, quick_enough, seen
from guildworks.kernels.talentindex.asking import Sought
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.prepared import Prepared
from guildworks.kernels.talentindex.scorer import PARTS
from guildworks.kernels.talentindex.search import passing, scored_whole

ENGINEERS, FEWER = 100_000, 20_000
PASSES = 5
NAME = "bench_peers"
NEAREST = 2000
QDRANT = "qdrant-edge, exact, all of the same filter"
QDRANT_NEAREST = f"qdrant-edge, exact, the nearest {NEAREST:,} of the same filter"
Search = Callable[[], object]
SAME = 2e-5  # the peer holds levels in four bytes, and does not round the parts


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures: milliseconds of the index and of its peers, and how many times as long these take."""
    count = FEWER if quick else ENGINEERS
    part = Part.whole(kept_generation(count, say).columns)
    searches = draw(part, quick=quick)
    say(f"Laying {count:,} engineers into tables for exact SQL")
    with scratch_database(NAME) as peer:
        lay(peer, part.columns)
        say("The same searches in the index and in SQL")
        in_sql = _beside(part, searches, *(_in_sql(peer, layout, searches) for layout in layouts()))
        wrong = sum(_differs(peer, part, sought) for sought in searches[::10])
    bars = None if quick else (8.0, 10.0)
    note = f"{count:,} invented engineers, {len(searches)} searches, medians of {PASSES} passes, prepared beforehand"
    left_out = "without the lexical part, free hours laid out week by week, the faster of two layouts"
    found = _compared("exact SQL with pgvector", *in_sql, notes=(note, left_out), bars=bars)
    found.append(at_most(f"of {len(searches[::10])} searches, those that SQL answers differently", wrong, 0))
    if importlib.util.find_spec("qdrant_edge") is None:
        return [*found, absent(QDRANT, "not measured here: pip install qdrant-edge-py")]
    say("The same in qdrant-edge")
    left_out = "without free hours, and without the score of those found"
    with QdrantEdge(part.columns) as qdrant:
        passing_there = [len(qdrant.nearest(one, len(part))) for one in searches]
        all_of_it = _beside(part, searches, _in_qdrant(qdrant, searches, passing_there))
        nearest = _beside(part, searches, _in_qdrant(qdrant, searches, [NEAREST] * len(searches)))
        listed = [_listed_among(qdrant, part, sought) for sought in searches]
    found += _compared(QDRANT, *all_of_it, notes=(note, left_out), bars=bars)
    found.append(seen(f"of the best fifty, the share that is among the nearest {NEAREST:,}", float(np.nanmean(listed))))
    notes = ("not the same answer, as the share above it says", left_out)
    return [*found, *_compared(QDRANT_NEAREST, *nearest, notes=notes, bars=None)]


def _beside(part: Part, searches: Sequence[Sought], *peers: Sequence[Search]) -> tuple[list[float], list[float]]:
    """Milliseconds of each search in the index and in the fastest of its peers: medians of passes over all of them.

    They take turns, and a pass is of one alone, so that none searches in what another has left of the processor's
    caches. All are prepared beforehand, and the first pass of each is not counted.
    """
    index: list[Search] = [partial(best_of, part, Prepared(sought)) for sought in searches]
    ways = [index, *peers]
    turns = [[[_milliseconds(search) for search in way] for way in ways] for _ in range(PASSES + 1)]
    own, *theirs = np.median(turns[1:], axis=0)
    return own.tolist(), np.min(theirs, axis=0).tolist()


def _in_qdrant(qdrant: QdrantEdge, searches: Sequence[Sought], limits: Sequence[int]) -> list[Search]:
    return [partial(qdrant.nearest, one, max(limit, 1)) for one, limit in zip(searches, limits, strict=True)]


def _in_sql(peer: psycopg.Connection, layout: Layout, searches: Sequence[Sought]) -> list[Search]:
    """Each a prepared statement whose values are its own, so that no plan is made for any others."""
    peer.prepared_max = None
    cursor = peer.cursor(binary=True)
    asked = [statement(layout, sought, top=TOP) for sought in searches]
    return [partial(_fetched, cursor, one) for one in asked]


def _fetched(cursor: psycopg.Cursor, asked: str) -> object:
    return cursor.execute(asked, prepare=True).fetchall()


def _listed_among(qdrant: QdrantEdge, part: Part, sought: Sought) -> float:
    """The share of the list that is among the nearest, and so could be told from them; NaN of a list of nobody."""
    scored, order = best_of(part, Prepared(sought))
    listed = {part.row_of(scored.id_of(place)) for place in order.tolist()}
    there = {point.id for point in qdrant.nearest(sought, NEAREST)}
    return len(listed & there) / len(listed) if listed else float("nan")


def _milliseconds(search: Search) -> float:
    began = perf_counter()
    search()
    return (perf_counter() - began) * 1000


def _differs(peer: psycopg.Connection, part: Part, sought: Sought) -> bool:
    """Whether SQL lets others pass than the index does, or gives the best of them other scores but for words."""
    asked = Prepared(sought)
    found = passing(part, asked)
    everybody = scored_whole([found], asked)
    without_words = np.delete(everybody.parts, PARTS.index("lexical"), axis=1).sum(axis=1)
    expected = np.sort(without_words)[::-1][:TOP]
    for layout in layouts():
        told = peer.execute(statement(layout, sought, top=TOP)).fetchall()
        (count,) = peer.execute(statement(layout, sought, top=None)).fetchone() or (-1,)
        scores = np.array([score for _, score in told])
        if count != len(found.rows) or not np.allclose(scores, expected, rtol=0, atol=SAME):
            return True
    return False


def _compared(
    name: str, own: Sequence[float], peer: Sequence[float], *, notes: tuple[str, str],
    bars: tuple[float, float] | None,
) -> list[Row]:  # fmt: skip
    found = []
    for place, share in enumerate((50, 95)):
        ours, theirs = float(np.percentile(own, share)), float(np.percentile(peer, share))
        found.append(seen(f"search beside {name}, p{share} ms", ours, peer=theirs, note=notes[place]))
        figure = f"{name}: times as long, p{share}"
        found.append(quick_enough(figure, theirs / ours, bars[place]) if bars else seen(figure, theirs / ours))
    return found
