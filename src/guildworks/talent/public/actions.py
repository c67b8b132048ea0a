"""Opening a public page, choosing what it shows, and closing it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from guildworks.accounts.consents.keeping import keep_given, keep_withdrawn
from guildworks.accounts.models import User
from guildworks.accounts.queries import people_of_engineers
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.platform.retention import BATCH
from guildworks.platform.work import declare_job
from guildworks.talent import policies
from guildworks.talent.alone import alone
from guildworks.talent.erased import UNLESS_ERASED
from guildworks.talent.events import PUBLIC_PAGE_CLOSED, PUBLIC_PAGE_OPENED
from guildworks.talent.models import PUBLIC_PARTS, Engineer, KeptHandle, PublicPage

FORGET_HANDLES = declare_job("talent.forget_handles", every="27 * * * *")
HANDLE_MOST = 40
PURPOSE = "public_page"  # of the consent that whoever opens one gives


class BadHandle(BadInput):
    """An address has 3 to 40 small letters, digits, and single hyphens between them."""

    code = "public_page_handle_is_plain"
    hint = "Your name with hyphens is a good one, such as ana-reis."


class HandleTaken(GuildworksError):
    """Somebody else has this address already."""

    code = "public_page_has_a_handle_of_its_own"
    hint = "Choose another one, such as your name with your field behind it."


class BadParts(BadInput):
    """A public page cannot show this."""

    code = "public_page_shows_known_parts"
    hint = "Load the page again, and tick what it offers."


@transaction.atomic
@UNLESS_ERASED
def open_public_page(actor: Actor, engineer: Engineer, *, handle: str, shows: Sequence[str]) -> PublicPage:
    """Let everybody see these parts of a profile, and no others, at this address, which may be another one than before.

    Whoever opens it agrees to that, which is kept; and so is an earlier address, for nobody else.

    Raises NotAllowed, BadHandle, HandleTaken, BadParts or EngineerErased.
    """
    require(policies.may_publish(actor, engineer))
    if person := _person_of(engineer):  # before the engineer, as whoever deletes their account does
        keep_given(person, PURPOSE)
    alone([engineer.id])
    plain = re.sub(r"\s+", "-", handle.strip().lower())
    if len(plain) > HANDLE_MOST or not plain.isprintable():
        raise BadHandle()
    parts = [part for part in PUBLIC_PARTS if part in shows]
    if len(parts) != len(set(shows)):
        raise BadParts()
    KeptHandle.objects.filter(engineer=engineer, handle=plain).delete()
    _keep_handle_of(PublicPage.objects.filter(engineer=engineer).exclude(handle=plain))
    with refusals(
        public_page_handle_is_plain=BadHandle,
        public_page_has_a_handle_of_its_own=HandleTaken,
        public_page_handle_is_kept_for_nobody_else=HandleTaken,
    ):
        page, _is_new = PublicPage.objects.update_or_create(
            engineer=engineer, defaults={"handle": plain, "shows": parts, "opened_at": clock.now()}
        )
    events.record(PUBLIC_PAGE_OPENED, engineer.ref, actor, chain=engineer.chain, parts=len(parts))
    return page


@transaction.atomic
def close_public_page(actor: Actor, engineer: Engineer) -> None:
    """Let nobody see the page any more, and keep its address; where there is none, nothing. Raises NotAllowed."""
    require(policies.may_publish(actor, engineer))
    open_now = PublicPage.objects.filter(engineer=engineer)
    if not open_now.exists():
        return
    if person := _person_of(engineer):
        keep_withdrawn(person, PURPOSE)
    alone([engineer.id])
    if _keep_handle_of(open_now):
        open_now.delete()
        events.record(PUBLIC_PAGE_CLOSED, engineer.ref, actor, chain=engineer.chain)


@transaction.atomic
def forget_handles() -> int:
    """Have a batch of the addresses free again that were left more than `handle_days` ago: how many."""
    old = KeptHandle.objects.filter(left_at__lt=clock.now() - timedelta(days=limit("handle_days")))
    gone, _of_which = KeptHandle.objects.filter(handle__in=old.order_by("left_at").values("handle")[:BATCH]).delete()
    return gone


def _keep_handle_of(pages: QuerySet[PublicPage]) -> bool:
    """Keep the address of a page that is left, if there is one; of an engineer's the newest stay. Whether there was."""
    left = pages.first()
    if left is None:
        return False
    kept = KeptHandle.objects.filter(engineer=left.engineer_id)
    KeptHandle.objects.create(handle=left.handle, engineer_id=left.engineer_id, left_at=clock.now())
    newest = kept.order_by("-left_at", "handle").values_list("handle", flat=True)[: limit("handles_per_engineer")]
    kept.exclude(handle__in=list(newest)).delete()
    return True


def _person_of(engineer: Engineer) -> User | None:
    return people_of_engineers([engineer.id]).get(engineer.id)
