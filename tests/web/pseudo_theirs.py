"""The marked language for what Django and allauth say: each of their messages, from their own catalogues."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation import trans_real

from tests.web.pseudo import MARKED


@cache
def theirs_marked() -> bytes:
    """What is in Django's and allauth's own catalogues, without accents: their place holders are of every kind."""
    catalogue = Catalog(locale=None, charset="utf-8")
    for package in (django, allauth):
        for file in Path(package.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po"):
            with file.open("rb") as opened:
                for message in filter(lambda each: each.id, read_po(opened)):
                    said = f"⟦{message.id}⟧" if isinstance(message.id, str) else [f"⟦{form}⟧" for form in message.id]
                    catalogue.add(message.id, string=said, context=message.context)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


@pytest.fixture
def all_speak(speaks, settings, tmp_path: Path) -> None:
    """They speak the language too."""
    folder = tmp_path / "theirs" / MARKED / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(theirs_marked())
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path / "theirs"]
    trans_real._translations.pop(MARKED, None)
