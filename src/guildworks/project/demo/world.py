"""What the demo network is drawn from: names, places, kinds of engineers and their sentences, from the YAML beside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

FOLDER = Path(__file__).parent
Commonness = Literal["core", "common", "rare"]


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names of one region, and the language that those who moved away from it grew up with."""

    tongue: str
    given: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """Languages and money of a country; `learns` maps a language to how likely it is learned."""

    speaks: tuple[str, ...]
    english: tuple[str, ...]
    learns: tuple[tuple[str, float], ...]
    currency: str


@dataclass(frozen=True, slots=True)
class City:
    """A place to live. `usd`: an hour of a middle-level AI engineer, in US dollars."""

    city: str
    country: str
    zone: str
    usd: int
    share: int
    names: tuple[tuple[str, ...], tuple[int, ...]]  # pools and their shares; the first is the usual one
    first_language: str
    week_from_sunday: bool


@dataclass(frozen=True, slots=True)
class JobText:
    """What somebody did somewhere, and the skills that the text names."""

    firm: str
    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Archetype:
    """One kind of engineer. `skills` are (slug, how common among them, probability)."""

    slug: str
    title: str
    share: int
    since: int  # the first year in which anybody had such a job
    rate: float
    roots: tuple[str, ...]  # what they did before
    titles: tuple[str, ...]
    focus: tuple[str, ...]
    skills: tuple[tuple[str, Commonness, float], ...]
    opens: tuple[str, ...]
    adds: tuple[str, ...]
    jobs: tuple[JobText, ...]
    works: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Currency:
    """What a US dollar is worth, and the step that hourly rates are rounded to."""

    per_usd: float
    step: int


@dataclass(frozen=True, slots=True)
class World:
    """Everything the network is drawn from."""

    names: Mapping[str, NamePool]
    never: frozenset[str]
    cities: tuple[City, ...]
    countries: Mapping[str, Country]
    currencies: Mapping[str, Currency]
    archetypes: Mapping[str, Archetype]
    young: Mapping[str, int]
    closers: tuple[str, ...]

    def skills(self) -> frozenset[str]:
        """Every skill slug that somebody can have."""
        named = {slug for kind in self.archetypes.values() for job in kind.jobs for slug in job.names}
        return frozenset(slug for kind in self.archetypes.values() for slug, _, _ in kind.skills) | named


@cache
def world() -> World:
    """The demo network's world, read once per process."""
    names, places, life = (_read(FOLDER / f"{part}.yaml") for part in ("names", "places", "working_life"))
    never = frozenset(names.pop("never"))
    named = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, life["named"].values())) + r")(?!\w)")
    slug_of = {written: slug for slug, written in life["named"].items()}
    files = sorted((FOLDER / "archetypes").glob("*.yaml"))
    return World(
        names={key: NamePool(p["tongue"], tuple(p["given"]), tuple(p["family"])) for key, p in names.items()},
        never=never,
        cities=tuple(_city(entry, places["first_language"]) for entry in places["cities"]),
        countries={code: _country(entry) for code, entry in places["countries"].items()},
        currencies={code: Currency(**entry) for code, entry in places["currencies"].items()},
        archetypes={file.stem: _archetype(file.stem, _read(file), named, slug_of) for file in files},
        young=life["young"],
        closers=tuple(life["closers"]),
    )


def _read(file: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(file.read_text("utf-8"), loader)  # noqa: S506
    return content


def _city(entry: Mapping[str, Any], first_language: Mapping[str, str]) -> City:
    return City(
        city=entry["city"],
        country=entry["country"],
        zone=entry["zone"],
        usd=entry["usd"],
        share=entry["share"],
        names=(tuple(entry["names"]), tuple(entry["names"].values())),
        first_language=first_language.get(entry["city"], ""),
        week_from_sunday=entry.get("week") == "sunday",
    )


def _country(entry: Mapping[str, Any]) -> Country:
    return Country(tuple(entry["speaks"]), tuple(entry["english"]), tuple(entry["learns"].items()), entry["currency"])


def _archetype(slug: str, entry: Mapping[str, Any], named: re.Pattern[str], slug_of: Mapping[str, str]) -> Archetype:
    def job(firm: str, text: str) -> JobText:
        return JobText(firm, text, tuple(dict.fromkeys(slug_of[written] for written in named.findall(text))))

    kinds: Sequence[Commonness] = ("core", "common", "rare")
    return Archetype(
        slug=slug,
        title=entry["title"],
        share=entry["share"],
        since=entry["since"],
        rate=entry["rate"],
        roots=tuple(entry["roots"]),
        titles=tuple(entry["titles"]),
        focus=tuple(entry["focus"]),
        skills=tuple((name, kind, chance) for kind in kinds for name, chance in entry[kind].items()),
        opens=tuple(entry["opens"]),
        adds=tuple(entry["adds"]),
        jobs=tuple(job(firm, text) for firm, text in entry["jobs"].items()),
        works=tuple(entry["works"].items()),
    )
