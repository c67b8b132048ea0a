"""Which engineers somebody has held: their share of the archive that is for themself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_noop

from guildworks.accounts.exporting import CHUNK, done_by, said
from guildworks.availability.events import HOLD_PLACED
from guildworks.availability.models import Reservation
from guildworks.platform.actor import Ref
from guildworks.platform.exporting import Row, Share
from guildworks.platform.ids import shown


def _holds(subject: Ref) -> Iterator[Row]:
    ids = done_by(subject.id, HOLD_PLACED.name)
    while some := list(islice(ids, CHUNK)):
        found = Reservation.objects.in_bulk(some)
        yield from (_hold(found[id_]) for id_ in some if id_ in found)


def _hold(kept: Reservation) -> Row:
    return {
        "id": kept.shown_id,
        "engineer": shown("eng", kept.engineer_id),
        "first_week": kept.first_week.isoformat(),
        "hours": [quarters / 4 for quarters in kept.quarter_hours],
        "placed_at": said(kept.placed_at),
        "state": kept.state,
    }


SHARES = (Share("holds", gettext_noop("Engineers whose hours you have held for your organisations."), _holds),)
