"""Making organisations, and deciding who belongs to them as what; asking people in, and their coming."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from guildworks.accounts import policies
from guildworks.accounts.engineers.opening import open_engineer_account
from guildworks.accounts.erasure import LastOwner, erase_account
from guildworks.accounts.events import (
    INVITATION_ACCEPTED,
    INVITATION_WITHDRAWN,
    MEMBER_INVITED,
    MEMBER_JOINED,
    MEMBER_LEFT,
    MEMBER_ROLE_CHANGED,
    ORGANISATION_CREATED,
    PASSWORD_LINK_MADE,
    PERSON_DATA_EXPORTED,
)
from guildworks.accounts.invitations import (
    InvitationUsed,
    InvitedByLink,
    end,
    not_open,
    require_room,
    send_invitation,
)
from guildworks.accounts.models import LANGUAGE_MOST, ROLES, Invitation, Membership, Organisation, User
from guildworks.accounts.queries import (
    acting_as_themself,
    exports_since,
    find_person,
    subjects_of,
)
from guildworks.accounts.typed import readable_address, readable_name, require_good_password
from guildworks.platform import clock, events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor
from guildworks.platform.errors import BadInput, GuildworksError, NotFound
from guildworks.platform.exporting import archive_of
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals


class UnknownRole(BadInput):
    """An organisation of this kind has no such role."""

    code = "unknown_role"


class MemberAlready(GuildworksError):
    """This person belongs to the organisation already."""

    code = "membership_once"
    hint = "Their role can be changed where the people of the organisation are listed."


class AddressTaken(GuildworksError):
    """Somebody else was given this address at this very moment."""

    code = "user_has_an_address_of_their_own"
    hint = "Do it again: then they are found."


class WrongAddress(BadInput):
    """This is not the address of the account."""

    code = "wrong_address"
    hint = "Type the primary address, as the page shows it. Nothing was deleted."


class ExportUnderWay(GuildworksError):
    """Your data is being put together at this moment."""

    code = "export_under_way"
    hint = "It takes some seconds. Try again when the other download has come."


class TooManyExports(GuildworksError):
    """You have taken your data as often as one may in a day."""

    code = "too_many_exports"
    http_status = 429


@transaction.atomic
def create_organisation(actor: Actor, *, name: str) -> Organisation:
    """Make a client organisation, to which nobody belongs yet. Raises NotAllowed or BadName."""
    require(policies.may_create_organisation(actor))
    return _new_organisation(actor, name)


@transaction.atomic
def add_member(actor: Actor, organisation: Organisation, *, email: str, name: str, role: str) -> Membership:
    """Put the person with this address into an organisation; who is not known yet is made, with this name.

    Raises NotAllowed, BadEmail, BadName, UnknownRole, MemberAlready or AddressTaken.
    """
    require(policies.may_add_member(actor))
    _require_role(organisation, role)
    address = readable_address(email)
    # Nobody has proved yet that the address is theirs, but their first password comes by a mail to it, or by hand.
    user = find_person(address) or _new_person(address, readable_name(name), is_verified=True)
    return _join(actor, user, organisation, role=role)


@transaction.atomic
def change_role(actor: Actor, membership: Membership, *, role: str) -> Membership:
    """Give somebody another role in their organisation. Raises NotAllowed, UnknownRole, NotFound or LastOwner."""
    organisation = membership.organisation
    require(policies.may_change_members(actor, organisation))
    _require_role(organisation, role)
    held = Membership.objects.select_for_update(of=("self",)).filter(id=membership.id).first()
    if held is None:
        message = _("%(name)s does not belong to %(organisation)s any more")
        facts = {"name": membership.user.name, "organisation": organisation.name}
        raise NotFound(message % facts, hint=_("Add them anew."))
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
    addresses = EmailAddress.objects.filter(user=user, email=user.email.lower(), verified=False)
    if addresses.update(verified=True):
        # Whoever signed up with it, and never proved that it is theirs, must not come in by the password they chose.
        user.set_unusable_password()
        user.save(update_fields=["password"])
    events.record(PASSWORD_LINK_MADE, user.ref, actor, chain=OPERATOR_CHAIN)
    token = EmailAwarePasswordResetTokenGenerator().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})


@transaction.atomic
def invite_member(actor: Actor, organisation: Organisation, *, email: str, role: str) -> Invitation:
    """Send a link to an address, by which it joins the organisation; an earlier one for it ends.

    Raises NotAllowed, BadEmail, UnknownRole, MemberAlready, TooManyInvitations or InvitedMeanwhile.
    """
    require(policies.may_change_members(actor, organisation))
    return _invite(actor, organisation, email=email, role=role).invitation


@transaction.atomic
def invite_by_link(actor: Actor, organisation: Organisation, *, email: str, role: str) -> InvitedByLink:
    """The same, and the link is told, for an installation that sends no mail yet. Raises as `invite_member` does.

    Whoever has the link comes in as this address: so it is for the operator alone, who vouches for it.
    """
    require(policies.may_invite_by_link(actor))
    return _invite(actor, organisation, email=email, role=role)


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation: Invitation) -> None:
    """Have an invitation count no more; one that has ended already stays as it ended. Raises NotAllowed."""
    require(policies.may_change_members(actor, invitation.organisation))
    if end([invitation], "withdrawn"):
        chain = invitation.organisation.chain
        events.record(INVITATION_WITHDRAWN, invitation.ref, actor, chain=chain, role=invitation.role)


@transaction.atomic
def accept_invitation(actor: Actor, invitation: Invitation) -> User:
    """Join the organisation that one's address was asked into, or look after the profile that it is about.

    Raises NotAllowed, MemberAlready, EngineerAlready, or how the invitation has ended meanwhile
    (`invitations.not_open`).
    """
    require(policies.may_accept_invitation(actor, invitation))
    # Before the invitation, as whoever deletes their account does: the other way round two of them wait for each other.
    user = User.objects.select_for_update(no_key=True).get(id=actor.id)
    _take(invitation)
    return _come_in(user, invitation)


@transaction.atomic
def sign_up_invited(invitation: Invitation, *, name: str, password: str) -> User:
    """Make an account for the address that was invited, which the link has proved, and come in.

    Raises NotAllowed, BadName, BadPassword, AddressTaken, or how the invitation has ended meanwhile.
    """
    require(policies.may_sign_up_invited())
    _take(invitation)
    user = _new_person(invitation.email, readable_name(name), password=password, is_verified=True, language=_spoken())
    return _come_in(user, invitation)


@transaction.atomic
def sign_up_by_provider(invitation: Invitation, *, name: str) -> User:
    """The same by a provider that has verified the address which was invited: without a link, and without a password.

    Raises NotAllowed, BadName, AddressTaken, or how the invitation has ended meanwhile.
    """
    require(policies.may_sign_up_invited())
    _take(invitation)
    user = _new_person(invitation.email, readable_name(name), is_verified=True)
    return _come_in(user, invitation)


@transaction.atomic
def sign_up(*, email: str, name: str, password: str, organisation: str) -> User:
    """Make an account whose address is not proved yet, and a client organisation that it owns.

    Raises NotAllowed, BadEmail, BadName, BadPassword or AddressTaken.
    """
    require(policies.may_sign_up())
    address, called = readable_address(email), readable_name(name)
    user = _new_person(address, called, password=password, is_verified=False, language=_spoken())
    actor = acting_as_themself(user)
    _join(actor, user, _new_organisation(actor, organisation), role="owner")
    return user


@transaction.atomic
def export_own_data(actor: Actor, user: User) -> bytes:
    """A zip of all that is kept of a person, for themself. Raises NotAllowed, ExportUnderWay or TooManyExports."""
    require(policies.may_export_data(actor, user))
    alone = User.objects.select_for_update(no_key=True, skip_locked=True).filter(id=user.id, erased_at=None)
    if alone.first() is None:
        raise ExportUnderWay()
    most = limit("exports_per_day")
    if exports_since(user, clock.now() - timedelta(days=1)) >= most:
        raise TooManyExports(
            hint=ngettext(
                "It can be taken %(most)s time in 24 hours. Go on tomorrow.",
                "It can be taken %(most)s times in 24 hours. Go on tomorrow.",
                most,
            )
            % {"most": most}
        )
    archive = archive_of(*subjects_of(user))
    events.record(PERSON_DATA_EXPORTED, user.ref, actor, chain=OPERATOR_CHAIN, bytes=len(archive))
    return archive


@transaction.atomic
def erase_person(actor: Actor, user: User, *, address: str) -> None:
    """Delete the account of a person, whose primary address is typed: all that is theirs goes, and they are signed out.

    Their row stays and says nothing; what they wrote for an organisation is the organisation's. Raises NotAllowed,
    WrongAddress, LastOwner or LastAdmin.
    """
    require(policies.may_erase_person(actor, user))
    alone = User.objects.select_for_update().filter(id=user.id, erased_at=None).first()
    if alone is None or address.strip().lower() != alone.email.lower():
        raise WrongAddress()
    erase_account(actor, alone)


def _spoken() -> str:
    """The language of the page on which somebody signs up, unless it is the site's: their mails then speak it too."""
    spoken = get_language() or ""
    return "" if spoken == settings.LANGUAGE_CODE else spoken[:LANGUAGE_MOST]


def _new_organisation(actor: Actor, name: str) -> Organisation:
    organisation = Organisation.objects.create(kind="client", name=readable_name(name))
    events.record(ORGANISATION_CREATED, organisation.ref, actor, chain=organisation.chain)
    return organisation


def _new_person(address: str, name: str, *, is_verified: bool, password: str | None = None, language: str = "") -> User:
    """Somebody new; without a password they set one by a mail to their address, or by hand."""
    user = User(email=address, name=name, language=language)
    if password is not None:
        require_good_password(password, user)
    user.set_password(password)
    with refusals(user_has_an_address_of_their_own=AddressTaken, unique_verified_email=AddressTaken):
        user.save(force_insert=True)
        EmailAddress.objects.create(user=user, email=address.lower(), verified=is_verified, primary=True)
    return user


def _join(actor: Actor, user: User, organisation: Organisation, *, role: str) -> Membership:
    with refusals(membership_once=MemberAlready):
        joined = Membership.objects.create(user=user, organisation=organisation, role=role, joined_at=clock.now())
    events.record(MEMBER_JOINED, user.ref, actor, chain=organisation.chain, role=role)
    return joined


def _invite(actor: Actor, organisation: Organisation, *, email: str, role: str) -> InvitedByLink:
    """A new invitation instead of the one that this address may have, sent to it."""
    address = readable_address(email)
    _require_role(organisation, role)
    Organisation.objects.select_for_update(no_key=True).get(id=organisation.id)  # one after the other, or none counts
    if Membership.objects.filter(organisation=organisation, user__email__iexact=address).exists():
        raise MemberAlready()
    end(Invitation.objects.filter(organisation=organisation, email__iexact=address), "replaced")
    require_room(organisation)
    invited = send_invitation(actor, organisation, address=address, role=role)
    events.record(MEMBER_INVITED, invited.invitation.ref, actor, chain=organisation.chain, role=role)
    return invited


def _take(invitation: Invitation) -> None:
    """Use an invitation up. Of two who do it at once, the second waits for the first one's row, and finds it ended."""
    if not_open(invitation) is None and end([invitation], "accepted"):
        return
    invitation.refresh_from_db(fields=["ended_at", "ended_as"])
    raise not_open(invitation) or InvitationUsed()


def _come_in(user: User, invitation: Invitation) -> User:
    actor, organisation, role = acting_as_themself(user), invitation.organisation, invitation.role
    events.record(INVITATION_ACCEPTED, invitation.ref, actor, chain=organisation.chain, role=role)
    if invitation.engineer_id:
        open_engineer_account(actor, user, invitation.engineer_id)
    else:
        _join(actor, user, organisation, role=role)
    return user


def _require_role(organisation: Organisation, role: str) -> None:
    roles = ROLES[organisation.kind]
    if role not in roles:
        is_operator = organisation.kind == "operator"
        message = _("The operator has no role %(role)s") if is_operator else _("A client has no role %(role)s")
        hint = _("It is one of %(roles)s.") % {"roles": ", ".join(roles)}
        raise UnknownRole(message % {"role": repr(role[:40])}, hint=hint)
