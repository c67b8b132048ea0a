"""`guildworks people`: letting somebody in, shutting them out, and deleting their account for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson, ready
from guildworks.cli.organisations import Email, Name, name_of

if TYPE_CHECKING:
    from guildworks.accounts.models import User

app = typer.Typer(help="People: how they come in, and that they go.", no_args_is_help=True)


@app.command("admin")
def admin(email: Email, name: Name = "", as_json: AsJson = False) -> None:
    """Make somebody an admin of this installation, who may do everything here, and print a link as `link` does."""
    ready()
    from guildworks.accounts.actions import add_member
    from guildworks.accounts.queries import local_operator, operator_organisation

    joined = add_member(local_operator(), operator_organisation(), email=email, name=name_of(name, email), role="admin")
    if not as_json:
        out.print(f"[name]{told(joined.user.name)}[/] is an admin of this installation.")
    _print_link(joined.user, as_json=as_json)


@app.command("link")
def link(email: Email, as_json: AsJson = False) -> None:
    """Print a link on which somebody sets their password: once, within three days. Give it to nobody else."""
    ready()
    from guildworks.accounts.queries import get_person, local_operator

    _print_link(get_person(local_operator(), email), as_json=as_json)


@app.command("rename")
def rename(
    email: Email,
    name: Annotated[str, typer.Argument(help="What they are called from now on.")],
    as_json: AsJson = False,
) -> None:
    """Correct what somebody is called, as they can on their own page."""
    ready()
    from guildworks.accounts.names.actions import rename_person
    from guildworks.accounts.queries import get_person, local_operator

    actor = local_operator()
    person = get_person(actor, email)
    called = rename_person(actor, person, name=name)
    if as_json:
        print_json({"user": person.shown_id, "name": called})
    else:
        out.print(f"{told(person.email)} is called [name]{told(called)}[/] now.")


def _print_link(person: User, *, as_json: bool) -> None:
    from django.conf import settings

    from guildworks.accounts.actions import make_password_link
    from guildworks.accounts.queries import local_operator

    made = f"{settings.PUBLIC_ADDRESS.origin}{make_password_link(local_operator(), person)}"
    if as_json:
        print_json({"user": person.shown_id, "link": made})
        return
    out.print(f"[name]{told(person.name)}[/] sets a password here, once and within three days:")
    out.print(made, soft_wrap=True, highlight=False, markup=False)


@app.command("shut-out")
def shut_out(
    email: Email,
    reason: Annotated[str, typer.Option(help="Why: the person reads it in a mail.")],
    as_json: AsJson = False,
) -> None:
    """Let somebody in no more, by session, password or key, and tell them why. Nothing is deleted."""
    ready()
    from guildworks.accounts.queries import get_person, local_operator
    from guildworks.accounts.shutting_out import actions

    person = get_person(local_operator(), email)
    actions.shut_out(local_operator(), person, reason=reason)
    _say(f"[name]{told(person.name)}[/] is shut out, and is told why.", person, as_json=as_json)


@app.command("let-in")
def let_in(email: Email, as_json: AsJson = False) -> None:
    """Let somebody in again who was shut out; they are told."""
    ready()
    from guildworks.accounts.queries import get_person, local_operator
    from guildworks.accounts.shutting_out import actions

    person = get_person(local_operator(), email)
    actions.let_in(local_operator(), person)
    _say(f"[name]{told(person.name)}[/] can sign in again, and is told so.", person, as_json=as_json)


def _say(sentence: str, person: User, *, as_json: bool) -> None:
    if as_json:
        print_json({"user": person.shown_id})
        return
    out.print(sentence)


@app.command("erase")
def erase(email: Email, as_json: AsJson = False) -> None:
    """Delete the account with this primary address at once and for good, as its owner can on their own page."""
    ready()
    from guildworks.accounts.actions import erase_person
    from guildworks.accounts.queries import get_person, local_operator

    actor = local_operator()
    person = get_person(actor, email)
    erase_person(actor, person, address=email)
    said = f"The account of [name]{told(person.name)}[/] is deleted; what they wrote for organisations is there."
    _say(said, person, as_json=as_json)
