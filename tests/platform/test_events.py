"""The event log: linked at commit, in order, without gaps; append-only; what is personal can be erased."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from guildworks.accounts.queries import local_operator
from guildworks.platform import events
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.ids import uuid7

TRIED = events.declare("test.tried", number=int, word=("one", "two"))


def record(chain: str, actor: Actor, **detail: str):
    subject = Ref("test", uuid7())
    return events.record(TRIED, subject, actor, chain=chain, detail=detail or None, number=1, word="one")


@pytest.mark.usefixtures("own_database")
class TestChains:
    def test_events_take_their_places_at_commit_and_the_chain_holds(self):
        actor = local_operator()
        with transaction.atomic():
            first, other = record("a", actor), record("b", actor)
        with transaction.atomic():
            second = record("a", actor)
        assert [(seq, event.id) for seq, event in events.read_chain("a")] == [(1, first), (2, second)]
        assert [(seq, event.id) for seq, event in events.read_chain("b")] == [(1, other)]
        assert list(events.broken_links("a")) == []

    def test_a_rollback_leaves_no_gap(self):
        actor = local_operator()
        record("a", actor)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record("a", actor)
            raise ZeroDivisionError
        record("a", actor)
        assert [seq for seq, _ in events.read_chain("a")] == [1, 2]

    def test_erasing_a_detail_leaves_the_chain_whole(self):
        event = record("a", local_operator(), file="cv-of-somebody.pdf")
        assert events.erase_detail(event) is True
        assert events.erase_detail(event) is False
        assert list(events.broken_links("a")) == []

    def test_a_changed_event_shows(self, server):
        import psycopg

        from tests.conftest import current_database, url

        record("a", local_operator())
        record("a", local_operator())
        with psycopg.connect(url(server.admin, current_database()), autocommit=True) as admin:
            admin.execute("ALTER TABLE platform_event DISABLE TRIGGER ALL")
            admin.execute("UPDATE platform_event SET facts = '{\"number\": 2}' WHERE chain = 'a'")
        assert list(events.broken_links("a")) == [1, 2]

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE platform_event SET name = 'x'",
            "DELETE FROM platform_event",
            "TRUNCATE platform_event",
            "UPDATE platform_eventlink SET seq = 7",
            "DELETE FROM platform_eventlink",
            "INSERT INTO platform_eventlink SELECT id, 'a', 99, '' FROM platform_event",
            "UPDATE platform_eventchain SET seq = 0",
            "UPDATE platform_eventdetail SET content = '{}'",
            "DELETE FROM platform_eventdetail",
            "ALTER TABLE platform_event DISABLE TRIGGER ALL",
            "DROP TRIGGER event_link ON platform_event",
            "SET session_replication_role = replica",
            "CREATE OR REPLACE FUNCTION platform_event_link() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
            "SET ROLE guildworks_owner",
        ],
    )
    def test_raw_sql_as_the_program_cannot_rewrite_history(self, statement):
        record("a", local_operator(), file="x")
        with pytest.raises(Exception, match=r"permission denied|must be owner|only grows"), transaction.atomic():
            connection.cursor().execute(statement)
        assert list(events.broken_links("a")) == []

    def test_many_writers_on_crossing_chains_do_not_deadlock(self, at_once):
        actor = local_operator()

        def write() -> None:
            for order in (("a", "b"), ("b", "a"), ("c", "a")):
                with transaction.atomic():
                    for chain in order:
                        record(chain, actor)

        _, refused = at_once(8, write)
        assert refused == []
        assert [seq for seq, _ in events.read_chain("a")] == list(range(1, 25))
        assert list(events.broken_links("a")) == []


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"number": "many", "word": "one"}, "of type int"),
        ({"number": 1, "word": "any words a person typed"}, "is one of"),
        ({"number": 1}, "has the facts"),
        ({"number": 1, "word": "one", "more": 2}, "has the facts"),
    ],
)
def test_free_text_and_undeclared_facts_are_refused(facts, message):
    with pytest.raises(ValueError, match=message):
        TRIED.checked(facts)
