"""Reading a brief with the skill graph of this installation."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from guildworks.kernels.text.brief import BriefReader, UnreadableBrief
from guildworks.kernels.text.requirement import Requirement
from guildworks.matching.said import said
from guildworks.platform.collector import spare_what_is_loaded
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import limit
from guildworks.skills.queries import gazetteer, graph


class BadBrief(BadInput):
    """This brief cannot be read; code, message and hint are the reader's."""

    def __init__(self, unreadable: UnreadableBrief) -> None:
        message = said(unreadable.message)
        super().__init__(message, hint=said(unreadable.hint), fields={"text": message})
        self.code = unreadable.code


def read_brief(text: str, *, today: date) -> Requirement:
    """What a brief asks for, seen from a day. Raises BadBrief."""
    try:
        return brief_reader(limit("brief_characters")).read(text, today=today)
    except UnreadableBrief as unreadable:
        raise BadBrief(unreadable) from unreadable


@lru_cache(maxsize=4)
def brief_reader(characters_max: int) -> BriefReader:
    """The reader for this limit, built once per process."""
    reader = BriefReader(graph(), gazetteer(), characters_max=characters_max)
    spare_what_is_loaded()
    return reader
