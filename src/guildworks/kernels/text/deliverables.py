"""What is to be handed over at the end, in the words of the brief."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from guildworks.kernels.text.clauses import sentences_of
from guildworks.kernels.text.outline import Passage
from guildworks.kernels.text.requirement import Read
from guildworks.kernels.text.span import Span

_THINGS = (
    "(?:assistants?|systems?|harness(?:es)?|dashboards?|reports?|pipelines?|models?|services?|APIs?|"
    "prototypes?|tools?|documentation|"
    "monitoring|leaderboards?|guardrails|graders?|alerts?|chat ?bots?|bots?|agents?|applications?|apps?|"
    "plugins?|librar(?:y|ies)|modules?|"
    "packages?|data ?sets?|test suites?|tests|suites?|evaluations?|benchmarks?|roadmap|plan|"
    "proofs? of concept|PoC|MVP|integrations?|"
    "connectors?|search|classifiers?|detectors?|websites?|interfaces?|UI|code|repository|notebooks?|"
    "scripts?|playbook|manual|handbook|"
    "trainings?|workshops?|hand-?over|audits?|reviews?|platforms?|databases?|warehouses?|adapters?|"
    "forecasts?|recommendations?|engines?|"
    "frameworks?|tables?|runbooks?|images?|software|firmware|deployments?|set-?up|infrastructure|cluster|architecture|concept|design|"
    r"specification|automation|solution|way to \w+)"
)
_ASKS = re.compile(
    r"\b(?:wanted|deliverables?|results?|outputs?|outcomes?|hand(?:ed)?[- ]?over|in the end|at the end)"
    r"\s*(?:is|are|:|\|)\s*|"
    r"\b(?:we|i)(?:'d| would)? (?:want|need|like|expect|are looking for|look for|require)(?: to (?:have|get|"
    r"see|build|receive))?\s+(?=(?:an?|the|our own|one|two)\s)|"
    r"\b(?:who|(?<!happy )to|you(?:'ll| will)?|help us(?: to)?|must|should|and) (?:build|builds|deliver|delivers|"
    "create|creates|set up|sets up|write|writes|implement|implements|provide|provides|hand over|develop|"
    r"develops|design and build|ship|ships)\s+",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:should|must|has to|have to|needs? to|will|to) be\s+(?P<list>(?:(?:fully |well |"
    "properly )?(?:finished|installed|documented|deployed|tested|handed over|delivered|trained|integrated|"
    "running|live|in production|evaluated|rolled out|validated|reviewed|open[- ]sourced|"
    r"with \w+)\b[^,.;]*(?:,\s*|\s+and\s+|,\s*and\s+)?)+)",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"(?:(?<!\s)\s+)?(?:,\s*(?:and\s+)?|;\s*)|"
    r"(?<!\s)\s+and\s+(?=(?:an?|the|installed|documented|deployed|tested|trained|handed|\w+ against)\b)"
)
_BULLET = re.compile(r"\s*(?:[-*•·–☞]|\(?\d+[.)])\s*")
# A determiner and up to five words, or up to two words, and then the thing: "a small prototype", "drift monitoring".
_WORD = r"(?!(?:it|them|with|to|for|of|in|on|at|and|that|who|which|from|by|this|is|are|then|be|has|have)\b)[\w'-]+\s+"
_HEAD = re.compile(
    rf"^(?:(?:an?|the|one|two|three|some|our|your|its|each|every|\d+)\s+(?:{_WORD}){{0,5}}?|"
    rf"(?:{_WORD}){{0,2}}?){_THINGS}\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:engineer|developer|scientist|person|somebody|someone|modeller|expert|specialist|consultant|"
    "analyst|architect|"
    r"freelancer|researcher|colleague)s?\b",
    re.IGNORECASE,
)
_COLON = re.compile(r":\s+")
_LONGEST = 160
_MOST = 40
_OF_POSTINGS = ("must", "tags", "benefits", "company")
_POSTING = 1_800  # characters; briefs are shorter, or have no list of demands


def read_deliverables(text: str, passages: Sequence[Passage]) -> tuple[Read[str], ...]:
    """Each thing to be handed over with its words, in order; empty where the brief names none."""
    spans: list[Span] = []
    is_posting = len(text) > _POSTING and any(passage.section in _OF_POSTINGS for passage in passages)
    for passage in passages:
        if passage.is_heading or passage.section in ("company", "benefits", "tags", "stack", "nice", "excluded"):
            continue
        if passage.section == "outcome":
            spans.extend(_items(text, passage.span))
            continue
        # A posting for a permanent job tells of duties: "build great applications" is nothing to hand over.
        for sentence in () if is_posting else sentences_of(text, passage.span):
            spans.extend(_in_sentence(text, sentence))
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return tuple(Read(" ".join(span.of(text).split()), span) for span in kept[:_MOST])


def _items(text: str, place: Span) -> list[Span]:
    start = place.start
    bullet = _BULLET.match(text, start, place.end)
    return [_trimmed(text, Span(bullet.end() if bullet else start, place.end))]


def _in_sentence(text: str, sentence: Span) -> list[Span]:
    spans: list[Span] = []
    done = _DONE.search(text, sentence.start, sentence.end)
    if done:
        spans.extend(_pieces(text, Span(*done.span("list")), things_only=False))
    starts = [ask.end() for ask in _ASKS.finditer(text, sentence.start, sentence.end)]
    if starts:
        starts.extend(colon.end() for colon in _COLON.finditer(text, starts[0], sentence.end))
    edges = sorted({*starts, sentence.end})
    for start, end in pairwise(edges):
        spans.extend(_pieces(text, Span(start, end), things_only=True))
    return spans


def _pieces(text: str, place: Span, *, things_only: bool) -> list[Span]:
    spans: list[Span] = []
    start = place.start
    for cut in (*_PIECE.finditer(text, place.start, place.end), None):
        end = cut.start() if cut else place.end
        span = _trimmed(text, Span(start, max(start, end)))
        words = span.of(text)
        if words and len(words) <= _LONGEST and (not things_only or _is_a_thing(words)):
            spans.append(span)
        start = cut.end() if cut else place.end
    return spans


def _is_a_thing(words: str) -> bool:
    head = re.split(r"\b(?:that|who|which|with|for)\b", words)[0]
    return _HEAD.match(" ".join(words.split())) is not None and not _PERSON.search(head)


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    lead = len(words) - len(words.lstrip(" \t\r\n:|-"))
    return Span(span.start + lead, max(span.start + lead, span.start + len(words.rstrip(" \t\r\n.,;:|!"))))
