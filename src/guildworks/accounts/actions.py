"""Making organisations, and deciding who belongs to them as what."""

from __future__ import annotations

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from guildworks.accounts import policies
from guildworks.accounts.events import (
    MEMBER_JOINED,
    MEMBER_LEFT,
    MEMBER_ROLE_CHANGED,
    ORGANISATION_CREATED,
    PASSWORD_LINK_MADE,
)
from guildworks.accounts.models import ROLES, Membership, Organisation, User
from guildworks.accounts.queries import find_person
from guildworks.platform import clock, events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.errors import BadInput, GuildworksError, NotFound
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals

NAME_MOST, ADDRESS_MOST = 200, 254


class BadName(BadInput):
    """A name has 1 to 200 characters that can be seen."""

    code = "bad_name"
    hint = "Write it as it should stand on a page."


class BadEmail(BadInput):
    """This is not an e-mail address."""

    code = "bad_email"
    hint = "An address is such as ada@example.org."


class UnknownRole(BadInput):
    """An organisation of this kind has no such role."""

    code = "unknown_role"


class MemberAlready(GuildworksError):
    """This person belongs to the organisation already."""

    code = "membership_once"
    hint = "`guildworks organisations role` gives them another role."


class AddressTaken(GuildworksError):
    """Somebody else was given this address at this very moment."""

    code = "user_has_an_address_of_their_own"
    hint = "Do it again: then they are found."


class LastOwner(GuildworksError):
    """An organisation keeps an owner, and this is the last one."""

    code = "organisation_keeps_an_owner"
    hint = "Make somebody else an owner first."


@transaction.atomic
def create_organisation(actor: Actor, *, name: str) -> Organisation:
    """Make a client organisation, to which nobody belongs yet. Raises NotAllowed or BadName."""
    require(policies.may_create_organisation(actor))
    organisation = Organisation.objects.create(kind="client", name=_name(name))
    events.record(ORGANISATION_CREATED, organisation.ref, actor, chain=organisation.chain)
    return organisation


@transaction.atomic
def add_member(actor: Actor, organisation: Organisation, *, email: str, name: str, role: str) -> Membership:
    """Put the person with this address into an organisation; who is not known yet is made, with this name.

    Raises NotAllowed, BadEmail, BadName, UnknownRole, MemberAlready or AddressTaken.
    """
    require(policies.may_add_member(actor))
    _require_role(organisation, role)
    address = _address(email)
    user = find_person(address) or _new_person(address, _name(name))
    with refusals(membership_once=MemberAlready):
        joined = Membership.objects.create(user=user, organisation=organisation, role=role, joined_at=clock.now())
    events.record(MEMBER_JOINED, user.ref, actor, chain=organisation.chain, role=role)
    return joined


@transaction.atomic
def change_role(actor: Actor, membership: Membership, *, role: str) -> Membership:
    """Give somebody another role in their organisation. Raises NotAllowed, UnknownRole, NotFound or LastOwner."""
    organisation = membership.organisation
    require(policies.may_change_members(actor, organisation))
    _require_role(organisation, role)
    held = Membership.objects.select_for_update(of=("self",)).filter(id=membership.id).first()
    if held is None:
        raise NotFound(f"{membership.user.name} does not belong to {organisation.name} any more", hint="Add them anew.")
    if held.role != role:
        before, held.role = held.role, role
        with refusals(organisation_keeps_an_owner=LastOwner):
            held.save(update_fields=["role"])
        events.record(MEMBER_ROLE_CHANGED, held.user.ref, actor, chain=organisation.chain, role=role, instead_of=before)
    return held


@transaction.atomic
def end_membership(actor: Actor, membership: Membership) -> None:
    """Take somebody out of their organisation, or leave it. Raises NotAllowed or LastOwner."""
    require(policies.may_end_membership(actor, membership))
    with refusals(organisation_keeps_an_owner=LastOwner):
        gone, _ = Membership.objects.filter(id=membership.id).delete()
    if gone:
        organisation = membership.organisation
        events.record(MEMBER_LEFT, membership.user.ref, actor, chain=organisation.chain, role=membership.role)


@transaction.atomic
def make_password_link(actor: Actor, user: User) -> str:
    """The path of a page on which somebody sets their password, once and within three days. Raises NotAllowed.

    For an installation that sends no mail: the operator gives it to the person, and so vouches for their address.
    """
    require(policies.may_link_person(actor))
    EmailAddress.objects.filter(user=user, email=user.email.lower()).update(verified=True)
    events.record(PASSWORD_LINK_MADE, user.ref, actor, chain=OPERATOR_CHAIN)
    token = EmailAwarePasswordResetTokenGenerator().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})


def _new_person(address: str, name: str) -> User:
    """Nobody has proved yet that the address is theirs, but their first password comes by a mail to it, or by hand."""
    user = User(email=address, name=name)
    user.set_unusable_password()
    with refusals(user_has_an_address_of_their_own=AddressTaken, unique_verified_email=AddressTaken):
        user.save(force_insert=True)
        EmailAddress.objects.create(user=user, email=address.lower(), verified=True, primary=True)
    return user


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_MOST or not name.isprintable():
        raise BadName()
    return name


def _address(text: str) -> str:
    address = User.objects.normalize_email(text.strip())
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise BadEmail(f"{address[:60]!r} is not an e-mail address") from wrong
    if len(address) > ADDRESS_MOST:
        raise BadEmail(f"An address has at most {ADDRESS_MOST} characters, this one {len(address):,}")
    return address


def _require_role(organisation: Organisation, role: str) -> None:
    roles = ROLES[organisation.kind]
    if role not in roles:
        whose = "The operator" if organisation.kind == "operator" else "A client"
        raise UnknownRole(f"{whose} has no role {role[:40]!r}", hint=f"It is one of {', '.join(roles)}.")
