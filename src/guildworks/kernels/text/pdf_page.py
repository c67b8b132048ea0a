"""The words that a person sees on a page of a PDF. Text that the page does not show is counted, and never read.

A page is drawn as it is, and again without some of its text. A character whose box looks the same both times is not
shown, however that was brought about: invisible ink, white on white, off the page, clipped, behind a picture, in a
hidden layer, transparent. Text objects that overlap are left out in different drawings, so that a visible word does
not vouch for one that hides behind it.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from guildworks.kernels.text.pdf_layout import Word

PIXELS_PER_POINT = 1.5
PIXELS_MAX = 3_000_000  # of one drawing; a larger page is drawn smaller
SIZE_MIN = 2.0  # points; smaller letters are a grey line to a reader
DIFFERENCE_MIN = 20  # of 255; by less the eye cannot tell letters from their ground
SHARE_MIN = 0.05  # of a character's box must change,
BANDS = 4  # and the change must reach over half of its height and width: a sliver beside a cover shows no letter
LAYERS_MAX = 8  # text objects stacked higher than this are not shown
ADVANCE_MIN = 0.2  # of the size: letters squeezed more closely than any font come from a forged "actual text"

Picture = npt.NDArray[np.uint8]
Boxes = npt.NDArray[np.int64]
Edges = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Character:
    """One character of the page; boxes in points from the upper left corner: left, top, right, bottom."""

    text: str
    drawn_by: int  # address of the text object; 0: a space or line break that pdfium added
    size: float
    ink: tuple[float, float, float, float]
    cell: tuple[float, float, float, float]  # up to the ascender, down to the descender


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in the order of its content, and how many characters it does not show."""

    words: list[Word]
    hidden: int


def read_page(page: pypdfium2.PdfPage, *, characters_max: int) -> PageWords:
    """Words shown by `page`; characters after the first `characters_max` are not looked at."""
    textpage = page.get_textpage()
    objects: dict[int, Any] = {}
    characters = list(_characters(page, textpage, objects, characters_max))
    if not any(character.drawn_by for character in characters):
        return PageWords([], 0)
    shown = _shown(page, characters, objects)
    hidden = sum(not ok and not character.text.isspace() for ok, character in zip(shown, characters, strict=True))
    return PageWords(list(_words(characters, shown)), hidden)


def _characters(
    page: pypdfium2.PdfPage, textpage: Any, objects: dict[int, Any], characters_max: int
) -> Iterator[Character]:
    place = _Placement(page)
    matrix, ink, cell = pdfium.FS_MATRIX(), [ctypes.c_double() for _ in range(4)], pdfium.FS_RECTF()
    for at in range(min(textpage.count_chars(), characters_max)):
        drawn_by = pdfium.FPDFText_GetTextObject(textpage.raw, at)
        address = ctypes.addressof(drawn_by.contents) if drawn_by else 0
        if address:
            objects[address] = drawn_by
        pdfium.FPDFText_GetMatrix(textpage.raw, at, matrix)
        pdfium.FPDFText_GetCharBox(textpage.raw, at, *ink)
        pdfium.FPDFText_GetLooseCharBox(textpage.raw, at, cell)
        left, right, bottom, top = (edge.value for edge in ink)
        loose = (cell.left, cell.bottom, cell.right, cell.top)
        yield Character(
            text=_character(pdfium.FPDFText_GetUnicode(textpage.raw, at)),
            drawn_by=address,
            size=abs(pdfium.FPDFText_GetFontSize(textpage.raw, at)) * math.hypot(matrix.c, matrix.d),
            ink=place.box(*((left, bottom, right, top) if right > left and top > bottom else loose)),
            cell=place.box(*loose),
        )


def _character(code: int) -> str:
    if code in (0x00AD, 0x0002):  # a soft hyphen at the end of a line
        return "-"
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF else " "


class _Placement:
    """Where a point of the page's own coordinates lies on the page as it is shown, cropped and turned."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.width, self.height = page.get_size()
        fine = 100_000  # pdfium answers in whole pixels
        corners = []
        for x, y in ((0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0)):
            across, down = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(page.raw, 0, 0, fine, fine, 0, x, y, across, down)
            corners.append((across.value / fine * self.width, down.value / fine * self.height))
        (self.x, self.y), (ax, ay), (bx, by) = corners
        self.ax, self.ay, self.bx, self.by = (
            edge / 1000 for edge in (ax - self.x, ay - self.y, bx - self.x, by - self.y)
        )

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        xs = [self.x + self.ax * x + self.bx * y for x, y in ((left, bottom), (right, top))]
        ys = [self.y + self.ay * x + self.by * y for x, y in ((left, bottom), (right, top))]
        return min(xs), min(ys), max(xs), max(ys)


def _shown(page: pypdfium2.PdfPage, characters: Sequence[Character], objects: dict[int, Any]) -> list[bool]:
    """For each character whether the page shows it; spaces follow the character before them."""
    width, height = page.get_size()
    scale = min(PIXELS_PER_POINT, math.sqrt(PIXELS_MAX / max(width * height, 1)))
    whole = _draw(page, scale)
    boxes = np.array([character.ink for character in characters]) * scale
    pixels = np.column_stack((np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:]))).astype(np.int64)
    is_seen = np.zeros(len(characters), dtype=bool)
    owners = np.array([character.drawn_by for character in characters], dtype=np.uint64)
    for layer in _layers(owners, pixels, (whole.shape[0], whole.shape[1])):
        for address in layer:
            pdfium.FPDFPageObj_SetIsActive(objects[address], False)
        without = _draw(page, scale)
        difference = (np.maximum(whole, without) - np.minimum(whole, without)).max(axis=2) >= DIFFERENCE_MIN
        for address in layer:
            pdfium.FPDFPageObj_SetIsActive(objects[address], True)
        mine = np.isin(owners, np.array(layer, dtype=np.uint64))
        is_seen[mine] = _is_changed(difference, boxes[mine])
    is_seen &= [character.size >= SIZE_MIN for character in characters]
    is_seen &= ~np.isin(owners, _forged(characters, objects))
    return _spaces_follow(characters, is_seen.tolist())


def _draw(page: pypdfium2.PdfPage, scale: float) -> Picture:
    bitmap = page.render(scale=scale, may_draw_forms=False, no_smoothpath=True)
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])


def _layers(owners: npt.NDArray[np.uint64], pixels: Boxes, shape: tuple[int, int]) -> list[list[int]]:
    """Text objects in as few sets as needed so that none overlaps another of its set."""
    taken: list[npt.NDArray[np.bool_]] = []
    layers: list[list[int]] = []
    for owner in dict.fromkeys(owners.tolist()):
        if not owner:
            continue
        mine = pixels[owners == owner]
        left, top = np.maximum(mine[:, :2].min(axis=0), 0)
        right, bottom = np.maximum(mine[:, 2:].max(axis=0), 0)
        for at in range(LAYERS_MAX):
            if at == len(taken):
                taken.append(np.zeros(shape, dtype=bool))
                layers.append([])
            part = taken[at][top:bottom, left:right]
            if not part.any():
                part[:] = True
                layers[at].append(owner)
                break
    return layers


def _is_changed(difference: npt.NDArray[np.bool_], boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Whether enough of each box changed, over more than half of its height and of its width."""
    height, width = difference.shape
    table = np.zeros((height + 1, width + 1), dtype=np.int64)  # summed areas: any box in four look-ups
    table[1:, 1:] = difference.cumsum(axis=0).cumsum(axis=1)

    def changed(left: Edges, top: Edges, right: Edges, bottom: Edges) -> npt.NDArray[np.int64]:
        x0, x1 = np.floor(left).astype(int).clip(0, width), np.ceil(right).astype(int).clip(0, width)
        y0, y1 = np.floor(top).astype(int).clip(0, height), np.ceil(bottom).astype(int).clip(0, height)
        return np.asarray(table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0])

    left, top, right, bottom = boxes.T
    bands = np.linspace(0, 1, BANDS + 1)
    xs = [left + (right - left) * part for part in bands]
    ys = [top + (bottom - top) * part for part in bands]
    across = np.array([changed(xs[at], top, xs[at + 1], bottom) > 0 for at in range(BANDS)])
    down = np.array([changed(left, ys[at], right, ys[at + 1]) > 0 for at in range(BANDS)])
    enough = changed(left, top, right, bottom) >= np.maximum(1, SHARE_MIN * (right - left) * (bottom - top))
    return np.asarray(enough & _reaches_over_half(across) & _reaches_over_half(down))


def _reaches_over_half(bands: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """For (BANDS, n) touched bands, whether the outermost touched ones span more than half of them."""
    first, last = bands.argmax(axis=0), BANDS - 1 - bands[::-1].argmax(axis=0)
    return np.asarray(bands.any(axis=0) & (last - first + 1 > BANDS / 2))


def _forged(characters: Sequence[Character], objects: dict[int, Any]) -> npt.NDArray[np.uint64]:
    """Text objects whose stated words could not be written in the room of the letters that they draw."""
    room: dict[int, list[float]] = {}
    for character in characters:
        if character.drawn_by and not character.text.isspace():
            room.setdefault(character.drawn_by, []).append(
                (character.ink[2] - character.ink[0]) / max(character.size, 1e-6)
            )
    suspects = [
        address
        for address, widths in room.items()
        if len(widths) >= 4
        and sum(widths) / len(widths) < ADVANCE_MIN
        and pdfium.FPDFPageObj_CountMarks(objects[address]) > 0
    ]
    return np.array(suspects, dtype=np.uint64)


def _spaces_follow(characters: Sequence[Character], is_seen: list[bool]) -> list[bool]:
    before = False
    for at, character in enumerate(characters):
        if character.text.isspace() or not character.drawn_by:
            is_seen[at] = before
        before = is_seen[at]
    return is_seen


def _words(characters: Sequence[Character], shown: Sequence[bool]) -> Iterator[Word]:
    """Runs of shown characters between spaces, on one line."""
    run: list[Character] = []
    for character, is_shown in zip(characters, shown, strict=True):
        if character.text.isspace() or not is_shown or (run and _is_apart(run[-1], character)):
            if run:
                yield _word(run)
            run = []
        if is_shown and not character.text.isspace():
            run.append(character)
    if run:
        yield _word(run)


def _is_apart(before: Character, after: Character) -> bool:
    """Whether a character begins another word although no space stands between."""
    if not after.drawn_by:
        return False
    far = max(before.size, after.size, 1.0)
    across = max(after.cell[0] - before.cell[2], before.cell[0] - after.cell[2])
    down = max(after.cell[1] - before.cell[3], before.cell[1] - after.cell[3])
    return max(across, down) > 0.6 * far  # in any direction: words may be turned


def _word(run: Sequence[Character]) -> Word:
    cells = np.array([character.cell for character in run])
    left, top = cells[:, :2].min(axis=0)
    right, bottom = cells[:, 2:].max(axis=0)
    text = "".join(character.text for character in run)
    return Word(text, float(left), float(top), float(right), float(bottom), max(character.size for character in run))
