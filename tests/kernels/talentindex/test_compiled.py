"""Machine code that is kept is that of the sources as they are."""

from __future__ import annotations

from pathlib import Path

from guildworks.kernels.talentindex import bounds, compiled


def test_any_change_of_a_source_has_everything_compiled_anew(tmp_path: Path):
    for name in ("one.py", "other.py"):
        (tmp_path / name).write_text("A = 1\n")
    before = compiled.kept_in(tmp_path)
    assert compiled.kept_in(tmp_path) == before
    (tmp_path / "other.py").write_text("A = 2\n")
    assert compiled.kept_in(tmp_path) != before


def test_loops_are_kept_there():
    assert str(compiled.kept_in(Path(compiled.__file__).parent)) in bounds.cut_of.stats.cache_path
