"""What was read of a resume as JSON, and back: a draft is a value of a kernel, and its row outlives the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from unicodedata import category

from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft
from guildworks.kernels.text.span import Span


def draft_json(draft: ProfileDraft) -> dict[str, Any]:
    """The draft as JSON, of characters that a database keeps."""
    kept: dict[str, Any] = _kept(asdict(draft))
    return kept


def draft_of(kept: Mapping[str, Any]) -> ProfileDraft:
    """The draft that was kept."""
    lists = {
        "claims": tuple(_claim(claim) for claim in kept["claims"]),
        "jobs": tuple(_job(job) for job in kept["jobs"]),
        "works": tuple(WorkDraft(**work) for work in kept["works"]),
        "languages": tuple(LanguageDraft(**spoken) for spoken in kept["languages"]),
        "unread": tuple(kept["unread"]),
        "warnings": tuple(kept["warnings"]),
    }
    return ProfileDraft(**{**kept, **lists})


def keepable(text: str) -> str:
    """A text of the same length without control characters and half characters, which no column keeps."""
    return "".join(" " if letter not in "\n\t" and category(letter) in ("Cc", "Cs") else letter for letter in text)


def _claim(kept: Mapping[str, Any]) -> ClaimDraft:
    span = kept["span"]
    return ClaimDraft(kept["skill"], kept["level"], kept["years"], Span(**span) if span else None)


def _job(kept: Mapping[str, Any]) -> JobDraft:
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("starts", "ends")}
    return JobDraft(**{**kept, **days})


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return keepable(value)
    if isinstance(value, dict):
        return {name: _kept(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
