"""Delivery: each answer of a mail server has its outcome, and nothing is lost or sent twice unseen."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.header import decode_header, make_header
from email.message import EmailMessage
from time import monotonic

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob as Job

from guildworks.platform import clock
from guildworks.platform.actions import deliver_mail, take_up_mails
from guildworks.platform.limits import set_limit
from guildworks.platform.mail.server import smtp_server
from guildworks.platform.models import DemoMode, Event, Mail
from guildworks.platform.worker import work
from tests.cli.program import start_program
from tests.platform.mail.post import SECONDS_MOST, Listening, Post, certificate, passwords

ADA = "ada@example.org"
HERE = "127.0.0.1"


def write(*to: str, subject: str = "A list", text: str = "It is ready.", html: str | None = None) -> list[Mail]:
    send_mail(subject, text, None, list(to or (ADA,)), html_message=html)
    return list(Mail.objects.order_by("created_at", "id"))


def delivered(mail: Mail) -> Mail:
    deliver_mail(mail.id)
    mail.refresh_from_db()
    return mail


@pytest.mark.django_db
def test_a_mail_is_sent_and_what_the_server_said_is_kept(post):
    (mail,) = write(subject="Grüße an Łukasz", text="Zwölf.\n.\n.. and " + "long " * 400, html="<p>Zwölf</p>")
    sent = delivered(mail)
    assert (sent.state, sent.answer, sent.attempts, sent.due_at) == ("sent", "250 2.0.0 Taken as number 7", 1, None)
    (message,) = post.taken
    assert post.envelopes == [("guildworks@example.org", [ADA])]
    assert (message["From"], message["To"]) == ("Guildworks <guildworks@example.org>", ADA)
    assert (message["Subject"], message["Auto-Submitted"]) == ("Grüße an Łukasz", "auto-generated")
    assert message["Message-ID"] == f"<{mail.id.hex}@example.org>"
    assert message["Date"].datetime == mail.created_at.replace(microsecond=0)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None and plain.get_content().splitlines() == mail.text.splitlines()
    assert html is not None and html.get_content().strip() == "<p>Zwölf</p>"
    event = Event.objects.get(name="mail.ended")
    assert (event.actor_kind, event.facts) == ("program", {"outcome": "sent", "attempts": 1})
    assert deliver_mail(mail.id) is None and len(post.taken) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?q?A=0D=0ABcc:_cy@example.org?=",
        "=?utf-8?q?A=0ABcc:_cy@example.org?= and more",
        "Grüße =?utf-8?b?QQpCY2M6IGN5QGV4YW1wbGUub3Jn?=",
        "=?us-ascii?q?hello?=",
        "long " * 59,
        "ä" * 300,
    ],
)
def test_a_subject_is_read_as_it_was_written_and_begins_no_header(post, subject):
    """What looks like an encoded word is decoded by Python's newer classes, with the line break that is in it."""
    (mail,) = write(subject=subject)
    assert delivered(mail).state == "sent"
    (message,) = post.taken
    assert str(make_header(decode_header(raw_header(message, "Subject")))) == subject.strip()
    assert message["Bcc"] is None and len(message.keys()) == 9


@pytest.mark.django_db
def test_of_several_people_each_gets_a_mail_and_sees_nobody_else(post):
    message = EmailMultiAlternatives("A list", "Ready.", to=["Ada <ada@example.org>"], cc=["bo@example.org"])
    message.bcc = ["cy@example.org", "ADA@example.org", "ada@EXAMPLE.org"]
    message.send()
    for mail in Mail.objects.all():
        deliver_mail(mail.id)
    assert post.recipients() == {"ada@example.org": 1, "bo@example.org": 1, "cy@example.org": 1, "ADA@example.org": 1}
    for taken, (_, (recipient,)) in zip(post.taken, post.envelopes, strict=True):
        assert taken["To"] == recipient
        others = {"ada@", "bo@", "cy@"} - {recipient.lower().partition("@")[0] + "@"}
        assert not any(other in taken.as_string() for other in others)


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["at_recipient", "at_data"])
def test_what_the_server_refuses_for_good_is_not_tried_again(post, step):
    setattr(post, step, lambda _: f"550 5.1.1 Nobody here {'x' * 400}")
    (mail,) = write()
    failed = delivered(mail)
    assert failed.state == "failed" and failed.attempts == 1
    assert failed.answer.startswith("550 5.1.1 Nobody here") and len(failed.answer) == 300
    assert Job.objects.filter(scheduled_at__isnull=False).count() == 0
    assert take_up_mails() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["at_recipient", "at_data"])
def test_greylisting_is_waited_for(post, step):
    seen: list[object] = []

    def first_no(what: object) -> str | None:
        seen.append(what)
        return "450 4.7.1 Greylisted, try again later" if len(seen) == 1 else None

    setattr(post, step, first_no)
    (mail,) = write()
    now = clock.now()
    waiting = delivered(mail)
    assert (waiting.state, waiting.attempts, waiting.answer) == ("waiting", 1, "450 4.7.1 Greylisted, try again later")
    assert timedelta(seconds=55) < waiting.due_at - now < timedelta(seconds=70)
    assert Job.objects.get(scheduled_at__isnull=False).scheduled_at == waiting.due_at
    assert delivered(mail).state == "sent"
    assert mail.attempts == 2


@pytest.mark.django_db
def test_a_server_that_is_down_is_tried_with_growing_pauses_for_two_days_and_then_no_more(settings):
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        settings.SMTP_SERVER = smtp_server(f"smtp://{HERE}:{probe.getsockname()[1]}")
        (mail,) = write()
        pauses = []
        while delivered(mail).state == "waiting":
            pauses.append(mail.due_at - clock.now())
    assert (mail.state, mail.attempts) == ("failed", 8)
    assert f"{HERE}: " in mail.answer and "refused" in mail.answer
    assert sorted(pauses) == pauses
    assert timedelta(days=1.5) < sum(pauses, timedelta()) < timedelta(days=3)


@pytest.mark.django_db
@pytest.mark.parametrize("drip", [b"", b"220-wait\r\n", b"x"])
def test_a_server_that_says_nothing_or_says_it_letter_by_letter_holds_nobody_up(settings, drip):
    """The library bounds each read alone: of a server that drips, none takes long."""
    set_limit("mail_seconds", 1)
    with dripping(drip) as port:
        settings.SMTP_SERVER = smtp_server(f"smtp://{HERE}:{port}")
        (mail,) = write()
        began = monotonic()
        assert delivered(mail).state == "waiting"
        assert monotonic() - began < 5
    assert mail.answer == f"{HERE} did not answer within 1 seconds"


@pytest.mark.django_db
def test_a_server_that_hangs_up_in_the_middle_is_tried_again(settings, post):
    with dripping(b"", hangs_up=True) as port:
        settings.SMTP_SERVER = smtp_server(f"smtp://{HERE}:{port}")
        (mail,) = write()
        assert delivered(mail).state == "waiting"
    settings.SMTP_SERVER = smtp_server(post.url)
    assert delivered(mail).state == "sent"


@pytest.mark.django_db
def test_a_password_that_the_server_does_not_know_is_a_matter_of_settings_and_waits(settings, listening):
    post = listening(auth_required=True, auth_require_tls=False, authenticator=passwords("gw", "a:b@c"))
    settings.SMTP_SERVER = smtp_server(f"smtp://gw:wrong@{HERE}:{post.port}")
    (mail,) = write()
    assert delivered(mail).state == "waiting"
    assert mail.answer.startswith("535") and "wrong" not in mail.answer
    settings.SMTP_SERVER = smtp_server(f"smtp://gw:a%3Ab%40c@{HERE}:{post.port}")
    assert delivered(mail).state == "sent"


class Encrypted(Listening):
    """TLS from the first byte, as port 465 has it."""

    def __init__(self, post: Post, *, implicit: object) -> None:
        super().__init__(post, ssl_context=implicit)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["smtps", "starttls"])
def test_tls_is_verified_and_what_is_not_trusted_gets_no_mail(settings, listening, tmp_path, monkeypatch, way):
    context, trusted = certificate(tmp_path, host="localhost")
    if way == "smtps":
        url = f"smtps://localhost:{listening(Encrypted, implicit=context).port}"
    else:
        url = f"smtp://localhost:{listening(tls_context=context, require_starttls=True).port}?starttls=1"
    settings.SMTP_SERVER = smtp_server(url)
    (mail,) = write()
    assert delivered(mail).state == "waiting"
    assert mail.answer.startswith("The certificate of localhost does not hold: ")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    settings.SMTP_SERVER = smtp_server(url.replace("localhost", HERE))
    assert delivered(mail).state == "waiting", "a certificate for another host"
    settings.SMTP_SERVER = smtp_server(url)
    assert delivered(mail).state == "sent"


@pytest.mark.django_db
def test_a_server_without_starttls_gets_no_mail_where_it_was_asked_for(settings, post):
    settings.SMTP_SERVER = smtp_server(f"{post.url}?starttls=1")
    (mail,) = write()
    assert delivered(mail).state == "waiting"
    assert "STARTTLS" in mail.answer
    assert post.taken == []


@pytest.mark.django_db
def test_without_a_server_mails_wait_and_are_taken_up_once_there_is_one(settings, post):
    server, settings.SMTP_SERVER = settings.SMTP_SERVER, None
    (mail,) = write()
    assert deliver_mail(mail.id) is None and take_up_mails() == 0
    Job.objects.all()._raw_delete("default")
    settings.SMTP_SERVER = server
    assert take_up_mails() == 1
    assert take_up_mails() == 0, "it has its job"
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)


@pytest.mark.django_db
def test_in_a_demo_no_mail_leaves_the_machine(post):
    DemoMode.objects.create(engineers=1, seed=1, started_at=clock.now())
    (mail,) = write()
    assert (delivered(mail).state, mail.attempts) == ("kept", 0)
    assert post.taken == [] and not post.tries
    assert Event.objects.get(name="mail.ended").facts["outcome"] == "kept"


def test_what_is_rolled_back_sends_nothing(own_database, post):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write("never@example.org")
        raise ZeroDivisionError
    with transaction.atomic():
        write("committed@example.org")
    done_once(lambda: Mail.objects.filter(sent_at__isnull=False).count() == 1)
    assert post.recipients() == {"committed@example.org": 1}


def test_two_workers_that_come_to_one_mail_at_once_deliver_it_once(own_database, post, at_once):
    (mail,) = write()
    post.at_data = lambda _: None
    came, refused = at_once(4, lambda: deliver_mail(mail.id))
    assert refused == []
    assert len([each for each in came if each]) == 1
    assert post.recipients() == {ADA: 1}


def test_200_mails_are_delivered_by_two_workers_each_once(own_database, post):
    with transaction.atomic():
        for number in range(200):
            write(f"p{number}@example.org")
    with workers(2, own_database, post):
        post.wait_for(200)
        wait_until(lambda: Mail.objects.filter(sent_at__isnull=False).count() == 200)
    assert set(post.recipients().values()) == {1} and len(post.recipients()) == 200


def test_the_mail_of_a_worker_that_is_killed_is_sent_by_another_and_seen_to_be_one(own_database, post):
    """The server has taken it, and the worker is killed before it can know: the one case of a mail that comes twice."""
    killed: list[int] = []
    with workers(1, own_database, post) as (first,):

        def kill_whoever_sends_it_first(_: object) -> None:
            if not killed:
                killed.append(first.pid)
                os.kill(first.pid, signal.SIGKILL)
                first.wait()

        post.at_data = kill_whoever_sends_it_first
        (mail,) = write()
        post.wait_for(1)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)
    with workers(1, own_database, post):
        post.wait_for(2)
        wait_until(lambda: Mail.objects.filter(sent_at__isnull=False).exists())
    assert {taken["Message-ID"] for taken in post.taken} == {f"<{mail.id.hex}@example.org>"}


def test_a_worker_that_is_told_to_end_finishes_the_mail_at_hand(own_database, post):
    with workers(1, own_database, post) as (worker,):

        def tell(_: object) -> None:
            worker.send_signal(signal.SIGTERM)

        post.at_data = tell
        write()
        post.wait_for(1)
        assert worker.wait(timeout=SECONDS_MOST) == 0
    assert Mail.objects.get().state == "sent"


def raw_header(message: EmailMessage, name: str) -> str:
    """A header as it came, decoded by nobody."""
    return next(value for header, value in message.raw_items() if header == name).replace("\r\n", "").replace("\n", "")


def done_once(holds: Callable[[], bool]) -> None:
    """Work in this process until something holds."""
    over = threading.Event()

    def look() -> None:
        try:
            wait_until(holds)
        finally:
            over.set()
            connections.close_all()

    looking = threading.Thread(target=look)
    looking.start()
    work(at_once=2, is_over=over.is_set)
    looking.join()
    assert holds()


def wait_until(holds: Callable[[], bool]) -> None:
    until = monotonic() + SECONDS_MOST
    pause = threading.Event()
    while not holds():
        assert monotonic() < until, "it never came about"
        pause.wait(0.05)


@contextmanager
def workers(count: int, database: str, post: Post) -> Iterator[list]:
    """Processes that do jobs, with the mail server of the test; they have ended afterwards."""
    environ = {"GUILDWORKS_SMTP_URL": post.url, "GUILDWORKS_MAIL_FROM": "guildworks@example.org"}
    started = [start_program("worker", GUILDWORKS_DATABASE_URL=database, **environ) for _ in range(count)]
    try:
        yield started
    finally:
        for each in started:
            each.send_signal(signal.SIGTERM)
        said = [each.communicate(timeout=SECONDS_MOST)[1] for each in started]
    assert not any("Traceback" in each for each in said), said


@contextmanager
def dripping(piece: bytes, *, hangs_up: bool = False) -> Iterator[int]:
    """A server that sends this piece again and again, or hangs up: its port."""
    over = threading.Event()
    with socket.create_server((HERE, 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                line, _ = server.accept()
                with line:
                    while not hangs_up and not over.wait(0.05):
                        line.sendall(piece)

        serving = threading.Thread(target=serve)
        serving.start()
        yield server.getsockname()[1]
        over.set()
        serving.join()
