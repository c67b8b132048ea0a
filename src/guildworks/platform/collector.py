"""What a process has loaded for good is kept from the collector of cycles.

A full collection looks through all that was ever loaded, with no request going on meanwhile: a third of a second in a
server's process, whenever there are a quarter more objects than at the last one.
"""

from __future__ import annotations

import gc

NEW_OBJECTS = 20_000  # between two looks at the young ones: a request makes some thousands, and leaves few behind


def collect_seldom() -> None:
    """For a process that answers requests: Python's own 700 is a look for each few lines of a page."""
    gc.set_threshold(NEW_OBJECTS, 20, 20)


def spare_what_is_loaded() -> None:
    """Call it when something large was loaded that stays; without references it is freed all the same."""
    gc.freeze()
