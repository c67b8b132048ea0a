"""What may be done with people and organisations, and by whom."""

from __future__ import annotations

from uuid import uuid4

from allauth.socialaccount.models import SocialAccount

from guildworks.accounts import actions as accounts
from guildworks.accounts.api_keys import actions as api_keys
from guildworks.accounts.consents import actions as consents
from guildworks.accounts.engineers import actions as engineers
from guildworks.accounts.impersonation import actions as impersonation
from guildworks.accounts.languages import actions as languages
from guildworks.accounts.models import ApiKey, Invitation, Membership, Organisation, User
from guildworks.accounts.names import actions as names
from guildworks.accounts.shutting_out import actions as shutting_out
from guildworks.accounts.single_sign_on import actions as single_sign_on
from guildworks.platform.actor import Actor, Ref
from guildworks.talent.models import Engineer
from guildworks.talent.public.actions import PURPOSE
from tests.cast import make_account
from tests.security.refusals.scene import Row, finance_of, newcomer_if, row

ROWS: dict[str, Row] = {
    "accounts.begin_impersonation": row(
        lambda actor, scene: impersonation.begin_impersonation(
            actor, User.objects.get(id=scene.cast.bo.id), reason="Bo has asked for it."
        ),
        "operator",
    ),
    "accounts.end_impersonation": row(
        lambda actor, scene: impersonation.end_impersonation(actor, User.objects.get(id=scene.cast.bo.id)), "operator"
    ),
    "accounts.shut_out": row(
        lambda actor, scene: shutting_out.shut_out(
            actor, User.objects.get(id=scene.cast.bo.id), reason="Spam to engineers."
        ),
        "operator",
    ),
    "accounts.let_in": row(
        lambda actor, scene: shutting_out.let_in(actor, User.objects.get(id=scene.cast.bo.id)),
        "operator",
        same_again=True,
    ),
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
    "accounts.rename_person": row(
        lambda actor, scene: names.rename_person(actor, User.objects.get(id=scene.cast.vi.id), name=f"Vi {uuid4()}"),
        "operator",
        "vi",
    ),
    "accounts.rename_organisation": row(
        lambda actor, scene: names.rename_organisation(actor, scene.cast.halden, name=f"Halden {uuid4()}"),
        "operator",
        "ada",
    ),
    "accounts.choose_language": row(
        lambda actor, scene: languages.choose_language(actor, User.objects.get(id=scene.cast.vi.id), "de"), "vi"
    ),
    "accounts.withdraw_consent": row(
        lambda actor, scene: consents.withdraw_consent(actor, User.objects.get(id=scene.cast.vi.id), PURPOSE), "vi"
    ),
    "accounts.unlink_provider": row(
        lambda actor, scene: single_sign_on.unlink_provider(actor, link_of(scene.cast.vi)), "vi"
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
    "accounts.make_api_key": row(
        lambda actor, scene: api_keys.make_api_key(
            actor, membership_of(scene.cast.ada), name="Sync", scopes=["briefs:read"], days=7
        ),
        "ada",
    ),
    "accounts.revoke_api_key": row(
        lambda actor, scene: api_keys.revoke_api_key(actor, a_living_key(scene.cast.ada)), "operator", "ada"
    ),
    "accounts.close_engineer_account": row(
        lambda actor, scene: engineers.close_engineer_account(actor, with_account(actor, scene.rosa)),
        "operator",
        "rosa",
    ),
}
# What a program does and no person: by itself, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "accounts.forget_invitations",
    "accounts.forget_sign_ups",
    "accounts.forget_sessions",
}


def erase(actor: Actor, user: User) -> None:
    """That everybody may delete their own account is tried in tests/accounts: here it would end the scene."""
    accounts.erase_person(actor, user, address=user.email)


def invitation_of(organisation: Organisation) -> Invitation:
    """The first one that waits for an answer."""
    waiting = Invitation.objects.filter(organisation=organisation, ended_at=None).select_related("organisation")
    return waiting.order_by("invited_at", "id")[:1].get()


def membership_of(person: Actor) -> Membership:
    whole = Membership.objects.select_related("user", "organisation")
    return whole.get(user=person.id, organisation=person.organisation_id)


def a_living_key(person: Actor) -> ApiKey:
    """One of somebody's keys that nobody has revoked yet."""
    whole = ApiKey.objects.select_related("membership__organisation", "account")
    return whole.filter(membership__user=person.id, revocation=None).order_by("id")[:1].get()


def link_of(person: Actor) -> SocialAccount:
    """As whom a provider knows somebody who has a password too."""
    return SocialAccount.objects.select_related("user").filter(user=person.id).order_by("id")[:1].get()


def with_account(actor: Actor, rosa: Engineer) -> Ref:
    """An engineer who has an account: Rosa, and for the operator, who comes first, somebody new."""
    engineer = newcomer_if(actor, rosa)
    if engineer != rosa:
        make_account(engineer)
    return engineer.ref
