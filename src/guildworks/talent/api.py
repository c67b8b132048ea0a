"""Profiles for programs: the operator's, and an engineer's own. A client knows of engineers what its lists tell."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as NoBase64
from typing import Any

from django.urls import reverse
from ninja import Query
from pydantic import Field

from guildworks.accounts.api_keys.guard import routes
from guildworks.kernels.text.fields.languages import language_code
from guildworks.kernels.text.profile import LanguageDraft
from guildworks.platform import money
from guildworks.platform.http.answers import Made, require_unchanged, written
from guildworks.platform.http.cursors import Asked, page_after
from guildworks.platform.http.errors import WrongFields
from guildworks.platform.http.routes import IF_MATCH, KeyRequest
from guildworks.platform.http.shapes import PageTold, Searching, Sent, Told
from guildworks.platform.policies import require
from guildworks.talent.actions import ProfileChange, edit_engineer, import_engineers, list_engineers, unlist_engineers
from guildworks.talent.models import Engineer
from guildworks.talent.policies import may_import
from guildworks.talent.queries import engineers_found, get_kept_profile
from guildworks.talent.reading import read_profile
from guildworks.talent.told import engineer_json

api = routes("Engineers")
ENGINEER = "An id such as eng_01JDQ…"


class EngineerRow(Told):
    """An engineer in a list of them."""

    engineer: str = Field(description=ENGINEER)
    name: str
    listed: bool = Field(description="Whether searches find them.")


class EngineersTold(PageTold):
    """A page of engineers, by name."""

    engineers: list[EngineerRow]


class MoneyTold(Told):
    """An amount an hour."""

    amount: float
    currency: str


class LanguageTold(Told):
    """A language that somebody speaks."""

    code: str
    level: str | None


class WorkingHoursTold(Told):
    """The hours of a working day, by the clock of a zone."""

    zone: str
    starts: str
    ends: str


class EngineerTold(Told):
    """A whole profile: what the engineer says, and apart from it what the platform saw."""

    engineer: str = Field(description=ENGINEER)
    name: str
    headline: str
    summary: str
    email: str
    city: str
    country: str
    years: float | None
    listed: bool
    demo: bool
    hours_per_week: float | None
    confirmed_at: str | None
    paused: bool
    working_hours: WorkingHoursTold | None
    rates: list[MoneyTold]
    languages: list[LanguageTold]
    claims: list[dict[str, Any]] = Field(description="Skills as the engineer says them: skill, level, years.")
    evidence: list[dict[str, Any]] = Field(description="What the platform saw: skill, source, mean, error, on.")
    jobs: list[dict[str, Any]]


class ImportedTold(EngineerTold):
    """A profile that was read from a resume, and what could not be read."""

    unread: list[str]
    warnings: list[str]


class ResumeSent(Sent):
    """A resume: as text, as JSON Resume, or a PDF or DOCX in base64. One of the three."""

    file: str = Field("resume.txt", max_length=200, description="Its name, whose ending tells what it is.")
    text: str | None = Field(None, max_length=900_000, examples=["Ana Sol\n\nSkills: Python, pgvector"])
    json_resume: dict[str, Any] | None = None
    base64: str | None = Field(None, max_length=900_000)


class MoneySent(Sent):
    """An amount an hour."""

    amount: str = Field(max_length=20, description="In decimal digits.", examples=["95"])
    currency: str = Field(max_length=10, examples=["EUR"])


class LanguageSent(Sent):
    """A language, with a level from A1 to C2."""

    code: str = Field(max_length=30, examples=["de"])
    level: str | None = Field(None, max_length=10, examples=["B2"])


class ProfileSent(Sent):
    """What to change of a profile; what is left out stays."""

    name: str | None = Field(None, max_length=200)
    headline: str | None = Field(None, max_length=300)
    summary: str | None = Field(None, max_length=10_000)
    city: str | None = Field(None, max_length=100)
    country: str | None = Field(None, max_length=2, description="Two letters of ISO 3166.", examples=["DE"])
    years: float | None = Field(None, ge=0, le=70)
    rates: list[MoneySent] = Field(default_factory=list, max_length=20)
    languages: list[LanguageSent] = Field(default_factory=list, max_length=50)
    dropped_rates: list[str] = Field(default_factory=list, max_length=20, description="Currencies.")
    dropped_languages: list[str] = Field(default_factory=list, max_length=50, description="Codes.")


class ListedTold(Told):
    """Whether searches find an engineer."""

    engineer: str
    listed: bool


@api.read("/engineers", scope="engineers:read", gives=EngineersTold)
def list_profiles(request: KeyRequest, page: Query[Searching]) -> Any:
    """List the engineers whose name, headline or city holds these words, or who have this skill.

    An engineer's own key finds their own profile alone.
    """
    asked = Asked("engineers", request.key_id, page, {"search": page.search})
    rows, after = page_after(engineers_found(request.actor, page.search), asked, ("public_name", "id"))
    told = [{"engineer": each.shown_id, "name": each.public_name, "listed": hasattr(each, "listing")} for each in rows]
    return {"engineers": told, "next": after}


@api.send("/engineers", scope="engineers:write", gives=ImportedTold)
def create_engineer(request: KeyRequest, body: ResumeSent) -> Any:
    """Read a resume and make an engineer of it; nobody is listed by it. For the operator."""
    require(may_import(request.actor))
    draft = read_profile(_bytes_of(body), name="resume.json" if body.json_resume else body.file)
    (made,) = import_engineers(request.actor, [draft], source="file", files=[body.file])
    told = engineer_json(get_kept_profile(request.actor, made.shown_id))
    read = {"unread": list(draft.unread), "warnings": list(draft.warnings)}
    return Made({**told, **read}, reverse("api:read_engineer", args=[made.shown_id]))


@api.read("/engineers/{engineer}", scope="engineers:read", gives=EngineerTold)
def read_engineer(request: KeyRequest, engineer: str) -> Any:
    """Read a whole profile."""
    return engineer_json(get_kept_profile(request.actor, engineer))


@api.put("PATCH", "/engineers/{engineer}", scope="engineers:write", gives=EngineerTold, headers=IF_MATCH)
def change_engineer(request: KeyRequest, engineer: str, body: ProfileSent) -> Any:
    """Change a profile; what is left out stays."""
    found = get_kept_profile(request.actor, engineer)

    def as_read(now: Engineer) -> None:
        require_unchanged(request, written(EngineerTold, engineer_json(now)))

    edit_engineer(request.actor, found, change=_change(body), as_read=as_read)
    return engineer_json(get_kept_profile(request.actor, found.shown_id))


@api.put("PUT", "/engineers/{engineer}/listing", scope="engineers:write", gives=ListedTold)
def list_engineer(request: KeyRequest, engineer: str) -> Any:
    """List an engineer: from now on searches find them. For the operator."""
    found = get_kept_profile(request.actor, engineer)
    list_engineers(request.actor, [found])
    return {"engineer": found.shown_id, "listed": True}


@api.put("DELETE", "/engineers/{engineer}/listing", scope="engineers:write", gives=ListedTold)
def unlist_engineer(request: KeyRequest, engineer: str) -> Any:
    """Unlist an engineer: no search finds them any more. For the operator."""
    found = get_kept_profile(request.actor, engineer)
    unlist_engineers(request.actor, [found])
    return {"engineer": found.shown_id, "listed": False}


def _bytes_of(body: ResumeSent) -> bytes:
    given = [name for name in ("text", "json_resume", "base64") if getattr(body, name) is not None]
    if len(given) != 1:
        raise WrongFields(fields={"text": "Give one of text, json_resume and base64."})
    if body.text is not None:
        return body.text.encode()
    if body.json_resume is not None:
        return json.dumps(body.json_resume).encode()
    try:
        return b64decode(body.base64 or "", validate=True)
    except (NoBase64, ValueError) as wrong:
        raise WrongFields(fields={"base64": "This is not base64."}) from wrong


def _change(body: ProfileSent) -> ProfileChange:
    return ProfileChange(
        public_name=body.name,
        headline=body.headline,
        summary=body.summary,
        city=body.city,
        country=body.country,
        years=body.years,
        rates=[money.parsed(f"{each.amount} {each.currency}") for each in body.rates],
        languages=[LanguageDraft(_code(each.code), each.level) for each in body.languages],
        dropped_rates=[money.currency(code.strip()).code for code in body.dropped_rates],
        dropped_languages=[_code(code) for code in body.dropped_languages],
    )


def _code(name: str) -> str:
    code = language_code(name)
    if code is None:
        raise WrongFields(fields={"languages": f"{name[:30]!r} names no language we know."})
    return code
