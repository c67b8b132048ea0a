"""Questions about people and organisations."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from guildworks.accounts.models import Membership, Organisation
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import parsed
from guildworks.platform.paging import page_of


def operator_organisation() -> Organisation:
    """The operator of this installation; a migration has made it."""
    return Organisation.objects.get(kind="operator")


def acting_for(operator: Organisation) -> Actor:
    """Whoever works on the local installation, as its operator."""
    return Actor("operator", operator.id, operator.id)


def local_operator() -> Actor:
    """Whom the command line acts as: the operator of the local installation."""
    return acting_for(operator_organisation())


def organisations_visible_to(asker: Actor) -> QuerySet[Organisation]:
    """The organisations that `asker` may know of: the operator all, a person those to which they belong."""
    if asker.kind == "operator":
        return Organisation.objects.all()
    return Organisation.objects.filter(id__in=Membership.objects.filter(user_id=asker.id).values("organisation_id"))


def get_organisation(asker: Actor, shown_id: str) -> Organisation:
    """The organisation with this shown id. Raises BadId, or NotFound in the same words for a stranger as for none."""
    found = organisations_visible_to(asker).filter(id=parsed("org", shown_id)).first()
    if found is None:
        raise NotFound(
            f"There is no organisation {shown_id[:40]}, or it is not yours",
            hint="`guildworks organisations list` shows those you may see.",
        )
    return found


def find_organisations(asker: Actor, *, page: int) -> tuple[list[Organisation], int]:
    """One page of the organisations, each with the number of its `people`, by name; and how many there are."""
    return page_of(organisations_visible_to(asker).annotate(people=Count("members")).order_by("name", "id"), page)


def members_of(asker: Actor, organisation: Organisation, *, page: int) -> tuple[list[Membership], int]:
    """One page of who belongs to an organisation, those longest there first; and how many they are."""
    return page_of(_memberships_visible_to(asker, organisation).order_by("joined_at", "id"), page)


def get_member(asker: Actor, organisation: Organisation, email: str) -> Membership:
    """Whoever of an organisation has this address. Raises NotFound."""
    found = _memberships_visible_to(asker, organisation).filter(user__email__iexact=email.strip()).first()
    if found is None:
        raise NotFound(
            f"Nobody of {organisation.name} has the address {email[:60]}",
            hint=f"`guildworks organisations show {organisation.shown_id}` lists its people.",
        )
    return found


def _memberships_visible_to(asker: Actor, organisation: Organisation) -> QuerySet[Membership]:
    visible = organisations_visible_to(asker).filter(id=organisation.id)
    return Membership.objects.filter(organisation__in=visible).select_related("user", "organisation")
