"""What is refused, and how it is said: one shape for every door."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any


class GuildworksError(Exception):
    """Something could not be done."""

    code = "error"
    status = 1  # exit status of a command: 1 a rule refuses, 2 the input is bad
    http_status = 409
    hint = ""  # the next step, where every refusal of this kind has the same
    at_terminal = ""  # the command that helps, which is said at a terminal and nowhere else

    def __init__(
        self, message: str = "", *, hint: str = "", at_terminal: str = "", fields: Mapping[str, str] | None = None
    ) -> None:
        """`message` says who and what, `hint` the next step, `fields` the message for each field of a form."""
        self.message = message or inspect.getdoc(type(self)) or ""
        self.hint = hint or type(self).hint
        self.at_terminal = at_terminal or ("" if hint else type(self).at_terminal)
        self.fields = dict(fields or {})
        self.facts: dict[str, Any] = {}  # what a program may want to know beside it, as JSON
        super().__init__(self.message)


class Fault(GuildworksError):
    """This is a fault of Guildworks itself."""

    code = "fault"
    status = 2
    http_status = 500
    hint = "Nothing was changed. Run it again with GUILDWORKS_TRACEBACK=1 and report what it prints."

    @classmethod
    def of(cls, error: Exception) -> Fault:
        """The fault behind an exception that nobody expected."""
        return cls(f"This is a fault of Guildworks itself ({type(error).__name__}: {str(error)[:300]}).")


class BadInput(GuildworksError):
    """What was given cannot be read."""

    code = "bad_input"
    status = 2
    http_status = 422


class NotFound(GuildworksError):
    """There is no such thing, or it is not yours."""

    code = "not_found"
    http_status = 404
    hint = "Look at the id again."


class NotAllowed(GuildworksError):
    """You may not do this."""

    code = "not_allowed"
    http_status = 403
    hint = "Ask the operator of this site."


class DatabaseUnavailable(GuildworksError):
    """The database does not answer."""

    code = "database_unavailable"
    status = 2
    http_status = 503
    hint = "Nothing was changed. Try again in a moment."
    at_terminal = "Is it running? `guildworks doctor` looks at it."


class DiskFull(GuildworksError):
    """The disk is full; nothing was changed."""

    code = "disk_full"
    status = 2
    http_status = 507
    hint = "Free some space, then do it again."
