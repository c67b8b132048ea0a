"""Who asks, and what happened: the key itself and its owner's events, for programs."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import ConfigDict, Field

from guildworks.accounts.api_keys.guard import routes
from guildworks.accounts.models import ApiKey
from guildworks.accounts.queries import get_organisation
from guildworks.platform.actor import Actor, Ref, chain_of
from guildworks.platform.events import read_chain
from guildworks.platform.http.keys import ANY_KEY
from guildworks.platform.http.routes import KeyRequest
from guildworks.platform.http.shapes import Sent, Told
from guildworks.platform.ids import shown
from guildworks.platform.models import Event
from guildworks.platform.outer_ids import EVENT, outer_actor, outer_facts, outer_id

api = routes("Account")
# How many engineers were looked at is a count that could tell a client of one or two of them.
WITHHELD = {"shortlist.made": {"candidates"}}
NOBODY = UUID(int=0)


class MeTold(Told):
    """Whom a key acts as, and how far."""

    key: str = Field(description="An id such as apk_01JDQ…")
    name: str
    scopes: list[str]
    expires_at: str
    acts_as: Literal["operator", "user", "engineer"]
    role: str | None = Field(description="Of the person in their organisation, at this moment.")
    organisation: str | None
    engineer: str | None


class SubjectTold(Told):
    """What an event is about."""

    kind: str
    id: str = Field(description="As everywhere, such as brf_01JDQ…: the same as webhooks send.")


class ActorTold(Told):
    """Who did it; the id is told of whoever belongs to the same organisation, and of oneself."""

    kind: str
    id: str | None


class EventTold(Told):
    """Something that happened, in its place of a chain."""

    seq: int = Field(description="Its place in the chain, from 1, without gaps.")
    id: str = Field(description="Such as evt_01JDQ…")
    name: str = Field(description="As docs/reference/events.md lists them.")
    version: int
    at: str
    subject: SubjectTold
    actor: ActorTold
    facts: dict[str, Any] = Field(description="Numbers, days, words of closed lists, and ids such as eng_01JDQ…")


class EventsAsked(Sent):
    """Which events are asked for."""

    model_config = ConfigDict(extra="ignore")

    after: int = Field(0, ge=0, le=2**53, description="The place after which to go on.")
    limit: int = Field(100, ge=1, le=500, description="How many at most.")


class EventsTold(Told):
    """The next events of a chain."""

    chain: str = Field(description="Whose it is: org_…, eng_… or operator.")
    events: list[EventTold]
    last: int = Field(description="The place to ask after next: that of the last event told.")


@api.read("/me", scope=ANY_KEY, gives=MeTold)
def read_me(request: KeyRequest) -> Any:
    """Read whom this key acts as, in which role at this moment, and what its scopes are."""
    key: ApiKey = vars(request)["api_key"]
    actor = request.actor
    return {
        "key": key.shown_id,
        "name": key.name,
        "scopes": key.scopes,
        "expires_at": key.expires_at.isoformat(),
        "acts_as": actor.kind,
        "role": actor.role,
        "organisation": shown("org", actor.organisation_id) if actor.organisation_id else None,
        "engineer": shown("eng", actor.id) if actor.kind == "engineer" else None,
    }


@api.read("/events", scope="events:read", gives=EventsTold)
def list_events(request: KeyRequest, page: Query[EventsAsked]) -> Any:
    """Follow your own chain of events by its places: an organisation's, an engineer's, or the operator's.

    Ask after 0 first, then after the last place of each answer. Places have no gaps, so nothing is missed.
    """
    found = read_chain(_own_chain(request.actor), after=page.after, most=page.limit)
    told = [_event(seq, event, request.actor) for seq, event in found]
    return {"chain": _chain_told(request.actor), "events": told, "last": found[-1][0] if found else page.after}


def _own_chain(actor: Actor) -> str:
    if actor.kind == "engineer":
        return chain_of(Ref("engineer", actor.id))
    return get_organisation(actor, shown("org", actor.organisation_id or NOBODY)).chain


def _chain_told(actor: Actor) -> str:
    if actor.kind == "engineer":
        return shown("eng", actor.id)
    return "operator" if actor.kind == "operator" or not actor.organisation_id else shown("org", actor.organisation_id)


def _event(seq: int, event: Event, asker: Actor) -> dict[str, Any]:
    withheld = WITHHELD.get(event.name, set()) if asker.kind != "operator" else set()
    return {
        "seq": seq,
        "id": shown(EVENT, event.id),
        "name": event.name,
        "version": event.version,
        "at": event.at.isoformat(),
        "subject": {"kind": event.subject_kind, "id": outer_id(event.subject_kind, event.subject_id)},
        "actor": {"kind": event.actor_kind, "id": _actor_id(event, asker)},
        "facts": {name: value for name, value in outer_facts(event).items() if name not in withheld},
    }


def _actor_id(event: Event, asker: Actor) -> str | None:
    is_own = event.actor_id == asker.id or asker.kind == "operator"
    is_colleague = asker.organisation_id is not None and event.organisation_id == asker.organisation_id
    return outer_actor(event) if is_own or is_colleague else None
