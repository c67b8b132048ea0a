from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest

from guildworks.kernels.text.files import FileLimits, UnreadableFile, read_file
from guildworks.kernels.text.pdf import read_pdf

from .docx_writer import docx, paragraph, part, table
from .pdf_writer import column, pdf, pdf_of_objects, say, stream_of

PAGE = say("Python developer in Lisbon", 50, 700)
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 600 850] /Resources << /Font << /F1 3 0 R >> >>"
IMAGE = stream_of(
    "\xff", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
)
GHOST = "<< /Type /ExtGState /ca 0 /CA 0 >>"
LAYER = "<< /Type /OCG /Name (notes) >>"
LAYER_OFF = "/OCProperties << /OCGs [103 0 R] /D << /OFF [103 0 R] >> >>"
STUFFING = "Kubernetes PyTorch Spark"

HIDING = {
    "invisible ink": say(STUFFING, 50, 600, before="3 Tr"),
    "white on white": say(STUFFING, 50, 600, before="1 g"),
    "almost white on white": say(STUFFING, 50, 600, before="0.97 g"),
    "off the page": say(STUFFING, 700, 600),
    "below the page": say(STUFFING, 50, -40),
    "clipped away": f"q 0 0 10 10 re W n {say(STUFFING, 50, 600)} Q\n",
    "clipped to a sliver": f"q 0 600 500 0.2 re W n {say(STUFFING, 50, 600)} Q\n",
    "one point high": say(STUFFING, 50, 600, size=1),
    "scaled down to one point": f"q 0.1 0 0 0.1 50 600 cm {say(STUFFING, 0, 0, size=10)} Q\n",
    "under a white rectangle": say(STUFFING, 50, 600) + "1 g 40 590 400 30 re f 0 g\n",
    "under a picture": say(STUFFING, 50, 600) + "q 400 0 0 30 40 590 cm /Im1 Do Q\n",
    "black on black": f"0 g 40 590 400 30 re f {say(STUFFING, 50, 600)}",
    "in a hidden layer": f"/OC /OC1 BDC {say(STUFFING, 50, 600)} EMC\n",
    "transparent": say(STUFFING, 50, 600, before="/Ghost gs"),
    "white in a form": "/White Do\n",
    "white behind a visible word": say(STUFFING, 50, 700, before="1 g"),
    "squeezed into another word": "/Span << /ActualText (Kubernetes PyTorch Spark) >> BDC\n"
    + say("x", 50, 600)
    + "EMC\n",
}


def resume(content: str) -> bytes:
    resources = (
        "/XObject << /White 100 0 R /Im1 101 0 R >> /ExtGState << /Ghost 102 0 R >> /Properties << /OC1 103 0 R >>"
    )
    extra = {100: stream_of(say(STUFFING, 50, 600, before="1 g"), FORM), 101: IMAGE, 102: GHOST, 103: LAYER}
    return pdf(content, resources=resources, extra=extra, catalog=LAYER_OFF)


@pytest.mark.parametrize("trick", HIDING)
def test_text_that_a_page_does_not_show_is_not_read(trick: str) -> None:
    found = read_pdf(resume(HIDING[trick] + PAGE), pages_max=1, text_max=1000)
    assert found.text == "Python developer in Lisbon"
    assert found.hidden == len(STUFFING) - 2


def test_a_warning_says_how_much_hidden_text_was_left_out() -> None:
    found = read_file(resume(HIDING["white on white"] + PAGE), name="resume.pdf")
    assert found.text == "Python developer in Lisbon"
    assert found.warnings == ("22 characters that the file holds but does not show were left out.",)


@pytest.mark.parametrize(
    "shown",
    [
        say(STUFFING, 50, 600),
        say(STUFFING, 50, 600, size=5),
        say(STUFFING, 50, 600, before="0.6 g"),
        say(STUFFING, 50, 600, before="1 Tr"),
        f"0 0 0.4 rg 40 590 400 30 re f {say(STUFFING, 50, 600, before='1 g')}",
        f"q 0 1 -1 0 300 500 cm {say(STUFFING, 0, 0)} Q\n",
        f"/OC /OC1 BDC EMC\n{say(STUFFING, 50, 600)}",
        f"q 40 590 400 30 re W n {say(STUFFING, 50, 600)} Q\n",
    ],
    ids=["plain", "small", "grey", "outlined", "white on blue", "turned", "after a layer", "in a wide clip"],
)
def test_the_same_text_shown_is_read(shown: str) -> None:
    found = read_pdf(resume(PAGE + shown), pages_max=1, text_max=1000)
    assert "Python developer in Lisbon" in found.text
    assert set(found.text.split()) >= set(STUFFING.split())
    assert found.hidden == 0


LEFT = [
    "About",
    "I build search for law firms",
    "and for banks that hold",
    "very many old papers",
    "Languages",
    "English",
]
RIGHT = ["Work", "Senior engineer at Acme", "Search in four million contracts", "Data engineer at Widget", "Spark jobs"]


def test_two_columns_come_out_one_after_the_other() -> None:
    rows = "".join(say(word, 50, 700 - 14 * at, size=10) for at, word in enumerate(LEFT))
    interleaved = "".join(
        say(left, 50, 700 - 14 * at, size=10) + say(right, 300, 700 - 14 * at, size=10)
        for at, (left, right) in enumerate(zip(LEFT, [*RIGHT, "Moved forty jobs"], strict=True))
    )
    title = say("Ada Example, engineer for search, who likes long headings across", 50, 760, size=14)
    for content in (title + rows + column(RIGHT, 300, 700), title + interleaved):
        lines = [line for line in read_pdf(pdf(content), pages_max=1, text_max=9999).text.splitlines() if line]
        assert lines[1:7] == LEFT
        assert lines[7:12] == RIGHT


def test_dates_at_the_right_margin_stay_with_their_jobs() -> None:
    jobs = [
        ("Engineer, Acme", "2019 - 2021"),
        ("Built the search", ""),
        ("Analyst, Widget", "2017 - 2019"),
        ("SQL", ""),
    ]
    content = "".join(
        say(job, 50, 700 - 14 * at) + (say(when, 460, 700 - 14 * at) if when else "")
        for at, (job, when) in enumerate(jobs * 3)
    )
    lines = read_pdf(pdf(content), pages_max=1, text_max=9999).text.splitlines()
    assert lines[0].split("   ") == ["Engineer, Acme", "2019 - 2021"] and lines[1] == "Built the search"


def test_a_word_file_gives_paragraphs_tables_and_headers_in_order() -> None:
    body = paragraph("Ada Example") + table(("Python", "expert"), ("SQL", "basic")) + paragraph("Lisbon")
    parts = {"word/header1.xml": part(paragraph("ada@example.org"), root="hdr")}
    found = read_file(docx(body, parts=parts), name="resume.docx")
    assert found.kind == "docx" and found.warnings == ()
    assert found.text == "ada@example.org\n\nAda Example\nPython\texpert\nSQL\tbasic\nLisbon"


@pytest.mark.parametrize(
    "look",
    ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', '<w:rStyle w:val="Ghost"/>'],
    ids=["hidden", "white", "one point", "by style"],
)
def test_hidden_runs_of_a_word_file_are_not_read(look: str) -> None:
    styles = part('<w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>', root="styles")
    found = read_file(
        docx(paragraph("Python") + paragraph(STUFFING, look=look), parts={"word/styles.xml": styles}), name=""
    )
    assert found.text.strip() == "Python"
    assert found.warnings == ("22 characters that the file holds but does not show were left out.",)


def test_white_words_on_a_dark_ground_and_runs_that_are_not_hidden_are_read() -> None:
    body = (
        paragraph("Skills", look='<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>')
        + paragraph("Python", look='<w:vanish w:val="0"/>')
        + paragraph("SQL", look='<w:sz w:val="14"/>')
    )
    assert read_file(docx(body), name="").text.split() == ["Skills", "Python", "SQL"]


def zip_bomb() -> bytes:
    return docx("", parts={"word/header1.xml": b"<a>" + b" " * 50_000_000})


def lying_zip() -> bytes:
    """Its directory declares 10 bytes for a part that unpacks to more."""
    data = bytearray(docx("", parts={"word/header1.xml": b" " * 5_000_001}))
    size = (5_000_001).to_bytes(4, "little")
    at = data.rfind(size)
    data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def pdf_bomb() -> bytes:
    """Two kilobytes that unpack to 1.2 GB."""
    packer = zlib.compressobj(9)
    first = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    twice = zlib.compress(first + block * 1200 + packer.flush(), 9).decode("latin-1")
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R >>"
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        4: page,
        5: f"<< /Filter [/FlateDecode /FlateDecode] /Length {len(twice)} >>\nstream\n{twice}\nendstream",
    }
    return pdf_of_objects(objects)


def zip_without_a_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    return out.getvalue()


ENCRYPTED = {
    100: "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) "
    "/U (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) >>"
}
DTD = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (lambda: b"", "file_empty", "is empty"),
        (lambda: b" \n\t", "file_empty", "is empty"),
        (lambda: b"a" * 11_000_000, "file_too_large", r"has 11\.0 MB; at most 10 MB"),
        (lambda: bytes(range(256)) * 5, "text_is_binary", "control characters"),
        (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "file_type_unknown", "Send PDF, DOCX"),
        (lambda: b"<html><body>hi</body></html>", "file_type_unknown", "Send PDF, DOCX"),
        (lambda: b"\xef\xbb\xbf\n<!DOCTYPE html>\n<p>Ada", "file_type_unknown", "Send PDF, DOCX"),
        (lambda: b"<?xml version='1.0'?>\n<!-- page -->\n<HTML lang='en'>", "file_type_unknown", "Send PDF, DOCX"),
        (lambda: "<!doctype html><p>Ada".encode("utf-16"), "file_type_unknown", "Send PDF, DOCX"),
        (zip_without_a_document, "file_type_unknown", "Send PDF, DOCX"),
        (lambda: b"%PDF-1.7\n" + bytes(range(256)), "file_damaged", "damaged"),
        (lambda: b"PK\x03\x04" + bytes(range(256)), "file_damaged", "damaged"),
        (lambda: docx("<w:p>"), "file_damaged", "damaged"),
        (lambda: docx(paragraph("&b;"), before=DTD), "docx_has_dtd", "declares a document type"),
        (zip_bomb, "file_is_a_bomb", "beyond all measure"),
        (lying_zip, "file_damaged", "damaged"),
        (pdf_bomb, "file_is_a_bomb", "beyond all measure"),
        (lambda: pdf(PAGE, extra=ENCRYPTED, trailer="/Encrypt 100 0 R /ID [<00> <00>]"), "pdf_encrypted", "password"),
        (lambda: pdf(*[PAGE] * 300), "pdf_too_many_pages", "300 pages; at most 60"),
        (lambda: pdf("0 0 9 9 re f"), "no_text", "may be a scan"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(data: Callable[[], bytes], code: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words) as refused:
        read_file(data(), name="resume")
    assert refused.value.code == code
    assert refused.value.message.endswith(".") and refused.value.hint.endswith(".")


def test_reading_is_stopped_when_it_takes_too_long() -> None:
    with pytest.raises(UnreadableFile, match="took too long"):
        read_file(pdf(*[PAGE] * 20), name="", limits=FileLimits(wall_seconds=0.02))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    found = read_file("Zoë – naïve\r\nbayes".encode(encoding), name="cv.txt")
    assert (found.text, found.kind) == ("Zoë – naïve\nbayes", "text")


def test_the_kind_comes_from_the_content() -> None:
    assert read_file(pdf(PAGE), name="resume.txt").kind == "pdf"
    assert read_file(b'{"basics": {}}', name="resume.pdf").kind == "json"
    assert read_file(b"# Ada", name="resume.md").kind == "markdown"


def test_text_beyond_the_limit_is_cut_and_a_warning_says_so() -> None:
    found = read_file(b"word " * 100, name="cv.txt", limits=FileLimits(characters=50))
    assert len(found.text) == 50
    assert found.warnings == ("Only the first 50 characters were read.",)


def test_text_that_was_decoded_wrongly_once_is_put_right() -> None:
    wrong = "Naïve • Bayes’".encode().decode("latin-1")
    assert read_file(wrong.encode(), name="cv.txt").text == "Naïve • Bayes’"
    assert read_file("NaÃ¯ve, Ångström, Äußerung €5".encode(), name="cv.txt").text == "Naïve, Ångström, Äußerung €5"


@pytest.mark.parametrize(
    "data",
    [
        b"[1,2]",
        b"[]",
        b'\n[{"basics": {}}]',
        b'[{"basics": {',
        b"[" * 100_000,
        b"[" + b"9" * 5_000 + b"]",
        b"[1,2",
        b'["Ada',
        b"[",
    ],
)
def test_a_list_of_json_is_json(data: bytes) -> None:
    assert read_file(data, name="cv.txt").kind == "json"


@pytest.mark.parametrize("data", [b"Ada Example", b"[Ada](https://example.org)", b"1", b"# Ada"])
def test_a_file_that_is_named_json_is_read_as_json(data: bytes) -> None:
    assert read_file(data, name="cv.JSON").kind == "json"
    assert read_file(data, name="cv.txt").kind == "text"


@pytest.mark.parametrize(
    "text", ["[Ada Example](https://example.org)", "[2021] Developer at Acme", "[x] Python", "<h1>Ada</h1>"]
)
def test_text_that_begins_with_a_bracket_is_text(text: str) -> None:
    assert read_file(text.encode(), name="cv.txt").kind == "text"
