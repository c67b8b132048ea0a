"""Questions about the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import parsed
from guildworks.platform.mail.held import held_mails
from guildworks.platform.models import DemoMode, Mail
from guildworks.platform.paging import page_of

STATES = {
    "failed": Q(failed_at__isnull=False, erased_at__isnull=True),
    "waiting": Q(due_at__isnull=False),
    "sent": Q(sent_at__isnull=False),
    "kept": Q(kept_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Outbox:
    """How delivery stands: `smtp`, `none` where no server was set, `demo` where nothing leaves; and what is in it.

    Of those that wait, `held` are held by a restoration.
    """

    delivery: Literal["smtp", "none", "demo"]
    waiting: int
    failed: int
    held: int

    @property
    def next_step(self) -> str:
        """What an operator does now; nothing where all is well."""
        if self.held:
            return "`guildworks mail release` sends those that the restored backup held, with --give-up none of them."
        if self.delivery == "none":
            return "Set GUILDWORKS_SMTP_URL and GUILDWORKS_MAIL_FROM where the worker runs, and start it anew."
        if self.failed:
            return "`guildworks mail list` shows what the server said; `guildworks mail retry ID` tries once more."
        return ""


def mails_visible_to(asker: Actor) -> QuerySet[Mail]:
    """The mails that somebody may read: the operator all, others none."""
    return Mail.objects.all() if asker.kind == "operator" else Mail.objects.none()


def find_mails(asker: Actor, *, state: str = "", address: str = "", page: int) -> tuple[list[Mail], int]:
    """One page of the mails, newest first, of one state or to one address; and how many there are."""
    found = mails_visible_to(asker)
    if condition := STATES.get(state):
        found = found.filter(condition)
    if address:
        found = found.filter(recipient__iexact=address)
    return page_of(found.order_by("-created_at", "-id"), page)


def get_mail(asker: Actor, shown_id: str) -> Mail:
    """The mail with this shown id. Raises BadId or NotFound."""
    found = mails_visible_to(asker).filter(id=parsed("mail", shown_id)).first()
    if found is None:
        raise NotFound(
            _("There is no mail %(id)s, or it is not yours") % {"id": shown_id[:40]},
            at_terminal=_("`guildworks mail list` shows all."),
        )
    return found


def outbox_now() -> Outbox:
    """How delivery stands. Five SQL queries, each count by its own index."""
    counted = {state: Mail.objects.filter(STATES[state]).count() for state in ("waiting", "failed")}
    delivery: Literal["smtp", "none", "demo"] = "smtp" if settings.SMTP_SERVER else "none"
    return Outbox("demo" if DemoMode.objects.exists() else delivery, **counted, held=held_mails().count())
