"""What a brief's reader says, in the language of whoever reads it.

The reader's sentences are English, stand in the requirement that is kept, and are signed with receipts: they stay as
they are, and are translated where they are shown, by the template that each was made from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.platform.dates import long_day_text
from guildworks.platform.figures import figures_in

WISHES = {
    "required": gettext_noop("required"),
    "only welcome": gettext_noop("only welcome"),
    "said not to be needed": gettext_noop("said not to be needed"),
}
# Of two that fit one message, the first is taken.
MESSAGES = (
    # what a brief does not say
    gettext_noop("The brief names no skill. Which tools, methods or kinds of model should the person know?"),
    gettext_noop(
        'The brief does not say when the work begins. A day, a month or "as soon as possible" is enough.',
    ),
    gettext_noop('The brief does not say how many hours a week are needed. For example "20 hours a week".'),
    gettext_noop('The brief does not say how long the work lasts. For example "about 3 months", or a last day.'),
    gettext_noop(
        "The brief does not say what the work may cost. An hourly or daily rate, a range, or one sum will do.",
    ),
    gettext_noop(
        'The brief does not say which hours should be shared. For example "3 hours between 9:00 and 17:00 CET".',
    ),
    gettext_noop(
        "The brief does not say where the work is done. "
        '"Remote", "on site in Lyon" or "two days a week in Lyon" will do.',
    ),
    gettext_noop(
        'The brief does not say which languages are spoken at work. For example "English B2, German helpful".',
    ),
    gettext_noop(
        "Somebody nearby would be good: which region is it? Name a city or a country, and the language spoken there.",
    ),
    gettext_noop("This is one sum, and the brief asks for several people. How much of it is meant for each?"),
    gettext_noop(
        "This could be many things. Which task should be solved, and which tools are already chosen, if any?",
    ),
    gettext_noop(
        "These words hold no figure: how good, how fast or how cheap is enough? "
        'For example "under 200 ms" or "95 % of the cases right".',
    ),
    # skills and roles
    gettext_noop(
        "%(skill)s is %(first_wish)s in one place and %(second_wish)s in another. "
        "Which of the two holds? Until you say, it rules nobody out.",
    ),
    gettext_noop(
        "This differs by role: %(by_role)s. A brief holds one for all, so none is used: write one brief per role.",
    ),
    gettext_noop(
        "Senior only, and junior welcome: keep one of the two, or name the years of experience that are needed.",
    ),
    # start
    gettext_noop("When would that be? Name the first day or the month in which the work can begin."),
    gettext_noop(
        "This date can be %(first_day)s or %(second_day)s. Write the month as a word, or the date as 2027-02-01.",
    ),
    gettext_noop("How soon is soon? Name the first day on which the work can begin, and the last."),
    gettext_noop(
        "The start %(start_day)s lies before today, %(today_day)s. Name a start that is still to come.",
    ),
    gettext_noop(
        "The work would start on %(start_day)s, after its end on %(end_day)s. Move the start or the end.",
    ),
    # duration
    gettext_noop("How long is this, in weeks? A range such as 2-4 weeks is enough."),
    gettext_noop("%(work)s are an amount of work: over how many weeks should it be done?"),
    gettext_noop("For how many weeks or months do you want somebody to be free, at least?"),
    gettext_noop(
        '"%(first)s" and "%(second)s" cannot both be the length of the work. '
        "Keep the one that holds, or say which part each of them is for.",
    ),
    gettext_noop('"%(stretch)s" is the length of one phase only. How long does the work last in all?'),
    gettext_noop(
        "%(weeks)s weeks from %(start_day)s end about %(computed_day)s, not on %(end_day)s. "
        "Keep the duration or the end, or move the start.",
    ),
    gettext_noop(
        "The phases last %(phases)s = %(total_weeks)s weeks, the whole only %(whole_weeks)s. "
        "Lengthen the whole or shorten a phase.",
    ),
    gettext_noop(
        '"%(stretch)s" is little for all of this until %(end_day)s: %(work)s. '
        "Allow more weeks, or say which part can wait.",
    ),
    gettext_noop(
        '"%(stretch)s" is little for all of this: %(work)s. Allow more weeks, or say which part can wait.',
    ),
    # hours
    gettext_noop("How many hours a week? A range such as 10-20 is enough."),
    gettext_noop("%(total)s hours in all can be done in many ways. How many hours a week do you want?"),
    gettext_noop(
        "%(least)s or %(most)s hours a week: which of the two? If all between is fine, write %(least)s-%(most)s.",
    ),
    gettext_noop(
        "Full time and %(hours)s hours a week do not go together. Keep one, or say which phase is full time.",
    ),
    gettext_noop(
        '"%(first)s" and "%(second)s" are both said of one work. Keep the one that holds, or say when each does.',
    ),
    gettext_noop(
        "At least %(least)s hours a week are asked for, yet at most %(most)s in the first month. "
        "If the first month is a phase of its own, write it so: "
        '"up to %(most)s h/week for the first month, then %(least)s or more".',
    ),
    gettext_noop("How many hours a week come before these %(hours)s, and for how many weeks?"),
    gettext_noop("How many hours a week come after these %(hours)s?"),
    # budget
    gettext_noop("What is the budget: an amount, a range or a rate per hour or day?"),
    gettext_noop("In which currency is this? Write it beside the amount, as in 600 EUR per day."),
    gettext_noop("Is this amount per hour, per day or for the whole project?"),
    gettext_noop("Two different amounts are named for the same thing. Keep the one that holds."),
    gettext_noop(
        "Different amounts are named for different people or parts of the work. A brief holds one budget, "
        "so none of them is used: write one brief for each, with its own amount.",
    ),
    gettext_noop(
        "%(weeks)s weeks at %(hours)s h and %(rate)s an hour comes to %(sum)s, more than the %(total_sum)s in total. "
        "Raise the total, lower the rate or the hours, or shorten the work.",
    ),
    gettext_noop(
        "%(weeks)s weeks at %(days)s days and %(rate)s a day comes to %(sum)s, more than the %(total_sum)s in total. "
        "Raise the total, lower the rate or the hours, or shorten the work.",
    ),
    gettext_noop(
        "%(weeks)s weeks at %(rate)s comes to %(sum)s, more than the %(total_sum)s in total. "
        "Raise the total, lower the rate or the hours, or shorten the work.",
    ),
    gettext_noop(
        "%(months)s months at %(rate)s comes to %(sum)s, more than the %(total_sum)s in total. "
        "Raise the total, lower the rate or the hours, or shorten the work.",
    ),
    # overlap, place, languages
    gettext_noop("In which zone do these hours lie? Name the city where you work, or a zone such as CET."),
    gettext_noop("Which region is meant? Name a city or a country, and how often presence is needed."),
    gettext_noop(
        "The work is said to be remote, and presence is asked for as well. Say which holds, or how many days on site.",
    ),
    gettext_noop("This language is asked for, and said not to be needed. Keep the one that holds."),
    # what is not used
    gettext_noop(
        "Age is not used to choose people. Say what you need instead: years of experience, or the skills themselves.",
    ),
    gettext_noop("Gender is not used to choose people. Leave it out; the work needs skills, hours and a level."),
    gettext_noop(
        "Origin, nationality and ethnicity are not used to choose people. "
        'If the law asks for it, name the condition ("right to work in the EU"), or a place and time zone.',
    ),
    gettext_noop(
        "Where somebody learnt a language is not used to choose people. "
        'Ask for the level you need, e.g. "English C1" or "German C2".',
    ),
    gettext_noop(
        "An accent is not used to choose people. "
        'Ask for the level you need, e.g. "English C1, used in calls with clients".',
    ),
    gettext_noop(
        "Religion and belief are not used to choose people. Leave it out; name working days if those matter.",
    ),
    gettext_noop(
        "Family, marriage and pregnancy are not used to choose people. "
        "Name the hours, the travel or the dates that the work needs.",
    ),
    gettext_noop("Looks and photos are not used to choose people. Ask for work samples or a portfolio instead."),
    gettext_noop(
        "Health and disability are not used to choose people. Name the task itself if it is a physical one.",
    ),
    gettext_noop("Sexual orientation and gender identity are not used to choose people. Leave it out."),
    gettext_noop("Political views and union membership are not used to choose people. Leave it out."),
    # why a text cannot be read at all, and what to do
    gettext_noop("The brief has %(characters)s characters; up to %(most)s are read."),
    gettext_noop("Leave out what is not about the work, or send the first pages only."),
    gettext_noop("The brief is empty."),
    gettext_noop("The brief holds no words."),
    gettext_noop("Say in a few sentences what should be built, which skills it takes, and when."),
    gettext_noop("The brief holds control characters, which no written text has."),
    gettext_noop("Send it as plain text in UTF-8."),
    gettext_noop("The brief seems to be written in %(language)s; only English is read so far."),
    gettext_noop("Send it in English. A list of skills, a start and the hours a week are enough to begin with."),
)
_HOLDER = re.compile(r"%\((\w+)\)s")
_BY_ROLE = re.compile(r'"(?P<words>.+?)" for the (?P<role>.+?)(?: and (?=")|$)', re.DOTALL)


def said(message: str) -> str:
    """A message of a requirement as people read it; itself where none of the templates above made it."""
    if message in _WHOLE:
        return _(message)
    for template in _TEMPLATES:
        if found := template.pattern.fullmatch(message):
            values = {name: _kind(name).said(value) for name, value in found.groupdict().items()}
            return _(template.message) % values
    return message


def _day(text: str) -> str:
    return long_day_text(datetime.strptime(text, "%d %B %Y"))  # noqa: DTZ007 (a day without a time)


def _wish(text: str) -> str:
    return _(WISHES[text])


def _by_role(text: str) -> str:
    """The words for each role: `"20 hours" for the ML engineer and "10 hours" for the data engineer`."""
    told = [_('"%(words)s" for the %(role)s') % found.groupdict() for found in _BY_ROLE.finditer(text)]
    return reduce(lambda one, other: _("%(one)s and %(other)s") % {"one": one, "other": other}, told) if told else text


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a value looks like, and how it is said."""

    pattern: str
    said: Callable[[str], str] = str


_FIGURE = _Kind(r"[\d.,+e-]+", figures_in)
_SUM = _Kind(r"[\d,]+(?: [A-Z]{3})?", figures_in)
_WORDS = _Kind(".+?")
# By the last word of a value's name; all others are words of the brief.
_KINDS: Mapping[str, _Kind] = {
    "day": _Kind(r"\d{1,2} [A-Z][a-z]+ \d{4}", _day),
    "wish": _Kind("|".join(WISHES), _wish),
    "role": _Kind(".+", _by_role),
    "language": _Kind(".+", _),
    "rate": _SUM,
    "sum": _SUM,
    **dict.fromkeys(("weeks", "months", "days", "hours", "least", "most", "characters"), _FIGURE),
}


def _kind(name: str) -> _Kind:
    return _KINDS.get(name.rsplit("_", 1)[-1], _WORDS)


@dataclass(frozen=True, slots=True)
class _Template:
    message: str
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, message: str) -> _Template:
        """With a pattern that finds the values; one that is named twice is the same in both places."""
        pieces, known = [], set()
        for place, piece in enumerate(_HOLDER.split(message)):
            if place % 2 == 0:
                pieces.append(re.escape(piece))
            elif piece in known:
                pieces.append(f"(?P={piece})")
            else:
                known.add(piece)
                pieces.append(f"(?P<{piece}>{_kind(piece).pattern})")
        return cls(message, re.compile("".join(pieces), re.DOTALL))


_WHOLE = frozenset(message for message in MESSAGES if not _HOLDER.search(message))
_TEMPLATES = tuple(_Template.of(message) for message in MESSAGES if message not in _WHOLE)
