"""The pages of webhooks: what an owner does on them, and what is said where something is refused."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from guildworks.accounts.models import User
from guildworks.conversations.models import Webhook, WebhookDelivery
from guildworks.conversations.webhooks.actions.delivering import deliver_webhook, make_deliveries
from guildworks.conversations.webhooks.signing import secrets_of, signed_headers
from guildworks.platform import clock
from guildworks.platform.fetch import PRIVATE_HOSTS
from tests.conversations.receiver import Receiver, receiving
from tests.house.checkout import ROOT

pytestmark = pytest.mark.django_db
PAGE = "/organisation/webhooks"


@pytest.fixture
def ada(cast) -> Client:
    make_deliveries()
    browser = Client()
    browser.force_login(User.objects.get(id=cast.ada.id))
    return browser


@pytest.fixture
def receiver(monkeypatch):
    with receiving() as found:
        monkeypatch.setenv(PRIVATE_HOSTS, found.url.removeprefix("http://").partition("/")[0])
        yield found


def register(browser: Client, receiver: Receiver) -> tuple[Webhook, str]:
    """Register an address on the page: the webhook, and the secret that the next page shows."""
    answer = browser.post(PAGE, {"address": receiver.url, "event": ["hold.placed", "member.joined"]})
    assert answer.status_code == 200
    (secret,) = re.findall(r'value="(whsec_[^"]+)"', answer.content.decode())
    return Webhook.objects.get(), html.unescape(secret)


def words(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_from_an_address_to_what_was_answered_there(ada, receiver):
    assert "Nothing is sent anywhere yet." in words(ada, PAGE)
    hook, secret = register(ada, receiver)
    there = f"{PAGE}/{hook.shown_id}"
    assert secret not in words(ada, there), "it is told once"
    assert receiver.url in words(ada, PAGE)
    ada.post(f"{there}/test")
    delivery = WebhookDelivery.objects.get()
    deliver_webhook(delivery.id)
    assert "delivered" in words(ada, there)
    page = words(ada, f"/organisation/deliveries/{delivery.shown_id}")
    for each in ("answered with status 200", "thanks", "webhook.test", delivery.shown_id):
        assert each in page
    ada.post(f"/organisation/deliveries/{delivery.shown_id}/replay")
    deliver_webhook(delivery.id)
    assert receiver.ids == [delivery.shown_id] * 2


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"address": "http://example.org", "event": "hold.placed"}, "Nothing is sent to an address of http"),
        ({"address": "https://u:p@example.org/", "event": "hold.placed"}, "without a user or a password"),
        ({"address": "https://192.168.0.1/", "event": "hold.placed"}, "leads into a private network"),
        ({"address": "https://example.org/"}, "Tick those that it is to be sent."),
        ({"address": "https://example.org/", "event": "nothing.such"}, "There is no event"),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_keeps_what_was_typed(ada, sent, says):
    answer = ada.post(PAGE, sent)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert says in page and f'value="{sent["address"]}"' in page
    assert not Webhook.objects.exists()


def test_a_second_one_with_the_same_address_is_refused(ada, receiver):
    register(ada, receiver)
    answer = ada.post(PAGE, {"address": receiver.url, "event": "hold.placed"})
    assert (answer.status_code, Webhook.objects.count()) == (409, 1)


def test_it_is_changed_paused_replayed_and_removed(ada, receiver):
    hook, secret = register(ada, receiver)
    there = f"{PAGE}/{hook.shown_id}"
    ada.post(f"{there}/events", {"event": ["brief.written"]})
    assert Webhook.objects.get().events == ["brief.written"]
    assert "Tick those" in ada.post(f"{there}/events", {}).content.decode()
    changed = ada.post(f"{there}/secret").content.decode()
    assert "whsec_" in changed and secret not in html.unescape(changed)
    ada.post(f"{there}/pause")
    assert "paused" in words(ada, there)
    assert "Switch it on first." in ada.post(f"{there}/test").content.decode()
    ada.post(f"{there}/return")
    moment = f"{clock.now() - timedelta(hours=1):%Y-%m-%dT%H:%M}"
    assert "there is nothing to send once more" in ada.post(f"{there}/replays", {"since": moment}).content.decode()
    assert "A time is written like" in ada.post(f"{there}/replays", {"since": "noon"}).content.decode()
    now = clock.now()
    WebhookDelivery.objects.create(webhook=hook, made_at=now - timedelta(minutes=1), dead_at=now)
    again = ada.post(f"{there}/replays", {"since": moment}, follow=True)
    assert "1 delivery is sent once more." in again.content.decode()
    assert ada.post(f"{there}/removal")["Location"] == PAGE
    assert ada.get(there).status_code == 404


def test_the_code_of_the_page_for_integrators_tells_ours_from_others(ada, receiver):
    """docs/webhooks.md; it is run as it stands there."""
    (code,) = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "webhooks.md").read_text("utf-8"), re.M | re.S)
    found: dict[str, object] = {}
    exec(code, found)  # what somebody copies from there
    is_ours = found["is_ours"]
    assert callable(is_ours)
    hook, secret = register(ada, receiver)
    now, body = clock.now(), b'{"type":"webhook.test"}'
    headers = signed_headers("msg_1", body, secrets=secrets_of(hook, at=now), at=now)
    assert is_ours(secret, headers, body)
    assert not is_ours(secret, headers, body + b" ")
    assert not is_ours(secret, headers | {"webhook-id": "msg_2"}, body)
    assert not is_ours("whsec_" + "A" * 43 + "=", headers, body)
    old = signed_headers("msg_1", body, secrets=[secret], at=now - timedelta(minutes=10))
    assert not is_ours(secret, old, body)
    both = signed_headers("msg_1", body, secrets=["whsec_" + "A" * 43 + "=", secret], at=now)
    assert is_ours(secret, both, body)
