"""The words that the pages of a PDF show. Runs in the child process: pdfium aborts where memory ends."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from guildworks.kernels.text.pdf_layout import page_text
from guildworks.kernels.text.pdf_page import read_page
from guildworks.kernels.text.unreadable import UnreadableFile


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text, an empty line between pages, and how many characters the pages do not show."""

    text: str
    hidden: int


def read_pdf(data: bytes, *, pages_max: int, text_max: int) -> PdfText:
    """Read what the pages show. Raises UnreadableFile: `pdf_encrypted`, `pdf_too_many_pages`, `file_damaged`."""
    document = _open(data)
    pages = len(document)
    if pages > pages_max:
        raise UnreadableFile("pdf_too_many_pages", pages=pages, most=pages_max)
    texts: list[str] = []
    hidden, left = 0, text_max
    for number in range(pages):
        with _damage_is_named():
            found = read_page(document[number], characters_max=max(left, 0))
        texts.append(page_text(found.words))
        hidden += found.hidden
        left -= len(texts[-1]) + found.hidden
    return PdfText("\n\n".join(text for text in texts if text)[:text_max], hidden)


@contextlib.contextmanager
def _damage_is_named() -> Iterator[None]:
    try:
        yield
    except pypdfium2.PdfiumError as wrong:
        raise UnreadableFile("file_damaged") from wrong


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as wrong:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableFile("pdf_encrypted") from wrong
        raise UnreadableFile("file_damaged") from wrong
