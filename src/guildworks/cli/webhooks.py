"""`guildworks webhooks`: where organisations have their events sent, how that stands, and sending once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson, ready

if TYPE_CHECKING:
    from guildworks.conversations.webhooks.models import Webhook, WebhookDelivery

app = typer.Typer(help="Webhooks of all organisations, and what they were sent.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="A webhook such as whk_01JDQ…, or one delivery, msg_01JDQ…")]
Page = Annotated[int, typer.Option("--page", min=1, max=1_000_000, help="Which page of the list.")]
Since = Annotated[str, typer.Option("--since", metavar="MOMENT", help="From when on, in UTC: 2026-11-30T08:00.")]
Until = Annotated[str, typer.Option("--until", metavar="MOMENT", help="Until when, in UTC; now, where it is left out.")]
WithDelivered = Annotated[bool, typer.Option("--with-delivered", help="Also what was delivered, not only given up.")]
STYLES = {"on": "accent", "paused": "doubt", "gone": "refused", "failing": "refused"}


@app.command("list")
def list_webhooks(page: Page = 1, as_json: AsJson = False) -> None:
    """List the webhooks, newest first, with their state and how their deliveries stand."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.conversations.webhooks.queries import find_webhooks

    found, total = find_webhooks(local_operator(), page=page)
    rows = [_webhook_json(one) for one in found]
    if as_json:
        print_json({"webhooks": rows, "total": total})
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("Address", "Organisation", "State", "Waiting", "Given up", "Id"):
        table.add_column(head, overflow="fold", no_wrap=head == "Id")
    for one, row in zip(found, rows, strict=True):
        state = f"[{STYLES[row['state']]}]{row['state']}[/]"
        figures = f"{row['waiting']:,}", f"{row['dead']:,}"
        table.add_row(told(one.address), told(one.organisation.name), state, *figures, one.shown_id)
    out.print(table)
    out.print(f"\npage {page}, {total:,} webhooks", style="faint")


@app.command("replay")
def replay(
    id_: Id, since: Since = "", until: Until = "", with_delivered: WithDelivered = False, as_json: AsJson = False
) -> None:
    """Send once more what a webhook was sent in a time and was given up, or one delivery, each under its id."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.conversations.webhooks.actions.looking_after import replay_delivery, replay_webhook
    from guildworks.conversations.webhooks.queries import get_delivery, get_webhook
    from guildworks.conversations.webhooks.typed import readable_span
    from guildworks.platform import clock

    operator = local_operator()
    if id_.strip().startswith("msg_"):
        again = [replay_delivery(operator, get_delivery(operator, id_))]
    else:
        webhook = get_webhook(operator, id_)
        first, last = readable_span(since, until, now=clock.now())
        again = replay_webhook(operator, webhook, since=first, until=last, with_delivered=with_delivered)
    if as_json:
        print_json({"deliveries": [_delivery_json(one) for one in again]})
    else:
        what = "1 delivery is" if len(again) == 1 else f"{len(again):,} deliveries are"
        out.print(f"{what} sent once more as soon as a worker can.")


def _webhook_json(webhook: Webhook) -> dict[str, Any]:
    from guildworks.conversations.webhooks.queries import counted

    counts = counted(webhook)
    return {
        "webhook": webhook.shown_id,
        "organisation": webhook.organisation.shown_id,
        "address": webhook.address,
        "events": webhook.events,
        "state": webhook.off_as or "on",
        "failing_since": webhook.failing_since.isoformat() if webhook.failing_since else None,
        "waiting": counts.waiting,
        "delivered": counts.delivered,
        "dead": counts.dead,
    }


def _delivery_json(delivery: WebhookDelivery) -> dict[str, Any]:
    return {"delivery": delivery.shown_id, "webhook": delivery.webhook.shown_id, "state": delivery.state}
