"""Each request of the interface as a method.

Made from docs/reference/openapi.json by `./guildworks test tests/house/test_client.py --rewrite`; a test compares it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import EllipsisType
from typing import Any, Literal

from guildworks.client.connection import Connection, given, place
from guildworks.client.sent import CorrectionSent, LanguageSent, MoneySent, PhaseSent, TalkSent, WeekSent
from guildworks.client.told import (
    BriefRow,
    BriefsTold,
    BriefTold,
    DemandRow,
    DemandTold,
    EngineerRow,
    EngineersTold,
    EngineerTold,
    EventsTold,
    FeasibilityTold,
    HoldPage,
    HoldsTold,
    HoldTold,
    ImportedTold,
    ListedTold,
    ListRow,
    ListsTold,
    ListTold,
    MeTold,
    OpportunitiesTold,
    OpportunityRow,
    OpportunityTold,
    PolicyTold,
    ReadingTold,
    ReceiptTold,
    SkillsTold,
    SkillTold,
    WeeksTold,
    WhyTold,
)


class Operations(Connection):
    """What a program can ask for. A word that is left on `...` is not sent."""

    def read_me(self) -> MeTold:
        """Read whom this key acts as, in which role at this moment, and what its scopes are."""
        told: MeTold = self.ask("GET", "/me")
        return told

    def list_events(self, *, after: int | EllipsisType = ..., limit: int | EllipsisType = ...) -> EventsTold:
        """Follow your own chain of events by its places: an organisation's, an engineer's, or the operator's.

        Ask after 0 first, then after the last place of each answer. Places have no gaps, so nothing is missed. Needs
        the scope `events:read`.
        """
        told: EventsTold = self.ask("GET", "/events", query=given(after=after, limit=limit))
        return told

    def list_briefs(
        self, *, cursor: str | EllipsisType = ..., limit: int | EllipsisType = ..., search: str | EllipsisType = ...
    ) -> BriefsTold:
        """List the briefs that hold these words, the newest first. Needs the scope `briefs:read`."""
        told: BriefsTold = self.ask("GET", "/briefs", query=given(cursor=cursor, limit=limit, search=search))
        return told

    def all_briefs(self, *, limit: int | EllipsisType = ..., search: str | EllipsisType = ...) -> Iterator[BriefRow]:
        """All rows of `list_briefs`, one page after the other; `limit` is that of each page."""
        return self.walk(self.list_briefs, "briefs", given(limit=limit, search=search))

    def create_brief(
        self, *, text: str, organisation: str | EllipsisType | None = ..., idempotency_key: str = ""
    ) -> BriefTold:
        """Write a brief: it is read and kept.

        A shortlist is made of it by another request. The text is read by rules, in milliseconds; the requirement tells
        what was read, with the words that it was read from. Needs the scope `briefs:write`.
        """
        told: BriefTold = self.ask(
            "POST", "/briefs", body=given(text=text, organisation=organisation), idempotency_key=idempotency_key
        )
        return told

    def read_one_brief(self, brief: str) -> BriefTold:
        """Read a brief, its words and what they ask for. Needs the scope `briefs:read`."""
        told: BriefTold = self.ask("GET", f"/briefs/{place(brief)}")
        return told

    def correct_one_brief(
        self, brief: str, *, corrections: Sequence[CorrectionSent], idempotency_key: str = "", if_match: str = ""
    ) -> BriefTold:
        """Say by hand what a brief asks for; it wins over what was read, all of it or nothing.

        Shortlists that are made from then on go by it. Of two who correct the same item at once, one is refused. Needs
        the scope `briefs:write`.
        """
        told: BriefTold = self.ask(
            "POST",
            f"/briefs/{place(brief)}/corrections",
            body=given(corrections=corrections),
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
        return told

    def check_one_brief(self, brief: str, *, idempotency_key: str = "") -> FeasibilityTold:
        """Ask what the market has for a brief before anybody is listed.

        Counts are rounded to 5 % and begin at three. The same question within ten minutes gets the same answer. Needs
        the scope `shortlists:write`.
        """
        told: FeasibilityTold = self.ask("POST", f"/briefs/{place(brief)}/feasibility", idempotency_key=idempotency_key)
        return told

    def read_text(self, *, text: str, idempotency_key: str = "") -> ReadingTold:
        """Read a text as a brief and keep nothing. Needs the scope `briefs:read`."""
        told: ReadingTold = self.ask("POST", "/readings", body=given(text=text), idempotency_key=idempotency_key)
        return told

    def create_shortlist(self, brief: str, *, top: int | EllipsisType = ..., idempotency_key: str = "") -> ListTold:
        """Rank the listed engineers for a brief as it stands, and keep the list. Needs the scope `shortlists:write`."""
        told: ListTold = self.ask(
            "POST", f"/briefs/{place(brief)}/shortlists", body=given(top=top), idempotency_key=idempotency_key
        )
        return told

    def list_shortlists(
        self, *, cursor: str | EllipsisType = ..., limit: int | EllipsisType = ..., brief: str | EllipsisType = ...
    ) -> ListsTold:
        """List the shortlists, of one brief or of all, the newest first. Needs the scope `shortlists:read`."""
        told: ListsTold = self.ask("GET", "/shortlists", query=given(cursor=cursor, limit=limit, brief=brief))
        return told

    def all_shortlists(self, *, limit: int | EllipsisType = ..., brief: str | EllipsisType = ...) -> Iterator[ListRow]:
        """All rows of `list_shortlists`, one page after the other; `limit` is that of each page."""
        return self.walk(self.list_shortlists, "shortlists", given(limit=limit, brief=brief))

    def read_one_shortlist(self, shortlist: str) -> ListTold:
        """Read a shortlist as it was made. Needs the scope `shortlists:read`."""
        told: ListTold = self.ask("GET", f"/shortlists/{place(shortlist)}")
        return told

    def read_receipt(self, shortlist: str) -> ReceiptTold:
        """Read the signed receipt of a shortlist.

        The command guildworks replay verifies it, and makes the list again. Needs the scope `shortlists:read`.
        """
        told: ReceiptTold = self.ask("GET", f"/shortlists/{place(shortlist)}/receipt")
        return told

    def explain_engineer(self, shortlist: str, engineer: str) -> WhyTold:
        """Why an engineer is on a shortlist; the operator is told too why somebody is not. Needs the scope
        `shortlists:read`.
        """
        told: WhyTold = self.ask("GET", f"/shortlists/{place(shortlist)}/engineers/{place(engineer)}")
        return told

    def create_holds(
        self,
        *,
        engineers: Sequence[str],
        brief: str | EllipsisType | None = ...,
        starts: str | EllipsisType | None = ...,
        phases: Sequence[PhaseSent] | EllipsisType = ...,
        talks: Sequence[TalkSent] | EllipsisType = ...,
        idempotency_key: str = "",
    ) -> HoldsTold:
        """Hold the same hours of engineers, all or none, so that nobody else can have them until the holds expire.
        Needs the scope `holds:write`.
        """
        told: HoldsTold = self.ask(
            "POST",
            "/holds",
            body=given(engineers=engineers, brief=brief, starts=starts, phases=phases, talks=talks),
            idempotency_key=idempotency_key,
        )
        return told

    def list_holds(
        self,
        *,
        cursor: str | EllipsisType = ...,
        limit: int | EllipsisType = ...,
        state: Literal["", "hold", "booked", "declined", "released", "expired"] | EllipsisType = ...,
    ) -> HoldPage:
        """List holds and bookings, of one state or of all, the newest first. Needs the scope `holds:read`."""
        told: HoldPage = self.ask("GET", "/holds", query=given(cursor=cursor, limit=limit, state=state))
        return told

    def all_holds(
        self,
        *,
        limit: int | EllipsisType = ...,
        state: Literal["", "hold", "booked", "declined", "released", "expired"] | EllipsisType = ...,
    ) -> Iterator[HoldTold]:
        """All rows of `list_holds`, one page after the other; `limit` is that of each page."""
        return self.walk(self.list_holds, "holds", given(limit=limit, state=state))

    def read_hold(self, hold: str) -> HoldTold:
        """Read a hold. Needs the scope `holds:read`."""
        told: HoldTold = self.ask("GET", f"/holds/{place(hold)}")
        return told

    def release_hold(self, hold: str, *, idempotency_key: str = "") -> HoldTold:
        """Give back what is held: the hours are free at once. What is booked only the operator gives back. Needs the
        scope `holds:write`.
        """
        told: HoldTold = self.ask("POST", f"/holds/{place(hold)}/release", idempotency_key=idempotency_key)
        return told

    def book_one_hold(self, hold: str, *, idempotency_key: str = "") -> HoldTold:
        """Make a hold a booking, which does not expire. For the operator. Needs the scope `holds:write`."""
        told: HoldTold = self.ask("POST", f"/holds/{place(hold)}/booking", idempotency_key=idempotency_key)
        return told

    def accept_one_hold(self, hold: str, *, idempotency_key: str = "") -> HoldTold:
        """Say yes as the engineer: once, the hold lives some days more. Needs the scope `holds:write`."""
        told: HoldTold = self.ask("POST", f"/holds/{place(hold)}/acceptance", idempotency_key=idempotency_key)
        return told

    def decline_one_hold(self, hold: str, *, idempotency_key: str = "") -> HoldTold:
        """Say no as the engineer, without penalty: the hours are free at once. Needs the scope `holds:write`."""
        told: HoldTold = self.ask("POST", f"/holds/{place(hold)}/declining", idempotency_key=idempotency_key)
        return told

    def answer_one_talk(self, hold: str, *, chosen: str | None, idempotency_key: str = "") -> HoldTold:
        """Choose a time for the talk that was proposed with a hold, as the engineer; null: none fits. Needs the scope
        `holds:write`.
        """
        told: HoldTold = self.ask(
            "POST", f"/holds/{place(hold)}/talk", body=given(chosen=chosen), idempotency_key=idempotency_key
        )
        return told

    def list_profiles(
        self, *, cursor: str | EllipsisType = ..., limit: int | EllipsisType = ..., search: str | EllipsisType = ...
    ) -> EngineersTold:
        """List the engineers whose name, headline or city holds these words, or who have this skill.

        An engineer's own key finds their own profile alone. Needs the scope `engineers:read`.
        """
        told: EngineersTold = self.ask("GET", "/engineers", query=given(cursor=cursor, limit=limit, search=search))
        return told

    def all_profiles(
        self, *, limit: int | EllipsisType = ..., search: str | EllipsisType = ...
    ) -> Iterator[EngineerRow]:
        """All rows of `list_profiles`, one page after the other; `limit` is that of each page."""
        return self.walk(self.list_profiles, "engineers", given(limit=limit, search=search))

    def create_engineer(
        self,
        *,
        file: str | EllipsisType = ...,
        text: str | EllipsisType | None = ...,
        json_resume: Mapping[str, Any] | EllipsisType | None = ...,
        base64: str | EllipsisType | None = ...,
        idempotency_key: str = "",
    ) -> ImportedTold:
        """Read a resume and make an engineer of it; nobody is listed by it. For the operator. Needs the scope
        `engineers:write`.
        """
        told: ImportedTold = self.ask(
            "POST",
            "/engineers",
            body=given(file=file, text=text, json_resume=json_resume, base64=base64),
            idempotency_key=idempotency_key,
        )
        return told

    def read_engineer(self, engineer: str) -> EngineerTold:
        """Read a whole profile. Needs the scope `engineers:read`."""
        told: EngineerTold = self.ask("GET", f"/engineers/{place(engineer)}")
        return told

    def change_engineer(
        self,
        engineer: str,
        *,
        name: str | EllipsisType | None = ...,
        headline: str | EllipsisType | None = ...,
        summary: str | EllipsisType | None = ...,
        city: str | EllipsisType | None = ...,
        country: str | EllipsisType | None = ...,
        years: float | EllipsisType | None = ...,
        rates: Sequence[MoneySent] | EllipsisType = ...,
        languages: Sequence[LanguageSent] | EllipsisType = ...,
        dropped_rates: Sequence[str] | EllipsisType = ...,
        dropped_languages: Sequence[str] | EllipsisType = ...,
        if_match: str = "",
    ) -> EngineerTold:
        """Change a profile; what is left out stays. Needs the scope `engineers:write`."""
        told: EngineerTold = self.ask(
            "PATCH",
            f"/engineers/{place(engineer)}",
            body=given(
                name=name,
                headline=headline,
                summary=summary,
                city=city,
                country=country,
                years=years,
                rates=rates,
                languages=languages,
                dropped_rates=dropped_rates,
                dropped_languages=dropped_languages,
            ),
            if_match=if_match,
        )
        return told

    def list_engineer(self, engineer: str) -> ListedTold:
        """List an engineer: from now on searches find them. For the operator. Needs the scope `engineers:write`."""
        told: ListedTold = self.ask("PUT", f"/engineers/{place(engineer)}/listing")
        return told

    def unlist_engineer(self, engineer: str) -> ListedTold:
        """Unlist an engineer: no search finds them any more. For the operator. Needs the scope `engineers:write`."""
        told: ListedTold = self.ask("DELETE", f"/engineers/{place(engineer)}/listing")
        return told

    def read_weeks(self, engineer: str) -> WeeksTold:
        """Read an engineer's weeks: capacity, what is held and booked of it, and what is free. Needs the scope
        `availability:read`.
        """
        told: WeeksTold = self.ask("GET", f"/engineers/{place(engineer)}/weeks")
        return told

    def change_weeks(
        self,
        engineer: str,
        *,
        weeks: Sequence[WeekSent],
        reason: Literal["holiday", "half_week", "other_client", "calendar", "other"] | EllipsisType = ...,
        accepts_excess: bool | EllipsisType = ...,
    ) -> WeeksTold:
        """Say for single weeks how many hours they have. Needs the scope `availability:write`."""
        told: WeeksTold = self.ask(
            "PUT",
            f"/engineers/{place(engineer)}/weeks",
            body=given(weeks=weeks, reason=reason, accepts_excess=accepts_excess),
        )
        return told

    def change_capacity(
        self, engineer: str, *, hours_per_week: float | str, accepts_excess: bool | EllipsisType = ...
    ) -> WeeksTold:
        """Set the usual hours a week, which confirms them. Needs the scope `availability:write`."""
        told: WeeksTold = self.ask(
            "PUT",
            f"/engineers/{place(engineer)}/capacity",
            body=given(hours_per_week=hours_per_week, accepts_excess=accepts_excess),
        )
        return told

    def change_working_hours(
        self,
        engineer: str,
        *,
        zone: str,
        starts: str,
        ends: str,
        weekdays: Sequence[Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]] | EllipsisType = ...,
    ) -> WeeksTold:
        """Say when in the day an engineer works. Needs the scope `availability:write`."""
        told: WeeksTold = self.ask(
            "PUT",
            f"/engineers/{place(engineer)}/working-hours",
            body=given(zone=zone, starts=starts, ends=ends, weekdays=weekdays),
        )
        return told

    def confirm_hours(self, engineer: str, *, idempotency_key: str = "") -> WeeksTold:
        """Say that an engineer's hours still hold, so that searches find them. Needs the scope `availability:write`."""
        told: WeeksTold = self.ask(
            "POST", f"/engineers/{place(engineer)}/confirmation", idempotency_key=idempotency_key
        )
        return told

    def pause_engineer(self, engineer: str) -> WeeksTold:
        """Take an engineer out of all searches until they return; what is reserved stays. Needs the scope
        `availability:write`.
        """
        told: WeeksTold = self.ask("PUT", f"/engineers/{place(engineer)}/pause")
        return told

    def resume_engineer(self, engineer: str) -> WeeksTold:
        """Have an engineer found again. Needs the scope `availability:write`."""
        told: WeeksTold = self.ask("DELETE", f"/engineers/{place(engineer)}/pause")
        return told

    def list_opportunities(
        self, *, cursor: str | EllipsisType = ..., limit: int | EllipsisType = ...
    ) -> OpportunitiesTold:
        """List the briefs whose latest list names you, the newest first: roles, skills and dates. Needs the scope
        `opportunities:read`.
        """
        told: OpportunitiesTold = self.ask("GET", "/opportunities", query=given(cursor=cursor, limit=limit))
        return told

    def all_opportunities(self, *, limit: int | EllipsisType = ...) -> Iterator[OpportunityRow]:
        """All rows of `list_opportunities`, one page after the other; `limit` is that of each page."""
        return self.walk(self.list_opportunities, "opportunities", given(limit=limit))

    def read_one_opportunity(self, shortlist: str) -> OpportunityTold:
        """Read why you stand where you stand on a list, and the smallest change that would have listed you. Needs the
        scope `opportunities:read`.
        """
        told: OpportunityTold = self.ask("GET", f"/opportunities/{place(shortlist)}")
        return told

    def list_skills(
        self, *, cursor: str | EllipsisType = ..., limit: int | EllipsisType = ..., search: str | EllipsisType = ...
    ) -> SkillsTold:
        """List the skills of the graph whose name or alias holds these words."""
        told: SkillsTold = self.ask("GET", "/skills", query=given(cursor=cursor, limit=limit, search=search))
        return told

    def all_skills(self, *, limit: int | EllipsisType = ..., search: str | EllipsisType = ...) -> Iterator[SkillTold]:
        """All rows of `list_skills`, one page after the other; `limit` is that of each page."""
        return self.walk(self.list_skills, "skills", given(limit=limit, search=search))

    def read_skill(self, skill: str) -> SkillTold:
        """Read one skill."""
        told: SkillTold = self.ask("GET", f"/skills/{place(skill)}")
        return told

    def list_demand(self, *, cursor: str | EllipsisType = ..., limit: int | EllipsisType = ...) -> DemandTold:
        """List the skills that briefs ask for, the most asked first."""
        told: DemandTold = self.ask("GET", "/demand", query=given(cursor=cursor, limit=limit))
        return told

    def all_demand(self, *, limit: int | EllipsisType = ...) -> Iterator[DemandRow]:
        """All rows of `list_demand`, one page after the other; `limit` is that of each page."""
        return self.walk(self.list_demand, "demand", given(limit=limit))

    def read_ranking_policy(self) -> PolicyTold:
        """Read the ranking policy in force: what a score is made of."""
        told: PolicyTold = self.ask("GET", "/ranking-policy")
        return told
