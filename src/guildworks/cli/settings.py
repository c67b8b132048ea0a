"""`guildworks settings`: what the operator chooses among words, such as who may sign up."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json
from guildworks.cli.options import AsJson, ready

app = typer.Typer(help="What is chosen among words, such as who may sign up.", no_args_is_help=True)


@app.command("list")
def list_settings(as_json: AsJson = False) -> None:
    """List every setting with the word in force and those that it can be."""
    ready()
    from guildworks.platform.choices import CHOICES, chosen

    if as_json:
        rows = [
            {"setting": each.name, "word": chosen(each.name), "words": dict(each.words), "about": each.about}
            for each in CHOICES.values()
        ]
        print_json({"settings": rows})
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("Setting", "Word", "In force", "What it means"):
        table.add_column(head, overflow="fold")
    for each in CHOICES.values():
        word_in_force = chosen(each.name)
        for word, meaning in each.words.items():
            table.add_row(f"[name]{each.name}[/]", word, "yes" if word == word_in_force else "", meaning)
    out.print(table)


@app.command("set")
def set_one(
    name: Annotated[str, typer.Argument(help="The name of a setting.")],
    word: Annotated[str, typer.Argument(help="The word that it is from now on.")],
    as_json: AsJson = False,
) -> None:
    """Set a word for this installation."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.platform.actions import change_setting
    from guildworks.platform.choices import CHOICES

    change_setting(local_operator(), name, word)
    if as_json:
        print_json({"setting": name, "word": word})
    else:
        out.print(f"{name} is now {word}: {CHOICES[name].words[word]}")
