"""Ways to reach somebody, cut out of what they wrote where it is shown to everybody."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
# Nine digits or more, with what stands between those of a telephone number; years and figures are shorter.
_TELEPHONE = re.compile(r"(?<![\w/])(?:\+|00|\()?\d(?:[\s().–/-]{0,3}\d){8,14}(?!\w)")


def without_contact(text: str, *, instead: str = "…") -> str:
    """The text without e-mail addresses and telephone numbers; `instead` stands in their place."""
    return _TELEPHONE.sub(instead, _ADDRESS.sub(instead, text))
