"""Writes small Word files for the tests."""

from __future__ import annotations

import io
import zipfile

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(words: str, *, look: str = "", style: str = "") -> str:
    """A paragraph of one run; `look` is what stands in its `w:rPr`."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{named}<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...]) -> str:
    """A table with one paragraph a cell."""
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def part(body: str, *, root: str = "document", before: str = "") -> str:
    """The XML of one part."""
    inner = f"<w:body>{body}</w:body>" if root == "document" else body
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:{root} {_NAMESPACE}>{inner}</w:{root}>'


def docx(body: str, *, parts: dict[str, str | bytes] | None = None, before: str = "") -> bytes:
    """A Word file with `body` as its document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", part(body, before=before))
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()
