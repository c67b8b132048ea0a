"""Questions about people and organisations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Lower
from django.utils.translation import gettext as _

from guildworks.accounts.events import PERSON_DATA_EXPORTED
from guildworks.accounts.invitations import InvitationUnknown, hash_of, not_open
from guildworks.accounts.models import (
    ADMIN,
    ENGINEER,
    ROLES,
    EngineerAccount,
    Invitation,
    Membership,
    Organisation,
    User,
)
from guildworks.accounts.policies import may_change_members
from guildworks.platform import clock
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import parsed
from guildworks.platform.limits import limit
from guildworks.platform.models import DemoMode, Event, EventChain
from guildworks.platform.paging import page_of

FIRST_EVENTS = 2  # of an organisation that somebody made by signing up: that it was made, and that they joined it


def operator_organisation() -> Organisation:
    """The operator of this installation; a migration has made it."""
    return Organisation.objects.get(kind="operator")


def acting_for(operator: Organisation) -> Actor:
    """Whoever works on the local installation, as its operator."""
    return Actor("operator", operator.id, operator.id)


def local_operator() -> Actor:
    """Whom the command line acts as: the operator of the local installation."""
    return acting_for(operator_organisation())


def actor_in(membership: Membership) -> Actor:
    """Whom a person acts as there: the operator's admin is the operator, everybody else a person in a role."""
    kind: Literal["operator", "user"] = "operator" if membership.role == ADMIN else "user"
    return Actor(kind, membership.user_id, membership.organisation_id, membership.role)


def actor_of(account: EngineerAccount) -> Actor:
    """Whom a person acts as at the engineer's door."""
    return Actor("engineer", account.engineer_id)


def acting_as_themself(user: User) -> Actor:
    """Whom a person acts as before they belong anywhere."""
    return Actor("user", user.id)


def memberships_of(user: User) -> tuple[Membership, ...]:
    """Everywhere that a person belongs, the longest first, each with its organisation. One query."""
    return memberships_with_person(user.id)


def memberships_with_person(user_id: UUID) -> tuple[Membership, ...]:
    """The same by a person's id, each with the person."""
    whole = Membership.objects.select_related("user__engineer_account", "organisation")
    found = whole.filter(user=user_id).order_by("joined_at", "id")
    return tuple(found[: limit("page_size")])


def find_engineer_account(user: User) -> EngineerAccount | None:
    """The engineer that a person is; without a query for whoever was read with it."""
    found: EngineerAccount | None = getattr(user, "engineer_account", None)
    return found


def people_of_engineers(engineer_ids: Iterable[UUID]) -> dict[UUID, User]:
    """Who signs in as those of these engineers who have an account. One SQL query."""
    accounts = EngineerAccount.objects.filter(engineer_id__in=list(engineer_ids), user__erased_at=None)
    return {account.engineer_id: account.user for account in accounts.select_related("user")}


def subjects_of(user: User) -> list[Ref]:
    """What somebody's data are of: their account, and their profile where they are an engineer."""
    account = find_engineer_account(user)
    return [user.ref, Ref("engineer", account.engineer_id)] if account else [user.ref]


def find_person(address: str) -> User | None:
    """Whoever has this address, also as one that they have added and verified, whatever its capitals."""
    theirs = Q(email__iexact=address) | Q(emailaddress__email=address.lower(), emailaddress__verified=True)
    return User.objects.filter(theirs, erased_at=None).order_by("id").first()


def exports_since(user: User, since: datetime) -> int:
    """How often a person has taken out their data since then."""
    taken = Event.objects.filter(subject_kind=user.ref.kind, subject_id=user.id, name=PERSON_DATA_EXPORTED.name)
    return taken.filter(at__gt=since).count()


def sign_ups_to_forget(before: datetime, *, most: int) -> QuerySet[User]:
    """Accounts made before then whose address nobody has proved: nobody can ever have been in.

    Not those whom somebody has put into another organisation, nor those whose organisation has a history.
    """
    theirs, its_chain = EmailAddress.objects.filter(user=OuterRef("id")), Cast(OuterRef("organisation"), TextField())
    unproved = User.objects.filter(Exists(theirs), ~Exists(theirs.filter(verified=True)), erased_at=None)
    untouched = EventChain.objects.filter(name=Concat(Value("organisation:"), its_chain), seq=FIRST_EVENTS)
    others = Membership.objects.filter(organisation=OuterRef("organisation")).exclude(user=OuterRef("user"))
    kept = Membership.objects.filter(~Exists(untouched) | Exists(others), user=OuterRef("id"))
    return unproved.filter(~Exists(kept), created_at__lt=before, last_login=None).order_by("created_at")[:most]


def kept_by_alone(user: User) -> list[Organisation]:
    """The organisations that nobody else looks after: their last owner, or admin, cannot delete their account."""
    looking_after = Membership.objects.filter(role__in=[roles[0] for roles in ROLES.values()])
    others = looking_after.filter(organisation=OuterRef("organisation")).exclude(user=user)
    theirs = looking_after.filter(~Exists(others), user=user).select_related("organisation")
    return [membership.organisation for membership in theirs.order_by("organisation__name")]


def get_person(asker: Actor, address: str) -> User:
    """The person with this address, for the operator. Raises NotFound."""
    found = find_person(address.strip()) if asker.kind == "operator" else None
    if found is None:
        raise NotFound(
            _("Nobody here has the address %(address)s") % {"address": address[:60]},
            at_terminal=_("`guildworks organisations add` puts somebody into an organisation."),
        )
    return found


def is_anybody_here() -> bool:
    """Whether somebody belongs anywhere; until then nobody can sign in, or invite anybody."""
    return Membership.objects.exists()


def is_anybody_client() -> bool:
    """Whether some client has people, or has asked somebody in."""
    clients = Organisation.objects.filter(kind="client")
    return clients.filter(Q(memberships__isnull=False) | Q(invitations__isnull=False)).exists()


@dataclass(frozen=True, slots=True)
class ToTry:
    """Somebody who can be signed in as by one click: their role in an organisation, or an engineer without either."""

    user: User
    role: str = ""
    organisation: str = ""


def people_to_try() -> list[ToTry]:
    """Everybody of a demo, those of organisations first; and nobody where real people are."""
    if not DemoMode.objects.exists():
        return []
    everybody = Membership.objects.select_related("user", "organisation").filter(user__is_active=True)
    members = everybody.order_by("organisation__kind", "organisation__name", "joined_at", "id")[: limit("page_size")]
    engineers = EngineerAccount.objects.select_related("user").order_by("since", "user_id")[: limit("page_size")]
    return [
        *(ToTry(one.user, one.said_role, one.organisation.name) for one in members),
        *(ToTry(one.user) for one in engineers),
    ]


def organisations_visible_to(asker: Actor) -> QuerySet[Organisation]:
    """The organisations that `asker` may know of: the operator all, a person those to which they belong."""
    if asker.kind == "operator":
        return Organisation.objects.all()
    return Organisation.objects.filter(id__in=Membership.objects.filter(user_id=asker.id).values("organisation_id"))


def names_of(organisations: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these organisations, for whoever deals with them already. One SQL query."""
    return dict(Organisation.objects.filter(id__in=set(organisations)).values_list("id", "name"))


def get_organisation(asker: Actor, shown_id: str) -> Organisation:
    """The organisation with this shown id. Raises BadId, or NotFound in the same words for a stranger as for none."""
    found = organisations_visible_to(asker).filter(id=parsed("org", shown_id)).first()
    if found is None:
        raise NotFound(
            _("There is no organisation %(id)s, or it is not yours") % {"id": shown_id[:40]},
            at_terminal=_("`guildworks organisations list` shows those you may see."),
        )
    return found


def find_organisations(asker: Actor, *, words: str = "", page: int) -> tuple[list[Organisation], int]:
    """One page of the organisations whose name holds `words`, each with the number of its `people`; and how many."""
    found = organisations_visible_to(asker).filter(name__icontains=words) if words else organisations_visible_to(asker)
    return page_of(found.annotate(people=Count("members")).order_by("name", "id"), page)


def people_visible_to(asker: Actor) -> QuerySet[User]:
    """The accounts that `asker` may look through: the operator all that are not erased, others none."""
    return User.objects.filter(erased_at=None) if asker.kind == "operator" else User.objects.none()


def find_people(asker: Actor, *, words: str = "", page: int) -> tuple[list[User], int]:
    """One page of the accounts whose name or address holds `words`, by name, each with where they belong; how many."""
    found = people_visible_to(asker)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    whole = found.select_related("engineer_account").prefetch_related("memberships__organisation")
    return page_of(whole.order_by("name", "id"), page)


def count_accounts(asker: Actor) -> tuple[int, int]:
    """How many accounts and how many organisations `asker` may look through."""
    return people_visible_to(asker).count(), organisations_visible_to(asker).count()


def get_person_by_id(asker: Actor, shown_id: str) -> User:
    """The account with this shown id. Raises BadId or NotFound."""
    found = people_visible_to(asker).select_related("engineer_account").filter(id=parsed("usr", shown_id)).first()
    if found is None:
        raise NotFound(_("There is no account %(id)s") % {"id": shown_id[:40]}, hint=_("The list of people has all."))
    return found


def invitations_to(asker: Actor, address: str) -> list[Invitation]:
    """The invitations of this address that wait for an answer, for the operator, the latest first."""
    waiting = Invitation.objects.filter(email__iexact=address, ended_at=None).select_related("organisation")
    return list(waiting.order_by("-invited_at", "-id")[: limit("page_size")]) if asker.kind == "operator" else []


def find_account_of(asker: Actor, engineer_id: UUID) -> User | None:
    """The person who looks after this engineer's profile, for the operator."""
    return people_visible_to(asker).filter(engineer_account__engineer_id=engineer_id).first()


def find_engineer_invitation(asker: Actor, engineer_id: UUID) -> Invitation | None:
    """The invitation to look after this profile that waits for an answer, for the operator."""
    waiting = Invitation.objects.filter(engineer_id=engineer_id, ended_at=None).exclude(email="")
    return waiting.order_by("-invited_at").first() if asker.kind == "operator" else None


def members_of(asker: Actor, organisation: Organisation, *, page: int) -> tuple[list[Membership], int]:
    """One page of who belongs to an organisation, those longest there first; and how many they are."""
    return page_of(_memberships_visible_to(asker, organisation).order_by("joined_at", "id"), page)


def get_member(asker: Actor, organisation: Organisation, email: str) -> Membership:
    """Whoever of an organisation has this address. Raises NotFound."""
    found = _memberships_visible_to(asker, organisation).filter(user__email__iexact=email.strip()).first()
    if found is None:
        facts = {"organisation": organisation.name, "address": email[:60], "id": organisation.shown_id}
        raise NotFound(
            _("Nobody of %(organisation)s has the address %(address)s") % facts,
            at_terminal=_("`guildworks organisations show %(id)s` lists its people.") % facts,
        )
    return found


def get_member_by_id(asker: Actor, organisation: Organisation, shown_id: str) -> Membership:
    """The person of an organisation who has this shown id. Raises BadId or NotFound."""
    person = parsed("usr", shown_id)
    found = _memberships_visible_to(asker, organisation).filter(user_id=person).first()
    if found is None:
        raise NotFound(
            _("Nobody of %(organisation)s has this id any more") % {"organisation": organisation.name},
            hint=_("The page of its people shows who belongs."),
        )
    return found


def invitations_of(asker: Actor, organisation: Organisation) -> list[Invitation]:
    """The invitations that wait for an answer, the latest first: to whoever may send them, to others none."""
    waiting = _invitations_visible_to(asker, organisation).filter(ended_at=None).exclude(role=ENGINEER)
    return list(waiting.order_by("-invited_at", "-id"))


def get_open_invitation(asker: Actor, organisation: Organisation, shown_id: str) -> Invitation:
    """The invitation with this shown id, if it waits for an answer. Raises BadId or NotFound."""
    found = _invitations_visible_to(asker, organisation).filter(id=parsed("inv", shown_id), ended_at=None).first()
    if found is None:
        hint = _("Its page shows those that do.")
        raise NotFound(_("This invitation does not wait for an answer any more"), hint=hint)
    return found


def invitation_behind(token: str) -> Invitation:
    """The invitation of a link, for whoever holds it. Raises InvitationUnknown, or how it has ended."""
    found = Invitation.objects.select_related("organisation", "invited_by").filter(token_hash=hash_of(token)).first()
    if found is None:
        raise InvitationUnknown()
    if refusal := not_open(found):
        raise refusal
    return found


def find_invitation_of(addresses: Collection[str]) -> Invitation | None:
    """The latest invitation to one of these addresses, in small letters, that waits for an answer."""
    waiting = Invitation.objects.annotate(small=Lower("email")).filter(small__in=addresses, ended_at=None)
    open_now = waiting.filter(expires_at__gt=clock.now()).select_related("organisation")
    return open_now.order_by("-invited_at", "-id").first()


def find_member(person: UUID, organisation: UUID) -> User | None:
    """A person while they belong to an organisation, or work for the operator: whom its mails still go to."""
    theirs = Q(organisation=organisation) | Q(organisation__kind="operator")
    found = Membership.objects.filter(theirs, user_id=person, user__is_active=True).select_related("user").first()
    return found.user if found else None


def _invitations_visible_to(asker: Actor, organisation: Organisation) -> QuerySet[Invitation]:
    if may_change_members(asker, organisation) is not None:
        return Invitation.objects.none()
    known = Invitation.objects.filter(organisation=organisation).exclude(email="")
    return known.select_related("organisation", "invited_by")


def _memberships_visible_to(asker: Actor, organisation: Organisation) -> QuerySet[Membership]:
    visible = organisations_visible_to(asker).filter(id=organisation.id)
    return Membership.objects.filter(organisation__in=visible).select_related("user", "organisation")


def admins_named(*, most: int = 3) -> list[str]:
    """Who looks after this site for its operator, those longest there first, by their names alone; none: nobody yet.

    No query where the operator has published an address, since that is what pages then say.
    """
    if settings.CONTACT:
        return []
    admins = Membership.objects.filter(role=ADMIN, user__is_active=True, user__erased_at=None)
    return [one.user.name for one in admins.select_related("user").order_by("joined_at", "id")[:most]]
