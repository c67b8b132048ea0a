"""A client ticks some people of a list, sees them side by side, and reads why one of them stands there."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tests.journeys.test_brief_to_shortlist import BRIEF, send, small_targets, violations

MOVED = """() => new Promise(done => {
  let moved = 0
  new PerformanceObserver(list => list.getEntries().forEach(each => moved += each.value))
    .observe({type: 'layout-shift', buffered: true})
  setTimeout(() => done(moved), 300)
})"""
REFUSED_BY_RULES = """() => {
  window.refusedByRules = []
  document.addEventListener('securitypolicyviolation', event => window.refusedByRules.push(event.violatedDirective))
}"""


def tick(page, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=f"Compare {name}", exact=True).check()


def compare(page, *names: str):
    """From the page of the list to these people side by side."""
    tick(page, *names)
    page.get_by_role("button", name="Compare").first.click()
    page.wait_for_url("**/compare?*")
    return page


def row(page, kind: str) -> list[str]:
    """The figures of the first row of a kind, person by person, with what a dot says."""
    figures = page.locator(f".compare tr.{kind}").first.locator(".figure")
    return [" ".join(text.split()) for text in figures.all_text_contents()]


@pytest.fixture
def shortlist(open_page):
    """A client's shortlist in a browser of some width and theme."""
    return lambda **look: send(open_page("/", **look), BRIEF)


def test_people_who_were_ticked_stand_side_by_side(shortlist):
    page = compare(shortlist(), "Ana Reis", "Ciro Neri", "Dora Łuk")
    heads = page.get_by_role("columnheader").all_inner_texts()
    assert len(heads) == 4
    assert page.locator("h1").inner_text().endswith("side by side")
    names = page.locator(".compare thead .name").all_inner_texts()
    assert sorted(names) == ["Ana Reis", "Ciro Neri", "Dora Łuk"]
    rates = dict(zip(names, row(page, "money"), strict=True))
    assert rates == {"Ana Reis": "€80/h, best of the three", "Ciro Neri": "€90/h", "Dora Łuk": "€95/h"}
    assert all("best" not in text for text in row(page, "day")), "all work the same hours"
    assert page.locator(".compare tr.quiet", has_text="Together").count() == 1


def test_the_parts_of_each_column_add_up(shortlist):
    page = compare(shortlist(), "Ana Reis", "Bela Kiss", "Ciro Neri", "Dora Łuk")
    totals = [float(text) for text in page.locator(".compare tr.sum .figure").all_inner_texts()]
    parts = [one.locator(".figure").all_inner_texts() for one in page.locator(".compare tr.part").all()]
    assert len(totals) == 4 and len(parts) == 8
    assert [f"{sum(map(float, column)):.3f}" for column in zip(*parts, strict=True)] == [
        f"{each:.3f}" for each in totals
    ]


def test_the_way_to_compare_stays_in_sight_and_moves_nothing(shortlist):
    page = shortlist(width=360)
    tick(page, "Ana Reis")
    button = page.get_by_role("button", name="Compare")
    page.locator(".person").first.evaluate("row => row.scrollIntoView()")
    box = button.bounding_box()
    assert box and box["y"] + box["height"] <= 780, "it sticks to the end of the window"
    before = page.locator(".person").nth(2).bounding_box()
    tick(page, "Bela Kiss")
    assert page.locator(".person").nth(2).bounding_box() == before
    words = page.locator(".choose p").evaluate("words => getComputedStyle(words, '::before').content")
    assert "counter(chosen)" in words


def test_with_one_or_five_the_page_says_what_to_do_and_leads_back(shortlist):
    page = shortlist()
    address = page.url
    compare(page, "Ana Reis")
    assert page.locator("h1").inner_text() == "One engineer is chosen."
    page.get_by_role("link", name="Back to the list").click()
    assert page.url == address
    for box in page.get_by_role("checkbox").all()[:5]:
        box.check()
    page.get_by_role("button", name="Compare").click()
    assert page.locator("h1").inner_text() == "5 engineers are chosen; at most 4 stand side by side."


def test_it_works_without_a_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": site.cookie, "url": site.address}])
    page = compare(send_without_script(context.new_page(), site.address), "Ana Reis", "Bela Kiss")
    assert sorted(page.locator(".compare thead .name").all_inner_texts()) == ["Ana Reis", "Bela Kiss"]
    context.close()


def send_without_script(page, address: str):
    page.goto(address)
    return send(page, BRIEF)


def test_from_the_list_to_the_page_of_one_and_on_to_the_next(shortlist):
    page = shortlist()
    first = page.locator(".lists > .people > tbody").first
    name = first.locator(".name").inner_text()
    first.locator("summary").click()
    parts = first.locator(".sum table").inner_text().split()
    first.get_by_role("link", name="This on a page of its own").click()
    assert page.locator("h1").inner_text() == name
    assert page.locator(".sum table").inner_text().split() == parts
    assert "Client 09:00–17:00 in Berlin" in " ".join(page.locator(".hours").inner_text().split())
    page.get_by_role("link", name=re.compile("^Next: ")).click()
    assert page.locator("h1").inner_text() != name
    page.get_by_role("link", name=re.compile("^Previous: ")).click()
    assert page.locator("h1").inner_text() == name
    page.get_by_role("link", name=re.compile("^Compare with ")).click()
    assert name in page.locator(".compare thead .name").all_inner_texts()
    page.locator(".compare thead .name").nth(1).click()
    assert re.search(r"/shortlists/sho_\w+/engineers/eng_\w+$", page.url)


def test_the_address_of_a_page_can_be_shared(open_page, shortlist, site):
    page = compare(shortlist(), "Ana Reis", "Bela Kiss")
    other = open_page(page.url.removeprefix(site.address), theme="dark")
    assert other.locator("main").inner_text() == page.locator("main").inner_text()


def test_all_of_it_works_from_the_keyboard(shortlist):
    page = shortlist()
    chosen = 0
    for _ in range(120):
        page.keyboard.press("Tab")
        if chosen < 2 and page.locator("input[type=checkbox]:focus").count():
            assert page.locator(":focus").evaluate("one => getComputedStyle(one).outlineWidth") == "2px"
            page.keyboard.press("Space")
            chosen += 1
        if chosen == 2 and page.locator("button:focus", has_text="Compare").count():
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare?*")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator(".compare .name:focus").count():
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/engineers/eng_*")
    assert page.get_by_role("heading", name="What it rests on").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_nobody_is_kept_out_of_either_page_by_the_look(shortlist, width: int, theme: str):
    page = shortlist(width=width, theme=theme)
    tick(page, "Ana Reis", "Bela Kiss", "Ciro Neri", "Dora Łuk")
    assert violations(page) == []
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/compare?*")
    check(page, width)
    page.locator(".compare .name").first.click()
    page.wait_for_url("**/engineers/eng_*")
    check(page, width)


def check(page, width: int) -> None:
    """A page that nobody is kept out of, that nothing moves on, and that breaks no rule for browsers."""
    page.add_init_script(f"({REFUSED_BY_RULES})()")
    page.reload(wait_until="networkidle")
    assert page.evaluate("window.refusedByRules") == []
    assert page.evaluate(MOVED) < 0.01
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if width == 360:
        assert small_targets(page) == []


def test_where_it_is_narrow_each_figure_has_its_name_beside_it(shortlist):
    page = compare(shortlist(width=360), "Ana Reis", "Bela Kiss")
    cells = page.locator(".compare tr.money").first.locator("td").all()
    assert sorted(cell.inner_text().split("\n")[0] for cell in cells) == ["Ana Reis", "Bela Kiss"]
    first, second = (cell.bounding_box() for cell in cells)
    assert first["x"] == second["x"] and first["y"] < second["y"]


def test_on_paper_nothing_is_cut_off(shortlist):
    page = compare(shortlist(), "Ana Reis", "Bela Kiss", "Ciro Neri", "Dora Łuk")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots an inch
    assert page.evaluate("document.documentElement.scrollWidth") == 794
    assert not page.get_by_role("link", name="Choose others").is_visible()


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 600, 761, 960, 1199, 1680, 2560])
def test_both_pages_at_every_width(shortlist, width: int, theme: str):
    page = compare(shortlist(width=width, theme=theme), "Ana Reis", "Bela Kiss", "Ciro Neri", "Dora Łuk")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".compare .name").first.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
