from __future__ import annotations

from tests.web.pseudo import speaks  # noqa: F401 (a fixture)
