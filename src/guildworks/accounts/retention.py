"""What of people's accounts is kept for a time."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from guildworks.platform.retention import Kept

KEPT = (
    Kept(
        "invitations",
        gettext_noop("The address of an invitation that is over"),
        gettext_noop("So that whoever sent it sees what became of it. The row stays and names nobody."),
        "invitation_kept_days",
        "guildworks.accounts.forgetting.actions.forget_invitations",
    ),
    Kept(
        "sign_ups",
        gettext_noop("An account whose address nobody has proved"),
        gettext_noop("The mail with the code may be late. Then all of it is deleted."),
        "sign_up_days",
        "guildworks.accounts.forgetting.actions.forget_sign_ups",
    ),
    Kept(
        "sessions",
        gettext_noop("A session, with the address and the browser that it was from"),
        gettext_noop("So that somebody stays signed in, and sees where. It ends that long after its last use."),
        forget="guildworks.accounts.forgetting.actions.forget_sessions",
    ),
)
