"""Shared working hours: so many hours, a window of the day, a zone or a range of zones."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain
from zoneinfo import ZoneInfo, available_timezones

from guildworks.kernels.text.fields.clock import windows
from guildworks.kernels.text.fields.grammar import (
    after,
    around,
    before,
    joined,
    matches,
    number_matches,
    pattern,
    sentence_at,
    stands_alone,
)
from guildworks.kernels.text.fields.numbers import COUNT, WORDS, number
from guildworks.kernels.text.fields.places import Places, client_place
from guildworks.kernels.text.fields.presence import read_place
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import Note, Overlap, Read
from guildworks.kernels.text.span import Span


@dataclass(frozen=True, slots=True)
class ZoneMention:
    """A zone named by the text: an IANA name, or an offset from UTC in minutes, or both."""

    zone: str | None
    offset: int | None
    span: Span


_OFFSET = pattern(r"\b(?:utc|gmt)~(?P<sign>[+\-−–±]|\+/-)~(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?\b")
_IANA = pattern(
    r"(?<![\w/])(?P<zone>(?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific)"
    r"(?:/[a-z_-]{2,30}){1,2})(?![\w/])(?: time\b)?"
)
_HOURS = rf"(?P<hours>{COUNT})(?:~(?:[-–]|\b(?:to|or)\b)~{COUNT})?~\+?~-?~(?:hours?|hrs?|h)\b"
_HOURS_FIRST = (
    pattern(
        rf"{_HOURS}(?: (?:a|per|each|every) day|/day)?(?: \w{{1,12}}){{0,4}} (?:overlap\w{{0,4}}|"
        rf"shared|common|in common|together)\b"
    ),
    pattern(rf"{_HOURS}~(?: of)?(?: (?:daily|working|time|shared|common|business)){{0,2}} overlap\w{{0,4}}\b"),
    pattern(
        rf"{_HOURS}(?: (?:a|per) day)?(?! (?:during|in) the (?:first|second|last|next|final)\b)"
        rf"(?= (?:between|within|during|inside|in) (?:\d|{WORDS}\b|our|the|cet|uk|"
        rf"us\b|european|central))"
    ),
    pattern(
        rf"{_HOURS}(?= of (?:our|the \w{{1,10}}|\w{{1,10}}(?: time)?) (?:working |business |office |"
        rf"work )?(?:day|hours|time|morning|afternoon)\b)"
    ),
)
_SHARED_HOURS = pattern(rf"(?P<hours>{COUNT}) (?:shared|common|overlapping) hours\b")
_HOURS_WITH = pattern(rf"{_HOURS} with (?=[^\W\d_])")
_CUE_FIRST = (
    pattern(rf"\boverlap\w{{0,4}}(?: (?:of|by|for|with \w{{1,15}}(?: \w{{1,15}})?))?:?(?: \w{{1,8}}){{0,3}}~{_HOURS}"),
    pattern(
        rf"\b(?:awake|available|online|reachable)(?: \w{{1,9}}){{0,3}} {_HOURS}(?= (?:of|"
        rf"in|during|within|between|per|a|each|every|with|from)\b)"
    ),
    pattern(rf"\bwork(?:ing)?(?: \w{{1,9}}){{0,3}} {_HOURS}(?= (?:of|in|during|within|between|with|from)\b)"),
)
_OUR_DAY = pattern(
    r"\b(?:of|with|in|during|to|within) our (?:(?:own |local |normal |usual )?(?:working |"
    r"business |office |work )?(?:day|hours|time ?zone|time|mornings?|afternoons?)|"
    r"team(?:'s (?:day|hours|time ?zone))?)\b"
)
_ASKED = pattern(
    r"\b(?:overlap\w{0,4}|time ?zones?|awake|core hours|working hours|business hours|office hours|"
    r"working day|hours between|available (?:between|from|during)|online (?:between|from|during)|"
    r"reachable|synchronous|meetings? (?:between|at))\b"
)
_MORE_OR_LESS = r"(?:\+/-|±|\+-|\+/−|plus(?:/| or )minus|plus minus)"
_PLUS_MINUS = pattern(rf"^~\(?~(?:{_MORE_OR_LESS}|within)~(?P<hours>{COUNT})~-?~(?:hours?|hrs?|h)?\b~\)?")
_WITHIN = pattern(
    rf"(?:\bwithin~{_MORE_OR_LESS}?|{_MORE_OR_LESS})~(?P<hours>{COUNT})~-?~(?:hours?|hrs?|h) "
    "(?:of|from|around)~(?:the )?$"
)
_ABOUT_A_CITY = pattern(
    rf"{_MORE_OR_LESS}~{COUNT}~-?~(?:hours?|hrs?|h)\b|\bwithin~{COUNT}~-?~(?:hours?|hrs?|h) (?:of|from)\b"
)
_CITY_REACH = 30  # characters between "±3 h" and the city that it speaks of


@lru_cache(maxsize=8)
def zone_mentions(text: str) -> tuple[ZoneMention, ...]:
    """Every zone that `text` names as a zone: CET, UTC+2, Europe/Berlin, Berlin time, US East Coast hours."""
    found: list[ZoneMention] = []
    for match in matches(_IANA, text, words=("/",)):
        if zone := _iana_zones().get(match["zone"].casefold()):
            found.append(ZoneMention(zone, None, Span(*match.span())))
    for match in matches(_OFFSET, text, words=("utc", "gmt")):
        sign = -1 if match["sign"] in "-−–" else 1
        minutes = sign * (60 * int(match["hours"]) + int(match["minutes"] or 0))
        if match["sign"] not in ("±", "+/-") and -720 <= minutes <= 840:
            found.append(ZoneMention(_fixed(minutes), minutes, Span(*match.span())))
    found.extend(_short_us_zones(text))
    several = several_zones(text)
    for word in Places.load().zone_words(text):
        taken = chain((other.span for other in found), several)
        if not any(word.span.overlaps(span) for span in taken):
            found.append(ZoneMention(word.zone, word.offset, word.span))
    return tuple(sorted(found, key=lambda mention: mention.span))


@cache
def _iana_zones() -> Mapping[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


_SHORT_US = {
    "E": ("America/New_York", -300),
    "C": ("America/Chicago", -360),
    "M": ("America/Denver", -420),
    "P": ("America/Los_Angeles", -480),
}
_SHORT_US_ZONE = pattern(
    r"\b(?:US )?(?P<zone>[ECMP])T(?: (?:(?:business|working|office) )?(?:time|hours))?\b", exact_case=True
)
# CT and MT are also scans and translations: only a time, or hours that are shared, makes a zone of them.
_A_TIME_BEFORE = pattern(
    r"(?:\d~[ap]\.?m\.?|\d[:.][0-5]\d|\b(?:noon|midnight)"
    r"|(?:^~|\b(?:between|from|hours|online|available) )\d{1,2}~(?:-|–|to|and)~\d{1,2}"
    r"|\b(?:overlap\w{0,4}|hours?|hrs?|\dh|awake|online|available|time ?zone)\b"
    r"(?:(?!week|month)[^.;\n]){0,20} with(?: the)?"
    r"|\b(?:overlap\w{0,4}|hours?|hrs?|\dh) (?:in|on|of)|\btime ?zone:?)~[,(]?~$"
)


def _short_us_zones(text: str) -> Iterator[ZoneMention]:
    """ET, CT, MT and PT, in capitals, where times or shared hours are spoken of."""
    for found in matches(_SHORT_US_ZONE, text):
        is_named = found.group().endswith(("time", "hours"))
        if is_named or _A_TIME_BEFORE.search(before(text, found.start(), reach=50)):
            zone, offset = _SHORT_US[found["zone"]]
            yield ZoneMention(zone, offset, Span(*found.span()))


_ZONES = r"time ?zones?\b(?! (?:differences?|issues?|conversions?|handling|bugs?|data|offsets?))"
_NAMED = r"(?:[\w/-]{2,15} )"  # a word of a region
_SEVERAL = (
    pattern(
        rf"\b(?:any|all|either|every|various|several|one of (?:the|our))(?: of the)? {_NAMED}{{1,4}}{_ZONES}",
    ),
    pattern(rf"\b(?-i:[A-Z])[\w-]{{1,20}}(?: or |~/~)(?:the )?{_NAMED}{{1,3}}{_ZONES}"),
    pattern(rf"\b(?-i:[A-Z])[\w-]{{1,20}}(?: and |, )(?:the )?{_NAMED}{{1,3}}time ?zones\b"),
    pattern(
        r"\b(?:US|U\.S\.|USA|(?:North |Latin |South )?American|LATAM|Canadian|Australian|Asian|APAC|EMEA) time ?zones\b"
        r"|(?<!central[ ])(?<!eastern[ ])(?<!western[ ])\b(?:Europe(?:an)?|EU) time ?zones?\b"
    ),
)
_NO_REGION = pattern(r"(?:remote|hybrid|on-?site|anywhere)\b")


@lru_cache(maxsize=8)
def several_zones(text: str) -> tuple[Span, ...]:
    """Words for several zones, of which no single one is asked: "any European time zone", "LATAM or US time zones"."""
    found = chain.from_iterable(matches(source, text, words=("time zone", "timezone")) for source in _SEVERAL)
    return tuple(Span(*match.span()) for match in found if not _NO_REGION.match(match.group()))


_NO_MATTER = (
    r"(?:do(?:es)?(?: not|n['’]t) matter|(?:is|are) (?:irrelevant|unimportant|not important|not relevant|up to you|"
    r"no (?:issue|problem|matter)))"
)
_FINE = r"(?:(?:is|are|would be|will be) (?:all )?(?:fine|ok|okay|welcome)|works?\b|will do)"
_ANY_ZONE = pattern(
    rf"\b(?:the |your )?(?:time ?zones?|overlap|shared hours) {_NO_MATTER}"
    rf"|\b(?:any|every|whatever|whichever) {_ZONES}(?: {_FINE})?"
    r"|\btime ?zones?(?:~:~| (?:is|are) )(?:any|all|flexible|open)\b"
    r"|\b(?:regardless|irrespective) of (?:the |your )?time ?zones?\b"
    r"|\bno (?:time ?zone|overlap) (?:requirements?|restrictions?|limits?)\b"
    r"|\bno overlap(?: is)? (?:needed|required|necessary)\b"
    r"|\b(?:do not|don['’]t) (?:care about|mind)(?: the| your)? time ?zones?\b"
)
_FROM_ANYWHERE = pattern(r"\b(?:from|(?:work\w{0,3}|be|live|sit|based|located|people|engineers?) in)~$")
_SAYS_NOTHING = pattern(r"(?:any|every|whatever|whichever) time ?zones?$")


def _any_zone(text: str) -> Read[Overlap] | None:
    """Nothing asked, and said so: "the time zone does not matter"; nor of several zones is one the client's."""
    for found in matches(_ANY_ZONE, text, words=("time zone", "timezone", "overlap", "shared hours")):
        span = Span(*found.span())
        bare = _SAYS_NOTHING.match(found.group())
        if not bare or stands_alone(text, span) or _FROM_ANYWHERE.search(before(text, span.start, reach=25)):
            return Read(Overlap(), span)
    several = several_zones(text)
    return Read(Overlap(), several[0]) if several else None


def _fixed(minutes: int) -> str | None:
    """The IANA name of a fixed offset of whole hours; its sign is the other way round."""
    if minutes % 60:
        return None
    return f"Etc/GMT{-minutes // 60:+d}" if minutes else "Etc/UTC"


def _offset_name(minutes: int) -> str:
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def read_overlap(text: str) -> FieldReading[Read[Overlap]]:
    """Hours to share, with their zone; for "our working day" it is inferred from the client's place."""
    for reading in (_zone_range(text), _around_zone(text), _asked_hours(text), _asked_window(text), _asked_zone(text)):
        if reading:
            return FieldReading(reading, _vague(reading))
    return FieldReading(_any_zone(text) or _by_presence(text))


def _vague(reading: Read[Overlap]) -> tuple[Note, ...]:
    value = reading.value
    if (value.hours or value.window) and not (value.zone or value.zone_from):
        message = "In which zone do these hours lie? Name the city where you work, or a zone such as CET."
        return (Note("overlap", message, (reading.span,)),)
    return ()


def _zone_range(text: str) -> Read[Overlap] | None:
    zones = [mention for mention in zone_mentions(text) if mention.offset is not None]
    for first, second in itertools.pairwise(zones):
        between = text[first.span.end : second.span.start]
        if not re.fullmatch(r"\s{0,3}(?:-|–|—|to|and|until|through|\.\.)\s{0,3}", between, re.IGNORECASE):
            continue
        low, high = sorted((first.offset or 0, second.offset or 0))
        span = _with_cue(text, Span(first.span.start, second.span.end))
        return Read(Overlap(zone_from=_offset_name(low), zone_to=_offset_name(high)), span)
    return None


_CUE = pattern(r"(?:\btime ?zones?:? (?:is |should be |must be )?(?:between |from |in )?|\bbetween |\bwithin )$")


def _with_cue(text: str, span: Span) -> Span:
    left = before(text, span.start, reach=40)
    cue = _CUE.search(left)
    return Span(span.start - (len(left) - cue.start()), span.end) if cue else span


def _around_zone(text: str) -> Read[Overlap] | None:
    """ "CET +/- 2 hours", or "within 3 hours of CET", also of a city."""
    for mention in (*zone_mentions(text), *_cities_in_question(text)):
        offset = mention.offset if mention.offset is not None else _winter_offset(mention.zone)
        if offset is None:
            continue
        left, right = before(text, mention.span.start, reach=40), after(text, mention.span.end, reach=40)
        wide = _PLUS_MINUS.search(right)
        near = _WITHIN.search(left)
        if wide:
            span = Span(mention.span.start, mention.span.end + len(right[: wide.end()].rstrip()))
        elif near:
            span = Span(mention.span.start - (len(left) - near.start()), mention.span.end)
        else:
            continue
        minutes = round(60 * number((wide or near)["hours"]))  # type: ignore[index]
        low, high = max(offset - minutes, -720), min(offset + minutes, 840)
        return Read(Overlap(zone_from=_offset_name(low), zone_to=_offset_name(high)), span)
    return None


def _cities_in_question(text: str) -> Iterator[ZoneMention]:
    """Cities right before or after "±3 h" or "within 3 hours of", as zones."""
    for found in matches(_ABOUT_A_CITY, text):
        for place in Places.load().mentions(
            text, start=max(0, found.start() - _CITY_REACH), end=min(len(text), found.end() + _CITY_REACH)
        ):
            yield ZoneMention(place.zone, None, place.span)


def _winter_offset(zone: str | None) -> int | None:
    """The offset of a zone from UTC without summer time, in minutes."""
    if zone is None:
        return None
    offsets = [datetime(2027, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7)]
    return min(int(offset.total_seconds()) // 60 for offset in offsets if offset is not None)


def _asked_hours(text: str) -> Read[Overlap] | None:
    counted = chain.from_iterable(number_matches(source, text) for source in (*_HOURS_FIRST, _SHARED_HOURS))
    cued = chain.from_iterable(matches(source, text) for source in _CUE_FIRST)
    for found in chain(counted, cued, _with_a_city(text)):
        hours = number(found["hours"])
        figure = Span(found.start("hours"), found.end("hours"))
        if not 0 < hours <= 12 or any(figure.overlaps(window) for _, window in windows(text)):
            continue
        words = re.sub(r"\s{1,3}with$", "", found.group().rstrip())
        named = words.casefold().startswith("overlap")
        start = found.start() if named else _with_bound(text, found.start("hours"))
        return _hours_with_zone(text, hours, Span(start, found.start() + len(words)))
    return None


def _with_a_city(text: str) -> Iterator[re.Match[str]]:
    """ "Four hours with Lagos": hours with people elsewhere, where a city or a zone is named right after."""
    for found in number_matches(_HOURS_WITH, text):
        place = Places.load().find_place(text, start=found.end(), reach=25)
        if place and place.span.start == found.end():
            yield found


_BOUND = pattern(r"\b(?:at least|min(?:imum)?\.?(?: of)?|no less than|around|about|roughly) $")


def _with_bound(text: str, start: int) -> int:
    """Where "at least" begins, if it stands right before `start`."""
    left = before(text, start, reach=20)
    bound = _BOUND.search(left)
    return start - (len(left) - bound.start()) if bound else start


def _hours_with_zone(text: str, hours: float, span: Span) -> Read[Overlap]:
    """The hours with the window and the zone or city of the same sentence, else those of "our working day"."""
    limit = min(sentence_at(text, span.start).end, span.end + 90)
    window = next((found for found in windows(text) if span.start < found[1].start < limit), None)
    parts = [span, window[1]] if window else [span]
    opening = window[0] if window else None
    zone, words = _zone_near(text, span, limit=limit)
    if zone and words:
        return Read(Overlap(hours, opening, zone), _closed(text, joined([*parts, words])))
    ours = _OUR_DAY.search(text, span.start, limit)
    parts += [Span(*ours.span())] if ours else []
    place = client_place(text)
    zone = place.zone if place else None
    return Read(Overlap(hours, opening, zone, zone_inferred=zone is not None), _closed(text, joined(parts)))


def _closed(text: str, span: Span) -> Span:
    """The span with the bracket that closes what it opened."""
    opened = span.of(text).count("(") > span.of(text).count(")")
    close = text.find(")", span.end, span.end + 20) if opened else -1
    return Span(span.start, close + 1) if close >= 0 else span


_TO_CITY = pattern(r"(?:^|\b(?:with|to|in|of)|\d|[ap]m|,)(?: the)?~$")


def _zone_near(text: str, span: Span, *, limit: int) -> tuple[str | None, Span | None]:
    """The zone or the city that stands after the hours; else a zone just before them."""
    zones = [mention for mention in zone_mentions(text) if span.start < mention.span.start < limit]
    if zones:
        zone = zones[0].zone
        return zone or _fixed(zones[0].offset or 0), zones[0].span
    for city in Places.load().mentions(text, start=span.start, end=limit):
        if any(city.span.overlaps(words) for words in several_zones(text)):
            continue
        if _TO_CITY.search(text, max(span.start, city.span.start - 12), city.span.start):
            return city.zone, city.span
    return None, None


def _asked_window(text: str) -> Read[Overlap] | None:
    """A window with its zone: "9-5 London", "10-16 CET"; without a zone only after a word that asks for it."""
    zones = zone_mentions(text)
    for window, span in windows(text):
        zone = next((mention for mention in zones if 0 <= mention.span.start - span.end <= 12), None)
        city = Places.load().find_place(text, start=span.end, reach=20) if zone is None else None
        if zone:
            return Read(Overlap(None, window, zone.zone), Span(span.start, zone.span.end))
        if city and city.zone and city.city and re.fullmatch(r"[\s,(in]{1,4}", text[span.end : city.span.start]):
            return Read(Overlap(None, window, city.zone), Span(span.start, city.span.end))
        if not _ASKED.search(before(text, span.start, reach=40)):
            continue
        zone_before, words = _place_before(text, span)
        if zone_before and words:
            return Read(Overlap(None, window, zone_before), joined([words, span]))
        place = client_place(text)
        if place and place.zone:
            return Read(Overlap(None, window, place.zone, zone_inferred=True), span)
        is_clock = _A_CLOCK.search(span.of(text)) or _NOTHING_COUNTED.match(text, span.end)
        if is_clock and _SHARED.search(before(text, span.start, reach=40)):
            return Read(Overlap(None, window), span)
    return None


_SHARED = pattern(  # without a zone "working hours 9-5" may be anybody's
    r"\b(?:overlap\w{0,4}|core hours|awake|reachable"
    r"|(?:available|online) (?:between|from|during))\b"
)
_A_CLOCK = pattern(r"\dh\b|\d:\d\d|[ap]\.?m\b|o'clock|noon")
_NOTHING_COUNTED = pattern(r"~(?:$|[.,;:)\n]|o'clock\b|if\b|and\b|for\b|please\b)")  # not "from 9 to 12 machines"
_TO_WINDOW = pattern(r"[ ,:(]{1,3}(?:(?:from|between) )?")


def _place_before(text: str, window: Span) -> tuple[str | None, Span | None]:
    """The zone or the city right before a window: "overlap with Warsaw 10-14h"."""
    zones = ((mention.zone, mention.span) for mention in zone_mentions(text))
    start = max(sentence_at(text, window.start).start, window.start - _CITY_REACH)
    cities = ((city.zone, city.span) for city in Places.load().mentions(text, start=start, end=window.start))
    near = (entry for entry in chain(zones, cities) if entry[1].end < window.start)
    beside = (entry for entry in near if _TO_WINDOW.fullmatch(text, entry[1].end, window.start))
    return next(beside, (None, None))


_CUED_ZONE = pattern(
    r"(?:\b(?:in|during|on|within|around|to|with|from|follow|keep|cover|match|near|close to|"
    r"overlap\w{0,4}|prefer\w{0,5}|time ?zone|hours)\b[^.;\n]{0,30}|:~)$"
)
_NO_ZONE_WISH = pattern(r"\b(?:deadline|at|by|call|posted|expires|release|office in|report|until)\b[^.;\n]{0,20}$")


def _asked_zone(text: str) -> Read[Overlap] | None:
    for mention in zone_mentions(text):
        left, right = before(text, mention.span.start, reach=50), after(text, mention.span.end, reach=40)
        if _NO_ZONE_WISH.search(left) and not _ASKED.search(left):
            continue
        asked = _ASKED.search(left + " " + mention.span.of(text) + " " + right)
        if asked or _CUED_ZONE.search(left) or stands_alone(text, mention.span):
            return Read(Overlap(zone=mention.zone), mention.span)
    ours = _OUR_DAY.search(text)
    if ours and _ASKED.search(around(text, Span(*ours.span()), reach=60)):
        place = client_place(text)
        if place and place.zone:
            return Read(Overlap(zone=place.zone, zone_inferred=True), Span(*ours.span()))
    return None


def _by_presence(text: str) -> Read[Overlap] | None:
    """Who works on site shares the zone of that place."""
    place = read_place(text).read
    if place is None or place.value.mode not in ("onsite", "hybrid") or place.value.city is None:
        return None
    zone = Places.load().zone_of(place.value.city, place.value.country)
    return Read(Overlap(zone=zone, zone_inferred=True), place.span) if zone else None
