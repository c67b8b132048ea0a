"""`guildworks mail`: what the program has to say to people, and what became of it."""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from guildworks.cli.console import err, out, print_json, told
from guildworks.cli.options import AsJson, ready
from guildworks.platform.errors import GuildworksError

if TYPE_CHECKING:
    from guildworks.platform.models import Mail

app = typer.Typer(help="The outbox: mail that waits, was sent, or failed.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="An e-mail address such as ada@example.org.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Ids such as mail_01JDQ…")]
Page = Annotated[int, typer.Option("--page", min=1, max=1_000_000, help="Which page of the list.")]
STYLES = {"sent": "accent", "kept": "accent", "failed": "refused", "waiting": "doubt"}
WAIT_SECONDS = 10.0  # beyond what a delivery may take: a worker may have the mail at hand


class NoMailServer(GuildworksError):
    """No mail server was set, so nothing can be sent."""

    code = "no_mail_server"
    hint = "Set GUILDWORKS_SMTP_URL, like smtps://user:password@host:465, and GUILDWORKS_MAIL_FROM."


@app.command("list")
def list_mails(page: Page = 1, as_json: AsJson = False) -> None:
    """List the mails, newest first, with what became of each, and how delivery stands."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.platform.mail.queries import find_mails, outbox_now

    (mails, total), outbox = find_mails(local_operator(), page=page), outbox_now()
    if as_json:
        rows = [_mail_json(mail) for mail in mails]
        counts = {"waiting": outbox.waiting, "failed": outbox.failed, "held": outbox.held}
        print_json({"mails": rows, "total": total, "delivery": outbox.delivery} | counts)
        return
    out.print(_table(mails))
    out.print(f"\npage {page}, {total:,} mails: {outbox.waiting:,} wait, {outbox.failed:,} have failed", style="faint")
    if outbox.delivery == "none":
        out.print("No mail server is set: mails wait in the outbox.")
    if outbox.next_step:
        out.print(f"[faint]next[/]  {told(outbox.next_step)}", soft_wrap=True)


@app.command("retry")
def retry(ids: Ids, as_json: AsJson = False) -> None:
    """Try mails that failed, or that wait, once more and at once; all of them or none."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.platform.actions import retry_mails
    from guildworks.platform.mail.queries import get_mail

    operator = local_operator()
    again = retry_mails(operator, [get_mail(operator, each) for each in ids])
    if as_json:
        print_json({"mails": [_mail_json(mail) for mail in again]})
    else:
        what = "1 mail is" if len(again) == 1 else f"{len(again)} mails are"
        out.print(f"{what} tried as soon as a worker can.")


@app.command("test")
def test(address: Address, as_json: AsJson = False) -> None:
    """Send a mail through the outbox now, and say what the server answered."""
    ready()
    from guildworks.platform.actions import write_mails
    from guildworks.platform.mail.draft import Draft, address_of
    from guildworks.platform.mail.queries import outbox_now

    if outbox_now().delivery == "none":
        raise NoMailServer()
    words = "This mail was asked for on the command line of Guildworks. Nobody needs to do anything."
    (mail,) = write_mails([Draft(address_of(address), "A mail that tests delivery", words)])
    with err.status("Talking to the mail server"):
        _deliver_now(mail)
    if as_json:
        print_json(_mail_json(mail))
    elif mail.state == "kept":
        out.print("This is a demo: the mail was kept, and the page /mail shows it.")
    else:
        said = told(mail.answer) or "nothing yet: a worker has it at hand"
        out.print(f"[{STYLES[mail.state]}]{mail.state}[/]  the server said: {said}", soft_wrap=True)
    raise typer.Exit(0 if mail.state in ("sent", "kept") else 1)


@app.command("release")
def release(
    give_up: Annotated[
        bool, typer.Option("--give-up", metavar="", help="Send none of them: they have failed, and can be retried.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Send the mails that a restored backup held, which may have been sent since it was made."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.platform.actions import release_mails

    released = release_mails(local_operator(), give_up=give_up)
    if as_json:
        print_json({"released": released, "sent": not give_up})
    else:
        what = "1 mail" if released == 1 else f"{released:,} mails"
        out.print(f"{what} given up; `guildworks mail retry ID` sends one." if give_up else f"{what} sent from now on.")


@app.command("erase")
def erase(address: Address, as_json: AsJson = False) -> None:
    """Erase address and words of all mails to somebody, for good; those that wait are not sent."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.platform.actions import erase_mails_to

    erased = erase_mails_to(local_operator(), address)
    if as_json:
        print_json({"erased": erased})
    else:
        out.print(f"[figure]{erased:,}[/] {'mail was' if erased == 1 else 'mails were'} erased.")


def _deliver_now(mail: Mail) -> None:
    """Deliver it here, unless a worker was faster: then wait for what it is told."""
    from guildworks.platform.actions import deliver_mail
    from guildworks.platform.limits import limit

    until = monotonic() + limit("mail_seconds") + WAIT_SECONDS
    deliver_mail(mail.id)
    mail.refresh_from_db()
    while mail.state == "waiting" and not mail.attempts and monotonic() < until:
        sleep(0.2)
        mail.refresh_from_db()


def _mail_json(mail: Mail) -> dict[str, Any]:
    return {
        "mail": mail.shown_id,
        "to": mail.recipient,
        "subject": mail.subject,
        "state": mail.state,
        "created_at": mail.created_at.isoformat(),
        "due_at": mail.due_at.isoformat() if mail.due_at else None,
        "attempts": mail.attempts,
        "answer": mail.answer,
        "erased": mail.erased_at is not None,
    }


def _table(mails: list[Mail]) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("To", "Subject", "State", "Written", "Id"):
        table.add_column(head, overflow="fold", no_wrap=head == "Id")
    for mail in mails:
        state = f"[{STYLES[mail.state]}]{mail.state}[/]" + (f" after {mail.attempts}" if mail.attempts else "")
        to, subject = told(mail.recipient), told(mail.subject)
        if mail.erased_at:
            to, subject = "[faint]erased[/]", ""
        table.add_row(to, subject, state, f"{mail.created_at:%Y-%m-%d %H:%M}", mail.shown_id)
        if mail.state in ("waiting", "failed") and mail.answer:
            table.add_row("", f"[faint]{told(mail.answer)}[/]", "", "", "")
    return table
