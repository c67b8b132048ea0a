"""Having the address of a file to oneself."""

from __future__ import annotations

from django.db import connection


def lock_address(address: bytes) -> None:
    """Have an address to oneself until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(address[:8], "big", signed=True)])
