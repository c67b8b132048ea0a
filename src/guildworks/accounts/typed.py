"""What people type about themselves: names, addresses and passwords."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.accounts.models import User
from guildworks.platform.errors import BadInput
from guildworks.platform.figures import figure

NAME_MOST, ADDRESS_MOST = 200, 254


class BadName(BadInput):
    """A name has 1 to 200 visible characters."""

    code = "bad_name"
    hint = "Write it as it should stand on a page."


class BadEmail(BadInput):
    """This is not an e-mail address."""

    code = "bad_email"
    hint = "An address is such as ada@example.org."


class BadPassword(BadInput):
    """This password is too easy to guess."""

    code = "bad_password"
    hint = "Some words that do not belong together make a good one."


def readable_name(text: str) -> str:
    """A name of a person or an organisation, as it is kept. Raises BadName."""
    name = " ".join(text.split())
    if not name or len(name) > NAME_MOST or not name.isprintable():
        raise BadName()
    return name


def readable_address(text: str) -> str:
    """An e-mail address as it is kept. Raises BadEmail."""
    address = User.objects.normalize_email(text.strip())
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise BadEmail(_("%(address)s is not an e-mail address") % {"address": repr(address[:60])}) from wrong
    if len(address) > ADDRESS_MOST:
        message = ngettext(
            "An address has at most %(most)s character, this one %(count)s",
            "An address has at most %(most)s characters, this one %(count)s",
            ADDRESS_MOST,
        )
        raise BadEmail(message % {"most": ADDRESS_MOST, "count": figure(len(address))})
    return address


def require_good_password(password: str, user: User) -> None:
    """Raises BadPassword for one that is too short, common, or like the name or address of this person."""
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise BadPassword(" ".join(wrong.messages)) from wrong
