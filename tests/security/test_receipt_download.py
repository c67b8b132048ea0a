"""The receipt from the page of a list: genuine for whoever takes it, and nothing in it that they may not see."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator
from guildworks.matching.actions import count_attention, match_brief
from guildworks.matching.models import ReceiptPart, Shortlist
from guildworks.matching.replaying import replay
from guildworks.matching.spent import Spent
from guildworks.platform.signatures import parse
from guildworks.talent.actions import erase_engineer
from guildworks.talent.models import Engineer
from tests.cast import content_of, make_engineer

BRIEF = "Python is a must, 20 hours a week for 8 weeks from 11 January 2027, at most 110 EUR per hour."

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast) -> Shortlist:
    """Halden's list of three; six more fit, each with a rate and hours that nobody else has."""
    for number in range(9):
        make_engineer(f"Fit {number}", seen={"python": 3.9 - number / 5}, rate=(71 + number, "EUR"), hours=31 + number)
    return match_brief(cast.ada, cast.halden, text=BRIEF, top=3, spent=Spent())


def browser_of(who: Any) -> Client:
    opened = Client(raise_request_exception=False)
    opened.force_login(User.objects.get(id=who.id))
    return opened


def address(made: Shortlist) -> str:
    return f"/shortlists/{made.shown_id}/receipt"


def downloaded(who: Any, made: Shortlist) -> dict[str, Any]:
    return parse(browser_of(who).get(address(made)).content.decode())


def below() -> list[ReceiptPart]:
    return list(ReceiptPart.objects.filter(place__contains="/below/"))


@pytest.mark.parametrize("who", ["ada", "bo", "vi"])
def test_everybody_who_sees_the_list_gets_a_file_that_verifies_and_gives_the_same_list_again(cast, made, who):
    answer = browser_of(getattr(cast, who)).get(address(made))
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'attachment; filename="{made.receipt.shown_id}.json"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    found = replay(parse(answer.content.decode()))
    assert (found.result, found.left_out) == ("identical", 6)


def test_its_signature_holds_by_the_public_keys_alone(cast, made):
    """As docs/operating.md shows it, for a client who has nothing of ours but the file."""
    (key,) = browser_of(cast.bo).get("/.well-known/guildworks-keys.json").json()["keys"]
    statement = json.loads(browser_of(cast.bo).get(address(made)).content)["statement"]
    signature = statement.pop("signature")
    value = signature.pop("value")
    Ed25519PublicKey.from_public_bytes(raw(key["public_key"])).verify(raw(value), rfc8785.dumps(signature))
    assert hashlib.sha256(rfc8785.dumps(statement)).hexdigest() == signature["digest"]


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_clients_file_says_of_those_below_the_list_only_that_they_were_there(cast, made):
    assert len(below()) == 6
    file = downloaded(cast.ada, made)
    assert [place for place in file["parts"] if "/below/" in place] == []
    (role,) = file["statement"]["roles"]
    assert [set(one) for one in role["below"]] == [{"rank", "sealed"}] * 6
    told = json.dumps(file["parts"]) + json.dumps(role["engineers"])
    for part in below():
        engineer = Engineer.objects.get(id=part.engineer_id)
        assert engineer.shown_id not in json.dumps(file)
        assert part.salt not in json.dumps(file)  # with it the few rates that there are could be tried
        assert f'"rate": {part.content["inputs"]["rate"]}' not in told
        assert f'"free_hours": {part.content["inputs"]["free_hours"]}' not in told


def test_a_clients_file_counts_nobody(cast, made):
    """Of one or two people it would tell what the page does not."""
    file = downloaded(cast.ada, made)
    assert "1/counts" not in file["parts"]
    assert file["statement"]["roles"][0].keys() == {"role", "sealed_counts", "engineers", "below", "near_misses"}


def test_what_it_says_of_those_on_the_list_the_list_says_too(cast, made):
    """A further column of the scorer is a decision: it goes into the list here, or it is a leak."""
    file = downloaded(cast.vi, made)
    for person in made.found["roles"][0]["engineers"]:
        inputs = file["parts"][f"1/engineers/{person['rank']}"]["content"]["inputs"]
        assert inputs.keys() == {
            "skills", "lexical", "semantic", "years", "rate", "overlap", "free_hours", "attention",
        }  # fmt: skip
        assert inputs["rate"] == person["rate"]["amount"]
        assert (inputs["years"], inputs["overlap"], inputs["free_hours"]) == (
            person["years"], person["overlap_hours"], person["free_hours"],
        )  # fmt: skip
        assert [skill["by"] for skill in inputs["skills"]] == [skill["skill"] for skill in person["skills"]]
        assert {"lexical", "semantic"} <= person["parts"].keys()


def test_how_often_other_clients_were_shown_somebody_is_not_in_it_where_it_does_not_count(cast, made):
    """The first policy does not reckon with attention, and no page says it."""
    for _ in range(4):
        match_brief(cast.cy, cast.strangers, text=BRIEF, top=3, spent=Spent())
    assert count_attention(local_operator())
    file = downloaded(cast.ada, match_brief(cast.ada, cast.halden, text=BRIEF, top=3, spent=Spent()))
    assert {
        part["content"]["inputs"]["attention"] for part in file["parts"].values() if "inputs" in part["content"]
    } == {None}
    assert replay(file).result == "identical"


def test_the_operators_file_is_whole(made, admin):
    opened = Client()
    opened.force_login(admin)
    file = parse(opened.get(address(made)).content.decode())
    assert len([place for place in file["parts"] if "/below/" in place]) == 6
    assert file["parts"]["1/counts"]["content"]["survivors"] == made.found["roles"][0]["survivors"]
    assert replay(file).left_out == 0


def test_what_is_changed_in_a_file_is_noticed(cast, made):
    file = downloaded(cast.ada, made)
    file["parts"]["1/engineers/1"]["content"]["inputs"]["rate"] = 1
    assert replay(file).result == "changed content"
    file = downloaded(cast.ada, made)
    del file["parts"]["1/engineers/1"]
    assert replay(file).result == "changed content"


def test_a_stranger_is_told_what_nobody_would_be(cast, made):
    browser = browser_of(cast.cy)
    theirs, nobodys = (browser.get(f"/shortlists/{id_}/receipt") for id_ in (made.shown_id, "sho_0"))
    assert (theirs.status_code, content_of(theirs)) == (404, content_of(nobodys))
    assert Client().get(address(made)).status_code == 302


def test_who_was_erased_is_gone_from_it_and_the_page_says_so(cast, made):
    gone = made.found["roles"][0]["engineers"][1]
    assert "erased since" not in page(cast, made)
    erase_engineer(local_operator(), Engineer.objects.get(public_name=gone["name"]))
    file = downloaded(cast.ada, made)
    assert "1/engineers/2" not in file["parts"]
    assert gone["name"] not in json.dumps(file)
    found = replay(file)
    assert (found.result, found.redacted) == ("identical", 1)
    assert "1 who stood on it was erased since" in page(cast, made)


def test_the_page_says_what_it_is_and_what_a_clients_copy_leaves_out(cast, made, admin):
    assert "Your copy leaves out who came next" in page(cast, made)
    assert address(made) in page(cast, made)
    opened = Client()
    opened.force_login(admin)
    assert "Your copy leaves out" not in opened.get(f"/shortlists/{made.shown_id}").content.decode()


def page(cast, made: Shortlist) -> str:
    return browser_of(cast.ada).get(f"/shortlists/{made.shown_id}").content.decode()
