"""The order in which a person reads the words of a page: down the left column, then down the right one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

GAP_MIN = 9.0  # points between two columns
COLUMN_ROWS_MIN = 3
COLUMN_SHARE_MIN = 0.2  # of the region's width; narrower is a table of dates or levels
DENSITY_MIN = 0.6  # share of the rows, in a column's extent, that it has words in
DEPTH_MAX = 6

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page, in points from the upper left corner; `size` is that of its font."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


Row = list[Word]


@dataclass(frozen=True, slots=True)
class Split:
    """Rows `start` up to `end` (exclusive) stand in two columns, to both sides of `x`."""

    start: int
    end: int
    x: float


def page_text(words: Sequence[Word]) -> str:
    """The words as lines, columns one after the other, with an empty line where the page has a wide one."""
    return "\n".join(_lines(list(words), DEPTH_MAX))


def _lines(words: list[Word], depth: int) -> list[str]:
    rows = _rows(words)
    split = _find_split(rows) if depth else None
    if split is None:
        return _written(rows)
    inside = [word for row in rows[split.start : split.end] for word in row]
    parts = (
        [word for row in rows[: split.start] for word in row],
        [word for word in inside if word.right <= split.x],
        [word for word in inside if word.right > split.x],
        [word for row in rows[split.end :] for word in row],
    )
    lines: list[str] = []
    for part in parts:
        if part:
            lines += [*([""] if lines else []), *_lines(part, depth - 1)]
    return lines


def _rows(words: list[Word]) -> list[Row]:
    """Words whose middles lie on the same height, from top to bottom, each row from left to right."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        middle = (word.top + word.bottom) / 2
        last = rows[-1] if rows else None
        if last and middle < min(other.bottom for other in last[-3:]) - 0.2 * word.size:
            last.append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _written(rows: list[Row]) -> list[str]:
    lines: list[str] = []
    for at, row in enumerate(rows):
        if at and row[0].top - max(word.bottom for word in rows[at - 1]) > 0.9 * row[0].size:
            lines.append("")
        line = row[0].text
        for before, word in pairwise(row):
            wide = word.left - before.right > 2 * word.size
            line += ("   " if wide else " ") + word.text
        lines.append(line)
    return lines


def _find_split(rows: list[Row]) -> Split | None:
    """The longest run of rows with words on both sides of one free vertical strip that are columns."""
    best: Split | None = None
    for x in _column_edges(rows):
        start = 0
        for end in [*(at for at, row in enumerate(rows) if _crosses(row, x)), len(rows)]:
            found = _from_first_on_the_right(rows, Split(start, end, x))
            if (
                found
                and (best is None or found.end - found.start > best.end - best.start)
                and _has_columns(rows, found)
            ):
                best = found
            start = end + 1
    return best


def _column_edges(rows: list[Row]) -> list[float]:
    """Where a right column may begin: before each word with a wide gap to its left."""
    edges = set()
    for row in rows:
        before = min(word.left for other in rows for word in other[:1])
        for word in row:
            if word.left - before >= GAP_MIN:
                edges.add(round(word.left - GAP_MIN / 2))
            before = word.right
    return sorted(edges)


def _crosses(row: Row, x: float) -> bool:
    return any(word.left < x + GAP_MIN / 3 and word.right > x - GAP_MIN / 3 for word in row)


def _from_first_on_the_right(rows: list[Row], split: Split) -> Split | None:
    """Without the rows at its start that have no word to the right: what stands above both columns is read first."""
    for at in range(split.start, split.end):
        if rows[at][-1].left > split.x:
            return Split(at, split.end, split.x)
    return None


def _has_columns(rows: list[Row], split: Split) -> bool:
    """Whether both sides are running text, and not the names and the dates of one table."""
    inside = rows[split.start : split.end]
    width = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
    sides = [
        [[word for word in row if (word.right <= split.x) == is_left] for row in inside] for is_left in (True, False)
    ]
    for side in sides:
        held = [at for at, row in enumerate(side) if row]
        if len(held) < COLUMN_ROWS_MIN or len(held) / (held[-1] - held[0] + 1) < DENSITY_MIN:
            return False
        reach = max(row[-1].right for row in side if row) - min(row[0].left for row in side if row)
        if reach < COLUMN_SHARE_MIN * width:
            return False
    right = [" ".join(word.text for word in row) for row in sides[1] if row]
    dated = sum(bool(_YEAR.search(line)) for line in right)
    return dated < 0.5 * len(right) and median(len(line.split()) for line in right) >= 2
