"""Programs with their keys, as the tests of the interface send them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from guildworks.accounts.api_keys.actions import MadeKey, make_api_key
from guildworks.accounts.api_keys.scopes import CLIENT, ENGINEER, OPERATOR, scopes_for
from guildworks.accounts.models import EngineerAccount, Membership
from guildworks.accounts.queries import actor_in, actor_of, local_operator, operator_organisation
from guildworks.platform.actor import Actor
from guildworks.talent.models import Engineer
from tests.cast import make_account


class Program:
    """A program that sends one key."""

    def __init__(self, secret: str | None) -> None:
        self._sent = {"authorization": f"Bearer {secret}"} if secret else {}
        self._client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """What a request is answered; a body is sent as JSON, bytes as they are."""
        sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {**self._sent, **{name.replace("_", "-"): value for name, value in headers.items()}}
        kind = {} if body is None else {"content_type": "application/json"}
        return self._client.generic(method, f"/api/v1{path}", sent, headers=given, **kind)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, body, **headers)


def key_of(person: Actor, *, scopes: Sequence[str] = (), days: int = 30) -> MadeKey:
    """A key of somebody of the cast, with all that a client's key can have unless told otherwise."""
    member = Membership.objects.select_related("user", "organisation").get(
        user=person.id, organisation=person.organisation_id
    )
    return make_api_key(actor_in(member), member, name="Sync", scopes=scopes or names(CLIENT), days=days, form=uuid4())


def key_of_engineer(engineer: Engineer) -> MadeKey:
    """A key of an engineer, who has an account from now on."""
    account = EngineerAccount.objects.filter(engineer_id=engineer.id).first()
    account = account or make_account(engineer).engineer_account
    return make_api_key(actor_of(account), account, name="Own", scopes=names(ENGINEER), days=30)


def key_of_operator() -> MadeKey:
    """A key of the command line."""
    return make_api_key(local_operator(), operator_organisation(), name="Machine", scopes=names(OPERATOR), days=30)


def names(whose: str) -> list[str]:
    return [scope.name for scope in scopes_for(whose)]


def problem(answer: HttpResponse) -> str:
    """The code of a refusal, which is a problem."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["title"] and told["detail"] and told["hint"]
    assert told["type"].endswith(f"#{told['code']}")
    return str(told["code"])
