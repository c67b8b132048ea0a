"""The brief on its page: the client's words, numbered and underlined, and beside them what was read."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from guildworks.matching import wording
from guildworks.matching.said import said

SINGLE_FIELDS = (
    ("starts", wording.start_text),
    ("duration_weeks", wording.duration_text),
    ("overlap", wording.overlap_text),
    ("budget", wording.budget_text),
    ("place", wording.place_text),
    ("seniority", wording.seniority_text),
)
APART = ("ends_words", "total_words")  # further words of a field that stand elsewhere in the text
SKILL_TAGS = {"must": "must", "nice": "nice", "excluded": "not needed", "context": "named", "contradictory": "unclear"}
CORRECTED = "by hand"
TAG_WORDS: Mapping[str, Promise] = {
    "must": pgettext_lazy("how something is asked for", "must"),
    "nice": pgettext_lazy("how something is asked for", "nice"),
    "not needed": pgettext_lazy("how something is asked for", "not needed"),
    "named": pgettext_lazy("how something is asked for", "named"),
    "unclear": pgettext_lazy("how something is asked for", "unclear"),
    "contradicts": pgettext_lazy("what is wrong with something that was read", "contradicts"),
    "vague": pgettext_lazy("what is wrong with something that was read", "vague"),
    "not used": pgettext_lazy("what is wrong with something that was read", "not used"),
    CORRECTED: pgettext_lazy("who has said so", "by hand"),
}
FORM_WORDS: Mapping[str, Promise] = {
    "must": pgettext_lazy("how something is asked for", "must"),
    "nice": pgettext_lazy("how something is asked for", "nice to have"),
    "unwanted": pgettext_lazy("how something is asked for", "not needed"),
    "named": pgettext_lazy("how something is asked for", "only named"),
    "vague": pgettext_lazy("what is wrong with something that was read", "vague"),
    "contradicts": pgettext_lazy("what is wrong with something that was read", "contradiction"),
    "unused": pgettext_lazy("what is wrong with something that was read", "not used"),
}
# What a brief leaves out, within a row of such words.
LEFT_OUT: Mapping[str, Promise] = {
    "skills": pgettext_lazy("not said in a brief", "skill"),
    "starts": pgettext_lazy("not said in a brief", "start"),
    "hours_per_week": pgettext_lazy("not said in a brief", "hours"),
    "duration": pgettext_lazy("not said in a brief", "duration"),
    "budget": pgettext_lazy("not said in a brief", "budget"),
    "overlap": pgettext_lazy("not said in a brief", "overlap"),
    "place": pgettext_lazy("not said in a brief", "place"),
    "region": pgettext_lazy("not said in a brief", "region"),
    "languages": pgettext_lazy("not said in a brief", "language"),
}
STRENGTH = ("contradicts", "unclear", "vague", "not used", "must", "", "nice", "not needed", "named")
FORMS = {"": "must", "not needed": "unwanted", "unclear": "contradicts", "not used": "unused"}
TAG_KINDS = {CORRECTED: "seen", "contradicts": "refused", "unclear": "refused", "vague": "waits", "not used": "waits"}
QUOTE_SHOWN = 60
SOFT_WRAP = 60  # a line this long ends where the editor wrapped it, not where the writer wanted a new one

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_HEADING = re.compile(r"#{1,6}[^\S\n]+(?=[^\n]*$)")
_HEADING_LINE = re.compile(r"^#{1,6}[^\S\n]+\S[^\n]*$", re.MULTILINE)
_LIST_ITEM = re.compile(r"\s*(?:[*•+–—-]|\d{1,2}[.)]|[a-z]\))\s")
Words = tuple[int, int]  # start and end in the text


@dataclass(slots=True)
class _Found:
    label: str
    value: str
    words: list[Words]
    tags: list[str] = field(default_factory=list)
    aside: str = ""
    item: str = ""  # as a correction names it; empty for what nobody can correct


@dataclass(frozen=True, slots=True)
class _Told:
    """A note: what it is about, its sentence, and its words with their places."""

    field: str
    message: str
    words: list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was read: its number stands in the text and in the list."""

    number: int
    label: str
    value: str
    aside: str
    tags: tuple[tuple[str, str], ...]  # word and kind
    form: str  # of the underline
    words: tuple[Words, ...]  # none for what only a correction names
    item: str = ""  # as a correction names it; empty for what nobody can correct


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text; `item` is the number that it leads to, `numbers` are those that end with it."""

    text: str
    item: int | None = None
    form: str = ""
    anchor: str = ""
    numbers: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text, cut into pieces."""

    pieces: tuple[Piece, ...]
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What a person should look at: a contradiction, something vague, or a wish that is not used."""

    kind: str  # contradicts, vague, not used
    numbers: tuple[int, ...]
    message: str
    field: str  # that it is about


@dataclass(frozen=True, slots=True)
class BriefShown:
    """All that the page shows of a brief."""

    paragraphs: list[Paragraph]
    items: list[Item]
    questions: list[Question]
    not_used: list[Question]
    unsaid: list[tuple[str, str, str]]  # field, label and message

    @property
    def left_out(self) -> str:
        """What the brief does not say, in a row: `start, duration`."""
        return ", ".join(str(LEFT_OUT[name]) for name, _label, _message in self.unsaid)


def brief_shown(text: str, requirement: Mapping[str, Any]) -> BriefShown:
    """The text with its numbers, the list of what was read, and the questions; pure."""
    found = [*_skills(requirement["skills"]), *_fields(requirement)]
    asked = [
        (tag, note, _marked(found, note, tag))
        for tag, name in (("contradicts", "contradictions"), ("vague", "vague"), ("not used", "not_used"))
        for note in _merged(requirement[name])
    ]
    items, numbers = _numbered(found)
    questions = [
        Question(tag, tuple(sorted({numbers[id(each)] for each in about})), said(note.message), note.field)
        for tag, note, about in asked
    ]
    return BriefShown(
        paragraphs=paragraphs(text, items),
        items=items,
        questions=[question for question in questions if question.kind != "not used"],
        not_used=[question for question in questions if question.kind == "not used"],
        unsaid=[
            (note.field, wording.label_of(note.field), said(note.message)) for note in _merged(requirement["missing"])
        ],
    )


def paragraphs(text: str, items: Sequence[Item]) -> list[Paragraph]:
    """The text by paragraphs, cut at the words of the items; no letter of it is changed."""
    marks = _Marks(items)
    shown = []
    for start, end in _blocks(text):
        if body := text[start:end].strip():
            heading = _HEADING.match(body)
            first = text.index(body, start)
            pieces = marks.pieces(text, first + (heading.end() if heading else 0), first + len(body))
            shown.append(Paragraph(tuple(pieces), heading is not None))
    return shown


def _blocks(text: str) -> Iterable[Words]:
    """Where each paragraph starts and ends. A heading is one of its own, also with its text on the next line."""
    headings = [cut for line in _HEADING_LINE.finditer(text) for cut in ((line.start(),) * 2, (line.end(),) * 2)]
    gaps = sorted([gap.span() for gap in _BLANK_LINES.finditer(text)] + headings)
    start = 0
    for end, after in gaps:
        yield start, end
        start = after
    yield start, len(text.rstrip())


class _Marks:
    """The items' words over a text, and which of them have an anchor already."""

    def __init__(self, items: Sequence[Item]) -> None:
        words = [(start, end, item) for item in items for start, end in item.words if start < end]
        self._words = sorted(words, key=lambda each: (each[0], each[1], each[2].number))
        self._anchored: set[int] = set()

    def pieces(self, text: str, start: int, end: int) -> Iterable[Piece]:
        """The pieces of text[start:end], cut wherever the words of an item start or end."""
        inside = [words for words in self._words if words[0] < end and words[1] > start]
        cuts = {start, end, *(min(max(at, start), end) for words in inside for at in words[:2])}
        for left, right in pairwise(sorted(cuts)):
            shown = _flowed(text, left, right)
            covering = [words for words in inside if words[0] <= left and words[1] >= right]
            if not covering:
                yield Piece(shown)
                continue
            item = min(covering, key=lambda words: (words[1] - words[0], words[2].number))[2]
            ending = sorted({words[2].number for words in covering if words[1] == right})
            anchor = "" if item.number in self._anchored else f"w{item.number}"
            self._anchored.add(item.number)
            form = min((words[2].form for words in covering), key=_form_strength)
            yield Piece(shown, item.number, form, anchor, ", ".join(map(str, ending)))


def unwrapped(text: str) -> str:
    """The text with one line for each paragraph, where an editor had wrapped it."""
    return _flowed(text, 0, len(text))


def _form_strength(form: str) -> int:
    return ("contradicts", "vague", "unused", "must", "nice", "unwanted", "named").index(form)


def _flowed(text: str, start: int, end: int) -> str:
    """text[start:end], where a line that an editor wrapped goes on as one line."""
    shown = text[start:end]
    if "\n" not in shown:
        return shown
    letters = list(shown)
    for place, letter in enumerate(letters):
        if letter == "\n" and _is_soft(text, start + place):
            letters[place] = " "
    return "".join(letters)


def _is_soft(text: str, newline: int) -> bool:
    line = newline - (text.rfind("\n", 0, newline) + 1)
    return (
        line >= SOFT_WRAP and text[newline + 1 : newline + 2].strip() != "" and not _LIST_ITEM.match(text, newline + 1)
    )


def _skills(wishes: Sequence[Mapping[str, Any]]) -> list[_Found]:
    groups: dict[int, list[Mapping[str, Any]]] = {}
    for wish in wishes:
        if wish["any_of"] is not None:
            groups.setdefault(wish["any_of"], []).append(wish)
    found = []
    for wish in wishes:
        others = [wording.skill_text(other) for other in groups.get(wish["any_of"], ()) if other is not wish]
        asides = [_("or %(skills)s") % {"skills": wording.either_text(others)}] if others else []
        asides += [_("for the %(role)s") % {"role": wish["role"]}] if wish["role"] else []
        shown = _read("skills", "", wish, item=f"skills.{wish['skill']}")
        shown.value, shown.aside = wording.skill_text(wish), ", ".join(asides)
        shown.tags.append(SKILL_TAGS[wish["importance"]])
        found.append(shown)
    return found


def _fields(requirement: Mapping[str, Any]) -> list[_Found]:
    found = [_read("roles", read["value"], read) for read in requirement["roles"]]
    found += [
        _read("hours_per_week", wording.hours_text(read["value"]), read, item="hours_per_week")
        for read in requirement["hours_per_week"]
    ]
    found += [
        _read(name, words(read["value"]), read, item=name.removesuffix("_weeks"))
        for name, words in SINGLE_FIELDS
        if (read := requirement.get(name))
    ]
    found += [_language(read) for read in requirement["languages"]]
    delivered = requirement["deliverables"]
    return found + [_read("deliverables", " ".join(read["value"].split()), read) for read in delivered]


def _language(read: Mapping[str, Any]) -> _Found:
    wish = read["value"]
    shown = _read(
        "languages", wording.language_text({**wish, "importance": "must"}), read, item=f"languages.{wish['code']}"
    )
    shown.tags.append(SKILL_TAGS[wish["importance"]])
    return shown


def _read(field_name: str, value: str, read: Mapping[str, Any], *, item: str = "") -> _Found:
    words = [(read["start"], read["end"])] if read["start"] is not None else []
    inside = read.get("value")
    if isinstance(inside, Mapping):
        words += [(more["start"], more["end"]) for name in APART if (more := inside.get(name))]
    tags = [CORRECTED] if read.get("corrected") else []
    return _Found(wording.label_of(field_name), capfirst(value), words, tags=tags, item=item)


def _merged(notes: Sequence[Mapping[str, Any]]) -> list[_Told]:
    """Notes with the same message as one, with the words of all of them."""
    merged: dict[tuple[str, str], _Told] = {}
    for note in notes:
        spans = note.get("spans") or ([note] if note["start"] is not None else [])
        one = merged.setdefault((note["field"], note["message"]), _Told(note["field"], note["message"], []))
        one.words.extend((span["start"], span["end"], " ".join(span["quote"].split())) for span in spans)
    return list(merged.values())


def _marked(found: list[_Found], note: _Told, tag: str) -> list[_Found]:
    """What a note speaks of: the things read from its words, marked so.

    Words that nothing was read from go to the thing that the note is about, or become one of their own.
    """
    label, about, loose = wording.label_of(note.field), [], []
    for start, end, quote in note.words:
        own = [each for each in found if any(first < end and start < last for first, last in each.words)]
        if own and tag != "not used":
            about += own
        else:
            loose.append((start, end, quote))
    for start, end, quote in loose:
        same = next((each for each in about if each.label == label), None)
        if same is None:
            same = _Found(label, _loose_value(note.field, quote, tag), [])
            found.append(same)
            about.append(same)
        same.words.append((start, end))
    for each in about:
        if tag not in each.tags:
            each.tags = [*(was for was in each.tags if was != "unclear"), tag]
    return about


def _loose_value(field_name: str, quote: str, tag: str) -> str:
    if tag == "vague":
        return _("Not measurable yet") if field_name == "quality" else _("Not exact yet")
    return quote if len(quote) <= QUOTE_SHOWN else quote[: QUOTE_SHOWN - 1].rstrip() + "…"


def _numbered(found: Sequence[_Found]) -> tuple[list[Item], dict[int, int]]:
    """The items in the order of the text, those without words last, and the number of each thing found."""
    ordered = sorted(found, key=lambda each: min(each.words, default=(sys.maxsize, 0)))
    items = []
    for number, each in enumerate(ordered, start=1):
        strongest = min([tag for tag in each.tags if tag != CORRECTED] or [""], key=STRENGTH.index)
        tags = tuple((str(TAG_WORDS[tag]), TAG_KINDS.get(tag, "")) for tag in each.tags)
        form = FORMS.get(strongest, strongest)
        items.append(Item(number, each.label, each.value, each.aside, tags, form, tuple(sorted(each.words)), each.item))
    return items, {id(each): item.number for each, item in zip(ordered, items, strict=True)}
