"""People, organisations, and who belongs to which."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from guildworks.platform.actor import OPERATOR_CHAIN, Ref, chain_of
from guildworks.platform.ids import uuid7


class User(AbstractBaseUser):
    """A person who can sign in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = BaseUserManager["User"]()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A client, or the operator of this installation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField(choices=[("client", "client"), ("operator", "operator")])
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())
    members = models.ManyToManyField(User, through="Membership")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="organisation_is_client_or_operator", condition=Q(kind__in=["client", "operator"])
            ),
            models.UniqueConstraint(name="organisation_one_operator", fields=["kind"], condition=Q(kind="operator")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        """The event chain that this organisation's events lie on."""
        return OPERATOR_CHAIN if self.kind == "operator" else chain_of(Ref("organisation", self.id))


class Membership(models.Model):
    """A person in an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    role = models.TextField(choices=[("owner", "owner"), ("member", "member")])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="membership_once", fields=["user", "organisation"]),
            models.CheckConstraint(name="membership_is_owner_or_member", condition=Q(role__in=["owner", "member"])),
        ]
