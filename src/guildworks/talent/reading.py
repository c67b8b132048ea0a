"""From the file of a resume to a profile. Nothing is kept here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import gettext as _

from guildworks.kernels.text.files import FileLimits, FileText, UnreadableFile, read_file
from guildworks.kernels.text.json_resume import UnreadableResume, read_json_resume
from guildworks.kernels.text.profile import ProfileDraft
from guildworks.kernels.text.resume import ResumeReader
from guildworks.kernels.text.unreadable import REASONS
from guildworks.platform import clock
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import limit
from guildworks.skills.queries import gazetteer, graph

NAMELESS = "Name not given"  # not the file's name, which may tell what its sender meant for nobody
NO_NAME_FOUND = "No name was found. Give one with `guildworks engineers edit ID --name NAME`."


class BadResume(BadInput):
    """This resume cannot be read; code, message and hint are the reader's."""

    def __init__(self, unreadable: UnreadableFile | UnreadableResume) -> None:
        message, hint = unreadable.message, unreadable.hint
        if isinstance(unreadable, UnreadableFile):
            said, way_out = REASONS[unreadable.code]
            message, hint = _(said).format(**unreadable.facts), _(way_out)
        super().__init__(message, hint=hint)
        self.code = unreadable.code


@dataclass(frozen=True, slots=True)
class ReadResume:
    """What was read of a file: the text that it shows, and the profile that the text tells, maybe without a name."""

    file: FileText
    draft: ProfileDraft


def read_profile(data: bytes, *, name: str) -> ProfileDraft:
    """The profile of a resume, with a name, whatever it is. Raises BadResume."""
    draft = read_resume(data, name=name).draft
    return draft if draft.name else replace(draft, name=NAMELESS, warnings=(*draft.warnings, NO_NAME_FOUND))


def read_resume(data: bytes, *, name: str) -> ReadResume:
    """Read a resume: JSON Resume, PDF, DOCX, Markdown or text. Raises BadResume."""
    bounds = FileLimits(
        file_bytes=limit("file_bytes"),
        pages=limit("pdf_pages"),
        characters=limit("resume_characters"),
        memory_bytes=limit("file_memory_mb") * 1_000_000,
        cpu_seconds=limit("file_seconds"),
        wall_seconds=float(limit("file_seconds")),
    )
    today = clock.today()
    try:
        file = read_file(data, name=name, limits=bounds)
        if file.kind == "json":
            draft = read_json_resume(data, graph=graph(), gazetteer=gazetteer(), today=today)
        else:
            draft = _reader().read(file.text, today=today)
            draft = replace(draft, warnings=(*draft.warnings, *file.warnings))
        if not (draft.name or draft.claims or draft.jobs):
            raise UnreadableFile("nothing_read")
    except (UnreadableFile, UnreadableResume) as unreadable:
        raise BadResume(unreadable) from unreadable
    return ReadResume(file, _within(limit("claims_per_engineer"), draft))


def _within(claims_most: int, draft: ProfileDraft) -> ProfileDraft:
    """The profile with the claims that are kept of it."""
    if len(draft.claims) <= claims_most:
        return draft
    warning = f"{len(draft.claims):,} skills were read; the first {claims_most:,} are kept."
    return replace(draft, claims=draft.claims[:claims_most], warnings=(*draft.warnings, warning))


@cache
def _reader() -> ResumeReader:
    return ResumeReader(graph(), gazetteer())
