"""The first page of the desk says what needs somebody, and where."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guildworks.platform import clock
from guildworks.platform.actions import write_mails
from guildworks.platform.mail.draft import Draft
from guildworks.platform.models import DemoMode, Mail
from tests.cast import make_brief, make_engineer, make_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def is_demo() -> None:
    """Mails are kept, so that no mail server is missing."""
    DemoMode.objects.create(engineers=0, seed=1, started_at=clock.now())


def test_where_all_is_well_it_says_so(oda, is_demo):
    make_engineer()
    page = oda.get("/desk").content.decode()
    assert "Nothing needs you now" in page and "All is well." in page


def test_each_thing_leads_to_its_page(oda, is_demo, cast):
    make_engineer("Una Away", listed=False)
    make_engineer("Tom Late")
    make_list(cast.ada, make_brief(cast.halden, text="Kubernetes is a must, 20 hours a week."))
    with clock.at(clock.now() + timedelta(days=30)):
        (mail,) = write_mails([Draft("ada@example.org", "Hello", "Letters")])
        Mail.objects.filter(id=mail.id).update(due_at=None, failed_at=clock.now())
        page = oda.get("/desk").content.decode()
    for words, address in (
        ("1 listed engineer has not confirmed their hours", "/desk/engineers?stands=unconfirmed"),
        ("1 engineer is not listed", "/desk/engineers?stands=unlisted"),
        ("1 brief has fewer people than it asked for", "/desk/briefs"),
        ("failed: 1", "/desk/mails"),
    ):
        assert words in page and f'href="{address}"' in page


def test_without_a_mail_server_it_says_what_to_set(oda):
    assert "GUILDWORKS_SMTP_URL" in oda.get("/desk").content.decode()
    assert "No mail server is set: mails wait." in oda.get("/desk/health").content.decode()
