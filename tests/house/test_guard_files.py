"""Guards are never edited after a release. Why: an installation that has applied one never reads it again."""

from __future__ import annotations

import hashlib

import pytest

from tests.house.checkout import PACKAGE, ROOT
from tests.house.rewriting import compare

KEPT = ROOT / "tests" / "house"


def test_no_guard_was_edited(request: pytest.FixtureRequest):
    """Way out: a new file with the next number and a migration that applies it. Before the first release: --rewrite."""
    hashes = {
        str(path.relative_to(PACKAGE)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(PACKAGE.glob("*/sql/*.sql"))
    }
    text = "".join(f"{digest}  {path}\n" for path, digest in hashes.items())
    compare(request, KEPT, {"guards.sha256": text}, pattern="guards.sha256")
