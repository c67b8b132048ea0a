"""The pages of docs/reference made from the program: its commands, errors, limits, events and notifications."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import typer

from guildworks.cli.main import app, commands_elsewhere
from guildworks.conversations.webhooks.offered import Offered
from guildworks.kernels.text import calendar
from guildworks.kernels.text.json_resume import UnreadableResume
from guildworks.kernels.text.unreadable import REASONS
from guildworks.platform.choices import CHOICES
from guildworks.platform.limits import GROUPS, LIMITS
from guildworks.platform.retention import Kept, all_kept
from guildworks.project.subscriptions import TABLE
from guildworks.project.webhook_events import TABLE as OFFERED_EVENTS
from tests.house.checkout import files, tree
from tests.house.domain import CODE_OF_ANOTHER, errors, events

MADE = "<!-- Made by `./guildworks test tests/house/test_reference.py --rewrite`; a test compares it. -->"
# Errors of the parts that stand on their own; a domain error passes on their code, message and hint.
INNER_ERRORS = ("PostgresError", "UnreadableBrief")
TYPES = {int: "whole number", float: "number", bool: "yes or no", UUID: "id", date: "day"}
MAILED = {"at_once": "at once", "digest": "once a day", "none": "no"}
EXIT = {1: "1, a rule refuses", 2: "2, nothing was done"}


def pages() -> dict[str, str]:
    """The pages by file name."""
    return {
        "commands.md": "\n".join(commands_page()) + "\n",
        "errors.md": "\n".join(errors_page()) + "\n",
        "events.md": "\n".join(events_page()) + "\n",
        "limits.md": "\n".join(limits_page()) + "\n",
        "notifications.md": "\n".join(notifications_page()) + "\n",
        "webhooks.md": "\n".join(webhooks_page()) + "\n",
        "retention.md": "\n".join(retention_page()) + "\n",
    }


def commands_page() -> Iterator[str]:
    yield from ("# Commands", "", MADE, "")
    yield (
        "Answers go to stdout, progress and messages to stderr. With `--json` stdout holds one JSON document and "
        "nothing else (fields: [json.md](json.md)). Exit status: 0 done, 1 a rule refuses or the answer is no, 2 it "
        "could not be done and nothing was changed ([errors.md](errors.md))."
    )
    for words, command in commands():
        yield from ("", f"## {words}", "", one_line(command.help))
        if rows := [option_row(option) for option in options(command)]:
            yield from ("", *table(("", "default", ""), rows))


@cache
def commands() -> tuple[tuple[str, Any], ...]:
    """Every command with the words that call it, groups before what is in them."""
    elsewhere = tuple(_below("guildworks --server ADDRESS", commands_elsewhere()))[1:]
    return (*_below("guildworks", typer.main.get_command(app)), *elsewhere)


def _below(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield words, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _below(f"{words} {name}", below)


def options(command: Any) -> list[Any]:
    """Its arguments and options, without --help, which every command has."""
    return [each for each in command.params if each.name != "help"]


def option_row(option: Any) -> tuple[str, str, str]:
    """Spelling, default and meaning of an option or argument."""
    if option.param_type_name == "argument":
        return f"`{option.metavar or option.name.upper()}`", "", one_line(option.help)
    spelling = ", ".join(option.opts)
    if option.is_flag:
        return f"`{spelling}`", "", one_line(option.help)
    default = "" if option.default is None else f"{option.default}"
    return f"`{spelling} {option.metavar or option.name.upper()}`", default, one_line(option.help)


def errors_page() -> Iterator[str]:
    yield from ("# Errors", "", MADE, "")
    yield (
        "A refused command prints `error:` with what happened and `hint:` with the way out, on stderr; with `--json` "
        "also "
        '`{"error": {"code", "message", "hint", "fields"}}` on stdout. A page shows the message beside the field. '
        "Scripts branch on the code, which never changes its meaning."
    )
    rows = [
        (f"`{error.code}`", EXIT[error.status], str(error.http_status), one_line(inspect.getdoc(error)))
        for error in errors()
        if error.__name__ not in CODE_OF_ANOTHER
    ]
    yield from (
        "",
        *table(("code", "exit status", "HTTP", "what happened"), rows),
        "",
        "## Files, calendars and briefs",
        "",
    )
    yield "What cannot be read, each with exit status 2 and HTTP 422."
    reasons = [
        (f"`{code}`", re.sub(r"{\w+}", "…", message)) for code, (message, _) in (REASONS | calendar.REASONS).items()
    ]
    reasons += [(f"`{UnreadableResume.code}`", one_line(inspect.getdoc(UnreadableResume)).partition("`")[0])]
    inner = inner_codes()
    read = [(f"`{code}`", message) for code, error, message in inner if error != "PostgresError"]
    yield from ("", *table(("code", "what happened"), reasons + read), "", "## The embedded database", "")
    yield "What keeps the embedded PostgreSQL from its work, each with exit status 2 and HTTP 503."
    started = [(f"`{code}`", message) for code, error, message in inner if error == "PostgresError"]
    yield from ("", *table(("code", "what happened"), started))


def retention_page() -> Iterator[str]:
    yield from ("# What is kept how long", "", MADE, "")
    yield (
        "Whatever stands nowhere here is kept until the person or the organisation that it belongs to is "
        "[erased](../operating.md#erasing-a-person); of what only grows, such as the event log, ids and days stay. "
        "`guildworks retention show` says it with the days in force, `guildworks limits set NAME DAYS` changes them; a "
        "worker lets go every hour what has been kept long enough, and `guildworks retention run` does it at once."
    )
    rows = [
        (kept.what, f"{_days(kept)} days", kept.why, f"`{kept.limit}`" if kept.limit else "") for kept in all_kept()
    ]
    yield from ("", *table(("what", "kept", "why", "limit"), rows))


def _days(kept: Kept) -> int:
    return LIMITS[kept.limit].default if kept.limit else kept.days


@cache
def inner_codes() -> tuple[tuple[str, str, str], ...]:
    """Code, class and message of each place in the program that makes an inner error; facts show as `…`."""
    made = (
        (call.args[0].value, call.func.id, one_line(_message(call.args[1])))
        for file in files("src/*.py")
        for call in ast.walk(tree(file))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in INNER_ERRORS
        if len(call.args) > 1 and isinstance(call.args[0], ast.Constant)
    )
    return tuple(sorted(dict.fromkeys(made)))


def _message(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_message(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.IfExp):
        return _message(node.orelse)
    return "It cannot run as this user."  # the one message that is put together elsewhere


def events_page() -> Iterator[str]:
    yield from ("# Events", "", MADE, "")
    yield (
        "What happened, in the order in which it was committed, chained by hash. A fact is an id, a number, a day, yes "
        "or no, or one word of a closed list; what is personal lies apart and can be erased without breaking the chain."
    )
    for kind in events():
        yield from ("", f"## {kind.name}, version {kind.version}", "")
        rows = [(f"`{name}`", fact_text(wanted)) for name, wanted in kind.facts.items()]
        yield from table(("fact", "is"), rows) if rows else ["No facts of its own."]


def fact_text(wanted: object) -> str:
    if isinstance(wanted, tuple):
        return " or ".join(f"`{word}`" for word in wanted)
    assert isinstance(wanted, type)
    return TYPES[wanted]


def limits_page() -> Iterator[str]:
    yield from ("# Limits", "", MADE, "")
    yield (
        "Everything that can be sent, looped or waited for has a bound. `guildworks limits list` shows those in force, "
        "`guildworks limits set NAME VALUE` changes one for this installation, within its own bounds."
    )
    for heading, group in GROUPS.items():
        rows = [
            (f"`{each.name}`", f"{each.default:,} {each.unit}", f"{each.least:,} to {each.most:,}", each.about)
            for each in group
        ]
        yield from ("", f"## {heading}", "", *table(("limit", "default", "can be", "what for"), rows))
    yield from ("", "## Choices", "")
    yield (
        "What is one of a few words, the first being the default. `guildworks settings list` shows the word in force, "
        "`guildworks settings set NAME WORD` chooses another one."
    )
    words = [
        (f"`{each.name}`" if word == each.default else "", f"`{word}`", meaning)
        for each in CHOICES.values()
        for word, meaning in each.words.items()
    ]
    yield from ("", *table(("setting", "word", "what it means"), words))


def notifications_page() -> Iterator[str]:
    yield from ("# Notifications", "", MADE, "")
    yield (
        "Which event tells whom, and how, unless a person chooses otherwise ([how](../notifications.md)). Never "
        "the one who did it, and only who belongs to the organisation that it concerns."
    )
    rows = [
        (
            f"`{each.event.name}`",
            f"`{each.kind.name}`",
            each.kind.about,
            one_line(inspect.getdoc(each.to)),
            MAILED[each.kind.mailing],
            "yes" if each.kind.optional else "no, only when its mail comes",
        )
        for each in TABLE
    ]
    heads = ("event", "kind", "what happens", "who is told, on their page", "and by mail", "can be switched off")
    yield from ("", *table(heads, rows))


def webhooks_page() -> Iterator[str]:
    yield from ("# Events by webhook", "", MADE, "")
    yield (
        "What an organisation can have sent to an address of its own ([how](../webhooks.md)): the name is the `type` "
        "of what is sent, the facts stand in its `data`."
    )
    rows = [
        (f"`{each.event.name}`", each.about, webhook_facts(each), " and ".join(f"{kind}s" for kind in each.to))
        for each in OFFERED_EVENTS
    ]
    yield from ("", *table(("event", "what happens", "facts", "for"), rows))


def webhook_facts(offered: Offered) -> str:
    named = (name for name, wanted in offered.event.facts.items() if wanted is not UUID or name in offered.ids)
    return ", ".join(f"`{name}`" for name in named)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines]


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())
