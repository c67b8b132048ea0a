"""The canonical form of JSON (RFC 8785), in which everything here is hashed and signed.

Written out because it stands in the way of every list that is made: a third of the time that the library takes. What
is rare, such as a number with an exponent, is still the library's.
"""

from __future__ import annotations

from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

import rfc8785

_EXACT = 2**53  # whole numbers below it are exact as a double, which JSON's numbers are


def canonical(value: Any) -> bytes:
    """A value of JSON as bytes. Raises ValueError for what has no form: NaN, 2**53 and more, lone halves of a letter.

    Also for what nests too deeply.
    """
    try:
        return _written(value).encode()
    except RecursionError as deep:
        raise ValueError("the document nests too deeply") from deep


def _written(value: Any) -> str:
    match value:
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() if abs(value) < _EXACT:
            return str(value)
        case float():
            return _number(value)
        case dict() if all(isinstance(name, str) for name in value):
            members = [f"{encode_basestring(name)}:{_written(value[name])}" for name in _in_order(value)]
            return f"{{{','.join(members)}}}"
        case list() | tuple():
            return f"[{','.join([_written(each) for each in value])}]"
    return rfc8785.dumps(value).decode()  # which says what is wrong with it


def _number(value: float) -> str:
    """As JavaScript writes it, which is as Python does but for whole numbers, exponents and what is no number."""
    text = repr(value)
    is_plain = text[-2:] != ".0" and text.lstrip("-").replace(".", "", 1).isdecimal()
    return text if is_plain else rfc8785.dumps(value).decode()


def _in_order(members: Mapping[str, Any]) -> list[str]:
    """Names by their UTF-16 code units, which is the order of their letters but beyond the basic plane."""
    if all(map(str.isascii, members)):
        return sorted(members)
    return sorted(members, key=lambda name: name.encode("utf-16-be"))
