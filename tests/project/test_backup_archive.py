"""The file of a backup: what was cut, changed or made by others is refused, and which it is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from guildworks.platform.errors import GuildworksError
from guildworks.project.backup import archive
from guildworks.project.backup.archive import Writer, check, member
from tests.project.archives import amend, rewrite

MANIFEST = {"format": "guildworks-backup", "format_version": 1, "files": {"count": 1}}
DUMP = b"PGDMP" + bytes(range(256)) * 100


@pytest.fixture
def backup(tmp_path) -> Path:
    """A small backup."""
    path = tmp_path / "a.tar"
    with path.open("w+b") as file:
        writer = Writer(file)
        writer.add("files/aa/one", [b"resume"])
        writer.add(f"files/{'b' * 64}/{'c' * 110}", [b"a name that is long"])
        writer.add(archive.DUMP, (DUMP[start : start + 1_000] for start in range(0, len(DUMP), 1_000)))
        writer.add_document(archive.MANIFEST, MANIFEST)
        writer.finish()
    return path


def test_what_was_written_is_read_and_any_tar_opens_it(backup, tmp_path):
    heard: list[int] = []
    assert check(backup, told=heard.append) == MANIFEST
    assert heard == sorted(heard) and heard[-1] <= backup.stat().st_size
    with member(backup, archive.DUMP) as chunks:
        assert b"".join(chunks) == DUMP
    subprocess.run(["tar", "xf", backup, "-C", tmp_path], check=True)
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=False)
    assert done.returncode == 0


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_at_a_member(path: Path) -> None:
    rewrite(path, keep=lambda name: name != "SHA256SUMS")


def change_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(b"PGDMP") + 5_000] ^= 1
    path.write_bytes(content)


def change_a_name(path: Path) -> None:
    rewrite(path, rename={"files/aa/one": "files/aa/two"})


def lose_a_member(path: Path) -> None:
    rewrite(path, keep=lambda name: name != "files/aa/one")


def change_the_manifest(path: Path) -> None:
    rewrite(path, change={"manifest.json": lambda text: text.replace(b'"count": 1', b'"count": 2')})


def lead_elsewhere(path: Path) -> None:
    rewrite(path, rename={"files/aa/one": "files/../../one"})


def lead_to_the_root(path: Path) -> None:
    rewrite(path, rename={"files/aa/one": "/etc/one"})


def be_of_another_kind(path: Path) -> None:
    rewrite(path, keep=lambda name: name == "files/aa/one")


def be_something_else(path: Path) -> None:
    path.write_bytes(b"These are no words of a backup. " * 100)


def be_empty(path: Path) -> None:
    path.write_bytes(b"")


def be_of_a_later_format(path: Path) -> None:
    amend(path, lambda manifest: manifest.update(format_version=2))


def be_of_another_program(path: Path) -> None:
    amend(path, lambda manifest: manifest.update(format="another"))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (cut, "backup_damaged"),
        (cut_at_a_member, "backup_damaged"),
        (change_a_byte, "backup_damaged"),
        (change_a_name, "backup_damaged"),
        (lose_a_member, "backup_damaged"),
        (change_the_manifest, "backup_damaged"),
        (lead_elsewhere, "backup_unknown"),
        (lead_to_the_root, "backup_unknown"),
        (be_of_another_kind, "backup_damaged"),
        (be_something_else, "backup_unknown"),
        (be_empty, "backup_unknown"),
        (be_of_a_later_format, "backup_of_another_format"),
        (be_of_another_program, "backup_unknown"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_spoiled_backup_is_refused_by_what_is_wrong_with_it(backup, spoil, code):
    spoil(backup)
    with pytest.raises(GuildworksError) as refused:
        check(backup, told=lambda _: None)
    assert refused.value.code == code
    assert str(backup) in refused.value.message or code == "backup_of_another_format"


def test_a_backup_that_is_cut_anywhere_is_refused(backup):
    whole = backup.read_bytes()
    for length in range(0, len(whole) - 1_024, 256):
        backup.write_bytes(whole[:length])
        with pytest.raises(GuildworksError):
            check(backup, told=lambda _: None)
