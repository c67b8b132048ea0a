"""Somebody who is engineer and colleague, has used all that there is, and is erased: their word is nowhere any more.

It is looked for in every column of every table, also in what is kept encoded, in every file below the folders of this
installation, in what the program wrote to its log, and in what others can still take out of it.
"""

from __future__ import annotations

import base64
import json
import pickle
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from guildworks.accounts.actions import add_member, erase_person, export_own_data
from guildworks.accounts.api_keys.actions import make_api_key
from guildworks.accounts.impersonation.actions import begin_impersonation
from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import acting_as_themself, actor_in, find_person, local_operator
from guildworks.conversations.threads.actions import Said, share
from guildworks.conversations.webhooks.actions.delivering import make_deliveries
from guildworks.conversations.webhooks.actions.looking_after import register_webhook
from guildworks.conversations.webhooks.models import WebhookDelivery
from guildworks.conversations.webhooks.payload import body_of
from guildworks.matching.index.building import build
from guildworks.matching.models import Shortlist
from guildworks.matching.opening import opened
from guildworks.matching.queries import get_receipt, receipt_json
from guildworks.matching.subjects import brief_subject
from guildworks.platform import events
from guildworks.platform.actor import Actor
from guildworks.platform.http.models import KeptAnswer
from guildworks.platform.models import EventChain
from guildworks.talent.models import Engineer
from guildworks.talent.public.actions import open_public_page
from tests.api.asking import Program, key_of, key_of_engineer
from tests.cast import Cast, make_admin, make_brief, make_cast
from tests.conftest import current_database, url
from tests.talent.test_erasure import WORD, tell_all

PASSWORD = "seven herons over Tallinn"
WANTED = ["member.joined", "member.left", "hold.placed", "comment.written", "brief.written"]
BRIEF = "Python is a must, 4 hours a week for 8 weeks."


@pytest.fixture
def cast(own_database) -> Cast:
    """The cast, with a webhook of Halden that is told of its people and of whom it holds."""
    people = make_cast()
    make_deliveries()
    register_webhook(people.ada, people.halden, address="https://example.org/hook", names=WANTED)
    return people


@pytest.fixture
def zoe(cast) -> User:
    """An engineer who hires for Halden too, with the word wherever anything of them is kept."""
    engineer = tell_all()
    me = Actor("engineer", engineer.id)
    user = find_person(f"{WORD}@example.org")
    open_public_page(me, engineer, handle=f"{WORD}-moved", shows=["summary"])
    key_of_engineer(engineer)
    member = add_member(local_operator(), cast.halden, email=user.email, name=user.name, role="hiring_manager")
    work_as_colleague(cast, user, member)
    answered_to_programs(cast, engineer)
    SocialAccount.objects.create(user=user, provider="halden", uid=f"{WORD}-uid", extra_data={"name": WORD})
    browser = Client(headers={"user-agent": f"{WORD} browser", "host": "localhost"})
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    Authenticator.objects.create(user=user, type="webauthn", data={"name": f"{WORD} telephone"})
    admin = make_admin()
    oda = Membership.objects.select_related("organisation", "user").get(user=admin)
    begin_impersonation(actor_in(oda), user, reason=f"{WORD} asked for help")
    browser.post("/account/password/reset/", {"email": user.email})
    make_deliveries()
    return user


def work_as_colleague(cast: Cast, user: User, member: Membership) -> None:
    """A key that names them, and what they have said and what was said to them."""
    own = actor_in(member)
    made = make_api_key(own, member, name=f"{WORD} laptop", scopes=["briefs:read", "briefs:write"], days=30)
    answer = Program(made.secret).post("/briefs", {"text": f"Python. Ask {WORD}."}, Idempotency_Key="theirs")
    assert answer.status_code == 201
    brief = brief_subject(make_brief(cast.halden))
    share(own, brief, Said(f"{WORD} was here", uuid4()), people=[cast.bo.id])


def answered_to_programs(cast: Cast, engineer: Engineer) -> None:
    """A list with them on it, and a hold of them, which are kept for whoever sends the same request again."""
    program, brief = Program(key_of(cast.ada).secret), make_brief(cast.halden, text=BRIEF).shown_id
    made = program.post(f"/briefs/{brief}/shortlists", {"top": 3}, Idempotency_Key="list")
    assert made.status_code == 201 and engineer.shown_id in made.content.decode()
    held = program.post("/holds", {"engineers": [engineer.shown_id], "brief": brief}, Idempotency_Key="hold")
    assert held.status_code == 201
    assert KeptAnswer.objects.filter(body__icontains=WORD).exists()


def test_nothing_is_left_of_them_but_a_number(cast, zoe, server, capfd):
    build()
    admin = url(server.admin, current_database())
    before = set(columns_that_hold(admin))
    assert before >= {
        "account_emailaddress.email", "accounts_apikey.name", "accounts_user.name", "conversations_comment.text",
        "mfa_authenticator.data", "platform_eventdetail.content", "platform_keptanswer.body", "platform_mail.text",
        "socialaccount_socialaccount.uid", "talent_kepthandle.handle", "talent_publicpage.handle",
        "talent_resume.text", "usersessions_usersession.user_agent",
    }, before  # fmt: skip
    assert files_that_hold()
    erase_person(acting_as_themself(zoe), zoe, address=zoe.email)
    theirs = {"matching_brief.text", "matching_brief.requirement", "matching_brief.title"}
    assert set(columns_that_hold(admin)) <= theirs, "what they wrote for Halden is Halden's, and nothing else stays"
    assert hidden_words() == []
    assert files_that_hold() == []
    assert WORD not in "".join(capfd.readouterr()).lower()


def test_others_can_take_nothing_of_them_out_any_more_and_what_was_signed_and_chained_holds(cast, zoe):
    lists = list(Shortlist.objects.all())
    engineer = Engineer.objects.get(email=f"{WORD}@example.org")
    erase_person(acting_as_themself(zoe), zoe, address=zoe.email)
    for delivery in WebhookDelivery.objects.all():
        assert WORD.encode() not in body_of(delivery).lower()
    assert WebhookDelivery.objects.filter(event__subject_id=zoe.id).exists(), "it was told of them"
    for made in lists:
        told = receipt_json(local_operator(), get_receipt(local_operator(), made.receipt.shown_id))
        assert WORD not in json.dumps(told).lower()
        assert opened(json.loads(json.dumps(told))).erased() == 1, "it is whole, and says that somebody is gone"
    ada = User.objects.get(id=cast.ada.id)
    archive = ZipFile(BytesIO(export_own_data(acting_as_themself(ada), ada)))
    said = "".join(archive.read(name).decode() for name in archive.namelist()).lower()
    assert WORD not in said.replace(f"ask {WORD}", ""), "what they wrote for Halden is Halden's"
    for chain in EventChain.objects.values_list("name", flat=True):
        assert list(events.broken_links(chain)) == []
    for address in (WORD, f"{WORD}-moved"):
        assert Client(headers={"host": "localhost"}).get(f"/engineers/{address}").status_code == 404
    assert Engineer.objects.get(id=engineer.id).public_name == "Erased engineer"


def columns_that_hold(admin: str) -> Iterator[str]:
    """Every column of all schemas but the system's with the word in it, as text or as bytes, read by the server's."""
    columns = """
        SELECT attrelid::regclass::text, quote_ident(attname) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relkind IN ('r', 'p', 'm', 'f') AND attnum > 0 AND NOT attisdropped
            AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1, 2
    """
    with psycopg.connect(admin) as everything:
        for table, column in everything.execute(columns).fetchall():
            held = f"SELECT EXISTS (SELECT FROM {table} WHERE {column}::text ILIKE %s OR {column}::text LIKE %s)"
            if everything.execute(held, [f"%{WORD}%", f"%{WORD.encode().hex()}%"]).fetchone()[0]:
                yield f"{table}.{column}"


def hidden_words() -> list[str]:
    """What has the word in it once it is decoded: sessions, and what all processes count together."""
    found = [one.session_key for one in Session.objects.all() if WORD in json.dumps(one.get_decoded()).lower()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM platform_cache")
        kept = cursor.fetchall()
    return found + [key for key, value in kept if WORD in repr(pickle.loads(base64.b64decode(value))).lower()]


def files_that_hold() -> list[Path]:
    """Files of what was sent, of the index and of keys with the word in them or in their names."""
    folders = [Path(folder) for folder in (settings.FILES_FOLDER, settings.INDEX_FOLDER, settings.SIGNING_HOME)]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert any(path.is_relative_to(settings.INDEX_FOLDER) for path in files), "the index is looked at too"
    return [path for path in files if WORD.encode() in path.read_bytes().lower() or WORD in path.name.lower()]
