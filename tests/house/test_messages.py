"""What the pages say is collected for translators, and a change of it is seen."""

from __future__ import annotations

import pytest

from tests.house.messages import SOURCE, template_of_catalogue
from tests.house.rewriting import compare


def test_every_sentence_is_in_the_template_for_translators(request: pytest.FixtureRequest):
    compare(request, SOURCE / "locale", {"guildworks.pot": template_of_catalogue()}, pattern="*.pot")
