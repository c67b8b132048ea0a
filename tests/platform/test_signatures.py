"""What is signed verifies, and whatever is changed afterwards is refused with the answer that fits: one of three."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from copy import deepcopy
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connection
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from guildworks.platform.limits import set_limit
from guildworks.platform.signatures import (
    MEMBERS,
    BadDocument,
    BadSignature,
    ChangedContent,
    UnknownKey,
    parse,
    sign,
    verify,
)
from guildworks.platform.signing_keys import keys_json
from tests.conftest import CHECKOUT

OPERATING = CHECKOUT / "docs" / "operating.md"


def objects(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.text(max_size=8), values, max_size=4)


NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2.0**52), 2.0**52)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text(max_size=8)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | objects(inner), max_leaves=8)
RECEIPT = {"kind": "shortlist", "engineers": [{"name": "Zoë", "score": 0.5}, {"name": "Bo", "score": 1}], "top": 2}

DOCUMENTS = objects(VALUES).filter(lambda document: "signature" not in document)


def exchanged(signed: dict[str, Any], **members: Any) -> dict[str, Any]:
    """The document with other members of its signature."""
    return {**signed, "signature": {**signed["signature"], **members}}


def turned(value: Any) -> Any:
    """The same value with the members of every object in the opposite order."""
    if isinstance(value, dict):
        return {name: turned(inner) for name, inner in reversed(value.items())}
    return [turned(inner) for inner in value] if isinstance(value, list) else value


class TestAnyDocument(TestCase):
    """Whatever the document is."""

    @given(DOCUMENTS)
    def test_it_verifies_in_any_order_as_text_and_from_the_database(self, document):
        signed = sign(document)
        assert {name: value for name, value in signed.items() if name != "signature"} == document
        assert signed["signature"].keys() == MEMBERS
        verify(turned(signed))
        verify(parse(json.dumps(signed, indent=1)))
        assert turned(signed)["signature"] == sign(turned(document))["signature"]
        if "\\u0000" not in json.dumps(document):  # which PostgreSQL does not hold
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s::jsonb::text", [json.dumps(signed)])
                verify(parse(cursor.fetchone()[0]))

    @given(DOCUMENTS, st.data())
    def test_any_other_content_is_changed_content(self, document, data):
        signed = sign(document)
        changed = deepcopy(signed)
        name = data.draw(st.sampled_from(sorted(document)) if document else st.just("more"))
        if name in changed and data.draw(st.booleans()):
            del changed[name]
        else:
            changed[name] = data.draw(VALUES)
            assume(name not in document or rfc8785.dumps(changed[name]) != rfc8785.dumps(document[name]))
        with pytest.raises(ChangedContent):
            verify(changed)

    @given(DOCUMENTS, st.sampled_from(sorted(MEMBERS - {"key"})), VALUES | st.text("0123456789abcdef", min_size=64))
    def test_any_other_signature_is_a_bad_one(self, document, member, value):
        signed = sign(document)
        assume(value != signed["signature"][member])
        with pytest.raises(BadSignature):
            verify(exchanged(signed, **{member: value}))

    @given(st.integers(0, 85), st.sampled_from("AQgwZz09-_+/=. \n"))
    def test_any_other_letter_of_the_value_is_a_bad_signature(self, place, letter):
        signed = sign(RECEIPT)
        value = signed["signature"]["value"]
        assume(value[place] != letter)
        with pytest.raises(BadSignature):
            verify(exchanged(signed, value=value[:place] + letter + value[place + 1 :]))

    @given(DOCUMENTS, st.text(max_size=20).filter(lambda text: text.isprintable()))
    def test_a_key_that_nobody_knows_is_unknown(self, document, key):
        with pytest.raises(UnknownKey):
            verify(exchanged(sign(document), key=key))

    @given(st.text(max_size=60) | VALUES.map(json.dumps))
    def test_any_text_is_a_document_or_refused(self, text):
        try:
            assert isinstance(parse(text), dict)
        except BadDocument as refused:
            assert refused.message and refused.hint


@pytest.mark.django_db
class TestSignature:
    @pytest.mark.parametrize("signature", [None, {}, [], "key_0", 1, True])
    def test_none_or_another_thing_in_its_place_is_a_bad_signature(self, signature):
        with pytest.raises(BadSignature):
            verify({**RECEIPT, "signature": signature})
        with pytest.raises(BadSignature):
            verify(RECEIPT)

    @pytest.mark.parametrize("member", sorted(MEMBERS))
    def test_a_member_that_lacks_or_is_no_text_is_a_bad_signature(self, member):
        signed = sign(RECEIPT)
        for value in (None, 1, ["x"], {"x": "y"}, "\ud800"):
            with pytest.raises(BadSignature):
                verify(exchanged(signed, **{member: value}))
        del signed["signature"][member]
        with pytest.raises(BadSignature):
            verify(signed)

    def test_one_member_more_is_a_bad_signature(self):
        with pytest.raises(BadSignature):
            verify(exchanged(sign(RECEIPT), note="checked by hand"))

    def test_the_signature_of_another_document_says_that_the_content_is_another(self):
        one, other = sign(RECEIPT), sign({**RECEIPT, "top": 3})
        with pytest.raises(ChangedContent):
            verify({**one, "signature": other["signature"]})
        with pytest.raises(BadSignature):
            verify(exchanged(one, digest=other["signature"]["digest"]))
        with pytest.raises(BadSignature):
            verify(exchanged(one, value=other["signature"]["value"]))

    @pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, -(10**400), "\ud800", {1: 2}, {1, 2}])
    def test_what_no_json_holds_is_not_signed_and_verifies_as_changed(self, value):
        with pytest.raises(ValueError):
            sign({**RECEIPT, "top": value})
        with pytest.raises(ChangedContent):
            verify({**sign(RECEIPT), "top": value})

    def test_what_nests_without_end_is_not_signed_and_verifies_as_changed(self):
        ring: dict[str, Any] = {}
        ring["ring"] = ring
        with pytest.raises(ValueError, match="too deeply"):
            sign(ring)
        with pytest.raises(ChangedContent):
            verify({**sign(RECEIPT), "top": ring})

    @pytest.mark.parametrize("value", [2.0**53, -1e300])
    def test_a_number_that_a_database_gives_back_as_another_is_not_signed(self, value):
        with pytest.raises(ValueError, match="below"):
            sign({"deep": [{"number": value}]})

    def test_a_document_is_signed_once(self):
        with pytest.raises(ValueError, match="already"):
            sign(sign(RECEIPT))


@pytest.mark.django_db
class TestElsewhere:
    """What others made or verify without us."""

    def test_the_key_of_rfc_8032_has_its_id_and_its_signature(self, settings, tmp_path):
        """Test 1 of section 7.1; digest and value were computed by hand from the canonical form as a text."""
        secret = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        key = Ed25519PrivateKey.from_private_bytes(secret)
        settings.SIGNING_KEY_FILE = tmp_path / "key.pem"
        settings.SIGNING_KEY_FILE.touch(0o600)
        settings.SIGNING_KEY_FILE.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        assert sign(RECEIPT)["signature"] == {
            "key": "key_47Z33QX1AJH62RKB",
            "algorithm": "Ed25519",
            "form": "RFC 8785",
            "digest": "a7d07ba35e06d33525ad827f9ab0337c0d66457a2182514e76dd35d3cd010c77",
            "value": "Eyiah9PAfUTiZX0ZMLiv3gPoxs_UwpsSYPoyQ-iz_Ba1bwFARdm7CRxEqT6Oso_pHu3JBHSq4gVtVZAzwPHaAg",
        }

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda signed: signed, ""),
            (lambda signed: {**signed, "top": 3}, "The content was changed"),
            (lambda signed: exchanged(signed, digest="0" * 64), "InvalidSignature"),
            (lambda signed: exchanged(signed, key="key_0"), "ValueError"),
        ],
        ids=["as signed", "changed content", "bad signature", "unknown key"],
    )
    def test_the_example_of_the_docs_verifies_with_the_public_keys_alone(self, tmp_path, change, said):
        (example,) = re.findall(r"^```python\n(.*?)^```", OPERATING.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        (tmp_path / "document.json").write_text(json.dumps(change(sign(RECEIPT))))
        (tmp_path / "guildworks-keys.json").write_text(json.dumps(keys_json()))
        words = [sys.executable, "-I", "-c", example]
        ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert (ran.returncode == 0, ran.stdout) == (said == "", "")
        assert said in ran.stderr


@pytest.mark.django_db
class TestText:
    @pytest.mark.parametrize(
        "text",
        ["", "[]", "null", '{"a": 1', '{"a": 1} x', '{"a": NaN}', '{"a": -Infinity}', '{"a": 1e999}', "\ufeff{}",
         '{"a": ' + "1" * 5000 + "}", '{"a": ' * 100_000, "[" * 100_000, "{'a': 1}"],
    )  # fmt: skip
    def test_what_is_no_document_is_refused(self, text):
        with pytest.raises(BadDocument):
            parse(text)

    @pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '{"b": [{"a": 1, "\\u0061": 2}]}'])
    def test_a_name_that_stands_twice_is_refused(self, text):
        with pytest.raises(BadDocument, match="two members of one name"):
            parse(text)

    def test_more_levels_or_bytes_than_the_limits_are_refused(self):
        set_limit("document_depth", 5)
        assert parse('{"a": [[[[1]]]]}') == {"a": [[[[1]]]]}
        with pytest.raises(BadDocument, match="at most 5 deep"):
            parse('{"a": [[[[{}]]]]}'.replace("{}", "[[]]"))
        set_limit("document_bytes", 1000)
        assert parse(json.dumps({"a": "x" * 991}))
        with pytest.raises(BadDocument, match="1,000 bytes"):
            parse(json.dumps({"a": "é" * 500}, ensure_ascii=False))
