"""`guildworks doctor`: what this machine lacks, and how to get it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import typer

from guildworks.cli.console import hint_at_terminal, out, print_json
from guildworks.cli.options import AsJson

GIGABYTE = 1_000_000_000
MARKS = {"ok": ("●", "accent"), "note": ("?", "doubt"), "bad": ("!", "refused")}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it stands (`ok`, `note`, `bad`), and what to do."""

    subject: str
    state: str
    message: str
    remedy: str = ""


def doctor(as_json: AsJson = False) -> None:
    """Look at this machine and say what is missing and how to get it."""
    findings = [_guarded(name, look) for name, look in LOOKS.items()]
    sound = all(finding.state != "bad" for finding in findings)
    if as_json:
        print_json({"sound": sound, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            mark, style = MARKS[finding.state]
            out.print(f"[{style}]{mark}[/] {finding.subject:12} {finding.message}")
            if finding.remedy:
                out.print(f"               [faint]{finding.remedy}[/]")
    raise typer.Exit(0 if sound else 1)


def _guarded(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Exception as error:
        from guildworks.platform.refusals import understood

        refusal = understood(error)
        if refusal is None:
            return Finding(name, "bad", f"{type(error).__name__}: {str(error)[:200]}")
        return Finding(name, "bad", refusal.message, hint_at_terminal(refusal))


def _machine() -> Finding:
    known = sys.platform in ("linux", "darwin") and platform.machine() in ("x86_64", "aarch64", "arm64")
    version = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding("machine", "ok" if known else "note", version, "" if known else "Linux x86-64 and arm64 are tested.")


def _disk() -> Finding:
    from guildworks.project import start

    home = start.home()
    near = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(near).free
    if free < GIGABYTE:
        return Finding("disk", "bad", f"{free / GIGABYTE:.1f} GB free at {near}", "Free at least 1 GB.")
    return Finding("disk", "ok", f"{free / GIGABYTE:.0f} GB free at {near}")


def _database() -> Finding:
    from django.db import connection

    from guildworks.platform.roles import roles_in_force
    from guildworks.project import start

    start.ready()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
    kind = "embedded" if start.is_embedded() else "external"
    note = roles_in_force().note
    remedy = "`guildworks database roles --sql` prints what an administrator must run." if note else ""
    return Finding(
        "database", "note" if note else "ok", f"PostgreSQL {version}, {kind}{f'; {note}' if note else ''}", remedy
    )


def _mail() -> Finding:
    from guildworks.platform.mail.queries import outbox_now
    from guildworks.project import start

    start.ready()
    outbox = outbox_now()
    delivery = {
        "smtp": "a mail server is set",
        "none": "no mail server is set: mails wait in the outbox",
        "demo": "this is a demo: mails are kept, and /mail shows them",
    }[outbox.delivery]
    message = f"{delivery}; {outbox.waiting:,} wait, {outbox.failed:,} have failed"
    return Finding("mail", "note" if outbox.next_step else "ok", message, outbox.next_step)


def _worker() -> Finding:
    from guildworks.platform.queries import workers_now
    from guildworks.project import start

    start.ready()
    found = workers_now()
    message = f"{found.running} run, {found.due:,} jobs are due, {found.failed:,} have failed"
    if found.due and not found.running:
        return Finding("worker", "note", message, "`guildworks serve` runs one, `guildworks worker` further ones.")
    return Finding("worker", "ok", message)


def _backup() -> Finding:
    from datetime import timedelta

    from guildworks.platform import clock
    from guildworks.platform.limits import limit
    from guildworks.platform.queries import last_backup
    from guildworks.project import start

    start.ready()
    remedy = "`guildworks backup FILE` writes one while everything runs."
    if (last := last_backup()) is None:
        return Finding("backup", "note", "none was made yet", remedy)
    tried = "restored for a try" if last.is_verified else "never restored for a try"
    message = f"the last one is of {last.made_at:%Y-%m-%d %H:%M} UTC, {last.rows:,} rows, {tried}"
    is_old = clock.now() - last.made_at > timedelta(days=limit("backup_days"))
    return Finding("backup", "note" if is_old else "ok", message, remedy if is_old else "")


def _embedding() -> Finding:
    from guildworks.skills.meaning import embedder

    embedder().embed(["a sentence"])
    return Finding("embedding", "ok", "the model loads and its files are the expected ones")


def _graph() -> Finding:
    from guildworks.skills.queries import graph

    return Finding("skills", "ok", f"{len(graph())} skills in the graph")


def _browser() -> Finding:
    names = ("chromium", "chromium-browser", "google-chrome")
    if found := next((path for name in names if (path := shutil.which(name))), None):
        return Finding("browser", "ok", f"{found}, for the tests of whole journeys")
    remedy = "Only the tests use it. Debian: sudo apt install chromium"
    return Finding("browser", "note", "no Chromium: the journeys are skipped in tests", remedy)


LOOKS: dict[str, Callable[[], Finding]] = {
    "machine": _machine,
    "disk": _disk,
    "database": _database,
    "worker": _worker,
    "mail": _mail,
    "backup": _backup,
    "skills": _graph,
    "embedding": _embedding,
    "browser": _browser,
}
