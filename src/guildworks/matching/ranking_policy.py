"""The ranking policy in force, from the database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from guildworks.kernels.talentindex.lexical import TermStatistics
from guildworks.kernels.talentindex.scorer import PARTS, Policy
from guildworks.matching.models import RankingPolicy
from guildworks.platform.canonical import canonical

POLICIES = Path(__file__).parent / "ranking_policies"
CURRENT = "1"


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy's numbers and the term statistics that its lexical part is measured by."""

    policy: Policy
    statistics: TermStatistics
    sha256: str  # of the document in its canonical form

    @property
    def told(self) -> dict[str, str]:
        """The policy as a receipt names it."""
        return {"version": self.policy.version, "sha256": self.sha256}


@lru_cache(maxsize=8)
def policy_in_force(version: str = CURRENT) -> InForce:
    """The policy of this version, read once per process: a version never changes."""
    return read_policy(RankingPolicy.objects.get(version=version).document)


def read_policy(document: dict[str, Any]) -> InForce:
    """A policy from its document."""
    numbers = dict(document["numbers"])
    weights = {name: numbers["weights"][name] for name in PARTS}  # JSONB does not keep the order
    numbers["weights"] = weights
    statistics = TermStatistics.from_json(document["terms"])
    sha256 = hashlib.sha256(canonical(document)).hexdigest()
    return InForce(Policy(version=document["version"], **numbers), statistics, sha256)


def shipped_policies() -> list[dict[str, Any]]:
    """The documents of all policies that come with this version of the program."""
    return [json.loads(file.read_text("utf-8")) for file in sorted(POLICIES.glob("*.json"))]
