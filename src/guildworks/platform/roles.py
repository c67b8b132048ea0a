"""Under which roles the program works on this database."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

ONE_ROLE = "one role: guards can be switched off by the program's own login"


@dataclass(frozen=True, slots=True)
class Roles:
    """`separate` where the program's login owns none of its tables, else `one`."""

    word: str
    note: str


def roles_in_force() -> Roles:
    """Ask the database whether the program's own login could switch a guard off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'platform_event'::regclass"
        )
        (owns,) = cursor.fetchone()
    return Roles("one", ONE_ROLE) if owns else Roles("separate", "")
