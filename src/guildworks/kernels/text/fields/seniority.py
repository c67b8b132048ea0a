"""How senior the person should be: a word about the person, or years of experience asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Literal

from guildworks.kernels.text.fields.grammar import (
    after,
    around,
    before,
    joined,
    matches,
    number_matches,
    pattern,
)
from guildworks.kernels.text.fields.numbers import COUNT, JOIN, RANGE_END, number
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.fields.years import bare_years
from guildworks.kernels.text.requirement import Note, Read, Seniority
from guildworks.kernels.text.span import Span

Level = Literal["junior", "middle", "senior", "lead"]
_ORDER: tuple[Level, ...] = ("junior", "middle", "senior", "lead")
_ROLE = (
    r"(?:[\w./+#&-]{1,20} ){0,4}(?:engineers?|developers?|scientists?|architects?|programmers?|"
    r"consultants?|specialists?|experts?|analysts?|researchers?|persons?|people|freelancers?|"
    r"contractors?|devs?|someone|somebody|candidates?|designers?|hackers?|administrators?|"
    r"hunters?|colleagues?|professionals?|profiles?|ml|ai|data|mlops|devops|role|position|level|"
    r"sre|administrators?|testers?|hire)\b"
)
_WORDS: tuple[tuple[Level, str], ...] = (
    ("junior", r"junior|entry[- ]level|graduate"),
    ("middle", r"mid[- ]?(?:level|senior)?|middle|intermediate[- ]level|medior"),
    ("senior", r"senior|sr|seasoned|very experienced|highly experienced"),
    ("lead", r"lead|principal|staff|team lead|tech(?:nical|nology)? lead|head of"),
)
_ANY = "|".join(words for _, words in _WORDS)
_LABELLED = pattern(
    rf"\b(?:experience level|seniority(?: level)?|level|"
    rf"experience)~:~(?P<words>(?:(?:{_ANY})\b[\s,/|&–-]{{0,3}}(?:to |or |and )?){{1,4}})"
)
_BEFORE_ROLE = pattern(
    rf"(?P<very>\bvery |\bquite |\bmore )?\b(?P<words>{_ANY})\b(?P<or>(?:~(?:/|-|–|\bor\b|\bto\b|,|"
    rf"\band\b)~(?:{_ANY})\b){{0,2}})\.?[ -]{_ROLE}"
)
_STATED = pattern(
    rf"\b(?P<words>{_ANY})s?\b[-\s]{{0,2}}(?:only|welcome|preferred|level|is fine|(?:is|are) welcome|is ok|"
    rf"ok|needed|required|please|wanted|profile|person)\b(?:~\(~(?:{_ANY})s? (?:also )?(?:welcome|"
    rf"ok|fine|possible|accepted|too)~\))?"
)
_LEAD_AFTER = pattern(
    r"\b(?P<words>(?:team|tech(?:nical|nology)?|engineering|development|dev|ml|ai|data|"
    r"project) lead)\b(?!ers)(?!ing)(?=~[(,.\n-]| \(| for| who| of| with|$)"
)
_NOT_ABOUT = pattern(
    r"\b(?:serve as|acts? as|acting as|become|mentor\w{0,3}|coach\w{0,3}|manag\w{1,4}|grow|train\w{0,3}|"
    r"support\w{0,3}|less|more|"
    r"help\w{0,3}|alongside|lead|teach\w{0,3}|guid\w{1,3}|to (?:our|the)|with|other|report(?:s|"
    r"ing)? to(?: the| our| a)?|from|(?<!services[ ])of|develop(?:ing)?|assist\w{0,3}|by|and)"
    r"(?: (?:our|the|and|one|two|three|four|some|several|"
    r"grow|other|more|your|a|their|develop|coach|support)){0,3} $"
)
_NOT_AFTER = pattern(
    r"^[\s-]{0,2}(?:management|leadership|stakeholders?|managers?|associate|director|executive|"
    r"staff|members?|partner|team members|vice|levels|leaders?|school|college|people manager)"
)


def read_seniority(text: str) -> FieldReading[Read[Seniority]]:
    """The level and the years asked for; where two levels exclude each other, none and a contradiction."""
    clash = _clash(text)
    years = next(_years(text), None)
    if clash:
        message = (
            "Senior only, and junior welcome: keep one of the two, or name the years of experience that are needed."
        )
        value = Seniority(None, years[0] if years else None)
        return FieldReading(Read(value, clash), (), (Note("seniority", message, (clash,)),))
    levels = next(_levels(text), None)
    if levels is None and years is None:
        return FieldReading(None)
    if levels is None:
        assert years is not None
        return FieldReading(Read(Seniority(None, years[0]), years[1]))
    named, span = levels
    low, high = named[0], named[-1]
    value = Seniority(low, years[0] if years else None, up_to=high if high != low else None)
    return FieldReading(Read(value, span))


def _levels(text: str) -> Iterator[tuple[list[Level], Span]]:
    """Levels said of the person: after a label, before a role, or as a statement; the surest first."""
    for source in (_LABELLED, _BEFORE_ROLE, _STATED, _LEAD_AFTER):
        for found in matches(source, text):
            if source is not _LABELLED and not _is_about_person(text, found, source):
                continue
            words = found["words"] + (found.groupdict().get("or") or "")
            named = sorted(
                {level for level, pattern_ in _WORDS if re.search(rf"\b(?:{pattern_})\b", words, re.I)},
                key=_ORDER.index,
            )
            if named:
                yield named, _span(text, found, source)


def _span(text: str, found: re.Match[str], source: re.Pattern[str]) -> Span:
    start = found.start("words") if source is _LABELLED else found.start()
    words = text[start : found.end()]
    start += len(words) - len(words.lstrip())
    if source is _BEFORE_ROLE and (article := re.search(r"\ban?\s{1,2}$", before(text, start, reach=4), re.I)):
        start -= len(article.group())
    return Span(start, max(start, found.end() - (len(words) - len(words.rstrip(" \n,/|-&")))))


def _is_about_person(text: str, found: re.Match[str], source: re.Pattern[str]) -> bool:
    if _NOT_ABOUT.search(before(text, found.start(), reach=40)) or _NOT_AFTER.match(
        after(text, found.end("words"), reach=25)
    ):
        return False
    word = found["words"].casefold()
    if word in ("lead", "staff", "graduate", "mid", "middle", "head of"):
        written = text[found.start("words") : found.end("words")]
        return word in ("lead", "staff", "mid") and (written[0].isupper() or word == "mid") and source is _BEFORE_ROLE
    return True


_ONLY_SENIOR = pattern(r"\b(?:senior|seniors) only\b|\bonly seniors?\b|\bno juniors?\b|\bnot? junior\b")
_JUNIOR_TOO = pattern(
    r"\b(?:juniors?(?: \w{1,12})? (?:(?:are|is) )?(?:also )?(?:welcome|ok|fine|possible|accepted|"
    r"too)|open to juniors?)\b~\)?"
)


def _clash(text: str) -> Span | None:
    only, junior = _ONLY_SENIOR.search(text), _JUNIOR_TOO.search(text)
    if not only or not junior:
        return None
    spans = [Span(*only.span()), Span(*junior.span())]
    whole = joined(spans)
    return whole if whole.end - whole.start < 150 else spans[0]


_YEARS = pattern(
    rf"(?P<least>\b(?:at least|min(?:imum)?\.?(?: of)?|more than|over|"
    rf"a minimum of) )?(?P<years>{COUNT})(?:{JOIN}{RANGE_END})?~\+?~(?:or more |plus )?(?:years?|"
    rf"yrs?)['’]?\+?(?P<what>(?:~of)?(?: (?:[\w./+#&,-]{{1,20}} ){{0,5}}?(?:experience|background|"
    rf"practice|track record|expertise|proficiency|exp\b)|"
    r" (?:knowledge|(?:of )?(?:working|work|building|using|developing))\b(?= (?:of|with|in|on|as)\b))|"
    rf" in (?:the|this) (?:field|industry|domain|area|role)|"
    rf" in (?:ml|ai|machine learning|data science|software (?:engineering|development)|production)|"
    rf" (?:professionally|hands[- ]on))"
)
_YEARS_LABEL = pattern(
    rf"\b(?:experience|years of experience)~(?::~|(?=\d{{1,2}}(?:~(?:-|–|to)~\d{{1,2}})?~\+?~(?:years|yrs)\b(?! ago)))"
    r"(?:(?:at least|min(?:imum)?\.?(?: of)?|more than|over) )?"
    rf"(?P<years>{COUNT})(?:{JOIN}{RANGE_END})?~\+?~(?:years?|yrs?)?"
)
_YEARS_MOST = 30
_YEAR = re.compile("year|yr", re.IGNORECASE)
_FIRM = pattern(
    r"\b(?:we|our (?:team|company|firm|founders?|history|\w{1,12} team)|the (?:company|team|firm)|"
    r"has|have(?! at least)|with over|founded|combined|together|history|founders?|"
    r"us)\b[^.;\n]{0,30}$"
)


_OF_THE_PERSON = pattern(r"\b(?:you|candidates?|require\w{0,3}|must|should|shall)\b")


def _years(text: str) -> Iterator[tuple[int, Span]]:
    for found in chain(number_matches(_YEARS, text), matches(_YEARS_LABEL, text, words=("experience",))):
        years = round(number(found["years"]))
        left = before(text, found.start(), reach=45)
        firm = _FIRM.search(left) and not _OF_THE_PERSON.search(left)
        if (
            not 1 <= years <= _YEARS_MOST
            or firm
            or re.search(r"combined|together|between (?:us|them)", around(text, Span(*found.span()), reach=40), re.I)
        ):
            continue
        yield years, Span(found.start() + len(found.group()) - len(found.group().lstrip()), found.end())
    if _YEAR.search(text):
        yield from ((round(years), span) for years, span in bare_years(text) if years <= _YEARS_MOST)
