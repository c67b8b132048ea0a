"""Every action is tried by everybody, from one closed list; nothing is half done after a refusal."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import connection

import guildworks
from guildworks.accounts import actions as accounts
from guildworks.accounts.engineers import actions as engineers
from guildworks.accounts.models import Invitation, Membership, Organisation, User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions import answers, busy_times, feeds, holds, hours, talks, usual
from guildworks.availability.holder import Holder
from guildworks.availability.load import Phase, load_of
from guildworks.availability.models import Reservation
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.talks import Talk
from guildworks.conversations.actions import notifications, preferences
from guildworks.conversations.models import Notification
from guildworks.conversations.threads import actions as threads
from guildworks.conversations.threads.actions import Said
from guildworks.conversations.threads.models import Comment
from guildworks.conversations.wishes import Wish
from guildworks.kernels.text.profile import ClaimDraft, ProfileDraft
from guildworks.matching import actions as matching
from guildworks.matching.correcting import Typed
from guildworks.matching.corrections import asked_for
from guildworks.matching.loosening import actions as loosening
from guildworks.matching.loosening.ways import ways
from guildworks.matching.models import Brief, SavedSearch, Shortlist
from guildworks.matching.saved import actions as saved
from guildworks.matching.spent import Spent
from guildworks.matching.subjects import brief_subject
from guildworks.platform import actions as platform
from guildworks.platform import clock
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.errors import NotAllowed
from guildworks.platform.mail.draft import Draft
from guildworks.platform.models import Mail
from guildworks.platform.money import Money
from guildworks.talent import actions as talent
from guildworks.talent.models import Engineer
from tests.cast import Cast, hold, make_account, make_brief, make_engineer, make_list, make_policy, tables_to_read, week
from tests.conversations.telling import tell

TEXT = "We need Python for 20 hours a week."

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Scene:
    """Rosa is a listed engineer, Halden has a brief; whoever `cast` names may try something with them."""

    cast: Cast
    rosa: Engineer
    brief: Brief
    halden: Holder
    search: SavedSearch  # of Ada
    held: Iterator[Reservation]  # of Rosa's hours by Halden, each of which nobody has touched
    talked: Iterator[Reservation]  # the same, each with a talk that waits for an answer


@dataclass(frozen=True)
class Row:
    """An action, tried as `call`; `may` names who is allowed to, all others are refused."""

    call: Callable[[Actor, Scene], object]
    may: frozenset[str]


def row(call: Callable[[Actor, Scene], object], *may: str) -> Row:
    return Row(call, frozenset(may))


EVIDENCE = talent.EvidenceDraft("python", "test", uuid4(), 3.0, 0.3, date(2026, 11, 23))
PROFILE = ProfileDraft(name="Somebody", claims=(ClaimDraft("python", 3),))
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nEND:VCALENDAR\r\n"
AN_HOUR = load_of(week(5), [Phase(Decimal(1), 1)])
FURTHER_POLICY = "900"
TOKEN = uuid4()  # of the form by which Bo has said something already
SAME_A_SECOND_TIME = (
    "talent.list_engineers",
    "talent.set_rates",
    "matching.check_feasibility",
    "matching.check_loosening",
)
WHO = ("operator", "ada", "bo", "vi", "cy", "rosa", "engineer", "nobody")
ROWS: dict[str, Row] = {
    "platform.rotate_signing_key": row(lambda actor, _: platform.rotate_signing_key(actor), "operator"),
    "platform.retry_mails": row(lambda actor, _: platform.retry_mails(actor, [a_failed_mail()]), "operator"),
    "platform.erase_mails_to": row(lambda actor, _: platform.erase_mails_to(actor, "ada@example.org"), "operator"),
    "accounts.create_organisation": row(
        lambda actor, _: accounts.create_organisation(actor, name="Vela Clinics"), "operator"
    ),
    "accounts.add_member": row(
        lambda actor, scene: accounts.add_member(
            actor, scene.cast.halden, email=f"{uuid4()}@example.org", name="Di", role="viewer"
        ),
        "operator",
    ),
    "accounts.change_role": row(
        lambda actor, scene: accounts.change_role(actor, finance_of(scene.cast.halden), role="viewer"),
        "operator",
        "ada",
    ),
    "accounts.end_membership": row(
        lambda actor, scene: accounts.end_membership(actor, finance_of(scene.cast.halden)), "operator", "ada"
    ),
    "accounts.invite_member": row(
        lambda actor, scene: accounts.invite_member(
            actor, scene.cast.halden, email=f"{uuid4()}@example.org", role="viewer"
        ),
        "operator",
        "ada",
    ),
    "accounts.invite_by_link": row(
        lambda actor, scene: accounts.invite_by_link(
            actor, scene.cast.halden, email=f"{uuid4()}@example.org", role="viewer"
        ),
        "operator",
    ),
    "accounts.withdraw_invitation": row(
        lambda actor, scene: accounts.withdraw_invitation(actor, invitation_of(scene.cast.halden)), "operator", "ada"
    ),
    "accounts.accept_invitation": row(
        lambda actor, scene: accounts.accept_invitation(actor, invitation_of(scene.cast.strangers)), "bo"
    ),
    "accounts.export_own_data": row(
        lambda actor, scene: accounts.export_own_data(actor, User.objects.get(id=scene.cast.vi.id)), "vi"
    ),
    "accounts.erase_person": row(lambda actor, scene: erase(actor, finance_of(scene.cast.halden).user), "operator"),
    "accounts.make_password_link": row(
        lambda actor, scene: accounts.make_password_link(actor, User.objects.get(id=scene.cast.bo.id)), "operator"
    ),
    "accounts.invite_engineer": row(
        lambda actor, scene: engineers.invite_engineer(
            actor, newcomer_if(actor, scene.rosa).ref, email=f"{uuid4()}@example.org"
        ),
        "operator",
    ),
    "accounts.close_engineer_account": row(
        lambda actor, scene: engineers.close_engineer_account(actor, with_account(actor, scene.rosa)),
        "operator",
        "rosa",
    ),
    "conversations.mark_seen": row(
        lambda actor, scene: notifications.mark_seen(actor, [notification_of(scene.cast.ada)]), "ada"
    ),
    "conversations.mark_all_seen": row(
        lambda actor, scene: notifications.mark_all_seen(actor, until=notification_of(scene.cast.ada)), "ada"
    ),
    "conversations.choose_notifications": row(
        lambda actor, _: preferences.choose_notifications(actor, {"member_joined": Wish(False, "none")}),
        "ada",
        "bo",
        "vi",
        "cy",
    ),
    "talent.import_engineers": row(
        lambda actor, _: talent.import_engineers(actor, [PROFILE], source="file", files=["cv.pdf"]), "operator"
    ),
    "talent.edit_engineer": row(
        lambda actor, scene: talent.edit_engineer(actor, scene.rosa, change=talent.ProfileChange(city="Rome")),
        "operator",
        "rosa",
    ),
    "talent.set_rates": row(
        lambda actor, scene: talent.set_rates(actor, {scene.rosa: [Money(1, "EUR")]}), "operator", "rosa"
    ),
    "talent.record_evidence": row(
        lambda actor, scene: talent.record_evidence(actor, {scene.rosa: [EVIDENCE]}), "operator"
    ),
    "talent.list_engineers": row(lambda actor, scene: talent.list_engineers(actor, [scene.rosa]), "operator"),
    "talent.unlist_engineers": row(lambda actor, scene: talent.unlist_engineers(actor, [scene.rosa]), "operator"),
    "talent.erase_engineer": row(
        lambda actor, scene: talent.erase_engineer(actor, newcomer_if(actor, scene.rosa)),
        "operator",
        "rosa",
    ),
    "availability.set_capacity": row(
        lambda actor, scene: hours.set_capacity(actor, {scene.rosa: Decimal(36)}), "operator", "rosa"
    ),
    "availability.set_usual_week": row(
        lambda actor, scene: usual.set_usual_week(actor, scene.rosa, hours=Decimal(37), day=WorkingDay("UTC", 60, 120)),
        "operator",
        "rosa",
    ),
    "availability.open_busy_feed": row(lambda actor, scene: feeds.open_busy_feed(actor, scene.rosa), "rosa"),
    "availability.close_busy_feed": row(
        lambda actor, scene: feeds.close_busy_feed(actor, with_feed(actor, scene.rosa)), "rosa"
    ),
    "availability.set_working_hours": row(
        lambda actor, scene: hours.set_working_hours(actor, {scene.rosa: WorkingDay("UTC", 0, 60)}),
        "operator",
        "rosa",
    ),
    "availability.except_weeks": row(
        lambda actor, scene: hours.except_weeks(actor, scene.rosa, {week(9): Decimal(4)}), "operator", "rosa"
    ),
    "availability.confirm_availability": row(
        lambda actor, scene: hours.confirm_availability(actor, [scene.rosa]), "operator", "rosa"
    ),
    "availability.pause_engineers": row(
        lambda actor, scene: hours.pause_engineers(actor, [scene.rosa]), "operator", "rosa"
    ),
    "availability.resume_engineers": row(
        lambda actor, scene: hours.resume_engineers(actor, [scene.rosa]), "operator", "rosa"
    ),
    "availability.import_busy_times": row(
        lambda actor, scene: busy_times.import_busy_times(actor, scene.rosa, content=CALENDAR), "operator", "rosa"
    ),
    "availability.place_hold": row(
        lambda actor, scene: holds.place_hold(actor, [scene.rosa], holder=a_brief_of(scene.halden), load=AN_HOUR),
        "operator",
        "ada",
        "bo",
    ),
    "availability.accept_hold": row(
        lambda actor, scene: holds.accept_hold(actor, next(scene.held)), "operator", "rosa"
    ),
    "availability.decline_hold": row(
        lambda actor, scene: holds.decline_hold(actor, next(scene.held)), "operator", "rosa"
    ),
    "availability.release_holds": row(
        lambda actor, scene: holds.release_holds(actor, [next(scene.held)]), "operator", "ada", "bo"
    ),
    "availability.propose_talks": row(
        lambda actor, scene: talks.propose_talks(
            actor, [next(scene.held)], talks={scene.rosa.id: a_talk()}, chain=scene.halden.chain
        ),
        "operator",
        "ada",
        "bo",
    ),
    "availability.answer_talk": row(
        lambda actor, scene: answers.answer_talk(actor, next(scene.talked), chosen=None), "operator", "rosa"
    ),
    "availability.accept_hold_and_answer": row(
        lambda actor, scene: answers.accept_hold_and_answer(actor, next(scene.talked), chosen=None), "operator", "rosa"
    ),
    "availability.book_hold": row(lambda actor, scene: holds.book_hold(actor, next(scene.held)), "operator"),
    "conversations.write_comment": row(
        lambda actor, scene: threads.write_comment(actor, brief_subject(scene.brief), Said("She fits.", uuid4())),
        "ada",
        "bo",
        "vi",
    ),
    "conversations.share": row(
        lambda actor, scene: threads.share(
            actor, brief_subject(scene.brief), Said("", uuid4()), people=[a_colleague_of(scene)]
        ),
        "ada",
        "bo",
        "vi",
    ),
    "conversations.take_back_comment": row(
        lambda actor, scene: threads.take_back_comment(actor, a_comment_of_bo(scene)), "bo"
    ),
    "matching.write_brief": row(
        lambda actor, scene: matching.write_brief(actor, scene.cast.halden, text=TEXT, spent=Spent()),
        "operator",
        "ada",
        "bo",
    ),
    "matching.correct_brief": row(
        lambda actor, scene: matching.correct_brief(actor, scene.brief, [twenty_hours(scene.brief)]),
        "operator",
        "ada",
        "bo",
    ),
    "matching.check_feasibility": row(
        lambda actor, scene: matching.check_feasibility(actor, scene.brief), "operator", "ada", "bo"
    ),
    "matching.check_loosening": row(
        lambda actor, scene: loosening.check_loosening(actor, latest_list(scene)), "operator", "ada", "bo"
    ),
    "matching.loosen_brief": row(
        lambda actor, scene: loosening.loosen_brief(actor, latest_list(scene), a_way_of(scene.brief)),
        "operator",
        "ada",
        "bo",
    ),
    "matching.save_search": row(lambda actor, scene: saved.save_search(actor, latest_list(scene)), "ada", "bo"),
    "matching.end_saved_search": row(lambda actor, scene: saved.end_saved_search(actor, scene.search), "ada"),
    "matching.make_shortlist": row(
        lambda actor, scene: matching.make_shortlist(actor, scene.brief, top=3, spent=Spent()), "operator", "ada", "bo"
    ),
    "matching.match_brief": row(
        lambda actor, scene: matching.match_brief(actor, scene.cast.halden, text=TEXT, top=3, spent=Spent()),
        "operator",
        "ada",
        "bo",
    ),
    "matching.count_attention": row(lambda actor, _: matching.count_attention(actor), "operator"),
    "matching.promote_policy": row(lambda actor, _: matching.promote_policy(actor, FURTHER_POLICY), "operator"),
}
# What a program does and no person: called after migrations, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "matching.count_demand",
    "matching.take_up_searches",
    "matching.search_again",
    "platform.delete_finished_jobs",
    "platform.write_mails",
    "platform.deliver_mail",
    "platform.take_up_mails",
    "platform.forget_mails",
    "accounts.forget_invitations",
    "accounts.forget_sign_ups",
    "accounts.forget_sessions",
    "conversations.notify_of_events",
    "conversations.send_digests",
    "conversations.forget_notifications",
    "skills.sync_skills",
    "matching.sync_policies",
    "talent.refresh_search_records",
    "talent.refresh_listings",
    "availability.erase_hours",
    "availability.release_all",
    "availability.watch_holds",
    "availability.tell_of_hold",
}
# What somebody does who has no account yet, and so is nobody: tests/security/test_invitations.py, test_sign_up.py.
BY_NEWCOMERS = {"accounts.sign_up", "accounts.sign_up_invited"}


def public_actions() -> Iterator[str]:
    for found in pkgutil.walk_packages(guildworks.__path__, "guildworks."):
        domain, _, rest = found.name.removeprefix("guildworks.").partition(".")
        if "actions" in rest.split("."):
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == found.name and not name.startswith("_"):
                    yield f"{domain}.{name}"


def everything() -> dict[str, str]:
    """A hash of all rows of each table."""
    with connection.cursor() as cursor:
        found = {}
        for table in tables_to_read():
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
            found[table] = cursor.fetchone()[0]
        return found


@pytest.fixture
def scene(cast) -> Scene:
    rosa, halden = make_engineer("Rosa"), Holder.itself(cast.halden)
    make_account(rosa)
    brief = matching.write_brief(cast.ada, cast.halden, text=TEXT, spent=Spent())
    matching.make_shortlist(cast.ada, brief, top=3, spent=Spent())
    waited_for = make_list(cast.ada, make_brief(cast.halden))
    threads.write_comment(cast.bo, brief_subject(brief), Said("Mine.", TOKEN))
    make_policy(FURTHER_POLICY)
    platform.write_mails([Draft("ada@example.org", "A list", "It is ready.")])
    Mail.objects.update(due_at=None, failed_at=clock.now())
    held = [hold(rosa, hours=1, weeks=1, holder=halden)[0] for _ in WHO]
    talked = [hold(rosa, hours=1, weeks=1, holder=halden)[0] for _ in WHO]
    talks.propose_talks(local_operator(), talked, talks={rosa.id: a_talk()}, chain=cast.halden.chain)
    for number in range(len(WHO)):
        accounts.add_member(
            local_operator(), cast.halden, email=f"finance{number}@example.org", name="Fin", role="finance"
        )
        accounts.invite_member(local_operator(), cast.halden, email=f"asked{number}@example.org", role="viewer")
    for address in ("Bo@example.org", "somebody@example.org"):
        accounts.invite_member(local_operator(), cast.strangers, email=address, role="viewer")
    tell()
    accounts.add_member(local_operator(), cast.halden, email="di@example.org", name="Di", role="viewer")
    tell()
    search = saved.save_search(cast.ada, waited_for)
    return Scene(cast, rosa, brief, halden, search, iter(held), iter(talked))


@pytest.fixture
def actors(scene, operator) -> dict[str, Actor]:
    other = make_engineer("Other")
    return {
        "operator": operator,
        "ada": scene.cast.ada,
        "bo": scene.cast.bo,
        "vi": scene.cast.vi,
        "cy": scene.cast.cy,
        "rosa": Actor("engineer", scene.rosa.id),
        "engineer": Actor("engineer", other.id),
        "nobody": Actor("user", uuid4()),
    }


def finance_of(organisation: Organisation) -> Membership:
    """Somebody there of whom nothing was taken yet."""
    return Membership.objects.filter(organisation=organisation, role="finance").select_related("organisation", "user")[
        0
    ]


def erase(actor: Actor, user: User) -> None:
    """That everybody may delete their own account is tried in tests/accounts: here it would end the scene."""
    accounts.erase_person(actor, user, address=user.email)


def notification_of(person: Actor) -> Notification:
    """The last one of which somebody was told."""
    return Notification.objects.filter(user=person.id).latest("made_at")


def a_talk() -> Talk:
    return Talk((clock.now() + timedelta(hours=20),), 30, "UTC")


def a_failed_mail() -> Mail:
    return Mail.objects.all()[0]


def invitation_of(organisation: Organisation) -> Invitation:
    """The first one that waits for an answer."""
    waiting = Invitation.objects.filter(organisation=organisation, ended_at=None).select_related("organisation")
    return waiting.order_by("invited_at", "id")[:1].get()


def a_newcomer() -> Engineer:
    """Somebody who can be erased, while Rosa is still wanted."""
    return make_engineer("New")


def newcomer_if(actor: Actor, engineer: Engineer) -> Engineer:
    """For the operator somebody new; anybody else is refused, and changes nothing before that."""
    return a_newcomer() if actor.kind == "operator" else engineer


def with_feed(actor: Actor, rosa: Engineer) -> Engineer:
    """Rosa, who has a feed where she asks herself: anybody else is refused before that."""
    if actor.id == rosa.id:
        feeds.open_busy_feed(actor, rosa)
    return rosa


def with_account(actor: Actor, rosa: Engineer) -> Ref:
    """An engineer who has an account: Rosa, and for the operator, who comes first, somebody new."""
    engineer = newcomer_if(actor, rosa)
    if engineer != rosa:
        make_account(engineer)
    return engineer.ref


def a_colleague_of(scene: Scene) -> UUID:
    return finance_of(scene.cast.halden).user_id


def a_comment_of_bo(scene: Scene) -> Comment:
    """One that stands already, so that who may not take it back leaves all as it was."""
    return Comment.objects.select_related("thread__organisation").get(author_id=scene.cast.bo.id, token=TOKEN)


def twenty_hours(brief: Brief) -> Typed:
    """A correction to what the brief says now."""
    return Typed("hours_per_week", "value", {"hours": "20"}, brief.corrections.count())


def a_way_of(brief: Brief) -> str:
    """To ask for less than it does now: it can always begin later."""
    return ways(asked_for(brief))[-1][0].key


def latest_list(scene: Scene) -> Shortlist:
    """The last one of Halden's brief for which a list was made; fewer stand on it than were asked for."""
    whole = Shortlist.objects.filter(brief=scene.brief).select_related("brief__organisation")
    return whole.order_by("-made_at", "-id")[:1].get()


def a_brief_of(holder: Holder) -> Holder:
    """A further brief of the same organisation: fair use lets it hold anybody."""
    return replace(holder, ref=Ref("brief", uuid4()))


def test_only_the_operator_holds_for_no_brief_which_fair_use_does_not_bind(scene, actors):
    with pytest.raises(NotAllowed, match="Only the operator"):
        holds.place_hold(actors["ada"], [scene.rosa], holder=scene.halden, load=AN_HOUR)
    assert holds.place_hold(actors["operator"], [scene.rosa], holder=scene.halden, load=AN_HOUR)


def test_every_action_has_its_row():
    assert set(public_actions()) == ROWS.keys() | WITHOUT_ACTOR | BY_NEWCOMERS


@pytest.mark.parametrize("name", ROWS)
def test_who_may_do_it_and_who_is_refused_with_everything_as_it_was(name, scene, actors):
    allowed = ROWS[name]
    for who in WHO:
        before = everything()
        if who in allowed.may:
            allowed.call(actors[who], scene)
            if name not in SAME_A_SECOND_TIME:
                assert everything() != before, f"{who} did nothing"
            continue
        with pytest.raises(NotAllowed) as refused:
            allowed.call(actors[who], scene)
        assert refused.value.message.startswith("Only ")
        assert everything() == before, f"something was left of what {who} tried"


def test_one_who_may_not_in_a_batch_refuses_the_whole_batch(scene, actors):
    other = Engineer.objects.get(public_name="Other")
    of_others = hold(other, holder=Holder.itself(scene.cast.strangers))
    before = everything()
    for act in (
        lambda: talent.set_rates(actors["rosa"], {scene.rosa: [Money(1, "EUR")], other: [Money(1, "EUR")]}),
        lambda: hours.set_capacity(actors["rosa"], {scene.rosa: Decimal(1), other: Decimal(1)}),
        lambda: hours.confirm_availability(actors["rosa"], [scene.rosa, other]),
        lambda: hours.pause_engineers(actors["rosa"], [scene.rosa, other]),
        lambda: holds.release_holds(actors["ada"], [next(scene.held), *of_others]),
    ):
        with pytest.raises(NotAllowed):
            act()
        assert everything() == before


def test_what_is_booked_only_the_operator_gives_back(scene, actors):
    booked = holds.book_hold(actors["operator"], next(scene.held))
    for who in ("ada", "bo", "cy", "rosa"):
        with pytest.raises(NotAllowed):
            holds.release_holds(actors[who], [booked])
    assert Reservation.objects.get(id=booked.id).state == "booked"
    assert holds.release_holds(actors["operator"], [booked])[0].state == "released"
