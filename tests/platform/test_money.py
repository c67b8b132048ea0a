"""Money: read as it is written, kept in whole minor units, never rounded."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.platform.money import BadMoney, Money, currency, from_minor, minor, parsed


@pytest.mark.parametrize(
    ("text", "code", "units"),
    [
        ("95 EUR", "EUR", 9500),
        ("EUR 95.50", "EUR", 9550),
        ("95,5 eur", "EUR", 9550),
        ("  120   USD ", "USD", 12000),
        ("9000 JPY", "JPY", 9000),
        ("20.125 KWD", "KWD", 20125),
        ("0.01 GBP", "GBP", 1),
    ],
)
def test_an_amount_with_its_currency(text, code, units):
    money = parsed(text)
    assert (money.currency.code, minor(money)) == (code, units)
    assert from_minor(units, code) == money


@pytest.mark.parametrize(
    "text",
    ["", "95", "EUR", "many EUR", "95 EUR USD", "95 95", "95 XXQ", "-5 EUR", "+5 EUR", "1e3 EUR", "1_000 EUR",
     "1,000 EUR", "1.000 EUR", "1.000,50 EUR", "95.005 EUR", "95.5 JPY", "٩٥ EUR", "½ EUR", "NaN EUR", "$95",
     "9" * 13 + " EUR", "95 " + "E" * 9999],
)  # fmt: skip
def test_what_is_no_amount_or_could_be_two_is_refused(text):
    with pytest.raises(BadMoney) as refused:
        parsed(text)
    assert refused.value.message
    assert len(refused.value.message) < 120


@given(st.integers(1 - 10**12, 10**12 - 1), st.sampled_from(["EUR", "USD", "JPY", "KWD", "CLP", "BHD"]))
def test_minor_units_lead_back(units, code):
    assert minor(from_minor(units, code)) == units


@pytest.mark.parametrize(
    "money", [Money("0.001", "EUR"), Money("0.5", "JPY"), Money(10**12, "EUR"), Money("NaN", "EUR")]
)
def test_what_cannot_be_kept_is_refused_and_never_rounded(money):
    with pytest.raises(BadMoney):
        minor(money)


def test_a_currency_is_named_in_either_case():
    assert currency("eur").code == "EUR"
    with pytest.raises(BadMoney) as refused:
        currency("EURO")
    assert "ISO 4217" in refused.value.hint


def test_amounts_are_exact():
    assert from_minor(10, "EUR").amount * 3 == Decimal("0.30")
