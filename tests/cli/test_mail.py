"""`guildworks mail` and what `doctor` says of mail and workers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.mail import send_mail

from guildworks.platform import clock
from guildworks.platform.actions import deliver_mail
from guildworks.platform.mail.server import smtp_server
from guildworks.platform.models import DemoMode, Mail
from tests.cli.program import run_program
from tests.platform.mail.post import Listening, Post

NONE = {"mails": [], "total": 0, "delivery": "none", "waiting": 0, "failed": 0, "held": 0}


@pytest.fixture(autouse=True)
def outbox(settings) -> None:
    settings.EMAIL_BACKEND = "guildworks.platform.mail.outbox.Outbox"
    settings.SMTP_SERVER = None
    settings.DEFAULT_FROM_EMAIL = "guildworks@example.org"


@pytest.fixture
def post(settings) -> Iterator[Post]:
    post = Post()
    server = Listening(post)
    server.start()
    settings.SMTP_SERVER = smtp_server(post.url)
    yield post
    server.stop()


def finding(command, subject: str) -> dict[str, str]:
    return next(each for each in command("doctor", "--json").json["findings"] if each["subject"] == subject)


def test_without_a_mail_server_the_list_and_the_doctor_say_so_with_the_next_step(command):
    assert command("mail", "list", "--json").json == NONE
    send_mail("A list", "Ready.", None, ["ada@example.org"])
    said = command("mail", "list").out
    assert "ada@example.org" in said and "waiting" in said
    assert "No mail server is set" in said and "GUILDWORKS_SMTP_URL" in said
    looked = finding(command, "mail")
    assert looked["state"] == "note" and "1 wait" in looked["message"] and "GUILDWORKS_SMTP_URL" in looked["remedy"]
    worker = finding(command, "worker")
    assert worker["state"] == "note" and "1 jobs are due" in worker["message"]
    refused = command("mail", "test", "ada@example.org", "--json")
    assert (refused.status, refused.code) == (1, "no_mail_server")


def test_a_test_says_what_the_server_said(command, post):
    said = command("mail", "test", "ada@example.org")
    assert said.status == 0 and "250 2.0.0 Taken as number 7" in said.out
    assert post.recipients() == {"ada@example.org": 1}
    post.at_recipient = lambda _: "550 \x1b[2JNobody [bold]here"
    refused = command("mail", "test", "bo@example.org")
    assert refused.status == 1
    assert "failed" in refused.out and "Nobody [bold]here" in refused.out and "\x1b" not in refused.out
    wrong = command("mail", "test", "nobody", "--json")
    assert (wrong.status, wrong.code) == (2, "bad_mail")


def test_a_failed_mail_is_listed_with_the_servers_words_and_retried(command, post):
    post.at_recipient = lambda _: "550 Nobody here"
    assert command("mail", "test", "ada@example.org").status == 1
    listed = command("mail", "list", "--json").json
    (row,) = listed["mails"]
    assert (row["to"], row["state"], row["attempts"], row["answer"]) == (
        "ada@example.org",
        "failed",
        1,
        "550 Nobody here",
    )
    assert (listed["failed"], listed["delivery"]) == (1, "smtp")
    assert "550 Nobody here" in command("mail", "list").out
    assert finding(command, "mail")["state"] == "note"
    post.at_recipient = lambda _: None
    assert command("mail", "retry", row["mail"], "--json").json["mails"][0]["state"] == "waiting"
    assert deliver_mail(Mail.objects.get().id).state == "sent"
    again = command("mail", "retry", row["mail"], "--json")
    assert (again.status, again.code) == (1, "mail_has_ended")
    unknown = command("mail", "retry", "mail_00000000000000000000000000", "--json")
    assert (unknown.status, unknown.code) == (1, "not_found")
    assert command("mail", "erase", "ada@example.org", "--json").json == {"erased": 1}
    assert "ada@" not in command("mail", "list").out
    assert finding(command, "mail") == {"subject": "mail", "state": "ok", "remedy": ""} | {
        "message": "a mail server is set; 0 wait, 0 have failed"
    }


def test_in_a_demo_a_test_is_kept(command, post):
    DemoMode.objects.create(engineers=1, seed=1, started_at=clock.now())
    assert "/mail shows it" in command("mail", "test", "ada@example.org").out
    assert post.taken == []
    assert command("mail", "list", "--json").json["delivery"] == "demo"


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"GUILDWORKS_SMTP_URL": "smtp://u:secret@host?tls"}, "bad_smtp_url"),
        ({"GUILDWORKS_SMTP_URL": "smtps://u:secret@host"}, "bad_mail_from"),
    ],
)
def test_a_setting_that_cannot_be_read_ends_each_command_with_2_and_tells_no_password(bare_url, environ, code):
    refused = run_program("mail", "list", "--json", GUILDWORKS_DATABASE_URL=bare_url, **environ)
    assert (refused.status, refused.code) == (2, code)
    assert "secret" not in refused.out + refused.err and "Traceback" not in refused.err
