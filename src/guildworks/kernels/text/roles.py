"""Which roles a brief is looking for, under their usual names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from guildworks.kernels.text.outline import Passage
from guildworks.kernels.text.requirement import Read
from guildworks.kernels.text.span import Span

_DOER = (
    "(?:engineers?|developers?|programmers?|specialists?|experts?|architects?|consultants?|practitioners?|devs?|"
    "contractors?|freelancers?)"
)
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
    r"(?:engineer|develop|programm|specialist|expert|architect|consultant|practitioner|devs?\b|contractor|freelancer|scientist|"
    "research|analyst|"
    r"statistic|administrator|sysadmin|SREs?\b|MLEs?\b|DBAs?\b|CTO|teamer|tester|SDET|robot|manager|owner|"
    "master|designer|"
    r"informatic|biologist|annotator|label|writer|software people|linguist|head|hunter|leads?\b)",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:looking for|look for|search(?:ing)?(?: for)?|seek(?:ing|s)?|need(?:s|ed)?|hir(?:e|ing)|want(?:s|ed)?|"
    "require[sd]?|recruit(?:ing)?|as (?:an?|our|the)(?: next)?|role of|position of|job as|work as|"
    r"you (?:are|'re) (?:an?|our)|become (?:an?|our)|join (?:us|our (?:team|company)) as|role\s+is|"
    r"we'?d like|staff(?:ing)?|for (?:an?|the) (?:\w+ ){0,2}(?:position|role)|"
    r"find (?:us )?(?:an?|two|three))\b[^.;!?\n]*$|\b(?:title\s*[:|]|(?:role|position)\s*\|)\s[^.;!?\n]*$",
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
    introduced = _introduced(text, named)
    for passage, names in ((entry.passage, entry.names) for entry in named):
        for role, span in names:
            if found and _is_abbreviation(text, passage.span.start, span.start):
                continue
            if role not in found and (after_label or span in introduced or is_wanted(text, passage, span)):
                found[role] = Read(role, span)
        label = passage.span.of(text).strip().lower()
        after_label = passage.is_heading and label.rstrip(":") in ("role", "position", "roles")
    return tuple(found.values())


def _introduced(text: str, named: Sequence[RoleNames]) -> set[Span]:
    """Names that label or begin the part of the brief that is about them, where several roles are given one each."""
    found = [
        (role, span)
        for entry in named
        for role, span in entry.names
        if entry.passage.section not in ("company", "benefits")
        and (role not in _CONTACTS or entry.passage.is_heading)
        and (is_label(text, entry) or _is_told_of(text, entry.passage, span))
    ]
    return {span for _, span in found} if len({role for role, _ in found}) > 1 else set()


def _is_told_of(text: str, passage: Passage, name: Span) -> bool:
    """Whether the brief asks something of one person in the role.

    "The data engineer must know …", "Data engineer: …", "2. Data engineer …", "Spark is required of the data engineer".
    """
    before = text[max(passage.span.start, name.start - _BEFORE_NAME_MAX) : name.start]
    if name.of(text).endswith("s"):
        return False
    if _SENTENCE_ABOUT.search(before) and _DEMANDED_OF.match(text, name.end):
        return True
    if _AFTER_NUMBER.search(before) or _ASKED_OF.search(before):
        return True
    return _OPENS_SENTENCE.search(before) is not None and text.startswith(":", name.end)


def _is_abbreviation(text: str, passage_start: int, start: int) -> bool:
    """Whether a role stands in a bracket: "Site Reliability Manager (SRE)" is one role."""
    before = text[passage_start:start].rstrip()
    return before.endswith("(") and _ANY_ROLE.search(before[-60:]) is not None


_NUMBERED = re.compile(r"[\s#*]*(?:role|position|profile|seat|person)\s+(?:\d|[a-z]\b)", re.IGNORECASE)
_ENDS_LABEL = re.compile(
    r"[\s*_]*(?:\([^)\n]{1,60}\))?(?:[^\S\n]*[*_]*:|[^\S\n]+[–—-]\s|[^\S\n*_]*[*_]*[^\S\n]*(?:\n|$))"
)
_ENDS_TITLE = re.compile(r"[\s*_]*(?::|$)")  # a post's title goes on: "Web developer - JavaScript"
_CONTACTS = ("product manager", "project manager", "engineering manager")  # "Product owner: Jo" names whom to ask
_LABEL_WORDS_MAX = 8
_BEFORE_NAME_MAX = 120  # characters
_BESIDE_OTHERS = re.compile(
    r"\b(?:with|alongside|support(?:s|ing)?|help(?:s|ing)?|by|report(?:s|ing)? to|like|than|to)\s+"
    r"(?:(?:the|an?|our|your|their|another|other)\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_SENTENCE_ABOUT = re.compile(r"(?:^|[.!?]\s|\n)[\s*-]*The\s+(?:[\w-]+\s+)?$")
_OPENS_SENTENCE = re.compile(r"(?:^|\n|[.!?]\s+)$")
_AFTER_NUMBER = re.compile(
    r"(?:(?:^|\s)\(?\d{1,2}[.)]|;|\b[Rr]oles:|\b(?:[Rr]ole|[Pp]osition|[Pp]rofile|[Ss]eat|[Pp]erson)\s(?:\d|[A-Z])\s?[:.)–-])"
    r"\s+(?:(?!our\b|the\b|your\b)[\w-]+\s+){0,2}$"
)
_ASKED_OF = re.compile(
    r"\b(?:required|needed|expected|demanded|must|mandatory|essential|asked)\b[^.;!?\n]*"
    r"\b(?:of|for|from)\s+the\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_DEMANDED_OF = re.compile(
    r"(?:\s*,[^.;\n]{1,60},)?\s+(?:must|should|shall|will|ought|can|needs?|has\s+to|is\s+(?:to|expected)|"
    r"(?!(?:was|is|has)\b)[a-z]{2,}s)\b"
)


def _may_head(words: str) -> bool:
    """Whether these words may stand before the name of a role in a heading; a long run of anything may not."""
    bare = words.lstrip()
    return len(bare) <= _BEFORE_NAME_MAX and _IN_HEADING.match(bare) is not None


def is_label(text: str, entry: RoleNames) -> bool:
    """Whether a passage begins with a line that only says whom the lines below it are about: "Role 1: ML engineer"."""
    place = entry.passage.span
    if len({role for role, _ in entry.names}) != 1 or entry.passage.section in ("company", "benefits"):
        return False
    name = entry.names[0][1]
    before, line = text[place.start : name.start], place.of(text).strip()
    if entry.passage.is_item:
        return False
    ends = _ENDS_LABEL if text[: place.start].strip() else _ENDS_TITLE
    if _may_head(before) and (ends.match(text, name.end, place.end) or _NUMBERED.match(before)):
        return True
    short = line.endswith((":", ":**")) and len(line.split()) <= _LABEL_WORDS_MAX
    return (entry.passage.is_heading or short) and entry.passage.section != "title" and not is_beside_others(before)


def is_beside_others(before: str) -> bool:
    """Whether the words before a role's name make of it somebody whom others work with."""
    return _BESIDE_OTHERS.search(before) is not None


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


def is_wanted(text: str, passage: Passage, span: Span) -> bool:
    """Whether the brief looks for somebody in this role."""
    before = text[max(passage.span.start, span.start - 160) : span.start]
    if passage.section == "title" or (passage.is_heading and _may_head(before)):
        return True
    if opens_part(text, passage, span) or opens_brief(text, span):
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


def opens_brief(text: str, span: Span) -> bool:
    """Whether the brief begins with the role as a headline does, as in "Senior data engineer, Lyon, from May"."""
    opening = text[: span.start]
    return (
        len(opening) <= _HEADLINE_MAX
        and _may_head(opening)
        and not _ARTICLE.search(opening)
        and not _TELLS.match(text, span.end)
    )


def opens_part(text: str, passage: Passage, span: Span) -> bool:
    """Whether a list item or heading begins with the role, as in "2. A data engineer, 20 hours a week"."""
    if span.start - passage.span.start > _LEAD_MAX:
        return False
    before = text[passage.span.start : span.start]
    starts_item = passage.is_item or passage.is_heading
    return starts_item and passage.section in ("none", "title", "form", "tasks", "must") and _may_head(before)
