"""The program, loaded whole: every module imported, so that whatever declares itself has done so."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import guildworks
from guildworks.platform.errors import GuildworksError
from guildworks.platform.events import DECLARED, EventKind

CODE_OF_ANOTHER = {
    "BadBrief",
    "BadCalendar",
    "BadResume",
    "EmbeddedDatabaseFailed",
}  # each passes on the code of what it wraps
STARTS_SOMETHING = ("guildworks.__main__", "guildworks.project.asgi")


@cache
def load_everything() -> None:
    """Import all modules but those that start the program."""
    for module in pkgutil.walk_packages(guildworks.__path__, "guildworks."):
        if module.name not in STARTS_SOMETHING and ".migrations" not in module.name:
            importlib.import_module(module.name)


def errors() -> list[type[GuildworksError]]:
    """All errors that a person can meet, by code."""
    load_everything()
    found: set[type[GuildworksError]] = set()
    to_see: list[type[GuildworksError]] = [GuildworksError]
    while to_see:
        error = to_see.pop()
        found.add(error)
        to_see += error.__subclasses__()
    return sorted((error for error in found if error.__module__.startswith("guildworks.")), key=lambda e: e.code)


def events() -> list[EventKind]:
    """All events that the program declares, by name; those of tests are left out."""
    load_everything()
    return sorted(
        (kind for kind in DECLARED.values() if not kind.name.startswith(("test.", "bench."))),
        key=lambda kind: kind.name,
    )
