"""Personal traits that stand as items of a list or as adjectives of a person: "Male, 25-35, Python", "young coder".

Most such words have other uses ("single page", "white background"). So only an item that is a trait and nothing else
counts, and each kind of trait says what else must speak for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guildworks.kernels.text.groups_of_people import FACTS
from guildworks.kernels.text.span import Span

_FIGURE = r"(?:1[6-9]|[2-6]\d|twenty|thirty|forty|fifty|sixty)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
_AGE = rf"{_FIGURE}(?: (?:years|yrs))?"
_DECADE = r"(?:(?:early|mid|late)[- ]?)?(?:twenties|thirties|forties|fifties)"
_REGION = (
    r"(?:(?:the )?(?:(?:north|south|east|west|(?:north|south|east|west|central)(?:ern)?)[- ]){0,2}"
    "(?:europe|asia|africa|america|balkans?|baltics?|germany|austria|switzerland|france|italy|spain|portugal|poland|"
    "ukraine|russia|romania|bulgaria|serbia|hungary|turkey|india|pakistan|bangladesh|china|japan|korea|vietnam|"
    "philippines|nigeria|kenya|egypt|morocco|israel|brazil|mexico|argentina|colombia|latin america|middle east|"
    "ireland|england|scotland|scandinavia|sweden|norway|denmark|finland|netherlands|belgium|greece))"
)
# Names of languages are left out: "English, German" is a list of languages.
_PEOPLE = (
    "(?:(?:eastern |western |northern |southern |central )?european|caucasian|american|british|african|asian|arab|"
    "slavic|nordic|scandinavian|latino|latina|hispanic|indian|swiss|austrian|western)"
)
_FAITH = "(?:christian|catholic|protestant|muslim|jewish|hindu|buddhist|sikh|atheist|mormon|evangelical)"

# "personal" is said of people only. A "figure" needs a person before it or a trait of another topic in its sentence;
# what is "common" one of these or a word of wishing; what is "shared" with other things another trait; a "fact" stands
# among what somebody is asked to tell. The first that fits an item is taken.
_TRAITS = {
    "personal": {
        "age": rf"{_DECADE}(?: to {_DECADE})?|(?:twenty|thirty|forty|fifty|[2-5]0)[- ]somethings?|under[- ]\d[05]s|"
        rf"(?:max(?:imum|\.)? {_FIGURE}|(?:between )?{_FIGURE}(?: ?[-–] ?| to | and ){_FIGURE})(?: years? old| ?y/?o)|"
        rf"{_AGE} (?:or|and) younger|youthful|fresh (?:from|out of) (?:university|college|school)",
        "origin": f"caucasian|not from {_REGION}",
        "religion": f"(?:practi[sc]ing|devout|god[- ]fearing|bible[- ]believing|church[- ]going) ?{_FAITH}?|"
        f"(?:must |should )?believ(?:e|es|ing) in (?:god|jesus|allah)|non-{_FAITH}s?|"
        "(?:the )?same (?:religion|faith) as (?:us|ours|we)",
        "family": "unmarried|childless|child[- ]?free|(?:happily|newly) married|"
        "(?:no|not|without)(?: planning| having)? (?:kids|children)|"
        "(?:(?:must|should|may|can) ?)?(?:not|never) (?:be )?(?:pregnant|a (?:parent|mother|father))",
        "looks": "clean[- ]shaven|good[- ]looking|well[- ]groomed|(?:normal|healthy) (?:body )?weight",
        "health": "able[- ]bodied|non[- ]?smok(?:er|ing)|physically fit|free of (?:disease|illness)s?",
        "orientation": "heterosexual|homosexual|cisgender|not (?:gay|trans|lesbian|queer)",
    },
    "figure": {
        "age": rf"(?:age )?{_AGE}(?: ?[-–] ?| to ){_AGE}|{_AGE} (?:max(?:imum|\.)?|at most|or under|old)|[2-5]0s|"
        r"(?:not (?:be )?|no )?(?:under|below|over|above|older than|younger than|max(?:imum|\.)?|at most|up to|"
        r"age [<≤]=?) "
        rf"(?:the age of )?{_AGE}s?|between {_AGE} and {_AGE}",
    },
    "common": {
        "age": "young(?:er)?|not (?:too )?old|freshers?",
        "gender": "(?:fe)?males?|m(?:e|a)n|wom[ae]n|lad(?:y|ies)|gentlem[ae]n|boys?|girls?|guys?|he/him|she/her",
        "religion": f"{_FAITH}s?|believers?",
        "family": "single|married|divorced|widowed|(?:fe)?male bachelors?|(?:no|without) family",
        "looks": "attractive|handsome|pretty|beautiful|slender|tall|athletic|blonde?|presentable|sexy",
        "health": "(?:physically |mentally )?(?:healthy|fit)|(?:fully )?vaccinated",
        "orientation": "gay|lesbian|bisexual",
    },
    "shared": {
        "origin": rf"(?:originally |coming )?from {_REGION}|{_PEOPLE}s?|(?:white|black)(?= (?:fe)?male| m[ae]n|"
        rf" wom[ae]n)",
        "looks": "slim",
        "orientation": "straight",
        "politics": "conservative|liberal|patriotic",
    },
    "fact": {topic: f"(?:your |his |her |their )?(?:{words})" for topic, words in FACTS.items()},
}
# Facts are asked of a person, and not of a table or of a model.
_ASKED = re.compile(
    r"\b(?:(?:send|tell|give|write)(?: to)? us (?:with )?(?:the |an? )?(?:full )?(?:name|cv|r[eé]sum[eé]|e-?mail|age)|"
    r"(?:send|state|include|mention|indicate|attach|provide|add|tell|give)\b(?:(?!\b(?:how|which|what|features?|"
    r"models?)\b)"
    r"[^.]){0,40}?\b(?:your|(?:with|in) (?:the|an?) (?:cv|r[eé]sum[eé]|application|profile|offer)))\b"
    r"(?![^.]{0,40}\b(?:how|which|what|features?|models?)\b)",
    re.IGNORECASE,
)
_TRAIT = re.compile(
    "(?:"
    + "|".join(f"(?P<{kind}_{topic}>{words})" for kind, topics in _TRAITS.items() for topic, words in topics.items())
    + r")(?![\w%€$£+-])",
    re.IGNORECASE,
)
_WHO = (
    "(?:person|people|candidates?|applicants?|engineers?|developers?|programmers?|coders?|devs?|assistants?|"
    "colleagues?|employees?|specialists?|experts?|consultants?|freelancers?|contractors?|scientists?|analysts?|"
    "individuals?|professionals?|talents?|somebody|someone|anybody|anyone|workers?)"
)
# "Only" and "preferably" may be said of a noun that follows later: "only single and double rooms".
_LEAD = re.compile(
    rf"(?P<who>(?!(?:for|help\w*) ).{{0,60}}\b{_WHO},? (?:who (?:is|are) |that (?:is|are) |aged )?|"
    "(?:he|she|you|who) (?:must|should|has to|have to|needs? to) be |(?:you|who) are |who is )?"
    r"(?P<wish>(?:they )?(?:must|should|has to|have to|needs? to) be )?"
    r"(?P<perhaps>(?:(?:strictly|only|ideally|preferably|prefer|best) ){1,2})?"
    "(?:(?:and|or|also|rather|still|very|aged|be) ){0,3}(?P<article>an? )?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    "(?P<wish> ?(?:(?:is |are )?(?:only|preferred|please|if possible|a must|required|wanted|needed|mandatory)|"
    "(?:would be |is )(?:ideal|best|nice|perfect)))?(?: too| as well)?",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[,;:()\[\]|!?\n\"+&•*]+|\s[-–—]+\s(?!\d)|\s/\s|(?<=[\w-]{3})/(?!her\b)(?=[\w-]{3})|(?<!max)\.(?=\s|$)|"
    r"(?<=\s)(?:and|or|but|with)(?=\s)(?! younger)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=max)\.|[.!?](?!\s|$)|\n(?=[ \t]*[-*•]))+")
# The list describes users, data, voices or the company, and not somebody who is wanted.
_NOT_THE_HIRED = re.compile(
    r"\b(?:users?|customers?|clients?|patients?|readers?|visitors?|shoppers?|audiences?|buyers?|respondents?|cohorts?|"
    "personas?|avatars?|(?:chat)?bots?|narrators?|characters?|voices?|faces?|animals?|insects?|fish|birds?|cows?|"
    "cattle|"
    "mice|plugs?|connectors?|wines?|colou?rs?|columns?|fields?|labels?|classes|categories|segments?|schemas?|values?|"
    "data ?sets?|images?|whether|dating|match(?:es|ing)|predict(?:s|ing)?|detect(?:s|ing)?|recogni[sz](?:es?|ing)|"
    r"classif(?:y|ies|ier|iers)|distinguish\w*|synthesi\w+|transcri\w+|simulat\w+|counts?|hospitals?|brands?|"
    r"(?:our|the|a) (?:company|founders?|teams?|startup|office|colleagues|people) (?:is|are|has|have|of)|(?:designs?|"
    r"interfaces?|u[ix]|"
    "pages?|apps?|(?:web)?sites?|logos?|products?|prices?|styles?) (?:is|are|must|should|has|have|needs?|to|will)|"
    r"we(?: a|')re (?!looking|searching|seeking|hiring))\b",
    re.IGNORECASE,
)
_NOT_BY_ORIGIN = re.compile(
    r"\b(?:remote\w*|time ?zones?|hours|based|located|offices?|on[- ]?site|vat|tax|invoices?)\b", re.IGNORECASE
)
_RECORDED = re.compile(r"\b(?:corpus|corpora|record\w+|voices?|speech|audio|listeners?)\b", re.IGNORECASE)
_HINT_WORDS = (
    "twenties thirties forties fifties something somethings yo old o younger youthful fresh him her caucasian africa "
    "not believe believes believing religion faith practising practicing devout fearing going unmarried childless "
    "childfree child kids children pregnant parent mother father family married divorced widowed single bachelor "
    "shaven looking groomed weight bodied smoking smoker fit free heterosexual "
    "homosexual cisgender gay lesbian bisexual young male female males females man men woman women lady ladies "
    "gentleman gentlemen boy boys girl girls guy guys christian christians catholic catholics protestant protestants "
    "muslim muslims jewish hindu hindus buddhist buddhists sikh sikhs atheist atheists mormon mormons evangelical "
    "evangelicals believer believers attractive handsome pretty beautiful slim slender tall athletic blond blonde "
    "non presentable sexy healthy vaccinated s freshers fresher age birth birthday born gender sex nationality "
    "citizenship "
    "ethnicity race birthplace tongue language denomination marital status medical health disability illness height "
    "weight "
    "orientation identity political union"
)
_HINTS = frozenset(_HINT_WORDS.split())
_AGE_OF_SOMEBODY = re.compile(
    r"\b(?:under|over|below|above|older than|younger than|to|are|be|aged|[2-6]\d ?[-–]) ?[2-6]\d\b"
)
_AGE_OF_SOMEBODY = re.compile(
    r"\b(?:under|over|below|above|older than|younger than|to|are|be|aged|[2-6]\d ?[-–]) ?[2-6]\d\b"
)
_GOES_ON = re.compile(r"\s*(?:and|or|&)\s")
_CLAUSE_END = re.compile(r"[,;.!?\n]")
_ITEM_CHARS_MAX = 80
_SHORT_LINE_CHARS_MAX = 40

_QUALITY = (
    "(?:dynamic|fresh|motivated|ambitious|hungry|energetic|enthusiastic|talented|bright|creative|flexible|passionate|"
    "driven|smart|eager|friendly|curious|skilled|strong|nice|native|fluent|english|german|french|spanish|"
    "technical|senior|junior|good|reliable|python|data|ml|ai|software|backend|frontend|young|youthful|male|female|"
    "single|married|unmarried|attractive|pretty|handsome|slim|tall|white|european|christian|heterosexual)"
)
_BEFORE_PERSON = re.compile(
    r"\b(?:(?P<age>young|youthful|younger)|(?P<family>unmarried|childless|divorced)|(?P<gender>(?:fe)?male)(?!/)|"
    rf"(?P<religion>{_FAITH}|church[- ]going|god[- ]fearing)|(?P<orientation>heterosexual|cisgender)|"
    r"(?P<looks>attractive|handsome|good[- ]looking|slim|clean[- ]shaven)|(?P<health>able[- ]bodied))"
    rf"(?=(?P<rest>(?:(?:,? (?:and |& )?|, ?){_QUALITY}){{0,3}} (?:{_WHO}|team players?|"
    r"(?P<speaks>speakers?)|(?P<sex>girls?|boys?|guys?|lad(?:y|ies)|wom[ae]n|m[ae]n)))\b(?! (?:into|in tech)))",
    re.IGNORECASE,
)
_ANYWHERE = tuple(
    (topic, re.compile(words, re.IGNORECASE))
    for topic, words in (
        ("origin", rf"\b{_PEOPLE}[- ]looking\b(?! (?:for|to|at|after|into|forward|back|glass))"),
        ("origin", r"\b(?:slavic|nordic|asian|african|arab|indian) (?:appearance|looks)\b"),
        ("looks", r"\b(?:appearance|complexion|looks) ?: ?(?:good|nice|pleasant|neat|attractive|fair|smart|well)\b"),
    )
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A trait that stands alone between two breaks, and whether its item says that it is wished for, and of whom."""

    topic: str
    kind: str
    span: Span
    wished: bool
    of_somebody: bool

    @property
    def may_be_of_things(self) -> bool:
        """Whether code or a product can be so too: "healthy, young, attractive" says of nobody that he is wanted."""
        return self.kind == "common" and self.topic in ("age", "looks", "health")


def wishes_in_lists(text: str, known: Sequence[tuple[Span, str]]) -> Iterator[tuple[str, Span]]:
    """Topic and words of each trait of somebody who is wanted, in no order. `known` are the wishes already found."""
    yield from _before_persons(text)
    for topic, words in _ANYWHERE:
        for found in words.finditer(text):
            yield topic, Span(*found.span())
    by_place = sorted(known)
    starts = [span.start for span, _ in by_place]
    for sentence in _SENTENCE.finditer(text):
        first, last = bisect_left(starts, sentence.start()), bisect_left(starts, sentence.end())
        here = {topic for _, topic in by_place[first:last]}
        said = re.findall("[a-z]+", sentence[0].lower())
        if here or not _HINTS.isdisjoint(said) or _AGE_OF_SOMEBODY.search(sentence[0]):
            yield from _of_sentence(text, Span(*sentence.span()), here)


def _before_persons(text: str) -> Iterator[tuple[str, Span]]:
    for found in _BEFORE_PERSON.finditer(text):
        start, end = found.start(), found.end("rest")
        recorded = found["speaks"] and _RECORDED.search(text, max(0, start - 120), end + 60)
        if not recorded and not _is_about_others(text, start):
            yield next(name for name, words in found.groupdict().items() if words), Span(start, end)
            if found["sex"]:
                yield "gender", Span(*found.span("sex"))


def with_short_lines_apart(plain: str, joined: str) -> str:
    """`joined` with a semicolon where a short line of `plain` ends: a form has one field on each line."""
    ends = {found.end() - 1 for found in re.finditer(rf"(?m)^[^\n]{{1,{_SHORT_LINE_CHARS_MAX}}}\n(?=[^\n])", plain)}
    return "".join(";" if at in ends and char == " " else char for at, char in enumerate(joined)) if ends else joined


def _of_sentence(text: str, sentence: Span, known: set[str]) -> Iterator[tuple[str, Span]]:
    items = [item for part in _parts(text, sentence) for item in _traits(text, part)]
    asked = _ASKED.search(text, sentence.start, sentence.end) if any(item.kind == "fact" for item in items) else None
    topics = known | {item.topic for item in items if item.kind != "fact"}
    firm = known | {item.topic for item in items if item.kind != "fact" and not item.may_be_of_things}
    of_places = bool(items) and bool(_NOT_BY_ORIGIN.search(text, sentence.start, sentence.end))
    for item in items:
        company = firm if item.may_be_of_things else topics
        others = company - {item.topic, "native", "accent"}
        speaks = {
            "personal": True,
            "common": bool(others) or item.wished or item.of_somebody,
            "figure": bool(others) or item.of_somebody,
            "shared": bool(others),
            "fact": bool(asked and asked.start() < item.span.start),
        }[item.kind]
        is_a_place = of_places and item.topic == "origin"
        if speaks and not is_a_place and not _is_about_others(text, item.span.start, sentence.start):
            yield item.topic, item.span


def _parts(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for stop in _BREAK.finditer(text, sentence.start, sentence.end):
        yield Span(start, stop.start())
        start = stop.end()
    yield Span(start, sentence.end)


def _traits(text: str, part: Span) -> list[_Item]:
    """The traits of an item that consists of nothing else: "white male under 30" has three, "male voice" none."""
    words = part.of(text)
    item = words.strip(" \t-–—")
    if not item or len(item) > _ITEM_CHARS_MAX:
        return []
    offset = part.start + words.index(item)
    lead = _LEAD.match(item)
    assert lead, "every part of the pattern may be absent"
    at, found = lead.end(), []
    while trait := _TRAIT.match(item, at):
        found.append(trait)
        at = trait.end() + (item[trait.end() : trait.end() + 1] == " ")
    tail = _TAIL.fullmatch(item, at)
    if not tail or not found:
        return []
    goes_on = bool(_GOES_ON.match(text, part.end))
    wished = bool(lead["wish"] or tail["wish"] or (lead["perhaps"] and not goes_on))
    of_somebody = bool(lead["who"])
    with_a_noun_to_come = lead["article"] or _NOT_THE_HIRED.search(text, part.end, _clause_end(text, part.end))
    if goes_on and with_a_noun_to_come:  # "an attractive and accessible page", "young and old customers"
        return []
    return [_item(trait, offset, wished=wished, of_somebody=of_somebody) for trait in found]


def _clause_end(text: str, at: int) -> int:
    stop = _CLAUSE_END.search(text, at, at + _ITEM_CHARS_MAX)
    return stop.start() if stop else min(len(text), at + _ITEM_CHARS_MAX)


def _item(trait: re.Match[str], offset: int, *, wished: bool, of_somebody: bool) -> _Item:
    kind, _, topic = next(name for name, words in trait.groupdict().items() if words is not None).partition("_")
    return _Item(topic, kind, Span(trait.start() + offset, trait.end() + offset), wished, of_somebody)


def _is_about_others(text: str, at: int, start: int | None = None) -> bool:
    """Whether the words before a trait, in its sentence, speak of data, users or the company."""
    before = text[max(start or 0, at - 120) : at]
    if start is None:
        before = re.split(r"[.!?\n]\s", before)[-1]
    return bool(_NOT_THE_HIRED.search(before))
