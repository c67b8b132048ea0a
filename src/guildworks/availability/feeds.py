"""The feed of when an engineer is reserved, for their own calendar: it says "busy" and nothing else.

Its address is a number drawn by chance and a signature over it, made with the secret key: nobody guesses it, whoever
reads the database alone cannot make it, and it ends when its engineer has another one made or none.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from guildworks.availability.models import BusyFeed, Reservation
from guildworks.availability.queries import Week
from guildworks.platform.errors import GuildworksError
from guildworks.platform.ids import BadId, parsed, shown

SALT = "guildworks.busy"
PRODUCT = "-//Guildworks//Busy//EN"


class FeedUnknown(GuildworksError):
    """There is no calendar at this address, or there is none any more."""

    code = "feed_unknown"
    http_status = 404
    hint = "Its engineer finds the address in force on the page of their hours."


def feed_address(feed: BusyFeed) -> str:
    """The address as it is given to a calendar."""
    return f"{settings.PUBLIC_ADDRESS.origin}{reverse('busy-feed', args=[token_of(feed)])}"


def token_of(feed: BusyFeed) -> str:
    """What stands in the address."""
    name = shown("bsy", feed.number).removeprefix("bsy_")
    return f"{name}.{Signer(salt=SALT).signature(str(feed.number))}"


def feed_behind(token: str) -> BusyFeed:
    """The feed of an address. Raises FeedUnknown."""
    name, _dot, _signature = token.partition(".")
    try:
        number = parsed("bsy", f"bsy_{name}")
    except BadId as no_id:
        raise FeedUnknown() from no_id
    feed = BusyFeed.objects.filter(number=number).first()
    if feed is None or not constant_time_compare(token, token_of(feed)):
        raise FeedUnknown()
    return feed


def busy_calendar(feed: BusyFeed, weeks: list[Week], holds: list[Reservation], *, at: datetime) -> bytes:
    """An iCalendar (RFC 5545) of the weeks in which something is reserved, and of the talks that were agreed.

    A week is an all-day event, which leaves one free in the eyes of others unless no hour of it is left.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("refresh-interval;value=duration", "PT1H")
    for first, last, is_full in _stretches(weeks):
        calendar.add_component(_days(feed, first, last, is_full=is_full, at=at))
    for hold in holds:
        talk = getattr(hold, "talk", None)
        answer = getattr(talk, "answer", None)
        if talk and answer and answer.chosen:
            calendar.add_component(_talk(hold, answer.chosen, minutes=talk.minutes, at=at))
    return bytes(calendar.to_ical())


def _stretches(weeks: list[Week]) -> list[tuple[date, date, bool]]:
    """Weeks with reservations that follow each other: the first Monday, the last, and whether nothing is left."""
    found: list[tuple[date, date, bool]] = []
    for week in weeks:
        if not week.held + week.booked:
            continue
        is_full = week.free == 0
        if found and found[-1][1] == week.week - timedelta(weeks=1) and found[-1][2] == is_full:
            found[-1] = (found[-1][0], week.week, is_full)
        else:
            found.append((week.week, week.week, is_full))
    return found


def _days(feed: BusyFeed, first: date, last: date, *, is_full: bool, at: datetime) -> Event:
    event = _event(f"{shown('bsy', feed.engineer_id).lower()}-{first}", at)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=5))  # the day after: a working week
    event.add("transp", "OPAQUE" if is_full else "TRANSPARENT")
    return event


def _talk(hold: Reservation, starts: datetime, *, minutes: int, at: datetime) -> Event:
    event = _event(shown("tlk", hold.id).lower(), at)
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", starts.astimezone(UTC) + timedelta(minutes=minutes))
    return event


def _event(name: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@{settings.PUBLIC_ADDRESS.host}")
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("summary", _("Busy"))
    return event
