"""The commands that make sense on a server elsewhere, by the words that they have here."""

from __future__ import annotations

import typer

from guildworks.cli.remote import availability, briefs, engineers, holds, keys, shortlists, skills

app = typer.Typer(no_args_is_help=True, add_completion=False, context_settings={"help_option_names": ["-h", "--help"]})
app.command("me", rich_help_panel="Start here")(keys.me)
app.command("keep-key", rich_help_panel="Start here")(keys.keep)
app.command("shortlist", rich_help_panel="Match")(shortlists.shortlist)
app.command("why", rich_help_panel="Match")(shortlists.why)
app.add_typer(briefs.app, name="briefs", rich_help_panel="Match")
app.add_typer(engineers.app, name="engineers", rich_help_panel="Match")
app.add_typer(availability.app, name="availability", rich_help_panel="Match")
app.add_typer(holds.app, name="hold", rich_help_panel="Match")
app.add_typer(skills.app, name="skills", rich_help_panel="Match")
