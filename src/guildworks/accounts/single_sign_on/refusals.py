"""Why somebody who comes from a provider is not let in."""

from __future__ import annotations

from guildworks.platform.errors import GuildworksError, NotAllowed


class SingleSignOnFailed(GuildworksError):
    """The sign-in there was not completed."""

    code = "single_sign_on_failed"
    http_status = 401
    hint = "Begin anew on the sign-in page. If it fails again, the operator of this site can look at its log."


class SingleSignOnCancelled(GuildworksError):
    """You have stopped the sign-in there."""

    code = "single_sign_on_cancelled"
    http_status = 401
    hint = "Nothing was changed. The sign-in page has the other ways in too."


class SingleSignOnUnavailable(GuildworksError):
    """The provider of this sign-in does not answer, or not as it should."""

    code = "single_sign_on_unavailable"
    http_status = 502
    hint = "Try again later, or sign in with your address and a password."


class OnlyWayIn(GuildworksError):
    """This is the only way in which you can sign in."""

    code = "only_way_in"
    hint = "Set a password or add a passkey first."


class AddressNotProved(NotAllowed):
    """The provider does not say that your address is verified, so nobody is found by it."""

    code = "address_not_proved"
    hint = "Have your address verified there, or sign in here with your address and a password."


class NobodyKnown(NotAllowed):
    """Nobody with your address has an account here, and no invitation waits for it."""

    code = "nobody_known"
    hint = "Ask an owner of your organisation, or the operator of this site, to invite your address."
