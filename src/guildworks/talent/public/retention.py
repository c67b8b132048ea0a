"""How long the address of a public page is kept that its engineer has left."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from guildworks.platform.retention import Kept

KEPT = (
    Kept(
        "handles",
        gettext_noop("The address of a public page that was closed or has moved"),
        gettext_noop("So that nobody else has a page where links still expect this engineer. It goes with them."),
        "handle_days",
        "guildworks.talent.public.actions.forget_handles",
    ),
)
