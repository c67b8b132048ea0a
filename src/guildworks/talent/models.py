"""Engineers. What they say (claims) stands apart from what the platform saw (evidence)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from guildworks.kernels.text.countries import COUNTRY_CODES
from guildworks.platform.actor import Ref, chain_of
from guildworks.platform.ids import shown, uuid7
from guildworks.platform.models import StoredFile
from guildworks.skills.models import Skill

# What is left of a profile once its person is erased: a name for lists and holds, and nothing else.
SAYING_NOTHING: dict[str, str | None] = {
    "public_name": "Erased engineer",
    "headline": "",
    "summary": "",
    "email": "",
    "city": "",
    "country": "",
    "years": None,
}


# What somebody may choose to have on their public page, beside their name, in its order.
PUBLIC_PARTS = (
    "headline", "summary", "place", "years", "evidence", "skills", "languages", "rates", "jobs", "employers",
    "duties", "works",
)  # fmt: skip


class Engineer(models.Model):
    """A person who can be found, once listed. `email` and the jobs' organisations are never shown to a client.

    Erased, they say nothing and never do again; their row stays, since holds, lists and events name its id.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public_name = models.CharField(max_length=120)
    headline = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2
    years = models.DecimalField(max_digits=4, decimal_places=1, null=True)  # of experience; null: not known
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="engineer_years_are_a_working_life", condition=Q(years__gte=0, years__lte=70)),
            models.CheckConstraint(
                name="engineer_country_is_a_code", condition=Q(country__regex=f"^({'|'.join(COUNTRY_CODES)})?$")
            ),
            models.CheckConstraint(name="engineer_has_a_name", condition=~Q(public_name="")),
            models.CheckConstraint(
                name="engineer_says_nothing_once_erased", condition=Q(erased_at=None) | Q(**SAYING_NOTHING)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["public_name", "id"], name="engineer_by_name", condition=Q(erased_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.public_name

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("eng", self.id)

    @property
    def ref(self) -> Ref:
        """The engineer as the subject of an event."""
        return Ref("engineer", self.id)

    @property
    def chain(self) -> str:
        """The event chain of this engineer."""
        return chain_of(self.ref)


class Job(models.Model):
    """One job, as the engineer tells it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="jobs")
    title = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    is_current = models.BooleanField(default=False)
    text = models.TextField(blank=True)


class Work(models.Model):
    """One piece of a portfolio."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="works")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)


class Claim(models.Model):
    """A skill that an engineer says they have. `level` null: they do not say how well."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="claims")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField(null=True)
    years = models.DecimalField(max_digits=4, decimal_places=1, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="claim_once_for_each_skill", fields=["engineer", "skill"]),
            models.CheckConstraint(name="claim_level_from_1_to_4", condition=Q(level__gte=1, level__lte=4)),
        ]
        indexes: ClassVar = [models.Index(name="claim_by_skill", fields=["skill", "engineer"])]


class Evidence(models.Model):
    """What the platform saw of a skill: a level with its uncertainty, from whom, and when. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    engineer = models.ForeignKey(Engineer, on_delete=models.PROTECT, related_name="evidence")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    source_kind = models.TextField()
    source_id = models.UUIDField()
    mean = models.FloatField()
    standard_error = models.FloatField()
    observed_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="evidence_mean_on_the_scale", condition=Q(mean__gte=0, mean__lte=5)),
            models.CheckConstraint(
                name="evidence_error_is_positive", condition=Q(standard_error__gt=0, standard_error__lte=3)
            ),
        ]
        indexes: ClassVar = [models.Index(name="evidence_by_skill", fields=["skill", "engineer"])]


class Rate(models.Model):
    """What an hour costs, in one currency; an engineer may have several."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="rates")
    currency = models.CharField(max_length=3)
    hourly_minor = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="rate_once_for_each_currency", fields=["engineer", "currency"]),
            models.CheckConstraint(name="rate_is_positive", condition=Q(hourly_minor__gt=0)),
        ]
        indexes: ClassVar = [models.Index(name="rate_by_amount", fields=["currency", "hourly_minor", "engineer"])]


class Language(models.Model):
    """A human language that an engineer speaks, on the CEFR scale; empty: they do not say how well."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=2)
    level = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="language_once", fields=["engineer", "code"]),
            models.CheckConstraint(
                name="language_level_is_cefr", condition=Q(level__in=["", "A1", "A2", "B1", "B2", "C1", "C2"])
            ),
        ]


class Listing(models.Model):
    """While this row exists, the engineer is searchable: who listed them, and when.

    The rest is what a filter reads of everybody: which skills the engineer meets by a claim or evidence, for it or for
    one below it, and which levels of languages. Written together with the `SearchRecord`.
    """

    engineer = models.OneToOneField(Engineer, primary_key=True, on_delete=models.CASCADE, related_name="listing")
    skills_met = models.BinaryField()  # bit n, from the lowest of the first byte, is skill number n
    languages_met = ArrayField(models.SmallIntegerField())  # `search.language_number` of each level up to theirs
    listed_by_kind = models.TextField()
    listed_by_id = models.UUIDField()
    listed_at = models.DateTimeField()


class SearchRecord(models.Model):
    """What the scorer reads of an engineer, packed: written by the actions that change the profile, nothing else.

    `skills` is an array of `kernels.talentindex.records.SKILL`, `terms` of the lexical kernel, `vector` 384 float16.
    """

    engineer = models.OneToOneField(Engineer, primary_key=True, on_delete=models.CASCADE, related_name="search_record")
    skills = models.BinaryField()
    terms = models.BinaryField()
    vector = models.BinaryField()


class Resume(models.Model):
    """The resume that an engineer has sent, with what was read of it: theirs, and the operator's to see.

    One at a time. It goes with its file after `resume_days`, at once where they want it, and with the engineer. The
    profile knows nothing of it before they save what was read.
    """

    engineer = models.OneToOneField(Engineer, primary_key=True, on_delete=models.CASCADE, related_name="resume")
    number = models.UUIDField(default=uuid7)  # of this sending: a form of an earlier one is refused
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)  # of the file, as it was sent
    text = models.TextField()  # what the file shows
    draft = models.JSONField()  # what was read: `talent/resumes/kept.py`
    sent_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)  # when it was last taken into the profile


class KeptHandle(models.Model):
    """The address of a public page that was closed or has moved: for `handle_days` nobody else has one there.

    So nobody takes the place of somebody whom links still name. It goes with its engineer, since it may name them.
    """

    handle = models.CharField(max_length=40, primary_key=True)
    engineer = models.ForeignKey(Engineer, on_delete=models.CASCADE, related_name="kept_handles")
    left_at = models.DateTimeField(db_index=True)


class PublicPage(models.Model):
    """While this row exists, everybody sees of an engineer what they have chosen, at an address of their choice."""

    engineer = models.OneToOneField(Engineer, primary_key=True, on_delete=models.CASCADE, related_name="public_page")
    handle = models.CharField(max_length=40)
    shows: ArrayField[list[str], list[str]] = ArrayField(models.TextField())
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="public_page_has_a_handle_of_its_own", fields=["handle"]),
            models.CheckConstraint(
                name="public_page_handle_is_plain",
                condition=Q(handle__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$") & Q(handle__regex=r"^.{3,40}$"),
            ),
            models.CheckConstraint(
                name="public_page_shows_known_parts", condition=Q(shows__contained_by=list(PUBLIC_PARTS))
            ),
        ]
