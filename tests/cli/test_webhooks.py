"""`guildworks webhooks`: what the operator sees of them at a terminal, and sends once more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guildworks.conversations.models import WebhookDelivery
from guildworks.conversations.webhooks.actions.looking_after import register_webhook
from guildworks.platform import clock
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


def test_they_are_listed_and_what_was_given_up_is_replayed(command):
    assert command("webhooks", "list", "--json").json == {"webhooks": [], "total": 0}
    cast = make_cast()
    hook, _ = register_webhook(cast.ada, cast.halden, address="https://example.org/hooks", names=["hold.placed"])
    now = clock.now()
    WebhookDelivery.objects.create(webhook=hook, made_at=now - timedelta(minutes=5), dead_at=now)
    said = command("webhooks", "list").out
    assert "https://example.org/hooks" in said and "Halden Mutual" in said
    assert command("webhooks", "list", "--json").json["webhooks"][0]["dead"] == 1
    since = f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}"
    (again,) = command("webhooks", "replay", hook.shown_id, "--since", since, "--json").json["deliveries"]
    assert again["state"] == "waiting"
    assert command("webhooks", "replay", again["delivery"], "--json").code == "nothing_to_replay"
    for words, code in (
        ((hook.shown_id, "--since", "yesterday"), "bad_replay"),
        ((hook.shown_id,), "bad_replay"),
        (("whk_0",), "bad_id"),
        (("msg_0",), "bad_id"),
        (("whk_01JDQ4M5ZK7W9T8R2N6B3C1D0E", "--since", since), "not_found"),
    ):
        refused = command("webhooks", "replay", *words, "--json")
        assert (refused.code, refused.status > 0) == (code, True)
