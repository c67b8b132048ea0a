"""What a key can be for. A key never does more than the person whose it is, and of that its scopes alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from guildworks.platform.http.keys import ANY_KEY

CLIENT, OPERATOR, ENGINEER = "client", "operator", "engineer"  # whose a key is


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope by its name, what it lets a program do, and whose keys can have it."""

    name: str
    about: str
    whose: tuple[str, ...]
    of_engineers: str = ""  # the same of an engineer's key, where that may less

    def words(self, whose: str) -> str:
        """What it lets such a key do: a message."""
        return self.of_engineers if whose == ENGINEER and self.of_engineers else self.about


SCOPES = {
    scope.name: scope
    for scope in (
        Scope("briefs:read", gettext_noop("Read briefs, and what was read from them"), (CLIENT, OPERATOR)),
        Scope("briefs:write", gettext_noop("Write briefs and correct them"), (CLIENT, OPERATOR)),
        Scope("shortlists:read", gettext_noop("Read shortlists and their receipts"), (CLIENT, OPERATOR)),
        Scope(
            "shortlists:write",
            gettext_noop("Have shortlists made, and ask what the market has"),
            (CLIENT, OPERATOR),
        ),
        Scope("holds:read", gettext_noop("Read what is held and booked"), (CLIENT, OPERATOR, ENGINEER)),
        Scope(
            "holds:write",
            gettext_noop("Place, release and answer holds"),
            (CLIENT, OPERATOR, ENGINEER),
            of_engineers=gettext_noop("Accept and decline holds"),
        ),
        Scope("engineers:read", gettext_noop("Read profiles; as an engineer, your own"), (OPERATOR, ENGINEER)),
        Scope("engineers:write", gettext_noop("Change profiles; as an engineer, your own"), (OPERATOR, ENGINEER)),
        Scope("availability:read", gettext_noop("Read working hours and weeks"), (OPERATOR, ENGINEER)),
        Scope(
            "availability:write",
            gettext_noop("Change hours and weeks, confirm, pause and return"),
            (OPERATOR, ENGINEER),
        ),
        Scope("opportunities:read", gettext_noop("Read which briefs considered you, and why"), (ENGINEER,)),
        Scope("events:read", gettext_noop("Follow what happens, event by event"), (CLIENT, OPERATOR, ENGINEER)),
    )
}
NAMES = tuple(SCOPES)
ROUTE_SCOPES = frozenset((*NAMES, ANY_KEY))


def scopes_for(whose: str) -> list[Scope]:
    """The scopes that such a key can have."""
    return [scope for scope in SCOPES.values() if whose in scope.whose]
