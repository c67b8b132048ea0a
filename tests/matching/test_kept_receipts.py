"""A receipt of each ranking policy, and of each form that receipts have had, is kept here and replayed.

A version of a policy is code that stays as it is, and who has a receipt of an older form can check it for ever.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from uuid import UUID

import pytest

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.matching.actions import match_brief, promote_policy
from guildworks.matching.queries import receipt_json
from guildworks.matching.ranking_policy import FIRST, shipped_policies
from guildworks.matching.replaying import replay
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.models import SigningKey
from guildworks.platform.signing_keys import as_bytes, as_text, key_in_use
from tests.cast import make_engineer

KEPT = Path(__file__).parent / "receipts"
OTHERS = ["pgvector", "rust", "go", "langgraph"]
VERSIONS = [document["version"] for document in shipped_policies()]
NAMES = {**{version: version for version in VERSIONS}, "2-of-form-2": "2"}  # file: version of its policy
BRIEF = """Search for claims letters

You must know Python and a vector database. Go or Rust would be nice, LangGraph as well. We need somebody senior.
You build a service that finds the letters of a claim and says why.
20 hours a week for 8 weeks, between 70 and 110 EUR per hour. 4 hours between 9:00 and 17:00 Berlin time."""


def file_of(name: str) -> Path:
    return KEPT / f"{name}.json"


def keep(name: str, version: str) -> None:
    """Make a receipt that is not there; one that is there is never made anew."""
    for number in range(12):
        make_engineer(
            f"Kept {number}",
            skills=["python", OTHERS[number % len(OTHERS)], "qdrant"],
            seen={"python": 2.0 + number / 7, "qdrant": 3.5 - number / 9} if number % 3 else {},
            rate=(60 + 5 * number, "EUR"),
            hours=20 + 3 * (number % 6),
            years=None if number % 4 == 0 else 2.5 + number,
            summary=f"I build services that find documents and explain it, for {number + 1} years.",
        )
    if version != FIRST:
        promote_policy(local_operator(), version)
    made = match_brief(local_operator(), operator_organisation(), text=BRIEF, top=4, spent=Spent())
    told = {
        "public_key": as_text(key_in_use().public.public_key),
        "receipt": receipt_json(local_operator(), made.receipt),
    }
    KEPT.mkdir(exist_ok=True)
    file_of(name).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "version"), NAMES.items())
def test_the_kept_receipt_of_each_policy_gives_the_same_numbers(
    request: pytest.FixtureRequest, name: str, version: str
):
    """Way out for a new version: `./guildworks test tests/matching/test_kept_receipts.py --rewrite`. For one that is
    there: the code of that version has changed, and must not.
    """
    if request.config.getoption("--rewrite") and not file_of(name).exists():
        keep(name, version)
    told = json.loads(file_of(name).read_text("utf-8"))
    statement = told["receipt"]["statement"]
    assert statement["policy"]["version"] == version
    raw = as_bytes(told["public_key"])
    key = SigningKey(id=UUID(bytes=hashlib.sha256(raw).digest()[:16]), public_key=raw, created_at=clock.now())
    SigningKey.objects.bulk_create([key], ignore_conflicts=True)
    found = replay(told["receipt"])
    assert (found.result, found.reasons) == ("identical", ())
    (role,) = statement["roles"]
    assert [len(role[name]) for name in ("engineers", "below")] == [4, 7]
