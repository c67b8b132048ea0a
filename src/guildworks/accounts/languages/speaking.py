"""Speaking to somebody in the language that they have chosen."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils.translation import get_language, override

from guildworks.accounts.models import User


def spoken() -> dict[str, str]:
    """The languages of the pages: each code with the language's own name."""
    return dict(settings.LANGUAGES)


def speaking_to(person: User | None) -> AbstractContextManager[None]:
    """Within it all words are in this person's language; who has chosen none is spoken to in that of the site."""
    chosen = person.language if person else ""
    return override(chosen if chosen in spoken() else settings.LANGUAGE_CODE)


def speaking_to_address(address: str) -> AbstractContextManager[None]:
    """The same for whoever signs in with this address; somebody new is spoken to as the page is. One SQL query."""
    person = User.objects.filter(email__iexact=address, erased_at=None).first()
    return speaking_to(person) if person else override(get_language())
