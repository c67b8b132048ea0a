"""From the mentions of a brief to its wishes: one for each skill and role, the strongest, with its best words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from guildworks.kernels.text.asking import Asked, read_asking
from guildworks.kernels.text.gazetteer import Mention
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.outline import Passage
from guildworks.kernels.text.requirement import Importance, Note, SkillWish
from guildworks.kernels.text.span import Span

_Key = tuple[str, str | None]  # skill and role
_STRENGTH: Mapping[Importance, int] = {"contradictory": 4, "must": 3, "nice": 2, "excluded": 1, "context": 0}
_SAID: Mapping[Importance, str] = {"must": "required", "nice": "only welcome", "excluded": "said not to be needed"}
_BESIDE_THE_ASK = ("title", "tags", "stack", "company", "benefits")


@dataclass(frozen=True, slots=True)
class Wishes:
    """The skills of a brief, and what it says about one of them in two ways."""

    skills: tuple[SkillWish, ...]
    contradictions: tuple[Note, ...]


def read_wishes(
    text: str,
    passages: Iterable[Passage],
    *,
    mentions: Iterable[Mention],
    graph: SkillGraph,
    role_of: Callable[[Span], str | None] = lambda span: None,
) -> Wishes:
    """Read which skills `text` asks for and how. `role_of` names the role that a place of the text belongs to."""
    asked = read_asking(text, passages, mentions=mentions, graph=graph)
    by_skill: dict[_Key, list[Asked]] = {}
    for one in asked:
        by_skill.setdefault((one.mention.skill, role_of(one.mention.span)), []).append(one)
    chosen = {key: _strongest(all_of_it) for key, all_of_it in by_skill.items()}
    wishes = {
        key: SkillWish(key[0], one.importance, one.mention.span, level=_level(one, by_skill[key]), role=key[1])
        for key, one in chosen.items()
    }
    _number_choices(wishes, chosen, by_skill)
    notes = tuple(
        _contradiction(graph, all_of_it)
        for key, all_of_it in by_skill.items()
        if chosen[key].importance == "contradictory"
    )
    return Wishes(tuple(sorted(wishes.values(), key=lambda wish: wish.span)), notes)


def _strongest(asked: Sequence[Asked]) -> Asked:
    """The mention that tells best how a skill is asked for."""
    if len(_two_ways(asked)) > 1:
        return replace(_two_ways(asked)[0], importance="contradictory", choice=None)
    if any(one.importance == "nice" and one.is_plain and one.section not in _BESIDE_THE_ASK for one in asked):
        # "Docker is a plus" says more than a Docker that is only named in the story.
        asked = [one for one in asked if one.importance != "must" or one.is_asked or one.section == "must"]
    best = max(_STRENGTH[one.importance] for one in asked)
    candidates = [one for one in asked if _STRENGTH[one.importance] == best]
    return max(
        candidates,
        key=lambda one: (
            one.section != "tags",
            one.choice is None,
            one.section != "title",
            one.level or 0,
            -one.mention.span.start,
        ),
    )


def _two_ways(asked: Sequence[Asked]) -> list[Asked]:
    """Mentions that cannot both be meant: plainly welcome and plainly mandatory, or asked for and not wanted."""
    words = [one for one in asked if one.section not in _BESIDE_THE_ASK]
    must = [one for one in words if one.importance == "must"]
    nice = [one for one in words if one.importance == "nice" and one.is_plain and one.level is None]
    excluded = [one for one in words if one.importance == "excluded"]
    # "A or B" demands neither, so it may stand beside "A would be a plus", but not beside "A is not needed"
    plain = [one for one in must if one.is_plain and one.choice is None]
    only_nice = [one for one in nice if one.choice is None]
    return _first_pair(only_nice, plain) or _first_pair(excluded, must) or _first_pair(excluded, nice)


def _first_pair(some: Sequence[Asked], others: Sequence[Asked]) -> list[Asked]:
    """The first two that speak of the same thing, in the order of the text.

    One skill has many names. Two ways to write one thing begin with the same letter ("Kubernetes", "K8s"); two things
    that count as one skill mostly do not ("GeoPandas is required, QGIS is a plus"), and are no contradiction.
    """
    firsts = {one.mention.alias[:1].casefold(): one for one in reversed(others)}
    for one in some:
        other = firsts.get(one.mention.alias[:1].casefold())
        if other is not None:
            return sorted((one, other), key=lambda it: it.mention.span)
    return []


def _level(best: Asked, asked: Sequence[Asked]) -> int | None:
    if best.importance in ("context", "excluded", "contradictory"):
        return None
    same = [one.level for one in asked if one.importance == best.importance and one.level is not None]
    return best.level if best.level is not None else max(same, default=None)


def _number_choices(
    wishes: dict[_Key, SkillWish], chosen: Mapping[_Key, Asked], by_skill: Mapping[_Key, list[Asked]]
) -> None:
    """Give alternatives a common number. A choice that a required skill already meets asks for nothing more."""
    members: dict[tuple[Span, int], list[_Key]] = {}
    for key, asked in by_skill.items():
        for choice in {one.choice for one in asked if one.choice is not None}:
            members.setdefault(choice, []).append(key)
    number = 0
    for choice, keys in sorted(members.items()):
        here = [key for key in keys if chosen[key].choice == choice]
        together = [key for key in here if wishes[key].importance == "must"] or here
        if any(wishes[key].importance == "must" for key in keys if key not in here):
            wishes.update({key: replace(wishes[key], importance="nice") for key in together})
        elif len(together) > 1:
            number += 1
            wishes.update({key: replace(wishes[key], any_of=number) for key in together})


def _contradiction(graph: SkillGraph, asked: Sequence[Asked]) -> Note:
    skill = graph[asked[0].mention.skill]
    first, second = _two_ways(asked)
    message = (
        f"{skill.name} is {_SAID[first.importance]} in one place and {_SAID[second.importance]} in another. "
        "Which of the two holds? Until you say, it rules nobody out."
    )
    return Note(f"skills.{skill.slug}", message, (first.words, second.words))
