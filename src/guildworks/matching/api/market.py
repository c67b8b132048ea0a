"""What every key may read of the market: demand by skill, and the policy that lists are made by."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ninja import Query

from guildworks.accounts.api_keys.guard import routes
from guildworks.matching.api.shapes import DemandTold, PolicyTold
from guildworks.matching.demand import counted_at, demand_told, demanded_skills
from guildworks.matching.queries import in_force_since
from guildworks.matching.ranking_policy import policy_in_force
from guildworks.platform.http.cursors import Asked, page_after
from guildworks.platform.http.keys import ANY_KEY
from guildworks.platform.http.routes import KeyRequest
from guildworks.platform.http.shapes import PageAsked

api = routes("Market")


@api.read("/demand", scope=ANY_KEY, gives=DemandTold)
def list_demand(request: KeyRequest, page: Query[PageAsked]) -> Any:
    """List the skills that briefs ask for, the most asked first."""
    rows, after = page_after(demanded_skills(), Asked("demand", request.key_id, page), ("-briefs", "skill_id"))
    counted = counted_at()
    told = [asdict(demand_told(row)) for row in rows]
    return {"demand": told, "counted_at": counted and counted.isoformat(), "next": after}


@api.read("/ranking-policy", scope=ANY_KEY, gives=PolicyTold)
def read_ranking_policy(request: KeyRequest) -> Any:
    """Read the ranking policy in force: what a score is made of."""
    force = policy_in_force()
    since = in_force_since(force.policy.version).isoformat()
    return {**force.told, "in_force_since": since, "weights": force.policy.weights}
