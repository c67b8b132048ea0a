"""What is shown of each table and what is left out, and why: two closed lists, and one rule for what they need not say.

Numbers, times, yes and no, words of a closed list, ids of rows and references to them tell no secret and nothing that
somebody wrote: they are shown. Every other column is decided on here. One that is not is shown nowhere, and fails
`tests/desk/test_tables.py`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_noop as _

PLAIN = (
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.FloatField,
    models.ForeignKey,
    models.IntegerField,
)

SECRET = _("a secret, or something that lets people in")
WORDS = _("what somebody wrote, or what was read of it")
BYTES = _("bytes that only the program reads")

# Names, places, codes and ids, which the desk shows too; of each table in the order of the alphabet.
SHOWN = {
    "accounts_apikey": ("beginning", "scopes"),
    "accounts_apikeyrevocation": ("revoked_by_kind", "revoked_by_id"),
    "accounts_consent": ("purpose",),
    "accounts_engineeraccount": ("engineer_id",),
    "accounts_invitation": ("email", "engineer_id"),
    "accounts_organisation": ("name",),
    "accounts_user": ("name", "email", "language"),
    "availability_holdnotice": ("mails",),
    "availability_refusedhold": ("organisation_id",),
    "availability_reservation": ("group_id", "organisation_id", "holder_kind", "holder_id", "state"),
    "availability_talkproposal": ("zone", "proposed_by_kind", "proposed_by_id"),
    "availability_workingpattern": ("zone",),
    "conversations_chainposition": ("chain",),
    "conversations_notification": ("kind", "about_kind", "about_id"),
    "conversations_notificationpreference": ("kind",),
    "conversations_thread": ("subject_kind", "subject_id", "part_id"),
    "conversations_webhook": ("events",),
    "conversations_webhookposition": ("chain",),
    "matching_brief": ("title",),
    "matching_briefcorrection": ("item", "made_by_kind", "made_by_id"),
    "matching_rankingpolicy": ("version",),
    "matching_shortlist": ("engineers",),
    "platform_databasestate": ("fingerprint",),
    "platform_event": (
        "name",
        "chain",
        "subject_kind",
        "subject_id",
        "actor_kind",
        "actor_id",
        "organisation_id",
        "concerns",
        "facts",
    ),
    "platform_eventchain": ("name",),
    "platform_eventlink": ("chain",),
    "platform_keptanswer": ("owner_id",),
    "platform_keyretirement": ("retired_by_kind", "retired_by_id"),
    "platform_mail": ("recipient", "subject", "answer"),
    "platform_mailrelease": ("released_by_kind", "released_by_id"),
    "platform_setting": ("name", "word"),
    "platform_storedfile": ("owner_kind", "owner_id", "kind"),
    "skills_skill": ("slug", "name", "kind"),
    "talent_engineer": ("public_name", "headline", "email", "city", "country"),
    "talent_evidence": ("source_kind", "source_id"),
    "talent_job": ("title", "organisation"),
    "talent_language": ("code", "level"),
    "talent_listing": ("listed_by_kind", "listed_by_id"),
    "talent_publicpage": ("handle", "shows"),
    "talent_rate": ("currency",),
    "talent_work": ("title", "url"),
}
LEFT_OUT = {
    "accounts_apikey": {"hash": SECRET, "name": WORDS},
    "accounts_invitation": {"token_hash": SECRET},
    "accounts_user": {"password": SECRET},
    "availability_busyfeed": {"number": SECRET},  # the address of the feed is made from it
    "conversations_comment": {"text": WORDS, "token": SECRET},
    "conversations_webhook": {"address": SECRET, "secret": SECRET, "earlier_secret": SECRET},
    "conversations_webhookattempt": {"answer": WORDS},
    "matching_brief": {"text": WORDS, "requirement": WORDS},
    "matching_briefcorrection": {"value": WORDS},
    "matching_feasibilitycheck": {"question": BYTES, "roles": WORDS},
    "matching_looseningcheck": {"question": BYTES, "roles": WORDS},
    "matching_rankingpolicy": {"document": BYTES},
    "matching_receipt": {"statement": WORDS},
    "matching_shortlist": {"corrected": WORDS, "found": WORDS},
    "platform_event": {"detail_hash": BYTES},
    "platform_eventchain": {"head": BYTES},
    "platform_eventdetail": {"salt": SECRET, "content": WORDS},
    "platform_eventlink": {"hash": BYTES},
    "platform_keptanswer": {"key": WORDS, "asked": BYTES, "body": WORDS, "location": WORDS},
    "platform_mail": {"reply_to": WORDS, "text": SECRET, "html": SECRET, "calendar": WORDS},
    "platform_signingkey": {"public_key": BYTES},
    "platform_storedfile": {"address": SECRET},
    "skills_skill": {"told": BYTES, "direction": BYTES},
    "talent_engineer": {"summary": WORDS},
    "talent_job": {"text": WORDS},
    "talent_listing": {"skills_met": BYTES},
    "talent_resume": {"number": SECRET, "name": WORDS, "text": WORDS, "draft": WORDS},
    "talent_searchrecord": {"skills": BYTES, "terms": BYTES, "vector": BYTES},
    "talent_work": {"text": WORDS},
}


def is_shown(field: models.Field[Any, Any]) -> bool:
    """Whether the pages show what is in this column."""
    return is_plain(field) or field.name in SHOWN.get(field.model._meta.db_table, ())


def is_plain(field: models.Field[Any, Any]) -> bool:
    """Whether what is in this column can be neither a secret nor somebody's words."""
    if isinstance(field, ArrayField):
        return is_plain(field.base_field)
    if isinstance(field, models.UUIDField):
        return field.primary_key
    return isinstance(field, PLAIN) or bool(field.choices)


def why_left_out(field: models.Field[Any, Any]) -> str:
    """What a page says in its place; nothing of one that nobody has decided on, which is not shown either."""
    return LEFT_OUT.get(field.model._meta.db_table, {}).get(field.name, "")
