"""What a resume claims about skills: which, how well, for how long. A wish to learn is no claim."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from guildworks.kernels.text.gazetteer import Mention
from guildworks.kernels.text.profile import ClaimDraft
from guildworks.kernels.text.resume_outline import Line, Outline
from guildworks.kernels.text.span import Span

_UNCLAIMED = {"wishes", "aside"}
_KNOW = (
    r"(?:knowledge|experiences?|understanding|command|skills?|grasp|background|exposure|proficiency|expertise|"
    r"user|level|"
    r"fundamentals|familiarity)"
)
# Words that tell a level alone ("advanced SQL"), and those that do so only with a noun ("good knowledge of SQL").
_ALONE: tuple[tuple[int, str], ...] = (
    (4, r"experts?(?:[- ]level)?|expertise|guru|mastery|mastered"),
    (3, r"advanced|proficien(?:t|cy)|highly skilled|well[- ]versed|strong|excellent|very good"),
    (2, r"intermediate|hands[- ]?on|competent|comfortable"),
    (
        1,
        r"basics?|beginner|elementary|familiar(?:ity)?|novice|fundamentals|introductory|acquainted|exposure|"
        r"awareness",
    ),
)
_WITH_NOUN: tuple[tuple[int, str], ...] = (
    (4, r"in[- ]depth|deep|profound|expert"),
    (3, r"advanced|strong|excellent|very good|extensive|thorough|solid|comprehensive|vast|rich|great|proven"),
    (2, r"good|working|practical|hands[- ]?on|moderate|sound|decent|fair|intermediate|professional|commercial"),
    (1, r"basic|little|some|limited|elementary|foundational|beginner(?:['’]s)?"),
)
_BEHIND_ONLY: tuple[tuple[int, str], ...] = (
    (4, r"master"),
    (3, r"fluent"),
    (
        2,
        r"good|medium|average|moderate|"
        r"working knowledge",
    ),
)
_LEVELS = tuple(
    (level, re.compile(rf"(?:{source})", re.IGNORECASE)) for level, source in (*_ALONE, *_BEHIND_ONLY, *_WITH_NOUN)
)
_ANY_ALONE = "|".join(source for _, source in _ALONE)
_ANY_WITH_NOUN = "|".join(source for _, source in _WITH_NOUN)
_ANY_BEHIND = "|".join(source for _, source in (*_BEHIND_ONLY, *_ALONE))
# "expert in", "good knowledge of", "advanced:", before a list of skills.
_BEFORE = re.compile(
    rf"\b(?:(?P<noun>{_ANY_WITH_NOUN})\b(?:[ ,/&]{{1,3}}(?:and |[\w-]+ ){{0,2}}?{_KNOW})|"
    rf"(?P<level>{_ANY_ALONE})\b(?: {_KNOW})?)"
    r"(?:\s+(?:in|with|of|on|at|using|about|user of|the use of)\b"
    r"(?: (?:the|both|all|using|use of|working with|areas? of))?(?:\s?:)?|\s*[:–—-]|(?=\s))\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s{{0,4}}(?:[-–—:|(,]|\t)?\s{{0,4}}(?P<level>{_ANY_BEHIND})(?:[ -](?:level|user|{_KNOW}|proficiency))?"
    r"\s{0,4}(?=$|[),;.|/\n\t]| and\b| {2})",
    re.IGNORECASE,
)
_BAR = re.compile(r"[\s:|(–-]{0,6}(?P<full>[●★⬤◉■▮█▰⚫*]{1,10})(?P<empty>[○☆◯□▯░▱⚪]{0,10})(?!\w)")
_OUT_OF = re.compile(r"[\s:|(–-]{0,6}(?:(?P<got>\d{1,2})\s?(?:/|out of)\s?(?P<of>5|10)\b|(?P<percent>\d{1,3})\s?%)")
_TIME_AFTER = re.compile(
    r"[\s:|(,–—-]{0,4}(?:\w+[\s:–-]{1,4})?(?:for |over |with )?(?P<less>less than |under |"
    r"< ?)?(?P<count>\d{1,2}(?:\.\d)?|\d{1,3}(?=\s?m))\s?\+?\s?"
    r"(?P<unit>years?|yrs?|months?|mos?\b)",
    re.IGNORECASE,
)
_TIME_BEFORE = re.compile(
    r"(?P<count>\d{1,2}(?:\.\d)?)\s?\+?\s?(?P<unit>years?|yrs?|"
    r"months?)['’]?(?: of)?(?: (?:\w+ ){0,2}?experience)?(?: (?:in|with|of|on|as an?|using|working with))?\s+$",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:(?:want|wants|wish|wishes|like|love|eager|keen|plan|plans|planning|hope|hoping|excited|"
    r"willing(?:ness)?|ready|aim|aiming|"
    r"looking|desire|aspir\w+|curious|passion)\b(?: \w+){0,4}? (?:learn\w*|study|explore|master|pick up|try|"
    r"get into|dive into|"
    r"deepen|move (?:in)?to|transition|switch to|grow (?:in|into)|become)|(?:interested|interests?) (?:in|"
    r"include|are)|"
    r"(?:currently |now |still |just )(?:learning|studying|exploring|reading about)|to be learned|"
    r"learning (?:next|now)|"
    r"(?:no|not|never|without|lack(?:s|ing)?|don['’]t|do not|did not|didn['’]t|haven['’]t|have not|"
    r"zero)\b(?: \w+){0,3} "
    r"(?:experience|knowledge|familiar|used?|know|worked|touched|exposure|interested|comfortable|learned|learnt|"
    r"want)|"
    r"(?:no|not|without|never|neither|nor)\s+¤)",
    re.IGNORECASE,
)
_NOT_YET_BEHIND = re.compile(
    r"\s{0,3}[(:–—-]\s{0,3}(?:(?:currently|now|still|just) )?(?:learning|studying|"
    r"(?:want(?:ing)? |plan(?:ning)? )?to learn)\b",
    re.IGNORECASE,
)
# Names of places of learning, and of employers, that are made of words for skills.
_NAME_OF_SCHOOL = re.compile(
    r"(?:[ ,&.]+[\w'’.]+){0,4}?[ ,]+(?:college|university|institute|school|"
    r"academy)\b",
    re.IGNORECASE,
)
_NAME_OF_COMPANY = re.compile(
    r"(?: [\w&.-]+){0,2}?,? (?:pvt|private|ltd|limited|inc|llc|gmbh|corp|corporation|technologies|"
    r"solutions)\b",
    re.IGNORECASE,
)
_LAW_DEGREE = re.compile(r"LL\.?M\.?")
_EMPLOYER = re.compile(r"^(?:company|organi[sz]ation|employer|client)(?: name)?\s*[:–-]", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;!?](?=\s|$)|\n|•|(?<![●○])●(?=\s+\w)|\bbut\b|\bhowever\b", re.IGNORECASE)
# Bounded on purpose, as every pattern here: a resume comes from a stranger.
_LIST = re.compile(r"(?:[¤\s,/&|+()•-]|\band\b|\bor\b|\bas well as\b)*", re.IGNORECASE)
_REACH = 200  # characters from a word for a level to the last skill of the list that it opens
_LIST_MAX = 12


def read_claims(text: str, outline: Outline, found: Sequence[Mention]) -> tuple[ClaimDraft, ...]:
    """Each skill that the resume claims, once, in the order of first mention."""
    starts = [line.span.start for line in outline.lines]
    mentions = [
        mention
        for mention in found
        if _may_claim(text, mention, outline.lines[max(bisect_right(starts, mention.span.start) - 1, 0)])
    ]
    return claims_of(text, mentions)


def _may_claim(text: str, mention: Mention, line: Line) -> bool:
    """Whether the mention stands where claims are made, and is no part of the name of a school or an employer."""
    if line.kind in _UNCLAIMED or _EMPLOYER.match(line.text) or _NAME_OF_COMPANY.match(text, mention.span.end):
        return False
    if line.kind == "education":
        return not (_NAME_OF_SCHOOL.match(text, mention.span.end) or _LAW_DEGREE.fullmatch(mention.span.of(text)))
    return True


def claims_of(text: str, mentions: Sequence[Mention]) -> tuple[ClaimDraft, ...]:
    """Each skill that a text without sections claims, once."""
    return merge_claims(
        claim for clause, inside in _clauses(text, mentions) for claim in _of_clause(text, clause, inside)
    )


def level_of(words: str) -> int | None:
    """The level that words such as "Master", "advanced" or "4/5" mean, or None."""
    if found := _OUT_OF.match(words.strip()):
        share = int(found["percent"]) / 100 if found["percent"] else int(found["got"]) / int(found["of"])
        return _share(share)
    return next((level for level, pattern in _LEVELS if pattern.search(words)), None)


def merge_claims(claims: Iterable[ClaimDraft]) -> tuple[ClaimDraft, ...]:
    """Each skill once, in the order of first mention."""
    found: dict[str, ClaimDraft] = {}
    for claim in claims:
        found[claim.skill] = _merged(found[claim.skill], claim) if claim.skill in found else claim
    return tuple(found.values())


def _merged(first: ClaimDraft, later: ClaimDraft) -> ClaimDraft:
    """The first mention's place with the highest level and the longest time of both."""
    level = max((claim.level for claim in (first, later) if claim.level is not None), default=None)
    years = max((claim.years for claim in (first, later) if claim.years is not None), default=None)
    return replace(first, level=level, years=years)


def _clauses(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Span, list[Mention]]]:
    """Clauses that hold mentions; a sign that ends clauses inside a name ("Node.js") ends none."""
    groups: dict[tuple[int, int], list[Mention]] = {}
    covered = [mention.span for mention in mentions]
    ends = list(_CLAUSE_END.finditer(text))
    edges = [0]
    at = 0
    for found in ends:
        while at < len(covered) and covered[at].end <= found.start():
            at += 1
        if at < len(covered) and covered[at].start <= found.start() < covered[at].end:
            continue
        edges.append(found.start())
    edges.append(len(text))
    place = 0
    for mention in mentions:
        while place + 1 < len(edges) and edges[place + 1] <= mention.span.start:
            place += 1
        groups.setdefault((edges[place], max(edges[place + 1], mention.span.end)), []).append(mention)
    for (start, end), inside in groups.items():
        yield Span(start, end), inside


def _of_clause(text: str, clause: Span, mentions: list[Mention]) -> Iterator[ClaimDraft]:
    words = _masked(text, clause, mentions)
    refused = _NOT_YET.search(words)
    openers = [
        (found.start(), found.end(), _level(found["level"] or found["noun"])) for found in _BEFORE.finditer(words)
    ]
    earlier: list[Span] = []
    for mention in mentions:
        place = Span(mention.span.start - clause.start, mention.span.end - clause.start)
        if refused and refused.start() < place.start:
            return
        if _NOT_YET_BEHIND.match(words, place.end):
            continue
        level = _level_behind(words, place.end) or _level_before(words, place.start, openers)
        years = _time_behind(words, place.end) or _time_before(words, place.start, earlier[-_LIST_MAX:])
        yield ClaimDraft(mention.skill, level, years, mention.span)
        earlier.append(place)


def _masked(text: str, clause: Span, mentions: Iterable[Mention]) -> str:
    """The clause with the names of skills blotted out, so that "deep learning" says nothing about depth or wishes."""
    words = list(clause.of(text))
    for mention in mentions:
        for at in range(mention.span.start - clause.start, min(mention.span.end - clause.start, len(words))):
            words[at] = "¤"
    return "".join(words)


def _level_behind(words: str, end: int) -> int | None:
    if found := _BAR.match(words, end):
        full, empty = len(found["full"]), len(found["empty"])
        if full + empty >= 3:
            return _share(full / (full + empty))
    if found := _OUT_OF.match(words, end):
        share = int(found["percent"]) / 100 if found["percent"] else int(found["got"]) / int(found["of"])
        return _share(share) if share <= 1 else None
    if found := _AFTER.match(words, end):
        return _level(found["level"])
    return None


def _share(share: float) -> int:
    return max(1, min(4, round(4 * share)))


def _level(words: str) -> int | None:
    return next((level for level, pattern in _LEVELS if pattern.fullmatch(words.strip())), None)


def _level_before(words: str, start: int, openers: Sequence[tuple[int, int, int | None]]) -> int | None:
    """The nearest level that opens a list which reaches up to this skill: "expert in ¤, ¤ and ¤"."""
    at = bisect_right(openers, start, key=lambda opener: opener[1])
    for begin, end, level in reversed(openers[max(0, at - _LIST_MAX) : at]):
        if begin < start - _REACH:
            break
        between = words[end:start]
        if _LIST.fullmatch(between) or (len(between.split()) <= 2 and "," not in between and "¤" not in between):
            return level
    return None


def _time_behind(words: str, end: int) -> float | None:
    found = _TIME_AFTER.match(words, end)
    return _years(found) if found else None


def _time_before(words: str, start: int, earlier: Sequence[Span]) -> float | None:
    """ "5 years of ¤, ¤": the time holds for each skill of the list that it opens."""
    for place in reversed(earlier):
        if start - place.end > _REACH or not _LIST.fullmatch(words[place.end : start]):
            break
        start = place.start
    found = _TIME_BEFORE.search(words[max(0, start - 80) : start])
    return _years(found) if found else None


def _years(found: re.Match[str]) -> float | None:
    count = float(found["count"])
    years = count / 12 if found["unit"].lower().startswith("m") else count
    if found.groupdict().get("less"):
        years /= 2
    return round(years, 2) if 0 < years <= 50 else None
