"""What of lists is kept for a time."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from guildworks.platform.retention import Kept

KEPT = (
    Kept(
        "index_generations",
        gettext_noop("A generation of the index"),
        gettext_noop(
            "To replay a list as it was made. Old ones go when a new one is built, and with whoever is erased."
        ),
        "index_generation_days",
    ),
)
