"""Who may. A domain's `policies.py` holds predicates that return None or the reason why not; an action requires one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed


def require(reason: str | None) -> None:
    """Raise NotAllowed with the reason, if there is one."""
    if reason is not None:
        raise NotAllowed(reason)


def may_rotate_signing_key(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else _("Only the operator may rotate the signing key.")


def may_look_after_mail(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else _("Only the operator may look after the mail.")


def may_look_after_jobs(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else _("Only the operator may look after the jobs.")


def may_change_settings(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else _("Only the operator may change limits and settings.")


def may_back_up(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else _("Only the operator may back up and restore.")
