"""The languages that the pages speak beside English: a catalogue of each, kept in step with the template."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.house.messages import SOURCE, template_of_catalogue

LOCALE = SOURCE / "locale"
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
DATELESS = datetime(2026, 1, 1, tzinfo=UTC)
HOLDERS = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|</?\w+|&\w+;")


def catalogue(language: str) -> Catalog:
    """What was translated, whatever is said now."""
    file = LOCALE / language / "LC_MESSAGES" / "django.po"
    return read_po(
        io.BytesIO(file.read_bytes() if file.exists() else HEADER.format(language=language).encode()), language
    )


def in_step(language: str) -> Catalog:
    """The messages that are said now, each with what was translated; empty where nothing was."""
    translated, now = catalogue(language), Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in read_po(io.BytesIO(template_of_catalogue().encode())):
        if message.id:
            before = translated.get(message.id, message.context)
            now.add(
                message.id,
                string=before.string if before and _shaped_alike(before, message) else None,
                locations=message.locations,
                context=message.context,
            )
    return now


def written(language: str, messages: Catalog) -> dict[str, bytes]:
    """The two files of a catalogue: for those who translate, and for the program."""
    text, compiled = io.BytesIO(HEADER.format(language=language).encode()), io.BytesIO()
    text.seek(0, io.SEEK_END)
    write_po(text, messages, omit_header=True, sort_output=True, include_lineno=False, width=118)
    whole = read_po(io.BytesIO(text.getvalue()), language)
    whole.creation_date = whole.revision_date = DATELESS  # else the file were another one each minute
    write_mo(compiled, whole)
    return {"django.po": text.getvalue(), "django.mo": compiled.getvalue()}


def folder(language: str) -> Path:
    """Where they lie."""
    return LOCALE / language / "LC_MESSAGES"


def kept(language: str, name: str) -> bytes:
    """One of them as it lies there; empty where it does not."""
    file = folder(language) / name
    return file.read_bytes() if file.exists() else b""


def faults(messages: Catalog) -> Iterator[str]:
    """What is missing, or does not fit to its English."""
    for message in messages:
        if not message.id:
            continue
        english, said = _forms(message.id), _forms(message.string)
        name = english[0][:80]
        if len(said) != len(english) or not all(said):
            yield f"missing: {name!r}"
            continue
        for number, (source, target) in enumerate(zip(english, said, strict=True)):
            held, asked = sorted(HOLDERS.findall(target)), sorted(HOLDERS.findall(source))
            # One thing may be told without its figure: "a week".
            is_one = number == 0 and len(english) == 2
            if held != asked and not (is_one and set(held) <= set(asked)):
                yield f"place holders differ: {name!r}: {held} for {asked}"
            if (source[:1].isspace(), source[-1:].isspace()) != (target[:1].isspace(), target[-1:].isspace()):
                yield f"spaces at its ends differ: {name!r}"


def _forms(of: object) -> list[str]:
    return [str(each) for each in of] if isinstance(of, tuple | list) else [str(of or "")]


def _shaped_alike(before: Message, now: Message) -> bool:
    return isinstance(before.id, str) == isinstance(now.id, str)
