"""Why a file cannot be read, in words for the person who sent it."""

from __future__ import annotations

from collections.abc import Mapping

_EXPORT = "Export it once more, for example as PDF from your word processor, and send that."
REASONS: Mapping[str, tuple[str, str]] = {
    "file_empty": ("This file is empty.", "Check that it was saved, and send it again."),
    "file_too_large": (
        "This file has {size_mb} MB; at most {most_mb} MB can be read.",
        "Leave out pictures, or save it with a smaller picture size.",
    ),
    "file_type_unknown": (
        "This file is none of the kinds that can be read.",
        "Send PDF, DOCX, JSON Resume, Markdown or plain text; most programs save or print as one of them.",
    ),
    "nothing_read": (
        "Nothing that looks like a resume was read in this file: no name, no skill and no job.",
        "See that it is the right file. A resume has a name at its top and headings such as Experience and Skills; "
        "a JSON Resume has basics, work or skills.",
    ),
    "text_is_binary": (
        "This file looks like text but holds control characters.",
        "Save it as plain text in UTF-8, or send PDF or DOCX.",
    ),
    "pdf_encrypted": (
        "This PDF is protected by a password.",
        "Save a copy without a password and send that.",
    ),
    "pdf_too_many_pages": (
        "This PDF has {pages} pages; at most {most} are read.",
        "Send only the pages of the resume.",
    ),
    "no_text": (
        "This file shows no text that can be read; it may be a scan, which is a picture of text.",
        "Send the original PDF or DOCX instead of the scan.",
    ),
    "file_is_a_bomb": (
        "This file would grow beyond all measure when unpacked, so reading it was stopped.",
        _EXPORT,
    ),
    "docx_has_dtd": (
        "This DOCX declares a document type or entities, which Word never does.",
        "Open it in your word processor, save it as a new DOCX, and send that.",
    ),
    "file_damaged": ("This file is damaged or is not what it claims to be.", _EXPORT),
    "reading_took_too_long": ("Reading this file took too long, so it was stopped.", _EXPORT),
}


class UnreadableFile(ValueError):
    """A file that cannot be read. `code` is a key of REASONS, `message` says what is wrong, `hint` the way out."""

    def __init__(self, code: str, **facts: object) -> None:
        message, hint = REASONS[code]
        self.code = code
        self.facts = facts
        self.message = message.format(**facts)
        self.hint = hint
        super().__init__(f"{self.message} {self.hint}")
