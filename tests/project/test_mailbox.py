"""The page of a demo's mail: there in a demo alone, and what stands in a mail stays text."""

from __future__ import annotations

import pytest
from django.test import Client

from guildworks.platform import clock
from guildworks.platform.actions import erase_mails_to, write_mails
from guildworks.platform.limits import set_limit
from guildworks.platform.mail.draft import Draft
from guildworks.platform.models import DemoMode, Mail
from guildworks.project.mailbox import parts_of

pytestmark = pytest.mark.django_db
EVIL = "<script>x</script>\"'><img src=x onerror=y>{{ 7|add:7 }}"


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def demo(db) -> None:
    DemoMode.objects.create(engineers=1, seed=1, started_at=clock.now())


def write(**changed: str) -> Mail:
    draft = {"recipient": "ada@example.org", "subject": "A list", "text": "Ready."} | changed
    return write_mails([Draft(**draft)])[0]


def test_outside_of_a_demo_there_is_no_such_page(browser):
    mail = write()
    for address in ("/mail", f"/mail/{mail.shown_id}", "/mail/nothing"):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert "There is no page at this address." in answer.content.decode()
        assert "ada@" not in answer.content.decode()


@pytest.mark.usefixtures("demo")
def test_a_demo_without_mail_says_what_would_be_there(browser):
    page = browser.get("/mail").content.decode()
    assert "There is no mail yet" in page
    assert '<a href="/mail">Mail</a>' in page


@pytest.mark.usefixtures("demo")
def test_mails_are_paged_newest_first(browser):
    set_limit("page_size", 10)
    for number in range(11):
        write(subject=f"Number {number:02}")
    first, second = (browser.get(f"/mail?page={page}").content.decode() for page in (1, 2))
    assert first.index("Number 10") < first.index("Number 09") and "Number 00" not in first
    assert "Number 00" in second and "Number 01" not in second
    assert 'rel="next"' in first and 'rel="prev"' in second
    assert browser.get("/mail", {"page": "3"}).status_code == 404
    for odd in ("0", "-1", "x", "1e3", "²", "9" * 40):
        assert "Number 10" in browser.get("/mail", {"page": odd}).content.decode()


@pytest.mark.usefixtures("demo")
def test_what_a_mail_says_stays_text_wherever_it_stands(browser):
    mail = write(subject=f"Subject {EVIL}", text=f"Text {EVIL}", html=f"<p>Html</p>{EVIL}")
    Mail.objects.update(recipient=f"{EVIL}@example.org", answer=EVIL)
    for address in ("/mail", f"/mail/{mail.shown_id}"):
        page = browser.get(address).content.decode()
        assert "Subject &lt;script&gt;" in page
        assert "<script" not in page and "<img" not in page and "{{ 7|add:7 }}" in page
    assert "Text &lt;script&gt;" in page and "&lt;p&gt;Html&lt;/p&gt;" in page


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Open http://testserver/join/abc?x=1&y=2.", "http://testserver/join/abc?x=1&amp;y=2"),
        ("(https://testserver/join)", "https://testserver/join"),
        ("http://evil.example/join", None),
        ("http://testserver@evil.example/", None),
        ("http://testserver.evil.example/", None),
        ("http://u:p@testserver/", None),
        ("http://testserver:81/", None),
        ("javascript:alert(1)//http:testserver", None),
        ("http://testserver\\@evil.example/", "http://testserver"),
        ("//testserver/join", None),
        ('http://testserver/"onmouseover="x', "http://testserver/"),
    ],
)
def test_addresses_of_this_site_alone_are_links(browser, text, link):
    page = browser.get(f"/mail/{write(text=text).shown_id}").content.decode()
    letter = page.partition('class="words"')[2].partition("</p>")[0]
    assert letter.count("<a ") == (1 if link else 0)
    if link:
        assert f'<a href="{link}"' in letter
    assert "".join(part.text for part in parts_of(text, host="testserver")) == text


@pytest.mark.usefixtures("demo")
def test_an_erased_mail_and_one_that_does_not_exist(browser, operator):
    mail = write()
    erase_mails_to(operator, "ada@example.org")
    page = browser.get(f"/mail/{mail.shown_id}").content.decode()
    assert "were erased on" in page and "ada@" not in page
    assert "Erased" in browser.get("/mail").content.decode()
    assert browser.get("/mail/mail_00000000000000000000000000").status_code == 404
    assert browser.get("/mail/nothing").status_code == 404
    for method in ("post", "put", "delete"):
        assert getattr(browser, method)("/mail").status_code in (403, 405)
