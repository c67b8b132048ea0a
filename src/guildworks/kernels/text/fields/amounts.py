"""Amounts of money: figure or range, currency, and what each is for: an hour, a day, the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guildworks.kernels.text.fields.grammar import after, around, before, number_matches, pattern
from guildworks.kernels.text.fields.numbers import DIGITS, number
from guildworks.kernels.text.span import Span

Per = Literal["hour", "day", "week", "month", "year", "project"]
_CODES = (  # noqa: SIM905
    "EUR USD GBP CHF JPY INR PLN SEK NOK DKK CZK CAD AUD SGD BRL ILS TRY UAH KRW AED ZAR MXN HUF RON NZD HK"
    "D CNY BGN THB "
    "PHP NGN KES ARS COP"
).split()

_SYMBOLS = {
    **{"€": "EUR", "$": "USD", "us$": "USD", "u$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN", "kč": "CZK"},
    **{
        "c$": "CAD",
        "ca$": "CAD",
        "a$": "AUD",
        "au$": "AUD",
        "s$": "SGD",
        "r$": "BRL",
        "₪": "ILS",
        "₺": "TRY",
        "₴": "UAH",
    },
    **{"₩": "KRW", "nz$": "NZD", "hk$": "HKD", "₦": "NGN", "฿": "THB", "₱": "PHP"},
}
_WORDS = {
    **{
        "euro": "EUR",
        "dollar": "USD",
        "us dollar": "USD",
        "buck": "USD",
        "pound": "GBP",
        "quid": "GBP",
        "franc": "CHF",
    },
    **{
        "swiss franc": "CHF",
        "sfr": "CHF",
        "fr": "CHF",
        "yen": "JPY",
        "rupee": "INR",
        "rs": "INR",
        "zloty": "PLN",
        "crown": "CZK",
    },
    **{
        "canadian dollar": "CAD",
        "australian dollar": "AUD",
        "rmb": "CNY",
        "yuan": "CNY",
        "shekel": "ILS",
        "rand": "ZAR",
    },
}
SIGN = "|".join(re.escape(sign) for sign in sorted(_SYMBOLS, key=len, reverse=True))
NAME = "|".join([*_CODES, *(f"{word}s?" for word in sorted(_WORDS, key=len, reverse=True))])
_SCALE = r"(?:~(?P<{0}>k|m|mn|mio|bn|thousand|million|lakhs?|lacs?|crores?)\b)?"
_BEFORE = rf"(?P<sign{{0}}>(?<![^\W\d_]){SIGN}|\b(?:{NAME})\b\.?)~"
_AFTER = rf"(?:~(?P<name{{0}}>{SIGN}|(?:{NAME})\b))?"
AMOUNT = DIGITS.replace(r"(?<![\w.,])", r"(?<![\d.,])")
_JOIN = r"~(?:-|–|—|\bto\b|\band\b|\bor\b|\bup to\b)~"
_BOUND = (
    r"(?P<bound>\b(?:(?:must |should )?(?:stay |be |remain )?(?:below|under)|(?:may|must|"
    "should|can|will) ?not (?:be above|exceed|go (?:over|above|beyond)|(?:be|cost|pay) more than)|"
    r"(?:can|won)['’]?t (?:exceed|go (?:over|above|beyond)|pay more than)|not exceed(?:ing)?|not above|up to|at most|"
    r"max(?:imum)?\.?(?: of)?|no more than|not (?:more|over) than|capped at|within|less than"
    r"|at least|min(?:imum)?\.?(?: of)?|from|starting (?:at|from)|about|around|approx\.?|roughly|ca\.?|between)~:?~)?"
)
_PER = (
    r"(?P<per>~(?:/|\bper\b|\ban?\b|\beach\b|\bp\.?~/?|\bevery\b)~-?~(?:hour|hr|h|day|d|week|wk|w|"
    r"month|mo|m|year|yr|y|annum|a|project)\b\.?"
    r"|~\b(?:hourly|daily|weekly|monthly|yearly|annually|annual|pd|ph|pa|pm|p\.[dhma])\b\.?)?"
)
# Behind a rate only what can be said of a rate: the "total" of "€85/h, total €30k" speaks of what follows.
_FIXED = (
    r"(?P<fixed>(?(per),?~\b(?:all in|all-in|flat|fixed(?! price))\b(?! (?:[a-z]{2,6} )?\W?\d)|"
    r",?~\b(?:all in|all-in|in total|total|overall|flat|fixed|fixed price|lump sum|"
    r"for (?:the )?(?:whole|entire|full|complete) (?:project|thing|job|work)|for everything|"
    r"for the project)\b))?"
)
_MONEY = pattern(
    _BOUND
    + r"(?P<flat>\b(?:a )?fixed(?:[- ]price)?(?: of)?:? )?"
    + rf"(?:{_BEFORE.format('')})?(?P<low>{AMOUNT})(?:[,.][-–]{{1,2}})?"
    + _SCALE.format("scale_low")
    + _AFTER.format("_low")
    + rf"(?:{_JOIN}(?:{_BEFORE.format('_high')})?(?P<high>{AMOUNT})"
    + _SCALE.format("scale_high")
    + _AFTER.format("_high")
    + r"(?:[,.][-–]{1,2})?)?"
    + _PER
    + _FIXED
    + r"(?P<ceiling>~\b(?:max(?:imum)?|at most|tops)\b)?"
)
_SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "lakh": 1e5,
    "lac": 1e5,
    "crore": 1e7,
}


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount or range of money with the words about it."""

    least: float | None
    most: float | None
    currency: str | None
    per: Per | None
    span: Span


def amounts_in(text: str) -> Iterator[Amount]:
    """Each amount of money in the order of the text, whoever pays it to whom."""
    for found in number_matches(_MONEY, text):
        groups = found.groupdict()
        signs = (groups["sign"], groups["name_low"], groups["sign_high"], groups["name_high"])
        currency = next((_currency(sign) for sign in signs if sign), None)
        if currency is None and not (
            groups["per"] or groups["scale_low"] or groups["scale_high"] or _called_budget(text, found)
        ):
            continue
        yield _amount(text, found, currency)


def _currency(sign: str) -> str:
    plain = " ".join(sign.casefold().rstrip(".").split())
    if plain in _SYMBOLS:
        return _SYMBOLS[plain]
    if plain.upper() in _CODES:
        return plain.upper()
    return _WORDS.get(plain) or _WORDS[plain.rstrip("s")]


def _amount(text: str, found: re.Match[str], currency: str | None) -> Amount:
    high_scale = _scale(found["scale_high"])
    low_scale = _scale(found["scale_low"])
    low = number(found["low"])
    if found["high"]:
        if not found["scale_low"] and found["scale_high"] and low < number(found["high"]) * high_scale and low < 1000:
            low_scale = high_scale  # "50 to 65k"
        most: float | None = number(found["high"]) * high_scale
    else:
        most = low * low_scale
    least: float | None = low * low_scale
    bound = (found["bound"] or found["ceiling"] or "").casefold()
    if not bound and _MOST_BY_LABEL.search(before(text, found.start(), reach=45)):
        bound = "max"
    if _AT_MOST.search(bound) and least == most:
        least = None
    elif re.search(r"least|min|from|starting", bound) and least == most:
        most = None
    if least is not None and most is not None and most < least:
        least, most = most, least
    span = _span(text, found, bound=(found["bound"] or "").casefold())
    return Amount(least, most, currency, _per(text, found, span), span)


def _scale(word: str | None) -> float:
    plain = (word or "").casefold()
    return _SCALES.get(plain) or _SCALES.get(plain.rstrip("s"), 1.0)


def _span(text: str, found: re.Match[str], *, bound: str) -> Span:
    start = found.start("flat") if found["flat"] else found.start("sign") if found["sign"] else found.start("low")
    if (bound and not re.search(r"from|between", bound)) or "between" in bound:
        start = found.start("bound")
    end = found.start() + len(re.sub(r"(?<![ap]\.[adhm])\.$", "", found.group().rstrip(" \n\t,:"), flags=re.IGNORECASE))
    return Span(start, max(end, start))


_UNITS: tuple[tuple[str, Per], ...] = (
    (r"\b(?:hour|hr|h|ph|p\.h)|hourly", "hour"),
    (r"\b(?:day|d|pd|p\.d)\b|daily", "day"),
    (r"\b(?:week|wk|w)\b|weekly", "week"),
    (r"\b(?:month|mo|m|pm|p\.m)\b|monthly", "month"),
    (r"\b(?:year|yr|y|annum|a|pa|p\.a)\b|yearly|annual", "year"),
    (r"\bproject\b", "project"),
)
_RATE_BEFORE: tuple[tuple[re.Pattern[str], Per], ...] = (
    (pattern(r"\b(?:hourly|stundensatz|per hour|an hour|/h|/ h)\b[^.;\n]{0,40}$"), "hour"),
    (pattern(r"\b(?:daily|day[- ]?rate|tagessatz|tjm|per day|a day|per diem|/day)\b[^.;\n]{0,40}$"), "day"),
    (pattern(r"\b(?:weekly|per week)\b[^.;\n]{0,25}$"), "week"),
    (pattern(r"\b(?:monthly|per month)\b[^.;\n]{0,40}$"), "month"),
    (pattern(r"\b(?:yearly|annual|per year|salary|annually|compensation|gross per year)\b[^.;\n]{0,40}$"), "year"),
)
_SALARY = pattern(r"\b(?:salary|base|gross|yearly|annual)\b")
CEILING = pattern(r"\b(?:total|overall|altogether|cap(?:ped)?|whole|entire)\b")
# A number, with its unit where it is a rate: what stands behind "100 an hour" is not said per hour.
_NUMBER_BEFORE = pattern(
    rf"\d(?:~(?:k|[^\W\d_]{{2,8}}|{SIGN}))?~(?:/|\bper\b|\ban?\b|\bp\.?~/?)~"
    r"(?:hour|hr|h|day|d|week|wk|month|mo)\b|\d"
)
_MOST_BY_LABEL = pattern(  # "Maximum daily rate: EUR 720"
    r"\bmax(?:imum)?\.? (?:[a-z]{1,10} ){0,2}(?:rates?|budget|price|fee|pay|costs?)(?: is| of)?~:?\**~$"
)
_AT_MOST = pattern(r"exceed|above|below|under|up to|most|max|more|over|capped|within|less")
FOR_A_TIME = pattern(
    r"~(?:,|/|\+|&|\b(?:and|for|over|in|within)\b)~(?:about |around |up to |the next )?"
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?:~(?:-|–|to|or)~\w{1,6})?"
    r"~(?:days?|weeks?|months?)\b"
)
_WHOLE = pattern(r"\b(?:total|all in|all-in|fixed|lump sum|flat|overall|budget|project|cap|whole|altogether)\b")


def _per(text: str, found: re.Match[str], span: Span) -> Per | None:
    if found["per"]:
        words = re.sub(r"~|\s|-", " ", found["per"].casefold())
        words = re.sub(r"^\s{0,3}(?:/|per\b|an?\b(?=\s)|each\b|every\b|p\s?/)\s{0,3}", "", words)
        for source, per in _UNITS:
            if re.search(source, words):
                return per
    if found["flat"] or (found["fixed"] and not _is_all_in_rate(text, found, span)):
        return "project"
    left = _NUMBER_BEFORE.split(before(text, span.start, reach=60))[-1]
    if CEILING.search(left):
        return "project"
    amount = number(found["low"]) * _scale(found["scale_low"] or found["scale_high"])
    for cue, rate in _RATE_BEFORE:
        if cue.search(left) and not (rate == "year" and amount < 10_000):
            return rate
    large = number(found["low"]) * _scale(found["scale_low"] or found["scale_high"]) >= 2000
    if large and _SALARY.search(after(text, span.end, reach=40)):
        return "year" if large and number(found["low"]) * _scale(found["scale_low"]) >= 10_000 else None
    if large and FOR_A_TIME.match(text, span.end):
        return "project"
    if _WHOLE.search(around(text, span, reach=50)) or (large and _AT_MOST.search(found["bound"] or "")):
        return "project"
    return None


_RATE_RIGHT_BEFORE = pattern(r"\b(?:hourly|daily|day) (?:rate|fee)(?: (?:is|of))?~:?~$")
_ALL_IN = re.compile(r"[\s,]*(?:all[- ]in|flat|fixed)\Z", re.IGNORECASE)


def _is_all_in_rate(text: str, found: re.Match[str], span: Span) -> bool:
    """Whether "all in" says what a rate takes in, and not that the sum is for the whole: "daily rate 900 € all-in"."""
    return bool(_ALL_IN.fullmatch(found["fixed"]) and _RATE_RIGHT_BEFORE.search(before(text, span.start, reach=30)))


def _called_budget(text: str, found: re.Match[str]) -> bool:
    """Whether a bare number is called a budget or a rate right before it: "Budget: 15000"."""
    left = before(text, found.start("low"), reach=22)
    bare = re.search(
        r"\b(?:budget|(?:hourly|daily|day|our) rate|fee)(?: is| of)?:?[\s*~]{1,4}(?:max\.? |up to |about |around )?$",
        left,
        re.I,
    )
    return bool(bare) and not re.match(
        r"\s{0,2}(?:%|days|weeks|months|hours|people)", after(text, found.end("low"), reach=10)
    )
