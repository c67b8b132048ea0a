"""Receipts: the same list comes out again, what was changed is refused, and who was erased is gone from them."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.db.utils import DatabaseError, IntegrityError

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.hours import set_capacity
from guildworks.kernels.talentindex.generation import generations
from guildworks.matching.actions import match_brief
from guildworks.matching.index.building import build
from guildworks.matching.index.files import index_folder
from guildworks.matching.models import Receipt, ReceiptPart, Shortlist
from guildworks.matching.opening import opened
from guildworks.matching.queries import get_receipt, receipt_json
from guildworks.matching.replaying import Replayed, replay
from guildworks.matching.spent import Spent
from guildworks.platform.actions import rotate_signing_key
from guildworks.platform.actor import Actor
from guildworks.platform.canonical import canonical
from guildworks.platform.errors import NotFound
from guildworks.platform.money import Money
from guildworks.platform.signatures import BadDocument
from guildworks.platform.signing_keys import as_text
from guildworks.talent.actions import erase_engineer, set_rates, unlist_engineers
from guildworks.talent.models import Engineer
from tests.cast import make_cast, make_engineer

pytestmark = pytest.mark.own_database

BRIEF = """You must know Python and pgvector. LangGraph would be nice.
20 hours a week for 8 weeks, at most 110 EUR per hour. 4 hours between 9:00 and 17:00 Berlin time."""
TWO_ROLES = """We need two people.
Role 1: Data engineer. Python is a must.
Role 2: Platform engineer. Go and Kubernetes are a must."""
Document = dict[str, Any]


@pytest.fixture
def people(own_database) -> list[Engineer]:
    """Fourteen who meet the brief, and three who do not."""
    fitting = [
        make_engineer(f"Fit {number}", skills=["python", "pgvector"], seen={"python": 2 + number / 10})
        for number in range(14)
    ]
    return [
        *fitting,
        make_engineer("Dear", skills=["python", "pgvector"], rate=(140, "EUR")),
        make_engineer("Go", skills=["go", "kubernetes"]),
        make_engineer("Busy", skills=["python", "pgvector"], hours=10),
    ]


def made(text: str = BRIEF, *, top: int = 3, asker: Actor | None = None, organisation: Any = None) -> Shortlist:
    return match_brief(
        asker or local_operator(), organisation or operator_organisation(), text=text, top=top, spent=Spent()
    )


def document(shortlist: Shortlist, asker: Actor | None = None) -> Document:
    """The receipt as a file holds it."""
    asker = asker or local_operator()
    found: Document = json.loads(json.dumps(receipt_json(asker, get_receipt(asker, shortlist.receipt.shown_id))))
    return found


@pytest.fixture
def receipt(people) -> Document:
    build()
    return document(made())


class TestReplay:
    @pytest.mark.parametrize("text", [BRIEF, TWO_ROLES, "Somebody calm who explains code well."])
    @pytest.mark.parametrize("by_index", [True, False])
    def test_the_same_comes_out_when_everything_has_changed(self, people, settings, text, by_index):
        settings.INDEX_WORTH_FROM = 0 if by_index else 1000
        build()
        set_rates(local_operator(), {people[3]: [Money(80, "EUR")]})
        receipt = document(made(text))
        unlist_engineers(local_operator(), people[:2])
        set_rates(local_operator(), {one: [Money(140, "EUR")] for one in people[2:9]})
        set_capacity(local_operator(), {people[16]: Decimal(40)})
        assert document(made(text))["statement"]["roles"] != receipt["statement"]["roles"]
        build()
        assert replay(receipt) == Replayed("identical")

    def test_it_holds_those_on_the_list_the_ten_below_it_and_near_misses_with_what_they_were_judged_by(self, receipt):
        (role,) = receipt["statement"]["roles"]
        assert [len(role[name]) for name in ("engineers", "below", "near_misses")] == [3, 10, 0]
        assert set(role["below"][0]) == {"rank", "sealed"}
        part = receipt["parts"]["1/below/1"]["content"]
        assert sum(part["parts"].values()) == pytest.approx(part["score"], abs=1e-9)
        assert [skill["by"] for skill in part["inputs"]["skills"]] == ["python", "pgvector", None]
        assert part["inputs"]["rate"] == 90

    def test_without_its_generation_it_reckons_its_own_rows(self, receipt):
        shutil.rmtree(index_folder())
        found = replay(receipt)
        assert (found.result, found.partial) == ("identical", "the index of that time is gone")

    def test_a_list_that_no_index_has_followed_says_so(self, people):
        found = replay(document(made("Rust is a must.", top=5)))
        assert (found.result, found.partial) == ("identical", "it was made without an index")

    def test_what_a_rotated_key_has_signed_still_verifies(self, receipt):
        rotate_signing_key(local_operator())
        assert replay(receipt).result == "identical"

    def test_a_damaged_generation_is_never_searched(self, receipt):
        (folder,) = generations(index_folder())
        file = folder / "line.bin"
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
        assert replay(receipt).partial == "the index of that time is gone"


class TestErased:
    def test_the_receipt_says_redacted_and_holds_nothing_of_them(self, receipt, people):
        kept = Receipt.objects.get()
        on_list = [part.engineer_id for part in ReceiptPart.objects.filter(place__startswith="1/engineers/")]
        gone = Engineer.objects.get(id=on_list[1])
        erase_engineer(local_operator(), gone)
        left = document(kept.shortlist)
        assert receipt["parts"].keys() - left["parts"].keys() == {"1/engineers/2"}
        assert left["statement"] == receipt["statement"]
        assert replay(left) == Replayed("identical", redacted=1)
        shutil.rmtree(index_folder())
        assert replay(left).redacted == 1
        assert replay(left).result == "identical"

    def test_somebody_below_the_list_goes_as_well(self, receipt):
        gone = ReceiptPart.objects.get(place="1/below/4")
        erase_engineer(local_operator(), Engineer.objects.get(id=gone.engineer_id))
        assert not ReceiptPart.objects.filter(engineer_id=gone.engineer_id).exists()
        assert replay(document(Shortlist.objects.get())).result == "identical"

    def test_a_receipt_that_is_made_meanwhile_is_kept_without_them(self, people):
        erase_engineer(local_operator(), people[0])
        shortlist = made("Rust is a must.", top=2)
        ReceiptPart.objects.create(
            receipt=shortlist.receipt, place="1/below/9", salt="s", content={}, engineer_id=people[0].id
        )
        assert not ReceiptPart.objects.filter(engineer_id=people[0].id).exists()


class TestWhoSeesWhat:
    def test_a_client_gets_nothing_of_those_below_the_list_and_can_verify_it_all_the_same(self, people):
        cast = make_cast()
        build()
        shortlist = made(asker=cast.ada, organisation=cast.halden)
        theirs = document(shortlist, cast.bo)
        assert not any("/below/" in place for place in theirs["parts"])
        below = ReceiptPart.objects.filter(place__contains="/below/").values_list("engineer_id", flat=True)
        assert below
        shown = json.dumps(theirs)
        assert not any(Engineer(id=engineer).shown_id in shown for engineer in below)
        assert replay(theirs) == Replayed("identical", left_out=10)
        shutil.rmtree(index_folder())
        assert (replay(theirs).result, replay(theirs).left_out) == ("identical", 10)

    def test_a_stranger_gets_the_answer_for_what_does_not_exist(self, people):
        cast = make_cast()
        shortlist = made(asker=cast.ada, organisation=cast.halden)
        with pytest.raises(NotFound):
            get_receipt(cast.cy, shortlist.receipt.shown_id)


def test_raw_sql_cannot_change_a_receipt(receipt):
    for sql in (
        "UPDATE matching_receipt SET statement = '{}'",
        "DELETE FROM matching_receipt",
        "TRUNCATE matching_receipt CASCADE",
        "UPDATE matching_receiptpart SET content = '{}'",
        "DELETE FROM matching_receiptpart",
        "TRUNCATE matching_receiptpart",
        "INSERT INTO matching_receiptpart SELECT receipt_id, 'x', salt, content, gen_random_uuid()"
        " FROM matching_receiptpart LIMIT 1",
    ):
        with (
            connection.cursor() as cursor,
            pytest.raises(DatabaseError),
        ):
            cursor.execute(sql)
    assert replay(document(Shortlist.objects.get())).result == "identical"


def test_only_the_part_of_who_is_erased_goes_by_the_way_that_is_left(receipt):
    engineer = ReceiptPart.objects.get(place="1/engineers/1").engineer_id
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="only loses who was erased"):
        cursor.execute("SELECT matching_redact_receipts(%s)", [engineer])


# Tampering: each takes the receipt, and changes it.
def _set(*path: Any, to: Any) -> Callable[[Document], None]:
    def change(receipt: Document) -> None:
        at = receipt
        for name in path[:-1]:
            at = at[name]
        assert at[path[-1]] != to
        at[path[-1]] = to

    return change


def _without(*path: Any) -> Callable[[Document], None]:
    def change(receipt: Document) -> None:
        at = receipt
        for name in path[:-1]:
            at = at[name]
        del at[path[-1]]

    return change


def _exchanged(*path: Any) -> Callable[[Document], None]:
    def change(receipt: Document) -> None:
        at = receipt
        for name in path:
            at = at[name]
        at[0], at[1] = at[1], at[0]

    return change


def _parts_exchanged(receipt: Document) -> None:
    parts = receipt["parts"]
    parts["1/engineers/1"], parts["1/engineers/2"] = parts["1/engineers/2"], parts["1/engineers/1"]


def _below_on_the_list(receipt: Document) -> None:
    receipt["parts"]["1/engineers/1"] = receipt["parts"]["1/below/1"]


def _one_more(receipt: Document) -> None:
    receipt["parts"]["2/engineers/1"] = {"salt": "", "content": {"years": 2**60}}


def _signed_by_another(receipt: Document) -> None:
    """Wholly in order, by a key that is none of this installation."""
    statement, key = receipt["statement"], Ed25519PrivateKey.generate()
    head = {name: text for name, text in statement["signature"].items() if name != "value"}
    head["key"] = "key_01JDQ0000000000000000000AB"
    statement["signature"] = {**head, "value": as_text(key.sign(canonical(head)))}


def _signed_in_our_name(receipt: Document) -> None:
    head = {name: text for name, text in receipt["statement"]["signature"].items() if name != "value"}
    receipt["statement"]["signature"]["value"] = as_text(Ed25519PrivateKey.generate().sign(canonical(head)))


ROLE, SIGNATURE = ("statement", "roles", 0), ("statement", "signature")
COUNTED = ("parts", "1/counts", "content")
FIRST, PART = (*ROLE, "engineers", 0), ("parts", "1/engineers/1", "content")
CHANGED = [
    _set("statement", "format", to="guildworks receipt 1"),
    _set("statement", "format", to="guildworks receipt 3"),
    _set("statement", "receipt", to="rcp_01JDQ0000000000000000000AB"),
    _set("statement", "brief", to="brf_01JDQ0000000000000000000AB"),
    _set("statement", "shortlist", to="sho_01JDQ0000000000000000000AB"),
    _set("statement", "made_at", to="2020-01-01T00:00:00+00:00"),
    _set("statement", "program", to="0.0.0"),
    _set("statement", "top", to=4),
    _set("statement", "policy", "version", to="0"),
    _set("statement", "policy", "sha256", to="0" * 64),
    _set("statement", "index", "generation", to="0000000000000000.generation"),
    _set("statement", "index", "position", to=8),
    _set("statement", "index", to=None),
    _set("statement", "sealed_brief", to="0" * 64),
    _set(*ROLE, "role", to="Chef"),
    _set(*ROLE, "sealed_counts", to="0" * 64),
    _set(*COUNTED, "candidates", to=1),
    _set(*COUNTED, "survivors", to=1),
    _set(*COUNTED, "excluded", 0, "requirement", to="nothing"),
    _set(*COUNTED, "excluded", 0, "engineers", to=99),
    _set(*COUNTED, "excluded", 0, "only", to=99),
    _set(*COUNTED, "excluded", 0, "left", to=99),
    _set(*FIRST, "rank", to=2),
    _set(*FIRST, "id", to="eng_01JDQ0000000000000000000AB"),
    _set(*FIRST, "score", to=1.0),
    _set(*FIRST, "low", to=0.0),
    _set(*FIRST, "high", to=1.0),
    _set(*FIRST, "parts", "skills", to=1.0),
    _set(*FIRST, "sealed", to="0" * 64),
    _set(*ROLE, "below", 0, "sealed", to="0" * 64),
    _exchanged(*ROLE, "engineers"),
    _exchanged(*COUNTED, "excluded"),
    _without(*ROLE, "engineers", 2),
    _without(*ROLE, "below", 9),
    _without("statement", "top"),
    _set(*PART, "inputs", "rate", to=1.0),
    _set(*PART, "inputs", "skills", 0, "mean", to=4.0),
    _set("parts", "1/engineers/1", "salt", to="0" * 32),
    _set("parts", "1/engineers/1", "salt", to=["a"]),
    _set("parts", "1/engineers/1", to="nothing"),
    _set(*PART, "inputs", "years", to=2**60),
    _set("parts", "1/below/1", "content", "score", to=0.1),
    _set("parts", "brief", "content", "requirement", "skills", 0, "importance", to="nice"),
    _set("parts", "brief", "content", "roles", 0, "vector", to=""),
    _without("parts", "1/engineers/2"),
    _without("parts", "brief"),
    _parts_exchanged,
    _below_on_the_list,
    _one_more,
]
BAD = [
    _signed_in_our_name,
    _set(*SIGNATURE, "value", to="AAAA"),
    _set(*SIGNATURE, "digest", to="0" * 64),
    _set(*SIGNATURE, "algorithm", to="none"),
    _set(*SIGNATURE, "form", to="JSON"),
    _without(*SIGNATURE, "value"),
    _without(*SIGNATURE),
]
UNKNOWN = [_signed_by_another, _set(*SIGNATURE, "key", to="key_01JDQ0000000000000000000AB")]


def test_whatever_is_changed_is_refused_with_the_right_one_of_three_answers(receipt):
    for result, changes in (("changed content", CHANGED), ("bad signature", BAD), ("unknown key", UNKNOWN)):
        for number, change in enumerate(changes):
            changed = copy.deepcopy(receipt)
            change(changed)
            assert replay(changed).result == result, f"number {number} of {result}"
    assert len([*CHANGED, *BAD, *UNKNOWN]) >= 40


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values in a document that hold no others."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, dict | list):
        yield path
    for name, each in inside:
        yield from leaves(each, (*path, name))


@pytest.mark.long
def test_no_value_at_all_can_be_changed(receipt):
    for path in leaves(receipt):
        changed = copy.deepcopy(receipt)
        _set(*path, to="changed")(changed)
        assert replay(changed).result not in ("identical", "differs"), path


@pytest.mark.parametrize("wrong", [{}, {"statement": {}}, {"statement": [], "parts": {}}, {"parts": {}, "more": 1}])
def test_what_is_no_receipt_is_told_from_a_bad_one(own_database, wrong):
    with pytest.raises(BadDocument):
        opened(wrong)
