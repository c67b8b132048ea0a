"""`guildworks retention`: what is kept how long, and letting it go."""

from __future__ import annotations

from datetime import timedelta

from guildworks.platform import clock
from guildworks.platform.actions import write_mails
from guildworks.platform.mail.draft import Draft


def test_it_shows_the_days_in_force_and_lets_go_what_is_old(command):
    command("limits", "set", "mail_days", "60")
    shown = {one["name"]: one for one in command("retention", "show", "--json").json["kept"]}
    assert (shown["mails"]["days"], shown["mails"]["limit"]) == (60, "mail_days")
    assert "Address and words of a mail" in command("retention", "show").out.replace("\n", " ")
    with clock.at(clock.now() - timedelta(days=61)):
        write_mails([Draft("ada@example.org", "A list", "It is ready.")])
    gone = command("retention", "run", "--json").json["gone"]
    assert gone["mails"] == 1
    assert "0  mails" in command("retention", "run").out
