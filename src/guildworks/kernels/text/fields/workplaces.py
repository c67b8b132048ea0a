"""Which place is meant: whose office, the city beside words of presence, and from where remote work is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guildworks.kernels.text.fields.grammar import after, before, matches, pattern, sentence_at
from guildworks.kernels.text.fields.people import PERSON
from guildworks.kernels.text.fields.places import PlaceMention, Places, client_place
from guildworks.kernels.text.requirement import Place, Read
from guildworks.kernels.text.span import Span

_SOUGHT = pattern(
    r"\b(?:(?:need|want|seek|seeking|look for|looking for|hire|hiring|search for|searching for)"
    rf"(?: [\w/'+#&-]{{1,20}}){{0,5}} {PERSON}|(?:need|want) help|help us|join(?: \w{{1,12}}){{1,3}}|"
    r"(?:this is an?|an?)(?: [\w/-]{1,20}){0,3} (?:role|position|job|contract|engagement|assignment))"
    r"(?: [^\s,.;:]{1,20}){0,5} $"
)
_OF_OTHERS = pattern(r"\b(?:people|colleagues|staff|employees|users?|clients?|customers?|those|teams?) $")
_THE_CLIENT = pattern(r"\b(?:we|our|us|they|their|it|people|colleagues)\b")
_IN_PLACE = pattern(r" (?:in|at) |, ")
_BID = pattern(r"^[\s\-*•☞→]{0,6}(?:to )?(?:work(?:ing)?|be|come|sit) $")
_CLAUSE_ENDS = pattern(
    r"^~(?:[.;)|!]|$|,(?! (?:we|our|you|the|they|there|it|people|everyone|everybody|some|all|an?|\w{1,15}ing)\b))"
)


def is_the_workplace(text: str, span: Span) -> bool:
    """Whether "in our Munich office" is where the wanted person works: behind them, or as an item of its own."""
    lead = before(text, span.start, reach=120)
    if sought := _SOUGHT.search(lead):
        return "join" in sought.group().casefold() or not _OF_OTHERS.search(lead)
    place = Places.load().find_place(text, start=span.end, reach=40)
    end = place.span.end if place and _IN_PLACE.fullmatch(text[span.end : place.span.start]) else span.end
    ends = bool(_CLAUSE_ENDS.match(after(text, end, reach=30)))
    return ends and not _THE_CLIENT.search(lead) and is_asked(lead)


def is_asked(lead: str) -> bool:
    """Whether what follows these words is an item of its own, or what the reader is bidden: "Work in ..."."""
    bare = lead.strip(" \n-*•☞→")
    return not bare or bare.endswith((":", ",", "(", "|", ";")) or bool(_BID.search(lead))


def find_place_beside(text: str, span: Span) -> PlaceMention | None:
    """The place beside words of presence: within them, right after, or right before."""
    places = Places.load()
    sentence = sentence_at(text, span.start)
    inside = places.find_place(
        text, start=span.start, reach=len(span.of(text)) + min(40, max(sentence.end - span.end, 0))
    )
    if inside:
        return inside
    return next(iter([*places.mentions(text, start=max(sentence.start, span.start - 50), end=span.start)][::-1]), None)


def find_place_inside(text: str, span: Span) -> PlaceMention | None:
    """The first place that is named within `span`."""
    return Places.load().find_place(text, start=span.start, reach=span.end - span.start)


_REGION = pattern(
    r"^(?:~(?:,|:|-|–|\()?~(?:but )?(?:(?:from )?within|in|from|across|inside|anywhere in|out of|only in|"
    r"only from|must be in|based in)?(?: the)?~)"
    r"(?P<region>european union|eu\b|eea|europe|emea|apac|latam|latin america|north america|"
    r"south america|schengen\w{0,3}(?: area)?|dach(?: region)?|nordics?|scandinavia|benelux|asia|"
    r"africa|cee|eastern europe|western europe|middle east)\b(?!~-?~(?:time|hours|working|business))(?: only)?~\)?"
)
_ONLY = pattern(r" only\b~\)?|\)")
_REGIONS = {"european union": "EU", "eu": "EU", "europe": "Europe"}
_IN = pattern(
    r"^~(?:,|:|-|–|\()?~(?:(?:from )?within|in|from|across|inside|anywhere in|only in|only from|must be in|based in)?"
    r"(?: the)?~$"
)


def remote_within(text: str, span: Span) -> tuple[str | None, str | None, Span]:
    """The region or country from which remote work is wanted, with the span that takes it in."""
    words = span.of(text)
    start = span.start + len(re.split(r"\b(?:within|in|from|across|inside)$", words)[0])
    tail = after(text, start, reach=50) if start < span.end else after(text, span.end, reach=50)
    at = start if start < span.end else span.end
    found = _REGION.match(tail)
    if found:
        if _and_another(text, at + found.end()):
            return None, None, span
        name = found["region"].casefold().strip()
        upper = found["region"].strip()
        return _REGIONS.get(name, upper if upper.isupper() else name.title()), None, Span(span.start, at + found.end())
    place = Places.load().find_place(text, start=at, reach=min(45, max(sentence_at(text, span.start).end - at, 0)))
    if place and _IN.match(text[at : place.span.start]) and (place.city is None or start < span.end):
        if _and_another(text, place.span.end):
            return None, None, span
        only = _ONLY.match(text, place.span.end)
        return None, place.country, Span(span.start, max(only.end() if only else place.span.end, span.end))
    return None, None, span


_AND = pattern(r"~(?:,|/|\bor\b|\band\b|&)~(?:or )?(?:the )?")


def _and_another(text: str, position: int) -> bool:
    """Whether another place follows: who may live in "Germany or Austria" lives in no single one of them."""
    joint = _AND.match(text, position)
    place = Places.load().find_place(text, start=joint.end(), reach=25) if joint else None
    return bool(joint and place and place.span.start == joint.end())


_MUST_LIVE_IN = pattern(
    r"\b(?:must|have to|has to|need to|needs to) be "
    r"(?:(?P<short>US|UK|EU)[- ]based\b|(?:based|located|resident|living) (?=in ))"
)
_SAID_OF_YOU = pattern(rf"(?:^|[,;:(*•–-]|\b(?:you|candidates?|applicants?|who|and|{PERSON}))~$")


def must_live_in(text: str) -> tuple[str | None, str | None]:
    """The region or country in which somebody must live who works remotely: "must be based in the US"."""
    for found in matches(_MUST_LIVE_IN, text, words=("based", "located", "resident", "living")):
        if not _SAID_OF_YOU.search(before(text, found.start(), reach=40)):
            continue
        if found["short"]:
            short = found["short"].upper()
            return ("EU", None) if short == "EU" else (None, Places.load().country_code(short))
        region, country, _ = remote_within(text, Span(found.end(), found.end()))
        if region or country:
            return region, country
    return None, None


_NEAR = pattern(
    r"\b(?:(?:someone|somebody|a person|people|candidates?|an? \w{1,15}) (?:from|in|of|near|"
    r"around|based in) (?:the|our|this) (?:region|area|neighbou?rhood|city|town)(?: (?:would be|"
    r"is|are) (?:good|nice|great|ideal|preferred|best|welcome|a plus))?|locals? (?:preferred|only|"
    r"candidates?)|preferably (?:local|nearby|from the (?:region|area))|ideally (?:local|nearby|"
    r"from the (?:region|area)))\b"
)


def find_near_wish(text: str) -> Span | None:
    found = _NEAR.search(text)
    return Span(*found.span()) if found else None


_LOCATION = pattern(
    r"\b(?:(?:must|should|need to|has to|have to|you will|you['’]ll|you would) be (?:located|based|resident) in|"
    r"(?:the|this) (?:work|job|role|position|contract) is (?:done |located |based )?in) (?:the )?|(?:^|\n|"
    r"[.;] (?=(?:location|place of work)\b)|[|"
    r"•])[\s\-*•☞→]{0,6}\**(?:location|place(?: of work)?|workplace|where|based|city|"
    r"office location)\**~:\**~",
    exact_case=False,
)


def place_by_label(text: str) -> Read[Place] | None:
    """ "Location: Kraków, Poland" without a word on presence."""
    for found in matches(_LOCATION, text):
        place = Places.load().find_place(text, start=found.end(), reach=60)
        if place and not text[found.end() : place.span.start].strip():
            return Read(Place(None, place.city, place.country), place.span)
    return None


_SHARES_HOURS = pattern(
    r"\b(?:awake|overlap\w{0,4}|our (?:working |business )?(?:day|hours|time ?zone)|time ?zones?|remote team)\b"
)


def place_by_client(text: str) -> Read[Place] | None:
    """The client's place alone; who only asks for shared hours with it does not ask for presence."""
    place = client_place(text)
    if place is None:
        return None
    shares = bool(_SHARES_HOURS.search(text))
    value = Place("remote" if shares else None, near=place.span.of(text), country=None, inferred=shares)
    return Read(value, _with_verb(text, place.span))


def _with_verb(text: str, span: Span) -> Span:
    left = before(text, span.start, reach=30)
    cue: Iterator[re.Match[str]] = re.finditer(r"\b(?:we|our|headquarters|hq)\b[^.]{0,25}$", left, re.IGNORECASE)
    found = next(cue, None)
    return Span(span.start - (len(left) - found.start()), span.end) if found else span
