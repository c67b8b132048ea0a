"""Pages of a busy site in a real browser that has nothing kept: first paint, what moves, and what is transferred."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.served import Door
from benchmarks.table import Row, absent, at_most, within
from benchmarks.visits import VISITS, Known

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIGURES = {
    "first contentful paint, slowest page, ms": 1000,
    "layout shift, page that moves most": 0.02,
    "transferred with fonts, heaviest page, kB": 150,
}
SEEN = """() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) shift += one.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    done([paint ? paint.startTime : null, shift]);
  }, 400);
})"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as a browser saw it."""

    name: str
    paint_ms: float
    shift: float
    kilobytes: float


def rows(door: Door, known: Known, *, times: int, say: Callable[[str], None]) -> list[Row]:
    """The worst page by each of the three, of `times` visits to each kind; rows without figures where no browser is."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return [absent(name, "playwright is not installed") for name in FIGURES]
    if program is None:
        return [absent(name, f"no browser: looked for {', '.join(BROWSERS)}") for name in FIGURES]
    say("Opening the pages in a browser")
    with sync_playwright() as playwright:
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=as_root)
        pages = [
            _often(browser, door, visit.name, [visit.asked(known).path for _ in range(times)])
            for visit in VISITS
            if visit.kind == "page"
        ]
        browser.close()
    paint, shift, weight = FIGURES
    slowest = max(pages, key=lambda page: page.paint_ms)
    moves, heaviest = max(pages, key=lambda page: page.shift), max(pages, key=lambda page: page.kilobytes)
    told = f"of {len(pages)} pages, 1440 × 900, nothing kept from before"
    return [
        within(paint, slowest.paint_ms, FIGURES[paint], note=f"{slowest.name}; {told}"),
        at_most(shift, moves.shift, FIGURES[shift], note=moves.name if moves.shift else "no page moves"),
        at_most(weight, heaviest.kilobytes, FIGURES[weight], note=heaviest.name),
    ]


def _often(browser: Any, door: Door, name: str, paths: Sequence[str]) -> Seen:
    """One kind of page, each by a browser that was never there: the median of the paint, the worst of the others."""
    paints, shifts, weights = zip(*[_seen(browser, door, path) for path in paths], strict=True)
    return Seen(name, median(paints), max(shifts), max(weights))


def _seen(browser: Any, door: Door, path: str) -> tuple[float, float, float]:
    address = f"http://localhost:{door.port}"
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    cookies = [cookie.split("=", 1) for cookie in door.cookies.split("; ")]
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    page = context.new_page()
    wire, sizes = context.new_cdp_session(page), []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(address + path, wait_until="networkidle")
    paint, shift = page.evaluate(SEEN)
    context.close()
    return paint, shift, sum(sizes) / 1000
