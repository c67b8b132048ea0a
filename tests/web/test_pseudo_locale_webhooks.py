"""The pages of webhooks and of single sign-on: every word goes through translation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guildworks.conversations.models import Webhook, WebhookAttempt, WebhookDelivery
from guildworks.conversations.webhooks.actions.delivering import make_deliveries
from guildworks.conversations.webhooks.actions.looking_after import register_webhook
from guildworks.platform import clock
from guildworks.platform.identity_providers import IdentityProvider
from tests.web.pseudo import browser
from tests.web.pseudo_client import missed, user_of
from tests.web.pseudo_theirs import all_speak  # noqa: F401 (fixture)

PAGE, ADDRESS = "/organisation/webhooks", "https://example.org/hooks"


@pytest.mark.django_db
@pytest.mark.usefixtures("all_speak")
def test_every_word_of_webhooks(cast):
    make_deliveries()
    there = browser(user_of(cast.ada))
    assert missed(there.get(PAGE)) == []
    hook, _ = register_webhook(cast.ada, cast.halden, address=ADDRESS, names=["hold.placed"])
    now, ids = clock.now(), (ADDRESS, hook.shown_id)
    for off_as in (None, "paused", "gone", "failing"):
        Webhook.objects.update(off_as=off_as, off_at=now if off_as else None)
        assert missed(there.get(f"{PAGE}/{hook.shown_id}"), *ids) == []
    waiting = WebhookDelivery.objects.create(webhook=hook, made_at=now, due_at=now + timedelta(hours=1), attempts=2)
    WebhookAttempt.objects.create(delivery=waiting, at=now, milliseconds=3, problem="fetch_failed")
    WebhookAttempt.objects.create(delivery=waiting, at=now, milliseconds=3, status=500)
    days = (f"{now:%a}", f"{now:%b}")
    name = (waiting.shown_id, "webhook.test", "webhook", "test", "ms", *days)
    assert missed(there.get(f"/organisation/deliveries/{waiting.shown_id}"), *ids, *name) == []
    assert missed(there.get(f"{PAGE}/{hook.shown_id}"), *ids, *name) == []
    assert missed(there.get(PAGE), *ids) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("all_speak")
def test_every_word_of_the_buttons_of_providers(settings):
    settings.IDENTITY_PROVIDERS = [IdentityProvider("halden", "Halden Mutual", "http://localhost:1", "us", "secret")]
    there = browser()
    page = there.get("/account/login/").content.decode()
    assert "⟦Sîgñ îñ wîth Halden Mutual⟧" in page
    assert missed(there.post("/account/oidc/halden/login/")) == []
