"""The document of the interface as its page shows it: the operations by what they are about, their fields as rows."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guildworks.platform.errors import GuildworksError

Json = Mapping[str, Any]
DEPTH = 3  # of fields within fields that a table shows
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field that is sent or told, as `holds[].state`."""

    name: str
    type: str
    about: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class OperationShown:
    """One thing that a program can do."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    scope: str  # empty: every key
    parameters: list[FieldShown]
    body: list[FieldShown]
    example: str  # of a body, as JSON
    answer: list[FieldShown]
    status: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """What is about one thing."""

    name: str
    operations: list[OperationShown]


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """A code of a problem."""

    code: str
    status: int
    title: str


def docs_shown(document: Json) -> dict[str, Any]:
    """Facts of the page."""
    return {
        "groups": _groups(document),
        "problems": problems(),
        "problem": _fields(_schema(document, "Problem"), document),
    }


def problems() -> list[ProblemShown]:
    """Every code that a problem of this program can have."""
    kinds = {kind.code: kind for kind in _kinds(GuildworksError) if "code" in vars(kind)}
    return [
        ProblemShown(code, kind.http_status, " ".join((inspect.getdoc(kind) or "").split()))
        for code, kind in sorted(kinds.items())
    ]


def _kinds(of: type[GuildworksError]) -> Iterator[type[GuildworksError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _groups(document: Json) -> list[GroupShown]:
    found: dict[str, list[OperationShown]] = {}
    for path, operations in document["paths"].items():
        for method in METHODS:
            if operation := operations.get(method):
                found.setdefault(operation["tags"][0], []).append(_operation(method, path, operation, document))
    return [GroupShown(name, operations) for name, operations in found.items()]


def _operation(method: str, path: str, operation: Json, document: Json) -> OperationShown:
    status = next(status for status in operation["responses"] if status.startswith("2"))
    body = _content(operation.get("requestBody"))
    scopes = operation["security"][0]["ApiKey"]
    parameters = [
        FieldShown(each["name"], _type(each["schema"], document), each.get("description", ""), each["required"])
        for each in operation["parameters"]
    ]
    return OperationShown(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation.get("description", ""),
        scope=scopes[0] if scopes else "",
        parameters=parameters,
        body=_fields(body, document) if body else [],
        example=json.dumps(example_of(body, document), indent=2, ensure_ascii=False) if body else "",
        answer=_fields(_content(operation["responses"][status]), document),
        status=status,
    )


def example_of(schema: Json, document: Json) -> Any:
    """A value of a schema: the examples of its fields, and of the others nothing that need not be sent."""
    found = _resolved(schema, document)
    if "examples" in found:
        return found["examples"][0]
    if found.get("type") == "object":
        fields, needed = found.get("properties", {}), found.get("required", ())
        return {
            name: example_of(field, document)
            for name, field in fields.items()
            if name in needed or "examples" in _resolved(field, document)
        }
    if found.get("type") == "array":
        return [example_of(found["items"], document)]
    return found.get("default", found.get("enum", ["…"])[0])


def _content(of: Json | None) -> Json:
    content = (of or {}).get("content", {}).get("application/json", {})
    schema: Json = content.get("schema", {})
    return schema


def _schema(document: Json, name: str) -> Json:
    found: Json = document["components"]["schemas"][name]
    return found


def _resolved(schema: Json, document: Json) -> Json:
    """A schema behind its reference, or of several the first that says something."""
    if "$ref" in schema:
        return {
            **_schema(document, schema["$ref"].rsplit("/", 1)[-1]),
            **{k: v for k, v in schema.items() if k != "$ref"},
        }
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return {**_resolved(choice, document), **{k: v for k, v in schema.items() if k != "anyOf"}}
    return schema


def _fields(schema: Json, document: Json, *, before: str = "", depth: int = DEPTH) -> list[FieldShown]:
    found = _resolved(schema, document)
    rows: list[FieldShown] = []
    for name, field in found.get("properties", {}).items():
        whole = _resolved(field, document)
        about = field.get("description") or whole.get("description", "")
        rows.append(FieldShown(f"{before}{name}", _type(field, document), about, name in found.get("required", ())))
        below = _resolved(whole["items"], document) if whole.get("type") == "array" and "items" in whole else whole
        if depth > 1 and "properties" in below:
            step = "[]." if below is not whole else "."
            rows += _fields(below, document, before=f"{before}{name}{step}", depth=depth - 1)
    return rows


def _type(schema: Json, document: Json) -> str:
    """`string`, `array of objects`, `number or null`; one of a few words names them."""
    choices: Sequence[Json] = schema.get("anyOf", ())
    if choices:
        return " or ".join(dict.fromkeys(_type(choice, document) for choice in choices))
    found = _resolved(schema, document)
    if "enum" in found:
        return ", ".join(json.dumps(word) for word in found["enum"])
    if found.get("type") == "array":
        return f"array of {_type(found.get('items', {}), document)}"
    kind: str = found.get("format") or found.get("type", "any")
    return kind
