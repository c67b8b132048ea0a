"""Sending a resume, and correcting what was read of it beside its text before any of it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest, for_engineers, for_operator
from guildworks.platform.dates import long_day_text
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.figures import figure
from guildworks.platform.files.keeping import FileTooLarge, download
from guildworks.platform.limits import limit
from guildworks.talent.models import Engineer, Resume
from guildworks.talent.queries import find_resume, get_engineer, get_own_profile
from guildworks.talent.reading import read_resume
from guildworks.talent.resumes.actions import (
    ResumeGone,
    count_resume_file,
    delete_resume,
    save_resume,
    send_resume,
    take_out_resume,
)
from guildworks.talent.resumes.kept import draft_of
from guildworks.talent.resumes.said import warnings_said
from guildworks.talent.resumes.shown import LISTS, WORDS, Row, added, rows_of, words_of
from guildworks.talent.resumes.typed import draft_typed, rows_typed
from guildworks.talent.shown import country_options, language_options, level_options, spoken_options
from guildworks.web.uploads import sent_file, takes_file

FIELD_MOST = 25_000  # characters of what is shown again


class NoFile(BadInput):
    """No file was sent."""

    code = "no_resume"
    hint = "Choose a PDF, DOCX, JSON Resume, Markdown or text file."


class NotSaved(BadInput):
    """Some of it cannot be saved as it is."""

    code = "resume_not_saved"
    hint = "What is wrong stands beside its field; correct it, or untick it."


@for_engineers
@require_http_methods(["GET", "HEAD", "POST"])
@takes_file("file_bytes")
def resume(request: MemberRequest) -> HttpResponse:
    """The resume that is kept, with what was read of it; sent, another one takes its place."""
    engineer = get_own_profile(request.actor)
    if request.method != "POST":
        return _page(request, engineer)
    try:
        content, name = _sent_file(request, engineer)
        read = read_resume(content, name=name)
        send_resume(request.actor, engineer, content=content, name=name, read=read)
    except GuildworksError as refusal:
        return _page(request, engineer, refusal=refusal, is_of_file=True)
    messages.success(request, _("Your resume is read. Nothing of your profile has changed: see what was read first."))
    return redirect("resume")


@for_engineers
@require_POST
def save(request: MemberRequest) -> HttpResponse:
    """Take the ticked rows into the profile; or, asked for one more row, show the form with it."""
    engineer = get_own_profile(request.actor)
    kept = find_resume(request.actor, engineer)
    sent = {name: str(text)[:FIELD_MOST] for name, text in request.POST.items()}
    if kept is None or str(kept.number) != sent.get("number"):
        return _page(request, engineer, refusal=ResumeGone())
    rows = rows_typed(rows_of(kept, engineer), sent, request.POST.getlist("take"))
    if (more := sent.get("more", "")) in LISTS:
        return _page(request, engineer, rows=[*rows, _next(rows, more)])
    draft, rows = draft_typed(rows)
    if any(row.wrong for row in rows):
        return _page(request, engineer, rows=rows, refusal=NotSaved())
    try:
        save_resume(request.actor, engineer, number=UUID(sent["number"]), draft=draft)
    except GuildworksError as refusal:
        return _page(request, engineer, rows=rows, refusal=refusal)
    messages.success(request, _("Your profile has what you have ticked; what was there before is still there."))
    return redirect("profile")


@for_engineers
@require_POST
def delete(request: MemberRequest) -> HttpResponse:
    """Delete the file and what was read of it at once."""
    engineer = get_own_profile(request.actor)
    try:
        delete_resume(request.actor, engineer)
    except GuildworksError as refusal:
        return _page(request, engineer, refusal=refusal)
    messages.success(request, _("The resume is deleted, the file and what was read of it. Your profile stays."))
    return redirect("resume")


@for_engineers
@require_safe
def file(request: MemberRequest) -> HttpResponse:
    """The file as it was sent."""
    return _download(request, get_own_profile(request.actor))


@for_operator
@require_safe
def file_for_operator(request: MemberRequest, engineer: str) -> HttpResponse:
    """The same for the operator; that they took it out stands in the log of the engineer."""
    return _download(request, get_engineer(request.actor, engineer))


def _download(request: MemberRequest, engineer: Engineer) -> HttpResponse:
    kept = take_out_resume(request.actor, engineer)
    return download(kept.file, name=kept.name)


def _sent_file(request: MemberRequest, engineer: Engineer) -> tuple[bytes, str]:
    """What the file holds that was sent, and its name. Raises NoFile, TooManyResumeFiles or FileTooLarge."""
    most = limit("file_bytes")
    try:
        sent = sent_file(request, most=most)
    except FileTooLarge:
        count_resume_file(request.actor, engineer, size=most + 1)  # at least: of a longer body the rest is not kept
        raise
    if sent is None:
        raise NoFile()
    count_resume_file(request.actor, engineer, size=sent.size or 0)
    return bytes(sent.read()), str(sent.name or "")


def _next(rows: Sequence[Row], part: str) -> Row:
    return added(part, max((row.place for row in rows if row.part == part), default=-1) + 1)


def _page(
    request: MemberRequest,
    engineer: Engineer,
    *,
    rows: Sequence[Row] | None = None,
    refusal: GuildworksError | None = None,
    is_of_file: bool = False,
) -> HttpResponse:
    kept = find_resume(request.actor, engineer)
    facts = {
        "refusal": refusal,
        "is_of_file": is_of_file,
        "most": figure(limit("file_bytes") / 1e6, "g"),
        "days": limit("resume_days"),
        **(_draft(kept, rows_of(kept, engineer) if rows is None else rows) if kept else {}),
    }
    return render(request, "talent/resume.html", facts, status=refusal.http_status if refusal else 200)


def _draft(kept: Resume, rows: Sequence[Row]) -> Mapping[str, object]:
    draft = draft_of(kept.draft)
    return {
        "resume": kept,
        "until": long_day_text((kept.sent_at + timedelta(days=limit("resume_days"))).date()),
        "warnings": warnings_said(draft),
        "unread": draft.unread,
        "words": [row for row in rows if row.part in WORDS],
        **{part: [row for row in rows if row.part == part] for part in LISTS},
        "text": words_of(kept, rows),
        "levels": level_options(),
        "spoken": spoken_options(),
        "all_languages": language_options(),
        "countries": country_options(),
    }
