"""What a program is told when a request comes to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guildworks.platform.errors import BadInput, GuildworksError

# The server has looked at it, and its answer is no; whatever else it refuses could not be done.
ANSWERED_NO = (403, 404, 409, 410, 412)
TOLD = ("type", "title", "status", "detail", "code", "hint", "fields", "request_id")


class Refused(GuildworksError):
    """The server refused a request; `code` is its own."""

    code = "refused_by_server"
    hint = "The server's page /api/v1/docs says what this request takes."

    def __init__(self, problem: Mapping[str, Any], *, status: int, retry_after_s: float | None = None) -> None:
        """`problem` is the answer after RFC 9457, `status` the HTTP status; what else it tells becomes `facts`."""
        fields = problem.get("fields")
        super().__init__(
            str(problem.get("detail") or problem.get("title") or ""),
            hint=str(problem.get("hint") or ""),
            fields={str(name): str(text) for name, text in fields.items()} if isinstance(fields, Mapping) else None,
        )
        self.code = str(problem["code"])
        self.http_status = status
        self.status = 1 if status in ANSWERED_NO else 2
        self.retry_after_s = retry_after_s
        self.request_id = str(problem.get("request_id") or "")
        self.facts = {name: value for name, value in problem.items() if name not in TOLD}


class Unreachable(GuildworksError):
    """The server cannot be reached."""

    code = "server_unreachable"
    status = 2
    http_status = 503
    hint = "Look at its address and at the network between, then try again."


class StrangeAnswer(GuildworksError):
    """What answers there is no Guildworks, or something between changes its answers."""

    code = "strange_answer"
    status = 2
    http_status = 502
    hint = "Give the address at which its pages are, without /api/v1."


class BadServerAddress(BadInput):
    """This is no address of a server."""

    code = "bad_server_address"
    hint = "Write it as https://talent.example.org; http is taken for this machine alone."
