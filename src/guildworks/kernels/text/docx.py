"""The words of a Word file (.docx): its parts unpacked under limits, their XML read by expat without any entity."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from guildworks.kernels.text.unreadable import UnreadableFile

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
PARTS_MAX = 4_000  # entries of the archive
DEPTH_MAX = 200  # of nested elements
SIZE_MIN_HALF_POINTS = 4  # letters of 2 points and less are not read
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class DocxText:
    """The text, headers first and footers last, and how many characters it hides."""

    text: str
    hidden: int


def read_docx(data: bytes, *, unpacked_max: int, text_max: int) -> DocxText:
    """Read the paragraphs, tables, headers, footers and notes of a Word file.

    Raises UnreadableFile: `file_is_a_bomb`, `docx_has_dtd`, `file_damaged`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _parts(archive, unpacked_max)
            left = unpacked_max
            texts, hidden = [], 0
            styles = _HiddenStyles()
            for name in names:
                xml = _unpacked(archive, name, left)
                left -= len(xml)
                if name == "word/styles.xml":
                    styles.read(xml)
                    continue
                part = _Part(styles.hidden)
                part.read(xml)
                texts.append("".join(part.pieces).strip("\n"))
                hidden += part.hidden
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError) as wrong:
        if isinstance(wrong, UnreadableFile):
            raise
        raise UnreadableFile("file_damaged") from wrong
    return DocxText("\n\n".join(text for text in texts if text)[:text_max], hidden)


def _parts(archive: zipfile.ZipFile, unpacked_max: int) -> list[str]:
    entries = archive.infolist()
    if len(entries) > PARTS_MAX or sum(entry.file_size for entry in entries) > 4 * unpacked_max:
        raise UnreadableFile("file_is_a_bomb")
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names:
        raise UnreadableFile("file_type_unknown")
    headers = sorted(name for name in names if name.startswith("word/header") and name.endswith(".xml"))
    footers = sorted(name for name in names if name.startswith("word/footer") and name.endswith(".xml"))
    notes = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in names]
    styles = [name for name in ("word/styles.xml",) if name in names]
    return [*styles, *headers, "word/document.xml", *notes, *footers]


def _unpacked(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The part's bytes. What the archive declares is not believed: reading stops one byte after `most`."""
    with archive.open(name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise UnreadableFile("file_is_a_bomb")
    return content


def _parse(xml: bytes, handler: _HiddenStyles | _Part) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    if isinstance(handler, _Part):
        parser.CharacterDataHandler = handler.characters

    def refuse(*_: object) -> None:
        raise UnreadableFile("docx_has_dtd")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as wrong:
        raise UnreadableFile("file_damaged") from wrong


def _local(name: str) -> str:
    """The element's name where it is one of Word's, else empty."""
    for namespace in (_WORD, _WORD_STRICT):
        if name.startswith(namespace):
            return name[len(namespace) :]
    return ""


def _value(attributes: dict[str, str], name: str = "val") -> str:
    return attributes.get(_WORD + name, attributes.get(_WORD_STRICT + name, ""))


@dataclass
class _Look:
    """What decides whether a run is seen; None: the surroundings decide."""

    vanish: bool | None = None
    white: bool | None = None
    tiny: bool | None = None
    shaded: bool | None = None

    def take(self, element: str, attributes: dict[str, str]) -> None:
        value = _value(attributes).lower()
        if element in ("vanish", "webHidden"):
            self.vanish = value not in _OFF
        elif element == "color":
            self.white = _is_near_white(value)
        elif element == "sz" and value.isdigit():
            self.tiny = int(value) <= SIZE_MIN_HALF_POINTS
        elif element in ("highlight", "shd"):
            fill = _value(attributes, "fill").lower() if element == "shd" else value
            self.shaded = fill not in ("", "auto", "none", "white") and not _is_near_white(fill)

    def over(self, below: _Look) -> _Look:
        """This look where it says something, else the one below it."""
        pairs = {name: getattr(self, name) for name in ("vanish", "white", "tiny", "shaded")}
        return _Look(**{name: getattr(below, name) if value is None else value for name, value in pairs.items()})

    def is_hidden(self) -> bool:
        return bool(self.vanish or self.tiny or (self.white and not self.shaded))


def _is_near_white(color: str) -> bool:
    if len(color) != 6:
        return False
    try:
        return min(int(color[at : at + 2], 16) for at in (0, 2, 4)) >= 0xF0
    except ValueError:
        return False


class _HiddenStyles:
    """The looks of the named styles, each with that of the style it is based on."""

    def __init__(self) -> None:
        self.hidden: dict[str, _Look] = {}
        self._based: dict[str, str] = {}
        self._style = ""

    def read(self, xml: bytes) -> None:
        _parse(xml, self)
        own = dict(self.hidden)
        for name in own:
            look, seen, up = own[name], {name}, self._based.get(name, "")
            while up in own and up not in seen:
                seen.add(up)
                look, up = look.over(own[up]), self._based.get(up, "")
            self.hidden[name] = look

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = _local(name)
        if element == "style":
            self._style = _value(attributes, "styleId")
            self.hidden[self._style] = _Look()
        elif element == "basedOn":
            self._based[self._style] = _value(attributes)
        elif self._style:
            self.hidden[self._style].take(element, attributes)

    def end(self, name: str) -> None:
        if _local(name) == "style":
            self._style = ""


@dataclass
class _Part:
    """Collects the shown text of one part while expat walks through it."""

    styles: dict[str, _Look]
    pieces: list[str] = field(default_factory=list)
    hidden: int = 0
    _path: list[str] = field(default_factory=list)
    _paragraph: list[_Look] = field(default_factory=lambda: [_Look()])  # text boxes nest paragraphs
    _cells: list[bool] = field(default_factory=list)  # whether each open table cell has a dark ground
    _run: _Look = field(default_factory=_Look)
    _fallback: int = 0

    def read(self, xml: bytes) -> None:
        _parse(xml, self)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = _local(name)
        self._path.append(element or name)
        if len(self._path) > DEPTH_MAX:
            raise UnreadableFile("file_damaged")
        if name.endswith(" Fallback"):  # Word writes a text box twice, the second time for old readers
            self._fallback += 1
        elif element == "p":
            self._paragraph.append(_Look())
        elif element == "r":
            self._run = _Look()
        elif element == "tc":
            self._cells.append(False)
        elif element in ("tab", "ptab") and "tabs" not in self._path:
            self._write("\t")
        elif element in ("br", "cr"):
            self._write("\n")
        elif element == "noBreakHyphen":
            self._write("-")
        else:
            self._take_look(element, attributes)

    def _take_look(self, element: str, attributes: dict[str, str]) -> None:
        inside = set(self._path[-5:-1])
        if "tcPr" in inside and element == "shd":
            ground = _Look()
            ground.take(element, attributes)
            self._cells[-1:] = [bool(ground.shaded)]
        elif "rPr" in inside and "pPr" not in inside:  # inside pPr it is the look of the paragraph's mark
            if element == "rStyle":
                self._run = self._run.over(self.styles.get(_value(attributes), _Look()))
            else:
                self._run.take(element, attributes)
        elif "pPr" in inside and "rPr" not in inside:
            if element == "pStyle":
                self._paragraph[-1] = self._paragraph[-1].over(self.styles.get(_value(attributes), _Look()))
            elif element == "shd":
                self._paragraph[-1].take(element, attributes)

    def characters(self, text: str) -> None:
        if self._path and self._path[-1] == "t":
            self._write(text)

    def _write(self, text: str) -> None:
        if self._fallback:
            return
        look = self._run.over(self._paragraph[-1]).over(_Look(shaded=any(self._cells)))
        if look.is_hidden() and text.strip():
            self.hidden += sum(not letter.isspace() for letter in text)
        elif not look.is_hidden():
            self.pieces.append(text)

    def end(self, name: str) -> None:
        element = _local(name)
        self._path.pop()
        if name.endswith(" Fallback"):
            self._fallback -= 1
        elif element == "p":
            self._paragraph.pop()
            self._end_line("\n")
        elif element == "r":
            self._run = _Look()
        elif element == "tc":
            self._cells.pop()
            self._end_line("\t")
        elif element == "tr":
            self._end_line("\n")

    def _end_line(self, mark: str) -> None:
        """Paragraphs end a line; in a table the cells of a row stand on one line, a tab between them."""
        if self._fallback:
            return
        if mark == "\t" or (mark == "\n" and self.pieces and self.pieces[-1] == "\t"):
            while self.pieces and self.pieces[-1] in ("\n", "\t"):
                self.pieces.pop()
        self.pieces.append(mark)
