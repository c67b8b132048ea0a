"""From the address of the database, and from that of the pages, to Django's settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from psycopg.conninfo import conninfo_to_dict

from guildworks.platform.errors import BadInput

# Connections of one server process, and seconds: to wait for one, and to try to reach a database that is away before
# the next request tries anew (without that, a pool waits longer and longer between its tries).
POOL = {"min_size": 1, "max_size": 16, "timeout": 5, "reconnect_timeout": 5}
PREPARED_AFTER = 3  # times that a connection has sent a statement: from then on the server keeps its plan


validate_url = URLValidator(schemes=["https", "http"])


class BadDatabaseUrl(BadInput):
    """The address of the database cannot be read."""

    code = "bad_database_url"


class BadPublicUrl(BadInput):
    """The public address of the pages cannot be read."""

    code = "bad_public_url"
    hint = "Write it like https://talent.example.org in GUILDWORKS_URL: no path, no password."


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where people reach the pages: what links in mails begin with, and what passkeys belong to."""

    origin: str  # https://talent.example.org
    host: str  # talent.example.org
    is_https: bool


def public_address(url: str) -> PublicAddress:
    """The parts of a public address. Raises BadPublicUrl."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as wrong:
        raise BadPublicUrl() from wrong
    rest = parts.path.rstrip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in ("http", "https") or not host or rest:
        raise BadPublicUrl(f"{url[:100]!r} is not the address of a site")
    shown = f"[{host}]" if ":" in host else host
    return PublicAddress(
        f"{parts.scheme}://{shown}{f':{port}' if port else ''}", shown, is_https=parts.scheme == "https"
    )


class BadContact(BadInput):
    """The address at which people reach the operator cannot be read."""

    code = "bad_contact"
    hint = "Write it like talent@example.org or https://example.org/contact in GUILDWORKS_CONTACT."


@dataclass(frozen=True, slots=True)
class Contact:
    """Where people reach whoever runs the site: to ask, to object to a decision, to have something corrected."""

    address: str  # talent@example.org
    link: str  # mailto:talent@example.org


def contact(text: str) -> Contact | None:
    """What is shown of an e-mail address or a web page; None where none is set. Raises BadContact."""
    address = text.strip()
    if not address:
        return None
    try:
        if address.startswith(("https://", "http://")):
            validate_url(address)
            return Contact(address, address)
        validate_email(address)
    except ValidationError as wrong:
        raise BadContact(f"{address[:100]!r} is neither an e-mail address nor the address of a page") from wrong
    return Contact(address, f"mailto:{address}")


def database(url: str, *, role: str | None = None) -> dict[str, Any]:
    """Django's settings for a libpq URL. With `role`, every connection acts as that role from its first statement.

    Raises BadDatabaseUrl.
    """
    try:
        parts = conninfo_to_dict(url) if url else {}
    except psycopg.ProgrammingError as wrong:
        hint = "Write it like postgresql://guildworks_app@host/guildworks in GUILDWORKS_DATABASE_URL."
        # Neither the address nor libpq's words about it: there may be a password in them.
        raise BadDatabaseUrl("The database's address cannot be read.", hint=hint) from wrong
    options: dict[str, Any] = {
        key: value for key, value in parts.items() if key not in ("host", "port", "dbname", "user", "password")
    }
    options.setdefault("connect_timeout", 5)
    options.setdefault("application_name", "guildworks")
    # Values go beside a statement and not within it, so that one that comes again is known again.
    options |= {"server_side_binding": True, "prepare_threshold": PREPARED_AFTER}
    if role:
        options["options"] = f"-c role={role}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "guildworks"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def pooled(settings: dict[str, Any]) -> None:
    """Have these settings keep connections open: a new one for each request costs more than most of its queries."""
    settings["OPTIONS"]["pool"] = POOL
    settings["CONN_HEALTH_CHECKS"] = True
