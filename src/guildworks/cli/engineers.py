"""`guildworks engineers`: import, show, edit, find, list and unlist."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from guildworks.cli.console import err, hint_at_terminal, out, print_error, print_json, told
from guildworks.cli.hours import day_given, hours_given
from guildworks.cli.options import AsJson, BadOption, EngineerId, EngineerIds, get_engineer, read_bytes, ready
from guildworks.platform.errors import BadInput, Fault, GuildworksError

if TYPE_CHECKING:
    from guildworks.talent.actions import ProfileChange
    from guildworks.talent.models import Engineer

app = typer.Typer(help="Engineers: import resumes, see and change profiles, list them.", no_args_is_help=True)


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="JSON Resume, PDF, DOCX, Markdown or text.")],
    as_json: AsJson = False,
) -> None:
    """Read resumes and make an engineer of each; nobody is listed by it."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.platform.limits import limit
    from guildworks.platform.refusals import understood
    from guildworks.talent.actions import import_engineers
    from guildworks.talent.reading import read_profile

    if len(files) > limit("import_files"):
        raise BadInput(f"{len(files):,} files at once are too many", hint=f"{limit('import_files'):,} at most.")
    actor = local_operator()
    rows: list[dict[str, Any]] = []
    for file in files:
        try:
            draft = read_profile(read_bytes(file, most=limit("file_bytes")), name=file.name)
            (engineer,) = import_engineers(actor, [draft], source="file", files=[file.name])
        except Exception as wrong:
            if (refusal := understood(wrong)) is None and os.environ.get("GUILDWORKS_TRACEBACK"):
                raise
            refusal = refusal or Fault.of(wrong)  # the other files are read all the same
            rows.append({"file": str(file), "engineer": None, "skills": [], "unread": [], "error": _error(refusal)})
            if not as_json:
                err.print(f"[name]{told(str(file))}[/]", soft_wrap=True)
                print_error(refusal, as_json=False)
            continue
        skills = [claim.skill for claim in draft.claims]
        row = {"file": str(file), "engineer": engineer.shown_id, "skills": skills, "error": None}
        rows.append({**row, "unread": list(draft.unread), "warnings": list(draft.warnings)})
        if not as_json:
            _print_read(file, draft, engineer)
    imported = sum(row["engineer"] is not None for row in rows)
    if as_json:
        answer = {"imported": imported, "skipped": len(rows) - imported, "files": rows}
        print_json(answer if imported else {**answer, "error": rows[0]["error"]})
    else:
        out.print(f"\n{imported} imported, {len(rows) - imported} skipped", style="faint")
    if not imported:
        raise typer.Exit(2)


@app.command("show")
def show(engineer: EngineerId, as_json: AsJson = False) -> None:
    """Show one engineer: what they say, what the platform saw, hours, rates, the listing."""
    ready()
    from guildworks.cli.engineer_view import print_engineer
    from guildworks.talent.told import engineer_json

    found = get_engineer(engineer)
    if as_json:
        print_json(engineer_json(found))
    else:
        print_engineer(found)


@app.command("find")
def find(
    words: Annotated[str, typer.Argument(metavar="[WORDS]", help="Part of a name, headline or city, or a skill.")] = "",
    page: Annotated[int, typer.Option("--page", min=1, max=1_000_000, help="Which page of the list.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Find engineers by name, headline, city or skill."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.talent.queries import find_engineers

    engineers, total = find_engineers(local_operator(), words[:200], page=page)
    if as_json:
        rows = [{"engineer": e.shown_id, "name": e.public_name, "listed": hasattr(e, "listing")} for e in engineers]
        print_json({"engineers": rows, "total": total})
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("Engineer", "Headline", "Place", "Listed", "Id"):
        table.add_column(head, overflow="fold")
    for e in engineers:
        listed = "yes" if hasattr(e, "listing") else "no"
        table.add_row(
            f"[name]{told(e.public_name)}[/]",
            told(e.headline),
            f"{told(e.city)} {e.country}",
            listed,
            f"[faint]{e.shown_id}[/]",
        )
    out.print(table)
    out.print(f"\npage {page}, {total:,} found", style="faint")


@app.command("edit")
def edit(
    engineer: EngineerId,
    rate: Annotated[
        list[str] | None, typer.Option("--rate", help="An hourly rate such as '95 EUR'; repeatable.")
    ] = None,
    drop_rate: Annotated[
        list[str] | None, typer.Option("--drop-rate", help="A currency in which they have no rate, such as USD.")
    ] = None,
    hours: Annotated[str | None, typer.Option("--hours", help="Hours a week, such as 32 or 37.5.")] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Time zone, such as Europe/Berlin.")] = None,
    day: Annotated[str | None, typer.Option("--day", help="Local working hours, such as 09:00-17:00.")] = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", help="A language with its level, such as 'de B2'; repeatable.")
    ] = None,
    drop_language: Annotated[
        list[str] | None, typer.Option("--drop-language", help="A language that they do not speak, such as fr.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="The public name.")] = None,
    headline: Annotated[str | None, typer.Option("--headline", help="What they call themselves.")] = None,
    summary: Annotated[str | None, typer.Option("--summary", help="What they say of themselves.")] = None,
    city: Annotated[str | None, typer.Option("--city", help="Where they live.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Their country, such as DE or Germany.")] = None,
    years: Annotated[float | None, typer.Option("--years", min=0, max=70, help="Years of experience.")] = None,
    as_json: AsJson = False,
) -> None:
    """Change a profile, its rates, hours, zone or languages; what is not named stays."""
    ready()
    from guildworks.cli.engineer_view import print_engineer
    from guildworks.platform import money
    from guildworks.talent.actions import ProfileChange
    from guildworks.talent.told import engineer_json

    found = get_engineer(engineer)
    change = ProfileChange(
        public_name=name,
        headline=headline,
        summary=summary,
        city=city,
        country=country and _country(country),
        years=years,
        rates=[money.parsed(text) for text in rate or ()],
        languages=[_language(text) for text in language or ()],
        dropped_rates=[money.currency(code.strip()).code for code in drop_rate or ()],
        dropped_languages=[_language(text).code for text in drop_language or ()],
    )
    _edit(found, change, hours=hours, zone=zone, day=day)
    changed = get_engineer(engineer)
    if as_json:
        print_json(engineer_json(changed))
    else:
        print_engineer(changed)


@app.command("list")
def list_engineers(engineers: EngineerIds, as_json: AsJson = False) -> None:
    """List engineers: from now on searches find them."""
    ready()
    from guildworks.talent import actions

    _set_listed(engineers, actions.list_engineers, listed=True, as_json=as_json)


@app.command("unlist")
def unlist_engineers(engineers: EngineerIds, as_json: AsJson = False) -> None:
    """Unlist engineers: no search finds them any more."""
    ready()
    from guildworks.talent import actions

    _set_listed(engineers, actions.unlist_engineers, listed=False, as_json=as_json)


@app.command("invite")
def invite_engineer(
    engineer: EngineerId,
    email: Annotated[str, typer.Option("--email", help="Their address, unless it is the profile's.")] = "",
    as_json: AsJson = False,
) -> None:
    """Ask somebody to look after their own profile: by mail, and by the link that is printed, for them alone."""
    ready()
    from guildworks.accounts.engineers.actions import invite_engineer
    from guildworks.accounts.queries import local_operator

    found = get_engineer(engineer)
    if not (address := email or found.email):
        raise BadOption(f"No address of {found.public_name} is known", hint="Give it by --email.")
    invited = invite_engineer(local_operator(), found.ref, email=address)
    if as_json:
        print_json({"engineer": found.shown_id, "email": invited.invitation.email, "link": invited.link})
        return
    out.print(f"[name]{told(found.public_name)}[/] is invited by mail, and comes in by this link, once:")
    out.print(invited.link, soft_wrap=True, highlight=False, markup=False)


@app.command("erase")
def erase_engineer(
    engineer: EngineerId,
    name: Annotated[str, typer.Option("--name", help="Their public name, so that nobody is erased by a wrong id.")],
    as_json: AsJson = False,
) -> None:
    """Erase for good all that is kept of an engineer, with the account of whoever looks after the profile."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.talent import actions

    found = get_engineer(engineer)
    if name.strip() != found.public_name:
        raise BadOption("This is not their public name", hint=f"`guildworks engineers show {engineer}` tells it.")
    actions.erase_engineer(local_operator(), found)
    if as_json:
        print_json({"engineer": found.shown_id})
        return
    out.print(f"{found.shown_id} is erased: what only grows names this id, and nothing else is left.")


def _edit(found: Engineer, change: ProfileChange, *, hours: str | None, zone: str | None, day: str | None) -> None:
    """Change the profile and its hours, of which one need not be given: it is one act, all of it or nothing."""
    from django.db import transaction

    from guildworks.accounts.queries import local_operator
    from guildworks.availability.actions.hours import set_capacity, set_working_hours
    from guildworks.talent import actions

    actor = local_operator()
    with transaction.atomic():
        if change != actions.ProfileChange(rates=[], languages=[], dropped_rates=[], dropped_languages=[]):
            actions.edit_engineer(actor, found, change=change)
        if hours is not None:
            set_capacity(actor, {found: hours_given(hours)})
        if zone is not None or day is not None:
            set_working_hours(actor, {found: day_given(found, zone, day)})


def _set_listed(shown_ids: list[str], action: Any, *, listed: bool, as_json: bool) -> None:
    from guildworks.accounts.queries import local_operator

    found = [get_engineer(shown_id) for shown_id in shown_ids]
    action(local_operator(), found)
    if as_json:
        print_json({"listings": [{"engineer": engineer.shown_id, "listed": listed} for engineer in found]})
        return
    for engineer in found:
        out.print(f"[name]{told(engineer.public_name)}[/] is {'listed' if listed else 'not listed'}")
        week = getattr(engineer, "workweek", None)
        if listed and (week is None or week.confirmed_at is None):
            out.print("  No search finds them before they say their hours:", style="faint")
            out.print(f"  guildworks availability set {engineer.shown_id} --hours 32", style="faint", soft_wrap=True)


def _error(refusal: GuildworksError) -> dict[str, str]:
    return {"code": refusal.code, "message": refusal.message, "hint": hint_at_terminal(refusal)}


def _print_read(file: Path, draft: Any, engineer: Any) -> None:
    from guildworks.skills.queries import graph

    out.print(f"[name]{told(engineer.public_name)}[/]  [faint]{told(file.name)} → {engineer.shown_id}[/]")
    out.print("  skills    " + (", ".join(graph()[claim.skill].name for claim in draft.claims) or "none"))
    jobs = [f"{job.title}{f', {job.organisation}' if job.organisation else ''}" for job in draft.jobs]
    out.print("  jobs      " + (told("; ".join(jobs)) or "none"))
    if draft.unread:
        out.print("[doubt]?[/] not read  " + told(", ".join(draft.unread)))
    for warning in draft.warnings:
        out.print(f"[doubt]?[/] {told(warning)}")


def _country(text: str) -> str:
    from guildworks.kernels.text.fields.places import Places

    code = Places.load().country_code(text)
    if code is None:
        raise BadOption(f"--country {text[:30]!r} names no country we know", hint="Give its two letters, such as DE.")
    return code


def _language(text: str) -> Any:
    from guildworks.kernels.text.fields.languages import language_code
    from guildworks.kernels.text.profile import LanguageDraft

    name, _, level = text.strip().partition(" ")
    code = language_code(name)
    if code is None:
        raise BadOption(f"--language {text[:30]!r} names no language we know", hint="Write it like `de B2`.")
    return LanguageDraft(code, level.strip().upper() or None)
