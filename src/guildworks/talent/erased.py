"""What every act on somebody who was erased is told."""

from __future__ import annotations

from guildworks.platform.errors import GuildworksError
from guildworks.platform.refusals import refusals


class EngineerErased(GuildworksError):
    """This engineer was erased, and nothing can be written of them any more."""

    code = "engineer_is_not_erased"
    hint = "Nothing was changed. Somebody who comes back is a new engineer."
    at_terminal = "`guildworks engineers import` makes one."


# For an action that writes of engineers: the database refuses where one of them is erased.
UNLESS_ERASED = refusals(engineer_is_not_erased=EngineerErased)
