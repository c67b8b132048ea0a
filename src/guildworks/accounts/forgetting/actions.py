"""Forgetting what was kept long enough, a batch at a time: a worker does it, and the operator at a terminal."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q

from guildworks.accounts.erasure import addresses_of
from guildworks.accounts.events import SIGN_UP_FORGOTTEN
from guildworks.accounts.models import Invitation
from guildworks.accounts.queries import sign_ups_to_forget
from guildworks.platform import clock, events
from guildworks.platform.actor import OPERATOR_CHAIN, PROGRAM
from guildworks.platform.limits import limit
from guildworks.platform.mail.erasing import erase_mails_of
from guildworks.platform.retention import BATCH
from guildworks.platform.work import declare_job

FORGET_INVITATIONS = declare_job("accounts.forget_invitations", every="37 * * * *")
FORGET_SIGN_UPS = declare_job("accounts.forget_sign_ups", every="47 * * * *")
FORGET_SESSIONS = declare_job("accounts.forget_sessions", every="57 * * * *")


@transaction.atomic
def forget_invitations() -> int:
    """Erase the addresses of invitations that have been over for `invitation_kept_days`: of how many."""
    before = clock.now() - timedelta(days=limit("invitation_kept_days"))
    over = Q(ended_at__lt=before) | Q(ended_at=None, expires_at__lt=before)
    return Invitation.objects.exclude(email="").filter(over).update(email="")


@transaction.atomic
def forget_sign_ups() -> int:
    """Delete accounts whose address was not proved within `sign_up_days`, with the organisation that came with each.

    How many. Whoever somebody has put into another organisation stays, and so does an organisation with a history.
    """
    forgotten = 0
    for user in sign_ups_to_forget(clock.now() - timedelta(days=limit("sign_up_days")), most=BATCH):
        with connection.cursor() as cursor:
            cursor.execute("SELECT accounts_forget_organisations(%s)", [user.id])
            gone: list[UUID] = [id_ for (id_,) in cursor.fetchall()]
        erase_mails_of(PROGRAM, addresses_of(user))
        events.record(SIGN_UP_FORGOTTEN, user.ref, PROGRAM, chain=OPERATOR_CHAIN, organisations=len(gone))
        user.delete()
        forgotten += 1
    return forgotten


@transaction.atomic
def forget_sessions() -> int:
    """Delete sessions whose time is over, with where they were from, at most a batch: how many. Nothing else does."""
    over = Session.objects.filter(expire_date__lt=clock.now()).values("session_key")[:BATCH]
    gone, _ = Session.objects.filter(session_key__in=over).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return gone
