"""What signs cookies, forms and the links that set a password: the operator's word, or a file that is made once."""

from __future__ import annotations

import errno
import secrets
from pathlib import Path

from guildworks.platform.errors import GuildworksError
from guildworks.platform.private_files import NotPrivate, alone, move_in, read_private, write_next

FILE = "secret.key"
_FILE_BYTES = 4096  # a key has 67
_LEAST = 50  # characters; shorter ones can be guessed


class SecretKeyUnusable(GuildworksError):
    """The file of the secret key cannot be used."""

    code = "secret_key_unusable"
    status = 2
    http_status = 503
    hint = "Restore it from a backup, or move it away: a new one is made, and everybody signs in again."


def secret_key(home: Path) -> str:
    """The key in the file of this home, which the first who asks makes. Raises SecretKeyUnusable."""
    path = home / FILE
    try:
        if not path.exists():
            _make(path)
        key = read_private(path, most=_FILE_BYTES).decode("ascii").strip()
    except NotPrivate as open_to_others:
        raise SecretKeyUnusable(
            f"Somebody other than its owner may read or change the secret key {path}",
            hint=f"chmod 600 {path}. If somebody may have read it, move it away: everybody signs in again.",
        ) from open_to_others
    except OSError as refused:
        if refused.errno == errno.ENOSPC:
            raise
        raise SecretKeyUnusable(f"{path}: {refused.strerror or refused}") from refused
    except UnicodeDecodeError as wrong:
        raise SecretKeyUnusable(f"{path} holds no key") from wrong
    if len(key) < _LEAST:
        raise SecretKeyUnusable(f"{path} holds no key of {_LEAST} characters or more")
    return key


def _make(path: Path) -> None:
    with alone(path):
        if not path.exists():  # else another process has made it meanwhile
            write_next(path, secrets.token_urlsafe(50).encode("ascii"))
            move_in(path)
