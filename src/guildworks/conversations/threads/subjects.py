"""What can be talked about: each domain registers its kinds when the program starts.

So conversations know no domain, and what it says of a thing comes from whoever has it. A kind tells how its ids are
written, and finds what `asker` may see of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.accounts.models import Organisation
from guildworks.conversations.threads.models import Thread
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import BadId, parsed, shown

WHOLE = gettext_noop("Copy it whole from where it was shown.")
BETWEEN = "~"  # the ids of a thing and of its part, in an address


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that is talked about, as somebody who may see it sees it."""

    kind: str
    id: UUID
    part_id: UUID | None
    organisation: Organisation
    word: str  # `list`, `brief`, or the name of a person
    title: str
    address: str  # of its page

    @property
    def spelt(self) -> str:
        """Its ids, as they stand in an address."""
        return SUBJECTS[self.kind].spelt(self.id, self.part_id)


Find = Callable[[Actor, UUID, UUID | None], Subject]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of things: the prefixes of its ids, and what finds one. `find` raises NotFound."""

    prefixes: tuple[str, ...]  # of the thing, and of its part if it has one
    find: Find

    def spelt(self, *ids: UUID | None) -> str:
        """Ids as they stand in an address."""
        return BETWEEN.join(shown(prefix, id_) for prefix, id_ in zip(self.prefixes, ids, strict=False) if id_)

    def read(self, text: str) -> tuple[UUID, UUID | None]:
        """The ids behind such a text. Raises BadId."""
        pieces = text.split(BETWEEN)
        if len(pieces) != len(self.prefixes):
            raise BadId(_("This address is not complete"), hint=_(WHOLE))
        first, *rest = (parsed(prefix, piece) for prefix, piece in zip(self.prefixes, pieces, strict=True))
        return first, rest[0] if rest else None


SUBJECTS: dict[str, Kind] = {}


def register_subject(kind: str, prefixes: tuple[str, ...], find: Find) -> None:
    """Have things of this kind talked about; call it in the domain's `AppConfig.ready`."""
    SUBJECTS[kind] = Kind(prefixes, find)


def get_subject(asker: Actor, kind: str, spelt: str) -> Subject:
    """The thing that an address names. Raises NotFound, in the same words for a stranger's and for none."""
    try:
        of = SUBJECTS[kind]
        return of.find(asker, *of.read(spelt))
    except (KeyError, BadId):
        message = _("There is nothing to talk about at this address, or it is not yours.")
        raise NotFound(message, hint=_(WHOLE)) from None


def find_subject(asker: Actor, thread: Thread) -> Subject:
    """What a thread is about. Raises NotFound where `asker` may not see it."""
    return SUBJECTS[thread.subject_kind].find(asker, thread.subject_id, thread.part_id)
