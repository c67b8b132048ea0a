"""What the client pays: a rate, a salary or one sum, and a ceiling on the whole; never what they earn or spend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from guildworks.kernels.text.fields.grammar import (
    after,
    around,
    before,
    matches,
    number_matches,
    pattern,
    stands_alone,
)
from guildworks.kernels.text.fields.numbers import DIGITS, number
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import Budget, Note, Read
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
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SYMBOLS, key=len, reverse=True))
_NAME = "|".join([*_CODES, *(f"{word}s?" for word in sorted(_WORDS, key=len, reverse=True))])
_SCALE = r"(?:~(?P<{0}>k|m|mn|mio|bn|thousand|million|lakhs?|lacs?|crores?)\b)?"
_BEFORE = rf"(?P<sign{{0}}>(?<![^\W\d_]){_SIGN}|\b(?:{_NAME})\b\.?)~"
_AFTER = rf"(?:~(?P<name{{0}}>{_SIGN}|(?:{_NAME})\b))?"
_AMOUNT = DIGITS.replace(r"(?<![\w.,])", r"(?<![\d.,])")
_JOIN = r"~(?:-|–|—|\bto\b|\band\b|\bor\b|\bup to\b)~"
_BOUND = (
    r"(?P<bound>\b(?:(?:must |should )?(?:stay |be |remain )?(?:below|under)|(?:may|must|"
    "should) not (?:be above|exceed|go over|be more than)|not exceed(?:ing)?|not above|up to|at most|"
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
    r"(?P<fixed>(?(per),?~\b(?:all in|all-in|flat|fixed(?! price))\b|"
    r",?~\b(?:all in|all-in|in total|total|overall|flat|fixed|fixed price|lump sum|"
    r"for (?:the )?(?:whole|entire|full|complete) (?:project|thing|job|work)|for everything|"
    r"for the project)\b))?"
)
_MONEY = pattern(
    _BOUND
    + r"(?P<flat>\b(?:a )?fixed(?:[- ]price)?(?: of)?:? )?"
    + rf"(?:{_BEFORE.format('')})?(?P<low>{_AMOUNT})(?:[,.][-–]{{1,2}})?"
    + _SCALE.format("scale_low")
    + _AFTER.format("_low")
    + rf"(?:{_JOIN}(?:{_BEFORE.format('_high')})?(?P<high>{_AMOUNT})"
    + _SCALE.format("scale_high")
    + _AFTER.format("_high")
    + r")?"
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


def _amounts(text: str) -> Iterator[Amount]:
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
    (pattern(r"\b(?:hourly|per hour|an hour|/h|/ h)\b[^.;\n]{0,40}$"), "hour"),
    (pattern(r"\b(?:daily|day[- ]?rate|per day|a day|per diem|/day)\b[^.;\n]{0,40}$"), "day"),
    (pattern(r"\b(?:weekly|per week)\b[^.;\n]{0,25}$"), "week"),
    (pattern(r"\b(?:monthly|per month)\b[^.;\n]{0,40}$"), "month"),
    (pattern(r"\b(?:yearly|annual|per year|salary|annually|compensation|gross per year)\b[^.;\n]{0,40}$"), "year"),
)
_SALARY = pattern(r"\b(?:salary|base|gross|yearly|annual)\b")
_CEILING = pattern(r"\b(?:total|overall|altogether|cap|whole|entire)\b")
_AT_MOST = pattern(r"exceed|above|below|under|up to|most|max|more|over|capped|within|less")
_WHOLE = pattern(r"\b(?:total|all in|all-in|fixed|lump sum|flat|overall|budget|project|cap|whole|altogether)\b")


def _per(text: str, found: re.Match[str], span: Span) -> Per | None:
    if found["per"]:
        words = re.sub(r"~|\s|-", " ", found["per"].casefold())
        words = re.sub(r"^\s{0,3}(?:/|per\b|an?\b(?=\s)|each\b|every\b|p\s?/)\s{0,3}", "", words)
        for source, per in _UNITS:
            if re.search(source, words):
                return per
    if found["fixed"] or found["flat"]:
        return "project"
    left = re.split(r"\d", before(text, span.start, reach=60))[-1]
    if _CEILING.search(left):
        return "project"
    amount = number(found["low"]) * _scale(found["scale_low"] or found["scale_high"])
    for cue, rate in _RATE_BEFORE:
        if cue.search(left) and not (rate == "year" and amount < 10_000):
            return rate
    large = number(found["low"]) * _scale(found["scale_low"] or found["scale_high"]) >= 2000
    if large and _SALARY.search(after(text, span.end, reach=40)):
        return "year" if large and number(found["low"]) * _scale(found["scale_low"]) >= 10_000 else None
    if _WHOLE.search(around(text, span, reach=50)) or (large and _AT_MOST.search(found["bound"] or "")):
        return "project"
    return None


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


_PAY = pattern(
    r"\b(?:rates?|budget\w{0,3}|pay(?:s|ing|ment)?|paid|fees?|compensation|salar(?:y|ies)|"
    r"remunerat\w{1,4}|offer(?:ing|s)?|price|gross|package|day rate|wage|honorarium|project total|"
    r"total must|cap(?:ped)?|(?:whole|entire|complete) (?:project|engagement|contract|thing|job|work)"
    r"|we can spend|willing to spend|all[- ]in|fixed|lump sum|in total|total|overall|altogether|flat|"
    r"invoice\w{0,3}|contract value|ote)\b"
)
_NOT_PAY = pattern(
    r"\b(?:spend(?:s|ing)?|spent|bill(?!able)|bills|gpus?|cloud|aws bill|revenue|turnover|raised?|"
    r"funding|funded|series [a-f]|seed|investors?|investment|valuation|arr|mrr|ebitda|profit|"
    r"sales|loans?|customers?|users?|fines?|token|tokens|requests?|claims?"
    r"|saving[s]?|saves?|cost(?:s|ing)? us|loses?|losing|losses|worth|assets|under management|"
    r"bonus(?:es)?|referral|allowance|voucher|stipend|education|learning|training budget|"
    r"home office|equipment|transactions?|orders?|gmv|market|donat\w{1,5}|fund"
    r"|infrastructure|inference|instance|licen[cs]es?|subscription|gym|conference|"
    r"reimburse\w{0,5}|insurance|pension|401k?|secured|company size|people|tickets?|contracts|"
    r"documents|below \d|rent(?:ed|al)?|credits?|wellness|perks?|per diem for travel|travel)\b"
)


def _is_pay(text: str, amount: Amount) -> bool:
    """Whether an amount is what this work pays. Whatever is near a bill, revenue, funding or perk is not."""
    span = amount.span
    value = amount.most or amount.least or 0
    left, right = _clause(text, span)
    if _NOT_PAY.search(left + " | " + right) and not re.search(
        r"\b(?:our|the|hourly|daily|day) (?:rate|budget|fee)\b|^\W{0,6}(?:rate|budget|pay|fee|salary|compensation)\b",
        left,
        re.I,
    ):
        return False
    if amount.currency is None and not re.search(r"\b(?:budget|rate|pay|fee|salary|compensation)\b", left, re.I):
        return False
    if value >= 2_000_000 and amount.currency in ("EUR", "USD", "GBP", "CHF", None):
        return False
    paid = bool(_PAY.search(left + " | " + span.of(text) + " | " + right))
    if amount.per in ("hour", "day"):
        return (
            paid
            or value < (1000 if amount.per == "hour" else 5000)
            or amount.currency not in ("EUR", "USD", "GBP", "CHF")
        )
    return paid or stands_alone(text, span)


def _clause(text: str, span: Span) -> tuple[str, str]:
    """The words of the same clause before and after `span`."""
    left, right = before(text, span.start, reach=90), after(text, span.end, reach=60)
    return re.split(r"[;.](?=\s)", left)[-1], re.split(r"[;](?=\s)|\.(?=\s)", right)[0]


_TOTAL = pattern(r"\b(?:total|overall|altogether|cap|whole|entire|budget)\b")


def read_budget(text: str) -> FieldReading[Read[Budget]]:
    """What the client pays. A rate stays as it is stated (per day, say); a ceiling on the whole stands beside it."""
    amounts = [amount for amount in _amounts(text) if _is_pay(text, amount)]
    if not amounts:
        return _unsaid(text)
    rate = next((amount for amount in amounts if amount.per in ("hour", "day", "week", "month", "year")), amounts[0])
    total = next((amount for amount in amounts if amount is not rate and _is_ceiling(text, amount, rate)), None)
    budget = Budget(rate.least, rate.most, rate.currency or (total.currency if total else None), rate.per)
    if total:
        span = _with_subject(text, total.span)
        budget = replace(
            budget, total=total.most or total.least, total_currency=total.currency or budget.currency, total_span=span
        )
    return FieldReading(Read(budget, rate.span), _asked(budget, rate.span), _twice(amounts, rate))


def _is_ceiling(text: str, amount: Amount, rate: Amount) -> bool:
    if amount.per not in ("project", None) or rate.per in (None, "project", "year"):
        return False
    return bool(_TOTAL.search(" | ".join(_clause(text, amount.span)) + amount.span.of(text)))


def _with_subject(text: str, span: Span) -> Span:
    """With "total" or "budget" right before "must stay under"."""
    left = before(text, span.start, reach=30)
    subject = re.search(r"\b(?:the )?(?:total|budget|overall|cap)(?: (?:budget|sum|price|cost))?:?\s{1,3}$", left, re.I)
    return Span(span.start - (len(left) - subject.start()), span.end) if subject else span


def _asked(budget: Budget, span: Span) -> tuple[Note, ...]:
    if budget.currency is None:
        return (
            Note("budget", "In which currency is this? Write it beside the amount, as in 600 EUR per day.", (span,)),
        )
    if budget.per is None:
        return (Note("budget", "Is this amount per hour, per day or for the whole project?", (span,)),)
    return ()


def _twice(amounts: list[Amount], rate: Amount) -> tuple[Note, ...]:
    """Two rates with the same unit that do not share a value."""
    for other in amounts:
        if other is rate or other.per != rate.per or other.per is None or other.currency != rate.currency:
            continue
        low, high = rate.least or 0, rate.most or float("inf")
        if (other.least or 0) > high or (other.most or float("inf")) < low:
            message = "Two different amounts are named for the same thing. Keep the one that holds."
            return (Note("budget", message, (rate.span, other.span)),)
    return ()


_OPEN = pattern(
    r"\b(?:(?P<unit>daily|hourly|day|monthly)? ?(?:fee|rates?|budget|price|pay|compensation|"
    r"salary|remuneration)(?: per (?P<per>day|hour))?(?: (?:is|are|"
    r"will be))?:?~(?:to be (?:agreed|discussed|defined|negotiated|determined|confirmed)|"
    r"negotiable|open|tbd|tba|tbc|limited|tight|small|flexible|not fixed(?: yet)?|"
    r"up for discussion|competitive|on request|depends on experience)"
    r"|(?:limited|small|tight|tiny|modest|generous) budget|competitive (?:salary|pay|rate|"
    r"compensation)|market rate|salary commensurate|make (?:us|me) an offer|what do you charge|"
    r"name your (?:price|rate)|(?:tell|send) us your rate)\b"
)
_ASK = "What is the budget: an amount, a range or a rate per hour or day?"


def _unsaid(text: str) -> FieldReading[Read[Budget]]:
    for found in matches(_OPEN, text):
        if re.search(r"error|token|memory|latency|compute", around(text, Span(*found.span()), reach=30), re.I):
            continue
        words = found.group()
        span = Span(found.start() + len(words) - len(words.lstrip()), found.end())
        notes = (Note("budget", _ASK, (span,)),)
        unit = (found["unit"] or found["per"] or "").casefold()
        per: dict[str, Per] = {"daily": "day", "day": "day", "hourly": "hour", "hour": "hour", "monthly": "month"}
        read = Read(Budget(None, None, None, per[unit]), span) if unit else None
        return FieldReading(read, notes)
    return FieldReading(None)
