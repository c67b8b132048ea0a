from __future__ import annotations

from tests.web.pseudo import speaks

__all__ = ["speaks"]
