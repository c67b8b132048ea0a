"""What is kept for a time goes when its time is over, in batches, and what is younger stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guildworks.platform import clock, retention
from guildworks.platform.actions import forget_mails, write_mails
from guildworks.platform.limits import LIMITS, set_limit
from guildworks.platform.mail.draft import Draft
from guildworks.platform.models import Mail
from guildworks.platform.retention import BATCH, all_kept, forget

pytestmark = pytest.mark.django_db


def test_old_mails_go_in_batches_and_younger_ones_stay():
    now = clock.now()
    with clock.at(now - timedelta(days=31)):
        write_mails([Draft(f"old{number}@example.org", "A list", "It is ready.") for number in range(BATCH + 1)])
    write_mails([Draft("ada@example.org", "A list", "It is ready.")])
    assert forget_mails() == BATCH
    assert forget("mails") == 1
    assert list(Mail.objects.exclude(recipient="").values_list("recipient", flat=True)) == ["ada@example.org"]
    assert forget("mails") == 0


def test_the_days_are_those_that_the_operator_has_set():
    set_limit("mail_days", 90)
    assert {kept.name: kept.days for kept in all_kept()}["mails"] == 90


def test_all_that_is_kept_says_what_why_and_how_long_and_each_action_is_there():
    names = [kept.name for kept in all_kept()]
    assert len(set(names)) == len(names) > 5
    for kept in all_kept():
        assert kept.what and kept.why and kept.days > 0
        assert not kept.limit or LIMITS[kept.limit].unit == "days"
        assert not kept.forget or retention.forget(kept.name) == 0
