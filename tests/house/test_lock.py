"""The lock files are what pyproject.toml asks for. Why: a fresh clone installs from them alone."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.checkout import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROGRAM = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
TESTS = [Requirement(text) for text in PROJECT["dependency-groups"]["dev"]]
COMPILE = "CONTRIBUTING.md tells how the lock files are made anew"


def pins(name: str) -> dict[str, str]:
    """Version by package, of a lock file."""
    text = (ROOT / name).read_text("utf-8")
    return {
        canonicalize_name(package): version for package, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.M)
    }


def test_every_dependency_is_locked_at_a_version_that_it_allows():
    for lock, wanted in (("requirements.lock", PROGRAM), ("requirements-dev.lock", PROGRAM + TESTS)):
        locked = pins(lock)
        for each in wanted:
            version = locked.get(canonicalize_name(each.name))
            assert version is not None and each.specifier.contains(version), f"{lock}: {each}, got {version}. {COMPILE}"


def test_nothing_is_locked_that_nobody_asks_for():
    """A package that was dropped from pyproject.toml would be installed for ever."""
    assert sorted(pins("requirements.lock").keys() - reached(PROGRAM)) == [], COMPILE
    assert sorted(pins("requirements-dev.lock").keys() - reached(PROGRAM + TESTS)) == [], COMPILE


def test_the_program_is_tested_with_what_it_is_installed_with():
    program, tests = pins("requirements.lock"), pins("requirements-dev.lock")
    assert program.items() <= tests.items(), COMPILE


def test_every_pin_has_hashes():
    """So that the package that is installed is the one that was tested, whoever serves it."""
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"^(?=[\w.-]+==)", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)[1:]
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def reached(wanted: list[Requirement]) -> set[str]:
    """These packages and all that they need on any system, as far as they are installed here."""
    found: set[str] = set()
    to_see = list(wanted)
    while to_see:
        each = to_see.pop()
        for name in (
            canonicalize_name(each.name),
            *(f"{canonicalize_name(each.name)}[{extra}]" for extra in each.extras),
        ):
            if name not in found:
                found.add(name)
                to_see += needed_by(each)
    return {name for name in found if "[" not in name}


def needed_by(package: Requirement) -> list[Requirement]:
    try:
        needed = [Requirement(text) for text in requires(package.name) or ()]
    except PackageNotFoundError:  # of another system
        return []
    extras = [re.search(r"extra == ['\"]([\w-]+)", str(each.marker)) for each in needed]
    return [each for each, extra in zip(needed, extras, strict=True) if extra is None or extra[1] in package.extras]
