"""What somebody wants to have sent, read and refused before it becomes a row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils.translation import gettext, ngettext

from guildworks.platform.errors import BadInput
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit

SUBJECT_CHARACTERS = 300
ADDRESS_CHARACTERS = 254
_NAMED = re.compile(r"(?:[^<>]*<(?=.*>$))?([^<>\s]+@[^<>\s]+)>?")  # `Ada <ada@example.org>`, or the address alone
HTML, CALENDAR = "text/html", "text/calendar"  # what a mail may have beside its text
METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)  # of an iCalendar: what is to be done with it
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


class BadMail(BadInput):
    """This mail cannot be sent as it is."""

    code = "bad_mail"
    hint = "A mail has addresses such as ada@example.org, a subject of one line, and a text; no file is attached."


@dataclass(frozen=True, slots=True)
class Draft:
    """One mail to one person."""

    recipient: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    calendar: str = ""  # iCalendar with its METHOD (RFC 6047), which mail programs show as an invitation


def drafts_of(message: EmailMessage) -> list[Draft]:
    """A mail for each recipient, who sees nobody else's address. Raises BadMail for what an outbox does not carry."""
    if message.attachments or message.extra_headers or message.from_email != settings.DEFAULT_FROM_EMAIL:
        raise BadMail(gettext("A mail has no attachments, no headers and no sender of its own"))
    recipients = dict.fromkeys(address_of(each) for each in message.recipients())
    most = limit("mail_recipients")
    if len(recipients) > most:
        words = ngettext(
            "A mail goes to at most %(most)s person, got %(count)s",
            "A mail goes to at most %(most)s people, got %(count)s",
            most,
        )
        raise BadMail(words % {"most": most, "count": figure(len(recipients))})
    reply_to = address_of(message.reply_to[0]) if message.reply_to else ""
    subject, text = _line(str(message.subject)), str(message.body)
    beside = _alternatives_of(message)
    html, calendar = beside.get(HTML, ""), beside.get(CALENDAR, "")
    _require_short(text, html, calendar)
    return [Draft(each, subject, text, html, reply_to, calendar) for each in recipients]


def address_of(text: str) -> str:
    """The one address of a text such as `Ada <ada@Example.org>`, its domain in ASCII and lower case. Raises BadMail."""
    found = _NAMED.fullmatch(text.strip())
    if not text.isprintable() or "=?" in text or found is None:  # mail servers in Python decode encoded words there
        raise BadMail(gettext("That is not one address on one line"))
    local, _, domain = found[1].rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii').lower()}"
        validate_email(address)
    except (ValidationError, UnicodeError) as wrong:
        raise BadMail(gettext("That is not an e-mail address")) from wrong
    if len(address) > ADDRESS_CHARACTERS:
        raise BadMail(gettext("An address has at most %(most)s characters") % {"most": ADDRESS_CHARACTERS})
    return address


def _line(subject: str) -> str:
    if not subject.isprintable() or not 0 < len(subject.strip()) <= SUBJECT_CHARACTERS:
        raise BadMail(gettext("A subject is one line of 1 to %(most)s characters") % {"most": SUBJECT_CHARACTERS})
    return subject.strip()


def _alternatives_of(message: EmailMessage) -> dict[str, str]:
    """What stands beside the text, by its kind, each once."""
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    found = {str(kind): str(content) for content, kind in alternatives}
    if found.keys() - {HTML, CALENDAR} or len(found) < len(alternatives):
        raise BadMail(gettext("Beside its text a mail has HTML, an iCalendar, and nothing else"))
    if found and message.content_subtype != "plain":
        raise BadMail(gettext("A mail has a plain text"))
    if CALENDAR in found and not METHOD.search(found[CALENDAR]):
        raise BadMail(gettext("An iCalendar that is mailed says its METHOD"))
    return found


def _require_short(text: str, *beside: str) -> None:
    if not text.strip() or _UNWRITABLE.search(text + "".join(beside)):
        raise BadMail(gettext("A mail has a text, without NUL characters or halves of letters"))
    if max(map(len, (text, *beside))) > limit("mail_characters"):
        raise BadMail(gettext("A mail has at most %(most)s characters") % {"most": figure(limit("mail_characters"))})
