"""The one way in which this house signs: a JSON document and, within it, who says so.

A signed document has one member more:

    "signature": {"key": "key_…", "algorithm": "Ed25519", "form": "RFC 8785", "digest": "…", "value": "…"}

`digest` is the SHA-256, in hex, of the canonical form (RFC 8785) of the document without `signature`. `value` is the
Ed25519 signature (RFC 8032), in base64url without padding, over the canonical form of `signature` without `value`. So
it covers key, algorithm, form and digest as they stand there, and by the digest the whole content: nothing of them can
be exchanged unnoticed. Because the digest stands apart, changed content is told from a signature that was never made.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.utils.translation import gettext as _

from guildworks.platform.canonical import canonical
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.limits import LISTED, limit
from guildworks.platform.signing_keys import ALGORITHM, as_bytes, as_text, find_public_key, key_in_use

FORM = "RFC 8785"
MEMBERS = {"key", "algorithm", "form", "digest", "value"}
_EXACT = 2**53  # whole numbers below it are exact as a double, which JSON's numbers are


class UnknownKey(GuildworksError):
    """The key that this was signed with is none of this installation."""

    code = "unknown_key"
    http_status = 422
    hint = "Ask the installation that signed it; its keys are at /.well-known/guildworks-keys.json."


class BadSignature(GuildworksError):
    """This signature was not made by the key that it names."""

    code = "bad_signature"
    http_status = 422
    hint = "Do not rely on the document. Ask whoever gave it to you for the original."


class ChangedContent(GuildworksError):
    """The signature is genuine, and the content is no longer what was signed."""

    code = "changed_content"
    http_status = 422
    hint = "Do not rely on the document. Ask whoever gave it to you for the original."


class BadDocument(BadInput):
    """This is not a JSON document that could have been signed."""

    code = "bad_document"
    hint = "Give the whole document as it was signed: one JSON object."


def sign(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its `signature`, by the key of this machine.

    Raises ValueError for what does not survive as JSON, and for a document that is signed already, and
    SigningKeyUnusable.
    """
    if "signature" in document:
        raise ValueError("the document has a signature already")
    digest = _digest(document)
    # A database and other programs write such a number out as a whole one, which RFC 8785 then cannot hold.
    if any(isinstance(value, float) and abs(value) >= _EXACT for level in _levels(document) for value in level):
        raise ValueError(f"a signed document holds numbers below {_EXACT:,}")
    key = key_in_use()
    head = {"key": key.public.shown_id, "algorithm": ALGORITHM, "form": FORM, "digest": digest}
    return {**document, "signature": {**head, "value": as_text(key.private.sign(canonical(head)))}}


def verify(document: Mapping[str, Any]) -> None:
    """That this installation has signed exactly this, with a key in use or a retired one.

    Raises BadSignature, also where there is none or it is malformed, UnknownKey or ChangedContent.
    """
    head, value = _read_signature(document.get("signature"))
    key = find_public_key(head["key"])
    if key is None:
        raise UnknownKey()
    try:
        key.verify(value, canonical(head))
        digest = _digest({name: content for name, content in document.items() if name != "signature"})
    except InvalidSignature as wrong:
        raise BadSignature() from wrong
    except ValueError as changed:
        raise ChangedContent() from changed
    if digest != head["digest"]:
        raise ChangedContent()


def parse(text: str) -> dict[str, Any]:
    """The document of a JSON text, read in the one way in which it can be read. Raises BadDocument.

    Refused are names that an object has twice, of which each reader takes another, NaN and Infinity, and more bytes or
    levels than the limits `document_bytes` and `document_depth` allow.
    """
    most, deepest = limit("document_bytes"), limit("document_depth")
    if len(text.encode("utf-8", "surrogatepass")) > most:
        raise BadDocument(_("A signed document has at most %(most)s bytes") % {"most": f"{most:,}"}, hint=_(LISTED))
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_number, parse_float=_number)
    except (ValueError, RecursionError) as wrong:
        raise BadDocument() from wrong
    if not isinstance(document, dict):
        raise BadDocument()
    if sum(1 for level in _levels(document)) > deepest:
        message = _("Lists and objects of a signed document nest at most %(most)s deep") % {"most": deepest}
        raise BadDocument(message, hint=_(LISTED))
    return document


def _read_signature(signature: object) -> tuple[dict[str, str], bytes]:
    """What a signature covers, and its value. Raises BadSignature where it is malformed."""
    if not isinstance(signature, Mapping) or signature.keys() != MEMBERS:
        raise BadSignature(_("This document has no signature, or a malformed one"))
    head = {name: text for name, text in signature.items() if name != "value"}
    try:
        if not all(isinstance(text, str) for text in signature.values()):
            raise ValueError("members of a signature are texts")
        if (head["algorithm"], head["form"]) != (ALGORITHM, FORM):
            raise ValueError("another algorithm or form")
        canonical(head)
        return head, as_bytes(signature["value"])
    except ValueError as wrong:
        raise BadSignature(_("This document has a malformed signature")) from wrong


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(dict(content))).hexdigest()


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise BadDocument(_("An object of this document has two members of one name"))
    return found


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise BadDocument(_("%(text)s is not a number of JSON") % {"text": text[:40]})
    return value


def _levels(document: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The values of a document, level by level: what is in it, then what is in that."""
    level: list[Any] = list(document.values())
    while level:
        yield level
        inner = (value for value in level if isinstance(value, dict | list | tuple))
        level = [child for each in inner for child in (each.values() if isinstance(each, dict) else each)]
