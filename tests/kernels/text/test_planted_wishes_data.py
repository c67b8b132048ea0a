"""The planted wishes are what they say: forty of each, and every label stands in its sentence."""

from __future__ import annotations

from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "planted_wishes.yaml"


def test_forty_wishes_and_forty_look_alikes_each_only_once() -> None:
    content = yaml.safe_load(FILE.read_text("utf-8"))
    texts = [entry["text"] for entry in content["wishes"]] + content["innocent"]
    assert len(content["wishes"]) == len(content["innocent"]) == 40
    assert len(set(texts)) == 80


def test_the_words_of_every_wish_stand_in_its_sentence() -> None:
    wishes = yaml.safe_load(FILE.read_text("utf-8"))["wishes"]
    assert [entry["wish"] for entry in wishes if entry["wish"] not in entry["text"]] == []
    assert {entry["kind"] for entry in wishes} >= {"age", "sex", "origin", "religion", "family", "looks", "disability"}
