"""Notifications by mail: at once, or together once a day; once, and to nobody who has left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from guildworks.accounts.actions import add_member, change_role
from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import accept_hold
from guildworks.availability.models import Reservation
from guildworks.conversations.actions.notifications import DIGESTS_MOST, mark_seen, send_digests
from guildworks.conversations.actions.preferences import choose_notifications
from guildworks.conversations.mailing import LINES_MOST
from guildworks.conversations.models import Notification
from guildworks.conversations.wishes import BadPreference, Wish
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.models import Mail
from guildworks.talent.actions import erase_engineer
from tests.cast import hold, make_brief, make_cast, make_engineer
from tests.conversations.telling import tell, told

SEVEN = datetime(2026, 12, 1, 7, tzinfo=UTC)
NIGHT = SEVEN - timedelta(hours=5)


@pytest.fixture(autouse=True)
def demo_address(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "guildworks@example.org"


@pytest.fixture
def at_night(db) -> Iterator[None]:
    """It is two in the morning, and everybody was told of all that happened before."""
    with clock.at(NIGHT):
        tell()
        yield


@pytest.fixture
def held(cast, at_night) -> Reservation:
    """Bo holds Rosa for a brief of Halden: Ada is told, in a digest."""
    brief = make_brief(cast.halden, text="# Claims\n\nPython is a must, 20 hours a week for 8 weeks.")
    (placed,) = hold(make_engineer("Rosa Lind"), holder=brief.holder, actor=cast.bo)
    tell()
    return placed


def accept(placed: Reservation) -> None:
    accept_hold(Actor("engineer", placed.engineer_id), placed)
    tell()


def role_of(cast, role: str) -> None:
    """Bo has another role now: Bo is told, and Ada is not, who has done it."""
    members = Membership.objects.select_related("organisation", "user")
    change_role(cast.ada, members.get(user=cast.bo.id, organisation=cast.halden), role=role)
    tell()


def mails_to(who: str) -> list[Mail]:
    return list(Mail.objects.filter(recipient=f"{who}@example.org").order_by("created_at", "id"))


def digests(moment: datetime) -> None:
    """All digests that are due at this moment are sent."""
    with clock.at(moment):
        while send_digests():
            pass


class TestAtOnce:
    def test_an_answer_comes_at_once_with_a_link_to_it_and_one_to_the_preferences(self, cast, held):
        accept(held)
        (mail,) = mails_to("ada")
        notification = Notification.objects.get(user=cast.ada.id, kind="hold_accepted")
        assert mail.subject == "Guildworks: Rosa Lind has accepted the hold for “Claims”"
        assert mail.text.startswith("Rosa Lind has accepted the hold for “Claims”. 10 h a week, 4 weeks from Mon")
        assert f"/notifications/{notification.shown_id}\n" in mail.text
        assert "because you belong to Halden Mutual" in mail.text
        assert mail.text.rstrip().endswith("/notifications/preferences")
        assert notification.mail == mail and mail.state == "waiting"
        assert "&" not in mail.text.replace("&nbsp", ""), "it is no HTML"

    def test_what_happens_together_comes_in_one_mail(self, cast, held):
        brief = make_brief(cast.halden)
        two = hold(make_engineer("Ana"), make_engineer("Bela"), holder=brief.holder, actor=cast.bo)
        for one in two:
            accept_hold(local_operator(), one)
        tell()
        (mail,) = mails_to("bo")
        assert mail.subject == "Guildworks: 2 things happened at Halden Mutual"
        assert mail.text.count("has accepted the hold") == 2

    def test_a_name_with_line_breaks_makes_no_line_of_its_own(self, cast, held):
        type(held.engineer).objects.filter(id=held.engineer_id).update(
            public_name="Rosa\r\nBcc: cy@example.org\n\nPay here: https://evil.example \u2028now"
        )
        accept(held)
        (mail,) = mails_to("ada")
        assert mail.subject.startswith("Guildworks: Rosa Bcc: cy@example.org Pay here")
        assert "\nBcc" not in mail.text and "\nPay" not in mail.text and "\u2028" not in mail.text

    def test_an_address_that_cannot_be_written_to_keeps_nobody_else_from_their_mail(self, cast, held):
        User.objects.filter(id=cast.ada.id).update(email="not an address")
        accept(held)
        assert len(mails_to("bo")) == 1
        assert Mail.objects.count() == 1
        assert told(cast.ada) == ["hold_placed", "hold_accepted"]

    def test_more_than_a_mail_holds_is_counted_and_left_to_the_page(self, cast, at_night):
        choose_notifications(cast.bo, {"role_changed": Wish(True, "at_once")})
        member = Membership.objects.select_related("organisation", "user").get(user=cast.bo.id)
        for _ in range(LINES_MOST // 2 + 2):
            change_role(cast.ada, member, role="viewer")
            change_role(cast.ada, member, role="finance")
        tell()
        (mail,) = mails_to("bo")
        assert mail.text.count("/notifications/ntf_") == LINES_MOST
        assert "And 4 more: " in mail.text


class TestDigest:
    def test_it_comes_once_after_seven_with_all_that_is_new(self, cast, held):
        hold(make_engineer("Ana"), holder=make_brief(cast.halden).holder, actor=cast.bo)
        tell()
        digests(SEVEN - timedelta(minutes=1))
        assert mails_to("ada") == []
        digests(SEVEN + timedelta(minutes=4))
        digests(SEVEN + timedelta(minutes=14))
        (mail,) = mails_to("ada")
        assert mail.subject == "Guildworks: 2 things happened at Halden Mutual"
        assert mail.text.startswith("At Halden Mutual, since the last digest:")
        assert (
            "Bo has placed a hold on Rosa Lind for “Claims”." in mail.text
            and "Bo has placed a hold on Ana for" in mail.text
        )
        assert set(Notification.objects.filter(user=cast.ada.id).values_list("mail", flat=True)) == {mail.id}

    def test_what_came_after_seven_waits_for_the_next_day(self, cast, held):
        with clock.at(SEVEN + timedelta(minutes=1)):
            role_of(cast, "viewer")
        digests(SEVEN + timedelta(minutes=4))
        assert mails_to("bo") == []
        digests(SEVEN + timedelta(days=1, hours=9))
        assert len(mails_to("bo")) == 1, "late, as where no worker ran at seven"

    def test_what_was_seen_on_the_page_is_not_mailed(self, cast, held):
        mark_seen(cast.ada, [Notification.objects.get(user=cast.ada.id)])
        digests(SEVEN)
        digests(SEVEN + timedelta(days=1))
        assert mails_to("ada") == []

    def test_whoever_has_left_since_is_sent_nothing_also_when_they_come_back(self, cast, held):
        Membership.objects.filter(user=cast.bo.id).update(role="owner")
        Membership.objects.filter(user=cast.ada.id).delete()
        digests(SEVEN)
        add_member(local_operator(), cast.halden, email="ada@example.org", name="Ada", role="viewer")
        digests(SEVEN + timedelta(days=1))
        assert mails_to("ada") == []

    def test_of_two_organisations_each_has_its_own(self, cast, held):
        Membership.objects.create(user_id=cast.ada.id, organisation=cast.strangers, role="owner", joined_at=clock.now())
        theirs = make_brief(cast.strangers, text="# Secret plan\n\nPython is a must, 20 hours a week for 8 weeks.")
        hold(make_engineer("Ana"), holder=theirs.holder, actor=cast.cy)
        tell()
        digests(SEVEN)
        first, second = sorted(mails_to("ada"), key=lambda mail: "Halden" in mail.subject)
        assert "at Elsewhere" in first.subject and "Secret plan" in first.text and "Halden" not in first.text
        assert "at Halden Mutual" in second.subject and "Secret" not in second.text and "Elsewhere" not in second.text

    def test_who_was_erased_by_then_has_no_name_in_it(self, cast, held):
        erase_engineer(local_operator(), held.engineer)
        tell()
        digests(SEVEN)
        (mail,) = mails_to("ada")
        assert "Rosa" not in mail.text and "Erased engineer" in mail.text

    def test_many_people_are_sent_theirs_in_several_transactions(self, cast, held):
        people = User.objects.bulk_create(
            User(email=f"owner{number}@example.org", name=f"Owner {number}") for number in range(DIGESTS_MOST + 3)
        )
        Membership.objects.bulk_create(
            Membership(user=one, organisation=cast.halden, role="owner", joined_at=clock.now()) for one in people
        )
        hold(make_engineer("Ana"), holder=make_brief(cast.halden).holder)
        tell()
        with clock.at(SEVEN):
            assert send_digests() is True
            assert Mail.objects.count() == DIGESTS_MOST
        digests(SEVEN)
        assert all(len(mails_to(who)) == 1 for who in ("ada", "bo", "owner0", f"owner{DIGESTS_MOST}"))
        assert Mail.objects.count() == DIGESTS_MOST + 5


def test_of_four_workers_one_sends_the_digest(own_database, at_once):
    with clock.at(NIGHT):
        cast = make_cast()
        tell()
        hold(make_engineer("Rosa"), holder=make_brief(cast.halden).holder, actor=cast.bo)
        tell()

    def send() -> bool:
        with clock.at(SEVEN):
            return send_digests()

    _, refused = at_once(4, send)
    assert refused == []
    assert len(mails_to("ada")) == 1


class TestWishes:
    def test_what_is_wanted_once_a_day_is_not_sent_at_once(self, cast, held):
        choose_notifications(cast.ada, {"hold_accepted": Wish(True, "digest")})
        accept(held)
        assert mails_to("ada") == [] and len(mails_to("bo")) == 1
        digests(SEVEN)
        assert "accepted" in mails_to("ada")[0].text

    def test_what_is_wanted_nowhere_is_not_there(self, cast, held):
        choose_notifications(cast.bo, {"role_changed": Wish(False, "none")})
        role_of(cast, "finance")
        assert told(cast.bo) == []

    def test_what_is_wanted_by_mail_alone_is_mailed_alone(self, cast, held):
        choose_notifications(cast.bo, {"role_changed": Wish(False, "at_once")})
        role_of(cast, "finance")
        (mail,) = mails_to("bo")
        assert mail.subject == "Guildworks: Your role in Halden Mutual is finance now"
        assert not Notification.objects.get(user=cast.bo.id).on_page

    def test_a_later_wish_takes_the_place_of_an_earlier_one(self, cast, held):
        for mailing in ("none", "at_once"):
            choose_notifications(cast.bo, {"role_changed": Wish(True, mailing)})
        role_of(cast, "finance")
        assert len(mails_to("bo")) == 1

    def test_a_wish_counts_in_its_own_organisation_alone(self, cast, held):
        Membership.objects.create(user_id=cast.bo.id, organisation=cast.strangers, role="viewer", joined_at=clock.now())
        elsewhere = Actor("user", cast.bo.id, cast.strangers.id, "viewer")
        choose_notifications(elsewhere, {"role_changed": Wish(False, "none")})
        role_of(cast, "finance")
        assert told(cast.bo) == ["role_changed"]

    @pytest.mark.parametrize(
        ("kind", "wish"),
        [
            ("hold_accepted", Wish(True, "none")),
            ("hold_accepted", Wish(False, "at_once")),
            ("hold_placed", Wish(True, "none")),
            ("hold_expires_soon", Wish(False, "digest")),
            ("role_changed", Wish(True, "hourly")),
            ("no_such_kind", Wish(True, "digest")),
        ],
    )
    def test_what_always_comes_cannot_be_switched_off_nor_anything_beside_it(self, cast, held, kind, wish):
        with pytest.raises(BadPreference):
            choose_notifications(cast.bo, {"member_joined": Wish(False, "none"), kind: wish})
        choose_notifications(cast.bo, {})
        role_of(cast, "finance")
        assert told(cast.bo) == ["role_changed"], "as it was"
