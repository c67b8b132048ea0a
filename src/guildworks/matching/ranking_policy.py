"""The versions of the ranking policy, and the one in force, from the database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from guildworks.kernels.talentindex.lexical import TermStatistics
from guildworks.kernels.talentindex.scorer import PARTS, Policy
from guildworks.matching.models import PolicyPromotion, RankingPolicy
from guildworks.platform.canonical import canonical
from guildworks.platform.errors import BadInput

POLICIES = Path(__file__).parent / "ranking_policies"
FIRST = "1"  # in force until another one is promoted


class UnknownPolicy(BadInput):
    """There is no such version of the ranking policy."""

    code = "unknown_policy"
    hint = "Give a version that there is."
    at_terminal = "`guildworks policy list` shows the versions."


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


def policy_in_force() -> InForce:
    """The policy that lists are made by now. One small SQL query."""
    return get_policy(version_in_force())


def version_in_force() -> str:
    """The version that was promoted last, or the first one."""
    latest = find_latest_promotion()
    return latest.policy_id if latest else FIRST


def find_latest_promotion() -> PolicyPromotion | None:
    """The act by which a policy is in force; None where it is the first one by itself."""
    return PolicyPromotion.objects.order_by("-promoted_at", "-id").first()


@lru_cache(maxsize=8)
def get_policy(version: str) -> InForce:
    """The policy of this version, read once per process: a version never changes. Raises UnknownPolicy."""
    document = RankingPolicy.objects.filter(version=version).values_list("document", flat=True).first()
    if document is None:
        raise UnknownPolicy(_("There is no ranking policy %(version)s") % {"version": repr(version[:40])})
    return read_policy(document)


def read_policy(document: dict[str, Any]) -> InForce:
    """A policy from its document."""
    numbers = dict(document["numbers"])
    told = numbers["weights"]
    weights = {name: told[name] for name in PARTS if name in told}  # JSONB does not keep the order
    numbers["weights"] = weights
    statistics = TermStatistics.from_json(document["terms"])
    sha256 = hashlib.sha256(canonical(document)).hexdigest()
    return InForce(Policy(version=document["version"], **numbers), statistics, sha256)


def shipped_policies() -> list[dict[str, Any]]:
    """The documents of all policies that come with this version of the program, older first, each of them whole."""
    documents: dict[str, dict[str, Any]] = {}
    for file in sorted(POLICIES.glob("*.json"), key=lambda file: int(file.stem)):
        told = json.loads(file.read_text("utf-8"))
        before = documents[told["follows"]] if "follows" in told else {"numbers": {}}
        numbers = before["numbers"] | told["numbers"]
        documents[file.stem] = {"version": file.stem, "numbers": numbers, "terms": (before | told)["terms"]}
    return list(documents.values())
