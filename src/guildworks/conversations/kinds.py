"""What somebody can be notified of: the kinds, which event wakes whom, and who puts it into words.

Nothing here knows a domain. `project/subscriptions.py` has the table, and gives it to `subscribe`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from guildworks.accounts.models import Membership
from guildworks.conversations.models import MAILINGS, Mailing, Notification
from guildworks.platform.actor import Actor
from guildworks.platform.events import EventKind
from guildworks.platform.models import Event

SOMEBODY = gettext_noop("Somebody")  # of whom no name is left


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """Something that people are told of, and how, unless they have chosen otherwise.

    One that is not `optional` always stands on the page, and is mailed, at once or in the digest.
    """

    name: str
    about: str  # a sentence without its full stop, for whoever chooses; a message
    mailing: Mailing
    optional: bool

    @property
    def mailings(self) -> tuple[Mailing, ...]:
        """Among which a person may choose."""
        return MAILINGS if self.optional else ("at_once", "digest")


@dataclass(frozen=True, slots=True)
class Happened:
    """An event, as one of the organisations that it concerns sees it."""

    event: Event
    organisation_id: UUID
    members: Sequence[Membership]  # all who belong there now


@dataclass(frozen=True, slots=True)
class Subscription:
    """One row of the table: this event makes a notification of this kind for these people.

    What `to` gives is cut down to who belongs to the organisation now and did not do it; its docstring stands in the
    reference.
    """

    event: EventKind
    kind: NotificationKind
    to: Callable[[Happened], Iterable[UUID]]


@dataclass(frozen=True, slots=True)
class Words:
    """A notification in words, made when it is shown: nothing of them is kept."""

    title: str  # a sentence without its full stop
    more: str
    address: str  # a page of ours


@dataclass(frozen=True, slots=True)
class Telling:
    """A notification to be put into words, and the name of whoever did it."""

    notification: Notification
    doer: str

    @property
    def event(self) -> Event:
        """What it is about."""
        return self.notification.event


# Puts notifications of one organisation into words, by their ids; `asker` says what may be seen.
MakeWords = Callable[[Actor, Sequence[Telling]], Mapping[UUID, Words]]
KINDS: dict[str, NotificationKind] = {}
SUBSCRIPTIONS: dict[str, list[Subscription]] = {}  # by the name of their event
_WORDS: dict[str, str] = {}  # by the kind of an event's subject


def subscribe(table: Iterable[Subscription]) -> None:
    """Put rows into force; called once, when the program starts."""
    for row in table:
        KINDS[row.kind.name] = row.kind
        SUBSCRIPTIONS.setdefault(row.event.name, []).append(row)


def register_words(subject_kind: str, path: str) -> None:
    """Have notifications about subjects of this kind put into words by the function at a dotted path.

    Called in the domain's `AppConfig.ready`. By its path, because most processes show no notification.
    """
    _WORDS[subject_kind] = path


@cache
def words_for(subject_kind: str) -> MakeWords:
    """The function that puts these into words."""
    found: MakeWords = import_string(_WORDS[subject_kind])
    return found
