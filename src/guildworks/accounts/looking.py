"""Whether somebody looks as another person does, which stands in their session; the database then only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.http import HttpRequest

from guildworks.accounts.models import ADMIN, Membership, User
from guildworks.platform import clock

LOOKS_AS = "looks_as"  # in the session: whom as, and until when


@dataclass(frozen=True, slots=True)
class Looking:
    """The person as whom somebody looks, and until when."""

    person: User
    until: datetime


def look_as(request: HttpRequest, person: User, until: datetime) -> None:
    """From the next click on whoever is signed in sees what this person sees."""
    request.session[LOOKS_AS] = {"person": str(person.id), "until": until.isoformat()}


def look_away(request: HttpRequest) -> None:
    """From the next click on they are themself."""
    request.session.pop(LOOKS_AS, None)


def find_looking(request: HttpRequest, user: User) -> Looking | None:
    """As whom this user looks now: while its time lasts, the person is there, and they are an admin of the operator."""
    kept = request.session.get(LOOKS_AS)
    if not isinstance(kept, dict):
        return None
    until = datetime.fromisoformat(kept["until"])
    is_admin = Membership.objects.filter(user=user, role=ADMIN).exists()
    person = User.objects.filter(id=UUID(kept["person"]), erased_at=None).first()
    if until <= clock.now() or not is_admin or person is None:
        return None
    is_admin_too = Membership.objects.filter(user=person, role=ADMIN).exists()
    return None if is_admin_too else Looking(person, until)


def read_only() -> None:
    """From now on the database takes no change by this process's connection, whatever is called."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")


def take_changes_again() -> None:
    """The end of it; a connection that cannot be told so is closed."""
    if connection.connection is None or connection.needs_rollback:
        connection.close()
        return
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
