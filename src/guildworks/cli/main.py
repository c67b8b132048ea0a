"""The command `guildworks`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import click
import typer

import guildworks
from guildworks.cli import bench, database, demo, doctor, engineers, limits, serve, shortlist, skills
from guildworks.cli.console import print_error
from guildworks.platform import logs
from guildworks.platform.errors import BadInput, GuildworksError, understood

app = typer.Typer(
    help="From a written brief to an explained shortlist of AI engineers.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo", rich_help_panel="Start here")(demo.demo)
app.command("serve", rich_help_panel="Start here")(serve.serve)
app.command("shortlist", rich_help_panel="Match")(shortlist.shortlist)
app.add_typer(engineers.app, name="engineers", rich_help_panel="Match")
app.add_typer(skills.app, name="skills", rich_help_panel="Match")
app.add_typer(database.app, name="database", rich_help_panel="Look after it")
app.add_typer(limits.app, name="limits", rich_help_panel="Look after it")
app.command("doctor", rich_help_panel="Look after it")(doctor.doctor)
app.command("stop", rich_help_panel="Look after it")(database.stop)
app.command("bench", rich_help_panel="Look after it")(bench.bench)


@app.callback()
def options(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """From a written brief to an explained shortlist of AI engineers."""
    if version:
        sys.stdout.write(f"guildworks {guildworks.__version__}\n")
        raise typer.Exit


def main() -> None:
    """Run the command line; whatever goes wrong ends in `error:` and `hint:`, never in a traceback."""
    os.environ.setdefault("GUILDWORKS_LOG", "off")
    logs.configure()
    as_json = "--json" in sys.argv
    try:
        status = app(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        sys.stdout.write(help_wanted.format_message() + "\n")
        sys.exit(2)
    except click.ClickException as wrong:
        words = wrong.ctx.command_path if isinstance(wrong, click.UsageError) and wrong.ctx else "guildworks"
        _fail(BadInput(wrong.format_message(), hint=f"`{words} --help` shows what it takes."), as_json)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read us has gone: no more words
        sys.exit(0)
    except Exception as error:
        refusal = understood(error)
        if refusal is None and os.environ.get("GUILDWORKS_TRACEBACK"):
            raise
        fault = GuildworksError(
            f"This is a fault of Guildworks itself ({type(error).__name__}: {str(error)[:300]}).",
            hint="Nothing was changed. Run it again with GUILDWORKS_TRACEBACK=1 and report what it prints.",
        )
        fault.status = 2
        _fail(refusal or fault, as_json)
    else:
        sys.exit(status if isinstance(status, int) else 0)


def _fail(error: GuildworksError, as_json: bool) -> None:
    print_error(error, as_json=as_json)
    sys.exit(error.status)
