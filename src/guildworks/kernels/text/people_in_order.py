"""People whom a brief tells apart by their order only: "We need two people. The first …, the second …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from guildworks.kernels.text.fields.people import PERSON
from guildworks.kernels.text.outline import Passage
from guildworks.kernels.text.requirement import Read
from guildworks.kernels.text.roles import RoleNames
from guildworks.kernels.text.span import Span

_ORDER = {"one": 0, "first": 0, "second": 1, "other": 1, "third": 2}
_ORDINALS = ("first", "second", "third")
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3}
_NOUN = rf"(?:{PERSON}|one|role|position)"
_WANTED_PEOPLE = re.compile(
    r"\b(?:need|want|seek|looking for|look for|hire|hiring|search for|searching for|find)\s+(?:\w+\s+)?"
    rf"(?P<count>two|2|three|3)\s+(?:[\w/-]{{1,20}}\s+){{0,3}}?(?:people|persons|roles|hands|{PERSON})\b",
    re.IGNORECASE,
)
_VERB = (
    "(?:must|should|shall|will|can|needs?|has|is|knows|builds|writes|works|uses|does|takes|runs|develops|designs|owns|"
    "maintains|helps|creates|makes|trains|handles|brings|focuses|speaks|looks|joins|gets|leads|supports)"
)
_NAMED = re.compile(
    r"(?:\b(?P<whose>of|for)\s+)?(?:(?:\b(?:the|our)\s+|"
    rf"\b(?=[A-Z]\w+\s+{_NOUN}\s*:))(?P<order>first|second|third|other)|(?P<one>\bone))\b(?:\s+{_NOUN})?"
    rf"(?P<goes_on>\s+{_VERB}\b|\s*:|\s+(?=[A-Z]))?",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(  # the sentence before "the first" speaks of people, and not of two databases
    rf"\b(?:people|persons|roles|hands|{PERSON})\b[^.;!?]{{0,90}}[.;:!?]\s+[^.;:!?]{{0,90}}$", re.IGNORECASE
)
_SENTENCES_BEFORE = 200  # characters


def tell_by_order(
    text: str, named: Sequence[RoleNames], roles: Sequence[Read[str]]
) -> tuple[tuple[RoleNames, ...], tuple[Read[str], ...]]:
    """The names of roles with "the first" and "the second" among them, and the roles that are wanted.

    The order is that of the roles; where the brief names one role or none, each person is a role of their own.
    """
    found = [list(_in_order(text, entry.passage)) for entry in named]
    places = sorted({place for here in found for place, _ in here})
    if len(places) < 2 or places != list(range(len(places))):
        return tuple(named), tuple(roles)
    names = [role.value for role in roles]
    if len(names) < 2:
        asked = _WANTED_PEOPLE.search(text)
        if asked is None or _COUNTS[asked["count"].lower()] != len(places):
            return tuple(named), tuple(roles)
        names = [f"{_ORDINALS[place]} {names[0] if names else 'person'}" for place in places]
        firsts = {place: span for here in reversed(found) for place, span in reversed(here)}
        roles = [Read(name, firsts[place]) for place, name in enumerate(names)]
    if len(names) != len(places):
        return tuple(named), tuple(roles)
    more = (
        replace(entry, names=tuple(sorted((*entry.names, *((names[at], span) for at, span in here)), key=_span)))
        for entry, here in zip(named, found, strict=True)
    )
    return tuple(more), tuple(roles)


def _span(name: tuple[str, Span]) -> Span:
    return name[1]


def _in_order(text: str, passage: Passage) -> Iterator[tuple[int, Span]]:
    """Each person told by the order in a passage, from 0, with the words."""
    for found in _NAMED.finditer(text, passage.span.start, passage.span.end):
        word = "order" if found["order"] else "one"
        goes_on = found["goes_on"] is not None and (word == "order" or found["goes_on"].strip() != "")
        place = _ORDER[found[word].lower()]
        before = text[max(0, found.start() - _SENTENCES_BEFORE) : found.start()]
        if (goes_on or (word == "order" and found["whose"])) and (place > 0 or _OF_PEOPLE.search(before)):
            yield place, Span(*found.span(word))
