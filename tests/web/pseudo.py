"""A language in which every message is marked, and what of a page is not: the tests of translation share it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.test import Client
from django.utils.translation import trans_real

from tests.house.messages import messages

MARKED = "qps"  # the code that Windows gave such a language
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-head")
SILENT = ("script", "style", "code")
HOLDERS = re.compile(r"(%\(\w+\)[sd]|\{\w*\}|<[^<>]+>)")
DATA = ("Guildworks", "Guild", "works", "Oda", "Operator", "Ada", "Halden Mutual", "UTC")
NO_WORDS = re.compile(r"[\w.+-]+@[\w.-]+|\d{1,2} [A-Z][a-z]{2} \d{4}")  # addresses; dates, whose months are Django's


def marked(message: str) -> str:
    """The message with accents and brackets, its place holders and tags as they are."""
    accents = str.maketrans("aeioucnsyz", "àéîöùçñšýž")
    parts = HOLDERS.split(message)
    return "⟦" + "".join(part if HOLDERS.fullmatch(part) else part.translate(accents) for part in parts) + "⟧"


class Said(HTMLParser):
    """What a page says past translation: of its texts, and of the attributes that are read out.

    Not what is said to be no words of ours. A message that holds tags is several texts: it ends where its bracket does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Its attributes; and whether what is in it is left alone."""
        given = dict(attrs)
        if tag not in ("input", "meta", "link", "br", "img", "path", "circle", "rect") and (
            self._silent or tag in SILENT or given.get("translate") == "no"
        ):
            self._silent.append(tag)
        if not self._silent:
            self.said += [outside(given[name] or "", 0)[0] for name in SPOKEN if name in given]

    def handle_endtag(self, tag: str) -> None:
        """The end of what is left alone, where it is that."""
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        """A text."""
        if not self._silent:
            said, self._depth = outside(data, self._depth)
            self.said.append(said)


def outside(text: str, depth: int) -> tuple[str, int]:
    """What of a text lies outside of brackets, of which so many are open; and how many are open after it."""
    said = ""
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        said += letter if depth == 0 and letter != "⟧" else " "
    return said, depth


def unmarked(page: str, *data: str) -> list[str]:
    """The words of a page that went past translation; `data` are words that people typed."""
    reader = Said()
    reader.feed(page)
    found = []
    for text in reader.said:
        left = NO_WORDS.sub(" ", text)
        for word in (*DATA, *data):
            left = left.replace(word, " ")
        if re.search(r"[^\W\d_]", left):
            found.append(" ".join(text.split()))
    return found


@cache
def all_marked() -> bytes:
    """The catalogue in which every message is marked; made once, since all the code is read for it."""
    catalogue = Catalog(locale=None, charset="utf-8")
    for message, context, _ in messages():
        said = marked(message) if isinstance(message, str) else tuple(map(marked, message))
        catalogue.add(message, string=said, context=context)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


@pytest.fixture
def speaks(settings, tmp_path: Path) -> Iterator[None]:
    """The pages speak a language in which every message is marked."""
    folder = tmp_path / MARKED / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(all_marked())
    settings.LANGUAGES = [("en", "English"), (MARKED, "Marked")]
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGE_CODE = MARKED  # in which mails speak to whoever has chosen none
    trans_real._translations.pop(MARKED, None)
    yield
    trans_real._translations.pop(MARKED, None)


def browser(user=None) -> Client:
    """A browser that asks for that language."""
    asks = Client(headers={"accept-language": MARKED})
    if user is not None:
        asks.force_login(user)
    return asks
