"""Small charts as SVG: geometry in attributes, colours by class, a sentence for those who do not see it.

Each function takes numbers and returns markup; the numbers stand in text beside it, on the page. Only the sentence may hold
words from outside, and it is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

DIVISIONS = 5
WEAK = 0.7  # a part below this share of what was possible is drawn in ink


def range_chart(low: float, value: float, high: float, *, scale: tuple[float, float], said: str) -> SafeString:
    """A band from low to high with a tick at the value, over five light divisions."""
    width, height = 120, 14
    left, middle, right = (_on(number, scale, width) for number in (low, value, high))
    lines = "".join(_line(width * step / DIVISIONS, 0, height) for step in range(DIVISIONS + 1))
    band = _rect(left, 4, max(right - left, 1), 6, kind="band")
    return _svg(width, height, lines + band + _tick(middle, 1, 12), kind="range", said=said)


def parts_chart(shares: Sequence[float], *, said: str) -> SafeString:
    """One upright bar for each share of what was possible (0 to 1); weak ones in ink."""
    step, height = 13, 18
    bars = "".join(
        _rect(place * step, 0, 10, height, kind="track")
        + _rect(place * step, height * (1 - share), 10, height * share, kind="weak" if share < WEAK else "fill")
        for place, share in enumerate(min(max(share, 0.0), 1.0) for share in shares)
    )
    return _svg(step * len(shares), height, bars, kind="parts", said=said)


def step_chart(start: float, value: float, possible: float, *, said: str) -> SafeString:
    """One step of a sum up to 1: filled what was reached, outlined what was possible."""
    width, height = 240, 12
    outline = _rect(width * start + 0.5, 0.5, max(width * possible - 1, 1), height - 1, kind="possible")
    fill = _rect(width * start, 0, width * value, height, kind="weak" if value < WEAK * possible else "fill")
    return _svg(width, height, outline + fill, kind="step", said=said)


def level_chart(low: float | None, value: float, high: float | None, *, seen: bool, said: str) -> SafeString:
    """A level from 1 to 4: a band where it was seen, a dashed line where it was only said."""
    width, height, scale = 120, 14, (1.0, 4.0)
    lines = "".join(_line(width * step / 3, 3, height - 3) for step in range(4))
    lines += f'<line x1="0" x2="{width}" y1="7" y2="7" class="{"axis" if seen else "claimed"}"/>'
    if not seen or low is None or high is None:
        return _svg(width, height, lines, kind="level", said=said)
    left, middle, right = (_on(number, scale, width) for number in (low, value, high))
    band = _rect(left, 4, max(right - left, 1), 6, kind="band")
    return _svg(width, height, lines + band + _tick(middle, 1, 12), kind="level", said=said)


def hours_chart(hours: float, asked: float | None, *, most: float, said: str) -> SafeString:
    """Hours as a bar on a scale up to `most`, with a dotted line at those that were asked."""
    width, height = 96, 12
    bar = _rect(0, 3, width, 6, kind="track") + _rect(0, 3, _on(hours, (0, most), width), 6, kind="fill")
    if asked:
        at = _number(_on(asked, (0, most), width))
        bar += f'<line x1="{at}" x2="{at}" y1="0" y2="{height}" class="asked"/>'
    return _svg(width, height, bar, kind="hours", said=said)


def left_chart(before: float, left: float, *, said: str) -> SafeString:
    """Of all (1): what was there before a requirement pale, what is left after it filled."""
    width, height = 248, 6
    bars = _rect(0, 0, width * before, height, kind="track") + _rect(0, 0, width * left, height, kind="fill")
    return _svg(width, height, bars, kind="left", said=said, stretches=True)


def _svg(width: float, height: float, drawing: str, *, kind: str, said: str, stretches: bool = False) -> SafeString:
    ratio = ' preserveAspectRatio="none"' if stretches else ""
    return mark_safe(  # noqa: S308 - numbers and fixed words, but for the sentence, which is escaped
        f'<svg class="chart {kind}" width="{width}" height="{height}" viewBox="0 0 {width} {height}"{ratio}'
        f' role="img" aria-label="{escape(said)}">{drawing}</svg>'
    )


def _rect(x: float, y: float, width: float, height: float, *, kind: str) -> str:
    return (
        f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}" class="{kind}"/>'
    )


def _line(x: float, top: float, bottom: float) -> str:
    return f'<line x1="{_number(x)}" x2="{_number(x)}" y1="{_number(top)}" y2="{_number(bottom)}" class="division"/>'


def _tick(x: float, top: float, bottom: float) -> str:
    return _rect(x - 1.25, top, 2.5, bottom, kind="tick")


def _on(number: float, scale: tuple[float, float], width: float) -> float:
    first, last = scale
    return width * min(max((number - first) / (last - first), 0.0), 1.0)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
