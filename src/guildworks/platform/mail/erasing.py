"""Erasing mails, within the action that asks for it: of an address, of somebody who is erased, or of all old ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from guildworks.platform import clock, events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.events import MAIL_ERASED
from guildworks.platform.models import MAIL_WORDS, Mail


def erase_mails_of(actor: Actor, addresses: Iterable[str]) -> int:
    """Erase address and words of all mails to these addresses; those that wait are not sent. How many there were.

    What mails to others say of somebody no address finds; it goes after `mail_days`.
    """
    known = [address for address in addresses if address]
    if not known:
        return 0
    Mail.objects.filter(reduce(or_, (Q(reply_to__iexact=address) for address in known))).update(reply_to="")
    to_them = Mail.objects.filter(reduce(or_, (Q(recipient__iexact=address) for address in known)))
    return erase(to_them, clock.now(), actor=actor)


def erase(mails: QuerySet[Mail], now: datetime, *, actor: Actor | None = None) -> int:
    """Erase these mails; that an actor has asked for it is recorded. How many were not erased before."""
    found = list(mails.select_for_update().filter(erased_at__isnull=True).order_by("id"))
    these = Mail.objects.filter(id__in=[mail.id for mail in found])
    these.filter(Q(due_at__isnull=False)).update(due_at=None, failed_at=now)
    these.update(**dict.fromkeys(MAIL_WORDS, ""), erased_at=now)
    if actor:
        for mail in found:
            events.record(MAIL_ERASED, mail.ref, actor, chain=OPERATOR_CHAIN)
    return len(found)
