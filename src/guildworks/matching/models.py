"""Briefs, what was read from them, ranking policies, and shortlists with all that explains them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast, Concat, Now

from guildworks.accounts.models import Organisation, User
from guildworks.availability.holder import Holder
from guildworks.platform.actor import Ref
from guildworks.platform.ids import shown, uuid7
from guildworks.skills.models import Skill
from guildworks.talent.models import Engineer

# Of a saved search: somebody fits, enough fit another list of the brief, its time is over, the person ended it, or they
# do not work for the organisation any more.
SEARCH_ENDINGS = ("found", "enough", "expired", "ended", "left")


class RankingPolicy(models.Model):
    """A version of the ranking policy: every number of it, and the statistics that standardise it. Append-only."""

    version = models.TextField(primary_key=True)  # a whole number
    document = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.version


class PolicyPromotion(models.Model):
    """A version of the ranking policy was put in force; the latest row tells which one is. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(RankingPolicy, on_delete=models.PROTECT, related_name="promotions")
    promoted_at = models.DateTimeField()

    @property
    def ref(self) -> Ref:
        """The promotion as the subject of an event."""
        return Ref("policy_promotion", self.id)


class Brief(models.Model):
    """What a client wrote, and the requirement that was read from it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    text = models.TextField()
    requirement = models.JSONField()
    read_on = models.DateField()  # the day that dates in the text were read from
    written_at = models.DateTimeField()

    class Meta:
        indexes = (  # in the order of the list of briefs: a client's, and the operator's
            models.Index(fields=["organisation", "-written_at", "-id"], name="brief_of_organisation"),
            models.Index(fields=["-written_at", "-id"], name="brief_written_at"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("brf", self.id)

    @property
    def ref(self) -> Ref:
        """The brief as the subject of an event."""
        return Ref("brief", self.id)

    @property
    def holder(self) -> Holder:
        """Whoever holds engineers for this brief."""
        return Holder(self.organisation_id, self.ref, self.organisation.chain)


class BriefCorrection(models.Model):
    """What somebody says by hand about one item of a brief; its last version wins over what was read. Append-only.

    Of two who change the same version at once, one is refused.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    item = models.TextField()  # as `kernels.text.corrections` names it
    version = models.SmallIntegerField()  # 1, 2, 3 … of this item
    says = models.TextField(choices=[(word, word) for word in ("value", "nothing", "as_read")])
    value = models.JSONField(null=True)
    made_by_kind = models.TextField()
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="brief_correction_follows_the_last", fields=["brief", "item", "version"]),
            models.CheckConstraint(name="brief_correction_counts_from_1", condition=models.Q(version__gte=1)),
            models.CheckConstraint(
                name="brief_correction_has_a_value_or_says_why_not",
                condition=models.Q(says="value", value__isnull=False)
                | models.Q(says__in=["nothing", "as_read"], value__isnull=True),
            ),
        )


class FeasibilityCheck(models.Model):
    """What the market was said to have for a brief, as it was told: who asks often is limited by it. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="feasibility_checks")
    question = models.BinaryField()  # SHA-256 of the requirement
    roles = models.JSONField()  # as `matching.feasibility` tells them
    checked_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["organisation", "checked_at"], name="feasibility_checked_by"),)


class LooseningCheck(models.Model):
    """How many more were said to fit if a brief asked for less: who asks often is limited by it. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="loosening_checks")
    question = models.BinaryField()  # SHA-256 of the requirement
    roles = models.JSONField()  # as `matching.loosening.telling` writes them
    checked_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["organisation", "checked_at"], name="loosening_checked_by"),)


class TooShort(models.Func):
    """Of a row of `Shortlist`: whether fewer fit than were asked for, in any role. An index finds these."""

    function = "jsonb_path_exists"
    arg_joiner = ", '$.roles[*] ? (@.survivors < $top)'::jsonpath, "
    output_field = models.BooleanField()

    def __init__(self, *_: Any, **options: Any) -> None:
        text = models.TextField()
        asked = Concat(models.Value('{"top": '), Cast("top", text), models.Value("}"), output_field=text)
        super().__init__(models.F("found"), Cast(asked, models.JSONField()), **options)


class Shortlist(models.Model):
    """A ranked list, made once and kept: who, why, and what each requirement ruled out.

    Append-only, but that it loses what it says of somebody who is erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="shortlists")
    policy = models.ForeignKey(RankingPolicy, on_delete=models.PROTECT, related_name="+")
    corrected = models.JSONField(null=True)  # the requirement that it was made for; null: as it was read
    top = models.SmallIntegerField()
    candidates = models.IntegerField()
    engineers = ArrayField(models.UUIDField())  # who stands on it, near misses apart
    found = models.JSONField()  # as `matching.found` writes it
    made_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["made_at"], name="shortlist_made_at"),
            models.Index(fields=["-made_at", "-id"], name="shortlist_too_short", condition=models.Q(TooShort())),
        )

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("sho", self.id)

    @property
    def ref(self) -> Ref:
        """The shortlist as the subject of an event."""
        return Ref("shortlist", self.id)

    @property
    def is_too_short(self) -> bool:
        """Whether fewer fit than were asked for, in any role."""
        return any(role["survivors"] < self.top for role in self.found["roles"])

    @property
    def requirement(self) -> dict[str, Any]:
        """What was asked for when it was made."""
        asked: dict[str, Any] = self.corrected or self.brief.requirement
        return asked


class SkillDemand(models.Model):
    """How many briefs of late asked for a skill, and how many listed engineers meet it, as counted last.

    A row for each skill that some brief asked for in the last two windows of `matching.demand.DAYS` days.
    """

    skill = models.OneToOneField(Skill, on_delete=models.PROTECT, primary_key=True, related_name="+")
    briefs = models.IntegerField()  # in the last window
    before = models.IntegerField()  # in the one before it
    engineers = models.IntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="skill_demand_is_not_negative", condition=models.Q(briefs__gte=0, before__gte=0, engineers__gte=0)
            ),
        )


class SavedSearch(models.Model):
    """Somebody wants to be told when somebody fits a brief for which a list was too short.

    It lives until it has ended as one of SEARCH_ENDINGS, and does not begin anew: sql/0005_searching_on.sql.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="saved_searches", db_index=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shortlist = models.ForeignKey(Shortlist, on_delete=models.PROTECT, related_name="+", db_index=False)  # too short
    since = models.DateTimeField()
    searched_at = models.DateTimeField(null=True)
    frontier = models.BigIntegerField(default=0)  # of what was committed before this transaction the last search knew
    ended_at = models.DateTimeField(null=True)
    ended_as = models.TextField(null=True, choices=[(word, word) for word in SEARCH_ENDINGS])
    found = models.ForeignKey(Shortlist, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = (
            models.Index(
                models.F("searched_at").asc(nulls_first=True),
                name="saved_search_by_last_search",
                condition=models.Q(ended_at__isnull=True),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                name="saved_search_once_at_a_time",
                fields=["brief", "person"],
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="saved_search_has_ended_or_not",
                condition=models.Q(ended_at__isnull=True, ended_as__isnull=True)
                | models.Q(ended_at__isnull=False, ended_as__isnull=False, ended_as__in=SEARCH_ENDINGS),
            ),
            models.CheckConstraint(
                name="saved_search_has_the_list_that_it_found",
                condition=models.Q(ended_as__isnull=False, ended_as="found", found__isnull=False)
                | ((models.Q(ended_as__isnull=True) | ~models.Q(ended_as="found")) & models.Q(found__isnull=True)),
            ),
        )

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("ssr", self.id)

    @property
    def ref(self) -> Ref:
        """The saved search as the subject of an event."""
        return Ref("saved_search", self.id)


class Receipt(models.Model):
    """What a shortlist rests on, as it was signed when the list was made. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shortlist = models.OneToOneField(Shortlist, on_delete=models.PROTECT, related_name="receipt")
    statement = models.JSONField()  # as `matching.receipts` writes it, with its signature

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("rcp", self.id)


class ReceiptPart(models.Model):
    """What a receipt seals in one place. Append-only, but that it goes with whom it tells of, if they are erased."""

    pk = models.CompositePrimaryKey("receipt_id", "place")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="parts", db_index=False)
    place = models.TextField()
    salt = models.TextField()
    content = models.JSONField()
    engineer_id = models.UUIDField(null=True, db_index=True)  # a guard has it name somebody


class Attention(models.Model):
    """How much an engineer was shown lately, as counted last: on so many lists, in steps (see `matching.attention`)."""

    engineer = models.OneToOneField(Engineer, on_delete=models.PROTECT, primary_key=True, related_name="attention")
    shown = models.SmallIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="attention_is_not_negative", condition=models.Q(shown__gte=0)),)
