"""A component that the gallery does not show does not exist."""

from __future__ import annotations

import re

from tests.conftest import CHECKOUT

TEMPLATES = CHECKOUT / "src/guildworks/web/templates"
COMPONENT = re.compile(r"<c-(?!slot\b|vars\b)([a-z-]+)")


def test_the_gallery_shows_every_component_and_every_page_uses_what_there_is():
    there = {file.stem for file in (TEMPLATES / "cotton").glob("*.html")}
    shown = set(COMPONENT.findall((TEMPLATES / "web/gallery.html").read_text()))
    used = {
        name
        for file in (CHECKOUT / "src").rglob("templates/**/*.html")
        if file.name != "gallery.html"
        for name in COMPONENT.findall(file.read_text())
    }
    assert shown == there
    assert used == there, "a component of which no page has need is not kept"
