"""Figures as everybody here reads them: with the decimal and thousands separators of the reader's language."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from django.utils.formats import get_format
from django.utils.translation import get_language


def figure(number: Decimal | float, form: str = ",") -> str:
    """A number by Python's format: `1,234`; `37.5` by the form `g`. In German `1.234` and `37,5`."""
    return figures_in(format(number, form))


def figures_in(written: str) -> str:
    """What was written down with point and comma as Python has them, as the reader's language has them."""
    signs = _signs(get_language())
    return written.translate(signs) if signs else written


@lru_cache(64)
def _signs(language: str | None) -> dict[int, str]:
    """What stands in a language for Python's point and comma; empty where it writes them as Python does."""
    point, comma = get_format("DECIMAL_SEPARATOR", language), get_format("THOUSAND_SEPARATOR", language)
    return {} if (point, comma) == (".", ",") else {ord("."): point, ord(","): comma}
