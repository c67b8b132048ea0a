"""What an operator chooses among words, beside the limits, which are whole numbers. A choice counts at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from guildworks.platform.errors import BadInput
from guildworks.platform.models import Setting


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting that is one of a few words: the first is the default, and each says what it means."""

    name: str
    about: str
    words: Mapping[str, str]

    @property
    def default(self) -> str:
        """The word in force until an operator chooses."""
        return next(iter(self.words))


CHOICES = {
    choice.name: choice
    for choice in (
        Choice(
            "sign_up",
            gettext_noop("Who may make an account."),
            {
                "invitation": gettext_noop("Whoever was invited into an organisation."),
                "open": gettext_noop("Everybody; who comes uninvited makes an organisation of their own."),
                "closed": gettext_noop("Nobody. Invitations are for those who have an account already."),
            },
        ),
    )
}


class BadChoice(BadInput):
    """This setting cannot have this value."""

    code = "bad_choice"
    hint = "Choose one of the words that it takes."
    at_terminal = "`guildworks settings list` shows each with its words."


def chosen(name: str) -> str:
    """The word in force: the operator's, else the default."""
    return Setting.objects.filter(name=name).values_list("word", flat=True).first() or CHOICES[name].default


def set_choice(name: str, word: str) -> None:
    """Set a word for this installation. Raises BadChoice where name or word is unknown."""
    known = CHOICES.get(name)
    if known is None:
        raise BadChoice(_("There is no setting named %(name)s") % {"name": repr(name[:40])})
    if word not in known.words:
        either = pgettext("between words to choose from", "or")
        message = _("%(name)s is %(words)s, got %(given)s")
        words = f" {either} ".join(known.words)
        raise BadChoice(message % {"name": name, "words": words, "given": repr(word[:40])})
    Setting.objects.update_or_create(name=name, defaults={"word": word})
