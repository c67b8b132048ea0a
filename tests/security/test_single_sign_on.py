"""Who comes in by a provider: whoever is known or invited by an address that it has verified, and nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.checks import run_checks
from django.test import Client

from guildworks.accounts.actions import erase_person, invite_by_link, withdraw_invitation
from guildworks.accounts.models import Membership, User
from guildworks.platform import clock
from guildworks.platform.choices import set_choice
from guildworks.platform.identity_providers import BadIdentityProvider, IdentityProvider, identity_providers
from guildworks.platform.models import Event
from guildworks.project.addresses import public_address
from tests.accounts.identity_provider import CLIENT, SECRET, providing
from tests.cast import make_account, make_engineer, make_member, tables_that_hold

pytestmark = pytest.mark.django_db
BEGIN, BACK = "/account/oidc/halden/login/", "/account/oidc/halden/callback/"


@pytest.fixture
def provider(settings):
    with providing() as found:
        settings.IDENTITY_PROVIDERS = [IdentityProvider("halden", "Halden", found.issuer, CLIENT, SECRET)]
        yield found


@pytest.fixture
def browser() -> Client:
    return Client()


def way_to(browser: Client, **sent: str) -> str:
    """Where the button on the sign-in page leads: the provider's page."""
    answer = browser.post(BEGIN, sent)
    assert answer.status_code == 200
    return answer["Refresh"].removeprefix("0; url=")


def sign_in(browser: Client, **sent: str):
    """The whole way: to the provider, where somebody says yes, and back."""
    sent_back = requests.get(way_to(browser, **sent), allow_redirects=False, timeout=10)
    parts = urlsplit(sent_back.headers["Location"])
    assert parts.path == BACK
    return browser.get(f"{parts.path}?{parts.query}")


def who(browser: Client) -> str:
    """Whose the session is; nobody's is empty."""
    id_ = browser.session.get("_auth_user_id")
    return User.objects.get(id=id_).email if id_ else ""


class TestComingIn:
    def test_whoever_has_proved_the_address_here_is_in_and_is_known_from_then_on(self, provider, browser, cast):
        assert sign_in(browser)["Location"] == "/"
        assert who(browser) == "ada@example.org"
        kept = SocialAccount.objects.get()
        assert (kept.provider, kept.uid, kept.extra_data) == ("halden", "p-1", {})
        provider.person |= {"email": "ada.new@example.org", "email_verified": False}
        again = Client()
        sign_in(again)
        assert who(again) == "ada@example.org"
        assert SocialAccount.objects.count() == 1

    def test_the_person_is_told_by_mail_once(self, provider, browser, cast, mailoutbox):
        sign_in(browser)
        sign_in(Client())
        (mail,) = mailoutbox
        assert (mail.to, mail.subject) == (["ada@example.org"], "Guildworks: Halden signs you in")
        assert "From now on Halden signs you in here." in mail.body

    def test_one_is_led_to_the_page_that_one_came_for_and_to_no_other_site(self, provider, cast):
        for place, leads in (("/briefs", "/briefs"), ("https://evil.example/", "/"), ("//evil.example", "/")):
            assert sign_in(Client(), next=place)["Location"] == leads

    def test_the_sign_in_page_has_a_button_for_each_provider(self, provider, browser):
        page = browser.get("/account/login/?next=/briefs").content.decode()
        assert "Sign in with Halden" in page and f'action="{BEGIN}"' in page
        assert '<input type="hidden" name="next" value="/briefs">' in page

    def test_without_one_there_is_no_button_and_no_page(self, browser):
        assert "Sign in with" not in browser.get("/account/login/").content.decode().replace("with a passkey", "")
        assert browser.post(BEGIN).status_code == browser.get(BACK).status_code == 404

    def test_an_engineer_comes_in_by_their_own_door(self, provider, browser):
        person = make_account(make_engineer("Rosa Lind"))
        provider.person |= {"email": person.email}
        sign_in(browser)
        assert browser.get("/me/hours").status_code == 200

    def test_what_is_said_apart_from_the_token_counts_where_it_is_about_the_same_person(self, provider, browser, cast):
        provider.userinfo = {"sub": "p-1", "email": "ada@example.org", "email_verified": True}
        sign_in(browser)
        assert who(browser) == "ada@example.org"

    def test_a_second_factor_is_asked_for_all_the_same(self, provider, browser, cast):
        TOTP.activate(User.objects.get(id=cast.ada.id), generate_totp_secret())
        assert sign_in(browser)["Location"] == "/account/2fa/authenticate/"
        assert who(browser) == ""


class TestInvited:
    def test_an_invitation_is_accepted_by_whoever_proves_its_address(self, provider, browser, cast, operator):
        invite_by_link(operator, cast.halden, email="Di@Example.org", role="viewer")
        provider.person |= {"sub": "p-2", "email": "di@example.org", "name": "Di \x07 Moor"}
        assert sign_in(browser)["Location"] == "/"
        di = User.objects.get(email__iexact="di@example.org")
        assert (di.name, di.has_usable_password()) == ("Di Moor", False)
        assert EmailAddress.objects.get(user=di).verified
        assert Membership.objects.get(user=di).organisation == cast.halden
        assert browser.get("/briefs").status_code == 200

    @pytest.mark.parametrize("ending", ["withdrawn", "expired"])
    def test_one_that_has_ended_lets_nobody_in(self, provider, browser, cast, operator, ending):
        made = invite_by_link(operator, cast.halden, email="di@example.org", role="viewer")
        if ending == "withdrawn":
            withdraw_invitation(operator, made.invitation)
        provider.person |= {"email": "di@example.org"}
        with clock.at(clock.now() + timedelta(days=0 if ending == "withdrawn" else 15)):
            assert sign_in(browser).status_code == 403
        assert (who(browser), User.objects.filter(email="di@example.org").exists()) == ("", False)

    def test_where_sign_up_is_closed_it_waits(self, provider, browser, cast, operator):
        made = invite_by_link(operator, cast.halden, email="di@example.org", role="viewer")
        set_choice("sign_up", "closed")
        provider.person |= {"email": "di@example.org"}
        answer = sign_in(browser)
        assert answer.status_code == 403
        made.invitation.refresh_from_db()
        assert (who(browser), made.invitation.ended_at) == ("", None)

    def test_its_page_has_the_button_too(self, provider, browser, cast, operator):
        made = invite_by_link(operator, cast.halden, email="di@example.org", role="viewer")
        assert "Sign in with Halden" in browser.get(made.path).content.decode()


def assert_kept_out(browser: Client, words: str, *, status: int) -> None:
    answer = sign_in(browser)
    assert (answer.status_code, who(browser)) == (status, "")
    assert words in answer.content.decode()
    assert SocialAccount.objects.count() == 0


class TestKeptOut:
    @pytest.mark.parametrize("verified", [False, None, "no", "false", 0])
    def test_whose_address_the_provider_has_not_verified(self, provider, browser, cast, verified):
        provider.person |= {"email_verified": verified}
        assert_kept_out(browser, "does not say that your address is verified", status=403)

    def test_who_has_no_address_there(self, provider, browser, cast):
        provider.userinfo = {"sub": "p-1", "email_verified": True}
        assert_kept_out(browser, "does not say that your address is verified", status=403)

    def test_whom_nobody_here_knows_also_where_everybody_may_sign_up(self, provider, browser, cast):
        provider.person |= {"email": "eve@example.org"}
        for word in ("invitation", "open"):
            set_choice("sign_up", word)
            assert_kept_out(browser, "no invitation waits for it", status=403)
        assert not User.objects.filter(email="eve@example.org").exists()

    def test_whose_address_somebody_here_has_typed_and_never_proved(self, provider, browser, cast):
        mallory = make_member("Mallory", cast.strangers)
        EmailAddress.objects.create(user=mallory, email="eve@example.org", verified=False)
        provider.person |= {"email": "eve@example.org"}
        assert_kept_out(browser, "no invitation waits for it", status=403)

    def test_who_may_not_sign_in_any_more(self, provider, browser, cast):
        User.objects.filter(id=cast.ada.id).update(is_active=False)
        assert sign_in(browser)["Location"] == "/account/inactive/"
        assert who(browser) == ""

    @pytest.mark.parametrize(
        "claims", [{"iss": "https://evil.example"}, {"aud": "another"}, {"exp": 1}, {"iss": None}], ids=str
    )
    def test_who_brings_a_token_of_another_or_an_old_one(self, provider, browser, cast, claims):
        provider.token = claims
        assert_kept_out(browser, "was not completed", status=401)

    def test_who_brings_a_token_that_another_key_has_signed(self, provider, browser, cast):
        provider.signs_with = rsa.generate_private_key(65537, 2048)
        assert_kept_out(browser, "was not completed", status=401)

    def test_who_is_another_one_apart_from_the_token(self, provider, browser, cast):
        provider.userinfo = {"sub": "p-9", "email": "ada@example.org", "email_verified": True}
        assert_kept_out(browser, "was not completed", status=401)

    def test_who_comes_from_a_provider_that_calls_itself_another_one(self, provider, browser, cast):
        sent_back = requests.get(way_to(browser), allow_redirects=False, timeout=10).headers["Location"]
        provider.configuration = {"issuer": "https://evil.example"}
        for answer in (browser.get(f"{BACK}?{urlsplit(sent_back).query}"), browser.post(BEGIN)):
            assert (answer.status_code, who(browser)) == (502, "")
            assert "not as it should" in answer.content.decode()

    @pytest.mark.parametrize(
        ("error", "says"), [("access_denied", "You have stopped"), ("server_error", "was not completed")]
    )
    def test_whom_the_provider_sends_back(self, provider, browser, cast, error, says):
        provider.refuses = error
        assert_kept_out(browser, says, status=401)

    def test_who_comes_back_without_having_gone_there_or_twice(self, provider, browser, cast):
        for query in ("", "?code=a&state=b", "?state=b", "?code=a", "?error=x", "?code=%00&state=%00"):
            answer = browser.get(f"{BACK}{query}")
            assert (answer.status_code, who(browser)) == (401, "")
        sent_back = requests.get(way_to(browser), allow_redirects=False, timeout=10).headers["Location"]
        query = urlsplit(sent_back).query
        assert Client().get(f"{BACK}?{query}").status_code == 401, "in another browser"
        assert browser.get(f"{BACK}?{query}").status_code == 302
        assert Client().get(f"{BACK}?{query}").status_code == 401

    def test_where_the_provider_is_away_or_broken_the_page_says_so(self, provider, browser, cast, settings):
        provider.is_broken = True
        answer = browser.post(BEGIN)
        assert answer.status_code == 502
        assert "sign in with your address and a password" in answer.content.decode()
        settings.IDENTITY_PROVIDERS = [IdentityProvider("halden", "Halden", "http://localhost:1", CLIENT, SECRET)]
        assert browser.post(BEGIN).status_code == 502

    def test_the_way_there_begins_with_a_form_of_ours_alone(self, provider):
        careful = Client(enforce_csrf_checks=True)
        assert careful.post(BEGIN).status_code == 403
        assert careful.get(BEGIN).status_code == 405

    def test_whoever_is_signed_in_stays_who_they_are(self, provider, browser, cast):
        browser.force_login(User.objects.get(id=cast.bo.id))
        assert browser.post(BEGIN, {"process": "connect"})["Location"] == "/"
        assert who(browser) == "bo@example.org"

    def test_pages_of_allauth_that_this_house_has_not_are_not_there(self, browser, cast):
        browser.force_login(User.objects.get(id=cast.ada.id))
        for address in ("3rdparty/", "3rdparty/signup/", "3rdparty/login/error/", "social/connections/"):
            assert browser.get(f"/account/{address}").status_code == 404


PASSWORD = "seven herons over Tallinn"


def prove(browser: Client, person: User) -> None:
    """Say once more who one is: by the password, or by a code that comes by mail."""
    if User.objects.get(id=person.id).has_usable_password():
        said = browser.post("/account/reauthenticate/", {"password": PASSWORD})
    else:
        browser.post("/account/reauthenticate/code/", {"recipient": person.email})
        code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.MULTILINE)
        assert code
        said = browser.post("/account/reauthenticate/code/confirm/", {"code": code[1]})
    assert said.status_code == 302


def give_password(person: User) -> None:
    User.objects.filter(id=person.id).update(password=make_password(PASSWORD))


def give_passkey(person: User) -> None:
    made = {"credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Telephone", **made})


def link_another(person: User) -> None:
    SocialAccount.objects.create(user=person, provider="vela", uid="p-1")


class TestTheAddressToComeBackTo:
    def test_it_is_the_public_one_whatever_host_the_request_names(self, provider, settings, cast):
        settings.PUBLIC_ADDRESS = public_address("https://talent.example.org")
        for host in ("localhost", "127.0.0.1:8000"):
            query = parse_qs(urlsplit(way_to(Client(headers={"host": host}))).query)
            assert query["redirect_uri"] == [f"https://talent.example.org{BACK}"]

    def test_the_token_is_asked_for_with_the_same_one(self, provider, browser, settings, cast):
        settings.PUBLIC_ADDRESS = public_address("https://talent.example.org")
        sign_in(browser)
        assert who(browser) == "ada@example.org"


class TestUnlinking:
    @pytest.fixture
    def ada(self, provider, browser, cast) -> User:
        """Ada, who has come in by the provider and has no password."""
        sign_in(browser)
        return User.objects.get(id=cast.ada.id)

    @pytest.fixture
    def path(self, ada) -> str:
        return f"/account/providers/{SocialAccount.objects.get().id}/removal"

    def test_one_sees_by_whom_one_signs_in(self, ada, browser):
        page = browser.get("/account/providers").content.decode()
        assert "Halden" in page and "Remove Halden" in page
        assert 'href="/account/providers"' in browser.get("/briefs").content.decode(), "the menu leads there"

    @pytest.mark.parametrize("give", [give_password, give_passkey, link_another], ids=lambda give: give.__name__)
    def test_whoever_has_another_way_in_removes_it_and_is_told(self, ada, browser, path, settings, give, mailoutbox):
        settings.IDENTITY_PROVIDERS.append(IdentityProvider("vela", "Vela", "http://localhost:1", CLIENT, SECRET))
        give(ada)
        browser.force_login(User.objects.get(id=ada.id))
        prove(browser, ada)
        answer = browser.post(path, follow=True)
        assert "Halden signs you in no longer." in answer.content.decode()
        assert not SocialAccount.objects.filter(provider="halden").exists()
        assert mailoutbox[-1].subject == "Guildworks: Halden signs you in no longer"
        assert mailoutbox[-1].to == [ada.email]
        assert Event.objects.filter(name="person.provider_unlinked", subject_id=ada.id).count() == 1
        assert browser.post(path).status_code == 404

    def test_the_only_way_in_stays_and_the_page_says_why(self, ada, browser, path):
        prove(browser, ada)
        answer = browser.post(path)
        page = answer.content.decode()
        assert (answer.status_code, SocialAccount.objects.count()) == (409, 1)
        assert "the only way in which you can sign in. Set a password or add a passkey first." in page

    def test_a_provider_that_is_not_in_use_any_more_is_no_way_in(self, ada, browser, path):
        SocialAccount.objects.create(user=ada, provider="gone", uid="p-1")
        prove(browser, ada)
        assert browser.post(path).status_code == 409
        gone = SocialAccount.objects.get(provider="gone")
        assert "signs nobody in" in browser.get("/account/providers").content.decode()
        assert browser.post(f"/account/providers/{gone.id}/removal").status_code == 302

    def test_it_is_somebodys_own_alone_and_asks_who_one_is(self, ada, browser, path, cast):
        assert browser.post(path)["Location"].startswith("/account/reauthenticate/")
        cy = User.objects.get(id=cast.cy.id)
        give_password(cy)
        other = Client()
        other.force_login(User.objects.get(id=cy.id))
        prove(other, cy)
        for address in (path, f"/account/providers/{'9' * 40}/removal"):
            assert other.post(address).status_code == 404
        assert "Halden" not in other.get("/account/providers").content.decode().replace("Halden Mutual", "")
        assert SocialAccount.objects.count() == 1

    def test_whoever_signs_in_there_again_is_linked_anew(self, ada, browser, path):
        give_password(ada)
        browser.force_login(User.objects.get(id=ada.id))
        prove(browser, ada)
        browser.post(path)
        sign_in(Client())
        assert SocialAccount.objects.get().user_id == ada.id


def test_of_an_erased_person_no_provider_knows_anybody(provider, browser, cast, operator):
    vi = User.objects.get(id=cast.vi.id)
    provider.person = {"sub": "p-quux", "email": vi.email, "email_verified": True}
    sign_in(browser)
    erase_person(operator, vi, address=vi.email)
    assert [table for table in tables_that_hold("p-quux") if "session" not in table] == []
    assert sign_in(Client()).status_code == 403


class TestConfiguration:
    @pytest.fixture
    def set_up(self, tmp_path) -> dict[str, str]:
        file = tmp_path / "secret"
        file.write_text("of the provider\n")
        file.chmod(0o600)
        return {
            "GUILDWORKS_OIDC_ID": "halden", "GUILDWORKS_OIDC_NAME": "Halden Mutual",
            "GUILDWORKS_OIDC_ISSUER": "https://login.example.org/realm", "GUILDWORKS_OIDC_CLIENT_ID": "guildworks",
            "GUILDWORKS_OIDC_SECRET_FILE": str(file),
        }  # fmt: skip

    def test_several_are_told_apart_by_their_numbers(self, set_up):
        second = {f"{name}_2": value for name, value in set_up.items()} | {"GUILDWORKS_OIDC_ID_2": "vela"}
        found = identity_providers(set_up | second)
        assert [one.id for one in found] == ["halden", "vela"]
        assert found[0].secret == "of the provider"
        assert "of the provider" not in repr(found[0])
        assert identity_providers({}) == []

    @pytest.mark.parametrize(
        ("name", "value"),
        [("ID", "Halden Mutual"), ("ID", ""), ("ID", "-a"), ("NAME", ""), ("NAME", "x" * 61), ("NAME", "a\nb"),
         ("ISSUER", ""), ("ISSUER", "http://login.example.org"), ("ISSUER", "https://u:p@login.example.org"),
         ("ISSUER", "https://[x"), ("CLIENT_ID", ""), ("SECRET_FILE", ""), ("SECRET_FILE", "/nowhere/at/all")],
    )  # fmt: skip
    def test_one_that_cannot_be_used_is_refused_at_the_start(self, set_up, name, value):
        with pytest.raises(BadIdentityProvider) as refused:
            identity_providers(set_up | {f"GUILDWORKS_OIDC_{name}": value})
        assert refused.value.hint

    def test_a_secret_that_others_may_read_and_an_id_twice_are_refused(self, set_up, tmp_path):
        with pytest.raises(BadIdentityProvider, match="the same"):
            identity_providers(set_up | {f"{name}_3": value for name, value in set_up.items()})
        (tmp_path / "secret").chmod(0o644)
        with pytest.raises(BadIdentityProvider, match="other than its owner"):
            identity_providers(set_up)


def test_the_checks_of_django_and_allauth_find_nothing(provider):
    assert [found for found in run_checks() if not found.is_silenced()] == []
