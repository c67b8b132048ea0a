"""Who wrote a resume: name, e-mail, place, headline, and the languages they speak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from guildworks.kernels.text.fields.languages import NAMES
from guildworks.kernels.text.fields.places import PlaceMention, Places
from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.profile import LanguageDraft
from guildworks.kernels.text.resume_jobs import is_title, split_header
from guildworks.kernels.text.resume_outline import Line, Outline, heading_kind

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_NAME = re.compile(
    r"(?:[^\W\d_][^\W\d_'’.-]*(?:[-'’.][^\W\d_]+)*\.?)(?: (?:[^\W\d_][^\W\d_'’.-]*(?:[-'’.][^\W\d_]+)*\.?)){1,3}"
)
_NAME_LABEL = re.compile(
    r"^(?:(?:full )?name|resume(?: of)?|curriculum vitae(?: of)?|c\.?v\.?(?: of)?)\s*[:–-]?\s+", re.IGNORECASE
)
_PARTICLES = {"de", "da", "van", "von", "der", "den", "del", "di", "la", "le", "bin", "al", "el", "ibn", "dos", "ter"}
_NO_NAME = re.compile(
    r"\b(?:resume|curriculum|vitae|page|confidential|profile|university|institute|college|school|ltd|inc|gmbh|"
    r"llc|remote|"
    r"skills?|technical|personal|january|february|march|april|june|july|august|september|october|november|"
    r"december)\b",
    re.IGNORECASE,
)
_PLACE_LABEL = re.compile(
    r"\b(?:location|address|city|country|residence|lives? in|living in|based in|resident (?:of|in)|"
    r"located in)\b\s*[:–-]?\s*",
    re.IGNORECASE,
)
_TOP_LINES = 8
_LABEL_WORDS_MAX = 15
LANGUAGE_LEVELS: tuple[tuple[str, str], ...] = (
    (r"c2|native|mother[- ]?tongue|first language|bilingual|near[- ]native", "C2"),
    (
        r"c1|fluent(?:ly)?|fluency|proficien(?:t|cy)|full professional(?: proficiency)?|advanced|excellent|"
        r"very good|expert",
        "C1",
    ),
    (
        r"b2|(?:professional|business)(?: working)?(?: (?:proficiency|level|fluent))?|upper[- ]intermediate|good|"
        r"strong",
        "B2",
    ),
    (r"b1|conversational|intermediate|limited working(?: proficiency)?|working knowledge|moderate|fair", "B1"),
    (r"a2|elementary(?: proficiency)?", "A2"),
    (r"a1|basics?|beginner|novice|some|a little", "A1"),
)
_LEVEL = "|".join(source for source, _ in LANGUAGE_LEVELS)
_BEHIND = re.compile(
    rf"[\s:–—(,-]{{0,4}}(?:level |at |as (?:an? )?|with (?:an? )?)?(?P<level>{_LEVEL})\b", re.IGNORECASE
)
_AHEAD = re.compile(
    rf"\b(?P<level>{_LEVEL})\b(?: (?:in|speaker of|level|knowledge of|written|spoken|and|&|/)){{0,4}}[\s:,-]{{1,3}}$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s{0,3}(?:,|/|&|\band\b|, and\b)\s{0,3}", re.IGNORECASE)
_SPOKEN = re.compile(
    r"\b(?:speaks?|spoken|speaking|fluent|fluently|native|mother[- ]?tongue|proficient|languages?(?: known)?|"
    r"bilingual)\b",
    re.IGNORECASE,
)


def read_email(text: str) -> str:
    """The first e-mail address, else empty."""
    found = _EMAIL.search(text)
    return found.group().strip(".") if found else ""


def read_name(outline: Outline, gazetteer: Gazetteer) -> str:
    """The first line at the top that is a name, else empty."""
    for line in [line for line in outline.lines if not (line.is_heading and line.kind != "unknown")][:_TOP_LINES]:
        if line.kind not in ("top", "unknown", "aside", "summary"):
            break
        labelled = _NAME_LABEL.match(line.text)
        words = re.split(r"\t| {2,}|\s[|·•–—]\s|,", line.text[labelled.end() if labelled else 0 :].strip("#*_ "))[
            0
        ].strip()
        if _is_name(words, gazetteer):
            return words.title() if words.isupper() and len(words) > 5 else words
    return ""


def _is_name(words: str, gazetteer: Gazetteer) -> bool:
    if len(words) > 60 or not _NAME.fullmatch(words):
        return False
    if is_title(words) or _NO_NAME.search(words) or heading_kind(words) or gazetteer.find(words):
        return False
    parts = words.split()
    return all(part[0].isupper() or part.lower() in _PARTICLES for part in parts) and not _is_place(words)


def _is_place(words: str) -> bool:
    found = Places.load().find_place(words)
    return found is not None and found.span.start == 0 and found.span.end >= len(words) - 1


def read_place(outline: Outline) -> PlaceMention | None:
    """Where the person says they live: after a label anywhere, else in a short line at the top."""
    places = Places.load()
    for line in outline.lines:
        if line.kind in ("top", "aside", "summary", "unknown") and (found := _PLACE_LABEL.search(line.text)):
            place = places.find_place(line.text, start=found.end(), reach=60)
            if place and place.span.start - found.end() <= 30:
                return place
    for line in outline.lines[:_TOP_LINES]:
        is_short = len(line.text.split()) <= _LABEL_WORDS_MAX and not line.text.endswith(".")
        if line.kind == "top" and not line.is_heading and is_short and (place := places.find_place(line.text)):
            return place
    return None


def read_headline(outline: Outline) -> str:
    """The line that names the person's work: at the top, or alone before a section, be it the last of education."""
    for line in outline.lines[:_TOP_LINES]:
        if line.kind == "top" and not line.is_heading:
            for part in re.split(r"\s[|·]\s|\t| {3,}", line.text.strip("#*_ ")):
                if is_title(part) and "@" not in part:
                    return part.strip(" *_#,")
    alone = [
        line
        for line, below in pairwise(outline.lines)
        if line.kind in ("education", "top")
        and not line.is_heading
        and (line.after_gap or (line.kind == "education" and (below.is_heading or below.after_gap)))
        and is_title(split_header(line.text)[0])
    ]
    return alone[-1].text if alone else ""


def read_languages(outline: Outline) -> tuple[LanguageDraft, ...]:
    """Human languages of the sections for them, and of sentences that speak of speaking."""
    found: dict[str, str | None] = {}
    for line in outline.lines:
        if line.is_heading or line.kind == "experience":
            continue
        if line.kind == "languages" or _SPOKEN.search(line.text):
            for code, level in _spoken(line):
                if code not in found or found[code] is None:
                    found[code] = level
    return tuple(LanguageDraft(code, level) for code, level in found.items())


def _spoken(line: Line) -> Iterator[tuple[str, str | None]]:
    text = line.text
    names = list(_names().finditer(text))
    ahead: str | None = None
    done = 0  # up to here words belong to an earlier language
    for at, name in enumerate(names):
        left = text[done : name.start()]
        done = name.end()
        if line.kind != "languages" and not _is_near_speaking(text, name, names):
            continue
        right = text[name.end() : names[at + 1].start() if at + 1 < len(names) else len(text)]
        own, behind = _AHEAD.search(left), _BEHIND.match(right)
        if own and right.lstrip().startswith(","):
            behind = None  # "native English, fluent German"
        # "Proficient in English, Hindi and Marathi": the level ahead holds for the list.
        ahead = language_level(own["level"]) if own else ahead if at and _JOINED.fullmatch(left) else None
        done += behind.end() if behind else 0
        yield NAMES[name.group().casefold()], language_level(behind["level"]) if behind else ahead


def _is_near_speaking(text: str, name: re.Match[str], names: Sequence[re.Match[str]]) -> bool:
    start = name.start()
    for other in reversed([other for other in names if other.end() <= name.start()]):
        if not re.fullmatch(r"[\s,/&;|-]*(?:and|\([^)]*\))?[\s,/&;|-]*", text[other.end() : start]):
            break
        start = other.start()
    before = text[max(0, start - 28) : start]
    after = text[name.end() : name.end() + 24]
    return bool(
        _SPOKEN.search(before)
        or re.match(
            r"\W{0,3}(?:\(|-|:)?\s?(?:as (?:an? )?|with )?(?:fluent|native|speaker|mother)", after, re.IGNORECASE
        )
    )


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, NAMES), key=len, reverse=True))})\b", re.IGNORECASE)


def language_level(words: str) -> str | None:
    """The CEFR level that words such as "fluent" or "C1" mean, or None."""
    plain = " ".join(words.casefold().split())
    for source, level in LANGUAGE_LEVELS:
        if re.fullmatch(source, plain):
            return level
    found: Iterable[str] = (level for source, level in LANGUAGE_LEVELS if re.search(rf"\b(?:{source})\b", plain))
    return next(iter(found), None)
