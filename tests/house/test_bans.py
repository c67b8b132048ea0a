"""What is banned, and what to use instead. Each ban carries a line that it must catch, so that none goes blind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.house.checkout import ROOT, files, tree

CODE = ("src/*.py",)
PYTHON = ("src/*.py", "tests/*.py", "benchmarks/*.py", "guildworks")
TESTS = ("tests/*.py",)
PAGES = ("*.html", "src/*.py")
TEXT = ("*.py", "*.md", "*.html", "*.css", "*.sql", "*.yaml", "*.toml", "guildworks", ".ci/*")
HERE = "tests/house/test_bans.py"


@dataclass(frozen=True, slots=True)
class Ban:
    """A pattern that no line of the files `where` holds, those of `but` left out."""

    pattern: str
    instead: str
    catches: str  # a line that it must catch
    where: tuple[str, ...] = CODE
    but: tuple[str, ...] = ()


BANS = (
    Ban(
        r"timezone\.now\(|datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(\)",
        "platform.clock.now() or today(): tests and simulations move it",
        "made_at = timezone.now()",
        but=(
            "src/guildworks/platform/clock.py",
            "src/guildworks/platform/postgres/*",
            "src/guildworks/platform/ids.py",
        ),
    ),
    Ban(
        r"transaction\.atomic",
        "an action: one transaction with its policy and its event; doors call it",
        "with transaction.atomic():",
        but=(
            "*/actions.py",
            "*/actions/*.py",
            "src/guildworks/project/schema.py",  # skills and policies follow the migrations, all or nothing
            "src/guildworks/project/demo/*",  # a chunk of invented people through several actions
            "src/guildworks/cli/engineers.py",  # one edit of a person through the actions of two domains
            "src/guildworks/cli/availability.py",  # one edit of their hours through several actions
            "src/guildworks/availability/everybody.py",  # reads several tables as of one moment, and writes nothing
            "src/guildworks/matching/index/checking.py",  # the same
        ),
    ),
    Ban(
        r"\.(save|objects\.(create|bulk_create|update_or_create|get_or_create))\(|\.delete\(\)",
        "an action: what changes state is one verb, with its policy and its event",
        "brief.save()",
        where=("src/*/pages.py", "src/*/api.py", "src/*/jobs.py", "src/*/queries.py", "src/guildworks/cli/*.py"),
    ),
    Ban(
        r"def save\(self",
        "an action: a row does no work of its own",
        "    def save(self, **kwargs):",
        but=("src/guildworks/accounts/forms.py",),  # a form of allauth, which calls it so; it calls an action
    ),
    Ban(
        r"@receiver|post_save|pre_save|\.connect\(.*sender=",
        "a call in the action, or an event and project/subscriptions.py: what happens stands where it happens",
        "@receiver(post_save)",
    ),
    Ban(
        r"(?<![\w.])print\(",
        "cli.console.out, or structlog: stdout belongs to a command's answer",
        "print(shortlist)",
        where=("src/*.py",),
    ),
    Ban(
        r"\bRandom\(\)|default_rng\(\)|np\.random\.(rand|randn|seed)\b|from random import (?!Random$)",
        "Random(seed) or numpy's default_rng(seed), the seed kept with the result",
        "rng = np.random.default_rng()",
        where=PYTHON,
        but=(HERE,),
    ),
    Ban(r"logging\.getLogger", "structlog.get_logger()", "log = logging.getLogger(__name__)"),
    Ban(
        r"mocker\.patch|mock\.patch|unittest\.mock|from mock|monkeypatch\.setattr\([\"']guildworks",
        "the real thing: clock.at(moment), set_limit, a database that is really down",
        'mocker.patch("guildworks.matching.actions.search")',
        where=TESTS,
        but=(HERE,),
    ),
    Ban(
        r"hx-on", "a script of our own under static/: with eval off it would do nothing", '<a hx-on:click="x()">', PAGES
    ),
    Ban(r"[\"']js:", "plain values in hx-vals: js: needs eval, which the CSP forbids", "hx-vals='js:{a: b()}'", PAGES),
    Ban(
        r"hx-trigger=\"[^\"]*\[",
        "an event of our own: with eval off a trigger's filter fails open",
        "<input hx-trigger=\"keyup[key=='Enter']\">",
        where=PAGES,
    ),
    Ban(
        r"<[^>]*\sstyle=|\son(click|load|error|submit|change|input|key\w+|mouse\w+)\s*=\s*[\"']|<style|<script(?![^>]*\ssrc=)",
        "a class in the style sheets, a script under static/: the CSP blocks it",
        '<p style="color: red">',
        where=("*.html",),
    ),
    Ban(
        r"\|\s*safe\b|autoescape off|mark_safe|SafeString\(",
        "format_html: what a person wrote is escaped everywhere",
        "{{ brief.text|safe }}",
        where=PAGES,
        but=(  # by the hundred on a page: drawn from numbers, the words through escape()
            "src/guildworks/web/charts.py",
            "src/guildworks/matching/shown/people.py",
        ),
    ),
    Ban(
        r":[^;{]*(#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\()",
        "a custom property of web/static/web/tokens.css: two themes, one place",
        "color: #0a0;",
        where=("*.css",),
        but=("*/tokens.css",),
    ),
    Ban(
        r'content:(?:[^";]*"[^"]*")*?[^";]*"[^"\\]*[A-Za-z]{2}',
        "an attribute of the page, `content: attr(data-…)`: what a style says nobody can translate",
        '    content: "held";',
        where=("*.css",),
    ),
    Ban(
        r"(fill|stroke|color)\s*[=:]\s*[\"']?#[0-9a-fA-F]{3,8}\b",
        "a class whose colour is a custom property: pictures live in both themes",
        '<path fill="#ff0000">',
        where=PAGES,
        but=("src/guildworks/cli/*",),
    ),
    Ban(r"\bTODO\b|\bFIXME\b|\bXXX\b|\bHACK\b", "doing it, or an issue", "# TODO: mend this", where=TEXT, but=(HERE,)),
    Ban(
        r"except:|except (Base)?Exception:\s*$",
        "the errors that can come; `understood()` sorts them at the doors",
        "    except Exception:",
        where=CODE,
    ),
    Ban(
        r"(?<![\w/.])/(home|Users|root|work|workspace|mnt)/\w",
        "a path relative to the checkout, or tmp_path",
        "open('/home/ada/brief.md')",
        where=TEXT,
        but=(HERE,),
    ),
    Ban(
        r"pypi[.]org|pythonhosted[.]|npmjs[.]|registry[.]yarnpkg|proxy[.]golang|index-url[ =]https?://(?!127[.])",
        "the name of the package: everybody's own index serves it",
        "--extra-index-url https://packages.example.org/simple",
        where=("*",),
        but=(HERE,),
    ),
)


@pytest.mark.parametrize("ban", BANS, ids=lambda ban: ban.catches)
def test_nothing_banned_is_used(ban: Ban):
    """A rule that nobody checks drifts. Way out: `instead`; an exception is named in `but`, with its reason."""
    banned = re.compile(ban.pattern)
    found = [
        f"{file.path}:{number}: {line.strip()[:120]}"
        for file in files(*ban.where)
        if not file.is_any_of(ban.but)
        for number, line in file.lines()
        if banned.search(line)
    ]
    assert found == [], f"banned; use this instead: {ban.instead}"


@pytest.mark.parametrize("ban", BANS, ids=lambda ban: ban.catches)
def test_each_ban_catches_what_it_is_for(ban: Ban):
    assert re.search(ban.pattern, ban.catches)
    assert files(*ban.where) or not any(ROOT.glob("src/*/*/pages.py")), "it looks at no file"


def test_tests_never_just_wait():
    """A pause is too short on a slow machine and too long on every other, and the test fails once a week.

    Way out: wait for the thing itself; another process may be asked again and again in a loop that has a deadline.
    """
    time_itself = ("tests/cli/test_serving.py",)  # a database that is away for 20 seconds
    waiting = [file for file in files(*TESTS) if not file.is_any_of(time_itself)]
    assert [f"{file.path}:{line}" for file in waiting for line in pauses(tree(file))] == []


def test_a_pause_is_noticed():
    assert list(pauses(ast.parse("time.sleep(1)\nwhile not_yet():\n    time.sleep(0.1)"))) == [1]


def pauses(module: ast.Module) -> Iterator[int]:
    """The lines that sleep outside of a loop."""
    loops = (node for node in ast.walk(module) if isinstance(node, ast.For | ast.While))
    in_loops = {id(node) for loop in loops for node in ast.walk(loop)}
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and id(call) not in in_loops and ast.unparse(call.func).endswith("sleep"):
            yield call.lineno


def test_no_randomness_without_a_seed():
    """The functions of the module `random` share one state that nobody seeded, so nothing can be replayed.

    Way out: `rng = Random(seed)`, and the seed stored with what came of it.
    """
    found = [
        f"{file.path}:{call.lineno}"
        for file in files(*PYTHON)
        for call in ast.walk(tree(file))
        if isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name)
        if call.value.id == "random" and call.attr != "Random" and imports_module_random(tree(file))
    ]
    assert found == []


def imports_module_random(module: ast.Module) -> bool:
    names = [alias for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names]
    return any(alias.name == "random" and alias.asname is None for alias in names)


@pytest.mark.parametrize(
    "name", ["utils", "helpers", "common", "misc", "manager", "managers", "util", "helper", "base"]
)
def test_names_of_files_say_what_they_are_for(name: str):
    """Everything fits under such a name, so everything lands there. Way out: the noun that the file is about."""
    assert [file.path for file in files(f"*/{name}.py", f"*/{name}/*.py", f"*_{name}.py")] == []
