"""How the installation stands, for the people who run it: what `guildworks doctor` and /health know, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.matching.index.freshness import count_behind
from guildworks.platform.enumeration import enumerated
from guildworks.platform.mail.queries import outbox_now
from guildworks.platform.models import DatabaseState
from guildworks.platform.queries import workers_now
from guildworks.platform.roles import roles_in_force
from guildworks.platform.signing_keys import known_keys
from guildworks.skills.queries import graph

BEHIND_MOST = 100  # engineers: fewer are what the feeder has at hand at any moment


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it stands well, what was found, and what to do where it does not."""

    subject: str
    is_well: bool
    message: str
    remedy: str = ""
    command: str = ""  # that helps
    page: str = ""  # the name of the page that helps


def findings() -> list[Finding]:
    """All that is looked at, in the order in which one thing rests on the other."""
    looks: tuple[Callable[[], Finding], ...] = (_database, _roles, _worker, _mail, _index, _graph, _keys)
    return [look() for look in looks]


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    said = _("PostgreSQL %(version)s answers, %(size)s MB, schema %(schema)s")
    schema = DatabaseState.objects.values_list("fingerprint", flat=True).first() or "–"
    facts = {"version": version.partition(" ")[0], "size": f"{size / 1e6:,.0f}", "schema": schema[:12]}
    return Finding(_("Database"), True, said % facts)


def _roles() -> Finding:
    if not roles_in_force().note:
        return Finding(_("Roles"), True, _("The program’s own login owns nothing and cannot switch a guard off."))
    said = _("One role does everything: guards can be switched off by the program’s own login.")
    return Finding(
        _("Roles"),
        False,
        said,
        remedy=_("An administrator of the database runs what this command prints:"),
        command="guildworks database roles --sql",
    )


def _worker() -> Finding:
    now = workers_now()
    figures = {"running": f"{now.running:,}", "due": f"{now.due:,}", "failed": f"{now.failed:,}"}
    said = _("Workers that run: %(running)s. Jobs that are due: %(due)s; that have failed: %(failed)s.") % figures
    if now.due and not now.running:
        remedy = _("No worker runs, so nothing is done. `guildworks serve` brings one; this command adds another:")
        return Finding(_("Jobs"), False, said, remedy=remedy, command="guildworks worker", page="desk-jobs")
    if now.failed:
        return Finding(_("Jobs"), False, said, remedy=_("Look why, and try them again."), page="desk-jobs")
    return Finding(_("Jobs"), True, said, page="desk-jobs")


def _mail() -> Finding:
    outbox = outbox_now()
    delivery = {
        "smtp": _("A mail server is set."),
        "none": _("No mail server is set: mails wait."),
        "demo": _("This is a demo: mails are kept, and none leaves the machine."),
    }[outbox.delivery]
    figures = {"waiting": f"{outbox.waiting:,}", "failed": f"{outbox.failed:,}"}
    counted = _("Waiting: %(waiting)s; failed: %(failed)s.") % figures
    said = f"{delivery} {counted}"
    remedy = ""
    if outbox.delivery == "none":
        remedy = _("Set GUILDWORKS_SMTP_URL and GUILDWORKS_MAIL_FROM where the worker runs, and start it anew.")
    elif outbox.failed:
        remedy = _("The mail log says what the server answered; each can be tried again.")
    return Finding(_("Mail"), not remedy, said, remedy=remedy, page="desk-mails")


def _index() -> Finding:
    behind = count_behind()
    if behind is None:
        return Finding(
            _("Index"), True, _("There is none: the database answers searches, which is enough for thousands.")
        )
    said = ngettext(
        "%(count)s engineer has changed since it was fed last.",
        "%(count)s engineers have changed since it was fed last.",
        behind,
    ) % {"count": f"{behind:,}"}
    if behind < BEHIND_MOST:
        return Finding(_("Index"), True, said)
    remedy = _("`guildworks serve` keeps it fed: look whether it runs on this machine. A new one is made by:")
    return Finding(_("Index"), False, said, remedy=remedy, command="guildworks index build")


def _graph() -> Finding:
    return Finding(
        _("Skills"), True, _("%(count)s skills in the graph") % {"count": f"{len(graph()):,}"}, page="desk-skills"
    )


def _keys() -> Finding:
    signing = [key.id for key in known_keys() if key.retired_at is None]
    if not signing:
        return Finding(_("Signatures"), True, _("Nothing is signed yet: the first list makes the key."))
    said = _("New lists are signed by %(keys)s; everybody can check that at this address:")
    return Finding(
        _("Signatures"), True, said % {"keys": enumerated(signing)}, command="/.well-known/guildworks-keys.json"
    )
