"""The look: base templates, styles, fonts. No business rules."""

from pathlib import Path

STATIC = Path(__file__).parent / "static"  # served under /static/
