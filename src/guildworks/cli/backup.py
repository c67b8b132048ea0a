"""`guildworks backup` and `guildworks restore`: everything of this installation in one file, and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guildworks.cli.console import err, out, print_json
from guildworks.cli.options import AsJson, UnreadablePath, ready

if TYPE_CHECKING:
    from guildworks.project.backup.making import Made, Progress
    from guildworks.project.backup.restoring import Restored

BYTES = ("Database", "Restoring", "Reading it again", "Checking the backup")  # what is counted so; all else by number


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup is written, such as monday.tar.")],
    no_verify: Annotated[
        bool, typer.Option("--no-verify", metavar="", help="Do not restore it for a try into a scratch database.")
    ] = False,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", metavar="", help="Leave out the private keys, which you keep elsewhere.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write database, stored files and keys to one file, while everything runs, and try that it can be restored."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.platform import clock
    from guildworks.platform.actions import record_backup
    from guildworks.platform.models import Backup
    from guildworks.project import start
    from guildworks.project.backup.making import make_backup
    from guildworks.project.backup.server import this_server

    now = clock.now()
    with _shown() as progress:
        made = make_backup(
            this_server(),
            start.home(),
            file,
            now=now,
            with_keys=not without_keys,
            verify=not no_verify,
            progress=progress,
        )
    kept = Backup(
        made_at=now,
        bytes=made.bytes,
        rows=made.rows,
        files=made.manifest["files"]["count"],
        is_verified=made.is_verified,
    )
    record_backup(local_operator(), kept)
    if as_json:
        print_json(_made_json(file, made))
        return
    tried = "restored for a try: the same" if made.is_verified else "not tried (--no-verify)"
    out.print(f"[name]{file}[/]  {made.bytes / 1e6:,.1f} MB", soft_wrap=True)
    held = f"[figure]{made.rows:,}[/] rows, [figure]{kept.files:,}[/] stored files, {_keys(made.manifest['keys'])}"
    out.print(f"{held}; {tried}.")
    if made.manifest["keys"]:
        out.print(
            "Whoever has this file has the keys and all that people have said: keep it where only you can read it."
        )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup that `guildworks backup` has written.")],
    as_json: AsJson = False,
) -> None:
    """Restore a backup into this installation, whose database must be empty, and bring it to this version."""
    from guildworks.project import start

    start.configure()  # without a database: it may be empty, and is not touched until the end
    from guildworks.platform import clock
    from guildworks.project.backup.restoring import restore as put_back
    from guildworks.project.backup.server import this_server

    if not file.is_file():
        raise UnreadablePath(f"{file}: there is no such file", hint="Give the path of a file that you may read.")
    with _shown() as progress:
        restored = put_back(this_server(), start.home(), file, now=clock.now(), progress=progress)
    if as_json:
        print_json(_restored_json(restored))
        return
    manifest = restored.manifest
    out.print(
        f"Restored as of [name]{manifest['made_at'][:16]}[/]: [figure]{restored.rows:,}[/] rows, "
        f"[figure]{manifest['files']['count']:,}[/] stored files, {_keys(restored.keys)}. All sums and chains hold."
    )
    if restored.held_mails:
        out.print(f"[doubt]{restored.held_mails:,} mails are held[/]: they waited then, and may have been sent since.")
        out.print("[faint]next[/]  guildworks mail release", soft_wrap=True)
    out.print("[faint]next[/]  guildworks doctor", soft_wrap=True)


@contextmanager
def _shown() -> Iterator[Progress]:
    """A line that says what is being done and how much of it is, where somebody watches."""
    with err.status("Beginning") as line:

        def show(what: str, done: int) -> None:
            line.update(f"{what}: {done / 1e6:,.0f} MB" if what in BYTES else f"{what}: {done:,}" if done else what)

        yield show


def _keys(names: list[str]) -> str:
    return f"keys: {' and '.join(names)}" if names else "no keys"


def _made_json(file: Path, made: Made) -> dict[str, object]:
    return {"file": str(file), "bytes": made.bytes, "verified": made.is_verified, **_counts(made.manifest, made.rows)}


def _restored_json(restored: Restored) -> dict[str, object]:
    counts = _counts(restored.manifest, restored.rows)
    return {**counts, "keys": restored.keys, "held_mails": restored.held_mails}


def _counts(manifest: dict[str, object], rows: int) -> dict[str, object]:
    same = {name: manifest[name] for name in ("made_at", "program", "tables", "files", "keys")}
    return {**same, "rows": rows}
