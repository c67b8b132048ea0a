"""What an operator does before the first list can hold anybody, and what of it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guildworks.accounts.queries import is_anybody_client
from guildworks.platform.actor import Actor
from guildworks.platform.mail.queries import outbox_now
from guildworks.talent.queries import is_anybody_listed


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what for, and the commands that do it."""

    title: str
    why: str
    commands: tuple[str, ...]
    is_done: bool


def first_steps(asker: Actor) -> list[Step]:
    """The steps, for the operator, until engineers are listed and some client is here; then none. Two to five queries.

    Mail does not keep them there: an installation may well go without.
    """
    if asker.kind != "operator":
        return []
    listed, client = is_anybody_listed(), is_anybody_client()
    if listed and client:
        return []
    return [
        Step(
            _("List engineers"),
            _(
                "Import reads resumes (JSON Resume, PDF, DOCX, Markdown or text) and names the engineers it made. "
                "Searches find them once they are listed."
            ),
            ("guildworks engineers import RESUME…", "guildworks engineers list ENGINEER…"),
            listed,
        ),
        Step(
            _("Invite a client"),
            _("Make the organisation, and invite its owner, who invites everybody else there."),
            (
                "guildworks organisations create NAME",
                "guildworks organisations invite ORGANISATION EMAIL --role owner",
            ),
            client,
        ),
        Step(
            _("Set a mail server"),
            _(
                "Until then mails wait in the outbox, and links are given by hand. "
                "Set GUILDWORKS_SMTP_URL and GUILDWORKS_MAIL_FROM where the worker runs, start it anew, and try it."
            ),
            ("guildworks mail test EMAIL",),
            outbox_now().delivery != "none",
        ),
    ]
