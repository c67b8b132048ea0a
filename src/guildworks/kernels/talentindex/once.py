"""A property that is made when it is first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 (it is read as a word of the language, like `property`)
    """As functools.cached_property without the lock that it takes before Python 3.12: a search asks for twenty of them.

    Of two threads that ask at the same moment both may make the value.
    """

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make, self._name, self.__doc__ = make, make.__name__, make.__doc__

    def __get__(self, one: Any, owner: type) -> Value:
        """Asked for the first time; afterwards the value itself stands at this name."""
        value: Value = self._make(one)
        one.__dict__[self._name] = value
        return value
