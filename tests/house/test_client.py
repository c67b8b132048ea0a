"""The Python client is made from the document of the interface, and needs nothing but Python."""

from __future__ import annotations

import subprocess
import sys

import pytest

from guildworks.api.document import openapi_document
from guildworks.client import Client
from tests.house.checkout import ROOT
from tests.house.client_source import client_source, operations, words_that_python_keeps
from tests.house.rewriting import compare

CLIENT = ROOT / "src" / "guildworks" / "client"
WITHOUT_PACKAGES = """
import sys
sys.path.insert(0, sys.argv[1])
import guildworks.client
print([name for name in ("django", "typer", "rich", "numpy") if name in sys.modules])
"""


def test_the_client_is_what_the_document_says(request: pytest.FixtureRequest):
    for name, text in client_source(openapi_document()).items():
        compare(request, CLIENT, {name: text}, pattern=name)


def test_every_operation_is_a_method_of_the_client():
    assert words_that_python_keeps(openapi_document()) == []
    assert [
        one["operationId"] for _, _, one in operations(openapi_document()) if not hasattr(Client, one["operationId"])
    ] == []


def test_the_client_runs_where_no_package_is_installed():
    """`-I -S` leaves Python alone with its own library. Way out: what needs a package stands in `cli`."""
    words = [sys.executable, "-I", "-S", "-c", WITHOUT_PACKAGES, str(ROOT / "src")]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (told.stdout, told.stderr) == ("[]\n", "")
