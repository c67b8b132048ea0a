"""Every component in every state, looked at by axe and kept as a picture."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import small_targets, violations


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_nobody_is_kept_out_by_a_component(open_page, width: int, theme: str):
    page = open_page("/gallery", width=width, theme=theme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if width == 360:
        assert small_targets(page) == []
