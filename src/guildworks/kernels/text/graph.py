"""The skill graph in memory: skills, their aliases, and which is broader than which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

Kind = Literal["language", "framework", "tool", "platform", "technique", "practice", "domain"]
HalfLife = Literal["one-year", "two-years", "four-years", "eight-years", "lasting"]
HALF_LIFE_YEARS: Mapping[str, float] = {"one-year": 1, "two-years": 2, "four-years": 4, "eight-years": 8, "lasting": 16}


class GraphError(ValueError):
    """The skill graph's files do not fit together; the message names file, skill and remedy."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a skill. Without rules, any case counts and whole words are needed."""

    text: str
    case: Literal["any", "exact"] = "any"  # exact: only as written here, unless the whole text has no capitals
    # company: only near a cue word or another skill; kin: moreover only where the text names a skill of the same root
    needs: Literal["nothing", "company", "kin"] = "nothing"
    not_before: tuple[str, ...] = ()  # not where one of these words follows
    not_after: tuple[str, ...] = ()  # not where one of these words stands before


@dataclass(frozen=True, slots=True)
class Skill:
    """A node of the graph."""

    slug: str
    name: str
    kind: Kind
    about: str  # one sentence of ours
    half_life: HalfLife
    aliases: tuple[Alias, ...] = ()  # the name itself is among them unless the file says `name_is_alias: false`
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    esco: str | None = None
    is_common: bool = False  # a word of company descriptions too: found only where a text asks for it


@dataclass(frozen=True)
class SkillGraph:
    """All skills by slug, in the order of their files. Immutable; `broader` has no cycle and no dangling end."""

    skills: Mapping[str, Skill]

    @classmethod
    def load(cls, folder: Path) -> SkillGraph:
        """Read every `*.yaml` of `folder`. Raises GraphError that names file and skill."""
        skills: dict[str, Skill] = {}
        files: dict[str, str] = {}
        for file in sorted(folder.glob("*.yaml")):
            for entry in _entries(file):
                skill = _skill(entry, file.name)
                if skill.slug in skills:
                    raise GraphError(
                        f"{file.name}: skill {skill.slug} stands twice, also in {files[skill.slug]}; keep one of them"
                    )
                skills[skill.slug], files[skill.slug] = skill, file.name
        graph = cls(skills)
        graph._check(files)
        return graph

    def __getitem__(self, slug: str) -> Skill:
        return self.skills[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self.skills

    def __len__(self) -> int:
        return len(self.skills)

    def above(self, slug: str) -> frozenset[str]:
        """Every skill broader than `slug`, at any distance, without itself."""
        return self._above[slug]

    def below(self, slug: str) -> frozenset[str]:
        """Every skill that `slug` is broader than, at any distance, without itself."""
        return self._below[slug]

    def kin(self, slug: str) -> frozenset[str]:
        """Every skill that has a root in common with `slug`: a broadest skill, which both lie below or are."""
        roots = {up for up in (slug, *self.above(slug)) if not self.skills[up].broader}
        return frozenset(roots).union(*(self.below(root) for root in roots))

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}

        def climb(slug: str, path: tuple[str, ...]) -> frozenset[str]:
            if slug in path:
                raise GraphError(f"broader goes round in a circle: {' > '.join((*path, slug))}")
            if slug not in found:
                near = self.skills[slug].broader
                found[slug] = frozenset(near).union(*(climb(up, (*path, slug)) for up in near))
            return found[slug]

        for slug in self.skills:
            climb(slug, ())
        return found

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        below: dict[str, set[str]] = {slug: set() for slug in self.skills}
        for slug, ups in self._above.items():
            for up in ups:
                below[up].add(slug)
        return {slug: frozenset(downs) for slug, downs in below.items()}

    def _check(self, files: Mapping[str, str]) -> None:
        """Ends, aliases and circles, over all files; `files` tells in which one a skill stands."""
        for skill in self.skills.values():
            for end in (*skill.broader, *skill.related):
                if end not in self.skills:
                    raise GraphError(
                        f"{files[skill.slug]}: skill {skill.slug} points at {end}, which is not in the graph"
                    )
        sure: dict[str, str] = {}
        for skill in self.skills.values():
            for alias in skill.aliases:
                other = sure.setdefault(alias.text.casefold(), skill.slug)
                if other != skill.slug:
                    raise GraphError(
                        f"{files[skill.slug]}: alias {alias.text!r} belongs to {skill.slug} and to {other} "
                        f"({files[other]}); keep one of them"
                    )
        _ = self._above


_FIELDS = {
    "slug",
    "name",
    "kind",
    "about",
    "half_life",
    "aliases",
    "broader",
    "related",
    "esco",
    "name_is_alias",
    "common",
}


def _entries(file: Path) -> list[dict[str, Any]]:
    """The skills of one file as YAML gives them."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        entries = yaml.load(file.read_text("utf-8"), loader) or []  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise GraphError(f"{file.name}: this is no YAML: {wrong}") from wrong
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise GraphError(f"{file.name}: a file is a list of skills, each beginning with `- slug: …`")
    return entries


def _skill(entry: Mapping[str, Any], file: str) -> Skill:
    slug = entry.get("slug")
    if not isinstance(slug, str):
        raise GraphError(f"{file}: a skill has no slug: {dict(entry)!r}")
    if unknown := set(entry) - _FIELDS:
        raise GraphError(f"{file}: skill {slug} has unknown fields {sorted(unknown)}; known are {sorted(_FIELDS)}")
    for name, allowed in (("kind", get_args(Kind)), ("half_life", get_args(HalfLife))):
        if entry.get(name) not in allowed:
            raise GraphError(f"{file}: skill {slug} has {name} {entry.get(name)!r}; one of {', '.join(allowed)} fits")
    if not entry.get("name") or not entry.get("about"):
        raise GraphError(f"{file}: skill {slug} needs a name and one sentence about it")
    if not isinstance(entry.get("common", False), bool):
        raise GraphError(f"{file}: skill {slug} has common {entry['common']!r}; write true, or leave it out")
    for name in ("aliases", "broader", "related"):
        if not isinstance(entry.get(name) or [], list):
            raise GraphError(f"{file}: skill {slug} has {name} {entry[name]!r}; write a list, [like, this]")
    aliases = [_alias(item, slug, file) for item in entry.get("aliases") or ()]
    names = {alias.text.casefold() for alias in aliases}
    if entry.get("name_is_alias", True) and str(entry["name"]).casefold() not in names:
        aliases.insert(0, Alias(str(entry["name"])))
    return Skill(
        slug=slug,
        name=str(entry["name"]),
        kind=entry["kind"],
        about=str(entry["about"]),
        half_life=entry["half_life"],
        aliases=tuple(aliases),
        broader=tuple(entry.get("broader") or ()),
        related=tuple(entry.get("related") or ()),
        esco=entry.get("esco"),
        is_common=entry.get("common", entry["kind"] == "domain"),
    )


def _alias(item: str | Mapping[str, Any], slug: str, file: str) -> Alias:
    if isinstance(item, str):
        return Alias(item)
    try:
        words: Iterable[str] = item.get("not_before") or ()
        before: Iterable[str] = item.get("not_after") or ()
        plain = {key: value for key, value in item.items() if key not in ("not_before", "not_after")}
        alias = Alias(**plain, not_before=tuple(words), not_after=tuple(before))
    except (TypeError, AttributeError) as wrong:
        raise GraphError(f"{file}: skill {slug} has an alias that cannot be read: {item!r} ({wrong})") from wrong
    if (
        not isinstance(alias.text, str)
        or alias.case not in ("any", "exact")
        or alias.needs not in ("nothing", "company", "kin")
    ):
        raise GraphError(
            f"{file}: skill {slug} has an alias that cannot be read: {item!r}; "
            "text is words, case is any or exact, needs is nothing, company or kin"
        )
    return alias
