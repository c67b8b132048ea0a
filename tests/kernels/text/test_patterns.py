"""The patterns of the grammars: written once, compiled when they are asked."""

from __future__ import annotations

import re
import subprocess
import sys

from guildworks.kernels.text.fields.grammar import pattern

COMPILED = """
import guildworks.kernels.text.brief
from guildworks.kernels.text.fields import grammar
print(sum("compiled" in vars(each) for each in grammar._LATER) < 10)
grammar.compile_patterns()
print(sum("compiled" in vars(each) for each in grammar._LATER) == len(grammar._LATER) > 300)
"""


def test_a_pattern_finds_what_a_compiled_one_finds():
    found = pattern(r"start~: (\w+)")
    match = found.search("Start:\n  May, or Start: June")
    assert match and match[1] == "May"
    assert found.sub("–", "start : May") == "–"
    assert found.flags & re.IGNORECASE and not pattern("May", exact_case=True).search("may")


def test_hardly_any_is_compiled_before_a_text_is_read_and_all_can_be():
    done = subprocess.run([sys.executable, "-c", COMPILED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
