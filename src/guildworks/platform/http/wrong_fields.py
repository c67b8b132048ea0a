"""What is wrong with a field that a program sent, in our words, so that they are in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# By the names that pydantic gives what it refuses; each with what it says about it, such as `ge`.
WORDS = {
    "missing": gettext_noop("This field is needed"),
    "extra_forbidden": gettext_noop("There is no such field"),
    "string_type": gettext_noop("This is not a text"),
    "string_too_short": gettext_noop("This text is shorter than %(min_length)s"),
    "string_too_long": gettext_noop("This text is longer than %(max_length)s"),
    "string_pattern_mismatch": gettext_noop("This text does not have the form that is asked"),
    "int_type": gettext_noop("This is not a whole number"),
    "int_parsing": gettext_noop("This is not a whole number"),
    "int_from_float": gettext_noop("This is not a whole number"),
    "float_type": gettext_noop("This is not a number"),
    "float_parsing": gettext_noop("This is not a number"),
    "decimal_type": gettext_noop("This is not a number"),
    "decimal_parsing": gettext_noop("This is not a number"),
    "finite_number": gettext_noop("This is not a number"),
    "greater_than": gettext_noop("This is not above %(gt)s"),
    "greater_than_equal": gettext_noop("This is below %(ge)s"),
    "less_than": gettext_noop("This is not below %(lt)s"),
    "less_than_equal": gettext_noop("This is above %(le)s"),
    "bool_type": gettext_noop("This is neither true nor false"),
    "bool_parsing": gettext_noop("This is neither true nor false"),
    "literal_error": gettext_noop("This is none of %(expected)s"),
    "enum": gettext_noop("This is none of %(expected)s"),
    "list_type": gettext_noop("This is not a list"),
    "too_short": gettext_noop("Here are fewer than %(min_length)s"),
    "too_long": gettext_noop("Here are more than %(max_length)s"),
    "dict_type": gettext_noop("This is not an object"),
    "model_type": gettext_noop("This is not an object"),
    "model_attributes_type": gettext_noop("This is not an object"),
    "date_type": gettext_noop("This is not a day such as 2027-01-11"),
    "date_parsing": gettext_noop("This is not a day such as 2027-01-11"),
    "date_from_datetime_parsing": gettext_noop("This is not a day such as 2027-01-11"),
    "datetime_type": gettext_noop("This is not a moment such as 2027-01-11T09:00:00Z"),
    "datetime_parsing": gettext_noop("This is not a moment such as 2027-01-11T09:00:00Z"),
    "datetime_from_date_parsing": gettext_noop("This is not a moment such as 2027-01-11T09:00:00Z"),
    "uuid_parsing": gettext_noop("This is not an id"),
}


def wrong_text(error: Mapping[str, Any]) -> str:
    """What is wrong, of an error as pydantic tells it; what nobody has words for is said as pydantic says it."""
    words, facts = WORDS.get(str(error.get("type", ""))), error.get("ctx") or {}
    try:
        return _(words) % facts if words else str(error["msg"])
    except KeyError:
        return str(error["msg"])
