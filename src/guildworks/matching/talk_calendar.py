"""A talk as an invitation that calendars read: iCalendar (RFC 5545), by mail (RFC 5546 and 6047) or as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from guildworks.availability.models import Reservation, TalkProposal
from guildworks.platform.ids import shown

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
PRODUCT = "-//Guildworks//Talks//EN"


def talk_calendar(
    hold: Reservation,
    talk: TalkProposal,
    *,
    starts: datetime,
    method: Method,
    stamp: datetime,
    summary: str,
    about: str,
    to: Sequence[str] = (),
) -> str:
    """The talk at the time that was chosen, in UTC, for these addresses and from the installation's own.

    Everybody's copy has the same UID, so that a cancellation finds it; nobody else's address stands in it.
    """
    event = Event()
    event.add("uid", f"{shown('tlk', hold.id).lower()}@{settings.PUBLIC_ADDRESS.host}")
    event.add("sequence", 1 if method == "CANCEL" else 0)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", starts.astimezone(UTC) + timedelta(minutes=talk.minutes))
    event.add("summary", summary)
    event.add("description", about)
    if method != "PUBLISH":  # RFC 5546, 3.2: whom it is from and for
        event.add("organizer", _organiser())
        for address in to:
            event.add("attendee", _attendee(address))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def _organiser() -> vCalAddress:
    """The installation: so neither side needs to know the other's address."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = vCalAddress(f"mailto:{address}")
    organiser.params["CN"] = vText(name or "Guildworks")
    return organiser


def _attendee(address: str) -> vCalAddress:
    """Somebody who has said that they come: by proposing the time, or by choosing it."""
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee
