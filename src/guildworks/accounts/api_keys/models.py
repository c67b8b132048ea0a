"""API keys, and that they were revoked."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from guildworks.accounts.api_keys.scopes import CLIENT, ENGINEER, NAMES, OPERATOR
from guildworks.platform import clock
from guildworks.platform.actor import OPERATOR_CHAIN, Ref, chain_of
from guildworks.platform.ids import shown, uuid7

OWNERS = ("membership", "account", "organisation")


def _exactly_one() -> Q:
    return reduce(or_, (Q(**{f"{each}__isnull": each != one for each in OWNERS}) for one in OWNERS))


class ApiKey(models.Model):
    """A key by which a program acts for a person, as what they are at each request; it goes with their belonging.

    That is a membership, or an engineer's account: the row is deleted with it, and the database lets no membership go
    that still has one. A key that the command line has made is the operator's own. Of the key its SHA-256 is kept:
    256 random bits are not guessed from it. What it begins with finds the row, and lets its owner know which it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    membership = models.ForeignKey("accounts.Membership", null=True, on_delete=models.CASCADE, related_name="api_keys")
    account = models.ForeignKey(
        "accounts.EngineerAccount", null=True, on_delete=models.CASCADE, related_name="api_keys"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, on_delete=models.CASCADE, related_name="api_keys"
    )  # the operator's, for a key of nobody's
    name = models.CharField(max_length=100)
    beginning = models.CharField(max_length=16)  # gwk_ and ten letters
    hash = models.BinaryField()  # SHA-256 of the whole key
    scopes = ArrayField(models.TextField())
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)  # to the minute
    form = models.UUIDField(null=True)  # of the page that it was made on, which makes one however often it is sent

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="api_key_begins_as_no_other", fields=["beginning"]),
            models.UniqueConstraint(name="api_key_made_once", fields=["form"]),
            models.CheckConstraint(name="api_key_has_one_owner", condition=_exactly_one()),
            models.CheckConstraint(name="api_key_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="api_key_scopes_are_known",
                condition=Q(scopes__contained_by=list(NAMES)) & Q(scopes__len__gte=1),
            ),
            models.CheckConstraint(name="api_key_expires_after_it_was_made", condition=Q(expires_at__gt=F("made_at"))),
        ]

    @property
    def shown_id(self) -> str:
        """The id as people and programs see it."""
        return shown("apk", self.id)

    @property
    def ref(self) -> Ref:
        """The key as the subject of an event."""
        return Ref("api_key", self.id)

    @property
    def whose(self) -> str:
        """Of what kind its owner is: client, operator or engineer."""
        if self.account:
            return ENGINEER
        of = self.membership.organisation if self.membership else self.organisation
        return OPERATOR if of is None or of.kind == "operator" else CLIENT

    @property
    def chain(self) -> str:
        """The event chain of its owner."""
        if self.account:
            return chain_of(Ref("engineer", self.account.engineer_id))
        return self.membership.organisation.chain if self.membership else OPERATOR_CHAIN

    @property
    def is_over(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= clock.now()


class ApiKeyRevocation(models.Model):
    """Somebody has revoked a key: no request with it is answered any more."""

    key = models.OneToOneField(ApiKey, primary_key=True, on_delete=models.CASCADE, related_name="revocation")
    revoked_by_kind = models.TextField()
    revoked_by_id = models.UUIDField()
    revoked_at = models.DateTimeField()
