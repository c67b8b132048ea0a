"""What may be done with hours and holds, and by whom."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

from guildworks.availability.actions import answers, busy_times, feeds, holds, hours, talks, usual
from guildworks.availability.holder import Holder
from guildworks.availability.load import Phase, load_of
from guildworks.availability.overlap import WorkingDay
from guildworks.platform.actor import Actor, Ref
from guildworks.talent.models import Engineer
from tests.cast import week
from tests.security.refusals.scene import Row, a_talk, row

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nEND:VCALENDAR\r\n"
AN_HOUR = load_of(week(5), [Phase(Decimal(1), 1)])
ROWS: dict[str, Row] = {
    "availability.set_capacity": row(
        lambda actor, scene: hours.set_capacity(actor, {scene.rosa: Decimal(36)}), "operator", "rosa"
    ),
    "availability.set_usual_week": row(
        lambda actor, scene: usual.set_usual_week(actor, scene.rosa, hours=Decimal(37), day=WorkingDay("UTC", 60, 120)),
        "operator",
        "rosa",
    ),
    "availability.come_back": row(lambda actor, scene: usual.come_back(actor, scene.rosa), "operator", "rosa"),
    "availability.open_busy_feed": row(lambda actor, scene: feeds.open_busy_feed(actor, scene.rosa), "rosa"),
    "availability.close_busy_feed": row(
        lambda actor, scene: feeds.close_busy_feed(actor, with_feed(actor, scene.rosa)), "rosa"
    ),
    "availability.set_working_hours": row(
        lambda actor, scene: hours.set_working_hours(actor, {scene.rosa: WorkingDay("UTC", 0, 60)}),
        "operator",
        "rosa",
    ),
    "availability.except_weeks": row(
        lambda actor, scene: hours.except_weeks(actor, scene.rosa, {week(9): Decimal(4)}), "operator", "rosa"
    ),
    "availability.confirm_availability": row(
        lambda actor, scene: hours.confirm_availability(actor, [scene.rosa]), "operator", "rosa"
    ),
    "availability.pause_engineers": row(
        lambda actor, scene: hours.pause_engineers(actor, [scene.rosa]), "operator", "rosa"
    ),
    "availability.resume_engineers": row(
        lambda actor, scene: hours.resume_engineers(actor, [scene.rosa]), "operator", "rosa"
    ),
    "availability.import_busy_times": row(
        lambda actor, scene: busy_times.import_busy_times(actor, scene.rosa, content=CALENDAR), "operator", "rosa"
    ),
    "availability.place_hold": row(
        lambda actor, scene: holds.place_hold(actor, [scene.rosa], holder=a_brief_of(scene.halden), load=AN_HOUR),
        "operator",
        "ada",
        "bo",
    ),
    "availability.accept_hold": row(
        lambda actor, scene: holds.accept_hold(actor, next(scene.held)), "operator", "rosa"
    ),
    "availability.decline_hold": row(
        lambda actor, scene: holds.decline_hold(actor, next(scene.held)), "operator", "rosa"
    ),
    "availability.release_holds": row(
        lambda actor, scene: holds.release_holds(actor, [next(scene.held)]), "operator", "ada", "bo"
    ),
    "availability.propose_talks": row(
        lambda actor, scene: talks.propose_talks(
            actor, [next(scene.held)], talks={scene.rosa.id: a_talk()}, chain=scene.halden.chain
        ),
        "operator",
        "ada",
        "bo",
    ),
    "availability.answer_talk": row(
        lambda actor, scene: answers.answer_talk(actor, next(scene.talked), chosen=None), "operator", "rosa"
    ),
    "availability.accept_hold_and_answer": row(
        lambda actor, scene: answers.accept_hold_and_answer(actor, next(scene.talked), chosen=None), "operator", "rosa"
    ),
    "availability.book_hold": row(lambda actor, scene: holds.book_hold(actor, next(scene.held)), "operator"),
}
# What a program does and no person: by itself, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "availability.erase_hours",
    "availability.release_all",
    "availability.watch_holds",
    "availability.tell_of_hold",
}


def with_feed(actor: Actor, rosa: Engineer) -> Engineer:
    """Rosa, who has a feed where she asks herself: anybody else is refused before that."""
    if actor.id == rosa.id:
        feeds.open_busy_feed(actor, rosa)
    return rosa


def a_brief_of(holder: Holder) -> Holder:
    """A further brief of the same organisation: fair use lets it hold anybody."""
    return replace(holder, ref=Ref("brief", uuid4()))
