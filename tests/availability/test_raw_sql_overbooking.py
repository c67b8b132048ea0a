"""Ways to over-book by raw SQL, as the program's own role: each is refused by name, and nobody is over-booked.

Every attack has an engineer of its own with 40 hours a week. Of the twelve weeks from the next one on 20 hours are
booked and 10 held, so that 10 are free; other reservations have ended. Hours in SQL are quarter hours.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import CheckViolation, SerializationFailure

from tests.availability.reservations import (
    INTO,
    Scene,
    connected,
    excepting,
    make_scene,
    move,
    place,
    row,
    usual,
    value,
)
from tests.cast import make_engineer
from tests.conftest import copy, current_database, drop, point_at, url

FREE, TOO_MUCH = "{40}", "{44}"
CAPACITY, COVERED = "reservation_within_capacity", "capacity_covers_what_is_reserved"
MOVES_ON, LIVES, ONCE = "reservation_only_moves_on", "hold_changes_only_while_it_lives", "hold_is_lengthened_once"
DENIED = "permission denied|must be owner"
IT_ENDS = "expires_at = NULL, ended_at = NULL"


# What belongs to the owner alone.
FORBIDDEN = {
    "triggers_disabled": "ALTER TABLE availability_reservation DISABLE TRIGGER ALL",
    "trigger_dropped": "DROP TRIGGER reservation_within_capacity ON availability_reservation",
    "trigger_of_ones_own": (
        "CREATE TRIGGER a BEFORE INSERT ON availability_reservation FOR EACH ROW "
        "EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    ),
    "rule_of_ones_own": "CREATE RULE a AS ON INSERT TO availability_workweek DO INSTEAD NOTHING",
    "constraint_dropped": "ALTER TABLE availability_reservation DROP CONSTRAINT reservation_hours_fit_in_a_week",
    "table_renamed": "ALTER TABLE availability_workweek RENAME TO w",
    "table_of_ones_own_in_its_place": "CREATE TABLE public.availability_workweek ()",
    "temporary_table_in_its_place": "CREATE TEMP TABLE availability_workweek (engineer_id uuid)",
    "temporary_table_by_select": "SELECT 1 AS a INTO TEMP availability_workweek",
    "temporary_function_in_its_place": (
        "CREATE FUNCTION pg_temp.availability_alone(uuid[], text) RETURNS timestamptz LANGUAGE sql RETURN now()"
    ),
    "schema_of_ones_own": "CREATE SCHEMA mine",
    "guard_replaced": (
        "CREATE OR REPLACE FUNCTION availability_alone(engineers uuid[], name text) RETURNS timestamptz"
        " LANGUAGE sql RETURN now()"
    ),
    "guard_altered": "ALTER FUNCTION availability_reservation_placed() SECURITY INVOKER",
    "guard_with_another_search_path": "ALTER FUNCTION availability_reservation_placed() SET search_path = pg_temp",
    "guard_dropped": "DROP FUNCTION availability_reservation_placed() CASCADE",
    "guard_called": "SELECT availability_reservation_placed()",
    "mark_of_expiry_called": "SELECT availability_mark_expired(ARRAY[%(engineer)s]::uuid[])",
    "lock_of_the_guard_called": "SELECT availability_alone(ARRAY[%(engineer)s]::uuid[], 'x')",
    "rights_granted_to_oneself": "GRANT EXECUTE ON FUNCTION availability_alone(uuid[], text) TO guildworks_app",
    "replication_role": "SET session_replication_role = replica",
    "replication_role_by_function": "SELECT set_config('session_replication_role', 'replica', true)",
    "replication_role_for_next_time": "ALTER ROLE guildworks_app SET session_replication_role = replica",
    "role_of_the_owner": "SET ROLE guildworks_owner",
    "session_of_the_owner": "SET SESSION AUTHORIZATION guildworks_migrator",
    "member_of_the_owner": "GRANT guildworks_owner TO guildworks_app",
    "catalogue_written": "UPDATE pg_trigger SET tgenabled = 'D'",
    "words_of_plpgsql_changed": "SET plpgsql.variable_conflict = use_column",
    "file_read_in": "COPY availability_reservation FROM '/etc/hostname'",
    "program_run": "COPY availability_reservation FROM PROGRAM 'true'",
}
# What is tried and what refuses it: the name of a rule, or words of the database. Of several statements, each a
# transaction unless they begin one, the last is refused.
ATTACKS: dict[str, tuple[str, tuple[str, ...]]] = {
    # New reservations.
    "more_than_is_free": (CAPACITY, (place(TOO_MUCH),)),
    "one_more_than_is_free_in_the_last_week_only": (CAPACITY, (place("{0,0,0,0,0,0,0,0,0,0,0,41}"),)),
    "two_rows_of_one_insert": (CAPACITY, (f"{place(FREE)}, {row('{4}')}",)),
    "two_rows_of_two_groups_and_of_other_weeks": (
        CAPACITY,
        (f"{place(FREE)}, {row('{4,4}', first='%(week)s - 7')}",),
    ),
    "insert_select": (CAPACITY, (f"{INTO} SELECT {row('{4}')[1:-1]} FROM generate_series(1, 11)",)),
    "insert_select_of_what_there_is": (
        CAPACITY,
        (
            f"{INTO} SELECT gen_random_uuid(), gen_random_uuid(), engineer_id, organisation_id, holder_kind, "
            "holder_id, first_week, quarter_hours, 'hold', placed_at, clock_timestamp() + interval '1 hour', NULL, "
            "NULL FROM availability_reservation WHERE id = %(booked)s",
        ),
    ),
    "two_inserts_in_a_transaction": (CAPACITY, ("BEGIN", place(FREE), place("{1}"))),
    "insert_after_a_savepoint": (
        CAPACITY,
        ("BEGIN", "SAVEPOINT s", place(FREE), "RELEASE s", "SAVEPOINT t", place("{1}")),
    ),
    "insert_after_a_refusal_rolled_back": (
        CAPACITY,
        ("BEGIN", "SAVEPOINT s", place(FREE), "ROLLBACK TO s", place("{24}"), place("{24}")),
    ),
    "refusal_caught_in_a_block": (
        CAPACITY,
        (
            f"DO $$ BEGIN {place(FREE)}; BEGIN {place('{8}')}; EXCEPTION WHEN check_violation THEN NULL; END; "
            f"{place('{8}')}; END $$",
        ),
    ),
    "prepared_statement": (
        CAPACITY,
        (f"PREPARE again AS {place('{24}')}", "EXECUTE again", "EXECUTE again"),
    ),
    "cursor_of_inserts": (
        CAPACITY,
        (f"WITH taken AS ({place(TOO_MUCH)} RETURNING id) SELECT count(*) FROM taken",),
    ),
    "two_inserts_of_one_statement": (CAPACITY, (f"WITH one AS ({place('{24}')}) {place('{24}')}",)),
    "merge_that_inserts": (
        CAPACITY,
        (
            "MERGE INTO availability_reservation r USING (VALUES (gen_random_uuid()), (gen_random_uuid())) v (id) "
            f"ON r.id = v.id WHEN NOT MATCHED THEN {INTO.replace('INTO public.availability_reservation ', '')} "
            f"VALUES {row('{24}', reservation='v.id')}",
        ),
    ),
    "on_conflict_do_nothing": (
        CAPACITY,
        (f"{place('{1}', reservation='%(held)s')}, {row(TOO_MUCH)} ON CONFLICT DO NOTHING",),
    ),
    "on_conflict_do_update": (
        ONCE,
        (
            f"{place('{1}', reservation='%(held)s')} ON CONFLICT (id) DO UPDATE SET expires_at = "
            "availability_reservation.expires_at + interval '1 day'",
        ),
    ),
    "copy": (
        CAPACITY,
        (
            f"COPY {INTO.removeprefix('INSERT INTO ')} FROM STDIN (DELIMITER '|')\n"
            "{new}|{new}|{engineer}|{new}|brief|{new}|{week}|{{44,44}}|hold|2026-01-01|{later}|\\N|\\N",
        ),
    ),
    "copy_freeze": (
        "FREEZE",
        (f"COPY {INTO.removeprefix('INSERT INTO ')} FROM STDIN (DELIMITER '|', FREEZE)\n",),
    ),
    "begins_as_a_booking": (
        "reservation_begins_as_a_hold",
        (place(TOO_MUCH, state="booked", expires="NULL"),),
    ),
    "begins_as_released": (
        "reservation_begins_as_a_hold",
        (place(TOO_MUCH, state="released", ended="now()"),),
    ),
    "begins_as_expired_beside_a_hold": (
        "reservation_begins_as_a_hold",
        (f"{place('{4}')}, {row('{80}', state='expired', ended='now()')}",),
    ),
    "begins_as_something_unheard_of": ("reservation_state_is_known", (place(TOO_MUCH, state="Booked", ended="now()"),)),
    "booking_that_expires": ("reservation_only_holds_expire", (place(TOO_MUCH, state="booked"),)),
    "hold_that_never_expires": ("reservation_only_holds_expire", (place(FREE, expires="NULL"),)),
    "hold_until_infinity": ("reservation_begins_as_a_hold", (place(FREE, expires="'infinity'"),)),
    "hold_that_has_expired": ("hold_expires_within_a_month", (place("{80}", expires="clock_timestamp()"),)),
    "hold_since_infinity": ("hold_expires_within_a_month", (place("{80}", expires="'-infinity'"),)),
    "hold_of_two_months": ("hold_expires_within_a_month", (place(FREE, expires="now() + interval '62 days'"),)),
    "of_an_engineer_who_has_said_no_capacity": (CAPACITY, (place("{1}", engineer="%(silent)s"),)),
    "of_nobody": (CAPACITY, (place("{1}", engineer="gen_random_uuid()"),)),
    "of_two_engineers_one_of_whom_is_full": (CAPACITY, (f"{place('{80}', engineer='%(other)s')}, {row(TOO_MUCH)}",)),
    # Hours and weeks that are none.
    "hours_null": ("reservation_hours_fit_in_a_week", (place("{NULL}"),)),
    "hours_null_among_others": ("reservation_hours_fit_in_a_week", (place("{40,NULL,80}"),)),
    "hours_negative": ("reservation_hours_fit_in_a_week", (place("{-40,40}"),)),
    "hours_negative_beside_too_many": (
        "reservation_hours_fit_in_a_week",
        (f"{place('{-40}')}, {row('{80}')}",),
    ),
    "hours_of_no_week": ("reservation_hours_fit_in_a_week", (place("{}"),)),
    "hours_all_zero": ("reservation_hours_fit_in_a_week", (place("{0,0}"),)),
    "hours_more_than_a_week_has": ("reservation_hours_fit_in_a_week", (place("{673}"),)),
    "hours_beyond_the_type": ("out of range", (place("{65540}"),)),
    "hours_of_two_dimensions": ("reservation_has_1_to_104_weeks", (place("{{80},{80}}"),)),
    "hours_from_another_lower_bound": ("reservation_has_1_to_104_weeks", (place("[0:1]={80,80}"),)),
    "hours_from_a_far_lower_bound": ("reservation_has_1_to_104_weeks", (place("[900:900]={80}"),)),
    "weeks_105": ("reservation_has_1_to_104_weeks", (place("{" + ",".join("4" * 105) + "}"),)),
    "week_of_a_tuesday": ("reservation_begins_on_monday", (place("{80}", first="%(week)s + 1"),)),
    "week_infinite": ("reservation_ends_within_104_weeks", (place("{80}", first="'infinity'"),)),
    "week_infinitely_long_ago": ("reservation_begins_this_week_or_later", (place("{80}", first="'-infinity'"),)),
    "week_that_is_over": ("reservation_begins_this_week_or_later", (place("{80,80,80}", first="%(week)s - 21"),)),
    "week_before_christ": (
        "reservation_begins_this_week_or_later",
        (place("{80}", first="date_trunc('week', '0044-03-15 BC'::date)"),),
    ),
    "week_beyond_104": ("reservation_ends_within_104_weeks", (place("{80}", first="%(week)s + 7 * 105"),)),
    "last_week_beyond_104": ("reservation_ends_within_104_weeks", (place("{4,80}", first="%(week)s + 7 * 103"),)),
    # What is reserved becomes something else.
    "later_weeks": ("permission denied", (move("held", "first_week = first_week + 7"),)),
    "more_hours": ("permission denied", (move("held", "quarter_hours = '{80}'"),)),
    "an_element_of_hours": ("permission denied", (move("held", "quarter_hours[3] = 99"),)),
    "another_engineer": ("permission denied", (move("other_held", "engineer_id = %(engineer)s"),)),
    "another_group": ("permission denied", (move("held", "group_id = gen_random_uuid()"),)),
    "another_id": ("permission denied", (move("held", "id = gen_random_uuid()"),)),
    "whole_row": ("permission denied", (move("held", "(state, first_week) = ('hold', %(week)s)"),)),
    "merge_that_updates": (
        "permission denied",
        (
            "MERGE INTO availability_reservation r USING (VALUES (%(held)s)) v (id) ON r.id = v.id "
            "WHEN MATCHED THEN UPDATE SET quarter_hours = '{99}'",
        ),
    ),
    "merge_that_revives": (
        MOVES_ON,
        (
            "MERGE INTO availability_reservation r USING (VALUES (%(released)s)) v (id) ON r.id = v.id "
            "WHEN MATCHED THEN UPDATE SET state = 'booked', expires_at = NULL, ended_at = NULL",
        ),
    ),
    "released_to_booked": (MOVES_ON, (move("released", f"state = 'booked', {IT_ENDS}"),)),
    "released_to_hold": (MOVES_ON, (move("released", "state = 'hold', ended_at = NULL"),)),
    "declined_to_hold": (MOVES_ON, (move("declined", "state = 'hold', ended_at = NULL"),)),
    "declined_to_expired": (MOVES_ON, (move("declined", "state = 'expired'"),)),
    "booked_to_hold": (
        MOVES_ON,
        (move("booked", "state = 'hold', expires_at = now() + interval '9 days', accepted_at = now()"),),
    ),
    "expired_to_hold": (
        MOVES_ON,
        (
            move("expired", "state = 'expired', ended_at = expires_at"),
            move("expired", "state = 'hold', ended_at = NULL, expires_at = now() + interval '1 day'"),
        ),
    ),
    "expired_by_a_lie": (LIVES, (move("held", "state = 'expired', ended_at = now()"),)),
    "expired_and_unswept_to_booked": (LIVES, (move("expired", "state = 'booked', expires_at = NULL"),)),
    "expired_and_unswept_to_booked_once_others_have_it": (
        MOVES_ON,
        (place("{40}"), move("expired", f"state = 'booked', {IT_ENDS}")),
    ),
    "expired_and_unswept_lengthened": (
        LIVES,
        (move("expired", "accepted_at = now(), expires_at = now() + interval '9 days'"),),
    ),
    "expired_and_unswept_lengthened_backwards": (LIVES, (move("expired", "accepted_at = now()"),)),
    "expired_and_unswept_released": (LIVES, (move("expired", "state = 'released', ended_at = now()"),)),
    "booked_and_lengthened_with_others_in_one_update": (
        LIVES,
        (
            "UPDATE availability_reservation SET state = 'booked', expires_at = NULL "
            "WHERE id IN (%(held)s, %(expired)s)",
        ),
    ),
    "lengthened_without_a_yes": (ONCE, (move("held", "expires_at = expires_at + interval '1 day'"),)),
    "lengthened_twice": (
        ONCE,
        (
            move("held", "accepted_at = now(), expires_at = expires_at + interval '1 day'"),
            move("held", "accepted_at = now(), expires_at = expires_at + interval '1 day'"),
        ),
    ),
    "lengthened_twice_by_unsaying_the_yes": (
        ONCE,
        (
            move("held", "accepted_at = now(), expires_at = expires_at + interval '1 day'"),
            move("held", "accepted_at = NULL"),
        ),
    ),
    "lengthened_to_infinity": (ONCE, (move("held", "accepted_at = now(), expires_at = 'infinity'"),)),
    "lengthened_by_three_months": (
        ONCE,
        (move("held", "accepted_at = now(), expires_at = now() + interval '90 days'"),),
    ),
    "shortened": (ONCE, (move("held", "accepted_at = now(), expires_at = expires_at - interval '1 hour'"),)),
    "touched": (ONCE, (move("held", "state = state"),)),
    "hold_moved_on_and_its_hours_taken_in_one_statement": (
        CAPACITY,
        (f"WITH moved AS ({move('held', 'state = $$booked$$, expires_at = NULL')}) {place(TOO_MUCH)}",),
    ),
    "released_and_more_taken_in_one_statement": (
        CAPACITY,
        (f"WITH gone AS ({move('held', 'state = $$released$$, ended_at = now()')}) {place('{81}')}",),
    ),
    "deleted": ("permission denied", ("DELETE FROM availability_reservation",)),
    "truncated": ("permission denied", ("TRUNCATE availability_reservation",)),
    # Capacity.
    "capacity_lowered": (COVERED, (usual("119"),)),
    "capacity_to_zero": (COVERED, (usual("0"),)),
    "capacity_unsaid": (COVERED, (usual("NULL"),)),
    "capacity_lowered_by_upsert": (
        COVERED,
        (
            "INSERT INTO availability_workweek (engineer_id, quarter_hours) VALUES (%(engineer)s, 1) "
            "ON CONFLICT (engineer_id) DO UPDATE SET quarter_hours = excluded.quarter_hours",
        ),
    ),
    "capacity_lowered_by_merge": (
        COVERED,
        (
            "MERGE INTO availability_workweek w USING (VALUES (%(engineer)s)) v (id) ON w.engineer_id = v.id "
            "WHEN MATCHED THEN UPDATE SET quarter_hours = 4",
        ),
    ),
    "capacity_lowered_after_a_hold_that_fits": (COVERED, ("BEGIN", place(FREE), usual("156"))),
    "capacity_lowered_and_taken_in_one_statement": (
        CAPACITY,
        (f"WITH less AS ({usual('140')}) {place(FREE)}",),
    ),
    "capacity_raised_taken_and_lowered": (COVERED, ("BEGIN", usual("672"), place("{500}"), usual("160"))),
    "capacity_of_a_second_row": (
        "availability_workweek_pkey",
        ("INSERT INTO availability_workweek (engineer_id, quarter_hours) VALUES (%(engineer)s, 672)",),
    ),
    "capacity_deleted": ("permission denied", ("DELETE FROM availability_workweek WHERE engineer_id = %(engineer)s",)),
    "capacity_truncated": ("permission denied", ("TRUNCATE availability_workweek CASCADE",)),
    "capacity_of_somebody_else": (
        "permission denied",
        ("UPDATE availability_workweek SET engineer_id = %(silent)s WHERE engineer_id = %(engineer)s",),
    ),
    "time_of_the_last_change_written": (
        "permission denied",
        ("UPDATE availability_workweek SET checked_at = '-infinity'",),
    ),
    "time_of_the_last_change_begun_with": (
        "permission denied",
        ("INSERT INTO availability_workweek (engineer_id, checked_at) VALUES (%(silent)s, 'infinity')",),
    ),
    "exception_below_what_is_reserved": (COVERED, (excepting(119),)),
    "exception_lowered_later": (
        COVERED,
        (
            excepting(120),
            "UPDATE availability_capacityexception SET quarter_hours = 0 WHERE engineer_id = %(engineer)s",
        ),
    ),
    "exception_raised_taken_and_undone": (
        COVERED,
        (
            "BEGIN",
            excepting(400),
            place("{280}"),
            "UPDATE availability_capacityexception SET quarter_hours = NULL WHERE engineer_id = %(engineer)s",
        ),
    ),
    "exception_and_what_it_does_not_cover_in_one_statement": (
        CAPACITY,
        (f"WITH more AS ({excepting(200)}) {place('{81}')}",),
    ),
    "exception_that_accepts_what_is_taken_in_one_statement": (
        CAPACITY,
        (f"WITH taken AS ({place('{80}')}) {excepting(160, accepted=40)}",),
    ),
    "exception_that_accepts_an_excess_that_is_not_there": ("accepted_excess_is_there", (excepting(160, accepted=4),)),
    "exception_that_accepts_more_than_there_is": ("accepted_excess_is_there", (excepting(100, accepted=21),)),
    "exception_that_accepts_in_a_week_without_any": (
        "accepted_excess_is_there",
        (excepting(0, accepted=1, week="%(week)s + 7 * 50"),),
    ),
    "exception_that_accepts_less_than_there_is": (COVERED, (excepting(100, accepted=19),)),
    "exception_that_accepts_below_zero": ("capacity_exception_excess_fits_in_a_week", (excepting(200, accepted=-1),)),
    "hold_into_an_accepted_excess": (CAPACITY, (excepting(100, accepted=20), place("{1}"))),
    "hold_after_part_of_an_accepted_excess_has_ended": (
        CAPACITY,
        (excepting(60, accepted=60), move("held", "state = 'released', ended_at = now()"), place("{1}")),
    ),
    "accepted_excess_kept_when_its_reason_ends": (
        "accepted_excess_is_there",
        (
            excepting(100, accepted=20),
            move("held", "state = 'released', ended_at = now()"),
            "UPDATE availability_capacityexception SET accepted_quarter_hours = 20 WHERE engineer_id = %(engineer)s",
        ),
    ),
    "exception_of_a_tuesday": ("capacity_exception_begins_on_monday", (excepting(600, week="%(week)s + 1"),)),
    "exception_twice_a_week": ("capacity_exception_once_a_week", (excepting(160), excepting(640))),
    "exception_of_an_infinite_week": ("capacity_exception_within_104_weeks", (excepting(600, week="'infinity'"),)),
    "exception_since_infinity": ("capacity_exception_within_104_weeks", (excepting(600, week="'-infinity'"),)),
    "exception_beyond_104_weeks": (
        "capacity_exception_within_104_weeks",
        (excepting(600, week="%(week)s + 7 * 104"),),
    ),
    "exception_of_another_week": (
        "permission denied",
        (excepting(600), "UPDATE availability_capacityexception SET week = week + 7"),
    ),
    "exceptions_deleted": ("permission denied", ("DELETE FROM availability_capacityexception",)),
    "exceptions_truncated": ("permission denied", ("TRUNCATE availability_capacityexception",)),
    # Around the guard.
    "constraints_deferred": (CAPACITY, ("BEGIN", "SET CONSTRAINTS ALL DEFERRED", place(TOO_MUCH))),
    "written_at_read_uncommitted": (CAPACITY, ("BEGIN ISOLATION LEVEL READ UNCOMMITTED", place(TOO_MUCH))),
    **{name: (DENIED, (statement,)) for name, statement in FORBIDDEN.items()},
}
SETTINGS = (
    "search_path = pg_temp, pg_catalog",
    "search_path = ''",
    "row_security = off",
    "transform_null_equals = on",
    "array_nulls = off",
    "timezone = 'Pacific/Kiritimati'",
    "timezone = 'Etc/GMT+12'",
    "datestyle = 'SQL, DMY'",
    "intervalstyle = sql_standard",
    "plan_cache_mode = force_custom_plan",
    "plpgsql.extra_errors = none",
    "check_function_bodies = off",
    "enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off",
    "enable_seqscan = off; SET enable_nestloop = off; SET enable_sort = off",
    "debug_parallel_query = on",
    "default_transaction_isolation = serializable",
    "synchronous_commit = off",
    "jit_above_cost = 0",
    "constraint_exclusion = on",
    "from_collapse_limit = 1; SET join_collapse_limit = 1; SET geqo_threshold = 2",
    "work_mem = '64kB'",
)
ALLOWED = {
    "hold_of_all_that_is_free": (place(FREE),),
    "hold_of_weeks_with_nothing_taken": (place("{160,160}", first="%(week)s + 7 * 12"),),
    "holds_of_two_engineers": (f"{place(FREE)}, {row(FREE, engineer='%(other)s')}",),
    "hold_of_the_furthest_week": (place("{160}", first="%(week)s + 7 * 103"),),
    "living_hold_booked": (move("held", "state = 'booked', expires_at = NULL"), place(FREE)),
    "living_hold_lengthened_once": (move("held", "accepted_at = now(), expires_at = expires_at + interval '14 days'"),),
    "hold_released_and_its_hours_taken": (move("held", "state = 'released', ended_at = now()"), place("{80}")),
    "hold_declined_and_its_hours_taken": (move("held", "state = 'declined', ended_at = now()"), place("{80}")),
    "booking_released_and_its_hours_taken": (move("booked", "state = 'released', ended_at = now()"), place("{120}")),
    "hours_of_an_expired_hold_taken": ("SELECT %(expired)s", place(FREE)),
    "expired_hold_marked": (move("expired", "state = 'expired', ended_at = expires_at"),),
    "released_and_taken_in_one_statement": (
        f"WITH gone AS ({move('held', 'state = $$released$$, ended_at = now()')}) {place('{80}')}",
    ),
    "capacity_raised_and_taken": (usual("200"), place("{80}")),
    "capacity_lowered_to_what_is_reserved": (usual("120"),),
    "exception_raised_and_taken": (excepting(300), place("{180}")),
    "exception_and_what_it_covers_in_one_statement": (f"WITH more AS ({excepting(200)}) {place('{80}')}",),
    "excess_accepted": (excepting(100, accepted=20), move("held", "state = 'booked', expires_at = NULL")),
    "capacity_said_and_taken": (
        "INSERT INTO availability_workweek (engineer_id, quarter_hours) VALUES (%(silent)s, 160)",
        place("{160}", engineer="%(silent)s"),
    ),
}


@pytest.fixture(scope="module")
def database(server, template, worker_id, django_db_blocker, django_db_setup) -> Iterator[str]:
    """A database for all attacks: none of them leaves anything that a later one could meet."""
    name = f"attacked_{worker_id}_{os.getpid()}"
    with django_db_blocker.unblock():
        before = current_database()
        copy(server, template, name)
        point_at(server, name)
        make_engineer("Rosa", hours=None, day=None)
        point_at(server, before)
        yield url(server.app, name)
        drop(server.admin, name)


@pytest.fixture
def scene(database) -> Iterator[Scene]:
    with connected(database) as sql:
        yield make_scene(sql)


def refused(scene: Scene, statement: str) -> str:
    """What refuses the statement: the name of the rule, else the database's words."""
    with pytest.raises(psycopg.Error) as error:
        scene.run(statement)
    return error.value.diag.constraint_name or str(error.value).splitlines()[0]


@pytest.mark.parametrize(("by", "statements"), ATTACKS.values(), ids=ATTACKS)
def test_raw_sql_cannot_overbook(scene, by, statements):
    if any("%(expired)s" in statement for statement in statements):
        scene.expire()
    for statement in statements[:-1]:
        scene.run(statement)
    assert re.search(by, refused(scene, statements[-1]))
    scene.run("COMMIT")
    assert scene.overbooked() == []


@pytest.mark.parametrize("setting", SETTINGS)
def test_raw_sql_cannot_overbook_whatever_is_set(scene, setting):
    scene.run(f"SET {setting}")
    assert refused(scene, place(TOO_MUCH)) == CAPACITY
    scene.run(place(FREE))
    assert refused(scene, place("{1}")) == CAPACITY
    scene.run("RESET ALL")
    assert scene.overbooked() == []


@pytest.mark.parametrize("statements", ALLOWED.values(), ids=ALLOWED)
def test_what_raw_sql_may_do(scene, statements):
    """So that what is refused above is refused for its hours, and not for the way it is asked."""
    if any("%(expired)s" in statement for statement in statements):
        scene.expire()
    for statement in statements:
        scene.run(statement)
    assert scene.overbooked() == []


# What a transaction wants that looked at the database before another one took all that was free.
OUTDATED = {
    "hold": place(FREE),
    "capacity": usual("120"),
    "exception": excepting(120),
    "exception_accepting": excepting(100, accepted=20),
    "expired_marked": move("expired", "state = 'expired', ended_at = expires_at"),
}


@pytest.mark.parametrize("other", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
@pytest.mark.parametrize("statement", OUTDATED.values(), ids=OUTDATED)
def test_raw_sql_with_an_outdated_snapshot_is_refused_and_nothing_overbooked(scene, database, statement, level, other):
    scene.expire()
    with connected(database) as early:
        early.execute(f"BEGIN ISOLATION LEVEL {level}")
        early.execute("SELECT count(*) FROM availability_reservation")
        scene.run(f"BEGIN ISOLATION LEVEL {other}")
        scene.run(place(FREE))
        scene.run("COMMIT")
        with pytest.raises(psycopg.errors.SerializationFailure):
            early.execute(statement, scene.names)
    assert scene.overbooked() == []


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
@pytest.mark.parametrize("end", ["COMMIT", "ROLLBACK"])
def test_raw_sql_of_a_second_waits_for_the_first_and_only_one_overbooks_nobody(scene, database, end, level):
    won = end == "ROLLBACK"
    with connected(database) as second, ThreadPoolExecutor(1) as thread:
        second.execute(f"BEGIN ISOLATION LEVEL {level}")
        scene.run("BEGIN")
        scene.run(place(FREE))
        waiting = thread.submit(second.execute, place(FREE), scene.names)
        while not value(scene.sql, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"):
            assert not waiting.done()
        scene.run(end)
        error = waiting.exception(10)
        second.execute("COMMIT")
    assert (error is None) == won
    assert won or isinstance(error, CheckViolation | SerializationFailure)
    assert scene.overbooked() == []


def test_raw_sql_of_two_cannot_overbook_somebody_who_has_said_the_hours_of_one_week_only(scene, database):
    with connected(database) as second, suppress(psycopg.Error):
        scene.run(excepting(160).replace("%(engineer)s", "%(silent)s"))
        second.execute("SET lock_timeout = '200 ms'")
        for sql in (scene.sql, second):
            sql.execute("BEGIN")
            sql.execute(place("{160}", engineer="%(silent)s"), scene.names)
        second.execute("COMMIT")
    scene.run("COMMIT")
    assert scene.overbooked() == []


@pytest.mark.parametrize("last", ["booked", "lengthened", "released"])
def test_raw_sql_cannot_revive_a_hold_that_expired_before_the_clock_was_set_back(scene, server, database, last):
    """A clock an hour ahead saw the hold expire; set back, it would see it live again."""
    scene.names["soon"] = uuid4()
    soon = "clock_timestamp() + interval '30 minutes'"
    scene.run(place(FREE, reservation="%(soon)s", expires=soon))
    assert refused(scene, place("{1}")) == CAPACITY
    owner = url(server.migrator, scene.sql.info.dbname)
    ahead = "UPDATE availability_workweek SET checked_at = now() + interval %s WHERE engineer_id = %s"
    with connected(owner) as migrator:
        migrator.execute(ahead, ["1 hour", scene.names["engineer"]])
    revivals = {
        "booked": move("soon", f"state = 'booked', {IT_ENDS}"),
        "lengthened": move("soon", "accepted_at = now(), expires_at = now() + interval '3 days'"),
        "released": move("soon", "state = 'released', ended_at = now()"),
    }
    assert refused(scene, revivals[last]) == LIVES
    scene.run(place(FREE))
    assert refused(scene, place("{1}")) == CAPACITY
    assert refused(scene, revivals[last]) == MOVES_ON
    assert scene.overbooked() == []
