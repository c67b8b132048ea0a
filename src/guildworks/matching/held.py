"""What an engineer may know of a hold, and the signed link by which they answer it.

A token is the hold's id and a signature over the hold and its engineer, made with the secret key as the links are that
set a password: nothing of it is kept, nobody guesses it, and it opens no other hold. It ends when the hold does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.accounts.models import Organisation
from guildworks.availability.models import Reservation
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.queries import working_days_of
from guildworks.matching.corrections import asked_for
from guildworks.matching.models import Brief
from guildworks.matching.reaching import reached
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import GuildworksError
from guildworks.platform.ids import BadId, parsed
from guildworks.skills.queries import skill_name

SALT = "guildworks.held"


class HeldUnknown(GuildworksError):
    """This link leads to no hold."""

    code = "held_unknown"
    http_status = 404
    hint = "Copy it whole from the mail: a mail program may have cut it."


class HeldErased(GuildworksError):
    """All that was kept of the engineer whom this link was for has been erased."""

    code = "held_erased"
    http_status = 410
    hint = "There is nothing to answer, and nothing is held."


class HeldEnded(GuildworksError):
    """This hold has ended; its hours are free."""

    code = "held_ended"
    http_status = 410
    hint = "There is nothing to answer any more."


ENDED = {
    "declined": gettext_noop("This hold was declined. That costs nothing, and its hours are free again."),
    "released": gettext_noop("This hold was released by whoever held. Its hours are free again."),
}
OVER = gettext_noop("The time of this hold is over. Its hours are free again.")


@dataclass(frozen=True, slots=True)
class HeldTold:
    """A hold as its engineer may know it: who holds, and of the brief roles and skills, never its text or budget."""

    hold: Reservation
    organisation: str
    roles: list[str]
    musts: list[str]
    others: list[str]
    zone: str  # the engineer's
    address: str  # the engineer's, which whoever holds is told once they accept; empty where none is known


def token_of(hold: Reservation) -> str:
    """What stands in the link of a hold."""
    return f"{hold.shown_id.removeprefix('hld_')}.{_signature(hold.id, hold.engineer_id)}"


def link_of(hold: Reservation) -> str:
    """The link that is mailed."""
    return f"{settings.PUBLIC_ADDRESS.origin}{reverse('held', args=[token_of(hold)])}"


def held_behind(token: str) -> Reservation:
    """The hold of a link, for whoever has it, with engineer and talk: also one that is booked, or has expired just now.

    Raises HeldUnknown, HeldErased or HeldEnded: what has ended is told without a word about whose it was.
    """
    id_, _dot, signature = token.partition(".")
    try:
        wanted = parsed("hld", f"hld_{id_}")
    except BadId as no_id:
        raise HeldUnknown() from no_id
    hold = Reservation.objects.select_related("engineer", "talk__answer").filter(id=wanted).first()
    if hold is None or not constant_time_compare(signature, _signature(hold.id, hold.engineer_id)):
        raise HeldUnknown()
    if hold.engineer.erased_at:
        raise HeldErased()
    if not hold.lives(clock.now()):
        raise HeldEnded(_(ENDED.get(hold.state, OVER)))
    return hold


def engineer_of(hold: Reservation) -> Actor:
    """Whom somebody acts as who has the link of a hold: its engineer."""
    return Actor("engineer", hold.engineer_id)


def told_of(hold: Reservation) -> HeldTold:
    """What the engineer may know. Five SQL queries: of a brief that is the client's, for the one whom they hold."""
    organisation = Organisation.objects.get(id=hold.organisation_id)
    brief = Brief.objects.filter(id=hold.holder_id, organisation=organisation).first()
    read = asked_for(brief).requirement if brief else None
    wished = read.skills if read else ()
    day = working_days_of([hold.engineer_id]).get(hold.engineer_id)
    return HeldTold(
        hold,
        organisation.name,
        roles=[role.value for role in read.roles] if read else [],
        musts=_named(wish.skill for wish in wished if wish.importance == "must"),
        others=_named(wish.skill for wish in wished if wish.importance == "nice"),
        zone=zone_of(day),
        address=reached(hold.engineer).address,
    )


def zone_of(day: WorkingDay | None) -> str:
    """By whose clock an engineer is told of times; UTC for one who has not said when they work."""
    return day.zone if day else "UTC"


def _named(slugs: Iterable[str]) -> list[str]:
    return [skill_name(slug) for slug in dict.fromkeys(slugs)]


def _signature(hold: UUID, engineer: UUID) -> str:
    return Signer(salt=SALT).signature(f"{hold}:{engineer}")
