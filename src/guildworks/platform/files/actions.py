"""Letting go of bytes that no row names any more."""

from __future__ import annotations

from django.db import transaction

from guildworks.platform.files.alone import lock_address
from guildworks.platform.files.folder import old_files, path_of
from guildworks.platform.models import StoredFile
from guildworks.platform.work import declare_job

SWEEP_FILES = declare_job("platform.sweep_files", every="47 * * * *")
UNNAMED_SECONDS = 3600.0  # no transaction that keeps a file lasts as long


@transaction.atomic
def delete_unnamed_bytes(address: bytes) -> bool:
    """Delete the bytes at an address unless a row names them: whether they are gone."""
    lock_address(address)  # who keeps the same content right now is waited for, and then has its row
    if StoredFile.objects.filter(address=address).exists():
        return False
    path_of(address).unlink(missing_ok=True)
    return True


def sweep_files() -> int:
    """Delete what lies in the folder of files and no row names, as a machine that stopped may leave it: how many."""
    gone = 0
    for address, path in old_files(UNNAMED_SECONDS):
        if address is None:
            path.unlink(missing_ok=True)
            gone += 1
        else:
            gone += delete_unnamed_bytes(address)
    return gone
