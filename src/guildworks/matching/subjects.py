"""What of matching can be talked about: a brief, a list, and whoever stands on one."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from guildworks.conversations.threads.subjects import Subject
from guildworks.matching.addresses import why_address
from guildworks.matching.listed import Person, RoleList, get_listed
from guildworks.matching.models import Brief, Shortlist
from guildworks.matching.queries import get_brief, get_shortlist
from guildworks.platform.actor import Actor
from guildworks.platform.ids import parsed, shown


def brief_subject(brief: Brief) -> Subject:
    """A brief as something to talk about."""
    address = reverse("brief", args=[brief.shown_id])
    return Subject("brief", brief.id, None, brief.organisation, _("this brief"), brief.title, address)


def list_subject(made: Shortlist) -> Subject:
    """The same of a list."""
    address = reverse("shortlist", args=[made.shown_id])
    return Subject("shortlist", made.id, None, made.brief.organisation, _("this list"), made.brief.title, address)


def listed_subject(made: Shortlist, role: RoleList, person: Person) -> Subject:
    """The same of somebody on a list: on another list they are another choice."""
    part, organisation = parsed("eng", person["id"]), made.brief.organisation
    address = why_address(made, role, person["id"])
    return Subject("listed_engineer", made.id, part, organisation, person["name"], made.brief.title, address)


def find_brief(asker: Actor, id_: UUID, part_id: UUID | None) -> Subject:
    """Raises NotFound, as the others do."""
    return brief_subject(get_brief(asker, shown("brf", id_)))


def find_list(asker: Actor, id_: UUID, part_id: UUID | None) -> Subject:
    """The list with this id."""
    return list_subject(get_shortlist(asker, shown("sho", id_)))


def find_listed(asker: Actor, id_: UUID, part_id: UUID | None) -> Subject:
    """Whoever has the second id, on the list that has the first one."""
    made = get_shortlist(asker, shown("sho", id_))
    role, place = get_listed(made, shown("eng", part_id) if part_id else "")
    return listed_subject(made, role, role.people[place])


KINDS = {
    "brief": (("brf",), find_brief),
    "shortlist": (("sho",), find_list),
    "listed_engineer": (("sho", "eng"), find_listed),
}
