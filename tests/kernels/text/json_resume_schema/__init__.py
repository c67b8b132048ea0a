"""The official schema of JSON Resume, version 1.0.0, unchanged: what it has against a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs

_SCHEMA = json.loads((Path(__file__).parent / "schema.json").read_text("utf-8"))
_VALIDATOR = jsonschema_rs.validator_for(_SCHEMA, validate_formats=True)


def complaints(document: Any) -> list[str]:
    """What is wrong with a document, formats of addresses and days included; nothing where it keeps to the schema."""
    return [error.message for error in _VALIDATOR.iter_errors(document)]
