"""Takes the pictures of this folder, and the README's excerpt, from a served demo of 2,000 engineers:

    ./guildworks demo
    .venv/bin/python docs/pictures/take.py http://127.0.0.1:8000

A screen of text has few colours, so each picture keeps the 256 most frequent and the rest become the nearest of them:
a third of the bytes, and nobody sees it.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import FloatRect, Page, sync_playwright

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1440, 900
EXAMPLE = "claims-letters"
README = HERE.parents[1] / "README.md"
EXCERPT = re.compile(r"(\$ \./guildworks shortlist (\S+) --top 3\n).*?(?=\n```)", re.DOTALL)
COLOURS = 256


def main(address: str) -> None:
    """Paste an example brief, and take what was read, who was found, and three of them side by side, in both themes."""
    browser = next(path for name in ("chromium", "google-chrome") if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(address)
        page.click("[name=person]")  # the first of the demo's people
        page.goto(f"{address}/?example={EXAMPLE}")
        page.click("main form button")
        page.wait_for_url("**/shortlists/**")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            people, brief = (page.locator(part).first.bounding_box() for part in (".role", ".reading"))
            assert people is not None and brief is not None
            take(page, f"brief-{theme}.png", clip=brief)
            take(page, f"shortlist-{theme}.png", clip={**people, "y": 0, "height": people["y"] + people["height"]})
        for box in page.get_by_role("checkbox").all()[:3]:
            box.check()
        page.get_by_role("button", name="Compare").click()
        page.wait_for_url("**/compare?**")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            side_by_side = page.locator(".beside").bounding_box()
            assert side_by_side is not None
            take(page, f"compare-{theme}.png", clip=side_by_side)
        chromium.close()
    README.write_text(EXCERPT.sub(excerpt, README.read_text("utf-8")), "utf-8")


def excerpt(found: re.Match[str]) -> str:
    """What the command says today, up to its key: that holds a time, which is another on each machine."""
    words = [sys.executable, "-m", "guildworks", "shortlist", found[2], "--top", "3"]
    said = subprocess.run(words, cwd=README.parent, capture_output=True, text=True, check=True).stdout
    people, _, _ = said.partition("\n\n●")
    return found[1] + "\n".join(line.rstrip() for line in people.strip("\n").splitlines()) + "\n…"


def take(page: Page, name: str, *, clip: FloatRect) -> None:
    """One part of the page as a picture of this folder."""
    shot = page.screenshot(full_page=True, clip=clip, type="png")
    (HERE / name).write_bytes(png(pixels(shot)))


def pixels(shot: bytes) -> NDArray[np.uint8]:
    """Height, width, three colours of an eight-bit PNG without interlacing (PNG specification, section 9)."""
    at, parts, facts = 8, [], (0, 0, 0, 0)
    while at < len(shot):
        size, kind = struct.unpack(">I4s", shot[at : at + 8])
        content = shot[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            facts = struct.unpack(">IIBB", content[:10])
        parts += [content] if kind == b"IDAT" else []
        at += size + 12
    width, height, _, kind_of_colour = facts
    channels = 4 if kind_of_colour == 6 else 3
    lines = np.frombuffer(zlib.decompress(b"".join(parts)), np.uint8).reshape(height, 1 + width * channels)
    above, rows = np.zeros(width * channels, np.uint8), []
    for line in lines:
        above = unfiltered(line[1:], above, how=int(line[0]), step=channels)
        rows.append(above)
    return np.stack(rows).reshape(height, width, channels)[:, :, :3]


def unfiltered(line: NDArray[np.uint8], above: NDArray[np.uint8], *, how: int, step: int) -> NDArray[np.uint8]:
    """The bytes of one line from their differences to what lies left and above."""
    if how == 0:
        return line
    if how == 2:
        return line + above
    if how == 1:
        return np.cumsum(line.reshape(-1, step), axis=0, dtype=np.uint8).reshape(-1)
    found, up = [0] * step, [0] * step + above.tolist()
    for place, value in enumerate(line.tolist()):
        left, over, corner = found[place], up[place + step], up[place]
        guess = (left + over) // 2 if how == 3 else paeth(left, over, corner)
        found.append((value + guess) & 255)
    return np.array(found[step:], np.uint8)


def paeth(left: int, above: int, corner: int) -> int:
    """Of the three neighbours the nearest to left + above - corner."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda one: abs(guess - one))


def png(picture: NDArray[np.uint8]) -> bytes:
    """The picture with at most 256 colours, one byte a pixel."""
    height, width, _ = picture.shape
    numbers = picture.reshape(-1, 3).astype(np.int32) @ np.array([65536, 256, 1])
    colours, which, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    kept = parts[np.argsort(-counts)[:COLOURS]]
    nearest = np.array([np.square(kept - part).sum(axis=1).argmin() for part in parts], np.uint8)
    lines = np.zeros((height, width + 1), np.uint8)
    lines[:, 1:] = nearest[which.reshape(-1)].reshape(height, width)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", head),
        (b"PLTE", kept.astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, content) for kind, content in chunks)


def chunk(kind: bytes, content: bytes) -> bytes:
    """One piece of a PNG with its length and checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


if __name__ == "__main__":
    main(sys.argv[1])
