"""The people of the demo network: invented, plausible, and the same for the same seed. Values only, no database.

Person number i is drawn from the seed and i, so it does not depend on how many are asked for.
"""

from __future__ import annotations

import math
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from guildworks.kernels.text.profile import LanguageDraft, ProfileDraft, WorkDraft
from guildworks.project.demo import careers
from guildworks.project.demo.careers import Bent, EvidenceDraft
from guildworks.project.demo.world import Archetype, City, World, world

WRITTEN_FOR = date(2026, 11, 23)  # the day that ages and dates are told from when the caller has no other
UNUSUAL_SHARE = 0.09  # people who join two kinds of work
SILENT_SHARE = 0.015
OTHER_WEEKS_SHARE = 0.2
BOOKED_SHARE = 0.13
HELD_SHARE = 0.03
YEARS = tuple(range(1, 23))
YEAR_SHARES = (5, 7, 9, 10, 11, 10, 9, 9, 8, 7, 6, 5, 4, 4, 3, 3, 2, 2, 2, 1, 1, 1)
HOURS = (0, 8, 10, 12, 16, 20, 24, 25, 28, 30, 32, 35, 36, 40, 45)
HOUR_SHARES = (5, 2, 2, 2, 4, 8, 5, 3, 2, 6, 11, 4, 4, 38, 4)
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
SUNDAY_TO_THURSDAY = (6, 0, 1, 2, 3)
LEARNED_LEVELS = ("A2", "B1", "B1", "B2", "B2", "C1")
PLAIN_LETTERS = str.maketrans("łŁøØıđßæ", "lLoOidsa")


class Rate(NamedTuple):
    """What an hour costs, in whole units of the currency."""

    currency: str  # ISO 4217
    hourly: int


class WorkingDay(NamedTuple):
    """Minutes of the local day, and weekdays with Monday as 0."""

    starts: int
    ends: int
    weekdays: tuple[int, ...]


class OtherWeeks(NamedTuple):
    """Weeks that are not the usual ones."""

    first: int  # weeks from this one
    weeks: int
    hours: int
    reason: str  # as availability knows it


class Taken(NamedTuple):
    """Hours that somebody has."""

    first: int  # weeks from this one
    weeks: int
    hours: int
    is_booked: bool  # else held


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One invented engineer, ready for the loader."""

    profile: ProfileDraft
    rates: tuple[Rate, ...]  # the same worth in each currency
    hours_per_week: int  # 0 for somebody fully busy elsewhere
    working_day: WorkingDay
    evidence: tuple[EvidenceDraft, ...]
    archetype: str  # slug of the main kind of work
    other_weeks: tuple[OtherWeeks, ...]
    taken: Taken | None
    is_silent: bool  # has not confirmed their hours for weeks


def people(count: int, *, seed: int, today: date = WRITTEN_FOR) -> Iterator[DemoPerson]:
    """The first `count` people of the network that `seed` gives, as they stand on the day `today`."""
    if count < 0:
        raise ValueError(f"a network needs 0 people or more, got {count}")
    taken: set[str] = set()
    for index in range(count):
        yield _person(random.Random(f"{seed}:{index}"), index, today=today, taken=taken)


def _person(rng: random.Random, index: int, *, today: date, taken: set[str]) -> DemoPerson:
    here = world()
    city = rng.choices(here.cities, [city.share for city in here.cities])[0]
    pool = rng.choices(*city.names)[0]
    bent = Bent(_kinds(rng, here), rng.choices(YEARS, YEAR_SHARES)[0], rng.gauss(0, 1), today)
    jobs, named = careers.jobs(rng, bent, world=here)
    known = careers.abilities(rng, bent, named=named, world=here)
    name = _name(rng, pool, world=here, taken=taken)
    profile = ProfileDraft(
        name=name,
        headline=_headline(rng, bent),
        summary=_summary(rng, bent, world=here),
        email=f"{_address(name)}.{index + 1}@demo.example",
        country=city.country,
        city=city.city,
        zone=city.zone,
        years=float(bent.years),
        claims=careers.claims(rng, known),
        jobs=jobs,
        works=_works(rng, bent),
        languages=_languages(rng, city, pool=pool, world=here),
    )
    hours = rng.choices(HOURS, HOUR_SHARES)[0]
    rates = _rates(rng, city, bent=bent, world=here)
    day = _working_day(rng, city, hours=hours)
    evidence = careers.evidence(rng, bent, known=known)
    is_silent = rng.random() < SILENT_SHARE
    weeks = (_other_weeks(rng, hours), _taken(rng, hours), is_silent)
    return DemoPerson(profile, rates, hours, day, evidence, bent.kinds[0].slug, *weeks)


def _other_weeks(rng: random.Random, hours: int) -> tuple[OtherWeeks, ...]:
    """A holiday, or some weeks with half the hours."""
    if not hours or rng.random() >= OTHER_WEEKS_SHARE:
        return ()
    first = rng.randrange(2, 40)
    if rng.random() < 0.7:
        return (OtherWeeks(first, rng.choice((1, 1, 2, 2, 3)), 0, "holiday"),)
    return (OtherWeeks(first, rng.choice((1, 2, 4, 6)), hours // 2, rng.choice(("half_week", "other_client"))),)


def _taken(rng: random.Random, hours: int) -> Taken | None:
    """Most are free; some have a client for a while, and a few are held by one at this moment."""
    draw = rng.random()
    if hours < 8 or draw >= BOOKED_SHARE + HELD_SHARE:
        return None
    part = rng.choice((hours, hours, hours // 2, hours // 4))
    is_booked = draw < BOOKED_SHARE
    return Taken(rng.randrange(0, 9 if is_booked else 5), rng.choice((4, 6, 8, 12, 16, 20, 26)), part, is_booked)


def _kinds(rng: random.Random, here: World) -> tuple[Archetype, ...]:
    kinds = list(here.archetypes.values())
    shares = [kind.share for kind in kinds]
    main = rng.choices(kinds, shares)[0]
    if rng.random() >= UNUSUAL_SHARE:
        return (main,)
    other = rng.choices(kinds, shares)[0]
    return (main,) if other is main else (main, other)


def _name(rng: random.Random, pool: str, *, world: World, taken: set[str]) -> str:
    """A name that nobody has yet, if a few draws find one, and nobody well known has at all."""
    names = world.names[pool]
    for _ in range(12):
        name = f"{rng.choice(names.given)} {rng.choice(names.family)}"
        if name not in taken and name not in world.never and len(set(name.split())) > 1:
            break
    taken.add(name)
    return name


def _address(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(PLAIN_LETTERS)).encode("ascii", "ignore").decode()
    return ".".join("".join(letter for letter in part if letter.isalnum()) for part in plain.lower().split())


def _headline(rng: random.Random, bent: Bent) -> str:
    main = bent.kinds[0]
    title = rng.choice((main.title, *main.titles))
    rank = "Lead " if bent.years >= 12 and rng.random() < 0.4 else "Senior " if bent.years >= 6 else ""
    if rank and not title[1:2].isupper():
        title = title[0].lower() + title[1:]
    if len(bent.kinds) > 1:
        return f"{rank}{title}, also {rng.choice(bent.kinds[1].focus)}"
    return f"{rank}{title}, {rng.choice(main.focus)}"


def _summary(rng: random.Random, bent: Bent, *, world: World) -> str:
    main = bent.kinds[0]
    opens = [text for text in main.opens if bent.years >= 3 or "{years}" not in text]
    adds = rng.sample(main.adds, 1 if rng.random() < 0.4 else 2)
    if len(bent.kinds) > 1:
        adds = [adds[0], rng.choice(bent.kinds[1].adds)]
    closing = [rng.choice(world.closers)] if len(adds) == 1 or rng.random() < 0.12 else []
    return " ".join([rng.choice(opens).format(years=bent.years), *adds, *closing])


def _works(rng: random.Random, bent: Bent) -> tuple[WorkDraft, ...]:
    pool = [work for kind in bent.kinds for work in kind.works]
    count = min(len(pool), rng.choices((0, 1, 2), (45, 35, 20))[0])
    return tuple(WorkDraft(title, text=text) for title, text in rng.sample(pool, count))


def _languages(rng: random.Random, city: City, *, pool: str, world: World) -> tuple[LanguageDraft, ...]:
    """What fits the place; those with a name from elsewhere grew up there, or moved in and learned the language."""
    country = world.countries[city.country]
    home = city.first_language or country.speaks[0]
    tongue = world.names[pool].tongue
    known: dict[str, str] = {}
    from_elsewhere = pool != city.names[0][0] and tongue not in country.speaks
    if from_elsewhere and rng.random() < 0.5:
        known[tongue] = "C2"
        known[home] = rng.choice(("C1", "C2")) if home == "en" else rng.choice(("A2", "B1", "B2", "B2", "C1"))
    else:
        known[home] = "C2"
        if from_elsewhere:
            known[tongue] = rng.choice(("B1", "B2", "C1", "C2"))
    for other in country.speaks:
        if rng.random() < 0.55:
            known.setdefault(other, rng.choice(("C1", "C2")))
    known.setdefault("en", "C2" if "en" in country.speaks else rng.choice(country.english))
    for other, chance in country.learns:
        if rng.random() < chance:
            known.setdefault(other, rng.choice(LEARNED_LEVELS))
    return tuple(LanguageDraft(code, level) for code, level in known.items())


def _rates(rng: random.Random, city: City, *, bent: Bent, world: World) -> tuple[Rate, ...]:
    grown = 0.55 + 0.45 * (1 - math.exp(-bent.years / 5)) / (1 - math.exp(-8 / 5))  # 1 at eight years
    usd = city.usd * bent.kinds[0].rate * grown * math.exp(0.09 * bent.strength + rng.gauss(0, 0.13))
    rates = []
    for code in _currencies(rng, city, world=world):
        money = world.currencies[code]
        rates.append(Rate(code, max(1, round(usd * money.per_usd / money.step)) * money.step))
    return tuple(rates)


def _currencies(rng: random.Random, city: City, *, world: World) -> tuple[str, ...]:
    """Most have euros or dollars; many name a second currency, and a few their own only."""
    local = world.countries[city.country].currency
    near_euro = city.zone.startswith(("Europe/", "Africa/", "Asia/Tbilisi", "Asia/Amman"))
    codes = [local] if local in ("EUR", "USD") else []
    if not codes:
        if local in world.currencies and rng.random() < (0.75 if local in ("GBP", "CHF", "PLN") else 0.3):
            codes.append(local)
        if not codes or rng.random() > 0.12:
            codes.append("EUR" if near_euro and rng.random() < 0.72 else "USD")
    other = "USD" if "EUR" in codes else "EUR"
    if other not in codes and rng.random() < 0.72:
        codes.append(other)
    return tuple(codes)


def _working_day(rng: random.Random, city: City, *, hours: int) -> WorkingDay:
    """Local hours: many work early or late for clients elsewhere."""
    weekdays: tuple[int, ...] = SUNDAY_TO_THURSDAY if city.week_from_sunday else MONDAY_TO_FRIDAY
    length = 8 * 60
    if hours > 40:
        length = 9 * 60
    elif 0 < hours < 32 and rng.random() < 0.45:
        days = max(1, math.ceil(hours / 8))
        weekdays = tuple(sorted(rng.sample(weekdays, days)))
    elif 0 < hours < 32:
        length = max(4 * 60, 30 * math.ceil(hours * 60 / len(weekdays) / 30))
    starts = rng.choice((8 * 60, 8 * 60 + 30, 9 * 60, 9 * 60, 9 * 60, 9 * 60 + 30, 10 * 60))
    if city.zone.startswith(("Asia/", "Australia/", "Pacific/")) and rng.random() < 0.45:
        starts = rng.choice((11 * 60, 12 * 60, 13 * 60, 14 * 60, 16 * 60))
    elif city.zone.startswith("America/") and rng.random() < 0.35:
        starts = rng.choice((6 * 60, 6 * 60 + 30, 7 * 60))
    elif city.zone.startswith(("Europe/", "Africa/")) and rng.random() < 0.28:
        starts = rng.choice((11 * 60, 12 * 60, 13 * 60, 14 * 60))
    starts = min(starts, 24 * 60 - length)
    return WorkingDay(starts, starts + length, weekdays)
