"""Human languages that a person is asked to speak; not those of documents, customers or markets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from guildworks.kernels.text.fields.grammar import after, before, pattern, sentence_at
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import LanguageWish, Note, Read
from guildworks.kernels.text.span import Span

NAMES = {
    **{
        "English": "en",
        "German": "de",
        "French": "fr",
        "Spanish": "es",
        "Italian": "it",
        "Portuguese": "pt",
        "Dutch": "nl",
    },
    **{
        "Polish": "pl",
        "Czech": "cs",
        "Slovak": "sk",
        "Slovenian": "sl",
        "Slovene": "sl",
        "Croatian": "hr",
        "Serbian": "sr",
    },
    **{"Bosnian": "bs", "Bulgarian": "bg", "Macedonian": "mk", "Romanian": "ro", "Hungarian": "hu", "Greek": "el"},
    **{"Turkish": "tr", "Russian": "ru", "Ukrainian": "uk", "Belarusian": "be", "Lithuanian": "lt", "Latvian": "lv"},
    **{"Estonian": "et", "Finnish": "fi", "Swedish": "sv", "Norwegian": "no", "Danish": "da", "Icelandic": "is"},
    **{
        "Irish": "ga",
        "Welsh": "cy",
        "Catalan": "ca",
        "Basque": "eu",
        "Galician": "gl",
        "Albanian": "sq",
        "Maltese": "mt",
    },
    **{"Arabic": "ar", "Hebrew": "he", "Persian": "fa", "Farsi": "fa", "Urdu": "ur", "Hindi": "hi", "Bengali": "bn"},
    **{
        "Punjabi": "pa",
        "Tamil": "ta",
        "Telugu": "te",
        "Marathi": "mr",
        "Gujarati": "gu",
        "Kannada": "kn",
        "Malayalam": "ml",
    },
    **{
        "Chinese": "zh",
        "Mandarin": "zh",
        "Cantonese": "zh",
        "Japanese": "ja",
        "Korean": "ko",
        "Vietnamese": "vi",
        "Thai": "th",
    },
    **{
        "Indonesian": "id",
        "Malay": "ms",
        "Tagalog": "tl",
        "Filipino": "tl",
        "Swahili": "sw",
        "Amharic": "am",
        "Afrikaans": "af",
    },
    **{
        "Georgian": "ka",
        "Armenian": "hy",
        "Azerbaijani": "az",
        "Kazakh": "kk",
        "Uzbek": "uz",
        "Nepali": "ne",
        "Sinhala": "si",
    },
    **{"Luxembourgish": "lb", "Yoruba": "yo", "Hausa": "ha", "Zulu": "zu"},
}
_CODES = {name.casefold(): code for name, code in NAMES.items()}
_NAME = pattern(rf"\b(?P<name>{'|'.join(NAMES)})\b")
_LEVELS: tuple[tuple[str, str], ...] = (
    (r"\bc2\b|native(?:[- ]level| or (?:near|close)[- ]native)?|mother[- ]tongue|bilingual", "C2"),
    (
        r"\bc1\b|fluen(?:t|tly|cy)|proficien(?:t|cy)|excellent|perfect|near[- ]native|"
        r"full professional|business[- ]fluent|very good|advanced",
        "C1",
    ),
    (
        r"\bb2\b|business|professional|upper[- ]intermediate|good|strong|solid|confident|"
        r"working (?:knowledge|proficiency)",
        "B2",
    ),
    (r"\bb1\b|conversational|intermediate", "B1"),
    (r"\ba2\b|elementary", "A2"),
    (r"\ba1\b|basic|beginner", "A1"),
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
    rf"^[\s,:(–-]{{0,3}}(?:(?:language |skills? |level |at |is |at least |minimum |min\.? |on |a |"
    rf"of |to |with |\(|should be |must be |has to be |speaking |needs to be |"
    rf"\w{{0,9}}ly ){{0,3}})(?P<level>{_LEVEL_WORD})\b(?P<more>(?:[ -]level)?(?: or (?:better|"
    rf"higher|above|more))?)(?! (?:team|communication with|working|atmosphere|place))"
)
_ASKED_BEFORE = pattern(
    r"\b(?P<cue>(?:must |should |can |to |you |also |who )?speaks?|speaking|"
    r"languages?(?: required| needed| skills)?:?|knowledge of|command of|skills in|"
    r"working language(?: is|:)?|communicat\w{1,5}(?: \w{1,12}){0,3} in|write and speak|"
    r"speak and write|read and write|spoken|written|work(?:ing)? in|meetings (?:are )?in|"
    r"fluen(?:t|cy) in)(?P<between>[\s:,/&]{1,3}(?:both |at least |in )?)$"
)
_ASKED_AFTER = pattern(
    r"^[\s,(]{0,2}(?P<cue>(?:is |are |language |skills? |would be |not |speaking |also |only |"
    r"will be |it's |isn't |nice |absolutely |strictly |definitely |really |no |preferred |"
    r"highly |knowledge |\(){0,4}(?:must\b|required|mandatory|needed|necessary|essential|a plus|"
    r"plus\b|an? (?:advantage|asset|bonus|must)|nice to have|preferred|desirable|desired|welcome|"
    r"helpful|beneficial|only\b|please\b|speaker|is enough|is fine|optional|bonus\b|not required)|"
    r"for the (?:written|spoken|daily|documentation|work|meetings)[^.;,\n]{0,20}|"
    r"speaking (?:engineer|developer|person|candidate|consultant|colleague|expert|freelancer|data|"
    r"ml|team member))"
)
_UNWANTED = pattern(
    r"\b(?:not (?:\w{1,10} )?(?:needed|required|necessary|mandatory|a must|essential)|"
    r"isn't (?:needed|required|necessary)|no need|unnecessary|don't need|do not need|is no must|"
    r"not need)\b"
)
_NO = pattern(
    r"\b(?:no|without(?: any)?|don't need(?: any| to speak)?|do not need(?: any| to speak)?|"
    r"need not speak|not need to (?:speak|know))[ ](?:\w{1,10} )?$"
)
_NICE = pattern(
    r"\b(?:plus|nice(?: to have)?|would be (?:good|great|nice|helpful|an? \w{1,10})|advantage|"
    r"asset|bonus|preferred|preferably|desirable|desired|welcome|helpful|beneficial|optional|"
    r"ideally|appreciated)\b"
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


def _wishes(text: str) -> Iterator[Read[LanguageWish]]:
    previous: tuple[Read[LanguageWish], int, str] | None = None
    for found in _NAME.finditer(text):
        name = Span(*found.span())
        if name.of(text)[0].islower() and text != text.lower():
            continue  # "to polish", "basic"
        code = _CODES[found["name"].casefold()]
        read = _wish(text, name, code) or _listed(text, name, code, previous)
        if read:
            yield read
        previous = (read, name.end, code) if read else None


def _wish(text: str, name: Span, code: str) -> Read[LanguageWish] | None:
    left, right = before(text, name.start, reach=70), after(text, name.end, reach=70)
    if _NO_PERSON.match(right):
        return None
    unwanted = _NO.search(left)
    if unwanted:
        span = Span(name.start - (len(left) - unwanted.start()), name.end + _cue_end(right))
        return Read(LanguageWish(code, "excluded"), span)
    level_after, level_before = _LEVEL_AFTER.match(right), _LEVEL_BEFORE.search(left)
    asked_after, asked_before = _ASKED_AFTER.match(right), _ASKED_BEFORE.search(left)
    coding = re.search(
        r"\b(?:documents?|scans|tickets|texts|data|contracts|pages|written by|reviews|articles|corpus|"
        r"translat\w{1,6})\b[^.;,]{0,30}$",
        left,
        re.IGNORECASE,
    )
    if coding and not (level_after or asked_after or level_before):
        return None
    if not (level_after or level_before or asked_after or asked_before):
        return None
    start = name.start - (len(left) - level_before.start()) if level_before and not level_after else name.start
    end = name.end + max(level_after.end() if level_after else 0, asked_after.end() if asked_after else 0)
    level_words = level_after["level"] if level_after else level_before["level"] if level_before else None
    span = _trimmed(text, Span(start, end))
    return Read(LanguageWish(code, _importance(text, span), _level(level_words)), span)


def _cue_end(right: str) -> int:
    found = re.match(r"[\s]{0,2}(?:is )?(?:needed|required|necessary)\b", right)
    return found.end() if found else 0


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    trimmed = words.rstrip(" \n,:(")
    return Span(span.start, span.start + len(trimmed))


def _level(words: str | None) -> str | None:
    if words is None:
        return None
    return next((level for source, level in _LEVELS if re.search(source, words, re.IGNORECASE)), None)


def _importance(text: str, span: Span) -> Literal["must", "nice", "excluded"]:
    """Read from the clause: "Italian fluent, English B2" are two musts, "French would be a plus" is not one."""
    left = re.split(r"[,;.:\n]", before(text, span.start, reach=50))[-1]
    right = re.split(r"[,;.\n)]", after(text, span.end, reach=45))[0]
    clause = f"{left} {span.of(text)} {right}"
    if _UNWANTED.search(f"{span.of(text)} {right}"):
        return "excluded"
    return "nice" if _NICE.search(clause) else "must"


def _listed(
    text: str, name: Span, code: str, previous: tuple[Read[LanguageWish], int, str] | None
) -> Read[LanguageWish] | None:
    """The second of "fluent in English and German", and "German or English", with the level of the first."""
    if previous is None:
        return None
    earlier, end, _ = previous
    gap = text[end : name.start]
    if not re.fullmatch(r"\s{0,2}(?:,|and|&|/|or|as well as|, and)\s{1,2}(?:in )?", gap) or _NO_PERSON.match(
        after(text, name.end)
    ):
        return None
    if sentence_at(text, end) != sentence_at(text, name.start):
        return None
    return Read(LanguageWish(code, earlier.value.importance, earlier.value.level), name)
