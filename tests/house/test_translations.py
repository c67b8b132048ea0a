"""Every sentence is there in each language of the pages, and fits its English."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.house.messages import SOURCE
from tests.house.translations import catalogue, faults, folder, in_step, kept, written

OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_and_compiled(language: str, request: pytest.FixtureRequest):
    """Way out: `--rewrite` brings the catalogue in step with the code; give the words of what is named, and again."""
    files, rewrites = written(language, in_step(language)), request.config.getoption("--rewrite")
    if rewrites:
        folder(language).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder(language) / name).write_bytes(content)
    missing = list(faults(catalogue(language)))
    assert missing == [], f"{len(missing)} messages"
    for name, content in files.items():
        assert kept(language, name) == content, f"{name} is not in step: run it with --rewrite"


def test_a_fault_of_a_translation_is_found():
    from babel.messages.catalog import Catalog

    wrong = Catalog(locale="de")
    wrong.add("Hold %(name)s", string="Reservieren")
    wrong.add(("%(count)s week", "%(count)s weeks"), string=("eine Woche", "%(count)s Wochen"))
    wrong.add(" and ", string="und")
    wrong.add("Save")
    assert [fault.split(":")[0] for fault in faults(wrong)] == [
        "place holders differ",
        "spaces at its ends differ",
        "missing",
    ]
    assert (SOURCE / "locale").is_dir()
