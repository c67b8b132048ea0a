"""What is kept for a time, how long, why, and what lets it go: each domain registers its share when the program starts.

Whatever stands nowhere here is kept until the person or the organisation that it belongs to is erased, or for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from guildworks.platform.limits import limit

BATCH = 2_000  # rows that one transaction lets go: it locks them, and nobody else waits long


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept for a time. `forget` names the action that lets a batch of it go and tells how many it were.

    Without `forget` it goes when something new of its kind is made.
    """

    name: str
    what: str  # a message
    why: str  # a message
    limit: str = ""  # the limit that says how many days; none where it is not set by one
    forget: str = ""

    @property
    def days(self) -> int:
        """How many days it is kept, as set now."""
        return limit(self.limit) if self.limit else settings.SESSION_COOKIE_AGE // (24 * 3600)


_KEPT: dict[str, Kept] = {}

KEPT_BY_PLATFORM = (
    Kept(
        "mails",
        gettext_noop("Address and words of a mail"),
        gettext_noop("To see why somebody did not get it, and to send it again. What is left names nobody."),
        "mail_days",
        "guildworks.platform.actions.forget_mails",
    ),
    Kept(
        "jobs",
        gettext_noop("Jobs that have ended"),
        gettext_noop("To see what the program did, and why something failed. They have ids, and nobody's words."),
        "job_days",
        "guildworks.platform.actions.delete_finished_jobs",
    ),
    Kept(
        "answers",
        gettext_noop("The answer to a program that sent an idempotency key"),
        gettext_noop("So that a request that comes twice does its work once. It says what the program was told."),
        "kept_answer_days",
        "guildworks.platform.http.actions.forget_answers",
    ),
)


def register_kept(*kept: Kept) -> None:
    """Have this let go in time; call it in the domain's `AppConfig.ready`."""
    for each in kept:
        _KEPT[each.name] = each


def all_kept() -> list[Kept]:
    """All that is kept for a time, from the bottom upwards."""
    return list(_KEPT.values())


def forget(name: str) -> int:
    """Let go what has been kept long enough, batch by batch, each in a transaction of its own: how many."""
    let_go: Callable[[], int] = import_string(_KEPT[name].forget)
    gone = 0
    while batch := let_go():
        gone += batch
    return gone
