"""Names of time zones that somebody types."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from guildworks.platform.errors import BadInput

NO_PLACES = {"Factory", "localtime", "posixrules"}  # files of a zone database that name no zone


class UnknownZone(BadInput):
    """This is not a time zone."""

    code = "unknown_zone"
    hint = "Use a name of the IANA list, such as Europe/Berlin."


def require_zone(name: str) -> None:
    """Refuse what is not a time zone. Raises UnknownZone."""
    try:
        if name in NO_PLACES:
            raise ValueError(name)
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise UnknownZone(f"{name[:60]!r} is not a time zone") from unknown
