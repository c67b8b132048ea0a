"""What has happened in a demo before anybody looks: two briefs, their lists, and a hold that waits for its answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from guildworks.accounts.models import Membership
from guildworks.accounts.queries import actor_in
from guildworks.availability.actions.holds import place_hold
from guildworks.availability.load import Phase, load_of, monday_of
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.queries import working_days_of
from guildworks.availability.talks import Talk, proposed_times
from guildworks.matching.actions import match_brief
from guildworks.matching.considered.actions import count_demand
from guildworks.matching.listed import role_lists
from guildworks.matching.models import Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.ids import parsed
from guildworks.platform.limits import limit
from guildworks.talent.models import Engineer

CLIENT_DAY, TALK_MINUTES = WorkingDay("Europe/Berlin", 9 * 60, 17 * 60), 30
HOURS, WEEKS, TOP = 8, 4, 3
# One for which many fit, and one for which hardly anybody does: it has near misses, who are told what was missing.
FITS = f"""# Answers from policy documents

Our people search for the same answers every day. We want an assistant that finds them in our policy documents.
Python is a must, retrieval-augmented generation would be nice. {HOURS} hours a week for {WEEKS} weeks, remote.
"""
HARDLY_FITS = """# A voice agent for the front desk

It books, moves and cancels appointments on the telephone. Python, pgvector and LangGraph are a must, 32 hours a week
for 12 weeks, at least 6 hours between 9:00 and 17:00 Berlin time, at most 60 EUR per hour. Remote.
"""


def tell_story() -> list[Engineer]:
    """Have the demo's client ask twice and hold the best of its first list: who can tell of it as an engineer.

    First whoever is held, then the nearest miss of the second list. Where nobody fits, they are fewer.
    """
    owner = Membership.objects.select_related("user", "organisation").get(organisation__kind="client", role="owner")
    ines = actor_in(owner)
    lists = [match_brief(ines, owner.organisation, text=text, top=TOP, spent=Spent()) for text in (FITS, HARDLY_FITS)]
    held, missed = (_first(made, kind) for made, kind in zip(lists, ("engineers", "near_misses"), strict=True))
    if held:
        _hold(ines, lists[0], held, at=clock.now())
    count_demand()
    return list(dict.fromkeys(one for one in (held, missed) if one))


def _first(made: Shortlist, kind: str) -> Engineer | None:
    """The first of a list who fits, or nearly does."""
    found = [person["id"] for role in role_lists(made) for person in role.found[kind]]
    return Engineer.objects.get(id=parsed("eng", found[0])) if found else None


def _hold(ines: Actor, made: Shortlist, engineer: Engineer, *, at: datetime) -> None:
    """Hold them for the brief, with times for a talk where the two working days share some."""
    load = load_of(monday_of(at.date()) + timedelta(weeks=1), [Phase(Decimal(HOURS), WEEKS)])
    until = at + timedelta(hours=limit("hold_hours"))
    day = working_days_of([engineer.id]).get(engineer.id)
    times = proposed_times(CLIENT_DAY, day, after=at, until=until, minutes=TALK_MINUTES) if day else []
    talks = {engineer.id: Talk(tuple(times), TALK_MINUTES, CLIENT_DAY.zone)} if times else None
    place_hold(ines, [engineer], holder=made.brief.holder, load=load, talks=talks)
