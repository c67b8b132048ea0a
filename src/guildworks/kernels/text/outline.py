"""The outline of a brief: its title, its headings, its list items, and which section each sentence belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from guildworks.kernels.text.span import Span

Section = Literal[
    "title", "must", "nice", "tasks", "stack", "tags", "company", "benefits", "excluded", "outcome", "form", "none"
]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text inside one section: a paragraph, a list item, or a heading."""

    span: Span
    section: Section
    is_heading: bool = False
    is_item: bool = False  # of a list, by its bullet or number


_HEADINGS: tuple[tuple[Section, str], ...] = (
    (
        "form",
        "(?:job )?description|job type|experience level|role|company (?:size|type)|location(?: options)?|"
        "subject|date posted|start(?: date)?|load|pay|"
        "duration|budget|rate|hours|languages?|place|location|time ?line|terms|practical(?:ities)?|"
        "logistics|update|contract|timing",
    ),
    (
        "excluded",
        "not (?:needed|required|necessary|wanted)|(?:what )?(?:you|we) (?:do not|don't) need(?: to know)?|"
        "out of scope|no need for",
    ),
    (
        "nice",
        "(?:it's |it is |also |really )*nice[- ]to[- ]haves?|nice|would be (?:nice|great)|bonus(?: points?|"
        " skills?| if.*)?|(?:big |huge )?plus(?:es| points?)?|"
        r"(?:as )?a (?:big |huge |strong )?plus|"
        "(?:preferred|desired|desirable|optional|additional|beneficial|advantageous|extra)(?: (?:skills?|"
        "qualifications?|experiences?|requirements?|knowledge|criteria))?|"
        "good to have|even better(?: if.*)?|extra points.*|(?:you |earn |"
        "collect )?.{0,24}by also knowing.*|ideally|advantages?|"
        r"what would (?:be|make) .{0,20}(?:plus|bonus|stand out).*|brownie points.*|"
        r"you(?:'ll| will)? (?:impress|surprise|delight) us.*|could have",
    ),
    (
        "outcome",
        "deliverables?|(?:expected )?(?:results?|outcomes?|outputs?)|what (?:we|you) (?:expect to get|"
        "will hand over|should deliver|deliver)|scope of delivery",
    ),
    (
        "benefits",
        "(?:job |our |the |your |company )?(?:benefits?|perks?)(?: (?:and|&) perks?)?|"
        "what(?: do)? we(?: can)? offer(?: you)?|(?:our |the )?offer|we offer(?: you)?|"
        "what(?:'s| is) in it for you.*|why (?:join )?us|why you(?:'ll| will)? (?:love|like|want|enjoy).*|"
        "your (?:benefits|prospects|advantages)|"
        "alongside pay.*|plus these awesome.*|here(?:'s| is) what we(?: can)? offer.*|"
        "compensation(?: (?:and|&) benefits)?|what you(?:'ll| will) get|"
        "equal (?:employment )?opportunit(?:y|ies)(?: employer)?|diversity(?: (?:and|&) inclusion)?|"
        "how to apply|our (?:hiring|recruiting|interview) process|"
        r"(?:hiring|interview|recruiting|recruitment|application) process|what happens next.*",
    ),
    (
        "company",
        "company(?: description| profile| culture)?|about (?:us|the company|the team|our (?:company|team)|"
        r"[A-Z<]\S+)|who (?:we are|are we)|what do we do|"
        "what we do|we are|our (?:mission|vision|story|values|culture|company|team|product|products)|"
        "the (?:company|team|product)|the way we work|how we work|"
        r"industry|background|context|introduction",
    ),
    (
        "must",
        "(?:(?:basic|minimum|minimal|mandatory|key|job|technical|core|main|required|essential|must[- ]have|"
        "professional|formal|our) )*"
        "(?:requirements?|qualifications?|skills?(?: (?:and|&) (?:qualifications?|experiences?|"
        "requirements?|knowledge|abilities))?|must[- ]haves?|"
        "musts?|required|competenc(?:y|ies|es)|criteria|expertise|prerequisites?|"
        "experience)(?: (?:required|needed|for (?:the|this) (?:role|job|position)|include))?|"
        "(?:your|the|candidate|ideal candidate|required) (?:skills?|profile|background|experience|"
        "qualifications?|strengths|toolbox)(?: .{0,40})?|profile|(?:the )?ideal candidate.{0,20}|"
        "what you(?:'ll| will)?(?: need(?: to)?)? (?:bring|have|need|know|offer).*|what (?:we(?:'re|"
        " are)? )?(?:look(?:ing)? for|need|expect|require|ask).*|"
        r"who (?:we(?:'re| are)? )?(?:look(?:ing)? for|need|want).*|who (?:you are|are you)|"
        r"we(?:'re| are)? (?:look(?:ing)? for|need|expect|require|want|seek)(?: you to have)?|important for us|"
        "you (?:should|have|bring|must|are|need|know|offer|possess|are the ideal candidate|"
        "be like)(?: .{0,45})?|you(?:'ve| have) got.*|"
        "to (?:be successful|succeed|grok|stand out).{0,60}|we(?:'d| would) like you to.*|you(?:'d| would|"
        r" will|'ll) (?:be )?(?:a good fit|great|need|have(?! to\b)|bring|fit).*|"
        "this role requires.*|why we would choose you.*|about you|your (?:must[- ]haves?|know[- ]how)|"
        "needed|we ask for|conditions",
    ),
    (
        "tasks",
        "(?:(?:key|main|your|job|core|the|major|primary|general) )*(?:responsibilit(?:y|ies)|duties|tasks?|"
        "mission|missions|job|role|challenges?|work|activities|assignments?)"
        r"(?: (?:will (?:be|include).*|include.*|overview|summary|description|are.*|(?:and|&) .{0,24}))?|"
        r"what you(?:'ll| will| are going to|'re going to)?(?: be)? (?:do|doing|work|build|own).*|"
        "(?:in )?(?:this|your|the) (?:role|position|job)(?: you(?:'ll| will|'ll get to| will get to).*)?|"
        "in this .{0,30}you(?:'|’)?(?: |ll|d).*|day[- ]to[- ]day.*|"
        "you(?:'ll| will)(?: be)?(?: .{0,30})?|how you(?:'ll| will) .*|as an? .{3,50}you (?:will|are).*|"
        "position overview|"
        "the (?:project|task|problem|job|work)|project(?: description)?|what (?:has to|needs to|"
        "must) be done|what we want",
    ),
    ("tags", r"technologies|tags|keywords|skills and tools"),
    (
        "stack",
        "(?:(?:our|the|current|tech|technology|technical|existing|your future) )*(?:tech(?:nology|"
        "nical)?[- ]?)?(?:stack|technologies|environment|toolbox|tools|toolset|tech)(?: (?:we use|used|are|"
        "is|consists? of).{0,30})?|"
        r"tools we use|technologies we use|what we (?:use|work with|run).*",
    ),
)
_HEADING = [(section, re.compile(rf"(?:{words})", re.IGNORECASE)) for section, words in _HEADINGS]
# A form field of a job board that stands inside running text, as in "… Job benefits: Free fruit Company description: …"
_BOARD = re.compile(
    r"(?<![\w-])(?:(?P<benefits>Job benefits:)|(?P<company>Company description:|Industry:)|"
    "(?P<form>Company size:|Company type:|Job type:|Experience level:|Location options:|Compensation:|"
    "Role:)|"
    r"(?P<none>Job description(?!:))|"
    r"(?P<stack>(?:Key |Our |The )?(?:Technologies|Tech stack|Tools)(?: that)? we (?:use|work with)\b:?)|"
    r"(?P<tags>Technologies(?=\s+[a-z.]))|"
    "(?P<tasks>Your (?:role|tasks|mission|responsibilities)(?= )|(?:Your|Main|Key|Job|YOUR) (?:Tasks|TASKS|"
    "Responsibilities|RESPONSIBILITIES|Mission|"
    r"Role)\b:?|Responsibilities:|RESPONSIBILITIES\b:?|"
    r"(?:What|WHAT) (?:you|YOU)(?:['’ ]+(?:ll|LL)| will| WILL) (?:be |BE )?(?:do|DO)(?:ing|ING)?\b:?|Tasks:)|"
    "(?P<nice>(?:Preferred|Desired|Optional|Additional) (?:Qualifications|Skills|Requirements):|"
    r"Nice[- ]to[- ]haves?:|NICE[- ]TO[- ]HAVES?\b:?|"
    r"(?<=[.!?]\s)(?:Advantageous|Desirable|Desired|Beneficial|Nice to have)(?=\s+[A-Z]))|"
    "(?P<must>About You:?(?= )|Skills (?:Needed|Required|needed|required)|(?:Your|YOUR|My) (?:Skills|"
    "SKILLS|Profile|PROFILE|"
    r"Qualifications|Background)\b:?|"
    "(?:[A-Z][a-z]+ )?(?:Requirements|Qualifications|Skills):|"
    r"REQUIREMENTS\b:?|QUALIFICATIONS\b:?|(?:What|WHAT) (?:you|YOU) (?:bring|BRING|need|NEED)\b:?|(?:What|"
    r"WHAT) (?:we|WE)(?:['’ ]+re|['’ ]+RE| are| ARE)? (?:look|LOOK)(?:ing|ING)? (?:for|FOR)\b:?)|"
    r"(?P<offer>(?:What|WHAT) (?:we|WE) (?:offer|OFFER)\b:?|(?:Our|OUR) (?:Offer|OFFER)\b:?|"
    r"About [Uu]s\b(?=\s+[A-Z])|ABOUT US\b|Equal [Oo]pportunit(?:y|ies):))"
)
_BULLET = re.compile(r"[ \t]*(?:[-*•·–‣▪◦☞⌲→✓+>]+|\(?\d{1,2}[.)]|[a-z]\))[ \t]+")
_FIELD_MAX = 80
_FORM_FIELD = re.compile(
    r"(?:start(?: date)?|location|place|budget|rate|pay|duration|hours|load|languages?|contract|deadline|role)"
    r"\s*:\s+\S",
    re.IGNORECASE,
)
_WRAPPED_WIDTH_MAX = 160  # a text with longer lines is not wrapped by hand
_RAGGED = 4  # characters that the longest line may be longer than the width of the others
_SENTENCE = re.compile(r"(?:we|i|our|you|they|there|hi|hello|dear|this|it)\b", re.IGNORECASE)
_FOR_WHOM = re.compile(
    r"(?<=\w) for (?:(?:both|all)(?: roles)?|everyone|everybody|the [\w -]{2,30}(?:er|ist|or))$", re.I
)
# A run is tried from its start only: tried from each of its characters, a long one costs its length squared.
_EDGES = re.compile(r"^[\W_]+|(?<![\s:.?!*_#>&…-])[\s:.?!*_#>&…-]+$")


def outline(text: str) -> tuple[Passage, ...]:
    """Cut `text` into passages in reading order; every line with words in it lies in exactly one of them."""
    reader = _Outline(text)
    for line in _lines(text):
        reader.take(line)
    return tuple(reader.passages)


class _Outline:
    """Reads line after line and remembers in which section it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.passages: list[Passage] = []
        self.section: Section = "none"
        self.after_blank = True
        self.in_list = False
        self.width = max((len(line.rstrip()) for line in text.splitlines()), default=0)

    def take(self, line: Span) -> None:
        words = line.of(self.text).strip()
        if not any(map(str.isalnum, words)):
            self.after_blank = self.after_blank or not words
            return
        item = _BULLET.match(line.of(self.text)) is not None
        heading = None if self._goes_on(words) else _heading_of(words, is_first=not self.passages)
        board = _BOARD.match(self.text, line.start)
        if heading is not None:
            self.passages.append(Passage(line, heading, is_heading=True, is_item=item))
            self.section = "none" if heading in ("title", "form") else heading
            self.in_list = False
        elif board is not None:
            self.section = _board_section(board)
            if self.section == "form" and len(words) > _FIELD_MAX:
                self.section = "none"  # "Role: this role will …" tells a story
            self.passages.append(Passage(line, self.section, is_item=item))
            self.in_list = True
        else:
            self._take_words(line, words, item=item)
        self.after_blank = False

    def _goes_on(self, words: str) -> bool:
        """Whether a line can only be the rest of a sentence, as "nice to have." after "TensorRT is"."""
        if self.after_blank or not self.passages or not words[0].islower():
            return False
        return self.passages[-1].span.of(self.text).rstrip()[-1:].isalnum() and not self.passages[-1].is_heading

    def _take_words(self, line: Span, words: str, *, item: bool) -> None:
        if self.section == "form":
            self.section = "none"  # a form field ends with its line
        if self.section == "outcome" and _FORM_FIELD.match(words):
            self.section = "none"  # "Start: 11 January" below a list of results
        if self.in_list and self.after_blank and not item and self.section not in ("company", "benefits"):
            self.section = "none"  # a paragraph after a list is no part of the list's section
        last = self.passages[-1] if self.passages else None
        goes_on = (
            last is not None and not (self.after_blank or item or last.is_heading) and last.section == self.section
        )
        if last is not None and goes_on and _wraps(last.span.of(self.text), words, self.width):
            self.passages[-1] = replace(last, span=Span(last.span.start, line.end))
            return
        self.passages.append(Passage(line, self.section, is_item=item))
        self.in_list = item or (self.in_list and not self.after_blank)


def _lines(text: str) -> list[Span]:
    """The lines of `text`, cut once more where a job board's form field stands inside a line."""
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        cuts = [found.start() for found in _BOARD.finditer(text, start, end) if found.start() > start]
        for cut in (*cuts, end):
            spans.append(Span(start, cut))
            start = cut
    return spans


def _board_section(found: re.Match[str]) -> Section:
    name = cast(Section | Literal["offer"], found.lastgroup)
    return "benefits" if name == "offer" else name


def _wraps(before: str, words: str, width: int) -> bool:
    """Whether a line goes on with the one before it: hard-wrapped prose does, a list without bullets does not."""
    last = before.rstrip().rsplit("\n", 1)[-1].rstrip()
    if width <= _WRAPPED_WIDTH_MAX:
        first = words.split(maxsplit=1)[0]
        if len(last) + 1 + len(first) > width - _RAGGED:
            return True
    return words[0].islower() and not last.endswith((".", ":", ";", "!", "?"))


def _heading_of(words: str, *, is_first: bool) -> Section | None:
    """The section that a line opens, or None where it is no heading."""
    marked = words.startswith("#") or (words.startswith("**") and words.endswith("**")) or words.startswith("Subject:")
    plain = re.sub(r"[’´`]|\s'\s", "'", words.removeprefix("Subject:"))
    bare = _EDGES.sub("", _EDGES.sub("", plain)).strip()
    count = len(bare.split())
    if not bare or count > 14 or (_BULLET.match(words) and not words.rstrip().endswith(":")):
        return None
    known = _known(bare) if count <= 11 else None
    if is_first and known in (None, "company", "form"):
        looks = marked or (
            not _SENTENCE.match(words)
            and count <= 12
            and not words.endswith((".", "!", "?", ",", ":"))
            and not words[0].islower()
        )
        return "title" if looks else None
    if known is not None and (count <= 5 or marked or words.endswith((":", "?", ":**")) or bare.isupper()):
        return known
    if marked:
        return "form"
    return None


def _known(bare: str) -> Section | None:
    bare = _FOR_WHOM.sub("", bare)
    for section, pattern in _HEADING:
        if pattern.fullmatch(bare):
            return section
    return None
