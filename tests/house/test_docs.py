"""What the docs say is so. Why: a command that is gone, or a link to nowhere, costs every reader their trust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.write_performance import BEGIN, END, table, with_table
from guildworks.matching.ranking_policy import shipped_policies
from tests.house.checkout import PACKAGE, ROOT, File, files
from tests.house.reference import commands, options

PAGES = [page for page in files("*.md") if not page.is_any_of(("examples/*", "benchmarks/data/*"))]
IDS = [page.path for page in PAGES]
SCRIPT_WORDS = {"test"}  # words that the script at the root takes besides the program's
COMMAND = re.compile(r"(?<![\w/=-])(?:\./)?guildworks (?=[a-z-])([^\n|#`·→]+)")
CODE = re.compile(r"^```[a-z]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
PLACE = re.compile(
    r"(?<!^\| )`((?:[\w.-]+/)*[\w.-]+\.(?:py|sql|yaml|lock|toml|css)|(?:[\w.-]+/)+[\w.-]*)`", re.MULTILINE
)
NUMBERS = re.compile(r"(<!-- policy numbers: [^\n]*-->\n)(.*?)(<!-- end of policy numbers -->)", re.DOTALL)
OF_NO_CHECKOUT = {
    ".venv",
    ".home",
    ".home/tests",
    ".home/bench",
    "postgres/run",
    "postgres/server.log",
    "../shared",
    "../shared/data",
}
PICTURE_BYTES = 200_000


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_somewhere(page: File):
    """Files and headings of this repository; way out: the new name, or the link goes."""
    lost = []
    for target in links(page):
        path, _, heading = target.partition("#")
        file = (ROOT / page.path).parent / path if path else ROOT / page.path
        if not file.exists() or (heading and heading not in headings(file.read_text("utf-8"))):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_commands_that_are_quoted_exist_with_their_options(page: File):
    """Every `guildworks …` in code. Way out: write what `--help` says today."""
    known = {words: {spelling for each in options(command) for spelling in each.opts} for words, command in commands()}
    wrong = [quoted for quoted in quoted_commands(page.text) if not is_known(quoted.split(), known)]
    assert wrong == []


def test_a_command_that_is_gone_is_noticed():
    known = {"guildworks": {"--version"}, "guildworks limits": set(), "guildworks limits list": {"--json"}}
    for quoted in ("guildworks limits list --json", "guildworks --version", "guildworks test --long"):
        assert is_known(quoted.split(), known)
    for quoted in ("guildworks hold", "guildworks limits clear", "guildworks limits list --all"):
        assert not is_known(quoted.split(), known)


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_files_that_are_named_exist(page: File):
    """Names in code that look like a path: from the root, the package, or the page's own folder."""
    folders = (ROOT, PACKAGE, (ROOT / page.path).parent)
    named = {found.group(1) for found in PLACE.finditer(page.text)}
    assert (
        sorted(name for name in named - OF_NO_CHECKOUT if not any(is_there(folder, name) for folder in folders)) == []
    )


def test_names_in_the_architecture_stand_in_the_program():
    """Constraints, functions and tables in code. Way out: the name that it has now."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    names = {name.rpartition(".")[2] for name in re.findall(r"`([A-Za-z][\w.]*)(?:\(…?\))?`", page)}
    program = "\n".join(file.text for file in files("src/*.py", "src/*.sql", "tests/*.py", "pyproject.toml"))
    assert sorted(name for name in names if not re.search(rf"\b{re.escape(name)}\b", program)) == []


def test_tests_that_are_named_exist():
    tests = "\n".join(file.text for file in files("tests/*.py"))
    named = {name for page in PAGES for name in re.findall(r"`(test_\w+)`", page.text)}
    assert sorted(name for name in named if f"def {name}(" not in tests) == []


def test_the_numbers_of_the_ranking_policy_are_those_in_force(request: pytest.FixtureRequest):
    """docs/ranking.md; way out: ./guildworks test tests/house/test_docs.py --rewrite."""
    path = ROOT / "docs" / "ranking.md"
    page = path.read_text("utf-8")
    made = NUMBERS.sub(lambda found: f"{found[1]}{policy_numbers()}{found[3]}", page)
    if request.config.getoption("--rewrite"):
        path.write_text(made, "utf-8")
    assert path.read_text("utf-8") == made


def test_pictures_are_small_enough_to_look_at():
    """Way out: fewer colours, or a smaller part of the screen."""
    pictures = sorted((ROOT / "docs" / "pictures").glob("*"))
    assert pictures
    assert {picture.name for picture in pictures if picture.stat().st_size > PICTURE_BYTES} == set()


def test_the_table_of_figures_is_made_from_a_run_and_leaves_the_rest_alone():
    row = {"peer": None, "ratio": None, "note": "a | b", "bar": ">= 0.9"}
    rows = [
        {**row, "figure": "F1", "ours": 0.95678, "holds": True},
        {**row, "figure": "p95", "ours": None, "holds": None},
    ]
    made = table({"machine": {"system": "Linux", "cores": 2, "python": "3.11.7"}, "rows": rows})
    page = with_table(f"above\n{BEGIN}\nold\n{END}\nbelow\n", made)
    assert page.startswith("above\n") and page.endswith("\nbelow\n") and "\nold\n" not in page
    assert "| F1 | 0.957 |  |  | ≥ 0.9 | yes | a / b |" in page and "| p95 | not measured here |" in page


def is_there(folder: Path, name: str) -> bool:
    return (folder / name).exists() or any(folder.rglob(name) if folder != ROOT else folder.glob(f"tests/*/{name}"))


def links(page: File) -> Iterator[str]:
    text = re.sub(r"^```.*?^```", "", page.text, flags=re.MULTILINE | re.DOTALL)
    for found in LINK.finditer(text):
        target = found[1] or found[2]
        if not re.match(r"[a-z]+:", target):
            yield target


def headings(text: str) -> set[str]:
    """The anchors of a page, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def quoted_commands(text: str) -> Iterator[str]:
    """`guildworks` with the words behind it, wherever it stands in code."""
    for code in CODE.finditer(text):
        for found in COMMAND.finditer((code[1] or code[2]).replace("\\\n", " ")):
            yield f"guildworks {found[1].strip()}"


def is_known(words: list[str], known: dict[str, set[str]]) -> bool:
    """Whether a command is one of the program's or the script's, with its options."""
    if words[1] in SCRIPT_WORDS:
        return True
    command, rest = words[0], words[1:]
    if rest[0] == "--server":
        command, rest = "guildworks --server ADDRESS", rest[2:]
    while rest and f"{command} {rest[0]}" in known:
        command, rest = f"{command} {rest[0]}", rest[1:]
    is_group = any(other.startswith(f"{command} ") for other in known)
    known = {"guildworks --server ADDRESS": known["guildworks"], **known}
    used = {word.partition("=")[0] for word in rest if word.startswith("-")}
    return used <= known[command] | {"--help"} and not (is_group and rest and rest[0][0].islower())


def policy_numbers() -> str:
    """The weights of each policy, and the other numbers of the last one, as two tables."""
    policies = shipped_policies()
    weighed = [document["numbers"]["weights"] for document in policies]
    numbers = {name: value for name, value in policies[-1]["numbers"].items() if name != "weights"}
    lines = [f"| part | weight in {' | in '.join(document['version'] for document in policies)} |"]
    lines += [f"|---|{'--:|' * len(policies)}"]
    for name in weighed[-1]:
        lines += [f"| {name} | {' | '.join(f'{weights[name]:g}' if name in weights else '' for weights in weighed)} |"]
    lines += ["", "| number | is |", "|---|--:|", *(f"| `{name}` | {value:g} |" for name, value in numbers.items())]
    terms = policies[-1]["terms"]
    lines += [f"| documents behind `rarity` | {terms['documents']:,} |"]
    lines += [f"| their mean length | {terms['average_length']:g} |", ""]
    return "\n".join(lines)
