"""The words for how the work is arranged: remote, hybrid or on site, and on how many days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guildworks.kernels.text.fields.grammar import (
    after,
    around,
    before,
    matches,
    matches_near,
    pattern,
    sentence_at,
    stands_alone,
)
from guildworks.kernels.text.fields.numbers import COUNT
from guildworks.kernels.text.fields.people import PERSON
from guildworks.kernels.text.fields.places import Places
from guildworks.kernels.text.fields.presence_days import (
    BEFORE_DAYS,
    DAYS,
    DAYS_A_WEEK,
    DAYS_AT_HOME,
    HOME,
    days_on_site,
    is_all_at_home,
)
from guildworks.kernels.text.fields.workplaces import is_asked, is_the_workplace
from guildworks.kernels.text.span import Span

Mode = Literal["remote", "remote_ok", "hybrid", "onsite", "not_remote"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say where the work is done."""

    mode: Mode
    span: Span
    days: int | None = None  # on site, a week
    is_whole: bool = False  # "fully remote": nothing else beside it


_ALL = r"(?:fully|100~%|entirely|completely|only|purely)"
_OK = (
    r"(?:ok|okay|fine|possible|welcome|an option|also possible|good|accepted|allowed|negotiable|considered|optional|"
    r"not (?:a must|required|needed|necessary|mandatory))"
)
_OFFICE = (
    r"(?:in (?:the|our|a|your)(?: [\w.'-]{1,20}){0,3} (?:office|studio|lab|premises|headquarters|"
    r"plant|factory)|at (?:the|our)(?: [\w.'-]{1,20}){0,2} (?:office|premises|headquarters|site|"
    r"plant|factory|lab|campus)|on[- ]?site|(?:from|out of) (?:the|our)(?: \w{1,15}){0,2} (?:office|studio|lab)|"
    r"com(?:e|ing) (?:in)?to (?:the|our)(?: \w{1,15}){0,2} (?:office|studio|lab)|in[- ]person|"
    r"in[- ]office|work(?:ing)? from office)"
)
_IN_CITY = r"(?: (?:in|at) [^\W\d][\w'. -]{1,25}?(?!\w)|~\([^\W\d][\w'. -]{1,25}?\))?"
_WHERE_YOU = r"where you (?:sit|live|work|are|stay)\b(?! from)"
_REST = (
    r"(?:(?:,| and| but)? (?:the )?(?:rest|otherwise|other days|remaining days)(?: of the (?:time|week))? (?:is |are )?"
    r"(?:from home|remote(?:ly)?|at home|from anywhere)|,? (?:remote(?:ly)?|from home) otherwise)"
)
_CUES: tuple[tuple[Mode, re.Pattern[str]], ...] = (
    (
        "not_remote",
        pattern(
            r"\b(?:no(?:t)? (?:a )?remote\b(?! (?:control|sens))(?: (?:work|working|role|"
            r"position))?|remote (?:work )?(?:is |work is )?not (?:possible|an option|allowed|available)|"
            r"(?<!no[ ])(?<!need[ ]not[ ])(?<!never[ ])commute (?:to (?:work|us|the office) )?"
            r"(?:daily|every day|each day)\b|"
            r"remote is no option|cannot be (?:done )?remote|no (?:home[- ]?office|work(?:ing)? from home)|"
            r"(?:home[- ]?office|work(?:ing)? from home) is (?:not (?:possible|an option|allowed)|no option))\b"
        ),
    ),
    ("hybrid", pattern(DAYS_AT_HOME)),
    ("hybrid", pattern(rf"\bno(?:t)? (?:an? )?{_ALL}[- ]remote\b(?: (?:work|role|position))?")),
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
            rf"\b{_OFFICE}(?: presence| work)?{_IN_CITY}(?: is)?(?: required| expected| needed)?"
            rf"{BEFORE_DAYS}{DAYS}{_REST}?"
        ),
    ),
    (
        "hybrid",
        pattern(
            rf"\b{_OFFICE}(?: [^\s.;]{{1,20}}){{0,8}}? {COUNT}(?: (?:to|or) {COUNT})? "
            r"times (?:a|per|each|every) (?:month|week)\b"
        ),
    ),
    ("hybrid", pattern(rf"\b{DAYS},? (?:is |are |to be )?(?:spent )?{_OFFICE}{_REST}?")),
    ("hybrid", pattern(rf"\b(?P<days>{COUNT}) days? of presence\b(?: (?:a|per|by|each|every) week\b)?")),
    (
        "hybrid",
        pattern(
            r"(?<!agile[ ])\bhybrid\b(?! (?:cloud|devops|search|retrieval|model|app|mobile|teams? to|"
            r"approach|solution|infrastructure|system|architecture|environment|recommend|algorithm|"
            r"framework|vehicle|car|electric|integration|quantum|rank|methods?|index|"
            r"deploy))(?: (?:work(?:ing)?|role|position|set-?up|model))?(?! cloud)"
            rf"(?:~[,(:–-]~(?:[^\W\d][\w'-]{{1,20}},? )?{DAYS}(?=~(?:[).,;]|$|in (?!the |our )|"
            r"from (?:the |our )?(?:[^\W\d_]{2,20} )?office\b)))?"
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
    ("remote_ok", pattern(rf"\b(?:{_OFFICE}{_IN_CITY},? or (?:from|at) home\b|from home or {_OFFICE})")),
    (
        "hybrid",
        pattern(
            rf"\b(?:join|work with|be with|come to|sit with) us(?: \w{{1,10}}){{0,4}} (?:in|"
            rf"at) [^\W\d]\w{{2,20}},? {DAYS}"
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
            rf"home[- ]based|location (?:does not|doesn['’]t) matter|(?:do not|don['’]t) (?:care|mind) {_WHERE_YOU}|"
            rf"(?:does not|doesn['’]t) matter (?:to us )?{_WHERE_YOU}|{_WHERE_YOU} (?:does not|"
            r"doesn['’]t) matter|(?:live|work|sit|you (?:can|may|could) be) (?:wherever|anywhere)"
            r"(?: you (?:like|want|are))?|everything (?:is )?remote|"
            r"remote(?:ly)? (?:within|in|from|across|inside|out of|anywhere) )"
        ),
    ),
    (
        "remote",
        pattern(
            r"\byou (?:can|may|could) do (?:it|this|that|all of it|everything|the (?:work|job))"
            r" (?:remotely|from home)\b"
        ),
    ),
    ("remote", pattern(r"\b(?:remote(?:ly)?|from home)\b")),
    ("onsite", pattern(rf"\b(?:(?:fully|only|100~%|strictly|mostly) )?{_OFFICE}")),
)
_DESK = ("office", "site", "person", "premises", "studio", "lab", "headquarters", "plant", "factory", "campus")
_NEEDED: dict[Mode, tuple[str, ...]] = {  # what stands in every cue of a mode
    "remote": ("remote", "home", "work", "live", "sit", "matter", "where you", "anywhere"),
    "remote_ok": ("remote", "home"),
    "not_remote": ("remote", "commute", "home"),
    "hybrid": ("hybrid", "remote", " us ", "presence", "home", "wfh", *_DESK),
    "onsite": _DESK,
}
_WHOLLY = pattern(r"\b(?:fully|100|entirely|only|completely|purely|strictly|all|permanently)\b")
_DANGLING = pattern(r" (?:within|in|from|across|inside|out of)$")
_AT_REST = pattern(rf"{_REST}$")
_BARE_REMOTE = pattern(r"remote(?:ly)?|from home")
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
_SELDOM = pattern(
    r"\b(?:every (?:quarter|year|half[- ]year|(?:few|three|four|six|3|4|6) months)|quarterly|yearly|"
    rf"(?:once|twice|{COUNT} (?:times|days|weeks?)) (?:a|per|each) (?:quarter|year))~$"
)
_SELDOM_AFTER = pattern(rf"^[^;.]{{0,40}}?{_SELDOM.pattern[:-1]}")
_MONTHLY = pattern(r"\b(?:once|twice) (?:a|per|each|every) month\b")
_YOU_CAN = pattern(r"you (?:can|may|could)\b")
_OF_A_PRODUCT = pattern(r"\b(?:with|using|apps?|so that|patients?|customers?|users?)\b")
_OPTION = pattern(r"\b(?:options?|opportunit\w{1,4}|possib\w{2,5}|flexib\w{2,5}|scheme|allowance|up to \d\d~%)\b")
_SITE_AFTER = pattern(
    r"^~(?:[.,;:()|/!–-]|$|(?:in|at|near|from|with|for|days?|only|presence|work|position|role|and|"
    r"or|is|every|once|required|"
    r"needed|preferred|expected|about|around|approx|roughly|two|three|one|four|\d)\b)"
)


def arrangement_cues(text: str) -> list[Cue]:
    """The words of the text that say how the work is arranged, in their order; none overlaps another."""
    found = list(_days_in_a_place(text))
    for mode, source in _CUES:
        for match in matches_near(source, text, words=_NEEDED[mode]):
            words = _DANGLING.sub("", _AT_REST.sub("", match.group()).rstrip(" \n,"))
            span = Span(match.start(), match.start() + len(words))
            if any(span.overlaps(cue.span) for cue in found) or not _is_about_work(text, mode, span):
                continue
            whole = bool(_WHOLLY.search(match.group()))
            found.append(Cue(_mode(text, mode, match), span, days_on_site(match), whole))
    return sorted(found, key=lambda cue: cue.span)


_IN = pattern(r"^(?P<lead>[\s\S]*?)(?<!\w)(?:in|(?:comes?|travels?|commute) to)~$")
_TO_DAYS = pattern(BEFORE_DAYS)
_FROM_DAYS = pattern(r",?(?P<you> you (?:are|work|sit|come|(?:will|would|should|must) be)(?: with us)?)? in ")
_OF_THE_PERSON = pattern(rf"\b(?:you(?:['’]\w{{1,2}})?|presen\w{{2,3}}|attendance|{PERSON})\b")
_BESIDE_REMOTE = pattern(rf"\b{HOME}[,;]?(?: (?:except|apart from|but|plus|and|with))?(?: for)? $")
_HOME_AFTER = pattern(rf"{_REST}|(?:,| and) {COUNT}(?: days)? {HOME}\b")
_DAYS_A_WEEK = pattern(rf"\b{DAYS_A_WEEK}")


def _days_in_a_place(text: str) -> Iterator[Cue]:
    """Days a week in a city, with no word on an office: "in Vienna at least one day a week"."""
    for found in matches(_DAYS_A_WEEK, text):
        span = _with_place_before(text, found) or _with_place_after(text, found)
        if span:
            yield Cue("hybrid", span, days_on_site(found))


def _with_place_before(text: str, found: re.Match[str]) -> Span | None:
    """ "In Vienna" before the days, where it is an item of its own or said of the person."""
    start = found.start() - len(before(text, found.start()))
    for place in Places.load().mentions(text, start=start, end=found.start()):
        words = _IN.match(text[start : place.span.start])
        if words and _TO_DAYS.fullmatch(text[place.span.end : found.start()]):
            lead = words["lead"]
            return Span(start + len(lead), found.end()) if is_asked(lead) or _OF_THE_PERSON.search(lead) else None
    return None


def _with_place_after(text: str, found: re.Match[str]) -> Span | None:
    """ "In Vienna" after the days, where "you" says whose they are, or the other days are at home.

    "Two days a week in Vienna" alone may be all of the work, and is left to the hours.
    """
    place = Places.load().find_place(text, start=found.end(), reach=min(60, len(after(text, found.end()))))
    words = _FROM_DAYS.fullmatch(text[found.end() : place.span.start]) if place else None
    if not place or not words:
        return None
    rest = _HOME_AFTER.match(text, place.span.end)
    if words["you"] or rest or _BESIDE_REMOTE.search(before(text, found.start())):
        return Span(found.start(), rest.end() if rest else place.span.end)
    return None


def _mode(text: str, mode: Mode, match: re.Match[str]) -> Mode:
    """The mode that a cue says: a remote "option" is an offer only, and five days a week from home are all."""
    if mode == "hybrid" and is_all_at_home(match):
        return "remote"
    near = before(text, match.start(), reach=20) + "|" + after(text, match.end(), reach=20)
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
    if mode in ("onsite", "hybrid") and (_SELDOM_AFTER.match(after(text, span.end)) or _SELDOM.search(left)):
        return False
    if mode == "onsite":
        is_monthly = _MONTHLY.search(left) or _MONTHLY.search(after(text, span.end, reach=50))
        return _is_duty(text, span) and not is_monthly and not _NO_CUE_BEFORE.search(left)
    if _YOU_CAN.match(text, span.start) and _OF_A_PRODUCT.search(left):
        return False
    if mode == "remote" and _BARE_REMOTE.fullmatch(span.of(text)):
        return _says_remote(text, span)
    return not _NO_CUE_BEFORE.search(left)


_SAYS = pattern(
    r"\b(?:remote (?:within|in|from|is|preferred|only|or|work|with|,|;|\(|-)|(?:work|working|"
    r"location|place|position|role|job|contract|freelance|engagement|available|be|done|is|it['’]s|are|"
    r"options?:?) (?:\w{1,12} ){0,3}remote(?:ly)?)|remote\)"
)
_ENDS_ITEM = re.compile(
    r"\s{0,2}(?:[,;.()|/!]|$|\n|(?:in|within|from|across)\s{1,2}(?:the\s{1,2})?(?:[A-Z]|(?:eu|europe|uk|us|usa)\b))"
)
_LOAD_BEFORE = pattern(
    r"(?:\b(?:hours?|hrs?|h|days?)(?:~/~| a | per | each | every )week|\b(?:full|part)[- ]time|\bh/w(?:ee)?k),?~$"
)
_ELSE_BEFORE = pattern(r"\b(?:otherwise|(?:the )?rest(?: is)?|later|then|afterwards),?~$")


def _says_remote(text: str, span: Span) -> bool:
    """Whether a bare "remote" stands as a statement: at the start of its sentence, in a list, or about the work."""
    sentence = sentence_at(text, span.start)
    lead = re.sub(
        r"^[\s\-*•☞→#>]{0,6}(?:[\w &/()'-]{1,30}:)?[\s*]{0,3}",
        "",
        text[max(sentence.start, span.start - 60) : span.start],
    )
    if not lead.strip() and re.match(
        r"\s{0,2}(?:[,;.:()|/–-]|$|\n|with|within|in\b|from|but|and|or|only|preferred|except|apart|plus|for)",
        text[span.end : span.end + 12],
    ):
        return True
    if _LOAD_BEFORE.search(lead) or _ELSE_BEFORE.search(lead):
        return True
    if stands_alone(text, span) or re.search(r"[,(|/;]\s{0,2}$", lead):
        return _ENDS_ITEM.match(text, span.end) is not None
    return bool(_SAYS.search(around(text, span, reach=40))) and not _NO_CUE_BEFORE.search(before(text, span.start))


def _is_duty(text: str, span: Span) -> bool:
    words = span.of(text).casefold()
    if re.search(r"only|fully|100|strictly|in[- ]person|work(?:ing)?\s{1,3}from\s{1,3}office", words):
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
    if re.match(r"(?:in|at|from)\s{1,3}our\b", words) and is_the_workplace(text, span):
        return True
    strong = (
        r"\b(?:must|have to|required|expected|need to|you(?:['’](?:ll|d))? (?:will |would )?(?:work|be|sit)|presence|"
        r"role is|position is|job is|work is|based)\b"
    )
    return bool(re.search(strong, text[max(sentence.start, span.start - 60) : min(sentence.end, span.end + 40)], re.I))
