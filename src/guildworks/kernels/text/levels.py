"""How well a skill should be known, from words such as "really well", "basic" or "5+ years of"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guildworks.kernels.text.span import Span

_FIRST_TO_FIRST = 70  # characters between a word such as "solid" and the skill that it speaks of
_AFTER = 30
_KNOW = (
    r"(?:[\w/-]+ ){0,3}?(?:knowledge|experiences?|understanding|skills?|command|background|expertise|grasp|"
    "proficiency|fundamentals|"
    r"familiarity|comprehension|fluency|competence|practice|mastery|exposure|track record|ability|abilities)"
)
# Words before the skill, strongest first.
_BEFORE: tuple[tuple[int, str], ...] = (
    (
        4,
        r"\b(?:experts?(?:[- ]level)?|expertise|(?<!dive )deep(?:ly(?!\s*[.,;)]))?|in[- ]depth|profound|"
        r"world[- ]class|outstanding|exceptional|mastery|master|extensive|top[- ]notch|guru)\b"
        rf"(?:[, ]+(?:and )?(?:\w+[- ]){{0,2}}?(?:{_KNOW}))?",
    ),
    (4, r"\b(?:deep|in[- ]depth|profound|outstanding|exceptional|extensive|top[- ]notch)\b(?= [A-Z])"),
    (
        4,
        r"\bvery (?:senior|experienced) (?:person|engineer|developer|expert|specialist|consultant|architect|"
        r"colleague)\b",
    ),
    (4, r"\b(?:[89]|1\d|2\d)\+? *(?:or more )?(?:years?|yrs)\b"),
    (
        3,
        r"\b(?:strong|excellent|advanced|(?:very |really )?good|great|solid|sound|sophisticated|thorough|"
        "comprehensive|high[- ]level|significant|substantial|broad|heavy|proven|rich|considerable|long|senior|"
        rf"fluent|perfect)\b(?:[, ]+(?:and )?(?:\w+[- ]){{0,2}}?(?:{_KNOW}))",
    ),
    (
        3,
        r"\b(?:strong|excellent|advanced|solid|very good|senior|fluency|proficient|proficiency|highly skilled|"
        r"well[- ]versed|fluent|very (?:strong|experienced)|deeply experienced)\b",
    ),
    (
        3,
        r"\b(?:several|many|multiple|a number of|[4-7]|four|five|six|"
        r"seven)(?:\s*[-–]\s*\d+)?\+? *(?:or more )?(?:years?|yrs)\b|\+\s?[4-7] years\b|\b[4-7]\+(?= in\b)",
    ),
    (
        2,
        r"\b(?:1|2|3|one|two|three|a couple of|a few|some)(?:\s*[-–]\s*[234])?\+? *(?:or more )?(?:years?|"
        r"yrs)\b|\+\s?[123] years\b|\b[123]\+(?= in\b)",
    ),
    (
        2,
        r"\b(?:working|practical|hands[- ]on|professional|commercial|decent|proper|intermediate|real[- ]world|"
        rf"industry|production)\b(?:[, ]+(?:and )?(?:\w+[- ]){{0,1}}?(?:{_KNOW}))",
    ),
    (
        2,
        r"\bhands[- ]on\b|\b(?:have|has|having|you\'ve) (?:(?!to\b)\w+ )?(?:put|brought|shipped|deployed|built|run|"
        r"taken|operated)\b.{0,20}?\b(?:a|at least one|one or more|several|two|\d)\b",
    ),
    (
        1,
        r"\b(?:basics?|elementary|beginner|rudimentary|fundamental|some|first|general|initial|entry[- ]level|"
        rf"junior|limited)\b(?:[, ]+(?:and )?(?:\w+[- ]){{0,1}}?(?:{_KNOW}))",
    ),
    (
        1,
        r"\b(?:basics? (?:of|in)?|familiar(?:ity)? with|exposure to|(?:a )?little|a bit of|awareness of|"
        r"aware of|basic|heard of|interest in|acquainted with)\b",
    ),
)
# Words after the skill.
_BEHIND: tuple[tuple[int, str], ...] = (
    (4, r"^,? deeply\b(?=\s*(?:[.,;)]|$))"),
    (3, r"^,? (?:solid|strong|excellent)\b(?=\s*(?:[.,;)\n]|$))"),
    (1, r"^: (?:only |just )?(?:the )?basics\b"),
    (
        4,
        r"(?:at |on )?(?:an? )?(?:expert|top|master)[- ]level\b|^\W*experts?\b(?! (?:in|at|with|on))|"
        r"\bin depth\b|\binside[- ]out\b|"
        r"\bby heart\b|\b(?:8|9|1\d)\+? years",
    ),
    (
        3,
        r"\b(?:really|very|extremely|so) (?:well|good|deeply)\b|\bvery well\b|\bat (?:an? )?(?:high|advanced|"
        r"senior|professional) level\b|\b(?:several|many|[4-7]\+?|four|five|six|seven|4 to \d|"
        r"5 to \d) *\+? ?years\b|\badvanced\b(?! (?:analytics|topics))|\bfluent(?:ly)?\b|"
        r"\b(?<!help )(?<!helps )a lot\b|"
        r"\bwell\b(?=\s*(?:[.,;)]|$))",
    ),
    (
        2,
        r"\b(?:1|2|3|one|two|three)(?:\s*[-–]\s*[234])?\+? ?years?\b|\b(?:intermediate|working knowledge|"
        r"in production|into production|hands[- ]on)\b|\bat (?:an? )?(?:intermediate|good|solid|working) level\b",
    ),
    (
        1,
        r"\ba (?:little|bit)\b|\bbasics?\b(?! for)|\b(?:beginner|entry)(?:[- ]level)?\b|\bat (?:an? )?(?:basic|"
        r"beginner|entry) level\b|\bscripting basic\b",
    ),
)
_BEFORE_RULES = [(level, re.compile(words, re.IGNORECASE)) for level, words in _BEFORE]
_BEHIND_RULES = [(level, re.compile(words, re.IGNORECASE)) for level, words in _BEHIND]
_CLOSED = re.compile(r"\b(?:knowledge|experience|skills?|expertise|background)\s*(?:,|\band\b)", re.IGNORECASE)
_PERSON = re.compile(r"very (?:senior|experienced)", re.IGNORECASE)
_IN_BETWEEN = re.compile(r"[;:!?]|\.\s|\b(?:but|while|though)\b|, (?:and |you )?(?:know|speak|write|can)\b")


def level_words(text: str, clause: Span, *, covered: Sequence[Span] = ()) -> tuple[tuple[int, Span, bool], ...]:
    """Each level that a clause names, as (level 1..4, its words, whether it speaks of all that follows in the clause).

    Nothing is read from `covered`, so that "deep learning" is no depth.
    """
    found: list[tuple[int, Span, bool]] = []
    for level, rule in _BEFORE_RULES:
        for match in rule.finditer(text, clause.start, clause.end):
            span = Span(*match.span())
            if text[max(0, span.start - 6) : span.start].lower().rstrip().endswith((" at", " at an", " at a")):
                continue  # "at expert level" speaks of what stands before it
            if match.end() > match.start() and not any(
                span.overlaps(other) for other in (*covered, *(it[1] for it in found))
            ):
                found.append((level, span, bool(_PERSON.match(match[0]))))
    return tuple(sorted(found, key=lambda item: item[1]))


def level_before(
    text: str, words: tuple[tuple[int, Span, bool], ...], *, place: Span, group: Span, skill: Span
) -> int | None:
    """The level that stands before a skill, or before the list `group` that it is in, or None.

    `words` comes from `level_words`; those before `place` belong to an earlier list. Of several words in front of a
    list the highest counts: "deep hands-on Java".
    """
    inside = [level for level, span, _ in words if group.start <= span.start and span.end <= skill.start]
    if inside:
        return inside[-1]
    best: int | None = None
    for level, span, holds_for_all in words:
        gap = group.start - span.end
        # The word itself may be the skill's neighbour only: "solid Python", "5+ years of experience with Go and Rust"
        near = (
            span.start >= place.start
            and -1 <= gap <= _FIRST_TO_FIRST
            and not _IN_BETWEEN.search(text, max(0, span.end), max(span.end, group.start))
            and not _CLOSED.search(text, group.start, skill.start)  # "deep Kubernetes knowledge, Terraform"
        )
        if (near or (holds_for_all and gap >= 0)) and (best is None or level > best):
            best = level
    return best


def level_behind(text: str, group: Span, end: int) -> int | None:
    """The level that stands right behind a group of skills and before `end`, or None."""
    piece = text[group.end : min(end, group.end + _AFTER)]
    for level, rule in _BEHIND_RULES:
        match = rule.search(piece)
        if match and not re.search(r"[.;:]\s|\band\b", piece[: match.start()]):
            return level
    return None
