"""Django's mail goes into the outbox: EMAIL_BACKEND leads here."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from guildworks.platform.actions import write_mails
from guildworks.platform.mail.draft import drafts_of


class Outbox(BaseEmailBackend):
    """Writes a row for each recipient, in the transaction around; nothing is sent here, so nobody waits."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages there are now. Raises BadMail for one that cannot be carried; then none is."""
        write_mails([draft for message in email_messages for draft in drafts_of(message)])
        return len(email_messages)
