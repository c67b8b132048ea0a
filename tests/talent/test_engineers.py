"""Engineers: importing, editing, evidence and listing; all or none, recorded, and seen by the next shortlist."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.queries import operator_organisation
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft
from guildworks.matching.actions import match_brief
from guildworks.matching.spent import Spent
from guildworks.platform.actor import Actor
from guildworks.platform.limits import limit
from guildworks.platform.models import Event
from guildworks.platform.money import Money
from guildworks.talent.actions import (
    BadEvidence,
    BadLevel,
    BadRate,
    EvidenceDraft,
    ProfileChange,
    edit_engineer,
    import_engineers,
    list_engineers,
    record_evidence,
    set_rates,
    unlist_engineers,
)
from guildworks.talent.models import Claim, Engineer, Evidence, Rate, SearchRecord
from guildworks.talent.queries import find_engineers, get_engineer
from guildworks.talent.rows import BadProfile
from tests.cast import make_engineer

BRIEF = "Python is a must. PyTorch would be nice. 20 hours a week, at most 110 EUR per hour."
GOOD = ProfileDraft(
    name="Ana Prado",
    headline="Engineer",
    years=7.04,
    claims=(ClaimDraft("python", 3, 6.0), ClaimDraft("pytorch")),
    jobs=(JobDraft("ML engineer", "Somewhere", date(2020, 1, 1), is_current=True, text="Ranking."),),
    languages=(LanguageDraft("en", "C1"), LanguageDraft("pt")),
)

pytestmark = pytest.mark.django_db


def listed(operator, text: str = BRIEF) -> list[dict]:
    return match_brief(operator, operator_organisation(), text=text, top=20, spent=Spent()).found["roles"][0][
        "engineers"
    ]


def last(name: str) -> Event:
    return Event.objects.filter(name=name).latest("id")


def seen(skill: str = "python", mean: float = 3.5, error: float = 0.3) -> EvidenceDraft:
    return EvidenceDraft(skill, "test", uuid4(), mean, error, date(2026, 11, 20))


class TestImport:
    def test_an_imported_engineer_has_what_the_draft_says_and_is_not_listed(self, operator):
        (ana,) = import_engineers(operator, [GOOD], source="file", files=["ana.pdf"])
        found = get_engineer(operator, ana.shown_id)
        assert (found.public_name, float(found.years), found.is_demo) == ("Ana Prado", 7.0, False)
        assert {(claim.skill_id, claim.level) for claim in found.claims.all()} == {("python", 3), ("pytorch", None)}
        assert {(spoken.code, spoken.level) for spoken in found.languages.all()} == {("en", "C1"), ("pt", "")}
        assert [job.title for job in found.jobs.all()] == ["ML engineer"]
        assert not hasattr(found, "listing")
        assert listed(operator) == []

    def test_the_event_lies_on_the_engineers_chain_with_its_facts(self, operator):
        (ana,) = import_engineers(operator, [GOOD], source="file", files=["ana.pdf"])
        event = last("engineer.imported")
        assert (event.chain, event.subject_kind, event.subject_id) == (ana.chain, "engineer", ana.id)
        assert event.facts == {"claims": 2, "jobs": 1, "source": "file"}
        assert event.eventdetail.content == {"file": "ana.pdf"}

    @pytest.mark.parametrize(
        "bad",
        [
            ProfileDraft(name=""),
            ProfileDraft(name="X", country="Germany"),
            ProfileDraft(name="X", country="d1"),
            ProfileDraft(name="X", claims=(ClaimDraft("python", 9),)),
            ProfileDraft(name="X", claims=(ClaimDraft("no-such-skill", 2),)),
            ProfileDraft(name="X", claims=(ClaimDraft("python", 2), ClaimDraft("python", 3))),
            ProfileDraft(name="X", languages=(LanguageDraft("en", "Z9"),)),
        ],
        ids=["no name", "country", "code", "level", "no skill", "skill twice", "language"],
    )
    def test_one_bad_draft_leaves_nobody_of_the_batch(self, operator, bad):
        from guildworks.platform.errors import BadInput

        with pytest.raises((BadInput, IntegrityError)), transaction.atomic():
            import_engineers(operator, [GOOD, bad, GOOD], source="file")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert not Engineer.objects.exists()
        assert not Event.objects.exists()

    def test_no_more_claims_are_kept_than_the_limit(self, operator):
        from guildworks.skills.queries import graph

        many = tuple(ClaimDraft(slug, 2) for slug in list(graph().skills)[:250])
        import_engineers(operator, [ProfileDraft(name="All", claims=many)], source="file")
        assert Claim.objects.count() == 200

    def test_longer_words_than_a_column_holds_are_cut(self, operator):
        long = ProfileDraft(name="N" * 500, headline="H" * 500, city="C" * 500, years=900.0)
        (engineer,) = import_engineers(operator, [long], source="file")
        engineer.refresh_from_db()
        assert (len(engineer.public_name), len(engineer.headline), len(engineer.city)) == (120, 200, 100)
        assert engineer.years == 70

    def test_nobody_at_all_is_no_fault(self, operator):
        assert import_engineers(operator, [], source="file") == []


class TestEdit:
    def test_what_is_not_named_stays(self, operator):
        rosa = make_engineer(languages={"en": "C1", "de": "B1"}, rate=(90, "EUR"))
        change = ProfileChange(city="Rome", rates=[Money("99.50", "USD")], languages=[LanguageDraft("de", "C1")])
        edited = edit_engineer(operator, rosa, change=change)
        assert (edited.city, edited.public_name, edited.headline) == ("Rome", rosa.public_name, rosa.headline)
        assert {(rate.currency, rate.hourly_minor) for rate in edited.rates.all()} == {("EUR", 9000), ("USD", 9950)}
        assert {(spoken.code, spoken.level) for spoken in edited.languages.all()} == {("en", "C1"), ("de", "C1")}

    def test_a_rate_replaces_the_one_in_its_currency(self, operator):
        rosa = make_engineer(rate=(90, "EUR"))
        for amount in (91, 92):
            set_rates(operator, {rosa: [Money(amount, "EUR")]})
        assert list(Rate.objects.values_list("currency", "hourly_minor")) == [("EUR", 9200)]

    def test_the_event_says_which_parts_and_how_many(self, operator):
        rosa = make_engineer()
        edit_engineer(operator, rosa, change=ProfileChange(city="Rome", rates=[Money(1, "USD"), Money(2, "CHF")]))
        event = last("engineer.edited")
        assert event.facts == {"rates": 2, "languages": 0, "place": True, "profile": False}
        assert event.chain == rosa.chain

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            (ProfileChange(public_name="  "), BadProfile),
            (ProfileChange(country="de"), BadProfile),
            (ProfileChange(country="UK"), BadProfile),
            (ProfileChange(years=-1), BadProfile),
            (ProfileChange(years=71), BadProfile),
            (ProfileChange(rates=[Money(0, "EUR")]), BadRate),
            (ProfileChange(rates=[Money(-4, "EUR")]), BadRate),
            (ProfileChange(rates=[Money(1, "EUR"), Money(2, "EUR")]), BadRate),
            (ProfileChange(languages=[LanguageDraft("de", "Z9")]), BadLevel),
            (ProfileChange(languages=[LanguageDraft("de", "B1"), LanguageDraft("de", "B2")]), BadLevel),
        ],
    )
    def test_a_refused_edit_changes_nothing(self, operator, change, refusal):
        from dataclasses import replace

        rosa = make_engineer()
        events = Event.objects.count()
        with pytest.raises(refusal) as refused, transaction.atomic():
            edit_engineer(operator, rosa, change=replace(change, headline="New", city="Rome"))
        assert refused.value.message
        again = get_engineer(operator, rosa.shown_id)
        assert (again.headline, again.city) == ("Engineer", "Berlin")
        assert Event.objects.count() == events

    def test_the_next_shortlist_follows_an_edit(self, operator):
        rosa, other = make_engineer("Rosa"), make_engineer("Other")
        before = {person["name"]: person["parts"] for person in listed(operator)}
        assert before["Rosa"] == before["Other"]
        edit_engineer(operator, rosa, change=ProfileChange(rates=[Money(200, "EUR")]))
        assert [person["name"] for person in listed(operator)] == ["Other"]
        text = f"{BRIEF} Our product tells olive farmers when to harvest."
        (before,) = listed(operator, text)
        words = "For years I have told farmers when their olives are ready for the harvest."
        edit_engineer(operator, other, change=ProfileChange(summary=words))
        (after,) = listed(operator, text)
        assert after["parts"]["semantic"] > before["parts"]["semantic"]


class TestEvidence:
    def test_evidence_lifts_a_score_and_stands_beside_the_claim(self, operator):
        rosa = make_engineer("Rosa", skills=["python"])
        (before,) = listed(operator)
        record_evidence(operator, {rosa: [seen(mean=3.8)]})
        (after,) = listed(operator)
        assert after["parts"]["skills"] > before["parts"]["skills"]
        assert after["high"] - after["low"] < before["high"] - before["low"]
        skill = after["skills"][0]
        assert (before["skills"][0]["basis"], skill["basis"], skill["claimed"]) == ("claim", "evidence", 3)
        assert [source["mean"] for source in skill["sources"]] == [3.8]
        event = last("evidence.recorded")
        assert (event.chain, event.facts) == (rosa.chain, {"evidence": 1})

    @pytest.mark.parametrize("bad", [seen(mean=-0.1), seen(mean=5.1), seen(error=0.0), seen(error=3.1)])
    def test_evidence_off_the_scale_is_refused_by_the_database_for_all(self, operator, bad):
        rosa, other = make_engineer("Rosa"), make_engineer("Other")
        with pytest.raises(BadEvidence), transaction.atomic():
            record_evidence(operator, {other: [seen()], rosa: [bad]})
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(
        "change", ["UPDATE talent_evidence SET mean = 4", "DELETE FROM talent_evidence", "TRUNCATE talent_evidence"]
    )
    def test_evidence_is_never_changed_afterwards(self, operator, change):
        from django.db import DatabaseError

        record_evidence(operator, {make_engineer(): [seen()]})
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
        assert Evidence.objects.get().mean == 3.5


class TestListing:
    def test_listing_twice_is_one_listing_and_one_event(self, operator):
        rosa = make_engineer(listed=False)
        for _ in range(2):
            list_engineers(operator, [rosa])
        assert Event.objects.filter(name="engineer.listed", chain=rosa.chain).count() == 1
        for _ in range(2):
            unlist_engineers(operator, [rosa])
        assert Event.objects.filter(name="engineer.unlisted", chain=rosa.chain).count() == 1
        assert listed(operator) == []

    def test_the_listing_says_who_made_it(self, operator):
        rosa = make_engineer()
        assert (rosa.listing.listed_by_kind, rosa.listing.listed_by_id) == ("operator", operator.id)


class TestFinding:
    def test_by_name_headline_city_and_skill_and_a_page_at_a_time(self, operator):
        make_engineer("Rosa Lind", city="Oslo")
        make_engineer("Bo Oslund", city="Bergen", skills=["pytorch"])
        assert [e.public_name for e in find_engineers(operator, "osl", page=1)[0]] == ["Bo Oslund", "Rosa Lind"]
        assert [e.public_name for e in find_engineers(operator, "PyTorch", page=1)[0]] == ["Bo Oslund"]
        assert find_engineers(operator, "", page=1)[1] == 2
        assert find_engineers(operator, "", page=2) == ([], 2)

    @pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1 --", "osl%"])
    def test_what_means_something_to_sql_means_nothing_here(self, operator, words):
        make_engineer("Rosa Lind", city="Oslo")
        assert find_engineers(operator, words, page=1) == ([], 0)


class TestQueries:
    """More people cost more rows, never more questions."""

    def asked(self, act) -> int:
        limit("page_size")  # all limits are read anew every ten seconds: now, so not within the count
        with CaptureQueriesContext(
            connection,
        ) as captured:
            act()
        return len(captured)

    def test_a_shortlist_asks_as_often_for_many_as_for_few(self, operator):
        for number in range(3):  # some of both numbers cost too much, and are near misses
            make_engineer(f"Few {number}", seen={"python": 3.0}, rate=(80 + 20 * number, "EUR"))
        listed(operator)  # what is read once per process
        few = self.asked(lambda: listed(operator))
        for number in range(12):
            make_engineer(f"Many {number}", seen={"python": 3.0}, rate=(90 + 3 * number, "EUR"))
        assert self.asked(lambda: listed(operator)) == few

    def test_a_batch_asks_as_often_for_many_as_for_few_but_for_events(self, operator):
        import_engineers(operator, [GOOD], source="demo")
        counts = []
        for size in (2, 12):
            asked = self.asked(lambda size=size: import_engineers(operator, [GOOD] * size, source="demo"))
            counts.append(asked - size)
        assert counts[0] == counts[1]

    def test_a_profile_is_read_in_a_few_questions(self, operator):
        rosa = make_engineer(seen={"python": 3.0})
        assert self.asked(lambda: get_engineer(operator, rosa.shown_id)) <= 8


def test_an_actor_who_is_an_engineer_edits_only_themself():
    rosa, other = make_engineer("Rosa"), make_engineer("Other")
    asker = Actor("engineer", rosa.id)
    assert edit_engineer(asker, rosa, change=ProfileChange(city="Rome")).city == "Rome"
    assert last("engineer.edited").actor_kind == "engineer"
    assert SearchRecord.objects.filter(engineer=other).exists()
