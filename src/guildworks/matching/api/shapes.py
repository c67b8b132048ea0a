"""What programs send and are told of briefs and shortlists. Names and meanings are those of docs/reference/json.md."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from guildworks.platform.http.shapes import PageAsked, PageTold, Sent, Told

REQUIREMENT = "What was read from the brief, as docs/reference/json.md has it below `requirement`."
BRIEF_ID, LIST_ID, ENGINEER_ID = "An id such as brf_01JDQ…", "An id such as sho_01JDQ…", "An id such as eng_01JDQ…"
TEXT = "We build a search over contracts. Python and pgvector are a must, 32 hours a week for 12 weeks from May."


class BriefRow(Told):
    """A brief in a list of them."""

    brief: str = Field(description=BRIEF_ID)
    title: str = Field(description="A short name for it, in its words.")
    written_at: str = Field(description="When it was written, in ISO 8601.")
    shortlists: int = Field(description="How many lists were made of it.")
    latest: str | None = Field(description="The id of the list that was made last.")


class BriefsTold(PageTold):
    """A page of briefs, the newest first."""

    briefs: list[BriefRow]


class CorrectionTold(Told):
    """What somebody said by hand in the place of what was read."""

    item: str = Field(description="What it is about, such as hours_per_week or skills.python.")
    version: int = Field(description="How often it was corrected.")
    says: str = Field(description="value, nothing, or as_read.")
    value: Any = Field(description="The value as it stands in the requirement; null where it says none.")


class BriefTold(Told):
    """A brief: its words, and what they ask for with what was corrected by hand."""

    brief: str = Field(description=BRIEF_ID)
    organisation: str = Field(description="Whose it is: an id such as org_01JDQ…")
    title: str
    text: str
    written_at: str
    requirement: dict[str, Any] = Field(description=REQUIREMENT)
    corrections: list[CorrectionTold]


class BriefSent(Sent):
    """A brief to be read and kept."""

    text: str = Field(min_length=1, max_length=200_000, description="In plain words.", examples=[TEXT])
    organisation: str | None = Field(
        None, max_length=60, description="For which client; only the operator writes for another one than its own."
    )


class ReadingSent(Sent):
    """A text to be read as a brief."""

    text: str = Field(min_length=1, max_length=200_000, examples=[TEXT])


class ReadingTold(Told):
    """What was read from a text that nobody keeps."""

    requirement: dict[str, Any] = Field(description=REQUIREMENT)


class CorrectionSent(Sent):
    """A correction of one item."""

    item: str = Field(
        max_length=100, description="Such as hours_per_week, budget or skills.python.", examples=["hours_per_week"]
    )
    says: Literal["value", "nothing", "as_read"] = Field(
        "value", description="Whether it has a value, is not asked for, or stands as it was read."
    )
    value: dict[str, str] = Field(
        default_factory=dict,
        max_length=20,
        description="Its pieces as texts: `guildworks briefs correct` explains those of each item.",
        examples=[{"hours": "32"}],
    )


class CorrectionsSent(Sent):
    """Corrections, all or none."""

    corrections: list[CorrectionSent] = Field(min_length=1, max_length=50)


class ListSent(Sent):
    """A shortlist to be made."""

    top: int = Field(10, ge=1, le=1_000, description="How many places it has.", examples=[10])


class ListsAsked(PageAsked):
    """A page of shortlists, of one brief or of all."""

    brief: str = Field("", max_length=60, description=f"{BRIEF_ID}; empty: of all.")


class ListRow(Told):
    """A shortlist in a list of them."""

    shortlist: str = Field(description=LIST_ID)
    brief: str = Field(description=BRIEF_ID)
    title: str = Field(description="Of its brief.")
    made_at: str
    engineers: int = Field(description="How many stand on it.")


class ListsTold(PageTold):
    """A page of shortlists, the newest first."""

    shortlists: list[ListRow]


class ExcludedTold(Told):
    """What one requirement rules out. A client is told counts from three people up; null where there are fewer."""

    requirement: str
    engineers: int | None
    only: int | None
    left: int | None


class PersonTold(Told):
    """Somebody on a list. Of one who was erased since, rank, score and parts are left."""

    id: str = Field(description=ENGINEER_ID)
    rank: int
    score: float
    low: float
    high: float
    parts: dict[str, float] = Field(description="What the score is made of; they sum to it.")
    erased: bool = False
    name: str = ""
    headline: str = ""
    city: str = ""
    country: str = ""
    zone: str | None = None
    working_hours: dict[str, Any] | None = None
    is_demo: bool = False
    years: float | None = None
    rate: dict[str, Any] | None = None
    rate_is_comparable: bool = False
    cost: dict[str, Any] | None = None
    overlap_hours: float | None = None
    free_hours: float | None = None
    confirmed_at: str | None = None
    skills: list[dict[str, Any]] = Field(default_factory=list)
    fails: list[str] = Field(default_factory=list, description="Of a near miss: the requirements that they fail.")


class RoleTold(Told):
    """The list of one role."""

    role: str | None
    engineers: list[PersonTold]


class ListTold(Told):
    """A shortlist: the first role's, and every role's where there are several."""

    shortlist: str = Field(description=LIST_ID)
    brief: str = Field(description=BRIEF_ID)
    receipt: str = Field(description="The id of its receipt, such as rcp_01JDQ…")
    policy: str = Field(description="The version of the ranking policy that it was made by.")
    made_at: str
    top: int
    requirement: dict[str, Any] = Field(description=REQUIREMENT)
    candidates: int | None = Field(description="How many engineers were listed; null where a client may not know.")
    excluded: list[ExcludedTold]
    engineers: list[PersonTold]
    near_misses: list[PersonTold]
    roles: list[RoleTold] | None = Field(None, description="Of a brief for several roles.")


class ReceiptTold(Told):
    """A signed receipt, as docs/receipts.md explains it."""

    statement: dict[str, Any]
    parts: dict[str, Any]


class WhyRole(Told):
    """Why somebody is on the list of a role, or not."""

    role: str | None
    listed: bool
    rank: int | None
    score: float | None
    parts: dict[str, float] | None
    excluded_by: list[str]
    smallest_change: str | None


class WhyTold(Told):
    """For each role why, the one in which they came furthest first."""

    roles: list[WhyRole]


class FeasibilityRole(Told):
    """What the market has for one role; counts are rounded to 5 %, null: fewer than three."""

    role: str | None
    candidates: int | None
    fit: int | None
    rates: list[int] | None = Field(description="Between which rates an hour eight of ten lie.")
    currency: str | None
    total_hours: float | None
    strictest: str | None
    fail: int | None
    helps: str | None
    more: int | None


class FeasibilityTold(Told):
    """What the market has for a brief as it stands."""

    checked_at: str
    roles: list[FeasibilityRole]


class DemandRow(Told):
    """How many briefs of the last 90 days ask for a skill."""

    skill: str
    name: str
    briefs: int
    change: int = Field(description="Against the 90 days before.")
    engineers: int | None = Field(description="Listed engineers who meet it; null: fewer than three.")


class DemandTold(PageTold):
    """A page of skills, the most asked first."""

    counted_at: str | None
    demand: list[DemandRow]


class PolicyTold(Told):
    """The ranking policy by which lists are made now."""

    version: str
    in_force_since: str
    sha256: str = Field(description="Of its document in canonical form, as receipts name it.")
    weights: dict[str, float] = Field(description="What each part of a score can be at most; they sum to 1.")


class ChangeTold(Told):
    """The smallest change that would have listed an engineer."""

    text: str


class OpportunityRow(Told):
    """A brief that an engineer was considered for: roles, skills and dates, never client, text or budget."""

    shortlist: str = Field(description=LIST_ID)
    title: str
    skills: list[str] = Field(description="Slugs of the skills asked, each once.")
    starts: str = Field(description="The first day.")
    made_at: str
    listed: bool
    stood: str = Field(description="Where they stood, in words.")
    because: str = Field(description="Why not further up, in words.")
    client: str | None = Field(description="Who holds; null before anybody does.")
    hold: str | None = Field(description="The id of what is or was held for it.")


class OpportunitiesTold(PageTold):
    """A page of opportunities, the newest first."""

    opportunities: list[OpportunityRow]


class OpportunityRole(Told):
    """Why an engineer stands where they stand for one role, in words."""

    role: str
    head: str
    reason: str
    change: ChangeTold | None
    counted: str
    lost: str
    is_whole: bool = Field(description="False: what was known when the list was made is not kept any more.")


class OpportunityTold(Told):
    """One opportunity with its reasons."""

    shortlist: str
    title: str
    starts: str
    made_at: str
    policy: str
    roles: list[OpportunityRole]
