"""Who may import whom. Why: one import upwards, and two packages can only be understood and changed together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp

from tests.house.checkout import ROOT


def test_packages_are_imported_downwards_only():
    """The rule stands in pyproject.toml, [tool.importlinter].

    Way out: what must flow upwards flows as an event; what both sides need moves below both.
    """
    words = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-1000:]


def test_no_modules_import_each_other_in_a_ring():
    """A ring of modules is one module in several files, and breaks with the order in which they are imported.

    Imports inside functions count as well: they only hide the ring. Way out: move what both need into a third module.
    """
    graph = grimp.build_graph("guildworks", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    rings = sorted(sorted(ring) for ring in strongly_connected(imports) if len(ring) > 1)
    assert rings == []


def test_rings_are_found():
    assert strongly_connected({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [{"b", "c"}, {"a"}, {"d"}]


def strongly_connected(imports: dict[str, set[str]]) -> list[set[str]]:
    """The groups of modules of which each reaches every other. Tarjan 1972."""
    place: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(module: str) -> None:
        place[module] = lowest[module] = len(place)
        stack.append(module)
        for other in sorted(imports.get(module, ())):
            if other not in place:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], place[other])
        if lowest[module] == place[module]:
            start = stack.index(module)
            found.append(set(stack[start:]))
            del stack[start:]

    for module in sorted(imports):
        if module not in place:
            visit(module)
    return found
