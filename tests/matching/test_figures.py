"""Figures are written as the reader's language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from guildworks.matching.wording import hard_text
from guildworks.platform.dates import day_text
from guildworks.platform.figures import figure
from guildworks.platform.money import amount_text, amounts_text
from tests.cast import week


@pytest.mark.parametrize(
    ("number", "form", "english", "german"),
    [
        (1234, ",", "1,234", "1.234"),
        (1234567, ",", "1,234,567", "1.234.567"),
        (37.5, "g", "37.5", "37,5"),
        (Decimal("0.25"), ".2f", "0.25", "0,25"),
        (12345.5, ",.1f", "12,345.5", "12.345,5"),
        (0, ",", "0", "0"),
        (-3.5, "+g", "-3.5", "-3,5"),
    ],
)
def test_point_and_comma(number, form, english, german):
    assert figure(number, form) == english
    with override("de"):
        assert figure(number, form) == german


def test_amounts_have_their_symbol_where_the_language_has_it():
    assert (amount_text(43008, "EUR"), amounts_text(85, 105, "EUR")) == ("€43,008", "€85–105")
    with override("de"):
        assert (amount_text(43008, "EUR"), amounts_text(85, 105, "EUR")) == ("43.008 €", "85–105 €")
        assert amount_text(95.5, "CHF") == "95,50 CHF"
        assert hard_text("overlap 3.5 h").startswith("3,5")


def test_days_in_the_order_of_the_language():
    with override("de"):
        assert " " in day_text(week(0)) and day_text(week(0)).startswith("Mo")
