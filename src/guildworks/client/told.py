"""What the interface tells.

Made from docs/reference/openapi.json by `./guildworks test tests/house/test_client.py --rewrite`; a test compares it.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class ActorTold(TypedDict):
    """Who did it; the id is told of whoever belongs to the same organisation, and of oneself."""

    kind: str
    id: str | None


class BriefRow(TypedDict):
    """A brief in a list of them."""

    # An id such as brf_01JDQ…
    brief: str
    # A short name for it, in its words.
    title: str
    # When it was written, in ISO 8601.
    written_at: str
    # How many lists were made of it.
    shortlists: int
    # The id of the list that was made last.
    latest: str | None


class BriefTold(TypedDict):
    """A brief: its words, and what they ask for with what was corrected by hand."""

    # An id such as brf_01JDQ…
    brief: str
    # Whose it is: an id such as org_01JDQ…
    organisation: str
    title: str
    text: str
    written_at: str
    # What was read from the brief, as docs/reference/json.md has it below `requirement`.
    requirement: dict[str, Any]
    corrections: list[CorrectionTold]


class BriefsTold(TypedDict):
    """A page of briefs, the newest first."""

    # The cursor of the next page; null on the last one.
    next: str | None
    briefs: list[BriefRow]


class ChangeTold(TypedDict):
    """The smallest change that would have listed an engineer."""

    text: str


class CorrectionTold(TypedDict):
    """What somebody said by hand in the place of what was read."""

    # What it is about, such as hours_per_week or skills.python.
    item: str
    # How often it was corrected.
    version: int
    # value, nothing, or as_read.
    says: str
    # The value as it stands in the requirement; null where it says none.
    value: Any


class DemandRow(TypedDict):
    """How many briefs of the last 90 days ask for a skill."""

    skill: str
    name: str
    briefs: int
    # Against the 90 days before.
    change: int
    # Listed engineers who meet it; null: fewer than three.
    engineers: int | None


class DemandTold(TypedDict):
    """A page of skills, the most asked first."""

    # The cursor of the next page; null on the last one.
    next: str | None
    counted_at: str | None
    demand: list[DemandRow]


class EngineerRow(TypedDict):
    """An engineer in a list of them."""

    # An id such as eng_01JDQ…
    engineer: str
    name: str
    # Whether searches find them.
    listed: bool


class EngineerTold(TypedDict):
    """A whole profile: what the engineer says, and apart from it what the platform saw."""

    # An id such as eng_01JDQ…
    engineer: str
    name: str
    headline: str
    summary: str
    email: str
    city: str
    country: str
    years: float | None
    listed: bool
    demo: bool
    hours_per_week: float | None
    confirmed_at: str | None
    paused: bool
    working_hours: WorkingHoursTold | None
    rates: list[MoneyTold]
    languages: list[LanguageTold]
    # Skills as the engineer says them: skill, level, years.
    claims: list[dict[str, Any]]
    # What the platform saw: skill, source, mean, error, on.
    evidence: list[dict[str, Any]]
    jobs: list[dict[str, Any]]


class EngineersTold(TypedDict):
    """A page of engineers, by name."""

    # The cursor of the next page; null on the last one.
    next: str | None
    engineers: list[EngineerRow]


class EventTold(TypedDict):
    """Something that happened, in its place of a chain."""

    # Its place in the chain, from 1, without gaps.
    seq: int
    id: str
    # As docs/reference/events.md lists them.
    name: str
    version: int
    at: str
    subject: SubjectTold
    actor: ActorTold
    facts: dict[str, Any]


class EventsTold(TypedDict):
    """The next events of a chain."""

    # Whose it is: org_…, eng_… or operator.
    chain: str
    events: list[EventTold]
    # The place to ask after next: that of the last event told.
    last: int


class ExcludedTold(TypedDict):
    """What one requirement rules out. A client is told counts from three people up; null where there are fewer."""

    requirement: str
    engineers: int | None
    only: int | None
    left: int | None


class FeasibilityRole(TypedDict):
    """What the market has for one role; counts are rounded to 5 %, null: fewer than three."""

    role: str | None
    candidates: int | None
    fit: int | None
    # Between which rates an hour eight of ten lie.
    rates: list[int] | None
    currency: str | None
    total_hours: float | None
    strictest: str | None
    fail: int | None
    helps: str | None
    more: int | None


class FeasibilityTold(TypedDict):
    """What the market has for a brief as it stands."""

    checked_at: str
    roles: list[FeasibilityRole]


class HoldPage(TypedDict):
    """A page of holds and bookings, also of those that have ended, the newest first."""

    # The cursor of the next page; null on the last one.
    next: str | None
    holds: list[HoldTold]


class HoldTold(TypedDict):
    """Hours of an engineer that nobody else can have."""

    # An id such as hld_01JDQ…
    id: str
    engineer: str
    # hold, booked, declined, released or expired.
    state: str
    # For which brief; null for the operator's own.
    brief: str | None
    # Of its fullest week.
    hours_per_week: float
    first_week: str
    weeks: list[float]
    expires_at: str | None
    accepted_at: str | None
    # The name of the organisation that holds.
    held_by: str
    # What was proposed with it, if a talk was.
    talk: TalkTold | None


class HoldsTold(TypedDict):
    """Holds that were placed together."""

    holds: list[HoldTold]


class ImportedTold(TypedDict):
    """A profile that was read from a resume, and what could not be read."""

    # An id such as eng_01JDQ…
    engineer: str
    name: str
    headline: str
    summary: str
    email: str
    city: str
    country: str
    years: float | None
    listed: bool
    demo: bool
    hours_per_week: float | None
    confirmed_at: str | None
    paused: bool
    working_hours: WorkingHoursTold | None
    rates: list[MoneyTold]
    languages: list[LanguageTold]
    # Skills as the engineer says them: skill, level, years.
    claims: list[dict[str, Any]]
    # What the platform saw: skill, source, mean, error, on.
    evidence: list[dict[str, Any]]
    jobs: list[dict[str, Any]]
    unread: list[str]
    warnings: list[str]


class LanguageTold(TypedDict):
    """A language that somebody speaks."""

    code: str
    level: str | None


class ListRow(TypedDict):
    """A shortlist in a list of them."""

    # An id such as sho_01JDQ…
    shortlist: str
    # An id such as brf_01JDQ…
    brief: str
    # Of its brief.
    title: str
    made_at: str
    # How many stand on it.
    engineers: int


class ListTold(TypedDict):
    """A shortlist: the first role's, and every role's where there are several."""

    # An id such as sho_01JDQ…
    shortlist: str
    # An id such as brf_01JDQ…
    brief: str
    # The id of its receipt, such as rcp_01JDQ…
    receipt: str
    # The version of the ranking policy that it was made by.
    policy: str
    made_at: str
    top: int
    # What was read from the brief, as docs/reference/json.md has it below `requirement`.
    requirement: dict[str, Any]
    # How many engineers were listed; null where a client may not know.
    candidates: int | None
    excluded: list[ExcludedTold]
    engineers: list[PersonTold]
    near_misses: list[PersonTold]
    # Of a brief for several roles.
    roles: NotRequired[list[RoleTold] | None]


class ListedTold(TypedDict):
    """Whether searches find an engineer."""

    engineer: str
    listed: bool


class ListsTold(TypedDict):
    """A page of shortlists, the newest first."""

    # The cursor of the next page; null on the last one.
    next: str | None
    shortlists: list[ListRow]


class MeTold(TypedDict):
    """Whom a key acts as, and how far."""

    # An id such as apk_01JDQ…
    key: str
    name: str
    scopes: list[str]
    expires_at: str
    acts_as: Literal["operator", "user", "engineer"]
    # Of the person in their organisation, at this moment.
    role: str | None
    organisation: str | None
    engineer: str | None


class MoneyTold(TypedDict):
    """An amount an hour."""

    amount: float
    currency: str


class OpportunitiesTold(TypedDict):
    """A page of opportunities, the newest first."""

    # The cursor of the next page; null on the last one.
    next: str | None
    opportunities: list[OpportunityRow]


class OpportunityRole(TypedDict):
    """Why an engineer stands where they stand for one role, in words."""

    role: str
    head: str
    reason: str
    change: ChangeTold | None
    counted: str
    lost: str
    # False: what was known when the list was made is not kept any more.
    is_whole: bool


class OpportunityRow(TypedDict):
    """A brief that an engineer was considered for: roles, skills and dates, never client, text or budget."""

    # An id such as sho_01JDQ…
    shortlist: str
    title: str
    # Slugs of the skills asked, each once.
    skills: list[str]
    # The first day.
    starts: str
    made_at: str
    listed: bool
    # Where they stood, in words.
    stood: str
    # Why not further up, in words.
    because: str
    # Who holds; null before anybody does.
    client: str | None
    # The id of what is or was held for it.
    hold: str | None


class OpportunityTold(TypedDict):
    """One opportunity with its reasons."""

    shortlist: str
    title: str
    starts: str
    made_at: str
    policy: str
    roles: list[OpportunityRole]


class PersonTold(TypedDict):
    """Somebody on a list. Of one who was erased since, rank, score and parts are left."""

    # An id such as eng_01JDQ…
    id: str
    rank: int
    score: float
    low: float
    high: float
    # What the score is made of; they sum to it.
    parts: dict[str, float]
    erased: NotRequired[bool]
    name: NotRequired[str]
    headline: NotRequired[str]
    city: NotRequired[str]
    country: NotRequired[str]
    zone: NotRequired[str | None]
    working_hours: NotRequired[dict[str, Any] | None]
    is_demo: NotRequired[bool]
    years: NotRequired[float | None]
    rate: NotRequired[dict[str, Any] | None]
    rate_is_comparable: NotRequired[bool]
    cost: NotRequired[dict[str, Any] | None]
    overlap_hours: NotRequired[float | None]
    free_hours: NotRequired[float | None]
    confirmed_at: NotRequired[str | None]
    skills: NotRequired[list[dict[str, Any]]]
    # Of a near miss: the requirements that they fail.
    fails: NotRequired[list[str]]


class PolicyTold(TypedDict):
    """The ranking policy by which lists are made now."""

    version: str
    in_force_since: str
    # Of its document in canonical form, as receipts name it.
    sha256: str
    # What each part of a score can be at most; they sum to 1.
    weights: dict[str, float]


class ReadingTold(TypedDict):
    """What was read from a text that nobody keeps."""

    # What was read from the brief, as docs/reference/json.md has it below `requirement`.
    requirement: dict[str, Any]


class ReceiptTold(TypedDict):
    """A signed receipt, as docs/receipts.md explains it."""

    statement: dict[str, Any]
    parts: dict[str, Any]


class RoleTold(TypedDict):
    """The list of one role."""

    role: str | None
    engineers: list[PersonTold]


class SkillTold(TypedDict):
    """A skill of the graph."""

    # Its slug.
    skill: str
    name: str
    # How else it is written.
    aliases: list[str]
    kind: str
    # Slugs of the skills that it is a part of.
    broader: list[str]
    # The skill of ESCO that it is.
    esco: str | None


class SkillsTold(TypedDict):
    """A page of skills, by slug."""

    # The cursor of the next page; null on the last one.
    next: str | None
    skills: list[SkillTold]


class SubjectTold(TypedDict):
    """What an event is about."""

    kind: str
    id: str


class TalkTold(TypedDict):
    """Times for a talk that whoever holds proposes, and what the engineer said to them."""

    times: list[str]
    minutes: int
    # By whose clock they were proposed.
    zone: str
    answered: bool
    # The time that fits; null where none does, or nobody has answered.
    chosen: str | None


class WeekTold(TypedDict):
    """One week, in hours."""

    # Its Monday.
    week: str
    capacity: float
    held: float
    booked: float
    free: float
    accepted: float
    reason: str | None


class WeeksTold(TypedDict):
    """All weeks ahead of an engineer."""

    engineer: str
    hours_per_week: float | None
    confirmed_at: str | None
    confirmed_until: str | None
    paused_at: str | None
    weeks: list[WeekTold]


class WhyRole(TypedDict):
    """Why somebody is on the list of a role, or not."""

    role: str | None
    listed: bool
    rank: int | None
    score: float | None
    parts: dict[str, float] | None
    excluded_by: list[str]
    smallest_change: str | None


class WhyTold(TypedDict):
    """For each role why, the one in which they came furthest first."""

    roles: list[WhyRole]


class WorkingHoursTold(TypedDict):
    """The hours of a working day, by the clock of a zone."""

    zone: str
    starts: str
    ends: str
