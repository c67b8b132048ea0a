"""From an uploaded resume to a profile; the file itself is not kept."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from guildworks.kernels.text.files import FileLimits, UnreadableFile, read_file
from guildworks.kernels.text.json_resume import UnreadableResume, read_json_resume
from guildworks.kernels.text.profile import ProfileDraft
from guildworks.kernels.text.resume import ResumeReader
from guildworks.platform import clock
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import limit
from guildworks.skills.queries import gazetteer, graph

NAMELESS = "Name not given"  # not the file's name, which may tell what its sender meant for nobody
NO_NAME_FOUND = "No name was found. Give one with `guildworks engineers edit ID --name NAME`."


class BadResume(BadInput):
    """This resume cannot be read; code, message and hint are the reader's."""

    def __init__(self, unreadable: UnreadableFile | UnreadableResume) -> None:
        super().__init__(unreadable.message, hint=unreadable.hint)
        self.code = unreadable.code


def read_profile(data: bytes, *, name: str) -> ProfileDraft:
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
    draft = _within(limit("claims_per_engineer"), draft)
    return draft if draft.name else replace(draft, name=NAMELESS, warnings=(*draft.warnings, NO_NAME_FOUND))


def _within(claims_most: int, draft: ProfileDraft) -> ProfileDraft:
    """The profile with the claims that are kept of it."""
    if len(draft.claims) <= claims_most:
        return draft
    warning = f"{len(draft.claims):,} skills were read; the first {claims_most:,} are kept."
    return replace(draft, claims=draft.claims[:claims_most], warnings=(*draft.warnings, warning))


@cache
def _reader() -> ResumeReader:
    return ResumeReader(graph(), gazetteer())
