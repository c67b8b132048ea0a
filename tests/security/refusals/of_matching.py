"""What may be done with briefs and lists, and by whom."""

from __future__ import annotations

from guildworks.matching import actions as matching
from guildworks.matching.correcting import Typed
from guildworks.matching.corrections import asked_for
from guildworks.matching.loosening import actions as loosening
from guildworks.matching.loosening.ways import ways
from guildworks.matching.models import Brief, Shortlist
from guildworks.matching.saved import actions as saved
from guildworks.matching.spent import Spent
from tests.security.refusals.scene import FURTHER_POLICY, TEXT, Row, Scene, row

ROWS: dict[str, Row] = {
    "matching.write_brief": row(
        lambda actor, scene: matching.write_brief(actor, scene.cast.halden, text=TEXT, spent=Spent()),
        "operator",
        "ada",
        "bo",
    ),
    "matching.correct_brief": row(
        lambda actor, scene: matching.correct_brief(actor, scene.brief, [twenty_hours(scene.brief)]),
        "operator",
        "ada",
        "bo",
    ),
    "matching.check_feasibility": row(
        lambda actor, scene: matching.check_feasibility(actor, scene.brief), "operator", "ada", "bo", same_again=True
    ),
    "matching.check_loosening": row(
        lambda actor, scene: loosening.check_loosening(actor, latest_list(scene)),
        "operator",
        "ada",
        "bo",
        same_again=True,
    ),
    "matching.loosen_brief": row(
        lambda actor, scene: loosening.loosen_brief(actor, latest_list(scene), a_way_of(scene.brief)),
        "operator",
        "ada",
        "bo",
    ),
    "matching.save_search": row(lambda actor, scene: saved.save_search(actor, latest_list(scene)), "ada", "bo"),
    "matching.end_saved_search": row(lambda actor, scene: saved.end_saved_search(actor, scene.search), "ada"),
    "matching.make_shortlist": row(
        lambda actor, scene: matching.make_shortlist(actor, scene.brief, top=3, spent=Spent()), "operator", "ada", "bo"
    ),
    "matching.match_brief": row(
        lambda actor, scene: matching.match_brief(actor, scene.cast.halden, text=TEXT, top=3, spent=Spent()),
        "operator",
        "ada",
        "bo",
    ),
    "matching.count_attention": row(lambda actor, _: matching.count_attention(actor), "operator"),
    "matching.promote_policy": row(lambda actor, _: matching.promote_policy(actor, FURTHER_POLICY), "operator"),
}
# What a program does and no person: by itself, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "matching.count_demand",
    "matching.take_up_searches",
    "matching.search_again",
    "matching.sync_policies",
}


def twenty_hours(brief: Brief) -> Typed:
    """A correction to what the brief says now."""
    return Typed("hours_per_week", "value", {"hours": "20"}, brief.corrections.count())


def a_way_of(brief: Brief) -> str:
    """To ask for less than it does now: it can always begin later."""
    return ways(asked_for(brief))[-1][0].key


def latest_list(scene: Scene) -> Shortlist:
    """The last one of Halden's brief for which a list was made; fewer stand on it than were asked for."""
    whole = Shortlist.objects.filter(brief=scene.brief).select_related("brief__organisation")
    return whole.order_by("-made_at", "-id")[:1].get()
