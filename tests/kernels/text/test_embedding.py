from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.kernels.text import embedding
from guildworks.kernels.text.embedding import CACHED_TEXTS_MAX, Embedder, EmbeddingFileError, checked_bytes, chunks


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder.load()


def test_texts_that_mean_the_same_lie_nearer_than_texts_that_share_a_word(embedder: Embedder) -> None:
    asked, same, other = embedder.embed(
        ["find documents by meaning", "semantic search over text", "find a plumber for the kitchen"]
    )
    assert asked @ same > asked @ other + 0.1


def test_a_row_does_not_depend_on_the_other_texts_nor_on_the_cache(embedder: Embedder) -> None:
    texts = ["speech recognition", "a " * 90, "", "Kubernetes operators in Go"]
    together = embedder.embed(texts)
    alone = np.vstack([Embedder.load().embed([text]) for text in texts[2:]])
    assert together.shape == (4, 384) and together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(together, embedder.embed(texts))
    np.testing.assert_allclose(together[2:], alone, atol=1e-6)


def test_no_texts_give_no_rows_and_a_document_without_words_is_zero(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)
    assert not embedder.embed_document(["", " \n"]).any()


def test_a_document_is_the_mean_of_its_chunks(embedder: Embedder) -> None:
    long = "training ranking models " * 60
    mean = embedder.embed(chunks(long)).mean(axis=0)
    np.testing.assert_allclose(embedder.embed_document([long]), mean / np.linalg.norm(mean), atol=1e-6)


def test_threads_that_share_an_embedder_get_the_rows_that_one_thread_gets(embedder: Embedder) -> None:
    texts = [f"engineer number {n} builds pipelines" for n in range(8)]
    rows: dict[int, np.ndarray] = {}
    workers = [threading.Thread(target=lambda n=n: rows.update({n: embedder.embed(texts)})) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for n in range(4):
        np.testing.assert_allclose(rows[n], embedder.embed(texts), atol=1e-6)


def test_the_cache_is_bounded(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CACHED_TEXTS_MAX >= 1000
    monkeypatch.setattr(embedding, "CACHED_TEXTS_MAX", 3)
    small = Embedder(embedder._session, embedder._tokenizer)
    small.embed(["a", "b", "c", "d", "e"])
    assert list(small._cache) == ["c", "d", "e"]


@given(st.lists(st.text("abc", min_size=1, max_size=4), max_size=500), st.integers(1, 120))
def test_chunks_keep_every_word_in_order_and_none_is_longer_than_asked(words: list[str], size: int) -> None:
    pieces = chunks(" ".join(words), size)
    assert [word for piece in pieces for word in piece.split()] == words
    lengths = [len(piece.split()) for piece in pieces]
    assert all(0 < length <= size for length in lengths) and (not lengths or max(lengths) - min(lengths) <= 1)


def test_another_file_in_the_place_of_the_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(EmbeddingFileError, match=r"tokenizer\.json is not the file .* reinstall"):
        checked_bytes(tmp_path / "tokenizer.json", embedding.TOKENIZER_SHA256)
    with pytest.raises(EmbeddingFileError, match="cannot be read"):
        checked_bytes(tmp_path / "absent", embedding.TOKENIZER_SHA256)
