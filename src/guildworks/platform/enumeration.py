"""Several names in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


def enumerated(names: Sequence[str]) -> str:
    """`Ana`, `Ana and Bo`, `Ana, Bo and Cy`; nothing of nobody."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
