"""Why an engineer is not on a list, and what would have changed it, in words for them.

What a brief asks is told as a direction and the own value, with no figure of the brief's: they know its role, skills
and dates, and not its client, text or budget.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.matching import wording
from guildworks.matching.hard import NOT_CONFIRMED
from guildworks.matching.why import NOT_LISTED
from guildworks.platform import money
from guildworks.skills.queries import skill_name
from guildworks.talent.models import Engineer

PROFILE = gettext_noop("To your profile")


@dataclass(frozen=True, slots=True)
class Change:
    """What an engineer could do, and the page on which they do it."""

    text: str
    page: str  # the name of an address; empty where it is not done on a page
    does: str  # the words of the link


def reasons_text(names: list[str], engineer: Engineer) -> str:
    """What somebody failed, by the names of requirements: `needs pgvector; your rate of €112/h is above its range`."""
    return "; ".join(dict.fromkeys(reason_text(name, engineer) for name in names))


def reason_text(name: str, engineer: Engineer) -> str:
    """One of them."""
    for pattern, said in _REASONS:
        if re.fullmatch(pattern, name):
            return said(engineer, name)
    return _("needs %(skill)s") % {"skill": wording.either_text(name.split(" or "))}


def change_of(field: str, engineer: Engineer) -> Change:
    """The smallest change, by its field as `matching.changes` names it."""
    first, _dot, name = field.partition(".")
    if first == "skills":
        return _skill(name, engineer)
    if first == "languages":
        spoken = wording.language_word(name)
        return Change(_("Speak %(language)s better, and say so") % {"language": spoken}, "profile", _(PROFILE))
    text, page, does = _CHANGES[first]
    return Change(_(text), page, _(does))


def _skill(slug: str, engineer: Engineer) -> Change:
    name = {"skill": skill_name(slug)}
    if any(claim.skill_id == slug for claim in engineer.claims.all()):
        return Change(_("Show %(skill)s: so far you only say it") % name, "profile", _(PROFILE))
    return Change(_("Say that you know %(skill)s, if you do") % name, "profile", _(PROFILE))


def _rate(engineer: Engineer, name: str) -> str:
    currency = name.split()[2].removesuffix("/h")
    own = next((rate for rate in engineer.rates.all() if rate.currency == currency), None)
    if own is None:
        return _("you have no rate in %(currency)s") % {"currency": currency}
    amount = money.amount_text(money.from_minor(own.hourly_minor, currency).amount, currency)
    return _("your rate of %(rate)s/h is above its range") % {"rate": amount}


def _language(_engineer: Engineer, name: str) -> str:
    return _("needs %(language)s") % {"language": wording.hard_text(name)}


def _always(message: str) -> Callable[[Engineer, str], str]:
    return lambda _engineer, _name: _(message)


_REASONS: tuple[tuple[str, Callable[[Engineer, str], str]], ...] = (
    (NOT_CONFIRMED, _always(gettext_noop("your hours were not confirmed"))),
    (NOT_LISTED, _always(gettext_noop("you had paused, or were not listed"))),
    (r"language [a-z]{2}(?: [ABC][12])?", _language),
    (r"place .+", _always(gettext_noop("it asks for presence in another place"))),
    (r"zone \S+ to \S+", _always(gettext_noop("you work in another time zone"))),
    (r"overlap \S+ h", _always(gettext_noop("your working day shares too little with the client’s"))),
    (r"budget \S+ [A-Z]{3}/h", _rate),
    (r"\S+ h a week free.*", _always(gettext_noop("you had too few free hours in its weeks"))),
    (r"\d+ further requirements", _always(gettext_noop("something further that it asks"))),
)
_CHANGES = {
    "confirmed": (gettext_noop("Confirm your hours"), "hours", gettext_noop("To your hours")),
    "rate": (gettext_noop("A lower rate"), "profile", PROFILE),
    "hours": (gettext_noop("More free hours in its weeks"), "hours", gettext_noop("To your hours")),
    "overlap": (
        gettext_noop("Working hours that share more of the client’s day"),
        "hours",
        gettext_noop("To your working day"),
    ),
    "place": (gettext_noop("Being where the work is"), "profile", PROFILE),
}
