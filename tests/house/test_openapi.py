"""The document of the interface is kept as text, so that a change of it is reviewed: programs rely on it for years."""

from __future__ import annotations

import json
import re

import pytest

from guildworks.accounts.api_keys.scopes import SCOPES
from guildworks.api.document import METHODS, openapi_document
from guildworks.api.open import document_text
from guildworks.api.shown import docs_shown
from tests.house.checkout import ROOT
from tests.house.rewriting import compare

DOCUMENT = openapi_document()
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if method in METHODS
]


def test_the_document_is_the_one_that_was_reviewed(request: pytest.FixtureRequest):
    compare(request, ROOT / "docs" / "reference", {"openapi.json": document_text()}, pattern="openapi.json")


def test_it_says_of_each_operation_what_a_program_needs():
    """Way out: a docstring on the route, `Field(description=…)` on a field, an example on a body that needs one."""
    named = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(named) == len(set(named)) == len(OPERATIONS)
    for name, operation in OPERATIONS:
        assert re.fullmatch(r"[A-Z][^`]{5,120}[^.]", operation["summary"]), name
        assert {"400", "401", "403", "404", "422", "429", "500", "503"} <= operation["responses"].keys(), name
        assert all(parameter["description"] for parameter in operation["parameters"]), name
        assert all(scope in SCOPES for scope in operation["security"][0]["ApiKey"]), name
    assert set(SCOPES) == {scope for _, operation in OPERATIONS for scope in operation["security"][0]["ApiKey"]}


def test_every_reference_leads_to_something():
    text = json.dumps(DOCUMENT)
    for reference in set(re.findall(r'"#/([^"]+)"', text)):
        found = DOCUMENT
        for step in reference.split("/"):
            found = found[step]
        assert found, reference
    assert DOCUMENT["openapi"].startswith("3.1")


def test_every_operation_that_takes_a_body_has_an_example_of_it():
    shown = [one for group in docs_shown(DOCUMENT)["groups"] for one in group.operations]
    assert len(shown) == len(OPERATIONS)
    assert [one.id for one in shown if one.body and "…" in one.example] == []
