"""Small charts as SVG: geometry in attributes, colours by class, a sentence for those who do not see it.

Each function takes numbers and returns markup; the numbers stand in text beside it, on the page. Only the sentence may
hold words from outside, and it is escaped. A page draws some hundred of them, so what never changes is written once.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

WEEK_HIGH = 116  # pixels of the picture of a week
WEAK = 0.7  # a part below this share of what was possible is drawn in ink


def _divisions(width: int, parts: int, *, top: int, bottom: int) -> str:
    lines = "".join(f"M{width * step / parts:g} {top}V{bottom}" for step in range(parts + 1))
    return f'<path d="{lines}" class="division"/>'


_RANGE = _divisions(120, 5, top=0, bottom=14)
_LEVELS = _divisions(120, 3, top=3, bottom=11)
_AXIS = _LEVELS + '<path d="M0 7H120" class="axis"/>'
_CLAIMED = _LEVELS + '<path d="M0 7H120" class="claimed"/>'
_DAY = _divisions(240, 4, top=0, bottom=18)
_HOURS = '<path d="M0 3H96V9H0Z" class="track"/>'


def range_chart(low: float, value: float, high: float, *, scale: tuple[float, float], said: str) -> SafeString:
    """A band from low to high with a tick at the value, over five light divisions."""
    return _svg(120, 14, _RANGE + _band(low, value, high, scale=scale), kind="range", said=said)


def parts_chart(shares: Sequence[float], *, said: str) -> SafeString:
    """One upright bar for each share of what was possible (0 to 1); weak ones in ink."""
    tracks: list[str] = []
    fills: list[str] = []
    weak: list[str] = []
    for place, share in enumerate(shares):
        x, top = 13 * place, 18 * (1 - min(max(share, 0.0), 1.0))
        tracks.append(f"M{x} 0H{x + 10}V18H{x}Z")
        (weak if share < WEAK else fills).append(f"M{x} {top:.1f}H{x + 10}V18H{x}Z")
    bars = "".join(
        f'<path d="{"".join(paths)}" class="{kind}"/>'
        for kind, paths in (("track", tracks), ("fill", fills), ("weak", weak))
        if paths
    )
    return _svg(13 * len(shares), 18, bars, kind="parts", said=said)


def step_chart(start: float, value: float, possible: float, *, said: str) -> SafeString:
    """One step of a sum up to 1: filled what was reached, outlined what was possible."""
    kind, outline = "weak" if value < WEAK * possible else "fill", max(240 * possible - 1, 1)
    steps = (
        f'<rect x="{240 * start + 0.5:.1f}" y=".5" width="{outline:.1f}" height="11" class="possible"/>'
        f'<rect x="{240 * start:.1f}" width="{240 * value:.1f}" height="12" class="{kind}"/>'
    )
    return _svg(240, 12, steps, kind="step", said=said)


def level_chart(low: float, value: float, high: float, *, seen: bool, said: str) -> SafeString:
    """A level from 1 to 4: a band where it was seen, a dashed line where it was only said."""
    drawing = _AXIS + _band(low, value, high, scale=(1.0, 4.0)) if seen else _CLAIMED
    return _svg(120, 14, drawing, kind="level", said=said)


def hours_chart(hours: float, asked: float | None, *, most: float, said: str) -> SafeString:
    """Hours as a bar on a scale up to `most`, with a dotted line at those that were asked."""
    bar = f'{_HOURS}<rect y="3" width="{_on(hours, 0, most, width=96):.1f}" height="6" class="fill"/>'
    if asked:
        bar += f'<path d="M{_on(asked, 0, most, width=96):.1f} 0V12" class="asked"/>'
    return _svg(96, 12, bar, kind="hours", said=said)


def day_chart(
    one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]], shared: Sequence[tuple[int, int]], *, said: str
) -> SafeString:
    """A day of 24 hours, in minutes: one above, the other below, what they share full height. It stretches."""
    bars = "".join(
        f'<rect x="{first / 6:g}" y="{top}" width="{(last - first) / 6:g}" height="{height}" class="{kind}"/>'
        for spans, top, height, kind in ((one, 1, 7, "one"), (other, 10, 7, "other"), (shared, 1, 16, "shared"))
        for first, last in spans
    )
    return _svg(240, 18, _DAY + bars, kind="day", said=said, stretches=True)


def left_chart(before: float, left: float, *, said: str) -> SafeString:
    """Of all (1): what was there before a requirement pale, what is left after it filled. It stretches to its place."""
    bars = (
        f'<rect width="{248 * before:.1f}" height="6" class="track"/>'
        f'<rect width="{248 * left:.1f}" height="6" class="fill"/>'
    )
    return _svg(248, 6, bars, kind="left", said=said, stretches=True)


def week_upright(hours: float, *, held: float, booked: float, most: float, said: str) -> SafeString:
    """A week from below: booked, held, free, and a line at the hours there are. As wide as its place.

    Without a view box, so that hatch and lines are never stretched; `web/week-hours.js` draws it anew.
    """
    bars, foot = "", float(WEEK_HIGH)
    for kind, value in _week(hours, held=held, booked=booked):
        height = _on(value, 0, most, width=WEEK_HIGH)
        foot -= height
        bars += f'<rect y="{foot:.1f}" width="100%" height="{height:.1f}" class="{kind}"/>'
    top = WEEK_HIGH - _on(hours, 0, most, width=WEEK_HIGH)
    line = f'<rect y="{max(top - 1, 0):.1f}" width="100%" height="2" class="there"/>'
    return _week_svg("upright", f'height="{WEEK_HIGH}"', bars + line, said=said)


def week_lying(hours: float, *, held: float, booked: float, most: float, said: str) -> SafeString:
    """The same from the left, for a narrow place."""
    bars, start = '<rect width="100%" height="14" class="ground"/>', 0.0
    for kind, value in _week(hours, held=held, booked=booked):
        width = _on(value, 0, most, width=100)
        bars += f'<rect x="{start:.2f}%" width="{width:.2f}%" height="14" class="{kind}"/>'
        start += width
    return _week_svg("lying", 'height="14"', bars, said=said)


def _week(hours: float, *, held: float, booked: float) -> list[tuple[str, float]]:
    return [("booked", booked), ("held", held), ("free", max(hours - held - booked, 0))]


def _week_svg(kind: str, height: str, drawing: str, *, said: str) -> SafeString:
    return SafeString(
        f'<svg class="chart week-chart {kind}" width="100%" {height} role="img" aria-label="{escape(said)}">'
        f"{drawing}</svg>"
    )


def _svg(width: int, height: int, drawing: str, *, kind: str, said: str, stretches: bool = False) -> SafeString:
    ratio = ' preserveAspectRatio="none"' if stretches else ""
    return SafeString(
        f'<svg class="chart {kind}-chart" width="{width}" height="{height}" viewBox="0 0 {width} {height}"{ratio}'
        f' role="img" aria-label="{escape(said)}">{drawing}</svg>'
    )


def _band(low: float, value: float, high: float, *, scale: tuple[float, float]) -> str:
    left, middle, right = (_on(number, *scale, width=120) for number in (low, value, high))
    return (
        f'<rect x="{left:.1f}" y="4" width="{max(right - left, 1):.1f}" height="6" class="band"/>'
        f'<rect x="{middle - 1.25:.1f}" y="1" width="2.5" height="12" class="tick"/>'
    )


def _on(number: float, first: float, last: float, *, width: int) -> float:
    return width * min(max((number - first) / (last - first), 0.0), 1.0)
