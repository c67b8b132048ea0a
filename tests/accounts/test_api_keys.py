"""API keys: shown once, kept as a hash, as strong as their person is now, and gone with their belonging."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from guildworks.accounts.actions import change_role, end_membership, erase_person, export_own_data
from guildworks.accounts.api_keys.actions import (
    BadExpiry,
    BadKeyName,
    BadScope,
    TooManyApiKeys,
    make_api_key,
    revoke_api_key,
)
from guildworks.accounts.models import ApiKey, Membership, User
from guildworks.accounts.queries import acting_as_themself, actor_in, local_operator
from guildworks.platform import clock
from guildworks.platform.http.models import KeptAnswer
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event
from guildworks.talent.actions import erase_engineer
from guildworks.talent.queries import get_engineer
from tests.api.asking import Program, key_of, key_of_engineer, key_of_operator, problem
from tests.cast import make_account, make_brief, make_engineer, tables_that_hold

pytestmark = pytest.mark.django_db

TEXT = {"text": "Python is a must, 20 hours a week for 8 weeks."}


def membership_of(person) -> Membership:
    whole = Membership.objects.select_related("user", "organisation")
    return whole.get(user=person.id, organisation=person.organisation_id)


def browser_of(user: User) -> Client:
    opened = Client()
    opened.force_login(user)
    return opened


def offered(browser: Client) -> str:
    """What the form that makes a key is told from others by."""
    (token,) = re.findall(r'name="token" value="([^"]+)"', browser.get("/organisation/api-keys").content.decode())
    return token


class TestTheKeyItself:
    def test_it_is_kept_nowhere_and_lets_in(self, cast):
        secret = key_of(cast.ada).secret
        assert re.fullmatch(r"gwk_[0-9A-Z]{10}_[\w-]{43}", secret)
        assert tables_that_hold(secret[15:]) == []
        assert Program(secret).get("/me").json()["acts_as"] == "user"

    def test_a_letter_more_less_or_other_lets_nobody_in(self, cast):
        secret = key_of(cast.ada).secret
        for wrong in (
            secret[:-1],
            f"{secret}x",
            secret.swapcase(),
            f"{secret[:-1]}é",
            secret[:14],
            f"{secret}{secret}",
        ):
            answer = Program(wrong).get("/me")
            assert (answer.status_code, problem(answer)) == (401, "unknown_api_key"), wrong
            assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_two_keys_of_one_person_are_two(self, cast):
        first, second = key_of(cast.ada, scopes=["briefs:read"]), key_of(cast.ada, scopes=["holds:read"])
        assert Program(first.secret).get("/briefs").status_code == 200
        assert Program(first.secret).get("/holds").status_code == 403
        assert Program(second.secret).get("/holds").status_code == 200


class TestHowFarItGoes:
    def test_it_is_what_its_person_is_at_each_request(self, cast):
        bo = Program(key_of(cast.bo).secret)
        assert bo.post("/briefs", TEXT).status_code == 201
        change_role(local_operator(), membership_of(cast.bo), role="viewer")
        answer = bo.post("/briefs", TEXT)
        assert (answer.status_code, problem(answer)) == (403, "not_allowed")
        assert bo.get("/briefs").status_code == 200
        assert bo.get("/me").json()["role"] == "viewer"

    def test_of_several_organisations_it_is_for_one(self, cast):
        Membership.objects.create(
            user=User.objects.get(id=cast.ada.id), organisation=cast.strangers, role="owner", joined_at=clock.now()
        )
        theirs = make_brief(cast.strangers)
        assert Program(key_of(cast.ada).secret).get(f"/briefs/{theirs.shown_id}").status_code == 404

    def test_it_goes_with_its_persons_belonging(self, cast):
        bo = Program(key_of(cast.bo).secret)
        assert bo.get("/me").status_code == 200
        end_membership(local_operator(), membership_of(cast.bo))
        answer = bo.get("/me")
        assert (answer.status_code, problem(answer)) == (401, "unknown_api_key")
        assert not ApiKey.objects.exists()

    def test_raw_sql_takes_nobody_out_who_has_a_key(self, cast):
        key_of(cast.bo)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DELETE FROM accounts_membership WHERE user_id = %s", [cast.bo.id])

    def test_who_may_not_sign_in_any_more_has_no_key_either(self, cast):
        bo = Program(key_of(cast.bo).secret)
        User.objects.filter(id=cast.bo.id).update(is_active=False)
        assert problem(bo.get("/me")) == "unknown_api_key"

    def test_revoked_or_past_its_time_it_says_so(self, cast):
        made = key_of(cast.ada, days=7)
        ada = Program(made.secret)
        with clock.at(clock.now() + timedelta(days=7)):
            assert problem(ada.get("/me")) == "api_key_expired"
        for _ in (1, 2):
            revoke_api_key(cast.ada, made.key)
        assert problem(ada.get("/me")) == "api_key_revoked"
        assert list(Event.objects.filter(name__startswith="api_key.").values_list("name", flat=True)) == [
            "api_key.made",
            "api_key.revoked",
        ]


class TestUse:
    def test_it_is_known_to_the_minute_and_written_no_oftener(self, cast, django_assert_num_queries):
        made, now = key_of(cast.ada), clock.now()
        ada = Program(made.secret)
        with clock.at(now):
            ada.get("/skills")
        with clock.at(now + timedelta(seconds=59)), django_assert_num_queries(2):
            ada.get("/skills")
        assert ApiKey.objects.get().last_used_at == now
        with clock.at(now + timedelta(seconds=60)), django_assert_num_queries(3):
            ada.get("/skills")
        assert ApiKey.objects.get().last_used_at == now + timedelta(seconds=60)


class TestMaking:
    @pytest.mark.parametrize(
        ("asked", "refusal"),
        [
            ({"name": "  "}, BadKeyName),
            ({"name": "x" * 101}, BadKeyName),
            ({"name": "a\x00b"}, BadKeyName),
            ({"scopes": []}, BadScope),
            ({"scopes": ["everything"]}, BadScope),
            ({"scopes": ["briefs:read", "engineers:read"]}, BadScope),
            ({"days": 0}, BadExpiry),
            ({"days": 366}, BadExpiry),
        ],
    )
    def test_what_no_key_has_is_refused(self, cast, asked, refusal):
        given = {"name": "Sync", "scopes": ["briefs:read"], "days": 7, **asked}
        with pytest.raises(refusal):
            make_api_key(cast.ada, membership_of(cast.ada), **given)
        assert not ApiKey.objects.exists()

    def test_more_than_the_limit_live_at_no_time(self, cast):
        set_limit("api_keys_per_person", 2)
        first = key_of(cast.ada)
        key_of(cast.ada)
        with pytest.raises(TooManyApiKeys):
            key_of(cast.ada)
        revoke_api_key(cast.ada, first.key)
        assert key_of(cast.ada).secret

    def test_an_admin_of_the_operator_is_the_operator_by_a_key_too(self, admin):
        member = admin.memberships.select_related("user", "organisation").get()
        made = make_api_key(actor_in(member), member, name="Desk", scopes=["engineers:read"], days=7)
        assert Program(made.secret).get("/engineers").status_code == 200


class TestPages:
    def test_a_key_is_made_shown_once_and_revoked(self, cast):
        ada = browser_of(User.objects.get(id=cast.ada.id))
        page = ada.post("/organisation/api-keys/new", {"name": "Sync", "scope": ["briefs:read"], "days": "30"})
        (secret,) = re.findall(r'value="(gwk_[^"]+)"', page.content.decode())
        assert "no-store" in page["Cache-Control"]
        assert Program(secret).get("/briefs").status_code == 200
        again = ada.get("/organisation/api-keys").content.decode()
        assert secret not in again and "Sync" in again and secret[:14] in again
        (key,) = ApiKey.objects.all()
        assert ada.post(f"/organisation/api-keys/{key.shown_id}/revocation").status_code == 302
        assert problem(Program(secret).get("/briefs")) == "api_key_revoked"

    def test_loading_its_page_again_makes_no_second_one(self, cast):
        set_limit("api_keys_per_person", 1)
        ada = browser_of(User.objects.get(id=cast.ada.id))
        form = {"name": "Sync", "scope": ["briefs:read"], "days": "30", "token": offered(ada)}
        first, second = (ada.post("/organisation/api-keys/new", form) for _ in (1, 2))
        (secret,) = re.findall(r'value="(gwk_[^"]+)"', first.content.decode())
        page = second.content.decode()
        assert (second.status_code, secret in page) == (409, False)
        assert "This form has made its key already" in page and "revoke it in the list" in page
        assert [key.name for key in ApiKey.objects.all()] == ["Sync"]
        assert offered(ada) != form["token"], "the next form is another one"

    def test_a_form_of_somebody_else_or_of_nobody_makes_one_all_the_same(self, cast):
        for who, token in (("ada", "no uuid"), ("ada", ""), ("cy", str(uuid4()))):
            browser = browser_of(User.objects.get(id=getattr(cast, who).id))
            form = {"name": "Sync", "scope": ["briefs:read"], "days": "30", "token": token}
            assert browser.post("/organisation/api-keys/new", form).status_code == 200
        assert ApiKey.objects.count() == 3

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"name": ""}, "A key has a name"),
            ({"scope": []}, "A key has one scope or more"),
            ({"days": "ever"}, "A key lives for a day or more"),
        ],
    )
    def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(self, cast, sent, said):
        ada = browser_of(User.objects.get(id=cast.ada.id))
        form = {"name": "Sync", "scope": ["holds:read"], "days": "31", **sent}
        answer = ada.post("/organisation/api-keys/new", form)
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page
        assert all(f'value="{form[name]}"' in page for name in ("name", "days") if form[name])
        assert not ApiKey.objects.exists()

    def test_who_sees_which_keys(self, cast):
        key_of(cast.ada)
        mine = key_of(cast.bo)
        seen = {who: browser_of(User.objects.get(id=getattr(cast, who).id)) for who in ("ada", "bo", "vi", "cy")}
        pages = {who: browser.get("/organisation/api-keys").content.decode() for who, browser in seen.items()}
        assert pages["ada"].count("gwk_") == 2 and pages["bo"].count("gwk_") == 1
        assert "gwk_" not in pages["vi"] and "gwk_" not in pages["cy"]
        assert "Make the key" not in pages["vi"]
        assert seen["ada"].post(f"/organisation/api-keys/{mine.key.shown_id}/revocation").status_code == 302
        assert problem(Program(mine.secret).get("/me")) == "api_key_revoked"

    def test_an_engineer_makes_their_own(self):
        rosa = make_engineer()
        browser = browser_of(make_account(rosa))
        page = browser.post("/me/api-keys/new", {"name": "Phone", "scope": ["availability:write"], "days": "7"})
        (secret,) = re.findall(r'value="(gwk_[^"]+)"', page.content.decode())
        answer = Program(secret).ask("PUT", "/engineers/me/capacity", {"hours_per_week": 20})
        assert answer.json()["hours_per_week"] == 20
        assert browser.post("/me/api-keys/new", {"name": "x", "scope": ["briefs:read"], "days": "7"}).status_code == 422
        (key,) = ApiKey.objects.all()
        assert browser.post(f"/me/api-keys/{key.shown_id}/revocation").status_code == 302
        assert problem(Program(secret).get("/me")) == "api_key_revoked"


class TestErasing:
    def test_with_a_person_go_their_keys_and_what_was_answered_to_them(self, cast):
        bo, ada = Program(key_of(cast.bo).secret), Program(key_of(cast.ada).secret)
        for program in (bo, ada):
            assert program.post("/briefs", TEXT, Idempotency_Key="a").status_code == 201
        user = User.objects.get(id=cast.bo.id)
        erase_person(local_operator(), user, address=user.email)
        assert problem(bo.get("/me")) == "unknown_api_key"
        assert ApiKey.objects.count() == KeptAnswer.objects.count() == 1

    def test_with_an_engineer_goes_every_kept_answer_that_names_them(self):
        operator = Program(key_of_operator().secret)
        sent = {"text": "Zanzibar Quux\n\nSkills: Python"}
        made = operator.post("/engineers", sent, Idempotency_Key="a").json()
        own = make_engineer()
        secret = key_of_engineer(own).secret
        assert "platform_keptanswer" in tables_that_hold("Zanzibar Quux")
        erase_engineer(local_operator(), get_engineer(local_operator(), made["engineer"]))
        assert tables_that_hold("Zanzibar Quux") == []
        erase_engineer(local_operator(), own)
        assert problem(Program(secret).get("/me")) == "unknown_api_key"


def test_the_archive_of_ones_data_has_ones_keys_and_no_key(cast):
    made = key_of(cast.bo, scopes=["briefs:read"])
    key_of(cast.ada)
    user = User.objects.get(id=cast.bo.id)
    archive = ZipFile(BytesIO(export_own_data(acting_as_themself(user), user)))
    (row,) = json.loads(archive.read("api_keys.json"))
    assert (row["id"], row["scopes"], row["revoked_at"]) == (made.key.shown_id, ["briefs:read"], None)
    assert made.secret[15:] not in "".join(archive.read(name).decode() for name in archive.namelist())
