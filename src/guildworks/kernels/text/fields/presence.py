"""Where the work is done: remote, in an office, or both, and how near the client wants the person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from guildworks.kernels.text.fields.grammar import (
    after,
    around,
    before,
    joined,
    matches,
    matches_near,
    pattern,
    sentence_at,
    stands_alone,
)
from guildworks.kernels.text.fields.numbers import COUNT, number
from guildworks.kernels.text.fields.people import PERSON
from guildworks.kernels.text.fields.places import PlaceMention, Places, client_place
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import Note, Place, Read
from guildworks.kernels.text.span import Span

Mode = Literal["remote", "remote_ok", "hybrid", "onsite", "not_remote"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say where the work is done."""

    mode: Mode
    span: Span
    days: int | None = None  # on site, a week
    is_whole: bool = False  # "fully remote": nothing else beside it


_OK = r"(?:ok|okay|fine|possible|welcome|an option|also possible|good|accepted|allowed|negotiable|considered)"
_DAYS = (
    rf"(?:(?P<days>{COUNT}|an?) days?(?:(?:~/~| a | per | each | every )week|"
    rf"~weekly)?(?: on average)?|every (?P<weekday>monday|tuesday|wednesday|thursday|friday)|"
    rf"once (?:a|per) week)"
)
_OFFICE = (
    r"(?:in (?:the|our|a|your)(?: [\w.'-]{1,20}){0,3} (?:office|studio|lab|premises|headquarters|"
    r"plant|factory)|at (?:the|our)(?: [\w.'-]{1,20}){0,2} (?:office|premises|headquarters|site|"
    r"plant|factory|lab)|on[- ]?site|from (?:the|our)(?: \w{1,15}){0,2} office|in[- ]person|"
    r"in[- ]office)"
)
_CUES: tuple[tuple[Mode, re.Pattern[str]], ...] = (
    (
        "not_remote",
        pattern(
            r"\b(?:no(?:t)? (?:a )?(?:fully )?remote\b(?! (?:control|sens))(?: (?:work|working|role|"
            r"position))?|remote (?:work )?(?:is |work is )?not (?:possible|an option|allowed|available)|"
            r"(?<!no[ ])(?<!need[ ]not[ ])(?<!never[ ])commute (?:to (?:work|us|the office) )?"
            r"(?:daily|every day|each day)\b|"
            r"remote is no option|cannot be (?:done )?remote)"
        ),
    ),
    (
        "remote_ok",
        pattern(rf"\bremote(?:ly)?(?: work(?:ing)?)?~(?:is |would be |also |are )?(?:also )?{_OK}\b(?: too| as well)?"),
    ),
    (
        "remote_ok",
        pattern(
            r"\b(?:remote[- ]friendly|(?:or|can be|could be|may be|also) remote|(?:or|can|could|"
            r"may) (?:also )?work remotely|possib\w{2,5} (?:to work|of working) remote(?:ly)?|"
            r"on[- ]?site or remote)\b"
        ),
    ),
    (
        "hybrid",
        pattern(
            rf"\b{_OFFICE}(?: (?:in|at) [^\W\d][\w'. -]{{1,25}}?)?,? (?:for |"
            rf"about )?{_DAYS}(?:,? (?:the )?rest (?:is )?(?:from home|remote(?:ly)?|at home|"
            rf"from anywhere))?"
        ),
    ),
    (
        "hybrid",
        pattern(
            rf"\b{_OFFICE}(?: [^\s.;]{{1,20}}){{0,8}}? {COUNT}(?: (?:to|or) {COUNT})? "
            r"times (?:a|per|each|every) (?:month|week)\b"
        ),
    ),
    (
        "hybrid",
        pattern(
            rf"\b{_DAYS},? (?:is |are |"
            rf"to be )?(?:spent )?{_OFFICE}(?:,? (?:the )?rest (?:is )?(?:from home|remote(?:ly)?|"
            rf"at home))?"
        ),
    ),
    (
        "hybrid",
        pattern(
            r"(?<!agile[ ])\bhybrid\b(?! (?:cloud|devops|search|retrieval|model|app|mobile|teams? to|"
            r"approach|solution|infrastructure|system|architecture|environment|recommend|algorithm|"
            r"framework|vehicle|car|electric|integration|quantum|rank|methods?|index|"
            r"deploy))(?: (?:work(?:ing)?|role|position|set-?up|model))?(?! cloud)"
        ),
    ),
    (
        "hybrid",
        pattern(
            rf"\b(?:(?:up to|about|max\.?) )?(?P<home>{COUNT}) days?(?:~/~| a | per | each |"
            " every )?(?:week)?,? (?:of )?"
            r"(?:remote(?:ly)?(?: work(?:ing)?)?|from home|home[- ]?office|work(?:ing)? from home|wfh)\b"
        ),
    ),
    (
        "remote_ok",
        pattern(
            r"\b(?:possibility (?:to do|of) |flexible )?home[- ]?office(?: (?:and|"
            r"&) mobile working)? (?:options?|possib\w{2,5}|is possible|available|days)\b"
        ),
    ),
    (
        "remote_ok",
        pattern(
            r"\bpossibility (?:to do|of) home[- ]?office\b|\b(?:if|when|whether) (?:you(?:['’]re| are|"
            " want to)|preferred)? ?(?:work(?:ing)?) (?:remotely|from home)(?: or (?:at|in|"
            "from) the office)?"
        ),
    ),
    (
        "hybrid",
        pattern(
            rf"\b(?:join|work with|be with|come to|sit with) us(?: \w{{1,10}}){{0,4}} (?:in|"
            rf"at) [^\W\d]\w{{2,20}},? {_DAYS}"
        ),
    ),
    ("hybrid", pattern(r"\b(?:partly|partially|part) remote\b|\bmix of (?:remote|home) and (?:office|on[- ]?site)")),
    (
        "remote",
        pattern(
            r"\b(?:(?:fully|100~%|entirely|completely|purely|all|only|strictly|mostly|mainly|largely|"
            r"permanently)[ -]remote(?:ly)?|remote[- ](?:only|first)|work(?:ing)? (?:fully |entirely |"
            r"completely )?(?:remotely|from (?:home|anywhere|wherever))|remote (?:job|position|role|"
            r"contract|work|working|engagement|project|freelance\w{0,2}|contractor|collaboration|set-?up)|"
            "home[- ]based|(?:live|work|sit) (?:wherever|anywhere)(?: you (?:like|want|are))?|"
            "everything (?:is )?remote|remote(?:ly)? (?:within|in|from|across|inside|out of|anywhere) )"
        ),
    ),
    ("remote", pattern(r"\bremote(?:ly)?\b")),
    ("onsite", pattern(rf"\b(?:(?:fully|only|100~%|strictly|mostly) )?{_OFFICE}")),
)
_DESK = ("office", "site", "person", "premises", "studio", "lab", "headquarters", "plant", "factory")
_NEEDED: dict[Mode, tuple[str, ...]] = {  # what stands in every cue of a mode
    "remote": ("remote", "home", "work", "live", "sit"),
    "remote_ok": ("remote", "home"),
    "not_remote": ("remote", "commute"),
    "hybrid": ("hybrid", "remote", " us ", "home", "wfh", *_DESK),
    "onsite": _DESK,
}
_WHOLLY = pattern(r"\b(?:fully|100|entirely|only|completely|purely|strictly|all|permanently)\b")
_DANGLING = pattern(r" (?:within|in|from|across|inside|out of)$")
_REST = pattern(r",? (?:the )?rest (?:is )?(?:from home|remote(?:ly)?|at home|from anywhere)$")
_BARE_REMOTE = re.compile(r"remote(?:ly)?", re.IGNORECASE)
_NO_CUE_AFTER = pattern(
    r"^[\s-]{0,2}(?:sens|control|procedure|server|repositor|access|debug|monitor|teams?\b|desktop|"
    r"locations?\b|employees|colleagues|environment|execution|code|device|host|shell|connection|"
    r"collaborat|communicat|sites?\b|areas?|on-?boarding|interview|support|system|update|machine|"
    r"branch|origin|api|calls?\b|events?|fitness|medical|cafe|gym|social|meetups|restaurant|dent|"
    r"parking|massage|canteen|wellness|childcare|doctor|health|meals?|lunch|training|barista|"
    r"customer|visits?|installation|assistance|manage|eye|data|deploy|staff|tower|village|"
    r"working relationship|gp\b|clinic|stocked|always|culture|perk|dog|space|snack|drink|"
    r"equipment|hours|manager|administ|building|supplies|chairs|staff)"
)
_NO_DESK_AFTER = pattern(
    r"^[\s-]{0,2}(?:is (?:located|situated|on|in|a|5|our|the|just|close|one)|sits|with|where|was|hosts|has)"
)
_NO_CUE_BEFORE = pattern(
    r"\b(?:regular|annual|access to|of all|interviews?|taking place|virtual|visit(?:s|ing)?|"
    r"travel\w{0,4}|moved|events?|stay\w{0,3} in|tech|gear|free|great|modern|cool|beautiful|"
    r"awesome|nice|join our|currently|continue to|majority of|hire|onboard|parties|fun|met|"
    r"meet)\b[^.;\n]{0,40}$|\b(?:staff|employees|we|people|they|team|colleagues|everyone) (?:are|"
    r"is|were|have been|been)(?: all| now| still)? $"
)
_STATE_AFTER = pattern(r"^~(?:until|following|since|during|due to|because of|as a result)\b")
_OPTION = pattern(r"\b(?:options?|opportunit\w{1,4}|possib\w{2,5}|flexib\w{2,5}|scheme|allowance|up to \d\d~%)\b")
_SITE_AFTER = pattern(
    r"^~(?:[.,;:()|/!–-]|$|(?:in|at|near|from|with|for|days?|only|presence|work|position|role|and|"
    r"or|is|every|once|required|"
    r"needed|preferred|expected|two|three|one|four|\d)\b)"
)


@lru_cache(maxsize=8)
def read_place(text: str) -> FieldReading[Read[Place]]:
    """How and where the work is done. Remote is inferred where only the client's place and shared hours are named."""
    cues = _cues(text)
    near_wish = _near_wish(text)
    if not cues and not near_wish:
        return FieldReading(_by_location(text) or _by_client(text))
    if _is_contradictory(cues):
        return _both(text, cues)
    return _one(text, cues, near_wish)


def _cues(text: str) -> list[Cue]:
    found: list[Cue] = []
    for mode, source in _CUES:
        for match in matches_near(source, text, words=_NEEDED[mode]):
            words = _DANGLING.sub("", _REST.sub("", match.group()).rstrip(" \n,"))
            span = Span(match.start(), match.start() + len(words))
            if any(span.overlaps(cue.span) for cue in found) or not _is_about_work(text, mode, span):
                continue
            whole = bool(_WHOLLY.search(match.group()))
            found.append(Cue(_as_option(text, mode, span), span, _days(match), whole))
    return sorted(found, key=lambda cue: cue.span)


def _as_option(text: str, mode: Mode, span: Span) -> Mode:
    """A remote "option" or "opportunity" is an offer, not how the work is done."""
    near = before(text, span.start, reach=20) + "|" + after(text, span.end, reach=20)
    return "remote_ok" if mode == "remote" and _OPTION.search(near) else mode


def _is_about_work(text: str, mode: Mode, span: Span) -> bool:
    if mode in ("not_remote", "remote_ok"):
        return True
    following = after(text, span.end, reach=25)
    if _NO_CUE_AFTER.search(following) or (mode == "onsite" and _NO_DESK_AFTER.search(following)):
        return False
    left = before(text, span.start, reach=60)
    if _STATE_AFTER.match(after(text, span.end, reach=15)):
        return False
    if mode == "onsite":
        return _is_duty(text, span) and not _NO_CUE_BEFORE.search(left)
    if mode == "remote" and _BARE_REMOTE.fullmatch(span.of(text)):
        return _says_remote(text, span)
    return not _NO_CUE_BEFORE.search(left)


_SAYS = pattern(
    r"\b(?:remote (?:within|in|from|is|preferred|only|or|work|with|,|;|\(|-)|(?:work|working|"
    r"location|place|position|role|job|contract|freelance|engagement|available|be|done|is|are|"
    r"options?:?) (?:\w{1,12} ){0,3}remote(?:ly)?)|remote\)"
)


def _says_remote(text: str, span: Span) -> bool:
    """Whether a bare "remote" stands as a statement: at the start of its sentence, in a list, or about the work."""
    sentence = sentence_at(text, span.start)
    lead = re.sub(
        r"^[\s\-*•☞→#>]{0,6}(?:[\w &/()'-]{1,30}:)?[\s*]{0,3}",
        "",
        text[max(sentence.start, span.start - 60) : span.start],
    )
    if not lead.strip() and re.match(
        r"\s{0,2}(?:[,;.:()|/–-]|$|\n|with|within|in\b|from|but|and|or|only|preferred)", text[span.end : span.end + 12]
    ):
        return True
    if stands_alone(text, span) or re.search(r"[,(|/;]\s{0,2}$", lead):
        return bool(re.match(r"\s{0,2}(?:[,;.()|/!]|$|\n)", text[span.end : span.end + 3]))
    return bool(_SAYS.search(around(text, span, reach=40))) and not _NO_CUE_BEFORE.search(before(text, span.start))


def _is_duty(text: str, span: Span) -> bool:
    words = span.of(text).casefold()
    if re.search(r"only|fully|100|strictly|in[- ]person", words):
        return True
    sentence = sentence_at(text, span.start)
    lead = text[max(sentence.start, span.start - 40) : span.start].strip(" \n-*•☞→")
    site = bool(re.match(r"on[- ]?site", words))
    following = after(text, span.end, reach=20)
    if site and not (_SITE_AFTER.match(following) or following.lstrip()[:1].isupper()):
        return False
    place = Places.load().find_place(text, start=span.end, reach=25)
    if site and place and re.fullmatch(r"\s(?:in|at|near)\s", text[span.end : place.span.start]):
        return True
    if site and (not lead or lead.endswith((":", ",", "(", "|", "remote or")) or stands_alone(text, span)):
        return True
    if re.match(r"(?:in|at|from)\s{1,3}our\b", words) and _is_the_workplace(text, span):
        return True
    strong = (
        r"\b(?:must|have to|required|expected|need to|you (?:will |would )?(?:work|be|sit)|presence|"
        r"role is|position is|job is|work is|based)\b"
    )
    return bool(re.search(strong, text[max(sentence.start, span.start - 60) : min(sentence.end, span.end + 40)], re.I))


_SOUGHT = pattern(
    r"\b(?:(?:need|want|seek|seeking|look for|looking for|hire|hiring|search for|searching for)"
    rf"(?: [\w/'+#&-]{{1,20}}){{0,5}} {PERSON}|(?:need|want) help|help us|join(?: \w{{1,12}}){{1,3}}|"
    r"(?:this is an?|an?)(?: [\w/-]{1,20}){0,3} (?:role|position|job|contract|engagement|assignment))"
    r"(?: [^\s,.;:]{1,20}){0,5} $"
)
_OF_OTHERS = pattern(r"\b(?:people|colleagues|staff|employees|users?|clients?|customers?|those|teams?) $")
_THE_CLIENT = pattern(r"\b(?:we|our|us|they|their|it|people|colleagues)\b")
_CLAUSE_ENDS = pattern(
    r"^~(?:[.;)|!]|$|,(?! (?:we|our|you|the|they|there|it|people|everyone|everybody|some|all|an?|\w{1,15}ing)\b))"
)


def _is_the_workplace(text: str, span: Span) -> bool:
    """Whether "in our Munich office" is where the wanted person works: behind them, or as an item of its own."""
    lead = before(text, span.start, reach=120)
    if sought := _SOUGHT.search(lead):
        return "join" in sought.group().casefold() or not _OF_OTHERS.search(lead)
    bare = lead.strip(" \n-*•☞→")
    is_item = not bare or bare.endswith((":", ",", "(", "|", ";"))
    return is_item and not _THE_CLIENT.search(bare) and bool(_CLAUSE_ENDS.match(after(text, span.end, reach=30)))


def _days(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("days"):
        days = number(groups["days"])
        return int(days) if 1 <= days <= 7 else None
    if groups.get("home") and "up to" not in match.group().casefold():
        home = number(groups["home"])
        return int(5 - home) if 1 <= home <= 4 else None
    if groups.get("weekday") or "once" in match.group().casefold():
        return 1
    return None


def _is_contradictory(cues: list[Cue]) -> bool:
    modes = {cue.mode for cue in cues}
    if "remote" in modes and modes & {"onsite", "not_remote"}:
        return True
    return "hybrid" in modes and any(cue.mode == "remote" and cue.is_whole for cue in cues)


def _both(text: str, cues: list[Cue]) -> FieldReading[Read[Place]]:
    """Remote and presence, both asked for: a mixture where one sentence says so, else a contradiction."""
    home = next(cue for cue in cues if cue.mode == "remote")
    there = next(cue for cue in cues if cue.mode in ("onsite", "hybrid", "not_remote"))
    first, second = sorted((home, there), key=lambda cue: cue.span)
    between = text[first.span.end : second.span.start]
    if not home.is_whole and len(between) < 60 and there.mode != "not_remote":
        mode: Literal["hybrid", "remote_ok"] = "remote_ok" if re.search(r"\bor\b", between) else "hybrid"
        return _read(text, mode, [first, second], days=there.days)
    near = len(between) < 120
    span = _trimmed(text, joined([first.span, _to_stop(text, second.span)])) if near else first.span
    message = (
        "The work is said to be remote, and presence is asked for as well. Say which holds, or how many days on site."
    )
    note = Note("place", message, (span,) if near else (first.span, second.span))
    place = _place_of(text, there.span)
    value = Place("contradictory", place.city if place else None, place.country if place else None, there.days)
    return FieldReading(Read(value, span), (), (note,))


def _to_stop(text: str, span: Span) -> Span:
    end = sentence_at(text, max(span.end - 1, span.start)).end
    return Span(span.start, min(end, span.end + 60))


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), max(span.start, span.start + len(words.rstrip())))


_RANKS: tuple[Mode, ...] = ("not_remote", "hybrid", "remote_ok", "onsite", "remote")


def _one(text: str, cues: list[Cue], near_wish: Span | None) -> FieldReading[Read[Place]]:
    chosen = min(cues, key=lambda cue: _RANKS.index(cue.mode), default=None)
    if chosen is None and near_wish:
        note = _vague_near(near_wish)
        return FieldReading(Read(Place(None, prefer_local=True), near_wish), (note,))
    assert chosen is not None
    if chosen.mode == "not_remote":
        there = next((cue for cue in cues if cue.mode in ("hybrid", "onsite")), chosen)
        chosen = replace(there, mode="onsite")
    mode: Literal["remote", "remote_ok", "hybrid", "onsite"] = "onsite" if chosen.mode == "not_remote" else chosen.mode
    if mode == "hybrid" and chosen.days == 5:
        mode = "onsite"
    beside = [cue for cue in cues if cue.mode == chosen.mode == "hybrid" and abs(cue.span.start - chosen.span.end) < 15]
    return _read(
        text,
        mode,
        [chosen, *beside],
        days=chosen.days or next((cue.days for cue in cues if cue.days), None),
        near_wish=near_wish,
    )


def _read(
    text: str,
    mode: Literal["remote", "remote_ok", "hybrid", "onsite"],
    cues: list[Cue],
    *,
    days: int | None,
    near_wish: Span | None = None,
) -> FieldReading[Read[Place]]:
    span = joined([cue.span for cue in cues])
    client = client_place(text)
    near = client.span.of(text) if client else None
    if mode in ("remote", "remote_ok"):
        region, country, span = _within(text, span)
        vague = (_vague_near(near_wish),) if near_wish else ()
        if near_wish and abs(near_wish.start - span.start) < 120:
            span = joined([near_wish, span])
        value = Place(
            mode, country=country, region=region, near=near, prefer_local=near_wish is not None, onsite_days=days
        )
        if len(cues) > 1 and (desk := _place_of(text, cues[-1].span)):
            value = replace(value, city=desk.city, country=desk.country)
        return FieldReading(Read(value, span), vague)
    place = next((place for cue in cues if (place := _place_of(text, cue.span))), None)
    place = place or next((there for cue in _cues(text) if (there := _place_of(text, cue.span))), None) or client
    if place and place.span.start >= span.end and place.span.start - span.end < 8:
        span = Span(span.start, place.span.end)
    value = Place(mode, place.city if place else None, place.country if place else None, days, near=near)
    return FieldReading(Read(value, _trimmed(text, span)))


def _vague_near(span: Span) -> Note:
    return Note("place", "Which region is meant? Name a city or a country, and how often presence is needed.", (span,))


def _place_of(text: str, span: Span) -> PlaceMention | None:
    """The place beside words of presence: within them, right after, or right before."""
    places = Places.load()
    sentence = sentence_at(text, span.start)
    inside = places.find_place(
        text, start=span.start, reach=len(span.of(text)) + min(40, max(sentence.end - span.end, 0))
    )
    if inside:
        return inside
    return next(iter([*places.mentions(text, start=max(sentence.start, span.start - 50), end=span.start)][::-1]), None)


_REGION = pattern(
    r"^(?:~(?:,|:|-|–|\()?~(?:but )?(?:within|in|from|across|inside|anywhere in|out of|only in|"
    r"only from|must be in|based in)?(?: the)?~)"
    r"(?P<region>european union|eu\b|eea|europe|emea|apac|latam|latin america|north america|"
    r"south america|schengen\w{0,3}(?: area)?|dach(?: region)?|nordics?|scandinavia|benelux|asia|"
    r"africa|cee|eastern europe|western europe|middle east)(?: only)?~\)?"
)
_ONLY = pattern(r" only\b~\)?|\)")
_REGIONS = {"european union": "EU", "eu": "EU", "europe": "Europe"}
_IN = pattern(
    r"^~(?:,|:|-|–|\()?~(?:within|in|from|across|inside|anywhere in|only in|only from|must be in|based in)?(?: the)?~$"
)


def _within(text: str, span: Span) -> tuple[str | None, str | None, Span]:
    """The region or country from which remote work is wanted, with the span that takes it in."""
    words = span.of(text)
    start = span.start + len(re.split(r"\b(?:within|in|from|across|inside)$", words)[0])
    tail = after(text, start, reach=50) if start < span.end else after(text, span.end, reach=50)
    at = start if start < span.end else span.end
    found = _REGION.match(tail)
    if found:
        name = found["region"].casefold().strip()
        upper = found["region"].strip()
        return _REGIONS.get(name, upper if upper.isupper() else name.title()), None, Span(span.start, at + found.end())
    place = Places.load().find_place(text, start=at, reach=min(45, max(sentence_at(text, span.start).end - at, 0)))
    if place and _IN.match(text[at : place.span.start]) and (place.city is None or start < span.end):
        only = _ONLY.match(text, place.span.end)
        return None, place.country, Span(span.start, max(only.end() if only else place.span.end, span.end))
    return None, None, span


_NEAR = pattern(
    r"\b(?:(?:someone|somebody|a person|people|candidates?|an? \w{1,15}) (?:from|in|of|near|"
    r"around|based in) (?:the|our|this) (?:region|area|neighbou?rhood|city|town)(?: (?:would be|"
    r"is|are) (?:good|nice|great|ideal|preferred|best|welcome|a plus))?|locals? (?:preferred|only|"
    r"candidates?)|preferably (?:local|nearby|from the (?:region|area))|ideally (?:local|nearby|"
    r"from the (?:region|area)))\b"
)


def _near_wish(text: str) -> Span | None:
    found = _NEAR.search(text)
    return Span(*found.span()) if found else None


_LOCATION = pattern(
    r"\b(?:must|should|need to|has to|have to) be (?:located|based|resident) in (?:the )?|(?:^|\n|[|"
    r"•])[\s\-*•☞→]{0,6}\**(?:location|place(?: of work)?|workplace|where|based|city|"
    r"office location)\**~:\**~",
    exact_case=False,
)


def _by_location(text: str) -> Read[Place] | None:
    """ "Location: Kraków, Poland" without a word on presence."""
    for found in matches(_LOCATION, text):
        place = Places.load().find_place(text, start=found.end(), reach=60)
        if place and not text[found.end() : place.span.start].strip():
            return Read(Place(None, place.city, place.country), place.span)
    return None


_SHARES_HOURS = pattern(
    r"\b(?:awake|overlap\w{0,4}|our (?:working |business )?(?:day|hours|time ?zone)|time ?zones?|remote team)\b"
)


def _by_client(text: str) -> Read[Place] | None:
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
