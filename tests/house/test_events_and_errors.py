"""What events may say, and how errors are named: both are read by programs for years."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter

from guildworks.platform.errors import GuildworksError
from tests.house.checkout import files, tree
from tests.house.domain import CODE_OF_ANOTHER, errors, events

AT_TERMINAL = re.compile(r"guildworks/(cli|project|kernels|platform/postgres)/")  # nothing else says these
WORD = re.compile(r"[a-z]+(_[a-z]+)*")


def test_facts_of_events_hold_no_free_text():
    """The log is never erased, so nothing personal may enter it.

    Way out: an id, a number, a day, or one word of a closed list; what is personal goes to `detail`.
    """
    for kind in events():
        for name, wanted in kind.facts.items():
            assert wanted is not str, f"{kind.name}.{name}"
            if isinstance(wanted, tuple):
                assert all(WORD.fullmatch(word) for word in wanted), f"{kind.name}.{name}: {wanted}"


def test_events_are_named_by_subject_and_deed():
    """`hold.placed`: one word per feature, and what happened, so that a reader can subscribe by prefix."""
    names = [kind.name for kind in events()]
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*", name)] == []


def test_every_declared_event_is_recorded_somewhere():
    """A declared event that nothing records is a promise to every reader of the log. Way out: record it or drop it."""
    code = "\n".join(file.text for file in files("src/*.py"))
    constants = re.findall(r"^([A-Z_]+) = declare\(", code, re.MULTILINE)
    assert len(constants) == len(events())
    assert [name for name in constants if len(re.findall(rf"\b{name}\b", code)) < 3] == [], "declare, import, record"


def test_every_error_says_what_happened_and_has_a_code_of_its_own():
    """Scripts branch on the code, people read the docstring. Way out: `code = "..."` and a sentence as docstring."""
    own = [error for error in errors() if error.__name__ not in CODE_OF_ANOTHER]
    assert [error for error in errors() if not (error.__doc__ or "").strip().endswith(".")] == []
    assert [error for error in own if "code" not in vars(error)] == []
    assert [code for code, times in Counter(error.code for error in own).items() if times > 1] == []
    assert [error.code for error in own if not WORD.fullmatch(error.code)] == []


def test_every_error_says_what_to_do():
    """A person who is refused needs the next step. Way out: `hint=...` where it is raised, or `hint` of the class.

    Those that pass on the refusal of a reader or of the embedded server carry its hint.
    """
    silent = {error.__name__ for error in errors() if not error.hint and error.__name__ not in CODE_OF_ANOTHER}
    raised = [
        f"{file.path}:{node.lineno}: {ast.unparse(node)[:80]}"
        for file in files("src/*.py")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and _named(node) in silent and "hint" not in {word.arg for word in node.keywords}
    ]
    assert raised == []


def test_only_a_terminal_is_told_of_commands():
    """A page and a program cannot run one. Way out: `hint` says the step in words, `at_terminal` names the command."""
    behind_doors = [file for file in files("src/*.py") if not AT_TERMINAL.search(file.path)]
    quoted = [
        f"{file.path}:{node.lineno}"
        for file in behind_doors
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "hint" and "`guildworks" in ast.unparse(word.value)
    ]
    assert quoted == []
    assert [error.__name__ for error in errors() if "`guildworks" in error.hint] == []


def _named(call: ast.Call) -> str:
    """The class that is called, also `partial(BadInput, "...")`."""
    of = call.args[0] if isinstance(call.func, ast.Name) and call.func.id == "partial" and call.args else call.func
    return of.id if isinstance(of, ast.Name) else ""


def test_errors_end_a_command_with_1_or_2():
    """1: a rule refuses. 2: the input is bad, or it could not be done. Scripts tell them apart by nothing else."""
    assert {error.status for error in errors()} == {1, 2}
    assert inspect.getdoc(GuildworksError)
