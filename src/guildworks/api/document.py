"""The document of the interface, OpenAPI 3.1: what the routes say of themselves, and what is true of all of them."""

from __future__ import annotations

from functools import cache
from typing import Any

from guildworks.accounts.api_keys.scopes import SCOPES
from guildworks.api.assembled import interface
from guildworks.platform.http.problems import PROBLEM, Problem

ABOUT = """\
Everything that makes sense for a program: briefs, shortlists with their reasons, holds, engineers, hours, events.

Send an API key in the header `Authorization: Bearer gwk_…`. A key acts as the person who made it, in the role that they
have at each request, narrowed to its scopes. Answers are JSON; what is refused is a problem after RFC 9457, with a code
on which programs branch and a hint for people. The guide is docs/api.md.
"""
REFUSED = {
    400: "The request cannot be read: no JSON, a cursor of another list, or a key in the address.",
    401: "There is no API key, or it is unknown, revoked or expired.",
    403: "The key does not have the scope, or its owner's role may not do this.",
    404: "There is no such thing, or it is not yours: the words are the same.",
    405: "The address does not take this method.",
    409: "A rule refuses it, or the same request is under way.",
    410: "It was there, and is not kept any more.",
    412: "It was changed since it was read.",
    413: "More was sent than is taken at once.",
    422: "Some fields are not as they must be; `fields` says which, and why.",
    429: "Too many requests: `Retry-After` says how many seconds to wait.",
    500: "A fault of ours; nothing was changed.",
    503: "The database does not answer; nothing was changed.",
}
OF_READING = (400, 401, 403, 404, 405, 410, 422, 429, 500, 503)
# What stands in an address, by its name.
PLACES = {
    "brief": "An id such as brf_01JDQ…",
    "shortlist": "An id such as sho_01JDQ…",
    "hold": "An id such as hld_01JDQ…",
    "engineer": "An id such as eng_01JDQ…; for an engineer's own key also `me`.",
    "skill": "A slug such as pgvector.",
}
METHODS = ("get", "post", "put", "patch", "delete")
HEADERS = {
    "RateLimit": "What is left in this minute: `r` requests, for `t` seconds more.",
    "RateLimit-Policy": "How many requests a key may send: `q` in `w` seconds.",
    "X-Request-Id": "The name of this request, in our log too.",
}


@cache
def openapi_document() -> dict[str, Any]:
    """The whole document. It says the same on every installation: its server is the one that it was read from."""
    document: dict[str, Any] = dict(interface.get_openapi_schema(path_prefix="/api/v1/"))
    document["info"] = {
        "title": "Guildworks",
        "version": "1",
        "summary": "From a written brief to an explained shortlist of AI engineers.",
        "description": ABOUT,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    document["servers"] = [{"url": "/", "description": "This installation"}]
    components = document["components"]
    components["schemas"]["Problem"] = Problem.model_json_schema(mode="serialization")
    components["responses"] = {f"Refused{status}": _refused(about) for status, about in REFUSED.items()}
    components["headers"] = {
        name: {"description": about, "schema": {"type": "string"}} for name, about in HEADERS.items()
    }
    components["securitySchemes"] = {"ApiKey": _scheme()}
    for operations in document["paths"].values():
        for method in operations.keys() & set(METHODS):
            _complete(operations[method], method)
    return document


def _complete(operation: dict[str, Any], method: str) -> None:
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter["description"] = PLACES[parameter["name"]]
    refused = OF_READING if method == "get" else tuple(REFUSED)
    responses = {str(status): answer for status, answer in operation["responses"].items()}
    for answer in responses.values():
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    if method == "get":
        responses["304"] = {"description": "It is still what If-None-Match names."}
    responses |= {str(status): {"$ref": f"#/components/responses/Refused{status}"} for status in refused}
    operation["responses"] = dict(sorted(responses.items()))
    if not operation.get("description", "").strip():
        operation.pop("description", None)


def _refused(about: str) -> dict[str, Any]:
    return {"description": about, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _scheme() -> dict[str, Any]:
    scopes = "\n".join(f"- `{scope.name}`: {scope.about}" for scope in SCOPES.values())
    return {"type": "http", "scheme": "bearer", "description": f"An API key, such as gwk_… Its scopes:\n\n{scopes}"}
