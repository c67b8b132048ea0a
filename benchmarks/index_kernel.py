"""The index alone, over invented engineers: recall and latency of two hundred searches, memory of four processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.index_truth import apart_of, best_of_all
from benchmarks.invented_rows import Questions, invented
from benchmarks.network import HOME
from benchmarks.table import Row, at_least, at_most, seen, within
from guildworks.kernels.talentindex.asking import Sought
from guildworks.kernels.talentindex.generation import FORMAT, Generation, GenerationWriter, open_generation
from guildworks.kernels.talentindex.lexical import TermStatistics
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.prepared import Prepared
from guildworks.kernels.talentindex.search import Scored, passing, rank, tried
from guildworks.kernels.talentindex.segment import COLD, Columns

ENGINEERS, FEWER = 1_000_000, 20_000
SEED = 7
TOP = 50
# How many searches let pass which share of everybody, of 200; the last without any filter.
SHARES = {"below .01 %": (40, 0.0001), "to .1 %": (54, 0.001), "to 1 %": (56, 0.01), "to 10 %": (34, 0.1)}
UNFILTERED = 16
PASSES = 3
MEGABYTE = 1e6
READER = """
import sys
from benchmarks.index_kernel import read_like_a_server
read_like_a_server(sys.argv[1])
"""


def rows(quick: bool, say: Callable[[str], None], *, engineers: int | None = None) -> list[Row]:
    """The figures."""
    count = engineers or (FEWER if quick else ENGINEERS)
    generation = kept_generation(count, say)
    part = Part.whole(generation.columns)
    say("Drawing searches")
    searches = draw(part, quick=quick)
    for sought in searches:
        best_of(part, Prepared(sought))  # compiled, and all that it reads in memory
    say("Searching")
    latencies = [_milliseconds(part, sought) for sought in searches]
    once = median(_milliseconds_once(part, searches) for _ in range(PASSES))
    counts = [_counted(part, sought) for sought in searches[::10]]
    memory = _memory(generation, is_whole=count >= ENGINEERS)  # before numpy maps everybody's rows here
    say("The same in numpy over everybody")
    recalls = [_recall(part, sought) for sought in searches]
    note = f"{count:,} invented engineers, {len(searches)} searches, list of {TOP}"
    told, is_whole = f"median of {PASSES} each, after one of all; files read anew", count >= ENGINEERS
    p50, p95 = np.percentile(latencies, (50, 95)).tolist()
    return [
        at_least("recall@50 of the whole score, against numpy", float(np.mean(recalls)), 1.0, note=note),
        within("search in the kernel, p50 ms", p50, 1.5, note=told) if is_whole
        else seen("search in the kernel, p50 ms", p50),
        seen("the same, each once after all others, p50 ms", once, note=f"median of {PASSES} rounds of all searches"),
        within("search in the kernel, p95 ms", p95, 80.0) if is_whole else seen("search in the kernel, p95 ms", p95),
        seen("what each requirement rules out of everybody, median ms", median(counts)),
        memory,
    ]  # fmt: skip


def best_of(part: Part, asked: Prepared) -> tuple[Scored, NDArray[np.int64]]:
    """Who passes, and who of them is best."""
    return rank([passing(part, asked)], asked, top=TOP)


def draw(part: Part, *, quick: bool) -> list[Sought]:
    """Searches of each selectivity."""
    questions = Questions(5, statistics_of(part.columns))
    share = 10 if quick else 1
    found = [questions.draw(filtered=False) for _ in range(UNFILTERED // share)]
    wanted = {most: number // share for number, most in SHARES.values()}
    while any(wanted.values()):
        sought = questions.draw()
        passed = len(passing(part, Prepared(sought)).rows) / len(part.columns)
        most = next((most for most in wanted if passed < most), None)
        if most is not None and wanted[most]:
            wanted[most] -= 1
            found.append(sought)
    return found


def statistics_of(columns: Columns, documents: int = 2000) -> TermStatistics:
    """Term statistics of the first of them."""
    some = apart_of(columns, np.arange(documents))
    return TermStatistics.of(some.of("terms", row).tobytes() for row in range(documents))


def read_like_a_server(folder: str) -> None:
    """Open a generation, search, and wait; for the memory of several processes."""
    generation = open_generation(Path(folder), verify=False)
    part = Part.whole(generation.columns)
    for sought in draw(part, quick=True):
        best_of(part, Prepared(sought))
        tried(part, Prepared(sought))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def kept_generation(count: int, say: Callable[[str], None]) -> Generation:
    """The invented engineers as a generation, made once and kept."""
    folder = HOME / "invented" / f"{count}-{FORMAT}.generation"
    if not folder.exists():
        say(f"Inventing {count:,} engineers; they are kept for the next run")
        with GenerationWriter(folder.parent, folder.name) as writer:
            for some in invented(count, seed=SEED):
                writer.add(some)
            writer.finish({"frontier": 0})
    _read_anew(folder)
    return open_generation(folder, verify=False)


def _read_anew(folder: Path) -> None:
    """Have the system forget what it holds of the files that are mapped, as after a restart of the machine.

    A file of which some pages were given back meanwhile is read again in small ones, and a search takes a sixth longer.
    """
    for file in folder.glob("*.bin"):
        if file.stem not in COLD and hasattr(os, "posix_fadvise"):
            with file.open("rb") as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _milliseconds(part: Part, sought: Sought) -> float:
    taken = []
    for _ in range(PASSES):
        began = perf_counter()
        best_of(part, Prepared(sought))
        taken.append(perf_counter() - began)
    return median(taken) * 1000


def _milliseconds_once(part: Part, searches: Sequence[Sought]) -> float:
    """The median of one round of all searches: of each, what it reads has left the processor's caches meanwhile."""
    taken = []
    for sought in searches:
        began = perf_counter()
        best_of(part, Prepared(sought))
        taken.append(perf_counter() - began)
    return median(taken) * 1000


def _counted(part: Part, sought: Sought) -> float:
    began = perf_counter()
    tried(part, Prepared(sought))
    return (perf_counter() - began) * 1000


def _recall(part: Part, sought: Sought) -> float:
    """The share of numpy's list that ours has, with the same scores; 1 for a list of nobody."""
    scored, order = best_of(part, Prepared(sought))
    ours = {scored.id_of(row): float(scored.totals[row]) for row in order.tolist()}
    ids, totals = best_of_all(part.columns, sought, top=TOP)
    same = sum(ours.get(one) == total for one, total in zip(ids, totals, strict=True))
    return same / len(ids) if ids else float(not ours)


def _memory(generation: Generation, *, is_whole: bool) -> Row:
    """Proportional set sizes of four processes that search, this one among them: each has its share of what all map."""
    words = [sys.executable, "-c", READER, str(generation.folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": environment}
    readers = [subprocess.Popen(words, **pipes) for _ in range(3)]
    try:
        for reader in readers:
            assert reader.stdout is not None and reader.stdout.readline() == "ready\n"
        sizes = [_mapped(pid, generation.folder) for pid in (os.getpid(), *(reader.pid for reader in readers))]
    finally:
        for reader in readers:
            reader.communicate("\n")
    size = sum(sum(size.values()) for size in sizes) / MEGABYTE
    figure = "memory of the index, four processes, PSS in MB"
    note = "all files; vectors, skills and words are read for the few that are scored, and not mapped"
    return at_most(figure, size, 700.0, note=note) if is_whole else seen(figure, size, note=note)


def _mapped(pid: int, folder: Path) -> dict[str, float]:
    """Bytes of each file of a folder that a process has in memory, its share of what it has with others."""
    found: dict[str, float] = {}
    name = None
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if str(folder) in line:
            name = Path(line.split()[-1]).stem
        elif "-" in line.split()[0] and not line.split()[0].endswith(":"):
            name = None
        elif line.startswith("Pss:") and name is not None:
            found[name] = found.get(name, 0.0) + float(line.split()[1]) * 1024
    return found
