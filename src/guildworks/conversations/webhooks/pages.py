"""The pages of an organisation's webhooks: all of them, one with what it was sent, and one delivery."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest
from guildworks.conversations.webhooks.actions.looking_after import (
    change_webhook_secret,
    choose_webhook_events,
    pause_webhook,
    register_webhook,
    remove_webhook,
    replay_delivery,
    replay_webhook,
    resume_webhook,
    test_webhook,
)
from guildworks.conversations.webhooks.models import Webhook
from guildworks.conversations.webhooks.policies import may_look_after_webhooks
from guildworks.conversations.webhooks.queries import (
    attempts_at,
    counted,
    deliveries_of,
    get_delivery,
    get_webhook,
    webhooks_of,
)
from guildworks.conversations.webhooks.shown import body_shown, choices, row_of
from guildworks.conversations.webhooks.typed import BadReplay, BadWebhookEvents, readable_span
from guildworks.platform import clock
from guildworks.platform.errors import GuildworksError, NotAllowed, NotFound
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.web.paging import page_asked, pages_of

STATES = ("waiting", "delivered", "dead")


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused, and the field that it stands beside; no field: above all else."""

    refusal: GuildworksError
    at: str = ""
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """What is wrong and the next step."""
        return f"{_(self.refusal.message).rstrip('.')}. {_(self.refusal.hint)}"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def webhooks(request: MemberRequest) -> HttpResponse:
    """All webhooks; sent, an address is registered, and its page tells the secret this once."""
    require(may_look_after_webhooks(request.actor, request.organisation))
    if request.method != "POST":
        return _all(request)
    address, names = request.POST.get("address", ""), request.POST.getlist("event")
    try:
        webhook, secret = register_webhook(request.actor, request.organisation, address=address, names=names)
    except (NotAllowed, NotFound):
        raise
    except GuildworksError as refusal:
        place = "events" if isinstance(refusal, BadWebhookEvents) else "address"
        return _all(request, Refused(refusal, place, {"address": address}), chosen=names)
    return _one(request, webhook, secret=secret)


@require_safe
@never_cache
def webhook(request: MemberRequest, webhook: str) -> HttpResponse:
    """One webhook: its events, how it stands, and what it was sent."""
    return _one(request, get_webhook(request.actor, webhook))


@require_POST
def choose_events(request: MemberRequest, webhook: str) -> HttpResponse:
    """Have other events sent."""
    names = request.POST.getlist("event")
    return _told(
        request,
        webhook,
        lambda found: choose_webhook_events(request.actor, found, names=names),
        done=_("Saved. What happens from now on is sent so."),
        at="events",
        chosen=names,
    )


@require_POST
@never_cache
def change_secret(request: MemberRequest, webhook: str) -> HttpResponse:
    """Another secret, told this once; the one before still signs for a while."""
    found = get_webhook(request.actor, webhook)
    secret = change_webhook_secret(request.actor, found)
    return _one(request, get_webhook(request.actor, webhook), secret=secret)


@require_POST
def send_test(request: MemberRequest, webhook: str) -> HttpResponse:
    """Send something that says nothing."""
    return _told(
        request,
        webhook,
        lambda found: test_webhook(request.actor, found),
        done=_("A test is on its way. Load this page again to see what was answered."),
    )


@require_POST
def pause(request: MemberRequest, webhook: str) -> HttpResponse:
    """Send nothing for now."""
    done = _("Paused. What happens meanwhile waits, and goes out when you switch it on again.")
    return _told(request, webhook, lambda found: pause_webhook(request.actor, found), done=done)


@require_POST
def resume(request: MemberRequest, webhook: str) -> HttpResponse:
    """Send again."""
    done = _("It is on again. What was given up meanwhile can be replayed below.")
    return _told(request, webhook, lambda found: resume_webhook(request.actor, found), done=done)


@require_POST
def remove(request: MemberRequest, webhook: str) -> HttpResponse:
    """Send nothing any more, for good."""
    remove_webhook(request.actor, get_webhook(request.actor, webhook))
    messages.success(request, _("The webhook is removed. Nothing is sent to its address any more."))
    return redirect("webhooks")


@require_POST
def replay(request: MemberRequest, webhook: str) -> HttpResponse:
    """Send once more what was made in a time."""
    typed = {name: request.POST.get(name, "") for name in ("since", "until", "which")}

    def act(found: Webhook) -> str:
        since, until = readable_span(typed["since"], typed["until"], now=clock.now())
        is_all = typed["which"] == "all"
        again = replay_webhook(request.actor, found, since=since, until=until, with_delivered=is_all)
        count = len(again)
        said = ngettext("%(count)s delivery is sent once more.", "%(count)s deliveries are sent once more.", count)
        return said % {"count": f"{count:,}"}

    return _told(request, webhook, act, at="since", typed=typed)


@require_safe
@never_cache
def delivery(request: MemberRequest, delivery: str) -> HttpResponse:
    """One delivery: what is sent, and each attempt with its answer."""
    found = get_delivery(request.actor, delivery)
    shown = {
        "delivery": found,
        "row": row_of(found),
        "webhook": found.webhook,
        "attempts": attempts_at(found),
        "body": body_shown(found),
        "answer_days": limit("webhook_days"),
    }
    return render(request, "conversations/webhooks/delivery.html", shown)


@require_POST
def replay_one(request: MemberRequest, delivery: str) -> HttpResponse:
    """Send one once more, under its id."""
    found = get_delivery(request.actor, delivery)
    if found.due_at is None:
        replay_delivery(request.actor, found)
    messages.success(request, _("It is sent once more. Load this page again to see what was answered."))
    return redirect("webhook-delivery", delivery=found.shown_id)


def _told(
    request: MemberRequest,
    shown_id: str,
    act: Callable[[Webhook], object],
    *,
    done: str = "",
    at: str = "",
    chosen: list[str] | None = None,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """Do it, and say so on the page of the webhook; or that page with what was refused."""
    found = get_webhook(request.actor, shown_id)
    try:
        made = act(found)
    except (NotAllowed, NotFound):
        raise
    except GuildworksError as refusal:
        place = at if isinstance(refusal, BadReplay | BadWebhookEvents) else ""
        return _one(request, found, wrong=Refused(refusal, place, typed or {}), chosen=chosen)
    messages.success(request, done or str(made))
    return redirect("webhook", webhook=found.shown_id)


def _all(request: MemberRequest, wrong: Refused | None = None, *, chosen: list[str] | None = None) -> HttpResponse:
    found = webhooks_of(request.actor, request.organisation)
    shown = {
        "webhooks": found,
        "organisation": request.organisation,
        "events": choices(request.organisation, chosen or []),
        "wrong": wrong,
        "most": limit("webhooks_per_organisation"),
    }
    status = wrong.refusal.http_status if wrong else 200
    return render(request, "conversations/webhooks/webhooks.html", shown, status=status)


def _one(
    request: MemberRequest,
    webhook: Webhook,
    *,
    secret: str = "",
    wrong: Refused | None = None,
    chosen: list[str] | None = None,
) -> HttpResponse:
    page, state = page_asked(request), request.GET.get("state", "")
    state = state if state in STATES else ""
    found, total = deliveries_of(webhook, page=page, state=state)
    shown = {
        "webhook": webhook,
        "secret": secret,
        "events": choices(webhook.organisation, webhook.events if chosen is None else chosen),
        "deliveries": [row_of(each) for each in found],
        "total": total,
        "pages": pages_of(total, page),
        "counted": counted(webhook),
        "state": state,
        "wrong": wrong,
        "kept_days": limit("webhook_days"),
        "secret_hours": limit("webhook_secret_hours"),
    }
    status = wrong.refusal.http_status if wrong else 200
    return render(request, "conversations/webhooks/webhook.html", shown, status=status)
