"""Every address of the program, tried by everybody, from one closed list: a new one without its row fails here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from guildworks.accounts.actions import add_member, invite_by_link
from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import place_hold
from guildworks.availability.load import Load
from guildworks.availability.talks import Talk
from guildworks.conversations.models import Notification
from guildworks.conversations.threads.actions import Said, write_comment
from guildworks.conversations.webhooks.actions.looking_after import register_webhook
from guildworks.conversations.webhooks.models import WebhookDelivery
from guildworks.matching.actions import match_brief
from guildworks.matching.held import token_of
from guildworks.matching.saved.actions import save_search
from guildworks.matching.spent import Spent
from guildworks.matching.subjects import brief_subject
from guildworks.platform import clock
from guildworks.talent.models import Engineer
from tests.api.asking import key_of
from tests.cast import make_account, make_brief, make_engineer, make_list, make_member, week
from tests.conversations.telling import tell

pytestmark = pytest.mark.django_db

BRIEF = "We need Python for 20 hours a week."
# Nobody signed in; somebody who belongs nowhere; the owner of another organisation; a colleague who only looks on; the
# owner whose brief it is; the engineer who is held for it; and another engineer.
WHO = ("nobody", "nowhere", "stranger", "viewer", "owner", "engineer", "another")
Answer = int | str  # a status, or where one is sent

SIGN_IN, START, PROVE, EMAIL = "/account/login/", "/", "/account/reauthenticate/code/", "/account/email/"
PEOPLE, API_KEYS = "/organisation/people", "/organisation/api-keys"
NOTIFICATIONS, WISHES = "/notifications", "/notifications/preferences"
HOURS = "/me/hours"
BRIEFS, LISTS, HELD, OWN_HOLD = "/briefs/", "/shortlists/", "/held/", "/me/holds/"  # below them: an id, a token
HOOKS, HOOK, DELIVERY = "/organisation/webhooks", "/organisation/webhooks/", "/organisation/deliveries/"
BELOW = (BRIEFS, LISTS, HELD, OWN_HOLD, HOOK, DELIVERY)
SET_PASSWORD = "/account/password/set/"


@dataclass(frozen=True)
class Row:
    """What each of WHO is answered, in that order, when they ask for the page and when they send it.

    Where the two engineers are not told apart, they are answered as somebody who belongs nowhere.
    """

    get: tuple[Answer, ...]
    post: tuple[Answer, ...]

    def __post_init__(self) -> None:
        for name in ("get", "post"):
            answers = getattr(self, name)
            object.__setattr__(self, name, (answers + answers[1:2] * 2)[: len(WHO)])


def engineers(get: Answer, post: Answer, *, another: tuple[Answer, Answer] | None = None) -> Row:
    """A page of the engineer's door; `another` where the other one is answered otherwise."""
    of_other = another or (get, post)
    return Row((SIGN_IN, *[403] * 4, get, of_other[0]), (*[403] * 5, post, of_other[1]))


def desk() -> Row:
    """A page of the operator's desk: of WHO nobody is one of the operator's admins."""
    return Row((SIGN_IN, *[403] * 6), (403,) * 7)


def everybody(get: Answer, post: Answer) -> Row:
    """The same for all of them."""
    return Row((get,) * 5, (post,) * 5)


def coming_in(get: Answer, post: Answer, *, inside: Answer = START) -> Row:
    """A page on which somebody comes in: whoever is in already is sent on."""
    return Row((get, *[inside] * 4), (post, *[inside] * 4))


def own_account(get: Answer, post: Answer) -> Row:
    """A page for whoever is signed in, about themself: the others cannot be named there at all."""
    return Row((SIGN_IN, *[get] * 4), (403, *[post] * 4))


ROWS = {
    "health": everybody(200, 200),
    ".well-known/guildworks-keys.json": everybody(200, 405),
    # Here a client works.
    "": Row((200, 403, 200, 200, 200, 200, 200), (403, 403, LISTS, 403, LISTS, 403, 403)),
    "briefs": Row((SIGN_IN, 403, 200, 200, 200), (403, 403, 405, 405, 405)),
    "briefs/reading": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 200, 403, 200)),
    "briefs/<str:brief>": Row((SIGN_IN, 403, 404, 200, 200), (403, 403, 405, 405, 405)),
    "briefs/<str:brief>/corrections": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 403, 422)),
    "briefs/<str:brief>/shortlists": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 403, LISTS)),
    "briefs/<str:brief>/holds": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 403, 422)),
    "briefs/<str:brief>/holds/new": Row((SIGN_IN, 403, 404, 403, 422), (403, 403, 405, 405, 405)),
    "holds": Row((SIGN_IN, 403, 200, 200, 200), (403, 403, 405, 405, 405)),
    "holds/<str:hold>/talk.ics": Row((SIGN_IN, 403, 404, 404, 404), (403, 403, 405, 405, 405)),
    "holds/releases": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 422, 422, 422)),
    "shortlists/<str:shortlist>": Row((SIGN_IN, 403, 404, 200, 200), (403, 403, 405, 405, 405)),
    "shortlists/<str:shortlist>/receipt": Row((SIGN_IN, 403, 404, 200, 200), (403, 403, 405, 405, 405)),
    "shortlists/<str:shortlist>/loosening": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 403, 409)),
    "shortlists/<str:shortlist>/saved-searches": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 403, LISTS)),
    "saved-searches/<str:search>/ending": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, BRIEFS)),
    "shortlists/<str:shortlist>/compare": Row((SIGN_IN, 403, 404, 422, 422), (403, 403, 405, 405, 405)),
    "shortlists/<str:shortlist>/engineers/<str:engineer>": Row(
        (SIGN_IN, 403, 404, 200, 200), (403, 403, 405, 405, 405)
    ),
    # Of Ada, who owns Halden; the others have none, and no page tells them apart from none at all.
    "notifications": Row((SIGN_IN, 403, 200, 200, 200), (403, 403, 405, 405, 405)),
    "notifications/seen": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, NOTIFICATIONS)),
    "notifications/preferences": Row((SIGN_IN, 403, 200, 200, 200), (403, 403, WISHES, WISHES, WISHES)),
    "notifications/<str:notification>": Row((SIGN_IN, 403, 404, 404, PEOPLE), (403, 403, 405, 405, 405)),
    "threads/<str:kind>/<str:subject>": Row((SIGN_IN, 403, 404, 200, 200), (403, 403, 405, 405, 405)),
    "threads/<str:kind>/<str:subject>/comments": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 422, 422)),
    "threads/<str:kind>/<str:subject>/shares": Row((SIGN_IN, 403, 404, 200, 200), (403, 403, 404, 422, 422)),
    "comments/<str:comment>/taking-back": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 403, BRIEFS)),
    "organisation": Row((SIGN_IN, 403, 405, 405, 405, 405, 405), (403, 403, 404, START, START, 404, 404)),
    "organisation/name": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 422, 403, 422)),
    "organisation/people": Row((SIGN_IN, 403, 200, 200, 200), (403, 403, 405, 405, 405)),
    "organisation/people/<str:person>/role": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 403, 422)),
    "organisation/people/<str:person>/removal": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 403, PEOPLE)),
    "organisation/api-keys": Row((SIGN_IN, 403, 200, 200, 200), (403, 403, 405, 405, 405)),
    "organisation/api-keys/new": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 422, 403, 422)),
    "organisation/api-keys/<str:key>/revocation": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, API_KEYS)),
    "organisation/invitations": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 422, 403, 422)),
    "organisation/invitations/<str:invitation>/sending": Row(
        (SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, PEOPLE)
    ),
    "organisation/invitations/<str:invitation>/withdrawal": Row(
        (SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, PEOPLE)
    ),
    "organisation/webhooks": Row((SIGN_IN, 403, 200, 403, 200), (403, 403, 422, 403, 422)),
    "organisation/webhooks/<str:webhook>": Row((SIGN_IN, 403, 404, 404, 200), (403, 403, 405, 405, 405)),
    "organisation/webhooks/<str:webhook>/events": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, 422)),
    "organisation/webhooks/<str:webhook>/secret": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, 200)),
    "organisation/webhooks/<str:webhook>/test": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, HOOK)),
    "organisation/webhooks/<str:webhook>/pause": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, HOOK)),
    "organisation/webhooks/<str:webhook>/return": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, HOOK)),
    "organisation/webhooks/<str:webhook>/removal": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, HOOKS)),
    "organisation/webhooks/<str:webhook>/replays": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, 422)),
    "organisation/deliveries/<str:delivery>": Row((SIGN_IN, 403, 404, 404, 200), (403, 403, 405, 405, 405)),
    "organisation/deliveries/<str:delivery>/replay": Row((SIGN_IN, 403, 405, 405, 405), (403, 403, 404, 404, DELIVERY)),
    # Of an address that has no account: whoever is signed in is somebody else.
    "invitation/<str:token>": Row((200,) * 5, (422, 403, 403, 403, 403)),
    "gallery": Row((SIGN_IN, 403, 200, 200, 200), (403, 403, 405, 405, 405)),
    "demand": Row((SIGN_IN, 403, *[200] * 5), (403, 403, *[405] * 5)),
    "ranking": everybody(200, 405),
    # Programs read these without a key; all that needs one is in tests/security/test_api_routes.py.
    "api/v1/openapi.json": everybody(200, 405),
    "api/v1/docs": everybody(200, 405),
    "api/v1/status": everybody(200, 405),
    # Here an engineer says their hours, and answers who holds them.
    "me/hours": engineers(200, 405),
    "me/hours/weeks": engineers(405, HOURS),
    "me/hours/span": engineers(405, 422),
    "me/hours/usual": engineers(405, 422),
    "me/hours/confirmation": engineers(405, HOURS),
    "me/hours/pause": engineers(405, HOURS),
    "me/hours/return": engineers(405, HOURS),
    "me/hours/calendar": engineers(405, 422),
    "me/hours/feed": engineers(405, HOURS),
    "me/hours/feed/closing": engineers(405, HOURS),
    "me/profile": engineers(200, 405),
    "me/profile/words": engineers(405, 422),
    "me/profile/claims": engineers(405, 422),
    "me/profile/claims/dropping": engineers(405, 404),
    "me/profile/languages": engineers(405, 422),
    "me/profile/languages/dropping": engineers(405, 422),
    "me/profile/rates": engineers(405, 422),
    "me/profile/rates/dropping": engineers(405, 422),
    "me/profile/jobs": engineers(405, "/me/profile"),
    "me/profile/jobs/dropping": engineers(405, 404),
    "me/profile/works": engineers(405, 422),
    "me/profile/works/dropping": engineers(405, 404),
    "me/profile/skills": engineers(200, 405),
    "me/profile/resume.json": engineers(200, 405),
    "me/profile/resume": engineers(200, 422),
    "me/profile/resume/saving": engineers(405, 409),
    "me/profile/resume/deletion": engineers(405, 409),
    "me/profile/resume/file": engineers(404, 405),
    "me/profile/public": engineers(200, 422),
    "me/profile/public/closing": engineers(405, "/me/profile/public"),
    # The operator's; nobody of these is one.
    "engineers/<str:engineer>/resume": Row((SIGN_IN, *[403] * 6), (403,) * 7),
    # Off until somebody opens it: tests/talent/test_public_pages.py.
    "engineers/<str:handle>": everybody(404, 405),
    "busy/<str:token>": everybody(404, 405),
    "me/api-keys": engineers(200, 405),
    "me/api-keys/new": engineers(405, 422),
    "me/api-keys/<str:key>/revocation": engineers(405, 404),
    "me/holds": engineers(200, 405),
    "me/holds/<str:hold>": engineers(200, 405, another=(404, 405)),
    "me/holds/<str:hold>/acceptance": engineers(405, 422, another=(405, 404)),
    "me/holds/<str:hold>/declining": engineers(405, OWN_HOLD, another=(405, 404)),
    "me/holds/<str:hold>/talk": engineers(405, 422, another=(405, 404)),
    "me/holds/<str:hold>/talk.ics": engineers(404, 405),
    "me/opportunities": engineers(200, 405),
    "me/opportunities/<str:shortlist>": engineers(200, 405, another=(404, 405)),
    # Here the operator's admins look after the network.
    "desk": desk(),
    "desk/health": desk(),
    "desk/people": desk(),
    "desk/people/<str:person>": desk(),
    "desk/people/<str:person>/impersonation": desk(),
    "desk/people/<str:person>/shutting-out": desk(),
    "desk/people/<str:person>/letting-in": desk(),
    "desk/impersonation/ending": Row((SIGN_IN, 403, *[405] * 5), (403, 403, *[START] * 5)),
    "desk/organisations": desk(),
    "desk/organisations/<str:organisation>": desk(),
    "desk/organisations/<str:organisation>/name": desk(),
    "desk/organisations/<str:organisation>/invitations": desk(),
    "desk/organisations/<str:organisation>/invitations/<str:invitation>/sending": desk(),
    "desk/organisations/<str:organisation>/invitations/<str:invitation>/withdrawal": desk(),
    "desk/organisations/<str:organisation>/people/<str:person>/role": desk(),
    "desk/organisations/<str:organisation>/people/<str:person>/removal": desk(),
    "desk/engineers": desk(),
    "desk/engineers/<str:engineer>": desk(),
    "desk/engineers/<str:engineer>/listing": desk(),
    "desk/engineers/<str:engineer>/unlisting": desk(),
    "desk/engineers/<str:engineer>/invitation": desk(),
    "desk/briefs": desk(),
    "desk/holds": desk(),
    "desk/events": desk(),
    "desk/chains/<str:chain>": desk(),
    "desk/chains/<str:chain>/verification": desk(),
    "desk/mails": desk(),
    "desk/mails/erasure": desk(),
    "desk/mails/<str:mail>/retrial": desk(),
    "desk/jobs": desk(),
    "desk/jobs/<str:job>/retrial": desk(),
    "desk/policies": desk(),
    "desk/policies/comparison": desk(),
    "desk/policies/<str:version>/promotion": desk(),
    "desk/limits": desk(),
    "desk/limits/<str:limit>": desk(),
    "desk/settings/<str:setting>": desk(),
    "desk/skills": desk(),
    "desk/skills/lacking": desk(),
    "desk/skills/<str:skill>": desk(),
    # The link alone says who asks; the first who sends a refusal ends the hold.
    "held/<str:token>": everybody(200, 405),
    "held/<str:token>/acceptance": everybody(405, 422),
    "held/<str:token>/declining": Row((405,) * 5, (HELD, 410, 410, 410, 410)),
    "held/<str:token>/talk": everybody(405, 422),
    "held/<str:token>/talk.ics": everybody(404, 405),
    "demo/sign-in": everybody(405, 404),
    "language": everybody(405, 422),
    "mail": everybody(404, 405),
    "mail/<str:mail>": everybody(404, 405),
    # Here people come in, or not.
    "account/login/": coming_in(200, 200),
    "account/login/code/confirm/": coming_in(SIGN_IN, SIGN_IN),
    "account/logout/": Row((START, 200, 200, 200, 200), (START,) * 5),
    "account/inactive/": everybody(200, 405),
    "account/signup/": coming_in(200, 200),
    "account/confirm-email/": coming_in(SIGN_IN, SIGN_IN, inside=EMAIL),
    "account/password/reset/": everybody(200, 200),
    "account/password/reset/done/": everybody(200, 405),
    "account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": everybody(200, 200),
    "account/password/reset/key/done/": everybody(200, 405),
    # Of a provider that the operator has not set: tests/security/test_single_sign_on.py has one.
    "account/oidc/<str:provider_id>/login/": everybody(405, 404),
    "account/oidc/<str:provider_id>/callback/": everybody(404, 405),
    "account/2fa/authenticate/": coming_in(SIGN_IN, SIGN_IN),
    "account/2fa/webauthn/login/": coming_in(SIGN_IN, SIGN_IN),
    # Here they look after their own account; what weakens it asks who they are once more.
    "account/reauthenticate/": own_account(PROVE, PROVE),
    "account/reauthenticate/code/": own_account(200, 200),
    "account/reauthenticate/code/confirm/": own_account(PROVE, PROVE),
    "account/email/": own_account(200, EMAIL),
    "account/password/change/": own_account(SET_PASSWORD, SET_PASSWORD),
    "account/password/set/": own_account(PROVE, PROVE),
    "account/name": own_account(200, 422),
    "account/data": own_account(PROVE, PROVE),
    "account/delete": own_account(PROVE, PROVE),
    "account/consents/<str:purpose>/withdrawal": own_account(405, PROVE),
    "account/providers": own_account(200, 405),
    "account/providers/<int:link>/removal": own_account(405, PROVE),
    "account/sessions/": own_account(200, "/account/sessions/"),
    "account/2fa/": own_account(200, 405),
    "account/2fa/reauthenticate/": own_account(PROVE, PROVE),
    "account/2fa/totp/activate/": own_account(PROVE, PROVE),
    "account/2fa/totp/deactivate/": own_account(404, 404),
    "account/2fa/recovery-codes/": own_account(404, 405),
    "account/2fa/recovery-codes/generate/": own_account(PROVE, PROVE),
    "account/2fa/recovery-codes/download/": own_account(404, 404),
    "account/2fa/webauthn/": own_account(200, 405),
    "account/2fa/webauthn/add/": own_account(PROVE, PROVE),
    "account/2fa/webauthn/reauthenticate/": own_account(PROVE, PROVE),
    "account/2fa/webauthn/keys/<int:pk>/remove/": own_account(PROVE, PROVE),
    "account/2fa/webauthn/keys/<int:pk>/edit/": own_account(PROVE, PROVE),
}


def routes(patterns: Sequence[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """Every route of the program, as its patterns spell it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif not getattr(pattern.callback, "is_for_programs", False):
            yield route


@pytest.fixture
def addresses(cast) -> dict[str, str]:
    """An address of each route: Halden's brief and its list, where it is one of a brief or of a list."""
    engineer = make_engineer()
    made = match_brief(cast.ada, cast.halden, text=BRIEF, top=3, spent=Spent())
    invited = invite_by_link(local_operator(), cast.halden, email="asked@example.org", role="viewer")
    tell()
    add_member(local_operator(), cast.halden, email="di@example.org", name="Di", role="viewer")
    tell()
    notification = Notification.objects.get(user=cast.ada.id)
    said = write_comment(cast.ada, brief_subject(made.brief), Said("She fits.", uuid4()))
    search = save_search(cast.ada, make_list(cast.ada, make_brief(cast.halden)))
    talk = Talk((clock.now() + timedelta(hours=20),), 30, "UTC")
    (held,) = place_hold(
        cast.ada, [engineer], holder=made.brief.holder, load=Load(week(1), (4,)), talks={engineer.id: talk}
    )
    webhook, _ = register_webhook(cast.ada, cast.halden, address="https://example.org/hooks", names=["hold.placed"])
    there = {
        "<str:webhook>": webhook.shown_id,
        "<str:delivery>": WebhookDelivery.objects.create(
            webhook=webhook, made_at=clock.now(), dead_at=clock.now()
        ).shown_id,
        "<str:provider_id>": "halden",
        "held/<str:token>": f"held/{token_of(held)}",
        "<str:hold>": held.shown_id,
        "invitation/<str:token>": invited.path.removeprefix("/"),
        "<str:notification>": notification.shown_id,
        "<str:invitation>": invited.invitation.shown_id,
        "<str:organisation>": cast.halden.shown_id,
        "<str:key>": key_of(cast.ada).key.shown_id,
        "<str:person>": User.objects.get(id=cast.bo.id).shown_id,
        "<str:search>": search.shown_id,
        "<str:kind>": "brief",
        "<str:subject>": made.brief.shown_id,
        "<str:comment>": said.shown_id,
        "<str:engineer>": made.found["roles"][0]["engineers"][0]["id"],
        "<str:shortlist>": made.shown_id,
        "<str:job>": "1",
        "<str:version>": "2",
        "<str:limit>": "page_size",
        "<str:setting>": "sign_up",
        "<str:chain>": cast.halden.shown_id,
        "<str:skill>": "python",
        "<str:brief>": made.brief.shown_id,
        "<int:pk>": "1",
        "<int:link>": "1",
        "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "ab-cd/",
    }
    found = {}
    for route in ROWS:
        address = route
        for part, value in there.items():
            address = address.replace(part, value)
        found[route] = f"/{address}"
    return found


@pytest.fixture
def browsers(cast) -> dict[str, Client]:
    """One of each of WHO."""
    users = {
        "nowhere": make_member("Nils"),
        "stranger": User.objects.get(id=cast.cy.id),
        "viewer": User.objects.get(id=cast.vi.id),
        "owner": User.objects.get(id=cast.ada.id),
        "engineer": make_account(Engineer.objects.first() or make_engineer()),
        "another": make_account(make_engineer("Tom Late")),
    }
    found = {who: Client(raise_request_exception=False) for who in WHO}
    for who, user in users.items():
        found[who].force_login(user)
    return found


def test_every_route_has_its_row():
    assert set(routes()) == ROWS.keys()


@pytest.mark.parametrize("route", ROWS)
def test_who_is_answered_what(route, addresses, browsers, cast):
    sent = {"text": BRIEF, "organisation": cast.halden.shown_id, "until": Notification.objects.get().shown_id}
    for who, wanted in zip(WHO, ROWS[route].get, strict=True):
        assert_answered(browsers[who].get(addresses[route]), wanted, who)
    for who, wanted in zip(WHO, ROWS[route].post, strict=True):
        assert_answered(browsers[who].post(addresses[route], sent), wanted, who)


def assert_answered(answer, wanted: Answer, who: str) -> None:
    if isinstance(wanted, int):
        assert answer.status_code == wanted, who
    else:
        assert answer.status_code == 302, who
        path = urlsplit(answer["Location"]).path
        assert (
            path.startswith(wanted) if wanted in (BRIEFS, LISTS, HELD, OWN_HOLD, HOOK, DELIVERY) else path == wanted
        ), who


def test_another_host_in_a_request_is_never_where_somebody_is_sent(browsers):
    for address in ("/account/email/", "/shortlists/x"):
        answer = browsers["nobody"].get(address, headers={"host": "127.0.0.1"})
        assert answer["Location"].startswith("/account/login/?next=/")
