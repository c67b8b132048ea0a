"""Questions about engineers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Func, Prefetch, Q, QuerySet, TextField
from django.utils.translation import gettext as _

from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import parsed, shown
from guildworks.platform.paging import page_of
from guildworks.platform.policies import require
from guildworks.skills.models import Skill
from guildworks.talent import policies
from guildworks.talent.models import Claim, Engineer, Evidence, KeptHandle, Listing, PublicPage, Resume

# What words are looked for in, as the index `engineer_by_words` has it (sql/0004_engineers_by_words.sql).
_SAID = Func(
    "public_name",
    "headline",
    "city",
    template="(%(expressions)s)",
    arg_joiner=" || chr(10) || ",
    output_field=TextField(),
)


def visible_to(asker: Actor) -> QuerySet[Engineer]:
    """The engineers that `asker` may know of: the operator all, an engineer themself, a client the listed ones."""
    if asker.kind == "operator":
        return Engineer.objects.all()
    if asker.kind == "engineer":
        return Engineer.objects.filter(id=asker.id)
    return Engineer.objects.filter(listing__isnull=False)


def get_engineer(asker: Actor, shown_id: str) -> Engineer:
    """The engineer with this shown id. Raises BadId, or NotFound in the same words for what is hidden and for none."""
    found = whole(visible_to(asker)).filter(id=parsed("eng", shown_id)).first()
    if found is None:
        command = _("`guildworks engineers find` lists those you may see.")
        raise NotFound(_("There is no engineer %(id)s") % {"id": shown_id}, at_terminal=command)
    return found


def get_own_profile(asker: Actor) -> Engineer:
    """The whole profile of the engineer who asks. Raises NotFound for anybody else."""
    return get_engineer(asker, shown("eng", asker.id if asker.kind == "engineer" else UUID(int=0)))


def find_resume(asker: Actor, engineer: Engineer) -> Resume | None:
    """The resume that an engineer has sent, while it is kept. Raises NotAllowed."""
    require(policies.may_see_resume(asker, engineer))
    return Resume.objects.filter(engineer=engineer).select_related("file").first()


def find_public_page(engineer: Engineer) -> PublicPage | None:
    """What an engineer has chosen to be public, if anything is."""
    return PublicPage.objects.filter(engineer=engineer).first()


def find_kept_handle(engineer: Engineer) -> str | None:
    """The address that an engineer's public page had last, while it is kept for them."""
    return KeptHandle.objects.filter(engineer=engineer).order_by("-left_at").values_list("handle", flat=True).first()


def get_public_page(handle: str) -> tuple[PublicPage, Engineer]:
    """The public page at a handle and the whole profile behind it, for everybody. Raises NotFound."""
    page = PublicPage.objects.filter(handle=handle.lower()).first() if handle.isprintable() else None
    if page is None:
        raise NotFound(
            _("There is no public page at this address."),
            hint=_("Its engineer may have closed it, or moved it to another one."),
        )
    return page, whole(Engineer.objects.filter(id=page.engineer_id)).get()


def get_kept_profile(asker: Actor, shown_id: str) -> Engineer:
    """The whole profile of an engineer, for whoever may change it; `me` is the engineer who asks.

    Raises BadId, or NotFound: a client knows of engineers what its lists tell.
    """
    if asker.kind not in ("operator", "engineer"):
        raise NotFound(_("There is no engineer %(id)s") % {"id": shown_id[:40]}, hint=_("Lists tell of engineers."))
    return get_own_profile(asker) if shown_id == "me" else get_engineer(asker, shown_id)


def get_engineers(asker: Actor, shown_ids: Iterable[str]) -> list[Engineer]:
    """The engineers with these shown ids, in this order, each once, without their profiles. One SQL query.

    Raises BadId, or NotFound in the same words for whoever is hidden and for nobody.
    """
    ids = list(dict.fromkeys(parsed("eng", shown_id) for shown_id in shown_ids))
    found = visible_to(asker).filter(erased_at=None).in_bulk(ids)
    if len(found) < len(ids):
        raise NotFound(
            _("There is no such engineer.") if len(ids) == 1 else _("One of these engineers is not there."),
            hint=_("Whoever has left the listing cannot be held. Choose somebody else."),
        )
    return [found[each] for each in ids]


def whole(engineers: QuerySet[Engineer]) -> QuerySet[Engineer]:
    """The same engineers with all that belongs to their profile. Eight SQL queries, however many engineers."""
    newest_first = Evidence.objects.order_by("-observed_on", "skill_id", "id")
    return engineers.select_related("listing").prefetch_related(
        "jobs", "works", "claims__skill", "rates", "languages", Prefetch("evidence", queryset=newest_first)
    )


def is_anybody_listed() -> bool:
    """Whether a search could find anybody at all."""
    return Listing.objects.exists()


def erased_since(moment: datetime) -> list[UUID]:
    """Who was erased after this moment."""
    return list(Engineer.objects.filter(erased_at__gt=moment).values_list("id", flat=True))


def erased_among(engineers: Iterable[UUID]) -> set[UUID]:
    """Those of these engineers who were erased."""
    erased = Engineer.objects.filter(id__in=set(engineers), erased_at__isnull=False)
    return set(erased.values_list("id", flat=True))


def engineers_found(asker: Actor, words: str) -> QuerySet[Engineer]:
    """The engineers whose name, headline or city holds `words`, or who have this skill, in no order; all without words.

    Nobody who was erased: there is nothing to find of them. One SQL query where there are words.
    """
    found = visible_to(asker).filter(erased_at=None).select_related("listing")
    if words:
        text = Q(said__icontains=words.replace("\n", " "))
        # Two lists of ids, each made once. Joined to both tables, each engineer is many rows, and a search is minutes.
        skills = list(Skill.objects.filter(Q(name__iexact=words) | Q(slug=words)).values_list("slug", flat=True))
        having = [kind.objects.filter(skill__in=skills).values("engineer") for kind in (Claim, Evidence)]
        found = found.alias(said=_SAID).filter(text | Q(id__in=having[0]) | Q(id__in=having[1]) if skills else text)
    return found


def find_engineers(asker: Actor, words: str, *, page: int) -> tuple[list[Engineer], int]:
    """One page of the same engineers by name, and how many they are."""
    return page_of(engineers_found(asker, words).order_by("public_name", "id"), page)


@dataclass(frozen=True, slots=True)
class Having:
    """How many engineers say that they have a skill, and of how many something was seen of it, listed or not."""

    say: int
    seen: int


def count_having(asker: Actor, skill: str) -> Having:
    """How many of the engineers that `asker` may know of have this very skill. Two SQL queries."""
    known = visible_to(asker)
    said = Claim.objects.filter(skill=skill, engineer__in=known)
    seen = Evidence.objects.filter(skill=skill, engineer__in=known)
    return Having(said.count(), seen.values("engineer").distinct().count())
