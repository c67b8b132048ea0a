"""Who tries an action, on what: the people and things of the closed list of refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password

from guildworks.accounts import actions as accounts
from guildworks.accounts.consents.keeping import keep_given
from guildworks.accounts.models import Membership, Organisation, User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions import talks
from guildworks.availability.holder import Holder
from guildworks.availability.models import Reservation
from guildworks.availability.talks import Talk
from guildworks.conversations.threads import actions as threads
from guildworks.conversations.threads.actions import Said
from guildworks.conversations.webhooks.actions import looking_after as webhooks
from guildworks.conversations.webhooks.models import Webhook, WebhookDelivery
from guildworks.matching import actions as matching
from guildworks.matching.models import Brief, SavedSearch
from guildworks.matching.saved import actions as saved
from guildworks.matching.spent import Spent
from guildworks.matching.subjects import brief_subject
from guildworks.platform import actions as platform
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.mail.draft import Draft
from guildworks.platform.models import Mail
from guildworks.talent.models import Engineer
from guildworks.talent.public.actions import PURPOSE
from tests.api.asking import key_of
from tests.cast import Cast, hold, make_account, make_brief, make_engineer, make_list, make_policy
from tests.conversations.telling import tell

FURTHER_POLICY = "900"
TOKEN = uuid4()  # of the form by which Bo has said something already
TEXT = "We need Python for 20 hours a week."
WHO = ("operator", "ada", "bo", "vi", "cy", "rosa", "engineer", "nobody")


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
    same_again: bool  # whoever does it a second time finds it done


def row(call: Callable[[Actor, Scene], object], *may: str, same_again: bool = False) -> Row:
    return Row(call, frozenset(may), same_again)


def finance_of(organisation: Organisation) -> Membership:
    """Somebody there of whom nothing was taken yet."""
    return Membership.objects.filter(organisation=organisation, role="finance").select_related("organisation", "user")[
        0
    ]


def a_talk() -> Talk:
    return Talk((clock.now() + timedelta(hours=20),), 30, "UTC")


def a_newcomer() -> Engineer:
    """Somebody who can be erased, while Rosa is still wanted."""
    return make_engineer("New")


def newcomer_if(actor: Actor, engineer: Engineer) -> Engineer:
    """For the operator somebody new; anybody else is refused, and changes nothing before that."""
    return a_newcomer() if actor.kind == "operator" else engineer


def make_scene(cast: Cast) -> Scene:
    rosa, halden = make_engineer("Rosa"), Holder.itself(cast.halden)
    make_account(rosa)
    brief = matching.write_brief(cast.ada, cast.halden, text=TEXT, spent=Spent())
    matching.make_shortlist(cast.ada, brief, top=3, spent=Spent())
    waited_for = make_list(cast.ada, make_brief(cast.halden))
    threads.write_comment(cast.bo, brief_subject(brief), Said("Mine.", TOKEN))
    make_policy(FURTHER_POLICY)
    keep_given(User.objects.get(id=cast.vi.id), PURPOSE)
    User.objects.filter(id=cast.vi.id).update(password=make_password("seven herons over Tallinn"))
    for who in WHO:
        SocialAccount.objects.create(user_id=cast.vi.id, provider="halden", uid=who)
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
    for _ in WHO:
        key_of(cast.ada)
    tell()
    accounts.add_member(local_operator(), cast.halden, email="di@example.org", name="Di", role="viewer")
    tell()
    for number in range(6):
        address = f"https://example.org/hooks/{number}"
        webhook, _ = webhooks.register_webhook(cast.ada, cast.halden, address=address, names=["hold.placed"])
        if number > 2:
            webhooks.pause_webhook(cast.ada, webhook)
    WebhookDelivery.objects.create(
        webhook=Webhook.objects.filter(off_at=None)[0], made_at=clock.now(), dead_at=clock.now()
    )
    search = saved.save_search(cast.ada, waited_for)
    return Scene(cast, rosa, brief, halden, search, iter(held), iter(talked))
