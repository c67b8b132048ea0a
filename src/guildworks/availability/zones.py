"""Names of time zones: those that somebody types, and those that were kept and may have gone since."""

from __future__ import annotations

from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils.translation import gettext as _

from guildworks.platform.errors import BadInput

NO_PLACES = {"Factory", "localtime", "posixrules"}  # files of a zone database that name no zone


class UnknownZone(BadInput):
    """This is not a time zone."""

    code = "unknown_zone"
    hint = "Use a name of the IANA list, such as Europe/Berlin."


def require_zone(name: str) -> None:
    """Refuse what is not a time zone. Raises UnknownZone."""
    if not is_zone(name):
        raise UnknownZone(_("%(name)s is not a time zone") % {"name": repr(name[:60])})


@cache
def zones_offered() -> tuple[str, ...]:
    """The zones that are named by a city, for whoever chooses one."""
    regions = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
    return ("UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in regions))


@lru_cache(maxsize=2_000)
def is_zone(name: str) -> bool:
    """Whether the zone database of this machine has it. A later one may lack an old name, and then nobody knows when
    its people work: their hours are as if they had not said them.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return name not in NO_PLACES
