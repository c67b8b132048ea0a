"""A client pastes a brief, sees what was read from it, who fits, why, and what keeps others out."""

from __future__ import annotations

import re

import psycopg
import pytest
from psycopg import sql

from guildworks.platform import clock
from tests.journeys.conftest import small_targets, violations

REQUESTS = 24  # more than enough to see whether each opens a session of its own
YEAR = clock.today().year + 1
BRIEF = f"""# Letters that find their clause

We need one engineer who has built this before: Python, RAG and pgvector are must-haves. LangGraph would be nice.
You do not need fine-tuning. The drafts must be good enough for production.

The work starts on 11 January {YEAR} and lasts 12 weeks, 32 hours a week. It is remote, with at least four hours between
9:00 and 17:00 Berlin time. English at B2 or better. We pay €80 to €130 an hour."""
CONTRADICTION = f"""We need a Python engineer. Fully remote. You must be in our Lisbon office every Tuesday.
20 hours a week for 8 weeks from 11 January {YEAR}."""
NOBODY = f"""We need somebody who knows Python, RAG and Kubernetes; all three are required.
20 hours a week for 8 weeks from 11 January {YEAR}, up to €130 an hour."""
MARKUP = """<script>window.hit = 1</script> <img src=x onerror="window.hit = 2"> </textarea><b id="hit">We need</b>
Python & "RAG" engineers, 'now'. 20 hours a week."""
THAI = "เรากำลังมองหาวิศวกรที่มีประสบการณ์ด้านการเรียนรู้ของเครื่องและภาษาไพธอนเพื่อทำงานกับทีมของเราในกรุงเทพ"


def send(page, text: str):
    page.get_by_label("Your brief").fill(text)
    page.get_by_role("button", name="Find engineers").click()
    page.wait_for_load_state()  # with its styles: what is beside what decides how a text reads
    return page


def names(page) -> list[str]:
    return page.locator(".lists > .people .name").all_inner_texts()


def test_a_brief_becomes_a_requirement_and_a_shortlist(open_page, site):
    page = send(open_page("/"), BRIEF)
    assert re.search(r"/shortlists/sho_\w+$", page.url)
    assert page.locator("h1").inner_text() == "Letters that find their clause"
    assert page.get_by_text("Demo: people are invented").is_visible()
    skills = page.locator(".items li", has_text="Skill").all_inner_texts()
    assert [text.split()[3:] for text in skills][:5] == [
        ["Skill", "Python", "must"],
        ["Skill", "Retrieval-augmented", "generation", "must"],
        ["Skill", "pgvector", "must"],
        ["Skill", "LangGraph", "nice"],
        ["Skill", "Fine-tuning", "not", "needed"],
    ]
    assert page.get_by_role("heading", name="4 engineers fit").is_visible()
    assert sorted(names(page)) == ["Ana Reis", "Bela Kiss", "Ciro Neri", "Dora Łuk"]
    assert page.locator(".person", has_text="Ana Reis").get_by_text("€80/h").is_visible()
    assert page.locator(".person", has_text="Ana Reis").get_by_text("€30,720").is_visible()  # 32 h x 12 weeks x 80
    assert page.locator(".funnel li", has_text="pgvector").inner_text().split("\n")[1:] == [
        "5",
        "7 fail it, 3 nothing else",
        "−3",
    ]


def test_the_words_and_the_list_lead_to_each_other(open_page):
    page = send(open_page("/"), BRIEF)
    word = page.locator(".words a.word", has_text="pgvector")
    word.click()
    item = page.locator(".items li:target")
    assert "pgvector" in item.inner_text()
    item.locator(".number").click()
    assert "pgvector" in page.locator(".words a:target").inner_text()


def test_every_score_opens_to_parts_that_add_up(open_page):
    page = send(open_page("/"), BRIEF)
    for person in page.locator(".lists > .people > tbody").all():
        person.locator("summary").click()
        parts = [float(text) for text in person.locator(".sum tbody .figure").all_inner_texts()]
        total = person.locator(".sum tfoot .figure").inner_text()
        assert len(parts) == 8
        assert f"{sum(parts):.3f}" == total
        assert float(person.locator(".score strong").inner_text()) == pytest.approx(float(total), abs=0.0051)
    best = page.locator(".lists > .people > tbody").first
    assert re.search(r"test, \d+ \w+ \d{4}: 3\.\d ± 0\.\d", best.locator(".rests").inner_text())
    assert "advanced said, nothing seen yet" in page.locator(".rests").nth(1).inner_text()


def test_a_contradiction_is_named_with_its_words(open_page):
    page = send(open_page("/"), CONTRADICTION)
    question = page.locator(".questions li.contradicts", has_text="remote")
    assert "presence" in question.inner_text()
    number = question.locator(".number").first.inner_text()
    assert "contradicts" in page.locator(f"#i{number}").inner_text()
    assert "Lisbon office" in page.locator("a.word.contradicts").first.inner_text()


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "empty"), ("Python engineer wanted. " * 1709, "41,016 characters"), (THAI, "only English is read")],
    ids=["empty", "long", "thai"],
)
def test_what_cannot_be_read_is_said_beside_the_field_and_the_text_stays(open_page, text: str, says: str):
    page = send(open_page("/"), text)
    field = page.get_by_label("Your brief")
    assert says in page.locator("#wrong").inner_text()
    assert field.input_value() == text
    assert field.get_attribute("aria-invalid") == "true"
    assert "wrong" in field.get_attribute("aria-describedby").split()
    assert field.evaluate("field => field === document.activeElement")
    assert page.get_by_text("up to 40,000 characters").is_visible()


def test_more_than_can_be_sent_is_refused_in_words(open_page):
    page = send(open_page("/"), "Python engineer wanted. " * 45_000)
    assert page.locator("h1").inner_text() == "This is more than can be sent at once."


def test_where_nobody_fits_the_page_says_which_requirement_excludes_how_many(open_page):
    page = send(open_page("/"), NOBODY)
    assert "Kubernetes rules out most: 12 of 12." in page.locator(".empty").inner_text()
    assert "Without Kubernetes as a must\n7 more would fit" in page.locator(".empty").inner_text()
    near = page.locator(".near .people .person")
    assert near.count() >= 7
    assert "fails Kubernetes" in near.first.inner_text()


def test_markup_in_a_brief_is_shown_as_text(open_page):
    page = send(open_page("/"), MARKUP)
    assert "<script>window.hit = 1</script>" in page.locator(".words").inner_text()
    assert page.evaluate("window.hit") is None
    assert page.locator("#hit, main img, main script").count() == 0
    page.get_by_role("link", name="Change the brief").first.click()
    assert page.get_by_label("Your brief").input_value() == MARKUP
    assert page.evaluate("window.hit") is None
    assert page.locator("#hit").count() == 0


@pytest.mark.parametrize(
    "path", ["/shortlists/sho_0000000000000000000000000A", "/shortlists/nonsense", "/nowhere", "/?again=sho_1"]
)
def test_an_address_of_nothing_says_so(open_page, site, path: str):
    page = open_page(path)
    assert re.search(r"There is no (?:such shortlist|page)", page.locator("h1").inner_text())
    page.get_by_role("link", name="To the start page").click()
    assert page.url == f"{site.address}/"


def test_an_example_fills_the_form_and_a_wrong_one_leaves_it_empty(open_page):
    page = open_page("/")
    page.get_by_role("link", name="Claims letters").click()
    assert page.url.endswith("/?example=claims-letters")
    assert "pgvector" in page.get_by_label("Your brief").input_value()
    assert open_page("/?example=../../pyproject").get_by_label("Your brief").input_value() == ""


def test_the_whole_story_works_from_the_keyboard(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(BRIEF)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Find engineers"
    page.keyboard.press("Enter")
    page.wait_for_url("**/shortlists/*")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator("main summary:focus").count():
            break
    outline = page.locator("main summary:focus").evaluate("element => getComputedStyle(element).outlineWidth")
    assert outline == "2px"
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", name=re.compile("What it rests on")).is_visible()


def test_while_the_database_is_away_the_page_says_so_and_keeps_the_text(open_page, site):
    page = open_page("/")
    with psycopg.connect(site.admin, autocommit=True) as admin:
        name = sql.Identifier(site.database)
        admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [site.database])
        try:
            send(page, BRIEF)
            assert "database does not answer" in page.locator("#wrong").inner_text()
            assert page.get_by_label("Your brief").input_value() == BRIEF
        finally:
            admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))
    page.get_by_role("button", name="Find engineers").click()
    page.wait_for_url("**/shortlists/*")


def test_requests_share_the_connections_of_their_process(open_page, site):
    def sessions() -> int:
        with psycopg.connect(site.admin, autocommit=True) as admin:
            found = admin.execute("SELECT sessions FROM pg_stat_database WHERE datname = %s", [site.database])
            return found.fetchone()[0]

    page = send(open_page("/"), BRIEF)
    before = sessions()
    for _ in range(REQUESTS):
        assert page.context.request.get(page.url).ok
    opened = sessions() - before  # also by the feeder and the worker beside the server, which open one now and then
    assert opened < REQUESTS / 2, f"{opened} sessions for {REQUESTS} requests"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_nobody_is_kept_out_by_the_look(open_page, width: int, theme: str):
    page = send(open_page("/", width=width, theme=theme), "")
    assert violations(page) == []
    send(page, BRIEF)
    page.locator("main summary").first.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if width == 360:
        assert small_targets(page) == []


@pytest.mark.long
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 600, 761, 960, 1199, 1200, 1680, 2560])
@pytest.mark.parametrize("text", [CONTRADICTION, NOBODY, MARKUP], ids=["contradiction", "nobody", "markup"])
def test_every_state_at_every_width(open_page, text: str, width: int, theme: str):
    page = send(open_page("/", width=width, theme=theme), text)
    for summary in page.locator("main summary").all()[:2]:
        summary.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
