"""Files that are sent with a form: some addresses take one, each up to a limit of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from guildworks.platform.figures import figure
from guildworks.platform.files.keeping import FileTooLarge
from guildworks.platform.limits import LIMITS, limit

AROUND_BYTES = 100_000  # of a form: what stands around its file
View = TypeVar("View", bound=Callable[..., Any])


def takes_file(most: str) -> Callable[[View], View]:
    """A view whose form has a file, of as many bytes as this limit says; other views have no more than a form's."""

    def marked(view: View) -> View:
        vars(view)["most_of_file"] = most
        return view

    return marked


def limit_of_file(scope: Mapping[str, Any]) -> str:
    """The limit of the file that a request may bring, where it is a form of an address that takes one; else empty."""
    is_form = any(name == b"content-type" and b"multipart/form-data" in value for name, value in scope["headers"])
    if not is_form or scope["method"] != "POST":
        return ""
    try:
        return str(vars(resolve(scope["path"]).func).get("most_of_file", ""))
    except Resolver404:
        return ""


def most_of_form(limit_: str) -> int:
    """How many bytes a form with a file has at most; as the table says, where the database says nothing."""
    try:
        return limit(limit_) + AROUND_BYTES
    except DatabaseError:
        return LIMITS[limit_].default + AROUND_BYTES


def sent_file(request: HttpRequest, *, most: int, hint: str = FileTooLarge.hint) -> UploadedFile[bytes] | None:
    """The file of this form, named `file`; None where there is none. Raises FileTooLarge past `most` bytes."""
    sent = request.FILES.get("file")
    if request.META.get("guildworks.is_cut") or (sent and (sent.size or 0) > most):
        told = _("This file has more than %(most)s MB, and nothing of it is kept.")
        raise FileTooLarge(told % {"most": figure(most / 1e6, "g")}, hint=hint)
    return sent
