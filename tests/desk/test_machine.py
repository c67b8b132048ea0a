"""Mails and jobs at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from guildworks.platform import clock
from guildworks.platform.actions import write_mails
from guildworks.platform.mail.draft import Draft
from guildworks.platform.mail.queries import STATES
from guildworks.platform.models import Event, Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed() -> Mail:
    """A mail to Ada that the server has refused; one to Bo waits."""
    mail, _ = write_mails(
        [Draft("ada@example.org", "Hello Ada", "A link: x"), Draft("bo@example.org", "Hello Bo", "y")]
    )
    Mail.objects.filter(id=mail.id).update(due_at=None, failed_at=clock.now(), attempts=8, answer="550 no such mailbox")
    return mail


def test_what_follows_events_has_no_moment_and_says_so(oda):
    page = oda.get("/desk/jobs").content.decode()
    assert page.count("at the latest of them") == page.count("whenever one of its events happens") > 0


def test_the_log_says_what_became_of_a_mail_and_never_its_words(oda, failed):
    page = oda.get("/desk/mails").content.decode()
    for words in ("ada@example.org", "Hello Ada", "550 no such mailbox", "after 8 attempts", "bo@example.org"):
        assert words in page
    assert "A link: x" not in page
    assert "bo@example.org" not in oda.get("/desk/mails", {"stands": "failed"}).content.decode()
    assert "Hello Bo" in oda.get("/desk/mails", {"search": "BO@example.org"}).content.decode()


def test_failed_mails_are_found_by_an_index(failed):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        found = Mail.objects.filter(STATES["failed"]).order_by("-created_at", "-id")
        assert "mail_failed" in found.explain()


def test_a_failed_mail_is_tried_again(oda, failed):
    page = oda.post(f"/desk/mails/{failed.shown_id}/retrial", follow=True).content.decode()
    assert "The mail to ada@example.org is tried at once." in page
    failed.refresh_from_db()
    assert failed.state == "waiting"
    assert oda.post("/desk/mails/mail_0/retrial").status_code == 404


def test_all_mails_to_an_address_are_erased(oda, failed):
    page = oda.post("/desk/mails/erasure", {"address": "ADA@example.org"}, follow=True).content.decode()
    assert "1 mail to ADA@example.org is erased." in page and "Hello Ada" not in page
    refused = oda.post("/desk/mails/erasure", {"address": "nothing"})
    assert refused.status_code == 422 and 'value="nothing"' in refused.content.decode()


def test_a_job_that_failed_is_done_once_more(oda, failed):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 7 RETURNING id")
        job, *_ = [number for (number,) in cursor.fetchall()]
    page = oda.get("/desk/jobs", {"stands": "failed"}).content.decode()
    assert "platform.deliver_mail" in page and f"/desk/jobs/{job}/retrial" in page
    assert f"Job {job} is done once more" in oda.post(f"/desk/jobs/{job}/retrial", follow=True).content.decode()
    assert Event.objects.filter(name="job.retried").count() == 1
    assert oda.post(f"/desk/jobs/{job}/retrial").status_code == 409
    assert oda.post("/desk/jobs/x/retrial").status_code == 404


def test_jobs_say_what_is_done_from_time_to_time_and_that_nobody_works(oda, failed):
    with clock.at(clock.now() + timedelta(minutes=5)):
        page = oda.get("/desk/jobs").content.decode()
    for words in ("platform.take_up_mails", "every 10 minutes", "once an hour", "No worker runs."):
        assert words in page
