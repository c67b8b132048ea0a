"""Which roles a brief is looking for, under their usual names, and which part of it speaks of which role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guildworks.kernels.text.outline import Passage
from guildworks.kernels.text.requirement import Read
from guildworks.kernels.text.span import Span

_DOER = r"(?:engineers?|developers?|programmers?|specialists?|experts?|architects?|consultants?|practitioners?|devs?)"
_ROLES: tuple[tuple[str, str], ...] = (
    (
        "machine learning researcher",
        "(?:ML|machine[- ]learning|AI|deep[- ]learning) (?:research )?(?:researchers?|research scientists?|"
        r"scientists?)|research (?:scientists?|engineers?)(?: \(?(?:ML|AI)\)?)?|applied scientists?",
    ),
    (
        "MLOps engineer",
        "(?:ML ?-?ops|ML[- ]platform|ML[- ]infrastructure|machine[- ]learning (?:operations|platform|"
        f"infrastructure)|LLM ?ops) {_DOER}",
    ),
    (
        "LLM engineer",
        f"(?:LLM|large[- ]language[- ]model|gen(?:erative)?[- ]?AI|prompt|RAG|(?:AI |LLM )?agents?) {_DOER}",
    ),
    (
        "computer vision engineer",
        f"(?:computer[- ]vision|machine[- ]vision|CV|vision|image[- ]processing|perception) {_DOER}",
    ),
    ("NLP engineer", rf"(?:NLP|natural[- ]language(?:[- ]processing)?) {_DOER}|computational linguists?"),
    ("speech engineer", rf"(?:speech|voice|audio|ASR) {_DOER}"),
    ("edge ML engineer", rf"(?:edge|embedded) (?:ML|AI|machine[- ]learning) {_DOER}"),
    ("inference engineer", rf"(?:(?:LLM |model |ML )?inference|GPU|CUDA|model[- ]serving|performance) {_DOER}"),
    ("ML engineer", rf"(?:ML|machine[- ]learning|deep[- ]learning|DL) {_DOER}|MLEs?"),
    ("AI engineer", rf"(?:applied )?(?:AI|artificial[- ]intelligence) {_DOER}"),
    ("data scientist", r"(?:data|decision) scientists?|statisticians?|biostatisticians?"),
    (
        "data engineer",
        f"(?:(?:big )?data(?:[- ]platform|[- ]pipeline|[- ]warehouse| ?ops)?|ETL|analytics) (?:{_DOER})|DWH {_DOER}",
    ),
    ("data analyst", r"(?:data|business[- ]intelligence|BI|business|product) analysts?"),
    (
        "DevOps engineer",
        "(?:dev(?: ?- ?sec)?[- ]?ops|site[- ]reliability|SRE|platform|infrastructure|cloud|release|build|"
        f"systems?|network) {_DOER}|SREs?|(?:linux |system )?(?:system )?administrators?|sysadmins?",
    ),
    (
        "security engineer",
        r"(?:(?:\w+ )?security|cyber ?security|application[- ]security|infosec|AI[- ]safety|"
        f"red[- ]team) (?:{_DOER}|analysts?)|pen(?:etration)?[- ]?testers?|red[- ]teamers?|threat hunters?",
    ),
    (
        "QA engineer",
        f"(?:QA|quality[- ]assurance|test(?:ing)?|test[- ]automation|automation) (?:{_DOER}|analysts?)|"
        "(?:software )?testers?|SDETs?",
    ),
    ("full-stack engineer", rf"full[- ]?stack (?:\w+ )?{_DOER}"),
    ("frontend engineer", rf"(?:front[- ]?end|UI|web[- ]frontend|react(?:js)?|angular(?:js)?|vue(?:\.?js)?) {_DOER}"),
    ("backend engineer", rf"(?:back[- ]?end|API|server[- ]side|node(?:\.?js)?|django|rails|spring) {_DOER}"),
    ("mobile engineer", rf"(?:mobile|iOS|android|flutter|react[- ]native) (?:app )?{_DOER}"),
    ("embedded engineer", rf"(?:embedded|firmware|IoT|embedded IoT|robotics) (?:\w+ )?{_DOER}|roboticists?"),
    ("database engineer", rf"(?:database|DB|SQL|postgres(?:ql)?|oracle) (?:{_DOER}|administrators?)|DBAs?"),
    ("web developer", rf"web(?:site)? {_DOER}"),
    ("product manager", r"(?:technical |AI |data )?product (?:managers?|owners?)"),
    ("project manager", r"(?:technical |IT )?(?:project|program(?:me)?|delivery) managers?|scrum masters?"),
    (
        "engineering manager",
        r"(?:engineering|development|team) managers?|heads? of (?:engineering|technology|data|AI|ML)|"
        "(?:technology|tech|technical) leads?|CTOs?",
    ),
    ("designer", r"(?:UX|UI|UX/UI|UI/UX|product) designers?"),
    ("bioinformatician", r"bioinformaticians?|computational biologists?"),
    ("solution architect", r"(?:solutions?|software|cloud|enterprise|technical|data|AI|ML|system) architects?"),
    ("data annotator", r"(?:data )?(?:annotators?|labell?ers?)"),
    ("technical writer", r"technical writers?"),
    (
        "software engineer",
        r"(?:(?:\w+[- ])?software|application|applications|python|java(?:script)?|c\+\+|c#|\.net|go(?:lang)?|"
        "rust|scala|kotlin|ruby|php|typescript|clojure|core java) (?:(?:SW|software|web|application|"
        rf"backend) )?{_DOER}|(?:\. ?)?net (?:sw )?{_DOER}|SW {_DOER}|software people|"
        "(?:linux|kernel) (?:developers?|programmers?)",
    ),
)


def _any_space(words: str) -> str:
    """The pattern with any white space where it has a space, since a line may end inside a role's name."""
    return words.replace(" ?", r"\s*").replace("[- ]", r"[-\s]").replace(" ", r"\s+")


_COMPILED = tuple(
    (role, re.compile(rf"(?<![\w-])(?:{_any_space(words)})(?![\w-])", re.IGNORECASE)) for role, words in _ROLES
)
# What every role's name ends with; a passage without it needs no further look.
_ANY_ROLE = re.compile(
    r"(?:engineer|develop|programm|specialist|expert|architect|consultant|practitioner|devs?\b|scientist|"
    "research|analyst|"
    r"statistic|administrator|sysadmin|SREs?\b|MLEs?\b|DBAs?\b|CTO|teamer|tester|SDET|robot|manager|owner|"
    "master|designer|"
    r"informatic|biologist|annotator|label|writer|software people|linguist|head|hunter|leads?\b)",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:looking for|look for|search(?:ing)?(?: for)?|seek(?:ing|s)?|need(?:s|ed)?|hir(?:e|ing)|want(?:s|ed)?|"
    "require[sd]?|recruit(?:ing)?|as (?:an?|our|the)(?: next)?|role of|position of|job as|work as|"
    r"you (?:are|'re) (?:an?|our)|become (?:an?|our)|join (?:us|our (?:team|company)) as|role\s*[:is]+|"
    r"position\s*:|we'?d like|staff(?:ing)?|for (?:an?|the) (?:\w+ ){0,2}(?:position|role)|"
    r"find (?:us )?(?:an?|two|three))\b[^.;!?\n]*$",
    re.IGNORECASE,
)
_WANTED_BEHIND = re.compile(r"\s*(?:\([^)]{1,12}\)\s*)?(?:wanted|needed|sought|required|for hire)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:our|with(?: (?:other|the|a team of|data|many))?|and with|alongside|together with|by|report(?:s|"
    "ing)? to|team of|of (?:experienced|talented)|other|the|their|your|between|for|to|from|support(?:ing)?|"
    r"mentor(?:ing)?|guide|assist|help(?:s|ing)?)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|\d{1,2}|several|another|senior|junior|lead|experienced|strong|"
    r"part[- ]time|freelance)\s+(?:[\w/-]+\s+){0,3}$",
    re.IGNORECASE,
)
_IN_HEADING = re.compile(
    r"^[\W\d]*(?:(?:role|position|profile|seat|person|phase)\b\W*\w?\W*)?(?:an?|one|the|two|"
    r"\d x)?\s*(?:(?:very |fully )?(?:senior|junior|lead|principal|staff|experienced|sr\.?|mid-level|remote|"
    r"freelance|part-time|full-time|ai)\W+)*$",
    re.IGNORECASE,
)


_HEADLINE_MAX = 40  # characters before the role
_LEAD_MAX = 160  # the same in a list item or heading
_ARTICLE = re.compile(r"\b(?:an?|the)\b", re.IGNORECASE)
_TELLS = re.compile(  # a sentence about such people, no headline
    r"\s+(?:is|are|was|were|will|would|can|have|has|had|who|that|do|does|of ours|(?:in|at|on) our|left|spend|use|"
    r"work)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RolePart:
    """A part of the brief that speaks of one role only."""

    role: str
    span: Span


@dataclass(frozen=True, slots=True)
class RoleNames:
    """The names of roles in one passage, whether wanted or only spoken of."""

    passage: Passage
    names: tuple[tuple[str, Span], ...]


def name_roles(text: str, passages: Sequence[Passage]) -> tuple[RoleNames, ...]:
    """All names of roles, passage by passage; passages without one are there too, with none."""
    return tuple(RoleNames(passage, tuple(_named(text, passage.span))) for passage in passages)


def read_roles(text: str, named: Sequence[RoleNames]) -> tuple[Read[str], ...]:
    """The roles that are wanted, each once, in the order of the brief; roles only spoken of are left out."""
    found: dict[str, Read[str]] = {}
    after_label = False
    for passage, names in ((entry.passage, entry.names) for entry in named):
        for role, span in names:
            if found and _is_abbreviation(text, passage.span.start, span.start):
                continue
            if role not in found and (after_label or _is_wanted(text, passage, span)):
                found[role] = Read(role, span)
        label = passage.span.of(text).strip().lower()
        after_label = passage.is_heading and label.rstrip(":") in ("role", "position", "roles")
    return tuple(found.values())


def role_parts(text: str, named: Sequence[RoleNames], roles: Iterable[Read[str]]) -> tuple[RolePart, ...]:
    """Where a brief for several roles speaks of each; empty for a brief that wants one role or none."""
    wanted = {role.value for role in roles}
    if len(wanted) < 2:
        return ()
    openings: list[tuple[int, str]] = []
    ends: list[int] = []
    for passage, names in ((entry.passage, entry.names) for entry in named if entry.passage.section != "title"):
        here = [(role, span) for role, span in names if role in wanted]
        opens = [role for role, span in here if _opens_part(text, passage, span)]
        if opens and (len(here) == 1 or passage.is_heading):
            openings.append((passage.span.start, opens[0]))
        elif len(here) > 1:
            openings.extend((span.start, role) for role, span in here if _is_wanted(text, passage, span))
            ends.append(passage.span.end)
        elif openings and not _BULLETED.match(passage.span.of(text)) and _is_shared(text, passage):
            ends.append(passage.span.start)
    return _cut(openings, ends, len(text))


def _is_abbreviation(text: str, passage_start: int, start: int) -> bool:
    """Whether a role stands in a bracket: "Site Reliability Manager (SRE)" is one role."""
    before = text[passage_start:start].rstrip()
    return before.endswith("(") and _ANY_ROLE.search(before[-60:]) is not None


_BULLETED = re.compile(r"\s*(?:[-*•·]|\(?\d+[.)])\s")
_SHARED = re.compile(
    r"\b(?:both|all (?:three|roles|of them|the roles)|everybody|everyone|each of them|start|budget|remote|rate|"
    r"duration|hours)\b",
    re.IGNORECASE,
)


def _is_shared(text: str, passage: Passage) -> bool:
    return _SHARED.search(passage.span.of(text)) is not None


def _cut(openings: Sequence[tuple[int, str]], ends: Sequence[int], length: int) -> tuple[RolePart, ...]:
    parts: list[RolePart] = []
    ordered = sorted(openings)
    for index, (start, role) in enumerate(ordered):
        following = [ordered[index + 1][0]] if index + 1 < len(ordered) else []
        stop = min([*following, *(end for end in ends if end > start)], default=length)
        parts.append(RolePart(role, Span(start, stop)))
    return tuple(parts) if len({part.role for part in parts}) > 1 else ()


def _named(text: str, place: Span) -> list[tuple[str, Span]]:
    """All role names in a place, longest rule first, none inside another."""
    found: list[tuple[str, Span]] = []
    taken: set[int] = set()
    if not _ANY_ROLE.search(text, place.start, place.end):
        return found
    for role, pattern in _COMPILED:
        for match in pattern.finditer(text, place.start, place.end):
            span = Span(*match.span())
            if taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                found.append((role, span))
    return sorted(found, key=lambda item: item[1])


def _is_wanted(text: str, passage: Passage, span: Span) -> bool:
    before = text[max(passage.span.start, span.start - 160) : span.start]
    if passage.section == "title" or (passage.is_heading and _IN_HEADING.match(before)):
        return True
    if _opens_part(text, passage, span) or _opens_brief(text, span):
        return True
    if passage.section in ("company", "benefits"):
        return False
    if _WANTED_BEHIND.match(text, span.end):
        return True
    sentence = re.split(r"[.;!?]\s", before)[-1]
    # "We need an ML engineer" is a role, "to work with our data engineers" after it is not
    if not _WANTED.search(sentence):
        return False
    return bool(_COUNT.search(sentence)) or not _OTHERS.search(sentence)


def _opens_brief(text: str, span: Span) -> bool:
    """Whether the brief begins with the role as a headline does, as in "Senior data engineer, Lyon, from May"."""
    opening = text[: span.start]
    return (
        len(opening) <= _HEADLINE_MAX
        and _IN_HEADING.match(opening) is not None
        and not _ARTICLE.search(opening)
        and not _TELLS.match(text, span.end)
    )


def _opens_part(text: str, passage: Passage, span: Span) -> bool:
    """Whether a list item or heading begins with the role, as in "2. A data engineer, 20 hours a week"."""
    if span.start - passage.span.start > _LEAD_MAX:
        return False
    before = text[passage.span.start : span.start]
    starts_item = bool(_BULLETED.match(passage.span.of(text))) or passage.is_heading
    return (
        starts_item
        and passage.section in ("none", "title", "form", "tasks", "must")
        and bool(_IN_HEADING.match(before))
    )
