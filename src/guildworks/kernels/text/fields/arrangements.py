"""The words for how the work is arranged: remote, hybrid or on site, and on how many days of the week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from guildworks.kernels.text.fields.grammar import (
    after,
    around,
    before,
    matches_near,
    pattern,
    sentence_at,
    stands_alone,
)
from guildworks.kernels.text.fields.numbers import COUNT, number
from guildworks.kernels.text.fields.places import Places
from guildworks.kernels.text.fields.workplaces import is_the_workplace
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


def arrangement_cues(text: str) -> list[Cue]:
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
    if re.match(r"(?:in|at|from)\s{1,3}our\b", words) and is_the_workplace(text, span):
        return True
    strong = (
        r"\b(?:must|have to|required|expected|need to|you (?:will |would )?(?:work|be|sit)|presence|"
        r"role is|position is|job is|work is|based)\b"
    )
    return bool(re.search(strong, text[max(sentence.start, span.start - 60) : min(sentence.end, span.end + 40)], re.I))


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
