"""Skills that stand together in a text: lists of them, and which are alternatives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guildworks.kernels.text.gazetteer import Mention
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.span import Span

_GLUE = re.compile(
    r"(?:[\s,/&+|·•'\"’-]|\((?=or\b)|\b(?:and|or|nor|as well as|with|plus|the|an?|any|some|either|both|also|another|"
    "others|at least|similar|"
    "knowledge|experience|skills?|"
    "frameworks?|models?|librar(?:y|ies)|tools?|platforms?|databases?|scripting|programming|languages?|"
    "services?|of|for|in|like|even|"
    "alternatively|failing that|else|development|core|apache|modern|other|strong|good|basic|certification|experiments?|"
    r"pipelines?|systems?)\b)*",
    re.IGNORECASE,
)
_GLUE_MAX = 48
_OR = re.compile(
    r"(?:\bor\b(?!\s+(?:similar|comparable|equivalent|something))|\band/or\b|\balternatively\b)|^\s*/\s*$",
    re.IGNORECASE,
)
_SLASH = re.compile(r"^\s*/\s*$")
_AND = re.compile(r"(?<![/])\b(?:and|as well as|plus|with)\b(?!\s*/\s*or)|[&+]", re.IGNORECASE)
_ONE_OF = re.compile(
    r"\b(?:(?:at least )?(?:one|two|some|any|either)(?: or (?:more|both|several|"
    r"two))?(?: \w+){0,2} of\b[^.;:()]{0,40}:?|"
    r"any(?: one)? of|either|e\.? ?g ?\.?|i\.e\.|such as|for example|for instance|like|including one of|one of|"
    r"\w+ (?:like|such as)|(?:any|an?other|one) (?:modern |major |popular |big )?\w+(?: \w+)? (?:like|"
    r"such as|\())[\s:,(]*$",
    re.IGNORECASE,
)
_AND_SO_ON = re.compile(r"\W*(?:etc\b|or similar|or the like|…|\.\.\.|or others?\b)", re.IGNORECASE)
_OR_ALIKE = re.compile(r",?\s+or\s+(?:an?\s+|any\s+)?(?:comparable|similar|equivalent)\b", re.IGNORECASE)
_UNLESS = re.compile(
    r"[^.;:]{0,40}?\b(?:unless you|(?:optional|not (?:needed|required|necessary|a must)) if you)"
    r"(?: already| happen to)?(?: know| have(?: used)?| use| bring| come from|'ve used| are good (?:at|with))\s+",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:both|all of|each of)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions in one list, in order, all within one clause."""

    mentions: tuple[Mention, ...]
    joints: tuple[str, ...]  # what stands between neighbours; one fewer than the mentions
    span: Span

    @classmethod
    def of(cls, mentions: Sequence[Mention], joints: Sequence[str]) -> Group:
        """The group with the span that it covers."""
        return cls(tuple(mentions), tuple(joints), Span(mentions[0].span.start, mentions[-1].span.end))

    def last_item(self) -> tuple[Mention, ...]:
        """The last mention, with those that are its alternatives: "C or D" of "A, B and C or D"."""
        index = len(self.joints)
        while index > 0 and _OR.search(self.joints[index - 1]):
            index -= 1
        return self.mentions[index:]

    def first_item(self) -> tuple[Mention, ...]:
        """The first mention, with those that are its alternatives."""
        index = 0
        while index < len(self.joints) and _OR.search(self.joints[index]):
            index += 1
        return self.mentions[: index + 1]

    def last_conjunct(self, *, cut_at_and: bool = False) -> tuple[Mention, ...]:
        """The mentions behind the last comma: "C and D" of "A, B, C and D".

        `cut_at_and`: also behind ", and", as where "we need A, and B would be nice" begins anew.
        """
        for index in range(len(self.joints) - 1, -1, -1):
            joint = self.joints[index]
            if "," in joint and (cut_at_and or not _AND.search(joint)) and not _OR.search(joint):
                return self.mentions[index + 1 :]
        return self.mentions


def groups_of(text: str, mentions: Sequence[Mention], clause: Span) -> tuple[Group, ...]:
    """Cut the mentions of one clause into lists. Two stand in one list where only commas, "and", "or" … lie between."""
    inside = [mention for mention in mentions if clause.start <= mention.span.start and mention.span.end <= clause.end]
    groups: list[Group] = []
    run: list[Mention] = []
    joints: list[str] = []
    for mention in inside:
        joint = text[run[-1].span.end : mention.span.start] if run else ""
        if run and (len(joint) > _GLUE_MAX or not _GLUE.fullmatch(joint)):
            groups.append(Group.of(run, joints))
            run, joints = [], []
        elif run:
            joints.append(joint)
        run.append(mention)
    if run:
        groups.append(Group.of(run, joints))
    return tuple(groups)


def alternatives(text: str, group: Group, *, graph: SkillGraph) -> tuple[tuple[Mention, ...], ...]:
    """The sets of mentions of which one is enough: "A or B", "A/B", "one of: A, B", "such as A, B"."""
    before = text[max(0, group.span.start - 80) : group.span.start]
    behind = text[group.span.end : group.span.end + 20]
    open_list = before.rstrip().endswith("(") and _AND_SO_ON.match(behind) and not any(map(_AND.search, group.joints))
    if len(group.mentions) > 1 and (open_list or (_ONE_OF.search(before) and not _ALL.search(before))):
        return (group.mentions,)
    if (
        all(_SLASH.match(joint) for joint in group.joints)
        and len(group.joints) == 1
        and not _same_sort(graph, *group.mentions)
    ):
        return ()
    if group.joints and _OR_ALIKE.match(text, group.span.end):  # "A, B or a comparable framework"
        first = len(group.joints)
        while first > 0 and _joins_back(group, first - 1, graph):
            if not _are_siblings(graph, *group.mentions[first - 1 : first + 1]):
                break  # "Docker, Terraform or similar" are two demands
            first -= 1
        return (group.mentions[first:],) if first < len(group.joints) else ()
    found: list[tuple[Mention, ...]] = []
    taken = -1
    for index, joint in enumerate(group.joints):
        if index <= taken or not _OR.search(joint):
            continue
        first = last = index
        while last + 1 < len(group.joints) and _OR.search(group.joints[last + 1]):
            last += 1
        if last + 1 == len(group.joints) or _AND.search(
            group.joints[last + 1]
        ):  # "A, B or C" ends the list; in "A, B or C, D" only B and C belong together
            while first > taken + 1 and _joins_back(group, first - 1, graph):
                first -= 1
        found.append(group.mentions[first : last + 2])
        taken = last
    return tuple(found)


def replaces(text: str, group: Group, another: Group) -> bool:
    """Whether `another` list does instead of `group`, as in "Kubernetes is a must, optional if you know Nomad"."""
    return _UNLESS.fullmatch(text, group.span.end, another.span.start) is not None


def _joins_back(group: Group, index: int, graph: SkillGraph) -> bool:
    joint = group.joints[index]
    plain = not _AND.search(joint) and ("," in joint or _OR.search(joint) is not None or not joint.strip())
    return bool(plain) and _same_sort(graph, group.mentions[index], group.mentions[index + 1])


def _same_sort(graph: SkillGraph, left: Mention, right: Mention) -> bool:
    """Whether two skills are of one sort, so that a list of them can be a list of alternatives."""
    one, other = graph[left.skill], graph[right.skill]
    if left.skill in graph.above(right.skill) or right.skill in graph.above(left.skill):
        return False
    return one.kind == other.kind or _are_siblings(graph, left, right)


def _are_siblings(graph: SkillGraph, left: Mention, right: Mention) -> bool:
    return not set(graph[left.skill].broader).isdisjoint(graph[right.skill].broader)
