"""Handing one mail to the server: within a bounded time, and with an answer that says what to do next."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from typing import Literal
from unicodedata import category

from guildworks.platform.mail.draft import METHOD
from guildworks.platform.mail.server import SmtpServer
from guildworks.platform.models import Mail

ANSWER_CHARACTERS = 300
_POLICY = compat32.clone(linesep="\r\n", cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a mail, and the server's own words, or ours where it said nothing; at most 300 characters.

    `later`: it was not taken now, and may be another time.
    """

    outcome: Literal["sent", "refused", "later"]
    words: str


def send(mail: Mail, server: SmtpServer, *, sender: str, seconds: float) -> Answer:
    """Hand a mail to the server; all of it takes at most `seconds`, not counting the look-up of the host's name."""
    try:
        with _line(server, sender, seconds) as line:
            return _handed_over(line, mail, sender)
    except TimeoutError:
        return Answer("later", f"{server.host} did not answer within {seconds:g} seconds")
    except ssl.SSLCertVerificationError as wrong:
        return Answer("later", _bounded(f"The certificate of {server.host} does not hold: {wrong.verify_message}"))
    except smtplib.SMTPResponseException as refused:  # before the mail itself: the greeting, the login
        return Answer("later", _words(refused.smtp_code, refused.smtp_error))
    except (OSError, smtplib.SMTPException) as failed:
        return Answer("later", _bounded(f"{server.host}: {failed}"))


def _handed_over(line: smtplib.SMTP, mail: Mail, sender: str) -> Answer:
    """Of the steps, only the recipient and the content say something about this mail that will not change.

    A sender that is refused is a matter of settings, which somebody mends: what waits is then sent.
    """
    code, words = line.mail(parseaddr(sender)[1])
    if code != 250:
        return Answer("later", _words(code, words))
    code, words = line.rcpt(mail.recipient)
    if code not in (250, 251):
        return Answer("refused" if code >= 500 else "later", _words(code, words))
    try:
        code, words = line.data(message_of(mail, sender))
    except smtplib.SMTPDataError as refused:
        code, words = refused.smtp_code, _bytes(refused.smtp_error)
    if code == 250:
        return Answer("sent", _words(code, words))
    return Answer("refused" if code >= 500 else "later", _words(code, words))


def message_of(mail: Mail, sender: str) -> bytes:
    """A mail as it is sent. Its Message-ID is its own for ever: who gets it twice sees that it is one.

    By the older classes of the library: the newer ones decode what looks like an encoded word in a subject, and what
    comes out may break the line and begin a header of its own (CVE-2024-6923).
    """
    message: Message = _text(mail.text, "plain")
    beside = [_text(mail.html, "html")] if mail.html else []
    beside += [_calendar(mail.calendar)] if mail.calendar else []  # last: what a mail program understands best
    if beside:
        message = MIMEMultipart("alternative", _subparts=[message, *beside])
    message["From"] = formataddr(parseaddr(sender))
    message["To"] = mail.recipient
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    is_plain = mail.subject.isascii() and "=?" not in mail.subject
    message["Subject"] = Header(mail.subject, "us-ascii" if is_plain else "utf-8").encode(linesep="\r\n")
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id.hex}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    return message.as_bytes(policy=_POLICY)


def _text(text: str, kind: str) -> MIMEText:
    """A part that any server can carry: lines of any length, letters of any language."""
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return MIMEText(text, kind, charset)  # type: ignore[arg-type]  # it takes a Charset, as Django gives it


def _calendar(text: str) -> MIMEText:
    """An iCalendar as RFC 6047 sends it: the method stands in the type too, else it is shown as a file."""
    part = _text(text, "calendar")
    if found := METHOD.search(text):
        part.set_param("method", found[1])
    return part


@contextmanager
def _line(server: SmtpServer, sender: str, seconds: float) -> Iterator[smtplib.SMTP]:
    """A connection, greeted and logged in, which is cut when the time is over. Raises TimeoutError then."""
    line = _Line(server, local_hostname=_domain(sender), seconds=seconds)
    try:
        code, words = line.connect(server.host, server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)
        if server.is_starttls:
            line.starttls(context=ssl.create_default_context())
        if server.user:
            line.login(server.user, server.password)
        line.ehlo_or_helo_if_needed()
        yield line
        with suppress(smtplib.SMTPException, OSError):  # it has the mail: how it says good-bye changes nothing
            line.quit()
    except (OSError, smtplib.SMTPException):
        if line.is_late:
            raise TimeoutError from None
        raise
    finally:
        line.end()


class _Line(smtplib.SMTP):
    """The library bounds each read; a server that sends a letter now and then would hold a worker for hours."""

    def __init__(self, server: SmtpServer, *, local_hostname: str, seconds: float) -> None:
        super().__init__(local_hostname=local_hostname, timeout=seconds + 1)  # the watch is first
        self._host = server.host  # whose certificate it must be
        self.is_late = False
        self._is_tls = server.is_tls
        self._handle: socket.socket | None = None
        self._watch = threading.Timer(seconds, self._cut)
        self._watch.daemon = True
        self._watch.start()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        if self.is_late:
            plain.close()
            raise TimeoutError
        self._handle = plain.dup()  # the connection by a name of our own: TLS puts another object in the other's place
        if not self._is_tls:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)

    def _cut(self) -> None:
        self.is_late = True
        if self._handle:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Give up the connection, however it stands."""
        self._watch.cancel()
        self.close()
        if self._handle:
            self._handle.close()


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2]


def _words(code: int, said: bytes | str) -> str:
    return _bounded(f"{code} {_bytes(said).decode('utf-8', 'replace')}")


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()


def _bounded(words: str) -> str:
    """On one line, with nothing in it that steers a terminal."""
    line = "".join(" " if category(letter) in ("Cc", "Zl", "Zp") else letter for letter in words)
    return line[:ANSWER_CHARACTERS]
