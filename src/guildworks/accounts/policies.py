"""Who may look after organisations, and what each role may do in its own."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from guildworks.accounts.models import ADMIN, Invitation, Membership, Organisation, User
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.choices import chosen

WORKING = ("owner", "hiring_manager")  # they write briefs, have lists made, and hold


def works_for(actor: Actor, organisation_id: UUID) -> bool:
    """Whether somebody does the work of an organisation, and does not only look on."""
    return actor.kind == "user" and actor.organisation_id == organisation_id and actor.role in WORKING


def may_export_data(actor: Actor, user: User) -> str | None:
    """The person whose data it is."""
    return None if actor.id == user.id else _("Only the person themself may take out all that is kept of them.")


def may_choose_language(actor: Actor, user: User) -> str | None:
    """The person who is spoken to."""
    return None if actor.id == user.id else _("Only the person themself may choose in which language they read.")


def may_rename_person(actor: Actor, user: User) -> str | None:
    """The person, and the operator, whom others ask for it."""
    if actor.kind == "operator" or actor.id == user.id:
        return None
    return _("Only the person themself and the operator may correct a name.")


def may_unlink_provider(actor: Actor, user: User) -> str | None:
    """The person whom it signs in."""
    return None if actor.id == user.id else _("Only the person themself may say by which providers they sign in.")


def may_withdraw_consent(actor: Actor, user: User) -> str | None:
    """The person who gave it."""
    return None if actor.id == user.id else _("Only the person themself may take back what they have agreed to.")


def may_erase_person(actor: Actor, user: User) -> str | None:
    """The person, and the operator, whom others ask for it."""
    if actor.kind == "operator" or actor.id == user.id:
        return None
    return _("Only the person themself and the operator may delete an account.")


def may_impersonate(actor: Actor, person: User) -> str | None:
    """The operator; not as another of its admins, who could see whatever they see themself, nor as whoever is gone."""
    if actor.kind != "operator":
        return _("Only the operator may look at the site as somebody else.")
    if actor.id == person.id or Membership.objects.filter(user=person, role=ADMIN).exists():
        return _("Nobody can see the site as one of the operator's admins does.")
    can_sign_in = person.is_active and person.erased_at is None
    return None if can_sign_in else _("The site can be seen only as somebody who can sign in.")


def may_shut_out(actor: Actor, person: User) -> str | None:
    """The operator, and none of its own admins: one of them would shut out those who could let them in again."""
    if actor.kind != "operator":
        return _("Only the operator may shut somebody out, or let them in again.")
    if actor.id == person.id or Membership.objects.filter(user=person, role=ADMIN).exists():
        return _("An admin of the operator is not shut out: take that role first.")
    return None if person.erased_at is None else _("This account is deleted.")


def may_read_tables(actor: Actor) -> str | None:
    """The operator, as themself."""
    return None if actor.kind == "operator" and not actor.looks_on else _("Only the operator may read the tables.")


def may_create_organisation(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else _("Only the operator may create an organisation.")


def may_rename_organisation(actor: Actor, organisation: Organisation) -> str | None:
    """Its owners, and the operator."""
    if actor.kind == "operator" or (actor.organisation_id == organisation.id and actor.role == "owner"):
        return None
    return _("Only an owner of the organisation may change what it is called.")


def may_add_member(actor: Actor) -> str | None:
    """The operator: an owner has to ask first, and may be told no."""
    return None if actor.kind == "operator" else _("Only the operator may put somebody into an organisation.")


def may_link_person(actor: Actor) -> str | None:
    """The operator: whoever has the link sets the password."""
    return None if actor.kind == "operator" else _("Only the operator may make a link that sets a password.")


def may_change_members(actor: Actor, organisation: Organisation) -> str | None:
    """Its owners, and the operator."""
    if actor.kind == "operator" or (actor.organisation_id == organisation.id and actor.role == "owner"):
        return None
    return _("Only an owner of the organisation may change who belongs to it.")


def may_invite_by_link(actor: Actor) -> str | None:
    """The operator: whoever has the link is taken for the person whose address it names."""
    return None if actor.kind == "operator" else _("Only the operator may make an invitation's link by hand.")


def may_invite_engineer(actor: Actor) -> str | None:
    """The operator, who vouches for whose profile it is."""
    return None if actor.kind == "operator" else _("Only the operator may ask somebody to look after a profile.")


def may_close_engineer_account(actor: Actor, engineer: Ref) -> str | None:
    """The engineer, and the operator."""
    if actor.kind == "operator" or (actor.kind == "engineer" and actor.id == engineer.id):
        return None
    return _("Only the operator and the engineer may end an engineer's account.")


def may_accept_invitation(actor: Actor, invitation: Invitation) -> str | None:
    """The person who has this address, and has proved it."""
    theirs = EmailAddress.objects.filter(user_id=actor.id, email__iexact=invitation.email, verified=True)
    return None if theirs.exists() else _("Only the person whose address was invited may accept this invitation.")


def may_sign_up() -> str | None:
    """Everybody, where the operator has opened it."""
    return None if chosen("sign_up") == "open" else _("Only people who were invited have an account here.")


def may_sign_up_invited() -> str | None:
    """Whoever was invited, unless the operator has closed it."""
    return None if chosen("sign_up") != "closed" else _("Only people who have an account already can accept it now.")


def may_end_membership(actor: Actor, membership: Membership) -> str | None:
    """Whoever it is, its organisation's owners, and the operator."""
    if actor.kind == "user" and actor.id == membership.user_id:
        return None
    return may_change_members(actor, membership.organisation)
