"""The command line as a person or a script uses it: in this process, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

SECONDS_MOST = 120


@dataclass(frozen=True)
class Outcome:
    """What a command did: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON document on stdout; anything else there is an error."""
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def code(self) -> str:
        """The code of the refusal in JSON mode, which says the same on stderr, in words and with the way out."""
        refusal = self.json["error"]
        assert f"error: {refusal['message']}\n" in self.err
        assert f"hint: {refusal['hint']}\n" in self.err or not refusal["hint"]
        return str(refusal["code"])


def environment(**changed: str | None) -> dict[str, str]:
    """The environment of a command: ours without what would lead it elsewhere, and with what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GUILDWORKS_", "DJANGO_"))}
    return {**kept, "COLUMNS": "100", **{name: value for name, value in changed.items() if value is not None}}


def start_program(*words: str, **environ: str | None) -> subprocess.Popen[str]:
    """Start `guildworks WORDS` in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "guildworks", *words],
        env=environment(**environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run_program(*words: str, **environ: str | None) -> Outcome:
    """Run `guildworks WORDS` to its end."""
    process = start_program(*words, **environ)
    out, err = process.communicate(timeout=SECONDS_MOST)
    return Outcome(process.returncode, out, err)
