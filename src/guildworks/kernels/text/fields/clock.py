"""Windows of the day as people write them: 9:00-17:00, "9 to 5", "1-5 pm", "noon to 5pm"."""

from __future__ import annotations

import re
from functools import lru_cache

from guildworks.kernels.text.fields.grammar import number_matches, pattern
from guildworks.kernels.text.fields.numbers import number
from guildworks.kernels.text.span import Span

_TIME = (
    r"(?P<{0}>(?:[01]?\d|2[0-4])(?:(?:[:.h])[0-5]\d)?|\b(?:six|seven|eight|nine|ten|eleven|twelve|one|two|three|"
    r"four|five|noon|midday|midnight)\b)~(?P<{0}_half>a\.?m\.?|p\.?m\.?)?(?P<{0}_h>h\b)?"
)
_WINDOW = pattern(
    rf"(?<![\w.,:$€£+-]){_TIME.format('opens')}(?:~(?:-|–|—|to|and|until|"
    rf"till)~){_TIME.format('closes')}(?![\w:%+]|[.,]\d|~(?:%|€|[$]|"
    rf"(?:h|hours|hrs|weeks|months|days|years|eur|euros?|usd|gbp|k|people)\b))"
)
_PER_TIME = pattern(r"~(?:/|per\b|an?\b|each\b|every\b|in total\b|of\b|week|p\.?w\b)")
_SHARED_MOST = 600  # minutes: "overlap 10-14h" speaks of the clock, "4-6h overlap" of hours


@lru_cache(maxsize=8)
def windows(text: str) -> tuple[tuple[tuple[int, int], Span], ...]:
    """Windows of the day such as 9:00-17:00 or "9 to 5", in minutes."""
    found = []
    for match in number_matches(_WINDOW, text):
        opens, closes = _opens_and_closes(match)
        if 0 <= opens < closes <= 24 * 60 and not _are_hours(text, match, closes):
            words = re.sub(r"(?<!\.m)\.$", "", match.group().rstrip(), flags=re.IGNORECASE)
            start = match.start() + len(words) - len(words.lstrip())
            found.append(((opens, closes), Span(start, match.start() + len(words.rstrip()))))
    return tuple(found)


def _opens_and_closes(match: re.Match[str]) -> tuple[int, int]:
    opens, closes = _minutes(match["opens"], match["opens_half"]), _minutes(match["closes"], match["closes_half"])
    if closes <= opens and not match["closes_half"] and closes <= 12 * 60 - 1:
        return opens, closes + 720  # 9 to 5
    afternoon = (match["closes_half"] or "").casefold().startswith("p")
    if afternoon and not match["opens_half"] and opens + 720 < closes:
        return opens + 720, closes  # 1-5 pm
    return opens, closes


def _are_hours(text: str, match: re.Match[str], closes: int) -> bool:
    """Whether figures with an "h" count hours, as in "4-6h" and "10-20h a week", and are no times of the day."""
    if not (match["opens_h"] or match["closes_h"]):
        return False
    return closes <= _SHARED_MOST or bool(_PER_TIME.match(text, match.end()))


_CLOCK_WORDS = {"noon": 720, "midday": 720, "midnight": 1440}


def _minutes(clock: str, half: str | None) -> int:
    if clock.casefold() in _CLOCK_WORDS:
        return _CLOCK_WORDS[clock.casefold()]
    if clock.isalpha():
        clock = f"{number(clock):.0f}"
    hours, _, minutes = re.sub(r"[.h]", ":", clock.casefold()).partition(":")
    hour = int(hours)
    if half:
        hour = hour % 12 + (12 if half.casefold().startswith("p") else 0)
    return 60 * hour + int(minutes or 0)
