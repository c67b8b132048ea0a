"""Keeping a file that somebody sent, reading it again, and letting it go with the last row that names it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from guildworks.kernels.text.files import Kind
from guildworks.platform import clock
from guildworks.platform.actor import Ref
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.files.actions import delete_unnamed_bytes
from guildworks.platform.files.alone import lock_address
from guildworks.platform.files.folder import address_of, path_of, write_bytes
from guildworks.platform.limits import limit
from guildworks.platform.models import StoredFile

MEDIA_TYPES: dict[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "markdown": "text/markdown; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}


class FileTooLarge(BadInput):
    """This file is larger than what is kept."""

    code = "file_too_large"
    hint = "Leave out pictures, or save it with a smaller picture size."


class FileGone(GuildworksError):
    """The bytes of this file are not in the folder of files."""

    code = "file_gone"
    http_status = 404
    hint = "Send it once more; the operator of this site can see why it is gone."
    at_terminal = "Machines that serve one site need the same GUILDWORKS_FILES_FOLDER."


def keep_file(owner: Ref, content: bytes, *, kind: Kind) -> StoredFile:
    """Keep a file of `kind`, as its content was sniffed, in the caller's transaction. Raises FileTooLarge.

    Whoever lets go of the same content at the same moment waits until this transaction has ended.
    """
    if len(content) > limit("file_bytes"):
        facts = {"size": f"{len(content) / 1e6:.1f}", "most": f"{limit('file_bytes') / 1e6:g}"}
        raise FileTooLarge(_("This file has %(size)s MB; at most %(most)s MB are kept") % facts)
    address = address_of(owner, content)
    lock_address(address)
    write_bytes(address, content)
    return StoredFile.objects.create(
        owner_kind=owner.kind,
        owner_id=owner.id,
        address=address,
        kind=kind,
        bytes=len(content),
        kept_at=clock.now(),
    )


def content_of(file: StoredFile) -> bytes:
    """The bytes of a file. Raises FileGone."""
    try:
        return path_of(bytes(file.address)).read_bytes()
    except FileNotFoundError as gone:
        raise FileGone() from gone


def drop_files(files: Iterable[StoredFile]) -> None:
    """Let go of these rows in the caller's transaction; once it is committed, so are bytes that no row names."""
    for file in files:
        address = bytes(file.address)
        StoredFile.objects.filter(id=file.id).delete()
        transaction.on_commit(partial(delete_unnamed_bytes, address))


def download(file: StoredFile, *, name: str) -> HttpResponse:
    """A file as its owner takes it out: a browser saves it under this name, and never shows it. Raises FileGone."""
    answer = HttpResponse(content_of(file), content_type=MEDIA_TYPES[file.kind])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
