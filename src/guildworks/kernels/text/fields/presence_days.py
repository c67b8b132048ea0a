"""On how many days of the week somebody is on site: "two days a week", "Tuesdays and Thursdays", "once a week"."""

from __future__ import annotations

import re

from guildworks.kernels.text.fields.grammar import pattern
from guildworks.kernels.text.fields.numbers import COUNT, number

_A_WEEK = r"(?:(?:~/~| a | per | each | every )week|~weekly)"
_WEEKDAY = r"(?:mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?)s?\b"
_AND = r"(?:~,~(?:and )?| and |~[&/]~| or )"
_TO = r"(?: to | through |~[-–]~)"
_WEEKDAYS = (
    rf"(?:(?:from )?{_WEEKDAY}{_TO}{_WEEKDAY}|"
    rf"(?:every|each) {_WEEKDAY}(?:{_AND}(?:every |each )?{_WEEKDAY}){{0,4}}|"
    rf"(?:on )?{_WEEKDAY}(?:{_AND}{_WEEKDAY}){{1,4}}|"
    r"(?:on )?(?:mon|tues|wednes|thurs|fri)days\b)"
)
_BOUND = (
    r"(?:(?:at least|at most|up to|about|around|max\.?|min\.?|a (?:minimum|maximum) of|minimum|only|for|some) ){0,2}"
)
_RANGE = rf"(?:{COUNT}~(?:-|–|to|or)~)?"  # of two numbers the second, higher one counts
_SHARE = r"(?:\d\d~%|half|most|part) (?:of )?(?:the |your )?(?:time|week)\b"
_TIMES = rf"(?P<times>once|twice|{COUNT}~(?:x|times))(?:~/~| a | per | each | every | (?=week\b))week"

DAYS_A_WEEK = rf"(?:{_RANGE}(?P<days>{COUNT}|an?) days?{_A_WEEK}(?: on average)?|(?P<weekdays>{_WEEKDAYS})|{_TIMES})"
DAYS = (
    rf"(?:{_RANGE}(?P<days>{COUNT}|an?) days?{_A_WEEK}?(?: on average)?|(?P<weekdays>{_WEEKDAYS})|"
    rf"{_TIMES}|{_SHARE})"
)
BEFORE_DAYS = rf"~[,:(]?~(?:on )?{_BOUND}"  # between a place and the days there
_POSSIBLE = r"(?:(?: is)? (?:possible|fine|ok(?:ay)?))?"
HOME = r"(?:remote(?:ly)?(?: work(?:ing)?)?|(?:from|at) home|home[- ]?office|work(?:ing)? from home|wfh)"
_WEEKDAYS_AT_HOME = (  # no bare comma joins them: "Monday to Thursday on site, Fridays from home"
    rf"(?:(?:on |every )?{_WEEKDAY}(?:{_TO}{_WEEKDAY}|(?:~,~{_WEEKDAY}){{0,3}}~,?~(?:and\b|or\b|[&/])~{_WEEKDAY})?)"
)
_LIMIT = r"up to |max\.? |at most "
DAYS_AT_HOME = (
    rf"(?:\b(?P<limit>{_LIMIT})?(?:about )?{_RANGE}(?P<home>{COUNT}) days?{_A_WEEK}? (?:of )?{HOME}\b|"
    rf"\b{HOME}{_POSSIBLE}(?: for)? (?P<limit_after>{_LIMIT})?{_RANGE}(?P<home_after>{COUNT}) days?{_A_WEEK}"
    r"(?! (?:in|at) (?:the|our)\b| on[- ]?site)|"
    rf"\b(?P<weekdays_home>{_WEEKDAYS_AT_HOME}) (?:you (?:may|can) )?{HOME}\b|"
    rf"\b{HOME}{_POSSIBLE} (?P<weekdays_home_after>{_WEEKDAYS})|"
    rf"(?:(?<!up[ ]to[ ])\b\d\d~%|\bhalf)(?: of the time)? {HOME}\b)"
)


def days_on_site(match: re.Match[str]) -> int | None:
    """The days a week on site in a match of one of the patterns above; None where no certain number is said."""
    groups = match.groupdict()
    if groups.get("days"):
        days = number(groups["days"])
        return int(days) if 1 <= days <= 7 else None
    if groups.get("weekdays"):
        return _count(groups["weekdays"])
    if home := _days_at_home(match):
        is_limit = groups["limit"] or groups["limit_after"]
        return int(5 - home) if 1 <= home <= 4 and not is_limit else None
    return _times(groups["times"]) if groups.get("times") else None


def _times(words: str) -> int | None:
    figure = re.sub(r"\s*(?:x|times)$", "", words.casefold())
    times = {"once": 1, "twice": 2}.get(figure) or number(figure)
    return int(times) if 1 <= times <= 7 else None


def is_all_at_home(match: re.Match[str]) -> bool:
    """Whether all five days of the week are worked from home."""
    return _days_at_home(match) >= 5


def _days_at_home(match: re.Match[str]) -> float:
    groups = match.groupdict()
    if weekdays := groups.get("weekdays_home") or groups.get("weekdays_home_after"):
        return _count(weekdays)
    days = groups.get("home") or groups.get("home_after")
    return number(days) if days else 0


_RANGE_OF_DAYS = pattern(_TO)
_NAME = pattern(r"\b(?:mon|tue|wed|thu|fri)")


def _count(weekdays: str) -> int:
    order = ["mon", "tue", "wed", "thu", "fri"]
    named = [order.index(name.casefold()) for name in _NAME.findall(weekdays)]
    if len(named) == 2 and _RANGE_OF_DAYS.search(weekdays) and named[0] < named[1]:
        return named[1] - named[0] + 1
    return len(set(named))
