"""People, organisations, and who belongs to which."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext, gettext_noop

from guildworks.accounts.api_keys.models import ApiKey, ApiKeyRevocation
from guildworks.accounts.consents.models import Consent
from guildworks.platform import clock
from guildworks.platform.actor import OPERATOR_CHAIN, Ref, chain_of
from guildworks.platform.ids import shown, uuid7

__all__ = [
    "ApiKey",
    "ApiKeyRevocation",
    "Consent",
    "EngineerAccount",
    "Invitation",
    "Membership",
    "Organisation",
    "User",
]

# Of an organisation of each kind; the first looks after it.
ROLES = {"client": ("owner", "hiring_manager", "finance", "viewer"), "operator": ("admin", "reviewer")}
ADMIN = "admin"  # whoever acts as the operator of the installation
ALL_ROLES = tuple(role for roles in ROLES.values() for role in roles)
ENGINEER = "engineer"  # what an invitation is for that makes nobody a member: to have the door of one profile
INVITED_AS = (*ALL_ROLES, ENGINEER)
ROLE_WORDS = {
    "owner": gettext_noop("owner"),
    "hiring_manager": gettext_noop("hiring manager"),
    "finance": gettext_noop("finance"),
    "viewer": gettext_noop("viewer"),
    "admin": gettext_noop("admin"),
    "reviewer": gettext_noop("reviewer"),
    ENGINEER: gettext_noop("engineer"),
}
LANGUAGE_MOST = 12  # characters of a code such as `de` or `zh-hans`
ENDINGS = ("accepted", "withdrawn", "replaced")  # of an invitation; one whose time is over has no row that says so


# What the row of an erased person says: it stays for the id alone, which events name.
SAYING_NOTHING = {
    "email": "",
    "name": gettext_noop("Erased person"),
    "password": "!",
    "is_active": False,
    "last_login": None,
    "language": "",
}


def said(role: str) -> str:
    """A role as a person reads it."""
    return gettext(ROLE_WORDS[role])


class User(AbstractBaseUser):
    """A person who can sign in, until they are erased; then a row that says nothing: sql/0003_erased_people.sql."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    erased_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=LANGUAGE_MOST, db_default="", default="")  # a code; empty: never chosen

    objects = BaseUserManager["User"]()
    USERNAME_FIELD = "email"

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"), name="user_has_an_address_of_their_own", condition=Q(erased_at__isnull=True)
            ),
            models.CheckConstraint(
                name="user_says_nothing_once_erased",
                condition=Q(erased_at__isnull=True) | Q(erased_at__isnull=False, **SAYING_NOTHING),
            ),
            models.CheckConstraint(name="user_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="user_language_is_a_code", condition=Q(language__regex=r"^([a-z]{2,3}(-[a-z0-9]{2,8})?)?$")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="user_by_name", condition=Q(erased_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("usr", self.id)

    @property
    def said_name(self) -> str:
        """The name as a person reads it, where it may be of somebody who is erased."""
        return gettext(self.name) if self.erased_at else self.name

    @property
    def ref(self) -> Ref:
        """The person as the subject of an event."""
        return Ref("user", self.id)


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
            models.CheckConstraint(name="organisation_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(name="organisation_one_operator", fields=["kind"], condition=Q(kind="operator")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("org", self.id)

    @property
    def ref(self) -> Ref:
        """The organisation as the subject of an event."""
        return Ref("organisation", self.id)

    @property
    def chain(self) -> str:
        """The event chain that this organisation's events lie on."""
        return OPERATOR_CHAIN if self.kind == "operator" else chain_of(self.ref)


class Membership(models.Model):
    """A person in an organisation, in one role there. A client keeps an owner: sql/0001_memberships.sql."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.TextField(choices=[(role, role) for role in ALL_ROLES])
    joined_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="membership_once", fields=["user", "organisation"]),
            models.CheckConstraint(name="membership_role_is_known", condition=Q(role__in=ALL_ROLES)),
        ]

    @property
    def said_role(self) -> str:
        """The role as a person reads it."""
        return said(self.role)


class EngineerAccount(models.Model):
    """A person who is one of the engineers: whoever signs in as them has the engineer's door.

    `engineer_id` is a profile's, of `talent`, which stands above and has the database hold that it is there.
    """

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="engineer_account")
    engineer_id = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="engineer_account_once_for_each_profile", fields=["engineer_id"]),
        ]


class Invitation(models.Model):
    """Somebody is asked into an organisation by a link to their address: once, for this address alone.

    Or, as an engineer, to look after the profile that is kept of them; the operator's organisation asks them then.

    It waits until it has ended as one of ENDINGS; that it cannot begin anew is in sql/0002_invitations.sql, and that
    its address alone goes later in sql/0003_erased_people.sql. The link's token is kept as its SHA-256 only, so that
    whoever reads the database cannot accept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()  # empty: forgotten
    role = models.TextField(choices=[(role, role) for role in INVITED_AS])
    engineer_id = models.UUIDField(null=True)  # whose profile it is about
    token_hash = models.BinaryField()
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")  # None: the operator
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.TextField(null=True, choices=[(ending, ending) for ending in ENDINGS])

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="invitation_role_is_known", condition=Q(role__in=INVITED_AS)),
            models.CheckConstraint(
                name="invitation_of_an_engineer_names_the_profile",
                condition=Q(role=ENGINEER, engineer_id__isnull=False)
                | (~Q(role=ENGINEER) & Q(engineer_id__isnull=True)),
            ),
            models.CheckConstraint(
                name="invitation_has_ended_or_not",
                condition=Q(ended_at__isnull=True, ended_as__isnull=True)
                | Q(ended_at__isnull=False, ended_as__isnull=False, ended_as__in=ENDINGS),
            ),
            models.CheckConstraint(
                name="invitation_expires_after_it_was_made", condition=Q(expires_at__gt=F("invited_at"))
            ),
            models.UniqueConstraint(name="invitation_token_is_its_own", fields=["token_hash"]),
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                name="invitation_open_once",
                condition=Q(ended_at__isnull=True) & ~Q(email=""),
            ),
        ]

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("inv", self.id)

    @property
    def ref(self) -> Ref:
        """The invitation as the subject of an event."""
        return Ref("invitation", self.id)

    @property
    def is_over(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= clock.now()

    @property
    def said_role(self) -> str:
        """The role as a person reads it."""
        return said(self.role)
