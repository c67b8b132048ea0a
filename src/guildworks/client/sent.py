"""What is sent to the interface.

Made from docs/reference/openapi.json by `./guildworks test tests/house/test_client.py --rewrite`; a test compares it.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class CorrectionSent(TypedDict):
    """A correction of one item."""

    # Such as hours_per_week, budget or skills.python.
    item: str
    # Whether it has a value, is not asked for, or stands as it was read.
    says: NotRequired[Literal["value", "nothing", "as_read"]]
    # Its pieces as texts: `guildworks briefs correct` explains those of each item.
    value: NotRequired[dict[str, str]]


class LanguageSent(TypedDict):
    """A language, with a level from A1 to C2."""

    code: str
    level: NotRequired[str | None]


class MoneySent(TypedDict):
    """An amount an hour."""

    # In decimal digits.
    amount: str
    currency: str


class PhaseSent(TypedDict):
    """Some weeks with the same hours."""

    # A week, in quarters of an hour.
    hours: float | str
    weeks: int


class TalkSent(TypedDict):
    """Times for a talk that are proposed to the engineer with the hold."""

    engineer: str
    times: list[str]
    # 15, 30, 45 or 60.
    minutes: NotRequired[int]
    # By whose clock, such as Europe/Berlin.
    zone: NotRequired[str]


class WeekSent(TypedDict):
    """The hours of one week; null: the usual ones again."""

    # A day of it.
    week: str
    hours: float | str | None
