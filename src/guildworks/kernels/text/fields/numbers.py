"""Numbers as people write them: 22,000 and 22.000, 9k, 1.5, twenty-five, ranges with a dash or a word."""

from __future__ import annotations

import re

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {
    **{word: value for value, word in enumerate([*_ONES, *_TEENS], start=1)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    "fourty": 40,
    "a": 1,
    "an": 1,
    "half": 0.5,
    "hundred": 100,
}
WORDS = rf"(?:(?:{'|'.join([*_TENS, 'fourty'])})(?:[-\s](?:{'|'.join(_ONES)}))?|{'|'.join([*_TEENS, *_ONES])})"
_DIGITS = r"\d{1,3}(?:[,.'’  ]\d{3}){1,3}(?:[.,]\d{1,2})?(?![\d])|\d{1,7}(?:[.,]\d{1,2})?(?![\d])"
DIGITS = rf"(?:(?<![\w.,])(?:{_DIGITS}))"
_SMALL = r"\d{1,3}(?:[.,]\d)?(?!\d|[.,]\d)"
COUNT = rf"(?:(?<![\w.,])(?:{_SMALL})|\b{WORDS}\b)"  # a small number: hours, days, weeks, months, years
JOIN = r"(?:~(?:-|–|—|\bto\b|\band\b|\bor\b|/)~|-to-)"  # between the ends of a range
RANGE_END = rf"(?:{_SMALL}|\b{WORDS}\b)"


def number(words: str) -> float:
    """The value of digits or words that one of the patterns above has matched. Raises ValueError for anything else."""
    plain = words.strip().casefold()
    if plain and plain[0].isdigit():
        return _from_digits(plain)
    parts = [part for part in re.split(r"[-\s]+", plain) if part]
    if not parts or any(part not in _VALUES for part in parts):
        raise ValueError(f"{words!r} is no number; digits or words up to ninety-nine are read")
    return float(sum(_VALUES[part] for part in parts))


def _from_digits(plain: str) -> float:
    plain = re.sub(r"['’\s]", "", plain)
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return float(plain)
    whole, tail = re.sub(r"[.,]", "", plain[:last]), plain[last + 1 :]
    mixed = "." in plain and "," in plain
    grouped = len(tail) == 3 and not mixed
    return float(whole + tail) if grouped else float(f"{whole}.{tail}")
