"""The command `guildworks`."""

from __future__ import annotations

import os
import sys
from functools import cache
from io import TextIOWrapper
from typing import Annotated, Any

import typer

import guildworks
from guildworks.cli import (
    api_keys,
    availability,
    backup,
    bench,
    briefs,
    database,
    demo,
    doctor,
    engineers,
    holds,
    index,
    keys,
    limits,
    mail,
    organisations,
    people,
    policy,
    receipts,
    retention,
    serve,
    settings,
    shortlist,
    skills,
    webhooks,
    worker,
)
from guildworks.cli.console import print_error
from guildworks.platform.errors import BadInput, Fault, GuildworksError


class Commands(typer.core.TyperGroup):
    """The commands of this installation, or those of the server that `--server` names."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Raises NotRemote for a command that works on this installation alone."""
        if ctx.params.get("server") is None:
            return super().get_command(ctx, cmd_name)
        found = commands_elsewhere().commands.get(cmd_name)
        if found is None and cmd_name in self.commands:
            raise NotRemote(f"`{cmd_name}` works on this installation, not on a server elsewhere")
        return found

    def list_commands(self, ctx: Any) -> list[str]:
        if ctx.params.get("server") is None:
            return super().list_commands(ctx)
        return list(commands_elsewhere().commands)


class NotRemote(BadInput):
    """This command works on this installation alone."""

    code = "not_remote"
    hint = "Leave out --server, and run it where the server is."


app = typer.Typer(
    cls=Commands,
    help="From a written brief to an explained shortlist of AI engineers.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo", rich_help_panel="Start here")(demo.demo)
app.command("serve", rich_help_panel="Start here")(serve.serve)
app.command("shortlist", rich_help_panel="Match")(shortlist.shortlist)
app.command("replay", rich_help_panel="Match")(receipts.replay)
app.command("why", rich_help_panel="Match")(receipts.why)
app.add_typer(briefs.app, name="briefs", rich_help_panel="Match")
app.add_typer(engineers.app, name="engineers", rich_help_panel="Match")
app.add_typer(availability.app, name="availability", rich_help_panel="Match")
app.add_typer(holds.app, name="hold", rich_help_panel="Match")
app.add_typer(skills.app, name="skills", rich_help_panel="Match")
app.add_typer(organisations.app, name="organisations", rich_help_panel="Look after it")
app.add_typer(people.app, name="people", rich_help_panel="Look after it")
app.add_typer(api_keys.app, name="api-keys", rich_help_panel="Look after it")
app.add_typer(database.app, name="database", rich_help_panel="Look after it")
app.command("backup", rich_help_panel="Look after it")(backup.backup)
app.command("restore", rich_help_panel="Look after it")(backup.restore)
app.add_typer(mail.app, name="mail", rich_help_panel="Look after it")
app.add_typer(webhooks.app, name="webhooks", rich_help_panel="Look after it")
app.add_typer(limits.app, name="limits", rich_help_panel="Look after it")
app.add_typer(retention.app, name="retention", rich_help_panel="Look after it")
app.add_typer(settings.app, name="settings", rich_help_panel="Look after it")
app.add_typer(index.app, name="index", rich_help_panel="Look after it")
app.add_typer(policy.app, name="policy", rich_help_panel="Look after it")
app.add_typer(keys.app, name="keys", rich_help_panel="Look after it")
app.command("worker", rich_help_panel="Look after it")(worker.worker)
app.command("doctor", rich_help_panel="Look after it")(doctor.doctor)
app.command("stop", rich_help_panel="Look after it")(database.stop)
app.command("bench", rich_help_panel="Look after it")(bench.bench)


def _say_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"guildworks {guildworks.__version__}\n")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", metavar="", callback=_say_version, is_eager=True, help="Print the version and stop."),
]


Server = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="ADDRESS",
        is_eager=True,  # before --help, which lists its commands then
        help="Work on the server at this address, by an API key: `--server ADDRESS --help` lists what can be done.",
    ),
]


@app.callback()
def options(server: Server = None, version: Version = False) -> None:
    """From a written brief to an explained shortlist of AI engineers."""


@cache
def commands_elsewhere() -> Any:
    """The group of the commands for a server elsewhere."""
    from guildworks.cli.remote.commands import app as elsewhere

    return typer.main.get_command(elsewhere)


def main() -> None:
    """Run the command line; whatever goes wrong ends in `error:` and `hint:`, never in a traceback."""
    as_json = "--json" in sys.argv
    _print_anything(as_json)
    try:
        _require_text(sys.argv)
        status = app(prog_name="guildworks", standalone_mode=False)
        sys.stdout.flush()
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except typer.TyperException as wrong:  # typer's own: no such command, an option that cannot be read, words missing
        if not (message := wrong.format_message()):
            sys.exit(2)  # no words at all: the help stands there already
        _fail(BadInput(message, hint=f"`{_command_of(wrong)} --help` shows what it takes."), as_json)
    except (BrokenPipeError, SystemExit) as ended:  # typer turns a closed pipe into an exit with 1
        if not isinstance(ended, BrokenPipeError) and not isinstance(ended.__context__, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has gone: no more words
        sys.exit(0)
    except Exception as error:
        if _was_interrupted(error):
            sys.exit(130)
        from guildworks.platform.refusals import understood  # it needs Django, and most runs end well

        refusal = understood(error)
        if refusal is None and os.environ.get("GUILDWORKS_TRACEBACK"):
            raise
        _fail(refusal or Fault.of(error), as_json)
    else:
        sys.exit(status if isinstance(status, int) else 0)


def _print_anything(as_json: bool) -> None:
    """Have every letter printed: JSON is UTF-8 wherever it goes, and a terminal of another encoding shows a mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if as_json else None, errors="replace")


def _was_interrupted(error: BaseException) -> bool:
    """Whether this only went wrong while Ctrl-C was being obeyed: the query that was stopped fails a second time."""
    behind = (error.__cause__, error.__context__)
    return isinstance(error, KeyboardInterrupt) or any(_was_interrupted(each) for each in behind if each)


def _require_text(words: list[str]) -> None:
    """Refuse words that the terminal did not send as UTF-8: nothing could print or keep them."""
    for word in words:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            raise BadInput(f"{word!r} is not text in UTF-8", hint="Set the terminal to UTF-8, or rename the file.")


def _command_of(wrong: typer.TyperException) -> str:
    """The command whose words were wrong."""
    context = getattr(wrong, "ctx", None)
    return str(context.command_path) if context else "guildworks"


def _fail(error: GuildworksError, as_json: bool) -> None:
    print_error(error, as_json=as_json)
    sys.exit(error.status)
