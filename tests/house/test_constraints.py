"""Every rule that the database holds is broken once, with raw SQL. Why: a constraint that never refused anything may be
spelled wrong; and the program turns its name into words for people, so it must be that name which refuses.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.platform.refusals import constraint_of
from tests.api.asking import Program, key_of
from tests.cast import make_account, make_brief, make_cast, make_engineer, make_list
from tests.conversations.telling import tell

RULES = """
    SELECT conname, conrelid::regclass::text FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'x')
        AND conrelid::regclass::text !~ '^(django|auth|account|mfa|socialaccount|usersessions|procrastinate)_'
    UNION SELECT relname, indrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indisunique AND (indpred IS NOT NULL OR indexprs IS NOT NULL) AND relnamespace = 'public'::regnamespace
        AND indrelid::regclass::text !~ '^(django|auth|account|mfa|socialaccount|usersessions|procrastinate)_'
"""
APPEND_ONLY = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'platform_append_only'::regproc ORDER BY 1"


def again(table: str, values: str = "{}") -> str:
    """Insert the rows of a table once more, with new ids and these values."""
    record = f"jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()) || '{values}')"
    return f"INSERT INTO {table} SELECT ({record}).* FROM {table} t"


def pattern(starts: str = "starts", ends: str = "ends", weekdays: str = "weekdays") -> str:
    """Insert the working patterns once more, with other values."""
    columns = "zone, starts, ends, weekdays"
    return (
        f"INSERT INTO availability_workingpattern ({columns})"
        f" SELECT zone, {starts}, {ends}, {weekdays} FROM availability_workingpattern"
    )


def excepted(week: str = "week") -> str:
    """Insert the exceptions once more, in another week."""
    columns = "engineer_id, week, accepted_quarter_hours, reason"
    return (
        f"INSERT INTO availability_capacityexception ({columns})"
        f" SELECT engineer_id, {week}, 0, reason FROM availability_capacityexception"
    )


# What breaks each rule, run by the program's own login on three people and an engineer who has everything.
BREAKS = {
    "api_key_begins_as_no_other": again("accounts_apikey"),
    "api_key_expires_after_it_was_made": "UPDATE accounts_apikey SET expires_at = made_at",
    "api_key_has_a_name": "UPDATE accounts_apikey SET name = ''",
    "api_key_has_one_owner": "UPDATE accounts_apikey SET membership_id = NULL",
    "api_key_made_once": again("accounts_apikey", '{"beginning": "gwk_ANOTHERONE"}'),
    "api_key_scopes_are_known": "UPDATE accounts_apikey SET scopes = '{everything}'",
    "attention_is_not_negative": "UPDATE matching_attention SET shown = -1",
    "backup_holds_something": again("platform_backup", '{"bytes": 0}'),
    "brief_correction_counts_from_1": again("matching_briefcorrection", '{"version": 0}'),
    "brief_correction_follows_the_last": again("matching_briefcorrection"),
    "brief_correction_has_a_value_or_says_why_not": again(
        "matching_briefcorrection", '{"says": "nothing", "version": 2}'
    ),
    "capacity_exception_begins_on_monday": excepted(week="week + 1"),
    "capacity_exception_excess_fits_in_a_week": "UPDATE availability_capacityexception SET accepted_quarter_hours = -1",
    "capacity_exception_fits_in_a_week": "UPDATE availability_capacityexception SET quarter_hours = 673",
    "capacity_exception_has_a_reason": "UPDATE availability_capacityexception SET reason = 'tired of it'",
    "capacity_exception_once_a_week": excepted(),
    "capacity_fits_in_a_week": "UPDATE availability_workweek SET quarter_hours = 673",
    "capacity_is_said_before_it_is_confirmed": "UPDATE availability_workweek SET quarter_hours = NULL",
    "claim_level_from_1_to_4": "UPDATE talent_claim SET level = 5",
    "claim_once_for_each_skill": again("talent_claim"),
    "comment_names_nobody_or_more": again("conversations_comment", f'{{"named": -1, "token": "{uuid4()}"}}'),
    "comment_says_something_until_taken_back": again(
        "conversations_comment", f'{{"named": 0, "text": "", "token": "{uuid4()}"}}'
    ),
    "comment_sent_once": again("conversations_comment"),
    "database_state_is_one_row": "INSERT INTO platform_databasestate VALUES (false, 'another')",
    "demo_mode_is_one_row": again("platform_demomode", '{"only": false}'),
    "engineer_account_once_for_each_profile": (
        "INSERT INTO accounts_engineeraccount (user_id, engineer_id, since) SELECT u.id, a.engineer_id, now()"
        " FROM accounts_user u, accounts_engineeraccount a WHERE u.id <> a.user_id LIMIT 1"
    ),
    "engineer_country_is_a_code": "UPDATE talent_engineer SET country = 'de'",
    "engineer_has_a_name": "UPDATE talent_engineer SET public_name = ''",
    "engineer_says_nothing_once_erased": "UPDATE talent_engineer SET erased_at = now()",
    "engineer_years_are_a_working_life": "UPDATE talent_engineer SET years = 70.1",
    "evidence_error_is_positive": again("talent_evidence", '{"standard_error": 0}'),
    "evidence_mean_on_the_scale": again("talent_evidence", '{"mean": 5.01}'),
    "hold_watch_is_one_row": "INSERT INTO availability_holdwatch VALUES (false, now())",
    "hold_notice_is_about_something_known": again("availability_holdnotice", '{"about": "weather"}'),
    "hold_told_once": again("availability_holdnotice"),
    "invitation_expires_after_it_was_made": again("accounts_invitation", '{"expires_at": "2020-01-01"}'),
    "invitation_has_ended_or_not": "UPDATE accounts_invitation SET ended_as = 'accepted'",
    "invitation_of_an_engineer_names_the_profile": again(
        "accounts_invitation", '{"token_hash": "\\\\x00", "email": "another@example.org", "role": "engineer"}'
    ),
    "invitation_open_once": again("accounts_invitation", '{"token_hash": "\\\\x00", "email": "DI@example.org"}'),
    "invitation_role_is_known": again("accounts_invitation", '{"role": "king"}'),
    "invitation_token_is_its_own": again("accounts_invitation", '{"email": "another@example.org"}'),
    "kept_answer_made_something": "UPDATE platform_keptanswer SET status = 404",
    "kept_answer_once_for_each_key": (
        "INSERT INTO platform_keptanswer (owner_id, key, asked, status, body, location, made_at)"
        " SELECT owner_id, key, asked, status, body, location, made_at FROM platform_keptanswer"
    ),
    "language_level_is_cefr": "UPDATE talent_language SET level = 'C3'",
    "language_once": again("talent_language"),
    "log_reader_is_one_row": "INSERT INTO conversations_logreader VALUES (false, 1)",
    "mail_answer_is_short": "UPDATE platform_mail SET answer = repeat('x', 301)",
    "mail_attempts_are_counted": "UPDATE platform_mail SET attempts = -1",
    "mail_has_words_until_erased": "UPDATE platform_mail SET text = ''",
    "mail_headers_are_one_line": "UPDATE platform_mail SET subject = E'A list\\nBcc: cy@example.org'",
    "mail_waits_or_has_one_outcome": "UPDATE platform_mail SET sent_at = now()",
    "mails_released_once": again("platform_mailrelease"),
    "matching_receipt_shortlist_id_key": again("matching_receipt"),
    "membership_once": again("accounts_membership"),
    "membership_role_is_known": "UPDATE accounts_membership SET role = 'king'",
    "notification_is_mailed_as_wanted": (
        "UPDATE conversations_notification SET mailing = 'none', mail_id = (SELECT id FROM platform_mail LIMIT 1)"
    ),
    "notification_mailing_is_known": "UPDATE conversations_notification SET mailing = 'by_post'",
    "notification_once_for_each_event": again("conversations_notification"),
    "notification_preference_mailing_is_known": again(
        "conversations_notificationpreference", '{"kind": "another", "mailing": "by_post"}'
    ),
    "notification_preference_once_for_each_kind": again("conversations_notificationpreference"),
    "mention_once": again("conversations_mention"),
    "organisation_has_a_name": "UPDATE accounts_organisation SET name = ''",
    "organisation_is_client_or_operator": again("accounts_organisation", '{"kind": "agency"}'),
    "organisation_one_operator": again("accounts_organisation", '{"kind": "operator"}'),
    "public_page_handle_is_plain": "UPDATE talent_publicpage SET handle = 'Rosa'",
    "public_page_has_a_handle_of_its_own": (
        "INSERT INTO talent_publicpage SELECT e.id, p.handle, p.shows, p.opened_at"
        " FROM talent_engineer e, talent_publicpage p WHERE e.id <> p.engineer_id LIMIT 1"
    ),
    "public_page_shows_known_parts": "UPDATE talent_publicpage SET shows = '{email}'",
    "rate_is_positive": "UPDATE talent_rate SET hourly_minor = 0",
    "rate_window_counts_from_1": "UPDATE platform_ratewindow SET used = 0",
    "rate_once_for_each_currency": again("talent_rate"),
    "refused_hold_is_of_somebody": again("availability_refusedhold", '{"engineers": 0}'),
    "reservation_begins_on_monday": again("availability_reservation", '{"first_week": "2026-12-01"}'),
    "reservation_has_1_to_104_weeks": again("availability_reservation", '{"quarter_hours": [[4], [4]]}'),
    "reservation_has_ended_or_not": "UPDATE availability_reservation SET state = 'released'",
    "reservation_holder_is_brief_or_organisation": again("availability_reservation", '{"holder_kind": "team"}'),
    "reservation_hours_fit_in_a_week": again("availability_reservation", '{"quarter_hours": [4, null]}'),
    "reservation_once_a_group": again("availability_reservation"),
    "reservation_only_holds_expire": "UPDATE availability_reservation SET state = 'booked'",
    "reservation_state_is_known": "UPDATE availability_reservation SET state = 'kept', ended_at = now()",
    "restoration_follows_its_backup": again("platform_restoration", '{"restored_at": "2020-01-01"}'),
    "saved_search_has_ended_or_not": "UPDATE matching_savedsearch SET ended_as = 'ended'",
    "saved_search_has_the_list_that_it_found": ("UPDATE matching_savedsearch SET ended_as = 'found', ended_at = now()"),
    "saved_search_once_at_a_time": again("matching_savedsearch"),
    "setting_is_a_number_or_a_word": "INSERT INTO platform_setting (name) VALUES ('sign_up')",
    "signing_key_has_32_bytes": (
        "INSERT INTO platform_signingkey (id, public_key, created_at)"
        " SELECT encode(substring(sha256('x') FOR 16), 'hex')::uuid, 'x', now()"
    ),
    "signing_key_is_named_by_its_content": again("platform_signingkey"),
    "signing_key_retires_once": again("platform_keyretirement"),
    "availability_busyfeed_number_key": (
        "INSERT INTO availability_busyfeed (engineer_id, number, made_at) SELECT e.id, f.number, now()"
        " FROM talent_engineer e, availability_busyfeed f WHERE e.id <> f.engineer_id LIMIT 1"
    ),
    "skill_demand_is_not_negative": "UPDATE matching_skilldemand SET engineers = -1",
    "skills_skill_number_key": "UPDATE skills_skill SET number = 1",
    "consent_is_given_or_withdrawn": "INSERT INTO accounts_consent (id, purpose, wording, said, at, user_id) "
    "SELECT gen_random_uuid(), purpose, wording, 'perhaps', at, user_id FROM accounts_consent",
    "consent_wording_is_counted": "INSERT INTO accounts_consent (id, purpose, wording, said, at, user_id) "
    "SELECT gen_random_uuid(), purpose, 0, said, at, user_id FROM accounts_consent",
    "user_language_is_a_code": "UPDATE accounts_user SET language = 'Deutsch'",
    "user_says_nothing_once_erased": "UPDATE accounts_user SET erased_at = now()",
    "stored_file_has_bytes": "UPDATE platform_storedfile SET bytes = 0",
    "stored_file_is_of_a_known_kind": "UPDATE platform_storedfile SET kind = 'svg'",
    "thread_once_for_each_subject": again("conversations_thread"),
    "talk_begins_after_it_is_proposed": again("availability_talkproposal", '{"proposed_at": "2100-01-01"}'),
    "talk_has_1_to_3_times": again("availability_talkproposal", '{"starts_at": []}'),
    "talk_minutes_are_known": again("availability_talkproposal", '{"minutes": 20}'),
    "talk_times_follow_each_other": again("availability_talkproposal", '{"starts_at": ["2099-01-01", "2099-01-01"]}'),
    "user_has_a_name": "UPDATE accounts_user SET name = ''",
    "user_has_an_address_of_their_own": "UPDATE accounts_user SET email = 'CY@example.org'",
    "webhook_attempt_answer_is_short": "UPDATE conversations_webhookattempt SET answer = repeat('x', 1001)",
    "webhook_attempt_was_answered_or_has_a_problem": "UPDATE conversations_webhookattempt SET problem = 'fetch_failed'",
    "webhook_delivery_attempts_are_counted": "UPDATE conversations_webhookdelivery SET attempts = -1",
    "webhook_delivery_once_for_each_event": again("conversations_webhookdelivery"),
    "webhook_delivery_waits_or_has_ended": "UPDATE conversations_webhookdelivery SET dead_at = now()",
    "webhook_earlier_secret_ends": "UPDATE conversations_webhook SET earlier_until = now()",
    "webhook_has_an_address_until_removed": "UPDATE conversations_webhook SET address = ''",
    "webhook_is_off_for_a_reason": "UPDATE conversations_webhook SET off_at = now()",
    "webhook_once_for_each_address": again("conversations_webhook"),
    "webhook_reader_is_one_row": "INSERT INTO conversations_webhookreader VALUES (false, 1)",
    "webhook_wants_an_event": "UPDATE conversations_webhook SET events = '{}'",
    "working_hours_end_after_they_start": pattern(ends="starts"),
    "working_hours_have_a_weekday": pattern(weekdays="0"),
    "working_hours_start_within_a_day": pattern(starts="-1"),
    "working_pattern_once": pattern(),
}
# The same for what the program's login may not write at all: broken by the owner of the tables.
BREAKS_AS_OWNER = {
    "event_link_one_place": (
        f"INSERT INTO platform_eventlink (event_id, chain, seq, hash) VALUES ('{uuid4()}', 'a', 1, ''), "
        f"('{uuid4()}', 'a', 1, '')"
    ),
}
# Of what only grows, what may lose somebody who is erased: guarded row by row, as tests/talent/test_erasure.py tries.
ROW_BY_ROW = {
    ("conversations_comment", "UPDATE"),  # may lose its words: tests/conversations/test_threads.py
    ("talent_evidence", "DELETE"),
    ("matching_shortlist", "UPDATE"),
    ("matching_receiptpart", "DELETE"),
}


@pytest.fixture
def everything(db) -> None:
    """At least one row in each table that a statement above changes or copies."""
    from guildworks.accounts.actions import add_member, invite_member
    from guildworks.availability.actions.feeds import open_busy_feed
    from guildworks.availability.actions.holds import Holder, place_hold
    from guildworks.availability.actions.hours import except_weeks
    from guildworks.availability.actions.notices import tell_of_hold
    from guildworks.availability.load import Load, monday_of
    from guildworks.availability.models import RefusedHold
    from guildworks.availability.talks import Talk
    from guildworks.conversations.actions.preferences import choose_notifications
    from guildworks.conversations.threads.actions import Said, share
    from guildworks.conversations.wishes import Wish
    from guildworks.matching.actions import correct_brief, make_shortlist
    from guildworks.matching.considered.actions import count_demand
    from guildworks.matching.correcting import Typed
    from guildworks.matching.models import Attention
    from guildworks.matching.saved.actions import save_search
    from guildworks.matching.spent import Spent
    from guildworks.matching.subjects import brief_subject
    from guildworks.platform import clock
    from guildworks.platform.actor import Actor
    from guildworks.platform.files.keeping import keep_file
    from guildworks.talent.public.actions import open_public_page

    cast = make_cast()
    tell()
    add_member(local_operator(), cast.halden, email="ed@example.org", name="Ed", role="viewer")
    tell()
    deliver(cast)
    choose_notifications(cast.ada, {"member_joined": Wish(True, "digest")})
    invite_member(cast.ada, cast.halden, email="di@example.org", role="viewer")
    assert Program(key_of(cast.ada).secret).post("/briefs", {"text": "Python."}, Idempotency_Key="a").status_code == 201
    rosa, operator, week = make_engineer(seen={"python": 3.0}), local_operator(), monday_of(clock.today())
    make_account(rosa)
    make_engineer("Tom Late")
    open_busy_feed(Actor("engineer", rosa.id), rosa)
    open_public_page(Actor("engineer", rosa.id), rosa, handle="rosa", shows=["skills"])
    keep_file(rosa.ref, b"Rosa", kind="text")
    except_weeks(operator, rosa, {week: Decimal(8)})
    talk = Talk((clock.now() + timedelta(hours=20),), 30, "UTC")
    (held,) = place_hold(
        operator,
        [rosa],
        holder=Holder.itself(operator_organisation()),
        load=Load(week, (4,)),
        talks={rosa.id: talk},
    )
    tell_of_hold(held, "held", [])
    RefusedHold.objects.create(organisation_id=cast.halden.id, engineers=1, refused_at=clock.now())
    look_after_the_house()
    brief = make_brief()
    count_demand()
    correct_brief(operator, brief, [Typed("hours_per_week", "value", {"hours": "20"})])
    make_shortlist(operator, brief, top=1, spent=Spent())
    save_search(cast.ada, make_list(cast.ada, make_brief(cast.halden)))
    share(cast.ada, brief_subject(make_brief(cast.halden)), Said("Look", uuid4()), people=[cast.bo.id])
    Attention.objects.create(engineer=rosa, shown=1, counted_at=clock.now())


def look_after_the_house() -> None:
    """Another signing key, a mail, a backup and what follows a restoration."""
    from guildworks.platform import clock
    from guildworks.platform.actions import (
        record_backup,
        record_restoration,
        release_mails,
        rotate_signing_key,
        write_mails,
    )
    from guildworks.platform.mail.draft import Draft
    from guildworks.platform.models import Backup, DemoMode

    operator = local_operator()
    rotate_signing_key(operator)
    write_mails([Draft("ada@example.org", "A list", "It is ready.")])
    record_backup(operator, Backup(made_at=clock.now(), bytes=1, rows=1, files=0, is_verified=True))
    record_restoration(operator, backup_made_at=clock.now())
    release_mails(operator, give_up=False)
    DemoMode.objects.create(engineers=1, seed=1, started_at=clock.now())


def deliver(cast) -> None:
    """A webhook of Halden, a delivery of an event, and an attempt at it."""
    from guildworks.conversations.webhooks.actions.delivering import make_deliveries
    from guildworks.conversations.webhooks.actions.looking_after import register_webhook
    from guildworks.conversations.webhooks.models import WebhookAttempt, WebhookDelivery
    from guildworks.platform import clock
    from guildworks.platform.models import Event

    make_deliveries()
    webhook, _ = register_webhook(cast.ada, cast.halden, address="https://example.org/", names=["member.joined"])
    event, now = Event.objects.latest("at"), clock.now()
    delivery = WebhookDelivery.objects.create(webhook=webhook, event=event, made_at=now, delivered_at=now)
    WebhookAttempt.objects.create(delivery=delivery, at=now, milliseconds=1, status=200)


@pytest.mark.parametrize(("rule", "statement"), BREAKS.items(), ids=BREAKS)
@pytest.mark.usefixtures("everything")
def test_raw_sql_that_breaks_a_rule_is_refused_by_its_name(rule: str, statement: str):
    assert refused_by(statement, using="default") == rule


@pytest.mark.parametrize(("rule", "statement"), BREAKS_AS_OWNER.items(), ids=BREAKS_AS_OWNER)
@pytest.mark.django_db(databases=["default", "migrator"])
def test_raw_sql_of_the_owner_that_breaks_a_rule_is_refused_by_its_name(rule: str, statement: str):
    assert refused_by(statement, using="migrator") == rule


@pytest.mark.django_db(databases=["default", "migrator"])
def test_raw_sql_even_of_the_owner_changes_no_table_that_only_grows():
    for (table,) in rows(APPEND_ONLY):
        (column,) = next(
            iter(rows(f"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum = 1"))
        )
        for statement in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            if (table, statement.split()[0]) not in ROW_BY_ROW:
                assert refused_by(statement, using="migrator") == f"{table}_append_only", statement
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connections["default"].cursor().execute(statement)


@pytest.mark.django_db
def test_every_rule_of_the_database_is_broken_here():
    """A new constraint has no test yet. Way out: the statement that breaks it, in BREAKS above."""
    assert sorted(name for name, _ in rows(RULES)) == sorted(BREAKS | BREAKS_AS_OWNER)


def refused_by(statement: str, *, using: str) -> str | None:
    """The name of the rule that refuses the statement."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic(using=using):
        connections[using].cursor().execute(statement)
    return constraint_of(refused.value)


def rows(query: str) -> list[tuple[str, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
