"""Who else may say who somebody is: the OpenID Connect providers that the operator has set in the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from guildworks.platform.errors import BadInput
from guildworks.platform.private_files import NotPrivate, read_private

MOST = 9
SUFFIXES = ("", *(f"_{number}" for number in range(2, MOST + 1)))  # of the variables of a second provider and more
SECRET_BYTES = 4_096
_ID = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
_HERE = ("localhost", "127.0.0.1", "::1")  # to try it, on this machine


class BadIdentityProvider(BadInput):
    """An OpenID Connect provider is set in a way that cannot be used."""

    code = "bad_identity_provider"
    hint = "The page of single sign-on in the documentation names its five variables, with an example."


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """A provider. Its id stands in the address that it sends people back to, and stays."""

    id: str
    name: str  # as the button on the sign-in page says it
    issuer: str
    client_id: str
    secret: str = field(repr=False)


def identity_providers(environment: Mapping[str, str]) -> list[IdentityProvider]:
    """All that are set, in the order of their numbers. Raises BadIdentityProvider, which repeats no secret."""
    found = list(_set(environment))
    if len({one.id for one in found}) < len(found):
        raise BadIdentityProvider("Two identity providers have the same GUILDWORKS_OIDC_ID")
    return found


def _set(environment: Mapping[str, str]) -> Iterator[IdentityProvider]:
    for suffix in SUFFIXES:
        values = [
            environment.get(f"{name}{suffix}", "").strip()
            for name in (
                "GUILDWORKS_OIDC_ID",
                "GUILDWORKS_OIDC_NAME",
                "GUILDWORKS_OIDC_ISSUER",
                "GUILDWORKS_OIDC_CLIENT_ID",
                "GUILDWORKS_OIDC_SECRET_FILE",
            )
        ]
        if any(values):
            yield _provider(*values)


def _provider(id_: str, name: str, issuer: str, client_id: str, secret_file: str) -> IdentityProvider:
    if not _ID.fullmatch(id_):
        raise BadIdentityProvider(f"GUILDWORKS_OIDC_ID has small letters, digits and hyphens, got {id_[:40]!r}")
    if not name.isprintable() or not 0 < len(name) <= 60 or not client_id:
        raise BadIdentityProvider(f"The identity provider {id_} needs a name and a client id")
    return IdentityProvider(id_, name, _issuer(id_, issuer), client_id, _secret(id_, secret_file))


def _issuer(id_: str, issuer: str) -> str:
    try:
        parts = urlsplit(issuer)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    except ValueError:
        is_safe = False
    if not is_safe or parts.username or parts.query or parts.fragment:
        raise BadIdentityProvider(f"The issuer of the identity provider {id_} is an address that begins with https://")
    return issuer


def _secret(id_: str, file: str) -> str:
    try:
        secret = read_private(Path(file), most=SECRET_BYTES).decode("ascii").strip()
    except NotPrivate as open_to_others:
        raise BadIdentityProvider(
            f"Somebody other than its owner may read the secret of the identity provider {id_}",
            hint=f"chmod 600 {file}",
        ) from open_to_others
    except (OSError, UnicodeDecodeError) as wrong:
        raise BadIdentityProvider(f"The secret of the identity provider {id_} cannot be read: {file}") from wrong
    if not secret:
        raise BadIdentityProvider(f"The file with the secret of the identity provider {id_} is empty")
    return secret
