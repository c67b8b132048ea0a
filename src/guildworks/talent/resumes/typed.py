"""A draft as somebody sends it back: which rows they take, and what they have corrected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from guildworks.kernels.text.profile import ProfileDraft
from guildworks.platform.errors import BadInput
from guildworks.talent.resumes.shown import LISTS, WORDS, Row, added
from guildworks.talent.rows import BadProfile
from guildworks.talent.typed import (
    claim_typed,
    job_typed,
    language_typed,
    line_typed,
    text_typed,
    work_typed,
    years_typed,
)

ROWS_MOST = 3_000  # of one list that are looked at: more than any list has
LENGTHS = {"name": 120, "headline": 200, "city": 100, "country": 2}
_FIELD = re.compile(r"(?P<row>(?P<part>[a-z]{1,12})-(?P<place>\d{1,4}))-(?P<field>[a-z]{1,12})")
TYPED: Mapping[str, Callable[[Mapping[str, str]], Any]] = {
    "claims": claim_typed,
    "languages": language_typed,
    "jobs": job_typed,
    "works": work_typed,
}


def rows_typed(rows: Sequence[Row], sent: Mapping[str, str], taken: Sequence[str]) -> list[Row]:
    """The rows of a draft with what was typed into them, and those that were added, each where its list ends."""
    fields: dict[str, dict[str, str]] = {}
    places: dict[str, set[int]] = {part: set() for part in LISTS}
    for name, text in sent.items():
        if found := _FIELD.fullmatch(name):
            fields.setdefault(found["row"], {})[found["field"]] = text
            if found["part"] in places and int(found["place"]) < ROWS_MOST:
                places[found["part"]].add(int(found["place"]))
    typed = [replace(row, values={**row.values, **fields.get(row.id, {})}, taken=row.id in taken) for row in rows]
    known = {row.id for row in rows}
    for part in LISTS:
        for place in sorted(places[part]):
            row = added(part, place)
            if row.id not in known:
                values = fields[row.id]
                says = any(text.strip() for text in values.values())
                typed.append(replace(row, values=values, taken=says and row.id in taken))
    return typed


def draft_typed(rows: Sequence[Row]) -> tuple[ProfileDraft, list[Row]]:
    """The draft of the rows that are taken, and all rows, with what is wrong beside the fields it is wrong in."""
    words: dict[str, Any] = {"name": ""}
    lists: dict[str, list[Any]] = {part: [] for part in LISTS}
    checked = []
    for row in rows:
        try:
            if row.taken and row.part in WORDS:
                words[row.part] = _word(row)
            elif row.taken:
                lists[row.part].append(_entry(row))
            checked.append(row)
        except BadInput as wrong:
            checked.append(replace(row, wrong=wrong.fields or {"": wrong.message}))
    claims = {claim.skill: claim for claim in lists["claims"]}
    spoken = {one.code: one for one in lists["languages"]}
    draft = ProfileDraft(
        **words,
        claims=tuple(claims.values()),
        languages=tuple(spoken.values()),
        jobs=tuple(lists["jobs"]),
        works=tuple(lists["works"]),
    )
    return draft, checked


def _word(row: Row) -> str | float | None:
    if row.part == "years":
        return _years(row)
    if row.part == "summary":
        return text_typed(row.values, "text")
    return line_typed(row.values, "text", most=LENGTHS[row.part])


def _entry(row: Row) -> Any:
    entry = TYPED[row.part](row.values)
    if row.part in ("jobs", "works") and not entry.title and not getattr(entry, "organisation", ""):
        said = _("It needs a name.") if row.part == "works" else _("A job needs a title.")
        raise BadProfile(said, fields={"title": said})
    if row.part == "jobs" and entry.starts and entry.ends and entry.ends < entry.starts:
        raise BadProfile(fields={"ends": _("It ends before it begins.")})
    return entry


def _years(row: Row) -> float | None:
    """The years of a row, with a refusal beside the field as the form names it."""
    try:
        return years_typed({"years": row.values["text"]})
    except BadInput as wrong:
        raise BadProfile(wrong.message, fields={"text": wrong.message}) from None
