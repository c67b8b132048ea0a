"""`guildworks organisations`: clients, who belongs to them, and in which role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson, ready

if TYPE_CHECKING:
    from guildworks.accounts.models import Membership, Organisation

app = typer.Typer(help="Clients, and who belongs to them in which role.", no_args_is_help=True)

OrganisationId = Annotated[str, typer.Argument(metavar="ORGANISATION", help="An id such as org_01JDQ…")]
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The person's e-mail address.")]
Name = Annotated[str, typer.Option("--name", help="What they are called, if they are new here.")]
Page = Annotated[int, typer.Option("--page", min=1, max=1_000_000, help="Which page of the list.")]
ROLES = "owner, hiring_manager, finance or viewer; of the operator admin or reviewer."


def name_of(name: str, email: str) -> str:
    """What somebody new is called, where nothing was said: what stands before the @."""
    return name or email.partition("@")[0]


@app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What the organisation is called.")], as_json: AsJson = False
) -> None:
    """Make a client organisation."""
    ready()
    from guildworks.accounts.actions import create_organisation
    from guildworks.accounts.queries import local_operator

    made = create_organisation(local_operator(), name=name)
    if as_json:
        print_json(_organisation_json(made))
    else:
        out.print(f"[name]{told(made.name)}[/] is {made.shown_id}.")
        out.print(f"[faint]next[/]  guildworks organisations add {made.shown_id} EMAIL --role owner", soft_wrap=True)


@app.command("rename")
def rename(
    organisation: OrganisationId,
    name: Annotated[str, typer.Argument(help="What it is called from now on.")],
    as_json: AsJson = False,
) -> None:
    """Correct what an organisation is called."""
    ready()
    from guildworks.accounts.names.actions import rename_organisation
    from guildworks.accounts.queries import get_organisation, local_operator

    actor = local_operator()
    one = get_organisation(actor, organisation)
    called = rename_organisation(actor, one, name=name)
    if as_json:
        print_json({"organisation": one.shown_id, "name": called, "kind": one.kind})
    else:
        out.print(f"{one.shown_id} is called [name]{told(called)}[/] now.")


@app.command("list")
def list_organisations(page: Page = 1, as_json: AsJson = False) -> None:
    """List the organisations, the operator among them."""
    ready()
    from guildworks.accounts.queries import find_organisations, local_operator

    found, total = find_organisations(local_operator(), page=page)
    if as_json:
        rows = [{**_organisation_json(one), "people": getattr(one, "people", 0)} for one in found]
        print_json({"organisations": rows, "total": total})
        return
    table = _table("Organisation", "Kind", "People", "Id")
    for one in found:
        table.add_row(f"[name]{told(one.name)}[/]", one.kind, str(getattr(one, "people", 0)), one.shown_id)
    out.print(table)
    out.print(f"\npage {page}, {total:,} organisations", style="faint")


@app.command("show")
def show(organisation: OrganisationId, page: Page = 1, as_json: AsJson = False) -> None:
    """Show who belongs to an organisation, and as what."""
    ready()
    from guildworks.accounts.queries import get_organisation, local_operator, members_of

    actor = local_operator()
    one = get_organisation(actor, organisation)
    members, total = members_of(actor, one, page=page)
    if as_json:
        print_json({**_organisation_json(one), "members": [_member_json(each) for each in members], "total": total})
        return
    if not total:
        out.print(f"Nobody belongs to {told(one.name)} yet. `guildworks organisations add` puts somebody in.")
        return
    table = _table("Person", "Address", "Role", "Since")
    for each in members:
        since = f"{each.joined_at:%Y-%m-%d}"
        table.add_row(f"[name]{told(each.user.name)}[/]", told(each.user.email), each.said_role, since)
    out.print(table)
    out.print(f"\npage {page}, {total:,} people", style="faint")


@app.command("add")
def add(
    organisation: OrganisationId,
    email: Email,
    role: Annotated[str, typer.Option("--role", help=ROLES)],
    name: Name = "",
    as_json: AsJson = False,
) -> None:
    """Put a person into an organisation."""
    ready()
    from guildworks.accounts.actions import add_member
    from guildworks.accounts.queries import get_organisation, local_operator

    actor = local_operator()
    one = get_organisation(actor, organisation)
    joined = add_member(actor, one, email=email, name=name_of(name, email), role=role)
    _tell(joined, f"[name]{told(joined.user.name)}[/] is {joined.said_role} of {told(one.name)}.", as_json=as_json)
    if not as_json and not joined.user.has_usable_password():
        out.print(f"[faint]next[/]  guildworks people link {told(joined.user.email)}", soft_wrap=True)


@app.command("invite")
def invite(
    organisation: OrganisationId,
    email: Email,
    role: Annotated[str, typer.Option("--role", help=ROLES)],
    as_json: AsJson = False,
) -> None:
    """Invite an address into an organisation: mail the link, and print it this once. Give it to nobody else."""
    ready()
    from django.conf import settings

    from guildworks.accounts.actions import invite_by_link
    from guildworks.accounts.queries import get_organisation, local_operator

    actor = local_operator()
    one = get_organisation(actor, organisation)
    made = invite_by_link(actor, one, email=email, role=role)
    link, until = f"{settings.PUBLIC_ADDRESS.origin}{made.path}", made.invitation.expires_at
    if as_json:
        told_once = {"invitation": made.invitation.shown_id, "email": made.invitation.email, "role": role}
        print_json({"organisation": one.shown_id, **told_once, "link": link})
        return
    out.print(f"{told(made.invitation.email)} is invited to {told(one.name)} as {made.invitation.said_role}.")
    out.print(f"This link, which also goes out by mail, works once, until {until:%Y-%m-%d}:")
    out.print(link, soft_wrap=True, highlight=False, markup=False)


@app.command("role")
def give_role(
    organisation: OrganisationId,
    email: Email,
    role: Annotated[str, typer.Argument(help=ROLES)],
    as_json: AsJson = False,
) -> None:
    """Give somebody another role in their organisation."""
    ready()
    from guildworks.accounts.actions import change_role
    from guildworks.accounts.queries import get_member, get_organisation, local_operator

    actor = local_operator()
    one = get_organisation(actor, organisation)
    held = change_role(actor, get_member(actor, one, email), role=role)
    _tell(held, f"[name]{told(held.user.name)}[/] is {held.said_role} of {told(one.name)} now.", as_json=as_json)


@app.command("remove")
def remove(organisation: OrganisationId, email: Email, as_json: AsJson = False) -> None:
    """Take somebody out of an organisation; what they wrote for it stays."""
    ready()
    from guildworks.accounts.actions import end_membership
    from guildworks.accounts.queries import get_member, get_organisation, local_operator

    actor = local_operator()
    one = get_organisation(actor, organisation)
    membership = get_member(actor, one, email)
    end_membership(actor, membership)
    _tell(membership, f"[name]{told(membership.user.name)}[/] has left {told(one.name)}.", as_json=as_json)


def _tell(membership: Membership, sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"organisation": membership.organisation.shown_id, **_member_json(membership)})
    else:
        out.print(sentence)


def _organisation_json(organisation: Organisation) -> dict[str, Any]:
    return {"organisation": organisation.shown_id, "name": organisation.name, "kind": organisation.kind}


def _member_json(membership: Membership) -> dict[str, Any]:
    user = membership.user
    return {"user": user.shown_id, "name": user.name, "email": user.email, "role": membership.role}


def _table(*heads: str) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, justify="right" if head == "People" else "left", overflow="fold")
    return table
