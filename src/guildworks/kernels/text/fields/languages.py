"""Human languages that a person is asked to speak; not those of documents, customers or markets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

import yaml

from guildworks.kernels.text.fields.grammar import after, before, matches, pattern, sentence_at
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import LanguageWish, Note, Read
from guildworks.kernels.text.span import Span

_FILE = Path(__file__).parents[1] / "data" / "languages.yaml"


def _load(file: Path) -> dict[str, str]:
    """English names of languages in small letters, each with its ISO 639-1 code."""
    named: dict[str, list[str]] = yaml.safe_load(file.read_text("utf-8"))
    return {name.casefold(): code for code, names in named.items() for name in names}


NAMES = _load(_FILE)
_NAME = pattern(rf"\b(?P<name>{'|'.join(NAMES)})\b")
_CAPITAL_NAME = pattern(rf"\b(?-i:(?=[A-Z]))(?P<name>{'|'.join(NAMES)})\b")
_JLPT = r"(?:(?:jlpt|proficiency test)[ :(-]{0,2}(?:level )?)?\bn"  # N1 is its highest level
_LEVELS: tuple[tuple[str, str], ...] = (
    (r"\bc2\b|native(?:[- ]level| or (?:near|close)[- ]native)?|mother[- ]tongue|bilingual", "C2"),
    (
        rf"\bc1\b|{_JLPT}1\b|fluen(?:t|tly|cy)|proficien(?:t|cy(?! test))|excellent|perfect|near[- ]native|"
        r"full professional|business[- ]fluent|very good|advanced",
        "C1",
    ),
    (
        rf"\bb2\b|{_JLPT}2\b|business|professional|upper[- ]intermediate|good|strong|solid|confident|"
        r"working (?:knowledge|proficiency)",
        "B2",
    ),
    (rf"\bb1\b|{_JLPT}3\b|conversational|intermediate", "B1"),
    (rf"\ba2\b|{_JLPT}4\b|elementary", "A2"),
    (rf"\ba1\b|{_JLPT}5\b|basic|beginner", "A1"),
)
_LEVEL_WORD = "|".join(source for source, _ in _LEVELS)
_SKILL = (
    r"(?:written|spoken|verbal|oral|speaking|writing|communication|skills?|level|knowledge|"
    r"command|proficiency|fluency|speaker|language|at least|minimum|min\.?|or better|or higher|"
    r"or above|and|&|/|both|in|of|a|the|your|with|very|our|working|business|professional|"
    r"minimum of|level of|is|are|very|least|at|on|both)"
)
_LEVEL_BEFORE = pattern(
    rf"(?P<level>{_LEVEL_WORD})(?P<between>(?:[\s,/&()-]{{1,3}}{_SKILL}\b){{0,7}}[\s,/&:(-]{{1,3}})$"
)
_LEVEL_AFTER = pattern(
    rf"^[\s,:(–-]{{0,3}}(?:(?:language |skills? |level |at |is |at least |minimum |min\.? |on |a |required |needed |"
    r"in (?:word|speech|speaking) and (?:in )?writing |spoken and written |written and spoken |"
    rf"of |to |with |\(|should be |must be |has to be |speaking |needs to be |"
    rf"\w{{0,9}}ly ){{0,3}})(?P<level>{_LEVEL_WORD})\b(?P<more>(?:[ -]level)?(?: or (?:better|"
    rf"higher|above|more))?)(?! (?:team|communication with|working|atmosphere|place))"
)
_ASKED_BEFORE = pattern(
    r"\b(?P<cue>(?:must |should |can |to |you |also |who )?speaks?|speaking|"
    r"languages?(?: required| needed| skills)?:?|knowledge of|command of|skills in|"
    r"working language(?: is|:)?|communicat\w{1,5}(?: \w{1,12}){0,3} in|write and speak|"
    r"speak and write|read and write|spoken|written|work(?:ing)? in|meetings (?:are )?in|we talk(?: in)?|"
    r"fluen(?:t|cy) in)(?P<between>[\s:,/&]{1,3}(?:both |at least |in )?)$"
)
_ASKED_AFTER = pattern(
    r"^[\s,(-]{0,2}(?P<cue>(?:is |are |language |skills? |would be |would |will |not |speaking |also |only |will be |"
    "it's |isn't |nice |absolutely |strictly |definitely |really |no |preferred |highly |knowledge |very |"
    r"make \w{1,12} |"
    r"but |\(){0,4}(?:must\b|required|mandatory|needed|necessary|essential|a plus|plus\b|an? (?:advantage|"
    "asset|bonus|must)|"
    r"nice to have|nice\b|nicer|preferred|desirable|desired|welcome|helpful|beneficial|useful|lovely|"
    r"great\b|ideal\b|help|"
    r"please|easier|only\b|speakers?\b|enough|fine|ok|optional|bonus\b(?!~:)|appreciated|as well|too\b|goes too|"
    r"(?:our|the) (?:working |office |team )?language|spoken|not required|"
    r"what (?:we|the team) (?:speaks?|uses?|works? in)\b|do(?:es)?(?: not|n['’]t) matter)|"
    r"for (?:docs|documentation|meetings|calls|e-?mails?|reports)\b|"
    r"for (?:the |all |everything)(?:written|spoken|daily|documentation|work|meetings|else)?[^.;,\n]{0,20}|"
    r"speaking (?:engineer|developer|person|candidate|consultant|colleague|expert|freelancer|data|ml|team member))"
)
_UNWANTED = pattern(
    r"\b(?:not (?:\w{1,10} )?(?:needed|required|necessary|mandatory|a must|essential)|"
    r"isn't (?:needed|required|necessary)|no need|unnecessary|don't need|do not need|is no must|"
    r"not need|do(?:es)?(?: not|n['’]t) matter)\b"
)
_NO = pattern(
    r"\b(?:no|without(?: any)?|don't need(?: any| to speak)?|do not need(?: any| to speak)?|"
    r"need not speak|not need to (?:speak|know))[ ](?:\w{1,10} )?$"
)
_NICE = pattern(
    r"\b(?:plus|nicer?(?: to have)?|would (?:\w{1,8} )?(?:be|help|make|please)\b|helps?|advantage|asset|"
    "bonus(?!~:)|preferred|"
    r"preferably|desirable|desired|welcome|helpful|beneficial|useful|lovely|optional|ideally|appreciated|goes too)\b"
)
_NO_PERSON = pattern(
    r"^[\s-]{0,2}(?:compan(?:y|ies)|customers?|clients?|markets?|documents?|texts?|contracts?|"
    r"tickets?|data|datasets?|corpus|models?|law|bank|start-?up|team|government|users?|articles?|"
    r"bert|tokeni[sz]er|websites?|version|translation|speech|audio|invoices?|retailer|insurer|"
    r"firm|office|holidays?|speaking (?:market|countr|customer|user|team|client|region)|railway|"
    r"cuisine|food|shepherd|citizens?hip|passport)\b"
)


def read_languages(text: str, written_in: str = "en") -> FieldReading[tuple[Read[LanguageWish], ...]]:
    """The languages asked for, each once. Only a text written in English is read: nothing is misread in silence."""
    if written_in != "en":
        return FieldReading(())
    wishes: dict[str, Read[LanguageWish]] = {}
    contradictions: list[Note] = []
    for read in _wishes(text):
        earlier = wishes.get(read.value.code)
        if earlier is None or (
            earlier.value.level is None and read.value.level and earlier.value.importance == read.value.importance
        ):
            wishes[read.value.code] = read
        elif (
            "excluded" in (earlier.value.importance, read.value.importance)
            and earlier.value.importance != read.value.importance
        ):
            message = "This language is asked for, and said not to be needed. Keep the one that holds."
            contradictions.append(Note("languages", message, (earlier.span, read.span)))
    return FieldReading(tuple(wishes.values()), (), tuple(contradictions))


@dataclass(frozen=True, slots=True)
class Named:
    """A language as it stands in the text, and how it is asked for; None where it only stands there."""

    name: Span
    code: str
    read: Read[LanguageWish] | None


def _wishes(text: str) -> Iterator[Read[LanguageWish]]:
    # "to polish" is no language: in small letters a name counts only where the whole text is written so
    names = _NAME if text == text.lower() else _CAPITAL_NAME
    named = [_named(text, found) for found in matches(names, text)]
    for at, (earlier, later) in enumerate(pairwise(named)):
        if later.read is None and earlier.read and _is_listed(text, earlier, later):
            named[at + 1] = replace(later, read=_like(earlier.read, later))
        elif later.read is None and earlier.read and _is_opposed(text, earlier, later):
            named[at + 1] = replace(later, read=Read(LanguageWish(later.code, "must"), later.name))
    for at, (earlier, later) in reversed(list(enumerate(pairwise(named)))):
        asked_after = later.read is not None and later.read.span.end > later.name.end
        if earlier.read is None and later.read and asked_after and _is_listed(text, earlier, later):
            named[at] = replace(earlier, read=_like(later.read, earlier))
    return (entry.read for entry in _alternatives(text, named) if entry.read)


def _alternatives(text: str, named: list[Named]) -> list[Named]:
    """Of "English, Spanish or Catalan" any one is enough, so none of them may rule anybody out."""
    for at, (earlier, later) in enumerate(pairwise(named)):
        if not re.fullmatch(r",?\s{1,2}or\s{1,2}", text[_wish_end(earlier) : _wish_start(later)]):
            continue
        first = at
        while first and re.fullmatch(r",\s{1,2}", text[named[first - 1].name.end : named[first].name.start]):
            first -= 1
        for place in range(first, at + 2):
            named[place] = _softened(named[place], like=earlier)
    return named


def _wish_start(entry: Named) -> int:
    return min(entry.name.start, entry.read.span.start) if entry.read else entry.name.start


def _wish_end(entry: Named) -> int:
    return max(entry.name.end, entry.read.span.end) if entry.read else entry.name.end


def _softened(entry: Named, *, like: Named) -> Named:
    read = entry.read or (_like(like.read, entry) if like.read else None)
    if read is None or read.value.importance != "must":
        return entry
    return replace(entry, read=Read(replace(read.value, importance="nice"), read.span))


def _named(text: str, found: re.Match[str]) -> Named:
    name, code = Span(*found.span()), NAMES[found["name"].casefold()]
    return Named(name, code, _wish(text, name, code))


def _like(read: Read[LanguageWish], other: Named) -> Read[LanguageWish]:
    return Read(replace(read.value, code=other.code), other.name)


_LIST = re.compile(r"\s{0,2}(?:, and|, or|,|and/or|and|&|/|or|as well as)\s{0,2}(?:in )?", re.IGNORECASE)


def _is_listed(text: str, earlier: Named, later: Named) -> bool:
    """Whether two languages stand in one list, as in "fluent in English and German"."""
    gap = text[earlier.name.end : later.name.start]
    if not _LIST.fullmatch(gap) or _NO_PERSON.match(after(text, later.name.end)):
        return False
    if _MATERIAL.search(before(text, earlier.name.start)):
        return False
    return sentence_at(text, earlier.name.start) == sentence_at(text, later.name.start)


_STILL_IS = pattern(r"^ (?:is|does)~(?:[.,;!)]|$)")


def _is_opposed(text: str, earlier: Named, later: Named) -> bool:
    """Whether the later language is the one that is asked for, as in "French is not needed; English is"."""
    if earlier.read is None or earlier.read.value.importance != "excluded":
        return False
    gap = text[_wish_end(earlier) : later.name.start]
    return bool(re.fullmatch(r"[;,]\s{1,2}(?:but )?", gap) and _STILL_IS.match(after(text, later.name.end)))


_MATERIAL = pattern(
    r"\b(?:documents?|scans|tickets|texts|data|contracts|pages|written by|reviews|articles|corpus|"
    r"translat\w{1,6})\b[^.;,]{0,30}$"
)


def _wish(text: str, name: Span, code: str) -> Read[LanguageWish] | None:
    left, right = before(text, name.start, reach=70), after(text, name.end, reach=70)
    if _NO_PERSON.match(right):
        return None
    unwanted = _NO.search(left)
    if unwanted:
        span = Span(name.start - (len(left) - unwanted.start()), name.end + _cue_end(right))
        return Read(LanguageWish(code, "excluded"), span)
    if _is_theirs(left, right):
        return None
    level_before, level_after = _levels(left, right)
    asked_after, asked_before = _ASKED_AFTER.match(right), _ASKED_BEFORE.search(left)
    asked = asked_after or (asked_before and not _MATERIAL.search(left)) or _stands_for_itself(text, name)
    if not (level_after or level_before or asked):
        return None
    start = name.start - (len(left) - level_before.start()) if level_before else name.start
    end = name.end + max(level_after.end() if level_after else 0, asked_after.end() if asked_after else 0)
    level = level_after or level_before
    span = _trimmed(text, Span(start, end))
    return Read(LanguageWish(code, _importance(text, span), _level(level["level"]) if level else None), span)


def _is_theirs(left: str, right: str) -> bool:
    """Whether a language is only what the client's people speak: "we speak Danish among ourselves"."""
    if _OURS.search(left) or _SPOKEN_AMONG_US.match(right):
        return True
    apart = _AMONG_US.match(right) or _ANOTHER_IS_ENOUGH.match(right) or _AMONG_US_WE.search(left)
    return bool(apart and _WE_SPEAK.search(left))


def _stands_for_itself(text: str, name: Span) -> bool:
    """Whether a sentence or clause is nothing but this language, or a list that begins with it: "English." """
    sentence = sentence_at(text, name.start)
    left = text[max(sentence.start, name.start - 60) : name.start]
    return not left.strip(" \n\t-*•") and bool(_ENDS.match(text[name.end : name.end + 60]))


_ENDS = pattern(
    r"^(?: (?:obviously|of course|naturally|please|only))?"
    rf"~(?:[.,;!]|$|\n|(?:and|or|&)~(?:{'|'.join(NAMES)})\b)"
)
_OURS = pattern(
    r"\b(?:our (?:people|team|staff|colleagues|customers|users|clients)|they|who|customers|users|everybody|everyone)"
    r"(?: \w{1,10}){0,2} (?:speak|write|talk|read)(?: and (?:speak|write))?(?: in)? $"
)
_WE_SPEAK = pattern(
    r"\b(?:we|us|our (?:\w{1,12} )?\w{1,12})(?: \w{1,10}){0,2}"
    r" (?:speaks?|talks?|chats?|writes?|uses?)(?: and (?:speak|write))?(?: to each other)?(?: in)? $"
)
_AMONG_OURSELVES = (
    r"(?:(?:among|amongst|between) (?:ourselves|us|themselves|each other)|internally|"
    r"(?:with|to) (?:each other|one another)|at lunch|in our (?:daily life|spare time))"
)
_AMONG_US = pattern(rf"(?: \w{{1,12}}){{0,2}} {_AMONG_OURSELVES}\b")
_SPOKEN_AMONG_US = pattern(rf" is (?:\w{{1,10}} )?(?:spoken|used) {_AMONG_OURSELVES}\b")
_AMONG_US_WE = pattern(rf"\b{_AMONG_OURSELVES},? (?:\w{{1,10}} ){{1,3}}$")
_ANOTHER_IS_ENOUGH = pattern(
    r"(?: \w{1,12}){0,3},? but\b[^.;\n]{1,60}\b(?:is|are|will be|would be) (?:enough|fine|ok|okay|sufficient)\b"
)
_RIGHT_AFTER = pattern(rf"\b(?:{'|'.join(NAMES)})~[:(]?~$")
_ON_A_SCALE = re.compile(r"[abc][12]|.{0,30}\bn[1-5]", re.IGNORECASE)


def _levels(left: str, right: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """The level before the name or the one after it; never that of the language before: "Italian fluent, English"."""
    earlier, later = _LEVEL_BEFORE.search(left), _LEVEL_AFTER.match(right)
    of_another = earlier and _RIGHT_AFTER.search(left[: earlier.start()])
    if of_another or re.search(r"[,:(]\s{0,3}$", left):
        earlier = None
    if earlier and later:
        return (None, later) if _ON_A_SCALE.fullmatch(later["level"]) else (earlier, None)
    return earlier, later


def _cue_end(right: str) -> int:
    found = re.match(r"[\s]{0,2}(?:is )?(?:needed|required|necessary)\b", right)
    return found.end() if found else 0


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    end = span.start + len(words.rstrip(" \n,:("))
    opened = text[span.start : end].count("(") > text[span.start : end].count(")")
    return Span(span.start, end + 1 if opened and text[end : end + 1] == ")" else end)


def _level(words: str | None) -> str | None:
    if words is None:
        return None
    return next((level for source, level in _LEVELS if re.search(source, words, re.IGNORECASE)), None)


def _importance(text: str, span: Span) -> Literal["must", "nice", "excluded"]:
    """Read from the clause: "Italian fluent, English B2" are two musts, "French would be a plus" is not one."""
    left = re.split(r"[,;.:\n]", before(text, span.start, reach=50))[-1]
    rest = re.split(
        r"[;.()]|\n\s{0,8}[-*•]|\b(?:any|other|additional|further) ",
        after(text, span.end, reach=60),
        flags=re.IGNORECASE,
    )[0]
    right = rest.split(",")[0]
    if _NICE.search(f"{left} {span.of(text)} {right}"):
        return "nice"
    return "excluded" if _UNWANTED.search(f"{span.of(text)} {right}") else "must"


def language_code(word: str) -> str | None:
    """The ISO 639-1 code of a language by its English name or its code, in any case; None where we know none."""
    codes = {name.casefold(): code for name, code in NAMES.items()}
    return codes.get(word.casefold(), word.casefold() if word.casefold() in codes.values() else None)
