"""Which events can be had by webhook: all of them, in one table.

A further row needs nothing else, where the kinds of its subject and of its facts have a prefix in `outer_ids.py`.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from guildworks.accounts.events import (
    INVITATION_ACCEPTED,
    INVITATION_WITHDRAWN,
    MEMBER_INVITED,
    MEMBER_JOINED,
    MEMBER_LEFT,
    MEMBER_ROLE_CHANGED,
    PERSON_ERASED,
)
from guildworks.availability.events import (
    BOOKING_RELEASED,
    HOLD_ACCEPTED,
    HOLD_BOOKED,
    HOLD_DECLINED,
    HOLD_EXPIRED,
    HOLD_EXPIRES_SOON,
    HOLD_PLACED,
    HOLD_RELEASED,
    TALK_CHOSEN,
    TALK_DECLINED,
    TALK_PROPOSED,
)
from guildworks.conversations.threads.events import COMMENT_TAKEN_BACK, COMMENT_WRITTEN
from guildworks.conversations.webhooks.offered import Offered
from guildworks.matching.events import (
    BRIEF_CORRECTED,
    BRIEF_WRITTEN,
    POLICY_PROMOTED,
    SEARCH_ENDED,
    SEARCH_FOUND,
    SEARCH_SAVED,
    SHORTLIST_MADE,
)
from guildworks.platform.events import MAIL_ENDED

OPERATOR = ("operator",)

TABLE = (
    Offered(BRIEF_WRITTEN, gettext_noop("A brief is written")),
    Offered(BRIEF_CORRECTED, gettext_noop("A brief is corrected by hand")),
    Offered(SHORTLIST_MADE, gettext_noop("A shortlist is made")),
    Offered(SEARCH_SAVED, gettext_noop("A search is saved"), {"brief": "brief", "shortlist": "shortlist"}),
    Offered(
        SEARCH_FOUND,
        gettext_noop("Somebody fits a saved search"),
        {"brief": "brief", "shortlist": "shortlist", "person": "user"},
    ),
    Offered(SEARCH_ENDED, gettext_noop("A saved search ends without finding anybody"), {"brief": "brief"}),
    Offered(HOLD_PLACED, gettext_noop("An engineer is held"), {"organisation": "organisation", "holder": ""}),
    Offered(HOLD_ACCEPTED, gettext_noop("An engineer accepts a hold")),
    Offered(HOLD_DECLINED, gettext_noop("An engineer declines a hold")),
    Offered(HOLD_RELEASED, gettext_noop("A hold is released")),
    Offered(HOLD_EXPIRES_SOON, gettext_noop("A hold expires within 12 hours")),
    Offered(HOLD_EXPIRED, gettext_noop("A hold has expired")),
    Offered(HOLD_BOOKED, gettext_noop("A hold becomes a booking")),
    Offered(BOOKING_RELEASED, gettext_noop("Booked hours are given back")),
    Offered(TALK_PROPOSED, gettext_noop("Times for a talk are proposed")),
    Offered(TALK_CHOSEN, gettext_noop("An engineer chooses a time for a talk")),
    Offered(TALK_DECLINED, gettext_noop("No time proposed for a talk fits")),
    Offered(COMMENT_WRITTEN, gettext_noop("Somebody writes about a brief, a list or an engineer on it")),
    Offered(COMMENT_TAKEN_BACK, gettext_noop("A comment is taken back")),
    Offered(MEMBER_INVITED, gettext_noop("Somebody is invited into the organisation")),
    Offered(INVITATION_ACCEPTED, gettext_noop("An invitation is accepted")),
    Offered(INVITATION_WITHDRAWN, gettext_noop("An invitation is withdrawn")),
    Offered(MEMBER_JOINED, gettext_noop("Somebody joins the organisation")),
    Offered(MEMBER_ROLE_CHANGED, gettext_noop("Somebody has another role")),
    Offered(MEMBER_LEFT, gettext_noop("Somebody leaves the organisation")),
    Offered(PERSON_ERASED, gettext_noop("An account is deleted"), to=OPERATOR),
    Offered(POLICY_PROMOTED, gettext_noop("Another ranking policy is in force"), to=OPERATOR),
    Offered(MAIL_ENDED, gettext_noop("A mail was sent, or has failed"), to=OPERATOR),
)
