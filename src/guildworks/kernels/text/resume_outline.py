"""The outline of a resume: its lines, and which section each of them stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from guildworks.kernels.text.span import Span

SectionKind = Literal[
    "top",
    "summary",
    "experience",
    "education",
    "skills",
    "languages",
    "projects",
    "courses",
    "wishes",
    "aside",
    "unknown",
]

_KIND_WORDS = (
    r"(?:(?:work|working|professional|employment|career|job|relevant|industry|industrial|practical|other|selected) )*"
)
_SKILL_WORDS = (
    r"(?:(?:technical|key|core|main|professional|computer|it|personal|soft|programming|other|top|hard|software|tech|"
    r"additional|relevant|functional) )*"
)
_HEADINGS: tuple[tuple[SectionKind, str], ...] = (
    (
        "experience",
        rf"{_KIND_WORDS}(?:experiences?|history|background|employment|record)(?: (?:details?|summary|history))?|"
        r"company details?|employment|career|work|positions?(?: held)?|internships?|volunteer(?:ing|s| work|"
        r" experience)?|"
        r"organi[sz]ational (?:details|experience)|roles? (?:and|&) responsibilities|where i (?:have )?worked",
    ),
    (
        "education",
        r"education(?:al)?(?: (?:details?|background|qualifications?|and training|& training|history|profile))?|"
        r"academics?(?: (?:background|qualifications?|details?|record|profile|credentials))?|"
        r"(?:academic )?qualifications?|"
        r"studies|degrees?|scholastics?",
    ),
    (
        "languages",
        r"(?:human |natural |spoken |foreign )?languages?(?: (?:known|skills?|proficiency|spoken|knowledge))?|"
        r"linguistic (?:skills?|proficiency)",
    ),
    (
        "skills",
        rf"{_SKILL_WORDS}(?:skills?|skill[- ]?sets?|competenc(?:e|es|y|ies)|proficienc(?:y|ies)|expertise|"
        rf"knowledge|strengths?)"
        r"(?: (?:details?|set|sets|summary|profile|matrix|and tools|& tools|and technologies|& technologies))?|"
        r"skills? (?:and|&) .{3,30}|(?:technologies|tech(?:nology)? stack|tools(?: (?:and|&|/) ?technologies)?|"
        r"frameworks|"
        r"databases?|programming languages?|areas? of expertise|"
        r"technical (?:proficiency|summary|background|qualifications?)|"
        r"toolbox|stack|"
        r"software|platforms|operating systems?|libraries|methods|cloud)",
    ),
    (
        "projects",
        r"(?:(?:personal|side|academic|selected|open[- ]source|key|major|recent|notable|own|client) )*"
        r"(?:projects?(?: (?:details?|undertaken|handled|done|experience|work))?|portfolio|open[- ]source(?: work)?|"
        r"contributions|case studies)",
    ),
    (
        "summary",
        r"(?:(?:professional|career|executive|personal|profile|experience|brief) )*(?:summary|profile|overview|bio|"
        r"introduction|objectives?|statement)|about(?: me)?|who i am|objective|career goals?|in short",
    ),
    (
        "courses",
        r"(?:(?:professional|relevant|technical|other|industrial|in[- ]plant) )*(?:certificat(?:e|es|ions?)|"
        r"courses?(?: work)?|"
        r"trainings?|coursework|licen[cs]es?)(?: (?:and|&) .{3,30}|details?| attended| done| undertaken)?",
    ),
    (
        "wishes",
        r"(?:areas? of |fields? of |my |research )?interests?|(?:currently |now )?learning(?: (?:next|now|goals))?|"
        r"(?:what )?(?:i )?(?:want|would like|wish|plan|hope) to learn|learning (?:next|goals|wish ?list)|"
        r"to learn|goals",
    ),
    (
        "aside",
        r"hobb(?:y|ies)(?: (?:and|&) interests?)?|references?|declaration|personal (?:details?|information|data|"
        r"dossier)|"
        r"(?:honou?rs|awards?|achievements?|accomplishments?|recognitions?|accolades)(?: (?:and|&) .{3,30})?|"
        r"publications?|patents?|talks|contacts?(?: (?:details?|information|me))?|"
        r"extra[- ]?curricular(?: activities)?|"
        r"activities|interests? (?:and|&) hobbies|memberships?|seminars?|workshops?|links",
    ),
)
_PATTERNS = tuple((kind, re.compile(source, re.IGNORECASE)) for kind, source in _HEADINGS)
# A heading that lost its line break: "fluent in SQL.Education Details".
_GLUED = re.compile(
    r"(?:(?<=\S)|(?<=\S ))(?=(?:Education|Skills?|Company|Work|Employment|Professional|Technical|Project|Personal)"
    r" Details?\s*$)|(?<=[a-z0-9.,;)])(?=(?:Work|Employment|Professional|Technical|Project|Personal)"
    r" (?:Experience|History|Skills|Qualifications?)\s*$)",
    re.MULTILINE,
)
# A heading on the line of its first item: "Technical Skills • Python • SQL".
_BEFORE_ITEM = re.compile(r"(?P<label>[^\W\d_][\w.&/ -]{2,38}?)\s*(?=[•●▪■◆►➢❖✓*−])")
_LOUD_BEFORE_WORDS = re.compile(r"(?P<label>[A-Z][A-Z.&/-]{2,30}(?: [A-Z&/]{3,30}){0,2})\s{1,3}(?=[A-Z•*])")
_ONE_WORD = re.compile(r"(?P<label>Skills|SKILLS|Expertise|Objective|Summary) (?=[A-Z])")
_TWO_WORDS = re.compile(r"(?P<label>[A-Z][a-z]+ (?:of )?[A-Z][a-z]+)\s+(?=[A-Z])")
_DECORATION = re.compile(  # a run at the end is tried from its start only, lest a long one cost its length squared
    r"^[\s#>*_|=~•●▪■◆►➢❖-]+|(?<![\s#*_|=~:.–—-])[\s#*_|=~:.–—-]+$"
)
_BULLET = re.compile(r"^\s*(?:[•●▪■◆►➢❖✓*·o–-]|\(?\d{1,2}[.)])\s+|^\s*[•●▪■◆►➢❖✓]")
_HEADING_WORDS_MAX = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the resume without the spaces around it, and the section that it stands in."""

    text: str
    span: Span
    kind: SectionKind
    section: int  # number of its section
    is_heading: bool = False
    after_gap: bool = False  # an empty line stands before it

    @property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list."""
        return bool(_BULLET.match(self.text))


@dataclass(frozen=True, slots=True)
class Outline:
    """All lines with words, in order; `unknown` are headings that no rule knows."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]

    def of(self, *kinds: SectionKind) -> list[Line]:
        """The lines of sections of these kinds, without headings."""
        return [line for line in self.lines if line.kind in kinds and not line.is_heading]


def read_outline(text: str) -> Outline:
    """Cut a resume into lines and sections."""
    lines: list[Line] = []
    unknown: list[str] = []
    kind: SectionKind = "top"
    section, gap = 0, False
    spans = _line_spans(text)
    for at, span in enumerate(spans):
        words = span.of(text)
        if not words:
            gap = True
            continue
        heading = _heading(text, spans, at)
        if heading:
            kind, end = heading
            section += 1
            name = Span(span.start, end)
            lines.append(Line(name.of(text), name, kind, section, is_heading=True, after_gap=gap))
            if kind == "unknown":
                unknown.append(plain_heading(name.of(text)))
            span = _stripped(text, end, span.end)
        if span.start < span.end:
            lines.append(Line(span.of(text), span, kind, section, after_gap=gap and not heading))
        gap = False
    return Outline(tuple(lines), tuple(unknown))


def plain_heading(words: str) -> str:
    """A heading without the signs around it."""
    before = None
    while before != words:
        before, words = words, _DECORATION.sub("", words)
    return words


def heading_kind(words: str) -> SectionKind | None:
    """The kind of section that these words announce, or None."""
    plain = " ".join(plain_heading(words).split())
    if not plain or len(plain.split()) > _HEADING_WORDS_MAX:
        return None
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(plain)), None)


def _line_spans(text: str) -> list[Span]:
    edges = sorted({0, len(text), *(found.start() for found in _GLUED.finditer(text))})
    spans = []
    for start, end in pairwise(edges):
        position = start
        for line in text[start:end].splitlines(keepends=True):
            spans.append(_stripped(text, position, position + len(line)))
            position += len(line)
    return spans


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _heading(text: str, spans: list[Span], at: int) -> tuple[SectionKind, int] | None:
    """The kind of the heading that a line is or begins with, and where the heading ends."""
    span = spans[at]
    words = span.of(text)
    if kind := heading_kind(words):
        return kind, span.end
    label, colon, rest = words.partition(":")
    if colon and len(label) <= 40 and (kind := heading_kind(label)):
        return kind, min(span.start + len(label) + 1 + len(rest) - len(rest.lstrip(" -:")), span.end)
    for pattern in (_BEFORE_ITEM, _LOUD_BEFORE_WORDS, _ONE_WORD, _TWO_WORDS):
        if (found := pattern.match(words)) and (kind := heading_kind(found["label"].replace(".", ""))):
            return kind, span.start + found.end()
    if _looks_like_heading(words, at_top=at < 4):
        return "unknown", span.end
    return None


def _looks_like_heading(words: str, *, at_top: bool) -> bool:
    plain = plain_heading(words)
    if (
        not plain
        or len(plain.split()) > _HEADING_WORDS_MAX
        or not plain[0].isalpha()
        or any(c.isdigit() for c in plain)
    ):
        return False
    if words.startswith("#"):
        return not words.startswith("# ") and not words.startswith("###")
    is_loud = plain.isupper() and len(plain) >= 8 and "," not in plain and not at_top and "-" not in plain
    return is_loud and words == plain + words[len(plain) :] and words[-1] in ":" + plain[-1] and words.endswith(":")
