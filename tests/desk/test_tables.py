"""The tables of the database at the desk: Django's own admin, which shows no secret, changes nothing, and is off."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from guildworks.accounts.models import Membership, Organisation, User
from guildworks.conversations.models import Comment
from guildworks.conversations.threads.actions import Said, write_comment
from guildworks.conversations.webhooks.actions.looking_after import register_webhook
from guildworks.desk.tables import decided
from guildworks.desk.tables.columns import has_page
from guildworks.desk.tables.site import LISTED_MOST, Tables
from guildworks.matching.subjects import brief_subject
from guildworks.platform import clock
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event, Mail
from guildworks.skills.models import Skill
from guildworks.talent.models import Claim, Engineer
from tests.api.asking import key_of
from tests.cast import make_account, make_admin, make_brief, make_cast, make_engineer, make_list
from tests.conftest import CHECKOUT
from tests.conversations.telling import tell
from tests.desk.with_tables import CHANGES
from tests.security.test_routes import SIGN_IN, WHO, browsers  # noqa: F401 (fixture)

TABLES = "/desk/tables"
OF_HOUSE = [model for model in apps.get_models() if model._meta.app_config.name.startswith("guildworks.")]
WITH_PAGE = [model for model in OF_HOUSE if has_page(model)]
BRIEF = "# Letters\n\nPython, 20 hours a week for 8 weeks."


@pytest.fixture
def on(settings):
    """The pages are there, as with GUILDWORKS_TABLE_PAGES=1."""
    settings.ROOT_URLCONF = "tests.desk.with_tables"


def table(model: type[models.Model]) -> str:
    return f"{TABLES}/{model._meta.db_table}"


def row(model: type[models.Model], key: object) -> str:
    return reverse("desk-row", args=[model._meta.db_table, key])


class TestWhatIsShown:
    def test_every_column_that_could_tell_something_is_decided_on_once(self):
        """Way out: a name in SHOWN or LEFT_OUT of src/guildworks/desk/tables/decided.py."""
        wanted, found = [], []
        for model in WITH_PAGE:
            name = model._meta.db_table
            wanted += [f"{name}.{field.name}" for field in model._meta.concrete_fields if not decided.is_plain(field)]
        for listed in (decided.SHOWN, decided.LEFT_OUT):
            found += [f"{name}.{column}" for name, columns in listed.items() for column in columns]
        assert sorted(found) == sorted(wanted)

    def test_bytes_and_documents_are_shown_of_nothing_but_an_events_checked_facts(self):
        shown = [
            f"{model._meta.db_table}.{field.name}"
            for model in WITH_PAGE
            for field in model._meta.concrete_fields
            if isinstance(field, models.BinaryField | models.JSONField) and decided.is_shown(field)
        ]
        assert shown == ["platform_event.facts"]

    def test_a_column_that_nobody_has_decided_on_is_not_shown(self):
        class New(models.Model):
            words = models.TextField()
            number = models.IntegerField()

            class Meta:
                app_label = "desk"
                managed = False

        try:
            shown = [field.name for field in New._meta.concrete_fields if decided.is_shown(field)]
        finally:
            del apps.all_models["desk"]["new"]
            apps.clear_cache()
        assert shown == ["id", "number"]

    def test_every_table_of_the_house_has_a_page_but_the_one_whose_rows_have_two_names(self):
        assert [model._meta.db_table for model in OF_HOUSE if not has_page(model)] == ["matching_receiptpart"]

    @pytest.mark.django_db
    def test_no_page_tells_a_secret_or_what_somebody_wrote(self, on, oda, cast):
        rosa = make_engineer()
        ada = User.objects.get(id=cast.ada.id)
        ada.set_password("seven herons over Tallinn")
        ada.save()
        made = make_list(cast.ada, make_brief(cast.halden, text=BRIEF))
        write_comment(cast.ada, brief_subject(made.brief), Said("She fits.", uuid4()))
        hook, secret = register_webhook(
            cast.ada, cast.halden, address="https://example.org/hooks/s3cr3t", names=["hold.placed"]
        )
        key = key_of(cast.ada)
        Mail.objects.create(
            recipient="ada@example.org",
            subject="Hello",
            text="/account/s3cr3t",
            created_at=clock.now(),
            due_at=clock.now(),
        )
        make_account(rosa)
        tell()
        never = [
            ada.password,
            "herons",
            "s3cr3t",
            hook.secret,
            secret,
            key.secret.removeprefix(key.key.beginning),
            "She fits.",
            "20 hours a week for 8",
            "I build things that work.",
        ]
        seen = 0
        for model in WITH_PAGE:
            pages = [oda.get(table(model))]
            pages += [oda.get(row(model, one.pk)) for one in model._default_manager.all()[:20]]
            for page in pages:
                assert page.status_code == 200, page.request["PATH_INFO"]
                assert [word for word in never if word and word in page.content.decode()] == [], page.request
            seen += len(pages) > 1
        assert seen > 25, "else it has looked at little"

    @pytest.mark.django_db
    def test_what_is_left_out_is_named_and_not_even_asked_for(self, on, oda):
        one = User.objects.get(name="Oda")
        with CaptureQueriesContext(connection) as captured:
            page = oda.get(row(User, one.pk)).content.decode()
        assert "left out: a secret, or something that lets people in" in page and one.email in page
        asked = [query["sql"] for query in captured if 'WHERE "accounts_user"."id"' in query["sql"]]
        assert any('"accounts_user"."password"' not in sql for sql in asked)
        assert 'password"' not in oda.get(table(User)).content.decode()


@pytest.mark.django_db
class TestFinding:
    def test_the_pages_lead_from_a_table_to_a_row_and_to_what_refers_to_it(self, on, oda):
        rosa = make_engineer(skills=["python"])
        assert f'href="{table(Engineer)}"' in oda.get(TABLES).content.decode()
        assert f'href="{row(Engineer, rosa.pk)}"' in oda.get(table(Engineer)).content.decode()
        page = oda.get(row(Engineer, rosa.pk)).content.decode()
        assert rosa.public_name in page and f'href="{table(Claim)}?q={rosa.shown_id}"' in page
        claim = rosa.claims.get()
        page = oda.get(row(Claim, claim.pk)).content.decode()
        assert f'href="{row(Engineer, rosa.pk)}">{rosa.shown_id}</a>' in page

    def test_an_id_finds_its_row_and_the_rows_that_refer_to_it(self, on, oda):
        rosa, tom = make_engineer(skills=["python"]), make_engineer("Tom Late", skills=["python", "rag"])

        def found(model, typed: object) -> int:
            return oda.get(table(model), {"q": str(typed)}).context["total"]

        assert found(Engineer, rosa.shown_id) == found(Engineer, rosa.pk) == found(Claim, rosa.shown_id) == 1
        assert found(Claim, tom.shown_id) == found(Claim, "python") == 2
        assert found(Skill, "python") == 1
        for nothing in ("rosa", "eng_0", "usr_" + "Z" * 26, "9" * 40, "%", "Rosa", "'"):
            assert found(Engineer, nothing) == 0, nothing
            assert oda.get(row(Engineer, nothing)).status_code == 404
        assert "Null characters are not allowed." in oda.get(table(Engineer), {"q": "a\x00b"}).content.decode()

    def test_without_a_row_the_page_says_so(self, on, oda):
        assert "This table has no rows." in oda.get(table(Comment)).content.decode()
        assert "No row has the id “nothing”" in oda.get(table(Engineer), {"q": "nothing"}).content.decode()

    def test_nothing_but_an_id_is_looked_up(self, on, oda, cast):
        """Else somebody would learn a hash letter by letter, or have a table of millions read whole."""
        everybody = oda.get(table(User)).context["total"]
        for word in (
            "password__startswith=x",
            "email=nobody@example.org",
            "o=-1",
            "all=",
            "_popup=1",
            "p=x",
            "e=1&page=99",
        ):
            assert oda.get(f"{table(User)}?{word}").context["total"] == everybody, word
        assert oda.get(f"{table(User)}?_to_field=password").status_code == 400
        assert oda.get(f"{row(User, cast.ada.id)}?_to_field=email").status_code == 400

    @pytest.mark.parametrize(
        "address",
        ["nothing", "auth_permission", "django_session", "mfa_authenticator", "talent_engineer/x", "%00", "x/%00"],
    )
    def test_what_is_no_table_or_row_is_not_found(self, on, oda, address):
        assert oda.get(f"{TABLES}/{address}").status_code == 404

    def test_a_key_that_is_no_plain_word_has_its_page(self, on, oda):
        event = Event.objects.order_by("id").last() or (make_engineer() and Event.objects.last())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # events are linked, as at a commit
        page = oda.get(f"{TABLES}/platform_eventchain", {"q": event.chain})
        (address, _cells) = page.context["rows"][0]
        assert event.chain in oda.get(address).content.decode()


@pytest.mark.django_db
class TestManyRows:
    def test_no_table_is_counted_or_read_whole(self, on, oda):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO conversations_chainposition (chain, seq) SELECT 'c' || n, n FROM generate_series(1, %s) n",
                [LISTED_MOST + 1],
            )
        address = f"{TABLES}/conversations_chainposition"
        oda.get(address)
        with CaptureQueriesContext(connection) as captured:
            page = oda.get(address).content.decode()
        asked = [query["sql"] for query in captured if 'FROM "conversations_chainposition"' in query["sql"]]
        assert len(asked) == 2
        assert all("LIMIT" in sql for sql in asked)
        assert f"The first {LISTED_MOST:,} rows of about" in page and "Page 1 of 100" in page
        assert "Page 100 of 100" in oda.get(address, {"page": "999999"}).content.decode()

    def test_a_page_asks_no_more_where_there_is_more(self, on, oda):
        set_limit("page_size", 10)

        def asked() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert oda.get(table(Claim)).status_code == 200
            return len(captured)

        make_engineer(skills=["python"])
        oda.get(table(Claim))
        few = asked()
        make_engineer("Tom Late", skills=["python", "rag", "pgvector"])
        assert asked() <= few


@pytest.mark.django_db
class TestOnlyReading:
    def test_nothing_is_permitted_but_to_look(self, rf, on, oda):
        for admin in Tables().by_name.values():
            assert isinstance(admin, ModelAdmin)
            may = (admin.has_add_permission, admin.has_change_permission, admin.has_delete_permission)
            request = rf.get(TABLES)
            assert [one(request) for one in may] == [False] * 3
            assert admin.get_actions(request) == {} and not admin.inlines and not admin.list_editable

    def test_every_method_but_those_that_read_is_refused_at_every_address(self, on, oda, cast):
        before = [(model, model._default_manager.count()) for model in WITH_PAGE]
        sent = {
            "action": "delete_selected",
            "_selected_action": str(cast.ada.id),
            "index": "0",
            "_save": "Save",
            "name": "x",
        }
        for model in WITH_PAGE:
            first = model._default_manager.first()
            for address in (TABLES, table(model), row(model, first.pk if first else "x")):
                for method in (oda.post, oda.put, oda.patch, oda.delete, oda.options):
                    assert method(address, sent if method == oda.post else "").status_code == 405, address
        assert [(model, model._default_manager.count()) for model in WITH_PAGE] == before

    @pytest.mark.parametrize(
        "word", ["add/", "add", "login/", "logout/", "password_change/", "jsi18n/", "autocomplete/"]
    )
    def test_what_djangos_admin_has_besides_is_not_there(self, on, oda, cast, word):
        assert oda.get(f"{TABLES}/{word}").status_code == 404
        of_row = row(User, cast.ada.id)
        for last in ("change/", "delete/", "history/"):
            assert oda.get(f"{of_row}/{last}").status_code == 404
            assert oda.post(f"{of_row}/{last}", {"post": "yes"}).status_code == 404


@pytest.mark.usefixtures("own_database")
def test_the_database_takes_no_change_behind_these_pages(settings):
    """Committed: what a transaction may do is told when it begins."""
    settings.ROOT_URLCONF = "tests.desk.with_tables"
    make_cast()
    oda = Client()
    oda.force_login(make_admin())
    refused = oda.get(CHANGES)
    assert refused.status_code == 403 and "the database only reads" in refused.content.decode()
    for address in (TABLES, table(User), row(User, User.objects.get(name="Oda").pk)):
        with CaptureQueriesContext(connection) as captured:
            assert oda.get(address).status_code == 200
        said = [query["sql"] for query in captured]
        begins = said.index("SET default_transaction_read_only = on")
        assert said[-1] == "SET default_transaction_read_only = off" and begins < len(said) - 2, "it reads in between"
    Organisation.objects.create(kind="client", name="The connection takes changes again")
    assert not Organisation.objects.filter(name="By a page that only reads").exists()


@pytest.mark.django_db
class TestWhoMayRead:
    def test_every_address_is_the_operators_admins_alone(self, on, browsers, cast):  # noqa: F811 (fixture)
        callbacks = [pattern for pattern in tables_patterns() if isinstance(pattern, URLPattern)]
        assert [str(pattern.pattern) for pattern in callbacks] == ["", "/<str:table>", "/<str:table>/<str:row>"]
        for address in (TABLES, table(User), row(User, cast.ada.id), f"{TABLES}/nothing"):
            for who in WHO:
                answer = browsers[who].get(address)
                if who == "nobody":
                    assert answer.status_code == 302 and answer["Location"].startswith(SIGN_IN), address
                else:
                    assert answer.status_code == 403, (who, address)
                assert browsers[who].post(address).status_code == 403, (who, address)

    def test_nobody_reads_them_while_they_look_as_somebody_else_or_once_they_are_no_admin(self, on, oda, cast):
        assert oda.get(TABLES).status_code == 200
        ada = User.objects.get(id=cast.ada.id)
        oda.post(f"/desk/people/{ada.shown_id}/impersonation", {"reason": "She sees no tables."})
        assert oda.get(TABLES).status_code == 403
        with clock.at(clock.now() + timedelta(minutes=31)):
            assert oda.get(TABLES).status_code == 200
            Membership.objects.filter(user__name="Oda").update(role="reviewer")
            assert oda.get(TABLES).status_code == 403

    def test_nothing_of_it_is_kept_by_a_browser(self, on, oda):
        assert "no-store" in oda.get(table(User))["Cache-Control"]


def tables_patterns() -> list[URLPattern]:
    (found,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "desk/tables"]
    return found.url_patterns


@pytest.mark.django_db
class TestTheSetting:
    def test_without_it_there_is_no_such_page_and_no_link_to_it(self, oda, browsers):  # noqa: F811 (fixture)
        for browser in (oda, *browsers.values()):
            for address in (TABLES, f"{TABLES}/talent_engineer", f"{TABLES}/talent_engineer/x"):
                assert browser.get(address).status_code == 404
                assert browser.post(address).status_code == 404
        assert TABLES not in oda.get("/desk").content.decode()

    def test_with_it_the_desk_leads_there(self, on, oda):
        assert f'href="{TABLES}"' in oda.get("/desk").content.decode()

    @pytest.mark.parametrize(("value", "is_there"), [(None, False), ("", False), ("0", False), ("1", True)])
    def test_it_is_read_from_the_environment_and_changes_no_app(self, value, is_there):
        environment = {name: text for name, text in os.environ.items() if name != "GUILDWORKS_TABLE_PAGES"}
        environment |= {} if value is None else {"GUILDWORKS_TABLE_PAGES": value}
        script = (
            "import sys, django; django.setup()\n"
            "from django.conf import settings\n"
            "from guildworks.project.urls import urlpatterns\n"
            "assert 'django.contrib.admin' not in settings.INSTALLED_APPS\n"
            "there = [str(one.pattern) for one in urlpatterns].count('desk/tables')\n"
            "sys.stdout.write(f\"{there} {int('guildworks.desk.tables.site' in sys.modules)}\")"
        )
        ran = subprocess.run(
            [sys.executable, "-c", script], env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=True
        )
        assert ran.stdout == ("1 1" if is_there else "0 0")
