"""Which server takes the mail, and whom it comes from, as the operator has set it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import parse_qsl, unquote, urlsplit

from guildworks.platform.errors import BadInput

_PORTS = {("smtps", False): 465, ("smtp", True): 587, ("smtp", False): 25}
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+", re.ASCII)
_HIDDEN = re.compile(r"[\x00-\x20\x7f]")


class BadSmtpUrl(BadInput):
    """The address of the mail server cannot be read."""

    code = "bad_smtp_url"
    hint = "GUILDWORKS_SMTP_URL is like smtps://user:password@host:465 or smtp://host:587?starttls=1."


class BadMailFrom(BadInput):
    """The address that mail comes from cannot be read, or is missing."""

    code = "bad_mail_from"
    hint = "GUILDWORKS_MAIL_FROM is like Guildworks <guildworks@example.org>."


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server. Never shown whole: it has a password."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool  # from the first byte
    is_starttls: bool  # before anything else is said, and never without


def smtp_server(url: str) -> SmtpServer | None:
    """The server of a URL, None of no URL. Raises BadSmtpUrl, which repeats nothing of the URL: it has a password."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, strict_parsing=True, keep_blank_values=True)) if parts.query else {}
        host, port = parts.hostname or "", parts.port
    except ValueError as wrong:
        raise BadSmtpUrl() from wrong
    starttls = options.pop("starttls", "0")
    is_readable = parts.scheme in ("smtp", "smtps") and host and port != 0 and parts.path in ("", "/")
    if not is_readable or options or parts.fragment or starttls not in ("0", "1") or _HIDDEN.search(url):
        raise BadSmtpUrl()
    is_tls, is_starttls = parts.scheme == "smtps", starttls == "1"
    if is_tls and is_starttls:
        raise BadSmtpUrl("smtps:// is encrypted from the first byte: leave ?starttls=1 out, or write smtp://")
    if parts.password and not (is_tls or is_starttls or _is_here(host)):
        raise BadSmtpUrl(
            f"The password for {host} would cross the network in plain text: add ?starttls=1, or use smtps"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpServer(host, port or _PORTS[parts.scheme, is_starttls], user, password, is_tls, is_starttls)


def mail_from(text: str, *, is_needed: bool) -> str:
    """Whom mail comes from; a name of this machine where nothing is sent. Raises BadMailFrom."""
    if not text and not is_needed:
        return "Guildworks <guildworks@localhost>"
    _, address = parseaddr(text)
    if not text.isprintable() or text.count("@") != 1 or not _ADDRESS.fullmatch(address):
        raise BadMailFrom()
    return text.strip()


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
