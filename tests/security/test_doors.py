"""The ways in by the web that must stay shut."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client

from guildworks.accounts.models import Organisation
from guildworks.accounts.queries import local_operator
from guildworks.matching.models import Brief, Shortlist
from guildworks.platform import clock
from guildworks.platform.models import Event
from guildworks.platform.signatures import sign
from guildworks.platform.signing_keys import as_bytes
from guildworks.talent.actions import EvidenceDraft, ProfileChange, edit_engineer, record_evidence
from tests.cast import make_engineer

KEYS = "/.well-known/guildworks-keys.json"
BRIEF = "We need Python for 20 hours a week."
EVIL = (
    "x'; DROP TABLE talent_engineer; --",
    "' OR '1'='1",
    "%' UNION SELECT email FROM talent_engineer --",
    "%s %(id)s {0} \\",
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "\ud55c\uad6d\uc5b4",
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(admin) -> Client:
    """The operator's browser: it must prove where its forms come from, and is shown what goes wrong."""
    opened = Client(enforce_csrf_checks=True, raise_request_exception=False)
    opened.force_login(admin)
    return opened


def token_of(browser: Client) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/").content.decode())
    assert found
    return found[1]


def send(browser: Client, text: str, **headers: str):
    return browser.post("/", {"text": text, "csrfmiddlewaretoken": token_of(browser)}, headers=headers)


def test_a_form_from_our_own_page_makes_a_shortlist(browser):
    make_engineer()
    answer = send(browser, BRIEF)
    assert answer.status_code == 302
    assert browser.get(answer["Location"]).status_code == 200


def test_a_form_from_elsewhere_is_refused_and_nothing_is_kept(browser):
    for answer in (
        browser.post("/", {"text": BRIEF}),
        browser.post("/", {"text": BRIEF, "csrfmiddlewaretoken": "a" * 64}),
        Client(enforce_csrf_checks=True).post("/", {"text": BRIEF, "csrfmiddlewaretoken": token_of(browser)}),
        send(browser, BRIEF, origin="https://evil.example"),
    ):
        assert answer.status_code == 403
        assert b"Traceback" not in answer.content
    assert not Brief.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "a b", ""])
def test_another_host_is_refused(browser, host):
    answer = browser.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_headers_of_a_proxy_are_not_believed(browser):
    answer = browser.get("/", headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize("what", EVIL)
def test_what_is_no_id_is_not_found(browser, what):
    from urllib.parse import quote

    for address in (f"/shortlists/{quote(what, safe='')}", f"/?again={quote(what)}"):
        assert browser.get(address).status_code == 404
    assert browser.get(f"/?example={quote(what)}").status_code in (200, 404)
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("what", EVIL)
def test_what_is_written_into_a_brief_stays_text(browser, what):
    text = f"{BRIEF} {what}"
    answer = send(browser, text)
    assert answer.status_code == 302
    assert Brief.objects.get().text == text
    assert "root:" not in browser.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("text", ["We need Python.\x00", "We need \x1b[2J Python."])
def test_a_brief_with_control_characters_is_refused(browser, text):
    answer = send(browser, text)
    assert answer.status_code == 422
    assert "control characters" in answer.content.decode()
    assert not Brief.objects.exists()


def test_more_than_a_form_may_hold_is_refused_clearly(browser):
    for size, statuses in ((250_000, (413, 422)), (3_000_000, (413,))):
        answer = send(browser, "We need Python. " * (size // 16))
        assert answer.status_code in statuses
        page = answer.content.decode()
        assert "Traceback" not in page
        assert "RequestDataTooBig" not in page
        assert re.search(r"[0-9,.]+ (characters|MB|bytes)|more than can be sent", page), page[-1500:]
    assert not Brief.objects.exists()


def test_very_many_fields_are_refused(browser):
    answer = browser.post("/", {f"f{number}": "x" for number in range(5000)})
    assert answer.status_code in (400, 403, 413)
    assert b"Traceback" not in answer.content


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_verbs_change_nothing(admin, method):
    browser = Client(raise_request_exception=False)
    browser.force_login(admin)
    for address in ("/", "/shortlists/sho_0", "/health", KEYS):
        assert getattr(browser, method)(address).status_code in (200, 404, 405)
    assert not Brief.objects.exists()
    assert not Shortlist.objects.exists()


@pytest.mark.parametrize("address", ["/", "/nowhere", "/shortlists/sho_0", KEYS])
def test_every_answer_carries_the_rules_for_browsers(browser, address):
    answer = browser.get(address)
    rules = answer["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "unsafe" not in rules
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_token_of_a_form_cannot_be_read_by_a_script(browser):
    browser.get("/")
    assert browser.cookies["csrftoken"]["httponly"]


def test_health_tells_nothing_but_whether_it_works(browser):
    assert browser.get("/health").json() == {"database": "answers", "roles": "separate", "note": ""}


def test_the_keys_are_read_and_by_no_verb_written(browser):
    assert browser.get(KEYS).json() == {"keys": []}
    signed = sign({"kind": "test"})
    (key,) = browser.get(KEYS).json()["keys"]
    assert key.keys() == {"id", "algorithm", "public_key", "created_at", "retired_at"}
    assert (key["id"], key["algorithm"], key["retired_at"]) == (signed["signature"]["key"], "Ed25519", None)
    assert len(as_bytes(key["public_key"])) == 32
    assert browser.head(KEYS).status_code == 200
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        for safe in (browser, Client(raise_request_exception=False)):
            assert getattr(safe, method)(KEYS).status_code in (403, 405)
    assert browser.get(KEYS).json() == {"keys": [key]}


def test_the_private_key_leaves_by_no_door(browser, signing_home):
    sign({"kind": "test"})
    secret = (signing_home / "signing.key").read_text().splitlines()[1]
    for address in (KEYS, "/", "/health", "/signing.key", "/static/../signing.key", "/.well-known/signing.key"):
        assert secret not in browser.get(address).content.decode()


def test_what_a_person_writes_about_themself_stays_text_on_a_clients_page(browser):
    """Names, headlines and places go into markup that is made in Python as well as into templates."""
    evil = "<script>x</script>\"'><img src=x onerror=y>"
    engineer = make_engineer(f"Name {evil}", skills=["python"], city=f"City {evil}", summary=evil)
    edit_engineer(local_operator(), engineer, change=ProfileChange(headline=f"Headline {evil}"))
    seen = EvidenceDraft("python", f"kind {evil}", uuid4(), mean=3.5, standard_error=0.3, observed_on=clock.today())
    record_evidence(local_operator(), {engineer: [seen]})
    page = browser.get(send(browser, "We need Python for 20 hours a week.")["Location"]).content.decode()
    for shown in ("Name", "Headline", "City", "kind"):
        assert f"{shown} &lt;script&gt;" in page
    assert "<script>" not in page
    assert "<img" not in page
