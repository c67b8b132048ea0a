"""The outbox: what becomes a mail, what is refused before it is one, and what is left of it in the end."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from procrastinate.contrib.django.models import ProcrastinateJob as Job

from guildworks.accounts.queries import local_operator
from guildworks.platform import clock, events
from guildworks.platform.actions import (
    MailHasEnded,
    deliver_mail,
    erase_mails_to,
    forget_mails,
    retry_mails,
)
from guildworks.platform.errors import NotFound
from guildworks.platform.limits import set_limit
from guildworks.platform.mail.draft import BadMail, address_of
from guildworks.platform.mail.erasing import erase
from guildworks.platform.mail.queries import find_mails, get_mail
from guildworks.platform.mail.server import BadMailFrom, BadSmtpUrl, mail_from, smtp_server
from guildworks.platform.mail.smtp import message_of
from guildworks.platform.models import Event, Mail
from tests.cast import tables_that_hold

pytestmark = pytest.mark.django_db
SECRET = "Zebrafish"
INVITATION = f"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:{SECRET}\r\nEND:VCALENDAR\r\n"


def write(to: str = "ada@example.org", subject: str = "A list", text: str = f"{SECRET} is ready.") -> Mail:
    send_mail(subject, text, None, [to])
    return Mail.objects.order_by("-created_at", "-id")[0]


@pytest.mark.parametrize(
    ("subject", "to"),
    [
        ("A list\nBcc: cy@example.org", "ada@example.org"),
        ("A list\r\n\r\nAnother text", "ada@example.org"),
        ("A list\u2028Bcc: cy@example.org", "ada@example.org"),
        ("", "ada@example.org"),
        ("x" * 301, "ada@example.org"),
        ("A list", "ada@example.org\nBcc: cy@example.org"),
        ("A list", "ada@example.org\r"),
        ("A list", "ada@example.org, cy@example.org"),
        ("A list", "ada@example.org> RCPT TO:<cy@example.org"),
        ("A list", "<ada@example.org>,<cy@example.org>"),
        ("A list", "=?utf-8?q?a=0Ab?=@example.org"),
        ("A list", "ada@@example.org"),
        ("A list", "ada"),
        ("A list", f"{'a' * 250}@example.org"),
    ],
)
def test_what_would_smuggle_a_header_or_a_recipient_in_is_refused(subject, to):
    with pytest.raises(BadMail):
        write(to, subject)
    assert not Mail.objects.exists() and not Job.objects.exists()


@pytest.mark.parametrize(
    "message",
    [
        EmailMessage("A list", "Ready.", to=["ada@example.org"], headers={"X-Any": "thing"}),
        EmailMessage("A list", "Ready.", to=["ada@example.org"], attachments=[("a.txt", "text", "text/plain")]),
        EmailMessage("A list", "Ready.", "eve@example.org", to=["ada@example.org"]),
        EmailMessage("A list", " ", to=["ada@example.org"]),
        EmailMessage("A list", "NUL\0", to=["ada@example.org"]),
        EmailMessage("A list", "half \ud83d", to=["ada@example.org"]),
        EmailMessage("A list", "Ready.", to=["ada@example.org"], reply_to=["bo@example.org\nBcc: cy@example.org"]),
        EmailMultiAlternatives("A list", "Ready.", to=["ada@example.org"], alternatives=[("x", "text/calendar")]),
        EmailMultiAlternatives(
            "A list", "Ready.", to=["ada@example.org"], alternatives=[(INVITATION, "text/calendar")] * 2
        ),
        EmailMultiAlternatives("A list", "Ready.", to=["ada@example.org"], alternatives=[("x", "text/csv")]),
    ],
)
def test_what_the_outbox_cannot_carry_is_refused_and_not_dropped(message):
    with pytest.raises(BadMail):
        message.send()
    assert not Mail.objects.exists()


def test_an_invitation_stands_beside_the_text_and_goes_with_it():
    words = EmailMultiAlternatives("A talk", "At ten.", to=["ada@example.org"])
    words.attach_alternative(INVITATION, "text/calendar")
    words.send()
    mail = Mail.objects.get()
    assert mail.calendar == INVITATION
    sent = message_from_bytes(message_of(mail, "Guildworks <guildworks@example.org>"))
    text, calendar = sent.get_payload()
    assert text.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar" and calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True).decode().splitlines() == INVITATION.splitlines()
    erase(Mail.objects.filter(id=mail.id), clock.now())
    assert tables_that_hold(SECRET) == [] and Mail.objects.get().failed_at


def test_of_several_messages_one_that_is_refused_stops_all():
    from django.core.mail import send_mass_mail

    good, bad = ("A list", "Ready.", None, ["ada@example.org"]), ("A\nlist", "Ready.", None, ["bo@example.org"])
    with pytest.raises(BadMail):
        send_mass_mail([good, bad])
    assert not Mail.objects.exists()


def test_limits_bound_a_mail_and_its_recipients():
    set_limit("mail_recipients", 2)
    set_limit("mail_characters", 1_000)
    with pytest.raises(BadMail, match="at most 2 people, got 3"):
        send_mail("A list", "Ready.", None, [f"p{number}@example.org" for number in range(3)])
    with pytest.raises(BadMail, match="at most 1,000 characters"):
        send_mail("A list", "x" * 1_001, None, ["ada@example.org"])
    assert not Mail.objects.exists()


def test_an_address_is_kept_alone_with_its_domain_in_ascii():
    assert address_of("Ada <Ada@Müller.Example>") == "Ada@xn--mller-kva.example"
    assert address_of(" ada+x@example.org ") == "ada+x@example.org"


def test_nobody_but_the_operator_reads_mail(cast):
    mail = write()
    for asker in (cast.ada, cast.cy):
        assert find_mails(asker, page=1) == ([], 0)
        with pytest.raises(NotFound, match="or it is not yours"):
            get_mail(asker, mail.shown_id)
    assert find_mails(local_operator(), page=1) == ([mail], 1)


def test_words_of_a_mail_stand_in_its_row_alone(post):
    mail = write(f"{SECRET}@example.org", f"{SECRET} again")
    post.at_data = lambda _: f"550 No {SECRET} here"
    deliver_mail(mail.id)
    assert tables_that_hold(SECRET) == ["platform_mail"]


def test_after_the_days_of_the_limit_nothing_personal_is_left():
    set_limit("mail_days", 3)
    mail = write(f"{SECRET}@example.org")
    with clock.at(mail.created_at + timedelta(days=2)):
        assert forget_mails() == 0
    with clock.at(mail.created_at + timedelta(days=4)):
        assert forget_mails() == 1
        assert forget_mails() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.due_at, mail.recipient) == ("failed", None, "")
    assert tables_that_hold(SECRET) == []
    assert deliver_mail(mail.id) is None


def test_all_mail_to_somebody_is_erased_and_what_waited_is_not_sent(post):
    operator = local_operator()
    sent, waiting, other = write("ada@example.org"), write("Ada@Example.org"), write("bo@example.org", text="Other.")
    deliver_mail(sent.id)
    EmailMessage("A question", "Other.", to=["cy@example.org"], reply_to=["ada@example.org"]).send()
    assert erase_mails_to(operator, "Ada <ADA@example.org>") == 2
    assert tables_that_hold(SECRET) == [] and tables_that_hold("ada@example.org") == []
    assert [Mail.objects.get(id=mail.id).state for mail in (sent, waiting, other)] == ["sent", "failed", "waiting"]
    assert deliver_mail(waiting.id) is None and len(post.taken) == 1
    assert set(Event.objects.filter(name="mail.erased").values_list("subject_id", flat=True)) == {sent.id, waiting.id}
    assert erase_mails_to(operator, "ada@example.org") == 0
    assert list(events.broken_links("operator")) == []


def test_mails_that_failed_are_tried_anew_and_those_that_were_sent_are_not(post):
    operator = local_operator()
    post.at_recipient = lambda address: "550 Nobody" if address.startswith("ada") else None
    failed, sent = write("ada@example.org"), write("bo@example.org")
    for mail in (failed, sent):
        deliver_mail(mail.id)
    with pytest.raises(MailHasEnded):
        retry_mails(operator, [failed, sent])
    failed.refresh_from_db()
    assert failed.state == "failed", "all or none"
    (again,) = retry_mails(operator, [failed, failed])
    assert (again.state, again.attempts) == ("waiting", 0)
    post.at_recipient = lambda _: None
    assert deliver_mail(failed.id).state == "sent"


@pytest.mark.parametrize(
    ("url", "is_tls", "is_starttls", "port"),
    [
        ("smtps://u:p@mail.example.org", True, False, 465),
        ("smtp://u:p@mail.example.org?starttls=1", False, True, 587),
        ("smtp://mail.example.org/", False, False, 25),
        ("smtp://u:p@[::1]:2525", False, False, 2525),
        ("smtp://u:p@localhost:2525?starttls=0", False, False, 2525),
    ],
)
def test_addresses_of_mail_servers(url, is_tls, is_starttls, port):
    server = smtp_server(url)
    assert server is not None
    assert (server.is_tls, server.is_starttls, server.port) == (is_tls, is_starttls, port)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://u:secret@",
        "smtp://u:secret@host:99999?starttls=1",
        "smtp://u:secret@host:0?starttls=1",
        "smtp://u:secret@host?tls=1",
        "smtp://u:secret@host?starttls=yes",
        "smtps://u:secret@host?starttls=1",
        "smtps://u:secret@host/inbox",
        "smtps://u:secret@host\n.example.org",
        "smtps://u:sec ret@host",
        "smtp://u:secret@[::1?starttls=1",
        "smtp://u:secret@mail.example.org",
    ],
)
def test_what_is_no_address_of_a_mail_server_is_refused_without_its_password(url):
    with pytest.raises(BadSmtpUrl) as refused:
        smtp_server(url)
    assert "secret" not in f"{refused.value.message} {refused.value.hint}"


@pytest.mark.parametrize("text", ["", "Guildworks", "a@b@c", "Guildworks <a@b.c\n>", "a@b.c, d@e.f", "<>"])
def test_whom_mail_comes_from_is_said_where_there_is_a_server(text):
    with pytest.raises(BadMailFrom):
        mail_from(text, is_needed=True)
    assert mail_from("", is_needed=False)
    assert mail_from("Guildworks <gw@example.org>", is_needed=True) == "Guildworks <gw@example.org>"
