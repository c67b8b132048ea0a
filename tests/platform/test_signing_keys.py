"""The keys: made once by whoever comes first, readable by their owner alone, rotated whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.db import connection, transaction

from guildworks.accounts.queries import local_operator
from guildworks.platform.actions import KeyIsPlaced, RotatedMeanwhile, rotate_signing_key
from guildworks.platform.errors import NotAllowed
from guildworks.platform.events import broken_links
from guildworks.platform.models import Event, KeyRetirement, SigningKey
from guildworks.platform.signatures import BadSignature, sign, verify
from guildworks.platform.signing_keys import FILE, SigningKeyUnusable, keys_json, known_keys
from tests.cast import make_cast, tables_to_read
from tests.cli.program import environment

RECEIPT = {"kind": "shortlist", "top": 2}
SIGN_IN_A_PROCESS = """
import sys
from guildworks.project import start
start.configure()
from django.conf import settings
from guildworks.platform.signatures import sign
sys.stdout.write(sign({"kind": "test"})["signature"]["key"])
"""


def pem(key, encryption=None) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def tables_that_hold(raw: bytes) -> list[str]:
    """Our tables with these bytes in any column of any row."""
    with connection.cursor() as cursor:
        found = []
        for table in tables_to_read():
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table} t WHERE t::text LIKE %s)", [f"%{raw.hex()}%"])
            found += [table] * cursor.fetchone()[0]
        return found


@pytest.fixture
def placed(settings, tmp_path):
    """A key that the operator has placed."""
    path = tmp_path / "placed.pem"
    path.write_bytes(pem(Ed25519PrivateKey.generate()))
    path.chmod(0o400)
    settings.SIGNING_KEY_FILE = path
    return path


@pytest.mark.django_db
class TestFile:
    def test_the_first_signature_makes_a_key_that_its_owner_alone_may_read(self, signing_home):
        assert known_keys() == []
        key = sign(RECEIPT)["signature"]["key"]
        assert (signing_home / FILE).stat().st_mode & 0o777 == 0o600
        assert [known.id for known in known_keys()] == [key] == [sign(RECEIPT)["signature"]["key"]]
        assert len(key) == 20 and key.startswith("key_")

    def test_the_private_key_is_nowhere_but_in_its_file(self, signing_home):
        sign(RECEIPT)
        assert [path.name for path in sorted(signing_home.iterdir())] == [FILE, f"{FILE}.lock"]
        private = load_pem_private_key((signing_home / FILE).read_bytes(), None).private_bytes_raw()
        public = bytes(SigningKey.objects.get().public_key)
        assert [tables_that_hold(key) for key in (private, public)] == [[], ["platform_signingkey"]]

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660])
    def test_a_key_that_others_can_read_is_refused(self, signing_home, mode):
        signed = sign(RECEIPT)
        (signing_home / FILE).chmod(mode)
        with pytest.raises(SigningKeyUnusable, match="other than its owner") as refused:
            sign(RECEIPT)
        assert "chmod 600" in refused.value.hint
        verify(signed)

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"not a key",
            pem(Ed25519PrivateKey.generate())[:60],
            pem(Ed25519PrivateKey.generate(), BestAvailableEncryption(b"word")),
            pem(generate_private_key(SECP256R1())),
        ],
        ids=["empty", "words", "half", "with a password", "another kind"],
    )
    def test_what_is_no_key_is_refused_and_stays(self, signing_home, content):
        sign(RECEIPT)
        (signing_home / FILE).write_bytes(content)
        with pytest.raises(SigningKeyUnusable) as refused:
            sign(RECEIPT)
        assert str(signing_home / FILE) in refused.value.message
        assert (signing_home / FILE).read_bytes() == content

    def test_a_folder_in_its_place_or_a_home_that_is_a_file_is_refused(self, signing_home):
        (signing_home / FILE).mkdir(parents=True)
        with pytest.raises(SigningKeyUnusable, match=r"directory|not a file"):
            sign(RECEIPT)
        (signing_home / FILE).rmdir()
        signing_home.rmdir()
        signing_home.write_bytes(b"")
        with pytest.raises(SigningKeyUnusable, match=r"directory|exists"):
            sign(RECEIPT)

    def test_half_a_key_of_a_process_that_was_killed_stands_in_nobodys_way(self, signing_home):
        signing_home.mkdir()
        (signing_home / f"{FILE}.next").write_bytes(b"-----BEGIN")
        verify(sign(RECEIPT))
        assert [path.name for path in sorted(signing_home.iterdir())] == [FILE, f"{FILE}.lock"]

    def test_two_machines_have_a_key_each_and_verify_each_other(self, settings, tmp_path):
        signed = sign(RECEIPT)
        settings.SIGNING_HOME = tmp_path / "other"
        of_other = sign(RECEIPT)
        verify(signed)
        verify(of_other)
        assert len(known_keys()) == 2
        swapped = {**signed, "signature": {**signed["signature"], "key": of_other["signature"]["key"]}}
        with pytest.raises(BadSignature):
            verify(swapped)


@pytest.mark.django_db
class TestPlacedKey:
    def test_it_signs_and_is_made_known(self, placed, signing_home):
        verify(sign(RECEIPT))
        assert len(known_keys()) == 1
        assert not signing_home.exists()

    def test_it_is_not_rotated(self, placed):
        content = placed.read_bytes()
        with pytest.raises(KeyIsPlaced) as refused:
            rotate_signing_key(local_operator())
        assert "GUILDWORKS_SIGNING_KEY_FILE" in refused.value.hint
        assert placed.read_bytes() == content

    def test_another_one_in_its_place_signs_and_what_the_first_has_signed_verifies(self, placed):
        signed = sign(RECEIPT)
        placed.chmod(0o600)
        placed.write_bytes(pem(Ed25519PrivateKey.generate()))
        assert sign(RECEIPT)["signature"]["key"] != signed["signature"]["key"]
        verify(signed)

    def test_one_that_is_not_there_is_not_made(self, placed):
        placed.unlink()
        with pytest.raises(SigningKeyUnusable, match="No such file"):
            sign(RECEIPT)

    def test_one_that_was_retired_signs_no_more(self, settings, signing_home):
        sign(RECEIPT)
        kept = signing_home / "kept.pem"
        kept.write_bytes((signing_home / FILE).read_bytes())
        kept.chmod(0o600)
        rotate_signing_key(local_operator())
        settings.SIGNING_KEY_FILE = kept
        with pytest.raises(SigningKeyUnusable, match="retired"):
            sign(RECEIPT)


@pytest.mark.usefixtures("own_database")
class TestRotation:
    def test_what_the_retired_key_has_signed_verifies_and_the_new_one_signs(self, signing_home):
        signed = sign(RECEIPT)
        before = (signing_home / FILE).read_bytes()
        new, retired = rotate_signing_key(local_operator())
        assert signed["signature"]["key"] == retired.shown_id
        assert sign(RECEIPT)["signature"]["key"] == new.shown_id
        verify(signed)
        verify(sign(RECEIPT))
        assert before not in [path.read_bytes() for path in signing_home.iterdir()]
        assert (signing_home / FILE).stat().st_mode & 0o777 == 0o600
        told = {key["id"]: key["retired_at"] for key in keys_json()["keys"]}
        assert told.keys() == {new.shown_id, retired.shown_id}
        assert told[new.shown_id] is None and told[retired.shown_id]

    def test_the_event_names_both_keys_and_nothing_else(self):
        new, retired = rotate_signing_key(local_operator())
        event = Event.objects.get(name="signing_key.rotated")
        assert (event.subject_kind, event.subject_id, event.chain) == ("signing_key", new.id, "operator")
        assert event.facts == {"retired": str(retired.id)}
        assert list(broken_links("operator")) == []

    def test_a_stranger_changes_nothing(self):
        key = sign(RECEIPT)["signature"]["key"]
        with pytest.raises(NotAllowed):
            rotate_signing_key(make_cast().ada)
        assert sign(RECEIPT)["signature"]["key"] == key
        assert not KeyRetirement.objects.exists()

    def test_a_rotation_that_the_database_does_not_commit_leaves_the_key(self):
        key = sign(RECEIPT)["signature"]["key"]
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            rotate_signing_key(local_operator())
            raise ZeroDivisionError
        assert sign(RECEIPT)["signature"]["key"] == key
        assert [known.retired_at for known in known_keys()] == [None]
        new, _ = rotate_signing_key(local_operator())
        assert sign(RECEIPT)["signature"]["key"] == new.shown_id

    def test_a_rotation_that_was_killed_after_its_commit_is_ended_by_the_next_signature(self, signing_home):
        sign(RECEIPT)
        before = (signing_home / FILE).read_bytes()
        new, _ = rotate_signing_key(local_operator())
        after = (signing_home / FILE).read_bytes()
        (signing_home / FILE).write_bytes(before)  # as it is found if the process dies between commit and rename
        (signing_home / f"{FILE}.next").write_bytes(after)
        (signing_home / f"{FILE}.next").chmod(0o600)
        assert sign(RECEIPT)["signature"]["key"] == new.shown_id
        assert (signing_home / FILE).read_bytes() == after
        (signing_home / FILE).write_bytes(before)  # and if the next key is lost as well
        assert sign(RECEIPT)["signature"]["key"] not in {known["id"] for known in keys_json()["keys"][:2]}

    def test_of_many_at_once_each_wins_whole_or_is_refused(self, at_once):
        sign(RECEIPT)
        operator = local_operator()
        won, refused = at_once(8, lambda: rotate_signing_key(operator))
        assert won
        assert {type(error) for error in refused} <= {RotatedMeanwhile}
        in_use = [key["id"] for key in keys_json()["keys"] if key["retired_at"] is None]
        assert in_use == [sign(RECEIPT)["signature"]["key"]]
        assert len(keys_json()["keys"]) == len(won) + 1
        assert len({retired.id for _, retired in won}) == len(won)

    def test_processes_that_sign_for_the_first_time_at_once_end_with_one_key(self, own_database, tmp_path):
        environ = environment(GUILDWORKS_DATABASE_URL=own_database, GUILDWORKS_HOME=str(tmp_path / "home"))

        def first_signature(_: int) -> str:
            words = [sys.executable, "-c", SIGN_IN_A_PROCESS]
            return subprocess.run(words, env=environ, capture_output=True, text=True, check=True, timeout=120).stdout

        with ThreadPoolExecutor(3) as pool:
            keys = set(pool.map(first_signature, range(3)))
        assert keys == {key["id"] for key in keys_json()["keys"]}
        assert len(keys) == 1

    def test_threads_that_sign_for_the_first_time_at_once_end_with_one_key(self, at_once):
        signed, failed = at_once(12, lambda: sign(RECEIPT)["signature"]["key"])
        assert failed == []
        assert len(set(signed)) == len(known_keys()) == 1
