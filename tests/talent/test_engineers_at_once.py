"""Several acts on one engineer at the same moment: none loses what another wrote."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import numpy as np

from guildworks.accounts.queries import local_operator
from guildworks.kernels.talentindex.records import SKILL, skill_key
from guildworks.skills.queries import skill_numbers
from guildworks.talent.actions import EvidenceDraft, record_evidence
from guildworks.talent.models import Listing, SearchRecord
from tests.cast import make_engineer

SEEN_AT_ONCE = ("python", "pytorch", "jax", "kubernetes", "kafka", "postgresql", "docker", "spark")


def test_what_was_seen_at_once_is_all_searchable(own_database, at_once):
    """Each writes anew what searches read: the second must see what the first wrote, or its work is lost."""
    rosa = make_engineer("Rosa", skills=())
    left = list(SEEN_AT_ONCE)

    def see() -> None:
        draft = EvidenceDraft(left.pop(), "test", uuid4(), 3.0, 0.3, date(2026, 11, 1))
        record_evidence(local_operator(), {rosa: [draft]})

    assert at_once(len(SEEN_AT_ONCE), see) == ([None] * len(SEEN_AT_ONCE), [])
    kept = np.frombuffer(SearchRecord.objects.get().skills, SKILL)["skill"]
    assert set(kept.tolist()) == {skill_key(slug) for slug in SEEN_AT_ONCE}
    met = np.unpackbits(np.frombuffer(Listing.objects.get().skills_met, np.uint8), bitorder="little")
    assert all(met[skill_numbers()[slug]] for slug in SEEN_AT_ONCE)
