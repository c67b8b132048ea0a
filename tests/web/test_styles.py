"""The style sheets: one place for colours, enough contrast in both themes, nothing that the CSP would refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import guildworks
from guildworks.web.styles import STYLES, styles_version

PACKAGE = Path(guildworks.__file__).parent
SHEETS = sorted(STYLES.glob("*.css"))
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TEXTS = {
    "ink": ("paper", "surface", "sunken", "accent-wash", "weld-wash", "madder-wash"),
    "ink-2": ("paper", "surface", "sunken", "accent-wash", "weld-wash", "madder-wash"),
    "ink-3": ("paper", "surface", "sunken"),
    "accent": ("paper", "surface", "sunken", "accent-wash"),
    "on-accent": ("accent",),
    "weld": ("paper", "surface", "weld-wash"),
    "madder": ("paper", "surface", "madder-wash"),
}
GRAPHICS = ("edge", "accent-mid", "weld-fill", "madder-fill")


def colours(theme: int) -> dict[str, str]:
    return {name: values[theme] for name, *values in TOKEN.findall((STYLES / "tokens.css").read_text("utf-8"))}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, section 1.4.3."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(theme: int):
    known = colours(theme)
    low = [(text, ground) for text, grounds in TEXTS.items() for ground in grounds]
    assert [pair for pair in low if contrast(known[pair[0]], known[pair[1]]) < 4.8] == []
    assert [
        name for name in GRAPHICS for ground in ("paper", "surface") if contrast(known[name], known[ground]) < 3
    ] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_colours_stand_in_the_tokens_alone_and_each_one_used_exists(sheet: Path):
    text = sheet.read_text("utf-8")
    tokens = set(re.findall(r"(--[\w-]+):", "".join(each.read_text("utf-8") for each in SHEETS)))
    assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= tokens
    if sheet.name != "tokens.css":
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!-)|\brgba?\(|\bhsla?\(", text) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_file_that_a_sheet_names_is_there(sheet: Path):
    """A name that begins with # is a pattern in the page itself."""
    names = re.findall(r'url\("([^#"][^"]*)"\)', sheet.read_text("utf-8"))
    assert [name for name in names if not (STYLES / name).is_file()] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_no_template_holds_a_style_or_a_script(template: Path):
    text = template.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:|\|safe\b", text) == []


def test_a_font_comes_with_its_licence():
    for font in (STYLES / "fonts").glob("*.woff2"):
        family = font.name.split("-5.")[0]
        assert "SIL OPEN FONT LICENSE" in (STYLES / "fonts" / f"{family}.OFL.txt").read_text("utf-8")


def test_the_version_of_the_styles_is_short_and_the_same_each_time():
    assert re.fullmatch(r"[0-9a-f]{10}", styles_version())
    assert styles_version() == styles_version()
