"""Every sentence that a page may say, collected from templates and code, for those who translate."""

from __future__ import annotations

import inspect
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import write_po
from django.utils.translation.template import templatize

from guildworks.kernels.text.language import NAMES, language_name
from guildworks.kernels.text.unreadable import REASONS
from tests.house.checkout import ROOT
from tests.house.domain import errors

SOURCE = ROOT / "src" / "guildworks"
# The words of Django's and Python's functions, and those into which Django turns its template tags.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_": None,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
UNREADABLE = SOURCE / "kernels" / "text" / "unreadable.py"
LANGUAGES = SOURCE / "kernels" / "text" / "language.py"

Found = tuple[str | tuple[str, ...], str | None, str]  # a message, or one and its plural; its context; the file


def messages() -> Iterator[Found]:
    """All messages: of templates, of calls in code, of refusals, whose docstring and hint are what they say.

    And the names of languages, which a kernel has, and `wording.language_word` translates; and why a file cannot be
    read, which `talent.reading.BadResume` does.
    """
    for file in sorted(SOURCE.rglob("templates/**/*")):
        if file.suffix in (".html", ".txt"):
            yield from _extracted(file, templatize(file.read_text("utf-8"), origin=str(file)))
    for file in sorted(SOURCE.rglob("*.py")):
        yield from _extracted(file, file.read_text("utf-8"))
    yield from _refusals()
    for name in sorted({*NAMES.values(), language_name("")}):
        yield name, None, str(LANGUAGES.relative_to(SOURCE))
    for said in sorted({said for reason in REASONS.values() for said in reason}):
        yield said, None, str(UNREADABLE.relative_to(SOURCE))


def template_of_catalogue() -> str:
    """All of them as a gettext template, without dates and line numbers, so that it changes with the words alone."""
    catalogue = Catalog(project="Guildworks", charset="utf-8", fuzzy=False)
    for message, context, place in messages():
        catalogue.add(message, context=context, locations=[(place, 0)])
    written = io.BytesIO()
    write_po(written, catalogue, omit_header=True, sort_output=True, include_lineno=False, width=118)
    return written.getvalue().decode()


def _extracted(file: Path, code: str) -> Iterator[Found]:
    place = str(file.relative_to(SOURCE))
    for _, message, _, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
        yield message, context, place


def _refusals() -> Iterator[Found]:
    for kind in errors():
        place = kind.__module__.removeprefix("guildworks.").replace(".", "/") + ".py"
        for message in (inspect.getdoc(kind), vars(kind).get("hint")):
            if message:
                yield message, None, place
