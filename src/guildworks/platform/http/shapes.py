"""What is sent and what is told, as types: the document of the interface is made from them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Told(BaseModel):
    """Something that a program is told."""

    model_config = ConfigDict(extra="ignore")


class Sent(BaseModel):
    """Something that a program sends: a field that there is not is refused, since it is a word misspelt."""

    model_config = ConfigDict(extra="forbid", str_max_length=1_000_000)


class PageAsked(Sent):
    """Which part of a list is asked for."""

    model_config = ConfigDict(extra="ignore")

    cursor: str = Field("", max_length=2_000, description="`next` of the answer before; without it, the first page.")
    limit: int = Field(50, ge=1, le=100, description="How many rows at most.")


class Searching(PageAsked):
    """The same of what holds some words."""

    search: str = Field("", max_length=200, description="Words to search for; empty: all.")


class PageTold(Told):
    """A part of a list."""

    next: str | None = Field(description="The cursor of the next page; null on the last one.")
