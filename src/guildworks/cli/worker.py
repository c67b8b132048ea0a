"""`guildworks worker`: a process that does the jobs, such as delivering mail."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from guildworks.cli.console import err
from guildworks.cli.options import Parent, ready

AtOnce = Annotated[int, typer.Option("--at-once", min=1, max=64, help="Jobs that it works on at the same time.")]


def worker(at_once: AtOnce = 4, parent: Parent = 0) -> None:
    """Do jobs until Ctrl-C or SIGTERM. `serve` runs one; start more on any machine that reaches the database."""
    from guildworks.cli.serve import stop_what_was_started

    ready()
    from guildworks.platform import logs
    from guildworks.platform.worker import work

    logs.configure()
    if not parent:
        err.print("Waiting for jobs · Ctrl-C stops")
    try:
        work(at_once=at_once, is_over=lambda: bool(parent) and os.getppid() != parent)
    finally:
        stop_what_was_started()
