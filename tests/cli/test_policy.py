"""`guildworks policy`: what is in force, what another version would change, and putting it in force."""

from __future__ import annotations

from guildworks.accounts.queries import local_operator
from guildworks.matching.actions import make_shortlist
from guildworks.matching.spent import Spent
from tests.cast import make_brief, make_engineer, make_policy


def test_versions_are_listed_and_another_one_is_promoted(command):
    make_policy("900")
    listed = {each["version"]: each for each in command("policy", "list", "--json").json["policies"]}
    assert listed["1"]["in_force_since"] == listed["1"]["created_at"]
    assert (listed["900"]["in_force_since"], listed["900"]["shortlists"]) == (None, 0)
    promoted = command("policy", "promote", "900", "--json").json
    assert promoted["version"] == "900"
    said = command("policy", "list").out
    assert f"since {promoted['in_force_since'][:10]}" in next(line for line in said.splitlines() if "900" in line)
    assert "policy 1 from now on" in command("policy", "promote", "1").out


def test_what_cannot_be_promoted_is_said_with_the_way_out(command):
    refused = command("policy", "promote", "9999", "--json")
    assert (refused.status, refused.code) == (2, "unknown_policy")
    refused = command("policy", "promote", "1", "--json")
    assert (refused.status, refused.code) == (1, "policy_already_in_force")


def test_two_versions_are_compared_on_the_last_briefs(command):
    make_policy("900", rate=9)
    assert "nothing to compare" in command("policy", "compare", "1", "900").out
    make_engineer("Dear", seen={"python": 3.9}, rate=(109, "EUR"))
    make_engineer("Cheap", rate=(40, "EUR"))
    brief = make_brief(text="Cheap [b]Python[/]\n\nPython is a must, at most 110 EUR an hour.")
    make_shortlist(local_operator(), brief, top=2, spent=Spent())
    compared = command("policy", "compare", "1", "900", "--top", "1", "--json").json
    assert (compared["briefs"], compared["lists"], compared["in_common"]) == (1, 1, 0)
    assert [each["brief"] for each in compared["most_different"]] == [brief.shown_id]
    assert compared["old"]["mean_score"] > compared["new"]["mean_score"]
    said = command("policy", "compare", "1", "900", "--top", "1").out
    assert f"{compared['new']['mean_score']:.4f}" in said
    assert "0 of 1 lists" in said
    assert brief.title in said
    refused = command("policy", "compare", "1", "9999")
    assert (refused.status, "`guildworks policy list`" in refused.err) == (2, True)
