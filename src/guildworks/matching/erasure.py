"""The share of kept lists, and of who stood on them lately, in erasing an engineer."""

from __future__ import annotations

from django.db import connection

from guildworks.matching.events import SHORTLIST_REDACTED
from guildworks.matching.models import Attention, Shortlist
from guildworks.platform import events
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.ids import shown


def redact_shortlists(actor: Actor, subject: Ref) -> None:
    """Leave of an erased engineer on every kept list and in its receipt only where they stood, and their numbers.

    In the transaction of the action that erases them; the database sees to it that nothing else of a list changes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT matching_redact_shortlists(%s)", [shown("eng", subject.id)])
        changed = [shortlist for (shortlist,) in cursor.fetchall()]
        cursor.execute("SELECT matching_redact_receipts(%s)", [subject.id])
    for shortlist in Shortlist.objects.filter(id__in=changed).defer("found").select_related("brief__organisation"):
        chain = shortlist.brief.organisation.chain
        events.record(SHORTLIST_REDACTED, shortlist.ref, actor, chain=chain, engineer=subject.id)


def forget_attention(actor: Actor, subject: Ref) -> None:
    """Delete how much an erased engineer was shown; it is not counted again."""
    Attention.objects.filter(engineer_id=subject.id).delete()
