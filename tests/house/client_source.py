"""The source of the Python client, made from the document of the interface: its shapes, and a method for each request.

One class for each shape that is sent or told, one method for each operation, and for each list one that walks all of
its pages. Whatever an operation takes is a word of its method: what stands in the address by place, the rest by name.
"""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 120
HEADER = '''"""{about}

Made from docs/reference/openapi.json by `./guildworks test tests/house/test_client.py --rewrite`; a test compares it.
"""
'''
PREFIX = "/api/v1"
# What is sent in a header, as a word of the method.
HEADERS = {"If-Match": "if_match", "Idempotency-Key": "idempotency_key"}
KINDS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
TYPING = ("Any", "Literal", "NotRequired", "TypedDict")
Schema = Mapping[str, Any]


def client_source(document: Mapping[str, Any]) -> dict[str, str]:
    """The generated files of `guildworks.client`, by name, as ruff formats them."""
    named = sorted(_named(document))
    sent = [name for name in named if name.endswith("Sent")]
    told = [name for name in named if name not in sent]
    made = {
        "sent.py": _shapes(document, sent, about="What is sent to the interface."),
        "told.py": _shapes(document, told, about="What the interface tells."),
        "operations.py": _operations(document, sent=sent, told=told),
    }
    return {name: _formatted("\n".join(lines)) for name, lines in made.items()}


def _formatted(text: str) -> str:
    words = [sys.executable, "-m", "ruff", "format", "--line-length", str(WIDTH), "-"]
    return subprocess.run(words, input=text, capture_output=True, text=True, check=True).stdout


def _shapes(document: Mapping[str, Any], names: Sequence[str], *, about: str) -> Iterator[str]:
    yield HEADER.format(about=about)
    yield "from __future__ import annotations\n"
    lines = [line for name in names for line in _shape(name, document["components"]["schemas"][name])]
    words = set(re.findall(r"\w+", "\n".join(lines)))
    yield f"from typing import {', '.join(word for word in TYPING if word in words)}\n"
    yield from lines


def _shape(name: str, schema: Schema) -> Iterator[str]:
    yield f"\nclass {name}(TypedDict):"
    yield _docstring(schema["description"], indent=4)
    yield ""
    for field, about in schema["properties"].items():
        yield from _comment(about.get("description"))
        kind = _kind(about)
        yield f"    {field}: {kind if field in schema.get('required', ()) else f'NotRequired[{kind}]'}"
    yield ""


def _named(document: Mapping[str, Any]) -> set[str]:
    """The shapes that methods tell, or take within a body, and those within them."""
    schemas, found = document["components"]["schemas"], set()

    def add(schema: Any) -> None:
        for name in re.findall(r"'#/components/schemas/(\w+)'", str(schema)):
            if name not in found:
                found.add(name)
                add(schemas[name])

    for _, _, operation in operations(document):
        add(_told(operation))
        add(_body(document, operation).get("properties"))
    return found


def _operations(document: Mapping[str, Any], *, sent: Sequence[str], told: Sequence[str]) -> Iterator[str]:
    methods = list(_methods(document))
    words = set(re.findall(r"\w+", "\n".join(methods)))
    yield HEADER.format(about="Each request of the interface as a method.")
    yield "from __future__ import annotations\n"
    yield "from collections.abc import Iterator, Mapping, Sequence"
    yield "from types import EllipsisType"
    yield f"from typing import {', '.join(word for word in TYPING if word in words)}\n"
    yield "from guildworks.client.connection import Connection, given, place"
    for module, names in (("sent", sent), ("told", told)):
        used = sorted((name for name in names if name in words), key=lambda name: (name.lower(), name))
        yield f"from guildworks.client.{module} import {', '.join(used)}"
    yield "\n\nclass Operations(Connection):"
    yield _docstring("What a program can ask for. A word that is left on `...` is not sent.", indent=4)
    yield from methods


def _methods(document: Mapping[str, Any]) -> Iterator[str]:
    for method, path, operation in operations(document):
        yield ""
        yield from _method(document, method, path, operation)
        if any(each["name"] == "cursor" for each in operation["parameters"]):
            yield ""
            yield from _walk(document, operation)


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Each operation with its method and path, in the order of the document."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path.removeprefix(PREFIX), operation


def _method(document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    """One request."""
    places = re.findall(r"{(\w+)}", path)
    query = [each for each in operation["parameters"] if each["in"] == "query"]
    headers = [each["name"] for each in operation["parameters"] if each["in"] == "header" and each["name"] in HEADERS]
    body = _body(document, operation)
    fields = body.get("properties", {})
    words = [_word(each["name"], each["schema"]) for each in query]
    words += [_word(name, about, needed=name in body.get("required", ())) for name, about in fields.items()]
    words += [f'{HEADERS[name]}: str = ""' for name in headers]
    told = _name(_told(operation))
    taken = ["self", *(f"{name}: str" for name in places), *(("*", *words) if words else ())]
    yield f"    def {operation['operationId']}({', '.join(taken)}) -> {told}:"
    yield _docstring(_about(operation), indent=8)
    address = re.sub(r"{(\w+)}", r"{place(\1)}", path)
    sent = [f'"{method}"', f'f"{address}"' if places else f'"{address}"']
    sent += [f"query=given({_same(each['name'] for each in query)})"] if query else []
    sent += [f"body=given({_same(fields)})"] if fields else []
    sent += [f"{HEADERS[name]}={HEADERS[name]}" for name in headers]
    yield f"        told: {told} = self.ask({', '.join(sent)})"
    yield "        return told"


def _walk(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[str]:
    """All rows of a list."""
    told = document["components"]["schemas"][_name(_told(operation))]["properties"]
    rows = next(name for name, about in told.items() if about.get("type") == "array")
    query = [each for each in operation["parameters"] if each["in"] == "query" and each["name"] != "cursor"]
    asked = operation["operationId"]
    words = ", ".join(_word(each["name"], each["schema"]) for each in query)
    yield f"    def {asked.replace('list_', 'all_', 1)}(self, *, {words}) -> Iterator[{_kind(told[rows]['items'])}]:"
    yield _docstring(f"All rows of `{asked}`, one page after the other; `limit` is that of each page.", indent=8)
    passed = _same(each["name"] for each in query)
    yield f'        return self.walk(self.{asked}, "{rows}", given({passed}))'


def _about(operation: Mapping[str, Any]) -> str:
    scopes = operation["security"][0]["ApiKey"]
    needs = f" Needs the scope `{scopes[0]}`." if scopes else ""
    first, rest = f"{operation['summary']}.", operation.get("description", "")
    return f"{first}\n\n{rest}{needs}".strip() if rest else f"{first}{needs}"


def _word(name: str, schema: Schema, *, needed: bool = False) -> str:
    kind = _kind(schema, sent=True)
    if needed:
        return f"{name}: {kind}"
    some = kind.removesuffix(" | None")
    return f"{name}: {some} | EllipsisType{kind.removeprefix(some)} = ..."


def _same(names: Any) -> str:
    return ", ".join(f"{name}={name}" for name in names)


def _told(operation: Mapping[str, Any]) -> Schema:
    done = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    schema: Schema = done["content"]["application/json"]["schema"]
    return schema


def _body(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Schema:
    if "requestBody" not in operation:
        return {}
    named = _name(operation["requestBody"]["content"]["application/json"]["schema"])
    schema: Schema = document["components"]["schemas"][named]
    return schema


def _name(schema: Schema) -> str:
    name: str = schema["$ref"].rpartition("/")[2]
    return name


def _kind(schema: Schema, *, sent: bool = False) -> str:
    """The type of a value. What is sent may be any sequence or mapping; what is told is as JSON has it."""
    if "$ref" in schema:
        return _name(schema)
    if "anyOf" in schema:
        kinds = dict.fromkeys(_kind(each, sent=sent) for each in schema["anyOf"])
        return " | ".join(sorted(kinds, key="None".__eq__))
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    if schema.get("type") == "array":
        return f"{'Sequence' if sent else 'list'}[{_kind(schema['items'], sent=sent)}]"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        of = _kind(values, sent=sent) if isinstance(values, dict) else "Any"
        return f"{'Mapping' if sent else 'dict'}[str, {of}]"
    return KINDS[schema["type"]] if "type" in schema else "Any"


def _docstring(text: str, *, indent: int) -> str:
    space = " " * indent
    first, *others = text.split("\n\n")
    parts = [_wrapped(f'"""{first}', space), *(_wrapped(other, space) for other in others)]
    whole = "\n\n".join(parts)
    is_short = len(parts) == 1 and "\n" not in whole and len(whole) + 3 <= WIDTH
    return f'{whole}"""' if is_short else f'{whole}\n{space}"""'


def _comment(text: str | None) -> Iterator[str]:
    if text:
        yield textwrap.fill(text, WIDTH, initial_indent="    # ", subsequent_indent="    # ")


def _wrapped(text: str, space: str) -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH, initial_indent=space, subsequent_indent=space)


def words_that_python_keeps(document: Mapping[str, Any]) -> list[str]:
    """Names of the document that could not be words of a method."""
    names = [name for each in document["components"]["schemas"].values() for name in each.get("properties", ())]
    return sorted({name for name in names if keyword.iskeyword(name) or not name.isidentifier()})
