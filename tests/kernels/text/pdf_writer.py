"""Writes small PDF files for the tests, object by object, so that each trick can be played as a forger would."""

from __future__ import annotations

HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def say(words: str, x: float, y: float, *, size: float = 11, before: str = "") -> str:
    """Content that shows `words` at (x, y); `before` stands inside the text object, such as `3 Tr` or `1 g`."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET Q\n"


def column(lines: list[str], x: float, top: float, *, size: float = 10, leading: float = 14) -> str:
    """Content of several lines below each other."""
    return "".join(say(line, x, top - leading * at, size=size) for at, line in enumerate(lines))


def pdf(
    *pages: str, resources: str = "", extra: dict[int, str] | None = None, catalog: str = "", trailer: str = ""
) -> bytes:
    """A PDF of A4 pages with the given contents. `extra` adds objects from number 100 on."""
    objects: dict[int, str] = {1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>", 3: HELVETICA}
    kids = []
    for at, content in enumerate(pages):
        page, stream = 1000 + 2 * at, 1001 + 2 * at
        kids.append(f"{page} 0 R")
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {stream} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> {resources} >> >>"
        )
        objects[stream] = stream_of(content)
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return pdf_of_objects(objects | (extra or {}), trailer)


def stream_of(content: str, dictionary: str = "") -> str:
    """A stream object."""
    return f"<< {dictionary} /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"


def pdf_of_objects(objects: dict[int, str], trailer: str = "") -> bytes:
    """A PDF of numbered objects; 1 is its catalogue."""
    out = b"%PDF-1.7\n"
    places: dict[int, int] = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode("latin-1")
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += f"{number} 1\n{place:010d} 00000 n \n".encode("latin-1")
    size = max(objects) + 1
    return out + f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode("latin-1")
