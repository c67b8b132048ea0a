"""Tests about tests. Why: a test that nobody can find by its name, or that cannot fail, is worse than none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.checkout import File, Function, files, functions

SQL = re.compile(r"^\s*(INSERT|UPDATE|DELETE|TRUNCATE|ALTER|DROP|CREATE|GRANT|SET (?!CONSTRAINTS)|COPY)\b")


def test_raw_sql_that_must_be_refused_says_so_in_the_name():
    """`-k raw_sql` shows every promise that the database keeps. Way out: `raw_sql` in the name of the test."""
    assert [
        f"{file.path}::{test.name}" for file, test in all_tests() if refuses_sql(test) and "raw_sql" not in test.name
    ] == []


def test_every_test_can_fail():
    """Way out: assert what a user would notice; where no error must come, assert what comes instead."""
    blind = [f"{file.path}::{test.name}" for file, test in all_tests() if not can_fail(test, file)]
    assert blind == []


def test_a_test_that_cannot_fail_is_noticed():
    blind, seeing = ast.parse("def test_a():\n    run()\ndef test_b():\n    assert run()\n").body
    assert isinstance(blind, Function) and isinstance(seeing, Function)
    file = File("tests/test_x.py", "")
    assert not can_fail(blind, file) and can_fail(seeing, file)


def all_tests() -> Iterator[tuple[File, Function]]:
    for file in files("tests/*/test_*.py"):
        for function in functions(file):
            if function.name.startswith("test_"):
                yield file, function


def refuses_sql(test: Function) -> bool:
    """Whether it runs SQL that changes something where an error must come."""
    for block in ast.walk(test):
        if isinstance(block, ast.With) and any("raises" in ast.unparse(item.context_expr) for item in block.items):
            texts = [node.value for node in ast.walk(block) if isinstance(node, ast.Constant)]
            if any(isinstance(text, str) and SQL.match(text) for text in texts):
                return True
    return False


def can_fail(test: Function, file: File) -> bool:
    """Whether it asserts something, expects an error or a warning, or calls a function of its file that does."""
    asserting = {function.name for function in functions(file) if holds_assertion(function)} if file.text else set()
    called = {node.func.id for node in ast.walk(test) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return holds_assertion(test) or bool(called & (asserting | ASSERTING_ELSEWHERE))


# Functions of other files that assert: the comparisons of tests/house/rewriting.py.
ASSERTING_ELSEWHERE = {"compare"}


def holds_assertion(function: Function) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or (
            isinstance(node, ast.Attribute)
            and (node.attr in ("raises", "fail", "expect") or node.attr.startswith("assert_"))
        )
        or (isinstance(node, ast.Name) and node.id == "expect")
        for node in ast.walk(function)
    )
