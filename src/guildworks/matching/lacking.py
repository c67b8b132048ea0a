"""What briefs named beside skills and the graph does not know, so that whoever looks after the graph adds it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models.functions import Left

from guildworks.kernels.text.unnamed import unnamed
from guildworks.matching.models import Brief
from guildworks.matching.queries import briefs_visible_to
from guildworks.platform.actor import Actor
from guildworks.skills.queries import gazetteer

READ_MOST = 300  # briefs, the latest
BEGINNING = 10_000  # characters of each that are read
TERMS_MOST = 100
BRIEFS_SHOWN = 3
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Lacking:
    """A name, in how many of the briefs it stands, and the latest of these."""

    name: str
    count: int
    briefs: tuple[Brief, ...]


def lacking_names(asker: Actor) -> list[Lacking]:
    """The names in the latest briefs that `asker` may see, those of most briefs first. One SQL query.

    A text is read for skills by the graph as it is now: what was added since is not lacking any more.
    """
    named: dict[str, list[Brief]] = defaultdict(list)
    written: dict[str, str] = {}
    whole = briefs_visible_to(asker).defer("text", "requirement").annotate(beginning=Left("text", BEGINNING))
    for brief in whole.order_by("-written_at", "-id")[:READ_MOST].iterator(chunk_size=AT_ONCE):
        for name in unnamed(brief.beginning, [found.span for found in gazetteer().find(brief.beginning)]):
            named[name.casefold()].append(brief)
            written.setdefault(name.casefold(), name)
    most = sorted(named.items(), key=lambda item: (-len(item[1]), item[0]))[:TERMS_MOST]
    return [Lacking(written[key], len(briefs), tuple(briefs[:BRIEFS_SHOWN])) for key, briefs in most]
