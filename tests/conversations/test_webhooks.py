"""What happens is sent to the addresses that want it: once, signed, again until it arrives, or is given up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from guildworks.accounts.actions import add_member
from guildworks.accounts.events import MEMBER_ROLE_CHANGED
from guildworks.accounts.models import User
from guildworks.availability.actions.answers import accept_hold
from guildworks.conversations.models import Notification, Webhook, WebhookAttempt, WebhookDelivery
from guildworks.conversations.webhooks.actions.delivering import (
    EVENTS_MOST,
    deliver_webhook,
    forget_deliveries,
    make_deliveries,
    take_up_deliveries,
)
from guildworks.conversations.webhooks.actions.looking_after import (
    NothingToReplay,
    TooManyTests,
    TooManyWebhooks,
    WebhookAlready,
    WebhookIsOff,
    change_webhook_secret,
    choose_webhook_events,
    pause_webhook,
    register_webhook,
    remove_webhook,
    replay_delivery,
    replay_webhook,
    resume_webhook,
    test_webhook,
)
from guildworks.conversations.webhooks.outbox import PAUSES, WAIT_MOST
from guildworks.conversations.webhooks.typed import BadReplay, BadWebhookAddress, BadWebhookEvents, readable_span
from guildworks.platform import clock, events
from guildworks.platform.actor import PROGRAM, Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.fetch import PRIVATE_HOSTS
from guildworks.platform.limits import set_limit
from tests.cast import Cast, hold, make_brief, make_cast, make_engineer, make_member, tables_that_hold
from tests.conversations.receiver import Receiver, receiving
from tests.conversations.telling import tell, told

test_webhook.__test__ = False  # type: ignore[attr-defined]  # an action, and no test
WANTED = ["member.role_changed", "hold.placed", "hold.accepted"]


@pytest.fixture
def receiver(monkeypatch):
    with receiving() as found:
        monkeypatch.setenv(PRIVATE_HOSTS, found.url.removeprefix("http://").partition("/")[0])
        yield found


@pytest.fixture
def halden(cast) -> Cast:
    """The cast, whose log is followed from now on."""
    follow()
    tell()
    return cast


@pytest.fixture
def hook(halden, receiver) -> Webhook:
    return registered(halden, receiver)[0]


def registered(cast: Cast, receiver: Receiver, *, names=WANTED) -> tuple[Webhook, str]:
    return register_webhook(cast.ada, cast.halden, address=receiver.url, names=names)


def follow() -> None:
    """Have deliveries made of all that was recorded, also in a transaction that a test never commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # events take their places on the chains
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    while make_deliveries():
        pass


def change(cast: Cast, times: int = 1) -> None:
    """Bo gets another role so often, as the log has it."""
    bo = User.objects.get(id=cast.bo.id)
    for _ in range(times):
        facts = {"role": "viewer", "instead_of": "hiring_manager"}
        events.record(MEMBER_ROLE_CHANGED, bo.ref, cast.ada, chain=cast.halden.chain, **facts)


def work() -> None:
    """Have done what is due now, as a worker does."""
    follow()
    for delivery in WebhookDelivery.objects.filter(due_at__lte=clock.now()).order_by("made_at", "id"):
        deliver_webhook(delivery.id)


def work_for(span: timedelta) -> None:
    """Work whenever something is due, for so long."""
    follow()
    end = clock.now() + span
    with ExitStack() as moved:
        while due := WebhookDelivery.objects.filter(due_at__lte=end).order_by("due_at").first():
            moved.enter_context(clock.at(max(clock.now(), due.due_at)))
            work()


def only() -> WebhookDelivery:
    return WebhookDelivery.objects.get()


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As the specification has a receiver do it."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{wanted}" in headers["webhook-signature"].split()


class TestDelivering:
    def test_what_happens_arrives_signed_with_ids_as_they_are_shown(self, halden, receiver):
        _, secret = registered(halden, receiver)
        change(halden)
        work()
        ((headers, body),) = receiver.came
        assert verified(secret, headers, body)
        assert not verified(secret, headers, body + b" ")
        assert headers["content-type"] == "application/json"
        assert headers["webhook-id"] == only().shown_id
        sent = json.loads(body)
        assert datetime.fromisoformat(sent["timestamp"]) <= clock.now()
        bo, ada = (User.objects.get(id=one.id).shown_id for one in (halden.bo, halden.ada))
        assert sent | {"timestamp": ""} == {
            "type": "member.role_changed",
            "timestamp": "",
            "data": {
                "version": 1,
                "organisation": halden.halden.shown_id,
                "subject": {"kind": "user", "id": bo},
                "actor": {"kind": "user", "id": ada},
                "role": "viewer",
                "instead_of": "hiring_manager",
            },
        }
        assert (only().state, only().attempts) == ("delivered", 1)
        assert WebhookAttempt.objects.get().answer == "thanks"

    def test_what_concerns_the_organisation_arrives_and_what_is_of_others_does_not(self, halden, hook, receiver):
        rosa = make_engineer("Rosa Lind")
        ours, theirs = make_brief(halden.halden), make_brief(halden.strangers)
        (held,) = hold(rosa, hours=4, holder=ours.holder, actor=halden.ada)
        hold(rosa, hours=4, holder=theirs.holder, actor=halden.cy)
        accept_hold(Actor("engineer", rosa.id), held)
        work()
        sent = [json.loads(body) for _, body in receiver.came]
        assert [(one["type"], one["data"]["subject"]["id"]) for one in sent] == [
            ("hold.placed", held.shown_id),
            ("hold.accepted", held.shown_id),
        ]
        assert sent[0]["data"]["holder"] == ours.shown_id
        assert sent[0]["data"]["engineer"] == rosa.shown_id
        assert sent[1]["data"]["actor"] == {"kind": "engineer", "id": rosa.shown_id}
        assert b"Rosa" not in b"".join(body for _, body in receiver.came)

    def test_who_of_the_operator_did_it_no_client_is_told(self, halden, hook, receiver, admin, operator):
        choose_webhook_events(halden.ada, hook, names=["member.joined"])
        for actor in (operator, Actor("operator", admin.id, operator.organisation_id, "admin")):
            add_member(actor, halden.halden, email=f"{actor.id}@example.org", name="Di", role="viewer")
        work()
        assert [json.loads(body)["data"]["actor"] for _, body in receiver.came] == [{"kind": "operator"}] * 2

    def test_what_was_not_chosen_and_what_was_before_is_not_sent(self, halden, receiver):
        change(halden)
        with clock.at(clock.now() + timedelta(seconds=1)):
            registered(halden, receiver, names=["hold.placed"])
            change(halden)
            work()
        assert receiver.came == []

    def test_two_workers_send_the_same_one_once(self, own_database, receiver, at_once):
        cast = make_cast()
        make_deliveries()
        registered(cast, receiver)
        change(cast)
        make_deliveries()
        receiver.pause = 0.3
        done, refused = at_once(4, lambda: deliver_webhook(only().id))
        assert refused == []
        assert len([one for one in done if one]) == len(receiver.came) == 1
        done, refused = at_once(4, make_deliveries)
        assert refused == []
        assert WebhookDelivery.objects.count() == 1

    def test_the_same_event_read_twice_is_one_delivery(self, halden, hook, receiver):
        from guildworks.conversations.models import WebhookPosition, WebhookReader

        before = WebhookReader.objects.get().frontier
        change(halden)
        work()
        WebhookReader.objects.update(frontier=min(before, WebhookReader.objects.get().frontier))
        WebhookPosition.objects.all().delete()
        work()
        assert len(receiver.came) == WebhookDelivery.objects.count() == 1

    def test_a_long_log_is_read_in_pieces(self, halden, hook, receiver):
        change(halden, EVENTS_MOST + 5)
        follow()
        assert WebhookDelivery.objects.count() == EVENTS_MOST + 5

    def test_an_hour_of_silence_loses_nothing_and_each_comes_under_one_id(self, halden, hook, receiver):
        receiver.status = 503
        change(halden, 3)
        work_for(timedelta(hours=1))
        assert {one.state for one in WebhookDelivery.objects.all()} == {"waiting"}
        tried = set(receiver.ids)
        assert len(receiver.ids) == 12, "at once, and after 5 seconds, 5 minutes and 30 minutes"
        receiver.status, receiver.came = 200, []
        with clock.at(clock.now() + timedelta(hours=3)):
            work()
            work()
        assert sorted(receiver.ids) == sorted(tried)
        assert {one.state for one in WebhookDelivery.objects.all()} == {"delivered"}
        assert Webhook.objects.get().failing_since is None

    def test_what_never_arrives_is_given_up_after_the_last_attempt(self, halden, hook, receiver):
        receiver.status = 500
        change(halden)
        work_for(timedelta(days=30))
        assert (only().state, only().attempts) == ("dead", 10)
        assert set(receiver.ids) == {only().shown_id}
        waited = only().dead_at - only().made_at
        assert sum(PAUSES, timedelta()) <= waited <= sum(PAUSES, timedelta()) * 1.1 + timedelta(minutes=1)

    def test_who_answers_too_late_is_asked_again(self, halden, hook, receiver):
        set_limit("webhook_seconds", 1)
        receiver.pause = 1.5
        change(halden)
        work()
        assert (only().state, WebhookAttempt.objects.get().problem) == ("waiting", "fetch_failed")
        receiver.pause = 0
        with clock.at(only().due_at):
            work()
        assert only().state == "delivered"
        assert receiver.ids == [only().shown_id] * 2

    @pytest.mark.parametrize("to", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://localhost:1/"])
    def test_a_redirect_is_followed_nowhere(self, halden, hook, receiver, to):
        receiver.status, receiver.headers = 307, {"Location": to}
        change(halden)
        work()
        assert only().state == "waiting"
        assert (WebhookAttempt.objects.get().status, len(receiver.came)) == (307, 1)

    def test_a_name_that_leads_into_a_private_network_later_is_sent_nothing(self, halden, hook, receiver, monkeypatch):
        monkeypatch.setenv(PRIVATE_HOSTS, "")  # what was allowed when it was registered is not any more
        Webhook.objects.update(address=receiver.url.replace("http:", "https:"))
        change(halden)
        work()
        assert receiver.came == []
        assert WebhookAttempt.objects.get().problem == "address_refused"
        assert only().state == "waiting"

    def test_a_port_where_nobody_listens_is_tried_again(self, halden, hook, receiver, monkeypatch):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        monkeypatch.setenv(PRIVATE_HOSTS, "localhost")
        Webhook.objects.update(address=f"http://localhost:{port}/")
        change(halden)
        work()
        assert (only().state, WebhookAttempt.objects.get().problem) == ("waiting", "fetch_failed")

    @pytest.mark.parametrize(
        ("asked", "seconds"),
        [("120", 120), ("0", 5), ("99999999999", WAIT_MOST.total_seconds()), ("soon", 5), ("-5", 5), ("", 5),
         ("Mon, 30 Nov 2099 12:00:00 GMT", WAIT_MOST.total_seconds()), ("Mon, 30 Nov 2009 12:00:00 GMT", 5)],
    )  # fmt: skip
    def test_an_address_that_asks_to_wait_is_left_alone_for_so_long(self, halden, hook, receiver, asked, seconds):
        receiver.status, receiver.headers = 429, {"Retry-After": asked}
        change(halden)
        now = clock.now()
        with clock.at(now):
            work()
        assert seconds <= (only().due_at - now).total_seconds() <= seconds * 1.1

    def test_an_address_that_is_gone_is_sent_nothing_more_and_its_owner_is_told(self, halden, hook, receiver):
        receiver.status = 410
        change(halden, 2)
        work()
        assert len(receiver.came) == 1
        assert {one.state for one in WebhookDelivery.objects.all()} == {"dead"}
        assert Webhook.objects.get().off_as == "gone"
        tell()
        assert told(halden.ada)[-1] == "webhook_off"
        assert "webhook_off" not in told(halden.bo)
        change(halden)
        work()
        assert len(receiver.came) == 1
        assert WebhookDelivery.objects.filter(dead_at__isnull=False).count() == 3, "what is missed can be replayed"

    def test_an_address_that_fails_for_days_is_switched_off_and_its_owner_is_told_once(self, halden, hook, receiver):
        receiver.status = 500
        with ExitStack() as moved:
            for day in range(8):
                moved.enter_context(clock.at(clock.now() + timedelta(days=1)))
                change(halden)
                work()
                if day == 3:
                    assert Webhook.objects.get().off_as is None
        assert Webhook.objects.get().off_as == "failing"
        assert not WebhookDelivery.objects.filter(due_at__isnull=False).exists()
        tell()
        assert Notification.objects.filter(kind="webhook_off").count() == 1

    def test_one_that_arrives_in_between_begins_the_days_anew(self, halden, hook, receiver):
        receiver.status = 500
        change(halden)
        work()
        assert Webhook.objects.get().failing_since
        receiver.status = 204
        with clock.at(only().due_at):
            work()
        assert Webhook.objects.get().failing_since is None

    @pytest.mark.parametrize("answer", [b"\x00\xff<script>x", b"a" * 5_000, "Ünïcode".encode()])
    def test_of_an_answer_the_beginning_is_kept_as_text(self, halden, hook, receiver, answer):
        receiver.answer = answer
        change(halden)
        work()
        kept = WebhookAttempt.objects.get().answer
        assert kept == answer[:1_000].decode("utf-8", "replace").replace("\0", "\ufffd")

    def test_a_job_that_was_lost_is_taken_up(self, halden, hook, receiver):
        change(halden)
        follow()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        assert take_up_deliveries() == 1
        assert take_up_deliveries() == 0


class TestLookingAfter:
    def test_it_is_kept_sealed_and_told_once(self, halden, receiver):
        hook, secret = registered(halden, receiver)
        assert secret.startswith("whsec_") and len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
        assert tables_that_hold(secret.removeprefix("whsec_")) == []
        change_webhook_secret(halden.ada, hook)
        assert tables_that_hold(secret.removeprefix("whsec_")) == []

    def test_after_a_change_both_secrets_sign_for_a_while(self, halden, receiver):
        hook, first = registered(halden, receiver)
        second = change_webhook_secret(halden.ada, hook)
        change(halden)
        work()
        assert [verified(one, *receiver.came[-1]) for one in (first, second)] == [True, True]
        with clock.at(clock.now() + timedelta(hours=25)):
            change(halden)
            work()
            assert [verified(one, *receiver.came[-1]) for one in (first, second)] == [False, True]
            forget_deliveries()
        assert Webhook.objects.get().earlier_secret == ""

    def test_a_secret_of_another_secret_key_is_a_problem_that_its_page_names(self, halden, hook, receiver, settings):
        settings.SECRET_KEY = "another secret key of tests, which is longer than fifty characters"
        change(halden)
        work()
        assert receiver.came == []
        assert WebhookAttempt.objects.get().problem == "secret_unreadable"
        change_webhook_secret(halden.ada, hook)
        with clock.at(only().due_at + timedelta(hours=25)):
            work()
        assert only().state == "delivered"

    @pytest.mark.parametrize(
        "address",
        ["", "example.org", "ftp://example.org/", "http://example.org/", "https://ada:secret@example.org/",
         "https://10.0.0.1/", "https://[::1]/", "https://127.0.0.1:8000/x", "https://exa mple.org/",
         "https://example.org/" + "a" * 2_000, "javascript:alert(1)"],
    )  # fmt: skip
    def test_an_address_that_nothing_can_be_sent_to_is_refused(self, halden, address):
        with pytest.raises(BadWebhookAddress) as refused:
            register_webhook(halden.ada, halden.halden, address=address, names=WANTED)
        assert refused.value.hint
        assert "secret" not in refused.value.message

    @pytest.mark.parametrize("names", [[], ["no.event"], ["mail.ended"], ["webhook.test"], ["\x00"]])
    def test_events_that_cannot_be_had_are_refused(self, halden, receiver, names):
        with pytest.raises(BadWebhookEvents):
            register_webhook(halden.ada, halden.halden, address=receiver.url, names=names)

    def test_an_address_once_and_only_so_many(self, halden, hook, receiver):
        with pytest.raises(WebhookAlready):
            registered(halden, receiver)
        set_limit("webhooks_per_organisation", 1)
        with pytest.raises(TooManyWebhooks):
            register_webhook(halden.ada, halden.halden, address="https://example.org/", names=WANTED)
        remove_webhook(halden.ada, hook)
        assert registered(halden, receiver)

    def test_a_test_arrives_and_there_are_only_so_many(self, halden, hook, receiver):
        delivery = test_webhook(halden.ada, hook)
        work()
        assert json.loads(receiver.came[0][1])["type"] == "webhook.test"
        assert receiver.ids == [delivery.shown_id]
        set_limit("webhook_tests_per_hour", 1)
        with pytest.raises(TooManyTests):
            test_webhook(halden.ada, hook)

    def test_what_happens_while_it_is_paused_waits(self, halden, hook, receiver):
        pause_webhook(halden.ada, hook)
        for refused in (pause_webhook, test_webhook):
            with pytest.raises(WebhookIsOff):
                refused(halden.ada, hook)
        change(halden)
        work()
        assert (receiver.came, take_up_deliveries()) == ([], 0)
        resume_webhook(halden.ada, hook)
        work()
        assert len(receiver.came) == 1

    def test_what_was_given_up_is_replayed_under_its_id(self, halden, hook, receiver):
        receiver.status = 410
        change(halden, 2)
        work()
        with pytest.raises(WebhookIsOff):
            replay_delivery(halden.ada, WebhookDelivery.objects.first())
        resume_webhook(halden.ada, hook)
        receiver.status, receiver.came = 200, []
        since, until = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)
        again = replay_webhook(halden.ada, hook, since=since, until=until)
        work()
        assert sorted(receiver.ids) == sorted(one.shown_id for one in again)
        assert {one.state for one in WebhookDelivery.objects.all()} == {"delivered"}
        with pytest.raises(NothingToReplay):
            replay_webhook(halden.ada, hook, since=since, until=until)
        assert len(replay_webhook(halden.ada, hook, since=since, until=until, with_delivered=True)) == 2
        work()
        assert sorted(receiver.ids) == sorted([one.shown_id for one in again] * 2)

    def test_once_removed_nothing_of_it_is_left(self, halden, receiver):
        hook, _ = registered(halden, receiver)
        change(halden)
        work()
        remove_webhook(halden.ada, hook)
        assert tables_that_hold(receiver.url) == []
        change(halden)
        work()
        assert len(receiver.came) == 1
        with pytest.raises(NotFound):
            resume_webhook(halden.ada, hook)
        assert forget_deliveries() == 1
        assert not Webhook.objects.exists()

    def test_what_is_old_goes(self, halden, hook, receiver):
        change(halden)
        work()
        assert forget_deliveries() == 0
        with clock.at(clock.now() + timedelta(days=31)):
            assert forget_deliveries() == 1
        assert Webhook.objects.count() == 1

    def test_times_of_a_replay(self):
        now = datetime(2026, 11, 30, 12, tzinfo=UTC)
        assert readable_span("2026-11-30T08:00", "", now=now) == (now.replace(hour=8), now)
        assert readable_span("2026-11-30T08:00+02:00", "2026-11-30T07:00", now=now)[0].hour == 6
        for since, until in (("", ""), ("yesterday", ""), ("2026-11-30T13:00", ""), ("2026-11-30", "2026-11-29")):
            with pytest.raises(BadReplay):
                readable_span(since, until, now=now)


def test_of_an_erased_person_the_id_alone_is_sent(halden, hook, receiver, operator):
    """What is sent is made when it is sent, and of what is kept nothing says who they were."""
    from guildworks.accounts.actions import erase_person

    di = make_member("Dilaraquux", halden.halden, role="viewer")
    actor = Actor("user", di.id, halden.halden.id, "viewer")
    receiver.status = 500
    events.record(MEMBER_ROLE_CHANGED, di.ref, actor, chain=halden.halden.chain, role="viewer", instead_of="finance")
    work()
    erase_person(operator, di, address=di.email)
    receiver.status = 200
    with clock.at(only().due_at):
        work()
    (_, before), (_, after) = receiver.came
    assert before == after
    assert di.shown_id.encode() in after and b"quux" not in after.lower()
    assert [table for table in tables_that_hold("dilaraquux") if "webhook" in table] == []


def test_nothing_of_the_program_itself_is_a_person(halden, hook, receiver):
    bo = User.objects.get(id=halden.bo.id)
    facts = {"role": "viewer", "instead_of": "finance"}
    events.record(MEMBER_ROLE_CHANGED, bo.ref, PROGRAM, chain=halden.halden.chain, **facts)
    work()
    assert json.loads(receiver.came[0][1])["data"]["actor"] == {"kind": "program"}
