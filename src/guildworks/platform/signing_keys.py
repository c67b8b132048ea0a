"""The keys that sign: the private one in a file of this machine, the public ones of all machines in the database.

The file is read for each signature, because another process may have rotated it. It is replaced by a rename under a
lock, and never absent once it was there. A rotation writes the next key beside it, and moves it in once the database
has committed; whoever meets a retired key before that, such as after a crash, does the move itself.
"""

from __future__ import annotations

import errno
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils.translation import gettext as _

from guildworks.platform import clock
from guildworks.platform.errors import GuildworksError
from guildworks.platform.models import SigningKey
from guildworks.platform.private_files import NotPrivate, alone, beside, move_in, read_private, write_next

ALGORITHM = "Ed25519"
FILE = "signing.key"
_FILE_BYTES = 4096  # a key has about 120


class SigningKeyUnusable(GuildworksError):
    """The file of the signing key cannot be used."""

    code = "signing_key_unusable"
    status = 2
    http_status = 503
    hint = "Nothing was signed. Wanted is a PEM file with an Ed25519 private key and mode 600, such as from a backup."


@dataclass(frozen=True, slots=True)
class KeyInUse:
    """The key that signs on this machine: its public half, as read from the file, and the private one."""

    public: SigningKey
    private: Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A public key of this installation; `retired_at` is None while it signs."""

    id: str
    public_key: bytes
    created_at: datetime
    retired_at: datetime | None


def known_keys() -> list[KnownKey]:
    """All public keys of this installation, also the retired ones, oldest first. One query."""
    keys = SigningKey.objects.order_by("created_at", "id")
    rows = keys.values_list("id", "public_key", "created_at", "retirements__retired_at")
    return [
        KnownKey(SigningKey(id=id_).shown_id, bytes(public_key), created_at, retired_at)
        for id_, public_key, created_at, retired_at in rows
    ]


def keys_json() -> dict[str, Any]:
    """The public keys as everybody may have them."""
    return {
        "keys": [
            {
                "id": key.id,
                "algorithm": ALGORITHM,
                "public_key": as_text(key.public_key),
                "created_at": key.created_at.isoformat(),
                "retired_at": key.retired_at and key.retired_at.isoformat(),
            }
            for key in known_keys()
        ]
    }


def find_public_key(shown_id: str) -> Ed25519PublicKey | None:
    """The public key of this id, retired or not."""
    found = (key.public_key for key in known_keys() if key.id == shown_id)  # as many as there were rotations
    return next((Ed25519PublicKey.from_public_bytes(raw) for raw in found), None)


def key_in_use() -> KeyInUse:
    """The key that signs on this machine: made when there is none, and made known to the installation when it is new.

    Raises SigningKeyUnusable.
    """
    path, is_placed = _key_file(), bool(settings.SIGNING_KEY_FILE)
    if not is_placed and not _is_there(path):
        _put_new_key(path, instead_of=None)
    key = _read(path)
    if not _is_retired(key.public):
        return key
    if is_placed:
        raise SigningKeyUnusable(
            _("%(path)s holds a key that was retired") % {"path": path}, hint=_("Place a new key there.")
        )
    _put_new_key(path, instead_of=key.public.id)
    return key_in_use()


def prepare_next_key() -> KeyInUse:
    """Write the key that a rotation takes once it has committed, and make its public half known."""
    path = _key_file()
    with _alone(path):
        _write_next(path)
        key = _read(beside(path))
    _make_known(key.public)
    return key


def take_next_key(id_: UUID) -> None:
    """Put the prepared key in the place of the one that was retired, unless another process has done so."""
    path = _key_file()
    with _alone(path):
        if _is_there(beside(path)) and _read(beside(path)).public.id == id_:
            move_in(path)


def as_text(raw: bytes) -> str:
    """Bytes as base64url without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def as_bytes(text: str) -> bytes:
    """The bytes behind `as_text`. Raises ValueError for any other spelling of the same bytes."""
    raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    if as_text(raw) != text:
        raise ValueError("not base64url without padding")
    return raw


def _key_file() -> Path:
    placed: Path | None = settings.SIGNING_KEY_FILE
    return placed or Path(settings.SIGNING_HOME) / FILE


def _is_there(path: Path) -> bool:
    with _told(path):
        return path.exists()


def _is_retired(key: SigningKey) -> bool:
    """Whether it was retired; a key that nobody knows yet is made known."""
    retired_at = list(SigningKey.objects.filter(id=key.id).values_list("retirements__retired_at", flat=True))
    if not retired_at:
        _make_known(key)
    return any(retired_at)


def _make_known(key: SigningKey) -> None:
    SigningKey.objects.bulk_create([key], ignore_conflicts=True)  # another process may have done it at the same time


def _put_new_key(path: Path, *, instead_of: UUID | None) -> None:
    """Have another key lie there, unless another process has done so; one that a rotation has left is taken first."""
    with _alone(path):
        if (_read(path).public.id if _is_there(path) else None) != instead_of:
            return
        try:
            _read(beside(path))
        except SigningKeyUnusable:  # there is none, or whoever wrote it was killed
            _write_next(path)
        move_in(path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Within the block no other process changes the file; what the system refuses is told as SigningKeyUnusable."""
    with _told(path), alone(path):
        yield


def _write_next(path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    write_next(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _read(path: Path) -> KeyInUse:
    """The key in a file that its owner alone may read. Raises SigningKeyUnusable."""
    with _told(path):
        return _key_of(read_private(path, most=_FILE_BYTES), path)


def _key_of(pem: bytes, path: Path) -> KeyInUse:
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as wrong:
        message = _("%(path)s holds no private key in PEM without a password") % {"path": path}
        raise SigningKeyUnusable(message) from wrong
    if not isinstance(private, Ed25519PrivateKey):
        message = _("%(path)s holds a key of another kind than %(algorithm)s")
        raise SigningKeyUnusable(message % {"path": path, "algorithm": ALGORITHM})
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    id_ = UUID(bytes=hashlib.sha256(raw).digest()[:16])
    return KeyInUse(SigningKey(id=id_, public_key=raw, created_at=clock.now()), private)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses, in our words; a full disk is told as everywhere."""
    try:
        yield
    except NotPrivate as open_to_others:
        raise SigningKeyUnusable(
            _("Somebody other than its owner may read or change the signing key %(path)s") % {"path": path},
            hint=_("chmod 600 %(path)s.") % {"path": path},
            at_terminal=_("If somebody may have read it: `guildworks keys rotate`."),
        ) from open_to_others
    except OSError as refused:
        if refused.errno == errno.ENOSPC:
            raise
        raise SigningKeyUnusable(f"{path}: {refused.strerror or refused}") from refused
