"""Cities, countries, regions and zones of the world by name, from a file of plain facts, and where the client sits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from guildworks.kernels.text.countries import COUNTRY_CODES
from guildworks.kernels.text.fields.grammar import MATCHES_MAX, after, before, matches, pattern
from guildworks.kernels.text.fields.name_index import NameIndex
from guildworks.kernels.text.span import Span

_FILE = Path(__file__).parents[1] / "data" / "places.yaml"


@dataclass(frozen=True, slots=True)
class Spot:
    """What a name stands for: a city, a part of a country, or a country. `zone` is the main one of the place."""

    name: str
    kind: str  # "city", "state" or "country"
    country: str  # ISO 3166-1 alpha-2
    zone: str
    is_rare: bool = False  # also a common word: only beside its country


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as it stands in a text."""

    city: str | None
    country: str
    zone: str
    span: Span
    state: str | None = None


@dataclass(frozen=True, slots=True)
class ZoneWord:
    """A word for a zone, such as CET, with its offset from UTC in winter, in minutes."""

    zone: str
    offset: int | None
    span: Span


@dataclass(frozen=True)
class Places:
    """The gazetteer. Names are compared without case; a name may stand for several spots, the largest first."""

    spots: Mapping[str, tuple[Spot, ...]]
    adjectives: Mapping[str, Spot]
    zones: Mapping[str, tuple[str, int | None]]
    names: NameIndex
    zone_names: NameIndex

    @classmethod
    def load(cls) -> Places:
        """The places that come with the package; read once."""
        return _load(_FILE)

    def find_place(self, text: str, *, start: int = 0, reach: int = 120) -> PlaceMention | None:
        """The first place named in `text[start:start + reach]`, with the country or state that follows it."""
        return next(self.mentions(text, start=start, end=min(len(text), start + reach)), None)

    def mentions(self, text: str, *, start: int = 0, end: int | None = None) -> Iterator[PlaceMention]:
        """Every place named in the text, a city with its state or country as one: "Austin, Texas"."""
        end = len(text) if end is None else end
        position = start
        for found in self.names.all(text, start=start, end=end):
            mention = self._mention(text, found, end=end) if found.start() >= position else None
            if mention:
                position = mention.span.end
                yield mention

    def zone_of(self, city: str, country: str | None) -> str | None:
        """The zone of a city by its name as this file has it."""
        spots = [spot for spot in self.spots.get(city.casefold(), ()) if country in (None, spot.country)]
        return spots[0].zone if spots else None

    def country_code(self, words: str) -> str | None:
        """The code of a country given by its code or name, such as "de", "UK" or "Germany"; else None."""
        named = words.strip()
        if (code := named.upper()) in COUNTRY_CODES:
            return code
        return next((spot.country for spot in self.spots.get(_plain(named), ()) if spot.kind == "country"), None)

    def zone_words(self, text: str) -> Iterator[ZoneWord]:
        """Words for zones: CET, Pacific time, Berlin time, UK hours, US East Coast, European time zones."""
        for found in islice(self.zone_names.all(text), MATCHES_MAX):
            words = found.group()
            zone, offset = self.zones[_plain(words)]
            if len(words) <= 4 and not words.isupper():
                continue  # "est." and "ist" are words of other languages, "Pst" is none of ours
            tail = _ZONE_TAIL.match(text, found.end())
            yield ZoneWord(zone, offset, Span(found.start(), tail.end() if tail else found.end()))
        yield from self._place_times(text)

    def _place_times(self, text: str) -> Iterator[ZoneWord]:
        """ "Berlin time", "US business hours": a place of one or two words before time or hours."""
        for found in matches(_TIME, text):
            left = text[max(found.start() - 45, 0) : found.start()]
            place = _PLACE_BEFORE.search(left)
            if not place:
                continue
            for words in (place["first"] + place["second"] if place["first"] else place["second"], place["second"]):
                spot = self._best(_plain(words)) or self.adjectives.get(_plain(words))
                if spot:
                    start = found.start() - (len(left) - place.end("second")) - len(words)
                    yield ZoneWord(spot.zone, None, Span(start, found.end()))
                    break

    def _best(self, name: str) -> Spot | None:
        spots = self.spots.get(name, ())
        return next((spot for spot in spots if not spot.is_rare), None)

    def _mention(self, text: str, found: re.Match[str], *, end: int) -> PlaceMention | None:
        words = found.group()
        if words[0].islower() and text != text.lower():
            return None
        if len(words) <= 3 and not (words.isupper() or words in ("Zug", "Ulm", "Niš")):
            return None  # "us", "in" and "me" are no places
        spots = self.spots[_plain(words)]
        beside = self._beside(text, found.end(), end=end)
        spot = _fitting(spots, beside[0] if beside else None)
        if spot is None or (spot.is_rare and beside is None):
            return None
        span = Span(found.start(), beside[1] if beside and spot.kind == "city" else found.end())
        state = beside[0].name if beside and beside[0].kind == "state" else spot.name if spot.kind == "state" else None
        return PlaceMention(spot.name if spot.kind == "city" else None, spot.country, spot.zone, span, state)

    def _beside(self, text: str, position: int, *, end: int) -> tuple[Spot, int] | None:
        """The state or country right after a comma or in brackets, and where it ends."""
        gap = _GAP.match(text, position, min(end, position + 6))
        found = self.names.at(text, gap.end(), end=end) if gap else None
        if not found or not gap:
            return None
        wider = [spot for spot in self.spots[_plain(found.group())] if spot.kind != "city"]
        short = len(found.group()) <= 2 and not found.group().isupper()
        close = found.end() + (1 if "(" in gap.group() and text[found.end() : found.end() + 1] == ")" else 0)
        return (wider[0], close) if wider and not short else None


_GAP = re.compile(r"\s{0,2}[,(/–-]\s{0,2}|\s(?=[A-Z]{2,3}\b)")
_ZONE_TAIL = pattern(r" (?:(?:business|office|working) )?(?:time ?zones?|time|hours|day)\b")
_TIME = pattern(
    r"\b(?:time(?: ?zones?)?|hours|day ?time|(?:working|business|office) day)\b(?![- ]?(?:to|of|frame|line|series))"
)
_PLACE_BEFORE = pattern(
    r"(?P<first>\b[^\W\d_]{2,20} )?\b(?P<second>[^\W\d_]{2,20})(?:['’]s)? (?:(?:local|business|office|working) )?$"
)


def _plain(words: str) -> str:
    """A name as it stands in the tables: small letters, single spaces."""
    return " ".join(words.casefold().split())


def _fitting(spots: tuple[Spot, ...], wider: Spot | None) -> Spot | None:
    if wider:
        same: list[Spot] = []
        for spot in spots:
            if spot.country == wider.country and (wider.kind == "country" or spot.kind == "city"):
                same.append(spot)
        if same:
            return next((spot for spot in same if spot.zone == wider.zone), same[0])
    return next((spot for spot in spots if not spot.is_rare), None)


@lru_cache(maxsize=2)
def _load(file: Path) -> Places:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(file.read_text("utf-8"), loader)  # noqa: S506
    spots: dict[str, list[Spot]] = {}
    adjectives: dict[str, Spot] = {}
    for entry in data["countries"]:
        spot = Spot(entry["name"], "country", entry["code"], entry["zone"])
        for name in (entry["name"], *entry.get("aliases", ())):
            spots.setdefault(name.casefold(), []).append(spot)
        adjectives |= {word.casefold(): spot for word in entry.get("adjectives", ())}
    for entry in data["states"]:
        spot = Spot(entry["name"], "state", entry["country"], entry["zone"])
        spots.setdefault(entry["name"].casefold(), []).append(spot)
        spots.setdefault(entry["code"].casefold(), []).append(replace(spot, is_rare=True))
    for group in data["cities"]:
        for spot, names in _cities(group):
            for name in names:
                spots.setdefault(name.casefold(), []).append(spot)
    zones = {
        word.casefold(): (entry["zone"], entry.get("offset")) for entry in data["zones"] for word in entry["words"]
    }
    return Places(
        {name: tuple(found) for name, found in spots.items()},
        adjectives,
        zones,
        NameIndex.of(spots),
        NameIndex.of(zones),
    )


def _cities(group: Mapping[str, Any]) -> Iterator[tuple[Spot, list[str]]]:
    for entry in group["names"]:
        names = [entry] if isinstance(entry, str) else list(entry)
        rare = names[0].endswith("*")
        names[0] = names[0].rstrip("*")
        yield Spot(names[0], "city", group["country"], group["zone"], rare), names


_CLIENT = pattern(
    r"\b(?:we|we['’]re|i|i['’]m|(?:hello|hi|greetings)|our (?!(?:customers|clients|users|suppliers|partners|people|"
    r"data|servers?|competitors)\b)(?:\w{1,12}|team|company|office|offices|headquarters|hq|"
    "studio|lab)|the (?:company|team|"
    r"client|office)|headquarters|hq|team)(?: \w{1,12}){0,3}?~:?~"
    r"(?:sit|sits|are|is|live|work|operate|based|located|headquartered|seated)?(?: (?:based|"
    r"located|headquartered|seated|mostly|all))?~,?(?: (?:in|near|at|out of|from|around) )"
)
_BASED = pattern(
    r"\b(?:based|located|headquartered|company|start-?up|agency|bank|firm|client|team|hq|"
    r"headquarters)(?: \w{1,12}){0,2}?(?: (?:in|near|from|of) |~[:,]~)"
)


_YOURS = pattern(r"\b(?:you|candidates?|must|should|person|have to|has to|need to)(?: \w{1,8})? (?:be )?$")
_TO_PLACE = pattern(r"~(?:the )?(?:city of |downtown |central )?~")


@lru_cache(maxsize=8)
def client_place(text: str) -> PlaceMention | None:
    """Where the client says that they sit: "we sit in Austin, Texas", "a start-up from Lyon", "Milan area"."""
    places = Places.load()
    for cue in (_CLIENT, _BASED):
        for found in matches(cue, text):
            if _YOURS.search(before(text, found.start(), reach=25)):
                continue
            place = places.find_place(text, start=found.end(), reach=50)
            if place and _TO_PLACE.fullmatch(text[found.end() : place.span.start]):
                return place
    for place in places.mentions(text[:20_000]):
        if place.city and re.match(
            r"[\s-]{1,2}(?:area|region|based|office|team)\b(?!\s(?:hours|time|day))",
            after(text, place.span.end, reach=12),
            re.I,
        ):
            return place
        if place.city and re.search(r"\bour\s{1,2}$", before(text, place.span.start, reach=8), re.I):
            return place
    return None
