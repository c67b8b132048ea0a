"""What may be done with engineers, and by whom."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from guildworks.kernels.text.profile import ClaimDraft, ProfileDraft
from guildworks.platform.money import Money
from guildworks.talent import actions as talent
from tests.security.refusals.scene import Row, newcomer_if, row

EVIDENCE = talent.EvidenceDraft("python", "test", uuid4(), 3.0, 0.3, date(2026, 11, 23))
PROFILE = ProfileDraft(name="Somebody", claims=(ClaimDraft("python", 3),))
ROWS: dict[str, Row] = {
    "talent.import_engineers": row(
        lambda actor, _: talent.import_engineers(actor, [PROFILE], source="file", files=["cv.pdf"]), "operator"
    ),
    "talent.edit_engineer": row(
        lambda actor, scene: talent.edit_engineer(actor, scene.rosa, change=talent.ProfileChange(city="Rome")),
        "operator",
        "rosa",
    ),
    "talent.set_rates": row(
        lambda actor, scene: talent.set_rates(actor, {scene.rosa: [Money(1, "EUR")]}),
        "operator",
        "rosa",
        same_again=True,
    ),
    "talent.record_evidence": row(
        lambda actor, scene: talent.record_evidence(actor, {scene.rosa: [EVIDENCE]}), "operator"
    ),
    "talent.list_engineers": row(
        lambda actor, scene: talent.list_engineers(actor, [scene.rosa]), "operator", same_again=True
    ),
    "talent.unlist_engineers": row(lambda actor, scene: talent.unlist_engineers(actor, [scene.rosa]), "operator"),
    "talent.erase_engineer": row(
        lambda actor, scene: talent.erase_engineer(actor, newcomer_if(actor, scene.rosa)),
        "operator",
        "rosa",
    ),
}
# What a program does and no person: by itself, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "talent.refresh_search_records",
    "talent.refresh_listings",
}
