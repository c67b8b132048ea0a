"""Money: py-moneyed in Python, whole minor units and a currency in the database; never a float, never rounded here."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from moneyed import Currency, CurrencyDoesNotExist, Money, get_currency

from guildworks.platform.errors import BadInput
from guildworks.platform.figures import figure

__all__ = ["BadMoney", "Money", "amount_text", "amounts_text", "currency", "from_minor", "minor", "parsed"]

MOST = 10**12  # more than anybody is paid; as minor units it fits a bigint in every currency
# Of the codes that begin so, only these pay somebody: the others are metals, funds, a test and no currency at all.
SHARED = ("XAF", "XCD", "XCG", "XOF", "XPF")
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹", "JPY": "¥"}
_AMOUNT = re.compile(r"(?P<whole>[0-9]{1,12})(?:[.,](?P<decimals>[0-9]{1,4}))?")


class BadMoney(BadInput):
    """This is not an amount of money."""

    code = "bad_money"


def currency(code: str) -> Currency:
    """The currency with this ISO 4217 code. Raises BadMoney, also for what stands in the list and pays nobody."""
    try:
        if code[:1].upper() == "X" and code.upper() not in SHARED:
            raise CurrencyDoesNotExist(code)
        return get_currency(code.upper())
    except CurrencyDoesNotExist as unknown:
        message = _("%(code)s is not a currency") % {"code": repr(code[:12])}
        raise BadMoney(message, hint=_("Use an ISO 4217 code such as EUR or USD.")) from unknown


def minor(money: Money) -> int:
    """The amount in whole minor units (cents; yen have none). Raises BadMoney where it has smaller parts."""
    if not money.amount.is_finite() or abs(money.amount) >= MOST:
        facts = {"amount": f"{str(money.amount)[:24]} {money.currency.code}", "most": figure(MOST)}
        message = _("%(amount)s is more than the %(most)s that can be kept") % facts
        raise BadMoney(message, hint=_("Give a smaller amount."))
    units = money.amount * money.currency.sub_unit
    if units != units.to_integral_value():
        facts = {"amount": f"{money.amount} {money.currency.code}"}
        message = _("%(amount)s is finer than the currency's smallest unit") % facts
        raise BadMoney(message, hint=_("Round it, such as `89.50 EUR`."))
    return int(units)


def from_minor(units: int, code: str) -> Money:
    """The money behind whole minor units."""
    of = currency(code)
    return Money(Decimal(units) / of.sub_unit, of)


def parsed(text: str) -> Money:
    """Read `95 EUR` or `EUR 95.50`. Raises BadMoney that shows the form."""
    words = text.strip().split()
    amounts = [written for word in words if (written := _AMOUNT.fullmatch(word))]
    codes = [word for word in words if word.isalpha()]
    if len(words) == 2 and len(amounts) == 1 and len(codes) == 1:
        (amount,), of = amounts, currency(codes[0])
        whole, decimals = amount["whole"], amount["decimals"] or ""
        if 10 ** len(decimals) > max(of.sub_unit, 1):  # `1.000 EUR` is a thousand to some and one to others
            raise BadMoney(
                _("%(amount)s has more decimals than the currency") % {"amount": f"{amount[0]} {of.code}"},
                hint=_("Write it like `95 EUR`, and thousands without a sign between them, like `1000 EUR`."),
            )
        return Money(Decimal(f"{whole}.{decimals or 0}"), of)
    message = _("%(text)s is not an amount with its currency") % {"text": repr(text[:30])}
    raise BadMoney(message, hint=_("Write it like `95 EUR`."))


def amount_text(amount: Decimal | float, code: str | None) -> str:
    """`€112`, `€43,008`, `95.50 CHF`: the symbol where the language has it, if there is one, else the code behind."""
    return _priced(_told(amount), code)


def amounts_text(least: float | None, most: float | None, code: str | None) -> str:
    """`€85–105`, `90–110 CHF`, one amount where both are the same or one is not known."""
    if least is None or most is None or least == most:
        return amount_text(least or most or 0, code)
    return _priced(f"{_told(least)}–{_told(most)}", code)


def _told(amount: Decimal | float) -> str:
    return figure(amount, ",.0f" if amount >= 1000 or amount == int(amount) else ",.2f")


def _priced(told: str, code: str | None) -> str:
    symbol = SYMBOLS.get(code or "")
    if symbol:
        return _("%(symbol)s%(amount)s") % {"symbol": symbol, "amount": told}
    return f"{told} {code or ''}".strip()
