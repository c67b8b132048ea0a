"""Erasing an engineer: nothing personal is left in any table, nothing comes back, and every chain still holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, connections, transaction

from guildworks.accounts.actions import sign_up_invited
from guildworks.accounts.engineers.actions import invite_engineer
from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.busy_times import import_busy_times
from guildworks.availability.actions.erasure import EngineerIsBooked
from guildworks.availability.actions.feeds import open_busy_feed
from guildworks.availability.actions.holds import NotToBeHeld, book_hold
from guildworks.availability.actions.hours import (
    confirm_availability,
    except_weeks,
    pause_engineers,
    set_capacity,
    set_working_hours,
)
from guildworks.availability.models import CapacityException, Reservation, WorkingPattern, Workweek
from guildworks.cli.console import out
from guildworks.cli.engineer_view import print_engineer
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft
from guildworks.matching.actions import count_attention, match_brief
from guildworks.matching.models import Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform import clock, events
from guildworks.platform.actions import write_mails
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.mail.draft import Draft
from guildworks.platform.models import Event, EventChain, EventDetail
from guildworks.platform.money import Money
from guildworks.platform.refusals import constraint_of
from guildworks.talent.actions import (
    EvidenceDraft,
    ProfileChange,
    edit_engineer,
    erase_engineer,
    import_engineers,
    list_engineers,
    record_evidence,
    set_rates,
)
from guildworks.talent.erased import EngineerErased
from guildworks.talent.models import Engineer, Evidence
from guildworks.talent.public.actions import open_public_page
from guildworks.talent.queries import find_engineers, get_engineer
from guildworks.talent.reading import read_resume
from guildworks.talent.resumes.actions import send_resume
from guildworks.talent.told import engineer_json
from tests.cast import BERLIN_OFFICE_HOURS, hold, make_engineer, tables_that_hold, week
from tests.conftest import current_database, url

WORD = "zanzibarquux"
TALE = ProfileDraft(
    name=f"{WORD} Name",
    headline=f"{WORD} headline",
    summary=f"A {WORD} summary.",
    email=f"{WORD}@example.org",
    city=f"{WORD} City",
    country="DE",
    years=9,
    claims=(ClaimDraft("python", 3, 5.0), ClaimDraft("pytorch")),
    jobs=(JobDraft(f"{WORD} title", f"{WORD} Ltd", date(2020, 1, 1), is_current=True, text=f"{WORD} work."),),
    works=(WorkDraft(f"{WORD} work", f"https://example.org/{WORD}", f"{WORD} of a portfolio."),),
    languages=(LanguageDraft("en", "C1"),),
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
    "SUMMARY:{word} dentist\r\nDTSTART;VALUE=DATE:{day:%Y%m%d}\r\nDURATION:P2D\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
FITS = "Python is a must, 4 hours a week for 8 weeks."
NEARLY = "Python and COBOL are a must, 10 hours a week for 8 weeks."
# Where rows of an erased engineer stay: they only grow, and say an id and numbers.
KEPT = {"accounts_invitation", "availability_capacityexception", "availability_reservation", "availability_workweek"}


def evidence(source: str = "test") -> EvidenceDraft:
    return EvidenceDraft("python", source, uuid4(), 3.0, 0.3, clock.today())


def tell_all() -> Engineer:
    """An engineer with the word in each text that can hold something of a person, through the actions."""
    operator = local_operator()
    (engineer,) = import_engineers(operator, [TALE], source="file", files=[f"{WORD}.pdf"])
    edit_engineer(operator, engineer, change=ProfileChange(headline=f"{WORD} again", rates=[Money(90, "EUR")]))
    record_evidence(operator, {engineer: [evidence(f"{WORD} exam")]})
    set_capacity(operator, {engineer: Decimal(40)})
    set_working_hours(operator, {engineer: BERLIN_OFFICE_HOURS})
    except_weeks(operator, engineer, {week(3): Decimal(8)}, reason="holiday")
    import_busy_times(operator, engineer, content=CALENDAR.format(word=WORD, day=week(5)).encode())
    list_engineers(operator, [engineer])
    for text in (FITS, NEARLY):
        match_brief(operator, operator_organisation(), text=text, top=3, spent=Spent())
    assert count_attention(operator)
    write_mails([Draft(f"{WORD}@example.org", "Hours", f"Dear {WORD}")])
    hold(engineer, hours=1)
    open_busy_feed(Actor("engineer", engineer.id), engineer)
    file = f"{WORD} Lind\n\nSkills\nPython\n".encode()
    me = Actor("engineer", engineer.id)
    send_resume(me, engineer, content=file, name=f"{WORD}.txt", read=read_resume(file, name="cv.txt"))
    open_public_page(me, engineer, handle=WORD.lower(), shows=["summary"])
    invited = invite_engineer(operator, engineer.ref, email=f"{WORD}@example.org")
    sign_up_invited(invited.invitation, name=f"{WORD} Lind", password="seven herons over Tallinn")
    return engineer


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa", seen={"python": 3.0})


@pytest.fixture
def erased(rosa) -> Engineer:
    return erase_engineer(local_operator(), rosa)


def every_table_that_holds(admin: str, word: str) -> list[str]:
    """All tables of all schemas but the system's, read by the administrator of the server."""
    import psycopg

    with psycopg.connect(admin) as everything:
        tables = everything.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p', 'm', 'f')"
            " AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1"
        ).fetchall()
        held = "SELECT EXISTS (SELECT FROM {} t WHERE t::text ILIKE %s OR t::text LIKE %s)"
        words = [f"%{word}%", f"%{word.encode().hex()}%"]
        return [table for (table,) in tables if everything.execute(held.format(table), words).fetchone()[0]]


def stored_files_that_hold(word: str) -> list[Path]:
    """Those of the folder of files whose content has this word."""
    return [
        path for path in Path(settings.FILES_FOLDER).rglob("*") if path.is_file() and word.encode() in path.read_bytes()
    ]


def test_no_word_of_a_person_is_left_in_any_table_file_or_log_and_every_chain_holds(own_database, server, capfd):
    engineer = tell_all()
    assert len(stored_files_that_hold(WORD)) == 1
    admin = url(server.admin, current_database())
    assert every_table_that_holds(admin, WORD) == [
        "account_emailaddress", "accounts_invitation", "accounts_user", "matching_shortlist", "platform_eventdetail",
        "platform_mail", "talent_engineer", "talent_evidence", "talent_job", "talent_publicpage",
        "talent_resume", "talent_work",
    ]  # fmt: skip
    erase_engineer(local_operator(), engineer)
    assert every_table_that_holds(admin, WORD) == []
    assert stored_files_that_hold(WORD) == []
    assert WORD not in "".join(capfd.readouterr())
    assert {name: list(events.broken_links(name)) for name in EventChain.objects.values_list("name", flat=True)} == {
        "operator": [],
        engineer.chain: [],
    }


@pytest.mark.django_db
def test_no_row_tells_of_an_erased_engineer_but_what_only_grows():
    """A new table that has people is erased as well, or says here why it need not be."""
    engineer = tell_all()
    erase_engineer(local_operator(), engineer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE relkind = 'r' AND attname = 'engineer_id' AND NOT attisdropped"
        )
        tables = [table for (table,) in cursor.fetchall()]
        assert len(tables) == 15 + len(KEPT)
        for table in tables:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE engineer_id = %s)", [engineer.id])
            assert cursor.fetchone()[0] == (table in KEPT), table
    hours = Workweek.objects.get(engineer=engineer)
    assert (hours.quarter_hours, hours.pattern, hours.confirmed_at, hours.paused_at) == (None,) * 4
    weeks = CapacityException.objects.filter(engineer=engineer)
    assert set(weeks.values_list("quarter_hours", "accepted_quarter_hours", "reason")) == {(None, 0, "other")}


class TestErasing:
    def test_the_row_stays_and_says_nothing_but_when(self, rosa, operator):
        erased = erase_engineer(operator, rosa)
        assert (erased.id, erased.public_name, erased.headline, erased.summary) == (rosa.id, "Erased engineer", "", "")
        assert (erased.email, erased.city, erased.country, erased.years) == ("", "", "", None)
        assert erased.erased_at
        event = Event.objects.get(name="engineer.erased")
        assert (event.chain, event.subject_id, event.facts) == (rosa.chain, rosa.id, {})

    def test_an_engineer_may_erase_themself(self, rosa):
        assert erase_engineer(Actor("engineer", rosa.id), rosa).erased_at
        assert Event.objects.get(name="engineer.erased").actor_id == rosa.id

    def test_nobody_finds_them_and_their_id_still_leads_to_the_operator(self, erased, operator, cast):
        assert find_engineers(operator, "", page=1) == ([], 0)
        assert get_engineer(operator, erased.shown_id).public_name == "Erased engineer"
        with pytest.raises(NotFound):
            get_engineer(cast.ada, erased.shown_id)

    def test_the_terminal_shows_them_without_a_word(self, erased, operator):
        found = get_engineer(operator, erased.shown_id)
        with out.capture() as captured:
            print_engineer(found)
        assert "Erased engineer" in captured.get() and "None" not in captured.get()
        assert engineer_json(found)["hours_per_week"] is None

    def test_the_words_of_everybody_else_stay(self, rosa, operator):
        other = tell_all()
        before = tables_that_hold(WORD)
        erase_engineer(operator, rosa)
        assert tables_that_hold(WORD) == before
        assert EventDetail.objects.filter(event__subject_id=other.id).exists()
        assert Evidence.objects.filter(engineer=other).exists()

    def test_a_second_time_is_told(self, erased, operator):
        with pytest.raises(EngineerErased, match="was erased"):
            erase_engineer(operator, erased)
        assert Event.objects.filter(name="engineer.erased").count() == 1


class TestHours:
    def test_what_is_held_is_released_and_its_holder_can_read_so(self, rosa):
        (held,) = hold(rosa)
        erase_engineer(Actor("engineer", rosa.id), rosa)
        released = Reservation.objects.get()
        assert (released.state, released.id) == ("released", held.id)
        event = Event.objects.get(name="hold.released")
        assert (event.chain, event.concerns) == (rosa.chain, [operator_organisation().chain])

    def test_whoever_is_booked_is_not_erased_and_it_says_until_when(self, rosa, operator):
        (booked,) = hold(rosa, first=2, weeks=3)
        book_hold(operator, booked)
        (held,) = hold(rosa, hours=5)
        with pytest.raises(EngineerIsBooked) as refused, transaction.atomic():
            erase_engineer(operator, rosa)
        assert f"booked until {week(5) - timedelta(days=1)}" in refused.value.message
        assert Engineer.objects.get().public_name == "Rosa"
        assert Evidence.objects.exists()
        assert Reservation.objects.get(id=held.id).state == "hold"

    def test_a_booking_beyond_accepted_hours_is_one_as_well(self, rosa, operator):
        book_hold(operator, hold(rosa, hours=30, first=1, weeks=1)[0])
        set_capacity(operator, {rosa: Decimal(10)}, accepts_excess=True)
        with pytest.raises(EngineerIsBooked, match=f"until {week(2) - timedelta(days=1)}"), transaction.atomic():
            erase_engineer(operator, rosa)

    def test_who_never_said_hours_can_be_erased(self, operator):
        silent = make_engineer("Silent", hours=None, day=None)
        assert erase_engineer(operator, silent).erased_at
        with pytest.raises(EngineerErased), transaction.atomic():
            set_capacity(operator, {silent: Decimal(40)})
        assert not Workweek.objects.exists()


def test_a_booking_that_is_over_stays_and_refuses_nothing(own_database, server):
    import psycopg

    operator, rosa = local_operator(), make_engineer("Rosa")
    book_hold(operator, hold(rosa, weeks=2)[0])
    with psycopg.connect(url(server.admin, current_database()), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")  # nobody else can move a booking into the past
        admin.execute("UPDATE availability_reservation SET first_week = first_week - 70")
    assert erase_engineer(operator, rosa).erased_at
    assert Reservation.objects.get().state == "booked"


ACTS: dict[str, Callable[[Actor, Engineer], object]] = {
    "edit": lambda actor, who: edit_engineer(actor, who, change=ProfileChange(city="Rome")),
    "an edit of nothing": lambda actor, who: edit_engineer(actor, who, change=ProfileChange()),
    "rates": lambda actor, who: set_rates(actor, {who: [Money(1, "EUR")]}),
    "evidence": lambda actor, who: record_evidence(actor, {who: [evidence()]}),
    "listing": lambda actor, who: list_engineers(actor, [who]),
    "capacity": lambda actor, who: set_capacity(actor, {who: Decimal(8)}),
    "weeks": lambda actor, who: except_weeks(actor, who, {week(2): Decimal(8)}),
    "pause": lambda actor, who: pause_engineers(actor, [who]),
    "working hours": lambda actor, who: set_working_hours(actor, {who: BERLIN_OFFICE_HOURS}),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nothing_can_be_written_of_an_erased_engineer(act, erased, operator):
    before = Event.objects.count()
    with pytest.raises(EngineerErased) as refused, transaction.atomic():
        act(operator, erased)
    assert refused.value.code == "engineer_is_not_erased"
    assert Event.objects.count() == before


def test_an_erased_engineer_is_not_held_and_not_confirmed(erased, operator):
    with pytest.raises(NotToBeHeld):
        hold(erased)
    with pytest.raises(Exception, match="has not said how many hours"):
        confirm_availability(operator, [erased])


OWN = ("claim", "evidence", "job", "language", "listing", "rate", "searchrecord", "work")
AS_OTHERS = "jsonb_populate_record(t, jsonb_build_object('engineer_id', %(erased)s::text, 'id', gen_random_uuid()))"
WORKWEEK = "INSERT INTO availability_workweek (engineer_id, quarter_hours) VALUES (%(erased)s, 160)"
NEW_IDS = "'id', gen_random_uuid(), 'group_id', gen_random_uuid()"
RESERVED = (
    "INSERT INTO availability_reservation SELECT (jsonb_populate_record(t, jsonb_build_object('engineer_id',"
    f" %(erased)s::text, {NEW_IDS}))).* FROM availability_reservation t WHERE state = 'hold'"
)
SAYS = "UPDATE availability_workweek SET {} WHERE engineer_id = %(erased)s"
REFUSED = {
    **{f"{table} of an erased engineer": f"INSERT INTO talent_{table} SELECT ({AS_OTHERS}).* FROM talent_{table} t"
       for table in OWN},
    **{f"{table} given to them": f"UPDATE talent_{table} SET engineer_id = %(erased)s" for table in OWN
       if table != "evidence"},
    "a name": "UPDATE talent_engineer SET public_name = 'Rosa' WHERE id = %(erased)s",
    "nothing new": "UPDATE talent_engineer SET erased_at = erased_at WHERE id = %(erased)s",
    "back again": "UPDATE talent_engineer SET erased_at = NULL WHERE id = %(erased)s",
    "hours": f"{WORKWEEK} ON CONFLICT (engineer_id) DO UPDATE SET quarter_hours = 160",
    "a capacity": SAYS.format("quarter_hours = 160"),
    "a working day": SAYS.format("pattern_id = %(pattern)s"),
    "a pause": SAYS.format("paused_at = now()"),
    "a confirmation": SAYS.format("confirmed_at = now(), quarter_hours = 160"),
    "a week": "INSERT INTO availability_capacityexception (engineer_id, week, quarter_hours, accepted_quarter_hours,"
              " reason) VALUES (%(erased)s, %(week)s, 160, 0, 'other')",
    "a reason": "INSERT INTO availability_capacityexception (engineer_id, week, accepted_quarter_hours, reason)"
                " VALUES (%(erased)s, %(week)s, 0, 'holiday')",
}  # fmt: skip


@pytest.fixture
def names(erased) -> dict[str, object]:
    """What the statements name; the other engineer has everything that an engineer can have."""
    other = tell_all()
    pattern = WorkingPattern.objects.values_list("id", flat=True).first()
    return {"erased": erased.id, "other": other.id, "week": week(2), "pattern": pattern, "shown": other.shown_id}


def refused_by(*statements: str, names: dict[str, object], using: str = "default") -> str | None:
    """The rule that refuses statements, at once or when their transaction ends."""
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(using=using),
        connections[using].cursor() as cursor,
    ):
        for statement in statements:
            cursor.execute(statement, names)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return constraint_of(refused.value)


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_raw_sql_brings_nothing_of_an_erased_engineer_back(statement, names):
    assert refused_by(statement, names=names) == "engineer_is_not_erased"


def test_raw_sql_holds_nobody_who_was_erased(names):
    """They have said no hours, and cannot say any: so there is no room, without one more question for each hold."""
    assert refused_by(RESERVED, names=names) == "reservation_within_capacity"


def test_raw_sql_gives_no_first_hours_to_an_erased_engineer(operator):
    silent = erase_engineer(operator, make_engineer("Silent", hours=None, day=None))
    assert refused_by(WORKWEEK, names={"erased": silent.id}) == "engineer_is_not_erased"


ERASE = (
    "UPDATE talent_engineer SET erased_at = now(), public_name = 'Erased engineer', headline = '', summary = '',"
    " email = '', city = '', country = '', years = NULL WHERE id = %(other)s"
)
EMPTY = (
    "UPDATE availability_workweek SET quarter_hours = NULL, pattern_id = NULL, confirmed_at = NULL, paused_at = NULL"
    " WHERE engineer_id = %(other)s"
)


def test_raw_sql_erases_nobody_by_halves(names):
    assert refused_by(ERASE, names=names) == "engineer_is_erased_whole"
    assert refused_by(EMPTY, names=names) == "capacity_covers_what_is_reserved"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE availability_reservation SET state = 'released', ended_at = now() WHERE state = 'hold'")
    bare = (f"DELETE FROM talent_{table} WHERE engineer_id = %(other)s" for table in OWN if table != "evidence")
    evidence = "SELECT talent_erase_evidence(%(other)s)"
    assert refused_by(ERASE, *bare, evidence, names=names) == "engineer_is_erased_whole"  # their hours are left


def test_raw_sql_takes_no_evidence_from_somebody_who_is_not_erased(names):
    assert refused_by("SELECT talent_erase_evidence(%(other)s)", names=names) == "evidence_goes_only_with_its_engineer"


def test_raw_sql_takes_nobody_out_of_a_list_who_is_not_erased(names):
    lists = Shortlist.objects.order_by("id").values("id", "found")
    before = list(lists)
    with connection.cursor() as cursor:
        cursor.execute("SELECT matching_redact_shortlists(%(shown)s)", names)
    assert list(lists.all()) == before


FALSE = "jsonb_set(found, '{{roles, 0, {}, 0, {}}}', {})"


@pytest.mark.parametrize(
    "change",
    [
        f"found = {FALSE.format('engineers', 'score', chr(39) + '1' + chr(39))}",
        f"found = {FALSE.format('engineers', 'erased', chr(39) + 'true' + chr(39))}",
        f"found = {FALSE.format('engineers', 'name', chr(39) + chr(34) + 'Ana' + chr(34) + chr(39))}",
        "found = '{\"roles\": []}'",
        "top = 1",
    ],
)
@pytest.mark.usefixtures("own_database")
def test_raw_sql_even_of_the_owner_falsifies_no_list_and_takes_no_evidence(change):
    operator, rosa = local_operator(), make_engineer("Rosa", seen={"python": 3.0})
    match_brief(operator, operator_organisation(), text=FITS, top=3, spent=Spent())
    named: dict[str, object] = {"other": rosa.id}
    rule = "shortlist_only_loses_who_was_erased"
    assert refused_by(f"UPDATE matching_shortlist SET {change}", names=named, using="migrator") == rule
    rule = "evidence_goes_only_with_its_engineer"
    assert refused_by("DELETE FROM talent_evidence", names=named, using="migrator") == rule


@pytest.mark.django_db(databases=["default", "migrator"])
@pytest.mark.parametrize("value", [UUID(int=0), UUID(int=2**128 - 1), *(uuid4() for _ in range(20))])
def test_the_database_reads_a_shown_id_as_the_program_does(value):
    from guildworks.platform.ids import shown

    with connections["migrator"].cursor() as cursor:
        cursor.execute("SELECT platform_id_behind(%s)", [shown("eng", value)])
        assert cursor.fetchone() == (value,)
