"""Saving a search, ending it, and searching anew until somebody fits who did not fit before."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from guildworks.accounts.languages.speaking import speaking_to
from guildworks.accounts.models import Membership
from guildworks.accounts.queries import actor_in
from guildworks.matching import policies
from guildworks.matching.actions import AskedTooOften, make_shortlist
from guildworks.matching.events import SEARCH_ENDED, SEARCH_FOUND, SEARCH_SAVED
from guildworks.matching.index.rows import frontier_now
from guildworks.matching.models import SavedSearch, Shortlist
from guildworks.matching.saved.queries import due_searches, list_before
from guildworks.matching.spent import Spent
from guildworks.platform import clock, events
from guildworks.platform.actor import PROGRAM, Actor
from guildworks.platform.errors import GuildworksError
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.platform.work import declare_job

SEARCH_AGAIN = declare_job("matching.search_again")
TAKE_UP_SEARCHES = declare_job("matching.take_up_searches", every="*/10 * * * *")
TITLE_MOST = 120  # characters of a subject


class SavedAlready(GuildworksError):
    """You are told already when somebody fits this brief."""

    code = "saved_search_once_at_a_time"
    hint = "Nothing more is to be done."


class NothingToWaitFor(GuildworksError):
    """As many fit this list as were asked for, so there is nothing to wait for."""

    code = "nothing_to_wait_for"
    hint = "Have the list made anew to see who fits today."


class TooManySearches(GuildworksError):
    """You have as many saved searches as the limit `saved_searches_per_person` allows."""

    code = "too_many_saved_searches"
    hint = "End one that you do not need any more; the list of briefs marks those that wait."


@transaction.atomic
def save_search(actor: Actor, made: Shortlist) -> SavedSearch:
    """Be told once when somebody fits who did not when this list was made.

    Raises NotAllowed, NothingToWaitFor, SavedAlready or TooManySearches.
    """
    brief = made.brief
    require(policies.may_save_search(actor, brief.organisation_id))
    if not made.is_too_short:
        raise NothingToWaitFor()
    most = limit("saved_searches_per_person")
    if SavedSearch.objects.filter(person_id=actor.id, ended_at=None).count() >= most:
        said = _("You have %(most)s saved searches, and no more are kept")
        raise TooManySearches(said % {"most": figure(most)})
    with refusals(saved_search_once_at_a_time=SavedAlready):
        search = SavedSearch.objects.create(brief=brief, shortlist=made, person_id=actor.id, since=clock.now())
    chain = brief.organisation.chain
    events.record(SEARCH_SAVED, search.ref, actor, chain=chain, brief=brief.id, shortlist=made.id)
    return search


@transaction.atomic
def end_saved_search(actor: Actor, search: SavedSearch) -> None:
    """Be told no more. One that has ended already stays as it ended. Raises NotAllowed."""
    require(policies.may_end_saved_search(actor, search.person_id))
    whole = SavedSearch.objects.select_related("brief__organisation").select_for_update(of=("self",))
    for living in whole.filter(id=search.id, ended_at=None):
        _end(actor, living, "ended")


@transaction.atomic
def take_up_searches() -> int:
    """Have those saved searches made anew that may find somebody by now: how many."""
    due = due_searches(clock.now())
    SEARCH_AGAIN.defer([{"search": str(id_)} for id_ in due])
    return len(due)


@transaction.atomic
def search_again(search_id: UUID) -> SavedSearch | None:
    """Make one saved search anew; None where there is nothing to do, or another worker has it at hand.

    What is found, the word of it and the end of the search are one transaction: they are told once, or not yet.
    """
    whole = SavedSearch.objects.select_related("brief__organisation", "shortlist", "person")
    search = whole.select_for_update(skip_locked=True, of=("self",)).filter(id=search_id, ended_at=None).first()
    if search is None:
        return None
    actor, before = _whom(search), list_before(search)
    if search.since <= clock.now() - timedelta(days=limit("saved_search_days")):
        return _end(PROGRAM, search, "expired")
    if actor is None:
        return _end(PROGRAM, search, "left")
    if not before.is_too_short:
        return _end(PROGRAM, search, "enough")
    search.searched_at = clock.now()
    try:
        known, made = frontier_now(connection.connection), _better_list(actor, search, before)
    except AskedTooOften:  # the organisation has had many lists within the hour: this one waits for the next
        search.save(update_fields=["searched_at"])
        return search
    search.frontier = known
    search.save(update_fields=["searched_at", "frontier"])
    return _found(search, made) if made else search


def _whom(search: SavedSearch) -> Actor | None:
    """The person, as they are in the organisation now; None for somebody who does not work for it any more."""
    members = Membership.objects.filter(user=search.person_id, organisation=search.brief.organisation_id)
    actor = next((actor_in(member) for member in members), None)
    return actor if actor and policies.may_save_search(actor, search.brief.organisation_id) is None else None


def _better_list(actor: Actor, search: SavedSearch, before: Shortlist) -> Shortlist | None:
    """The list as of now, if somebody stands on it who did not before; else it was never made."""
    place = transaction.savepoint()
    top = min(search.shortlist.top, limit("shortlist_top"))  # the operator may have lowered it since
    made = make_shortlist(actor, search.brief, top=top, spent=Spent())
    if _listed(made) - _listed(before):
        transaction.savepoint_commit(place)
        return made
    transaction.savepoint_rollback(place)
    return None


def _listed(made: Shortlist) -> set[tuple[int, str]]:
    """Who stands on a list, in each role; also those who were erased since, who do not come back."""
    return {(number, person["id"]) for number, role in enumerate(made.found["roles"]) for person in role["engineers"]}


def _found(search: SavedSearch, made: Shortlist) -> SavedSearch:
    """End a search with the list that it was for, and put the word of it into the outbox."""
    brief = search.brief
    search.ended_at, search.ended_as, search.found = clock.now(), "found", made
    search.save(update_fields=["ended_at", "ended_as", "found"])
    events.record(
        SEARCH_FOUND,
        search.ref,
        PROGRAM,
        chain=brief.organisation.chain,
        brief=brief.id,
        shortlist=made.id,
        person=search.person_id,
    )
    address = f"{settings.PUBLIC_ADDRESS.origin}{reverse('shortlist', args=[made.shown_id])}"
    title = "".join(each for each in brief.title if each.isprintable())[:TITLE_MOST]
    with speaking_to(search.person):
        text = render_to_string("matching/mail/found.txt", {"search": search, "title": title, "link": address})
        subject = _("Guildworks: somebody fits “%(title)s”") % {"title": title}
        send_mail(subject, text, None, [search.person.email])
    return search


def _end(actor: Actor, search: SavedSearch, how: str) -> SavedSearch:
    search.ended_at, search.ended_as = clock.now(), how
    search.save(update_fields=["ended_at", "ended_as"])
    brief = search.brief
    events.record(SEARCH_ENDED, search.ref, actor, chain=brief.organisation.chain, brief=brief.id, how=how)
    return search
