"""What the client pays: a rate, a salary or one sum, and a ceiling on the whole; never what they earn or spend."""

from __future__ import annotations

import re
from dataclasses import replace

from guildworks.kernels.text.fields.amounts import AMOUNT, CEILING, FOR_A_TIME, NAME, SIGN, Amount, Per, amounts_in
from guildworks.kernels.text.fields.grammar import (
    after,
    around,
    before,
    matches,
    pattern,
    stands_alone,
)
from guildworks.kernels.text.fields.people import PERSON
from guildworks.kernels.text.fields.reading import FieldReading
from guildworks.kernels.text.requirement import Budget, Note, Read
from guildworks.kernels.text.span import Span

_PAY = pattern(
    r"\b(?:rates?|budget\w{0,3}|pay(?:s|ing|ment)?|paid|fees?|compensation|salar(?:y|ies)|"
    r"remunerat\w{1,4}|offer(?:ing|s)?|price|gross|package|day rate|tagessatz|stundensatz|tjm|retainer|"
    r"(?:(?:can|will) ?not|(?:can|won)['’]?t) (?:go (?:over|above|beyond)|pay more)|wage|honorarium|project total|"
    r"total must|cap(?:ped)?|(?:whole|entire|complete) (?:project|engagement|contract|thing|job|work)"
    r"|(?:must|should|may|can)(?: ?not|n't)? cost"
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


_PAID_BEFORE = pattern(
    r"\b(?:paid|gave) (?:our |the |an? |my )?(?:last|previous|former|earlier|old)\b[^.;]{0,40}$"
    r"|\b(?:last|previous|former|earlier) \w{1,15} (?:charged|cost|took|asked|billed|got)\b[^.;]{0,20}$"
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
    if _PAID_BEFORE.search(left):
        return False
    if _is_offered(text, amount):
        return True
    if amount.currency is None and not (
        _CALLED_PAY.search(left)
        or _BUDGET_BEHIND.match(right)
        or _is_beside_pay(text, amount)
        or (amount.per in ("hour", "day") and _whom(text, amount.span))
    ):
        return False
    if value >= 2_000_000 and amount.currency in ("EUR", "USD", "GBP", "CHF", None):
        return False
    if _is_sum_for_a_time(text, amount):
        return True
    paid = bool(_PAY.search(left + " | " + span.of(text) + " | " + right))
    if amount.per in ("hour", "day"):
        return (
            paid
            or value < (1000 if amount.per == "hour" else 5000)
            or amount.currency not in ("EUR", "USD", "GBP", "CHF")
        )
    return paid or stands_alone(text, span)


_HIRED_AT = pattern(
    rf"\b(?:hir(?:e|ing)|recruit(?:ing)?|engag(?:e|ing)|{PERSON}|role|position)"
    r"(?: (?!(?:to|that|who|which|using|with|an?|the|our)\b)[\w-]{1,15}){0,3} (?:at|for)~$"
    r"|\b(?:hir(?:e|ing)|recruit(?:ing)?) (?:at|for)~$"
)
_OFFER = pattern(
    r"^[-*•\s]{0,4}(?:(?:but |so |and )?(?:(?:we|i)(?:~['’]ve| have| can| could| would)?"
    r"(?: (?:got|do|go(?: up)? to|pay|offer|afford|spend))?"
    r"|there is|it is|that is|(?:let['’]s )?(?:call|make) it|for|at|up to|about|around|only|say|max\.?|of){1,3})?~$"
)
_OF_THE_WORK = pattern(
    rf"\b(?:{PERSON}|hours?|days?|weeks?|months?|(?:full|half|part)[- ]?time|remote|on[- ]?site|hybrid|"
    r"freelance|contract)\b"
)
_CLAUSE_ENDS = pattern(r"~(?:$|[.,;:)\n])")
_WITH_SCALE = re.compile(r"\d\s?(?:k|thousand)\b", re.IGNORECASE)
_WHOLE_JOB = re.compile(r"for (?:everything|the)\b|all[- ]in\b", re.IGNORECASE)


def _is_offered(text: str, amount: Amount) -> bool:
    """Whether an amount without a word of pay is what a person is hired at, or what is offered in a clause of its own.

    Without a currency it is so only in thousands and with what it is for: "5k a month", "15k for everything".
    """
    left = before(text, amount.span.start, reach=70)
    words = amount.span.of(text)
    if amount.currency and amount.per in ("week", "month", "year") and _HIRED_AT.search(left):
        return True
    if amount.currency or not _WITH_SCALE.search(words) or not _CLAUSE_ENDS.match(text, amount.span.end):
        return False
    is_whole = amount.per == "project" and _WHOLE_JOB.search(words)
    if not (is_whole or amount.per in ("week", "month", "year")):
        return False
    *others, own = re.split(r"[,;(]|\band\b", left)
    is_of_this_work = own.strip(" -*•") or not others or _OF_THE_WORK.search(left)
    return bool(is_of_this_work and _OFFER.search(own))


_CALLED_PAY = pattern(r"\b(?:budget|rate|pay|fee|salary|compensation|we can (?:go|offer|afford))\b")
_BUDGET_BEHIND = pattern(r"~(?:total )?budget\b(?! (?:for|of|on)\b)")
_SUM_BESIDE = pattern(rf"(?<![^\W\d_])(?:{SIGN})|\b(?:{NAME}|budget|rate|pay|fee)\b")


def _is_beside_pay(text: str, amount: Amount) -> bool:
    """Whether a number without a currency is a rate or a ceiling that stands beside a sum: "€20k, 85 per hour"."""
    if not _SUM_BESIDE.search(around(text, amount.span, reach=80)):
        return False
    if amount.per in ("hour", "day", "month"):
        return stands_alone(text, amount.span)
    said = before(text, amount.span.start, reach=24) + amount.span.of(text)
    return amount.per == "project" and CEILING.search(said) is not None


_WE_HAVE = pattern(
    r"(?:^|[.:;\n])~(?:but )?(?:(?:we|i)(?:~'ve| have)?(?: got)?|there (?:is|are)) (?:only |about |around )?$"
)


def _is_sum_for_a_time(text: str, amount: Amount) -> bool:
    """Whether a sum stands beside the time that it is for, and nothing else: "$12k and two months"."""
    time = FOR_A_TIME.match(text, amount.span.end)
    if amount.currency is None or amount.per not in (None, "project") or time is None:
        return False
    whole = Span(amount.span.start, time.end())
    left = before(text, amount.span.start, reach=40)
    ends = not re.match(r"\s*\w", after(text, whole.end, reach=10))
    return ends and bool(not left.strip() or _WE_HAVE.search(left))


def _clause(text: str, span: Span) -> tuple[str, str]:
    """The words of the same clause before and after `span`."""
    left, right = before(text, span.start, reach=90), after(text, span.end, reach=60)
    return re.split(r"[;.](?=\s)", left)[-1], re.split(r"[;.](?=\s)|\s(?:plus\s|\+\s?)", right)[0]


_TOTAL = pattern(r"\b(?:total|overall|altogether|cap(?:ped)?|whole|entire|budget|all[- ]in)\b")


def read_budget(text: str) -> FieldReading[Read[Budget]]:
    """What the client pays. A rate stays as it is stated (per day, say); a ceiling on the whole stands beside it."""
    amounts = [amount for amount in amounts_in(text) if _is_pay(text, amount)]
    if not amounts:
        return _unsaid(text)
    if apart := _for_several(text, amounts):
        return FieldReading(None, (apart,))
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


_WHO = (
    rf"(?P<whom>(?:[\w-]{{1,20}} ){{0,3}}?(?:{PERSON}|juniors?|seniors?|leads?|(?:first|second|third|other)\b|"
    r"role|position)"
    r"(?: (?:role|position|person|one|phase|part|stage)\b)?)"
)
_FOR_WHOM = pattern(rf",?~\bfor (?:the |an? |our |each )?{_WHO}")
_WHOM_BEFORE = pattern(rf"(?:\b(?:the|an?|our) |^|[-*•.:,;\d)] ){_WHO}(?::| gets?| earns?| at|,)? $")
_AND_FOR_ANOTHER = pattern(
    rf"~(?:,|;|/|\band\b|\bbut\b)~(?:and )?(?:{SIGN})?~{AMOUNT}~(?:(?:{SIGN})|(?:{NAME})\b)?{_FOR_WHOM.pattern}"
)
_FOR_SEVERAL = (
    "Different amounts are named for different people or parts of the work. A brief holds one budget, so none of them "
    "is used: write one brief for each, with its own amount."
)


def _for_several(text: str, amounts: list[Amount]) -> Note | None:
    """What to ask where two amounts with the same unit are each for somebody else: "85 for juniors, 95 for …"."""
    told = [(whom, amount) for amount in amounts if (whom := _whom(text, amount.span))]
    for whom, amount in told:
        for other, second in told:
            differs = (amount.least, amount.most) != (second.least, second.most)
            if whom != other and differs and amount.per == second.per and amount.currency == second.currency:
                return Note("budget", _FOR_SEVERAL, (amount.span, second.span))
        behind = _FOR_WHOM.match(text, amount.span.end)
        another = behind and _AND_FOR_ANOTHER.match(text, behind.end())
        if another:
            words = another.group()
            start = another.start() + len(words) - len(words.lstrip(" ,;/\n"))
            return Note("budget", _FOR_SEVERAL, (amount.span, Span(start, another.end())))
    return None


def _whom(text: str, amount: Span) -> str | None:
    """Whom an amount is said to be for, in small letters."""
    found = _FOR_WHOM.match(text, amount.end) or _WHOM_BEFORE.search(before(text, amount.start, reach=70))
    return " ".join(found["whom"].casefold().split()) if found else None


_OPEN = pattern(
    r"\b(?:(?P<unit>daily|hourly|day|monthly)? ?(?:fee|rates?|budget|price|pay|compensation|"
    r"salary|remuneration)(?: per (?P<per>day|hour))?(?: (?:is|are|"
    r"will be))?:?~(?:to be (?:agreed|discussed|defined|negotiated|determined|confirmed)|"
    r"negotiable|open|tbd|tba|tbc|limited|tight|small|flexible|not fixed(?: yet)?|"
    r"up for discussion|competitive|on request|depends on experience)"
    r"|(?:do not|don['’]t|not) have (?:much|a lot of|a big|a large) (?:money|budget)|not much (?:money|budget)"
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
