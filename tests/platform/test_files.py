"""Files that people send: nobody learns what others have, and bytes go with the last row that names them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from guildworks.platform import clock
from guildworks.platform.actor import Ref
from guildworks.platform.files.actions import sweep_files
from guildworks.platform.files.folder import address_of, path_of, write_bytes
from guildworks.platform.files.keeping import FileGone, FileTooLarge, content_of, download, drop_files, keep_file
from guildworks.platform.limits import set_limit
from guildworks.platform.models import StoredFile

ROSA, TOM = Ref("engineer", uuid4()), Ref("engineer", uuid4())


@pytest.mark.django_db
class TestOneFile:
    def test_it_is_read_again_as_it_was_sent(self):
        file = keep_file(ROSA, b"Rosa Lind", kind="text")
        assert content_of(file) == b"Rosa Lind"
        assert path_of(bytes(file.address)).stat().st_mode & 0o777 == 0o600

    def test_the_same_content_of_two_people_lies_at_two_addresses(self):
        assert address_of(ROSA, b"same") != address_of(TOM, b"same")
        assert address_of(ROSA, b"same") == address_of(ROSA, b"same")

    def test_a_browser_saves_it_and_never_shows_it(self):
        answer = download(keep_file(ROSA, b"<script>alert(1)</script>", kind="text"), name='../a"b\n.html')
        assert answer["Content-Disposition"].startswith("attachment;")
        assert "\n" not in answer["Content-Disposition"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"].startswith("text/plain")

    def test_one_that_is_too_large_is_not_kept(self, files_folder):
        set_limit("file_bytes", 1_000)
        with pytest.raises(FileTooLarge, match=r"0\.0 MB; at most 0\.001"):
            keep_file(ROSA, b"x" * 1_001, kind="text")
        assert not files_folder.exists()

    def test_one_whose_bytes_are_gone_says_so(self):
        file = keep_file(ROSA, b"Rosa", kind="text")
        path_of(bytes(file.address)).unlink()
        with pytest.raises(FileGone):
            content_of(file)

    def test_what_no_row_names_is_swept_after_an_hour(self, files_folder):
        kept = keep_file(ROSA, b"kept", kind="text")
        address = address_of(TOM, b"of a machine that stopped")
        write_bytes(address, b"of a machine that stopped")
        half = path_of(address).with_name("half.written")
        half.write_bytes(b"x")
        assert sweep_files() == 0
        with clock.at(clock.now() + timedelta(hours=2)):
            assert sweep_files() == 2
        assert [path for path in files_folder.rglob("*") if path.is_file()] == [path_of(bytes(kept.address))]


class TestLettingGo:
    """In a database of its own: bytes go once a transaction is committed."""

    @pytest.fixture(autouse=True)
    def _committed(self, own_database, django_db_blocker):
        with django_db_blocker.unblock():
            yield

    def test_the_bytes_go_with_the_last_of_two_rows(self):
        with transaction.atomic():
            first, second = keep_file(ROSA, b"twice", kind="text"), keep_file(ROSA, b"twice", kind="text")
        with transaction.atomic():
            drop_files([first])
        assert content_of(second) == b"twice"
        with transaction.atomic():
            drop_files([second])
        assert not path_of(bytes(second.address)).exists()

    def test_a_transaction_that_fails_lets_nothing_go(self):
        with transaction.atomic():
            file = keep_file(ROSA, b"stays", kind="text")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            drop_files([file])
            raise ZeroDivisionError
        assert content_of(StoredFile.objects.get()) == b"stays"

    def test_who_keeps_it_while_it_goes_keeps_it(self, at_once):
        """Eight who each keep the same file and let go of it again: at the end no row is without its bytes."""

        def keep_and_drop_one() -> None:
            with transaction.atomic():
                kept = [keep_file(ROSA, b"the same", kind="text") for _ in range(2)]
            with transaction.atomic():
                drop_files(kept[:1])

        _done, errors = at_once(8, keep_and_drop_one)
        assert errors == []
        assert {content_of(file) for file in StoredFile.objects.all()} == {b"the same"}
        assert StoredFile.objects.count() == 8
