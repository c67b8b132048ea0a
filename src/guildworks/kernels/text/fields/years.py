"""Years: how long the work lasts, or how long somebody has done such work before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guildworks.kernels.text.fields.grammar import after, around, before, number_matches, pattern, stands_alone
from guildworks.kernels.text.fields.numbers import COUNT, JOIN, RANGE_END, number
from guildworks.kernels.text.fields.people import PERSON
from guildworks.kernels.text.fields.whole_work import is_of_the_whole
from guildworks.kernels.text.span import Span

_NEEDED_FOR = pattern(  # "for" alone tells too little: people have used a tool for years
    r"\b(?:need(?:s|ed)?|want(?:s|ed)?|seek(?:ing)?|hir(?:e|ing)|book|engag(?:e|ing)|looking for|join us|work with us|"
    r"help(?: us)?|stays?)\b"
    r"(?: (?!(?:with|who|that|having|used?|using|worked|has|have|experience)\b)[\w-]{1,15}){0,6}"
    r" (?:for|over)(?: the(?: (?:next|coming))?)?(?: (?:about|around|roughly|at least|up to|initially))? $"
)
_FOR_A_LOAD = pattern(
    r"(?:^|[,;(]|\b(?:(?:a|per|each) week|weekly|full[- ]?time|half[- ]?time|part[- ]?time|\d~%|/~week))~"
    r"for(?: (?:about|around|roughly|at least|up to|initially))? $"
)
_OVER_THE_NEXT = pattern(r"^\W{0,4}over the (?:next|coming) $")
_NEEDS = pattern(r"^,? (?:we|i|our \w{1,15})(?: will)? (?:need|want|seek|look for|are looking for|hire)\b")
_LENGTH = r"(?:contracts?|engagements?|duration|length|projects?|assignments?|terms?|mandate|collaboration|cooperation)"
_LENGTH_BEFORE = pattern(
    rf"\b(?:{_LENGTH}|runs?|lasts?|lasting|funded|financed|limited)"
    r"(?: (?:is|will|be|run|last|of|for|over|about|around|roughly|initially)){0,3}~[:,(]?~(?:an? )?$"
)
_LENGTH_AFTER = pattern(rf"~-?~(?:(?:fixed[- ]term|fixed|initial|freelance|\w{{1,12}}ing) )?{_LENGTH}\b")
_ABOUT_A_YEAR = pattern(rf"\b(?:{_LENGTH}|extend\w*)\b")
_ONE = re.compile(
    r"(?:an?|one|1|half(?: an?)?)[\s-]*(?:and a half\s*)?(?:full |whole )?(?:years?|yrs?)\Z", re.IGNORECASE
)


def is_needed_for(text: str, span: Span) -> bool:
    """Whether somebody is wanted for a stretch of time: "we need an engineer for", "help us over the next"."""
    left = before(text, span.start, reach=90)
    said_first = _OVER_THE_NEXT.search(left) and _NEEDS.match(after(text, span.end, reach=40))
    return bool(_NEEDED_FOR.search(left) or said_first)


def is_length_in_years(text: str, span: Span) -> bool:
    """Whether years are how long the work lasts. Two and more without a word of length are a person's experience."""
    if is_of_the_whole(text, span) or is_needed_for(text, span):
        return True
    left = before(text, span.start, reach=70)
    if _FOR_A_LOAD.search(left) or _LENGTH_BEFORE.search(left) or _LENGTH_AFTER.match(text, span.end):
        return True
    is_one = _ONE.search(span.of(text))
    return bool(is_one and (_ABOUT_A_YEAR.search(around(text, span, reach=60)) or stands_alone(text, span)))


_BARE_YEARS = pattern(
    rf"(?:\b(?:at least|min(?:imum)?\.?(?: of)?|more than|over|a minimum of) )?"
    rf"(?P<years>{COUNT})(?:{JOIN}{RANGE_END})?~(?P<plus>\+)?~(?:or more |plus )?(?:years|yrs|year(?=\+)|yr(?=\+))\b"
    r"(?P<more>\+)?"
)
_PERSON = pattern(rf"\b{PERSON}\b")
_ENDS_OR_NAMES_A_FIELD = pattern(r"~(?:[.,;:)]|$|(?:in|of|with|as|on) \w)")
_WITH = pattern(rf"\b{PERSON} (?:with|having)(?: about| around)? $")
_PERSON_REACH = 90  # characters before the years in which the person is named


def bare_years(text: str) -> Iterator[tuple[float, Span]]:
    """Years of experience that are stated beside the person and without a word: "data engineer, 5+ years, Spark"."""
    for found in number_matches(_BARE_YEARS, text):
        words = found.group()
        span = Span(found.start() + len(words) - len(words.lstrip()), found.end())
        years = number(found["years"])
        if years < 2 and not (found["plus"] or found["more"]):
            continue
        alone = stands_alone(text, span) or _who_has(text, span)
        if not alone or is_length_in_years(text, span):
            continue
        if _PERSON.search(text, max(0, span.start - _PERSON_REACH), span.start):
            yield years, span


def _who_has(text: str, span: Span) -> bool:
    """Whether a person is said to have the years, and nothing else: "someone with 5+ years, Python"."""
    left = before(text, span.start, reach=50)
    return bool(_WITH.search(left) and _ENDS_OR_NAMES_A_FIELD.match(after(text, span.end, reach=20)))
