"""Notifications as a mail: one to each person and organisation, whatever happened at that moment or on that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from guildworks.conversations.kinds import Words
from guildworks.conversations.models import Notification
from guildworks.platform.mail.draft import SUBJECT_CHARACTERS, BadMail, Draft, drafts_of

LINES_MOST = 50  # of one mail; the page has the others

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Line:
    """One notification in a mail; its link leads through the page that marks it as seen."""

    title: str
    more: str
    link: str


def draft_of(notifications: Sequence[Notification], words: Mapping[UUID, Words], *, is_digest: bool) -> Draft | None:
    """The mail of some notifications, all to one person; None where their address cannot be written to."""
    first = notifications[0]
    lines = [_line(each, words[each.id]) for each in notifications[:LINES_MOST]]
    facts = {
        "lines": lines,
        "others": len(notifications) - len(lines),
        "is_digest": is_digest,
        "organisation": first.organisation,
        "page": _address("notifications"),
        "preferences": _address("notification-preferences"),
    }
    text = render_to_string("conversations/mail/news.txt", facts)
    message = EmailMessage(_subject(notifications, lines, is_digest=is_digest), text, to=[first.user.email])
    try:
        (draft,) = drafts_of(message)
    except BadMail as refusal:  # one address that is no good must not keep the others from their mail
        log.error("notification_not_mailed", user=first.user.shown_id, reason=refusal.message)
        return None
    return draft


def _subject(notifications: Sequence[Notification], lines: Sequence[Line], *, is_digest: bool) -> str:
    if is_digest or len(lines) > 1:
        facts = {"count": len(notifications), "organisation": _one_line(notifications[0].organisation.name)}
        text = (
            ngettext(
                "Guildworks: %(count)s thing happened at %(organisation)s",
                "Guildworks: %(count)s things happened at %(organisation)s",
                len(notifications),
            )
            % facts
        )
    else:
        text = f"Guildworks: {lines[0].title}"
    return text[:SUBJECT_CHARACTERS]


def _line(notification: Notification, words: Words) -> Line:
    link = _address("notification", notification.shown_id)
    return Line(_one_line(words.title), _one_line(words.more), link)


def _one_line(text: str) -> str:
    """What somebody typed as a name may hold line breaks, and nothing of it may look like a line of ours."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())


def _address(name: str, *parts: str) -> str:
    return f"{settings.PUBLIC_ADDRESS.origin}{reverse(name, args=parts)}"
