"""Notifications as their page shows them: in words, by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from guildworks.conversations.models import Notification
from guildworks.conversations.words import words_of
from guildworks.platform.dates import day_text


@dataclass(frozen=True, slots=True)
class Shown:
    """One notification in words."""

    id: str
    title: str
    more: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What came on one day, the latest first."""

    name: str  # Today, Yesterday, Fri 27 Nov
    those: list[Shown]


def by_day(notifications: Sequence[Notification], *, today: date) -> list[Day]:
    """One page of notifications, the latest first, in the days of UTC."""
    words = words_of(notifications)
    days = groupby(notifications, key=lambda one: one.made_at.date())
    return [
        Day(
            _day_text(day, today),
            [
                Shown(one.shown_id, words[one.id].title, words[one.id].more, one.made_at, one.seen_at is None)
                for one in those
            ],
        )
        for day, those in days
    ]


def _day_text(day: date, today: date) -> str:
    if today - day == timedelta(days=0):
        return _("Today")
    if today - day == timedelta(days=1):
        return _("Yesterday")
    return day_text(day, beside=today)
