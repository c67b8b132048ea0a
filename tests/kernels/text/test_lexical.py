from __future__ import annotations

import json
import math
import time
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.kernels.talentindex.lexical import (
    TermStatistics,
    pack_terms,
    score_packed,
    term_hash,
    unpack_terms,
)
from guildworks.kernels.text.lexical import document_terms, skill_term, words

TERMS = st.sampled_from([f"word{n}" for n in range(12)])
DOCUMENTS = st.lists(st.dictionaries(TERMS, st.integers(1, 300), max_size=9), max_size=8)
QUERIES = st.dictionaries(TERMS, st.floats(0.1, 9), max_size=6)


def bm25_by_definition(
    query: dict[str, float], documents: list[dict[str, int]], k1: float = 4.0, b: float = 1.0
) -> list[float]:
    cut = [{term: min(count, 255) for term, count in document.items()} for document in documents]
    mean = sum(sum(document.values()) for document in cut) / len(cut) if cut else 1.0
    scores = []
    for document in cut:
        score = 0.0
        for term, weight in query.items():
            holding = sum(term in other for other in cut)
            rarity = math.log(1 + (len(cut) - holding + 0.5) / (holding + 0.5))
            count = document.get(term, 0)
            if count:
                norm = 1 - b + b * sum(document.values()) / (mean or 1.0)
                score += weight * rarity * count * (k1 + 1) / (count + k1 * norm)
        scores.append(score)
    return scores


@given(QUERIES, DOCUMENTS)
def test_packed_scores_equal_the_definition(query: dict[str, float], documents: list[dict[str, int]]) -> None:
    packed = [pack_terms(document) for document in documents]
    got = score_packed(query, packed, TermStatistics.of(packed))
    assert got.shape == (len(documents),) and got.dtype == np.float64
    np.testing.assert_allclose(got, bm25_by_definition(query, documents), rtol=0, atol=1e-9)


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.integers(1, 300), max_size=20))
def test_packed_terms_take_five_bytes_each_and_come_back(counts: dict[str, int]) -> None:
    packed = pack_terms(counts)
    assert unpack_terms(packed) == {term_hash(term): min(count, 255) for term, count in counts.items()}
    assert len(packed) == 5 * len(counts)
    assert list(unpack_terms(packed)) == sorted(unpack_terms(packed))


def test_the_stored_bytes_are_the_same_in_every_version() -> None:
    assert pack_terms({"drift": 2, "skill:pytorch": 1}).hex() == "a4d8ac01fc7c4cb10201"


def test_bytes_that_are_no_packed_terms_are_refused() -> None:
    with pytest.raises(ValueError, match="five bytes each, got 7"):
        unpack_terms(b"1234567")


def test_naming_a_skill_often_in_the_text_counts_no_more_than_claiming_it() -> None:
    terms = document_terms(
        "Built two services and the pipelines", ["pgvector", "rag", "rag"], broader=["rag", "search"]
    )
    assert terms == Counter(
        {
            "built": 1,
            "two": 1,
            "services": 1,
            "pipelines": 1,
            skill_term("rag"): 2,
            skill_term("pgvector"): 2,
            skill_term("search"): 1,
        }
    )


def test_words_leaves_out_what_says_nothing() -> None:
    assert words("In 2019 we built 3D maps, a Café-finder & R") == ["built", "maps", "café", "finder"]


def test_a_rare_shared_term_counts_more_than_one_that_everybody_has() -> None:
    packed = [pack_terms({"team": 1, "other": 1}), pack_terms({"team": 1, "drift": 1}), pack_terms({"team": 1})]
    statistics = TermStatistics.of(packed)
    assert score_packed({"drift": 1}, packed, statistics)[1] > score_packed({"team": 1}, packed, statistics)[1] > 0


def test_statistics_survive_json() -> None:
    packed = [pack_terms({"drift": 2, "team": 1}), pack_terms({"team": 3})]
    statistics = TermStatistics.of(packed)
    again = TermStatistics.from_json(json.loads(json.dumps(statistics.to_json())))
    assert again == statistics and again.documents == 2 and again.average_length == 3


def test_nothing_to_score_gives_nothing() -> None:
    statistics = TermStatistics.of([])
    assert score_packed({"a": 1.0}, [], statistics).shape == (0,)
    assert score_packed({}, [pack_terms({"a": 1}), b""], statistics).tolist() == [0, 0]
    assert score_packed({"a": 1.0}, [b"", pack_terms({"b": 1})], statistics).tolist() == [0, 0]


def test_5000_documents_of_150_terms_are_scored_in_a_moment() -> None:
    random = np.random.default_rng(7)
    packed = [pack_terms({f"w{n}": 1 for n in random.integers(0, 40_000, 150)}) for _ in range(500)] * 10
    statistics = TermStatistics.of(packed[:500])
    query = {f"w{n}": 1.0 for n in range(0, 40_000, 400)}
    times = []
    for _ in range(7):
        start = time.perf_counter()
        score_packed(query, packed, statistics)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.060  # 20 ms on a quiet machine; benchmarks hold that bar
