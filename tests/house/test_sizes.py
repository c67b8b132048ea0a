"""Short functions and files. Why: what does not fit on a screen is not read, and what is not read goes wrong."""

from __future__ import annotations

import statistics

from tests.house.checkout import Function, files, functions

FUNCTION_LINES = 70
FILE_LINES = 600
PYTHON = ("src/*.py", "tests/*.py", "benchmarks/*.py", "guildworks")
# What is longer and allowed, by name, with its length: a ratchet, which may only go down.
LONGER_FUNCTIONS: dict[str, int] = {}
LONGER_FILES: dict[str, int] = {}


def test_functions_fit_on_a_screen():
    """At most 70 lines. Way out: give a part of the function a name of its own."""
    over = {name: lines for name, lines in function_lengths(*PYTHON).items() if lines > FUNCTION_LINES}
    assert over == LONGER_FUNCTIONS


def test_files_stay_small():
    """At most 600 lines. Way out: cut the file by its nouns, into a package where they belong together."""
    lengths = {file.path: file.text.count("\n") for file in files(*PYTHON)}
    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES} == LONGER_FILES


def test_most_functions_are_short():
    """Three of four functions of the program have under 15 lines. Way out: as above, before there are too many."""
    assert statistics.quantiles(function_lengths("src/*.py").values(), n=4)[2] < 15


def function_lengths(*patterns: str) -> dict[str, int]:
    """The lines of each function, by file and name; of several with one name the longest. Migrations are left out."""
    found: dict[str, int] = {}
    for file in files(*patterns):
        if "/migrations/" not in file.path:
            for function in functions(file):
                name = f"{file.path}::{function.name}"
                found[name] = max(found.get(name, 0), length(function))
    return found


def length(function: Function) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1
