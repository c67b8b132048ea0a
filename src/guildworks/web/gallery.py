"""The gallery: each component of the pages in each of its states, with real content.

It is for those who build pages: what it says, and what its components hold, stays English in every language.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from guildworks.platform import clock
from guildworks.web import charts
from guildworks.web.paging import Pages

LONGEST = "Verfügbarkeitsbestätigung anfordern"  # a German label: whatever holds words has to hold these
ROLES = (("owner", "owner"), ("hiring_manager", "hiring manager"), ("viewer", "viewer"))
MORNING, EVENING = 9 * 60, 17 * 60


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, for whoever builds a page or wants to see how one looks."""
    facts = {
        "longest": LONGEST,
        "roles": ROLES,
        "icons": ("warning", "question", "clock", "down", "back", "on"),
        "middle": Pages(at=2, of=5, before=1, after=3),
        "charts": _charts(),
        "expires": (clock.now() + timedelta(hours=71, minutes=42)).isoformat(),
    }
    return render(request, "web/gallery.html", facts)


def _charts() -> list[tuple[str, SafeString]]:
    """What each picture is, and the picture."""
    day = [(MORNING, EVENING)], [(MORNING + 210, EVENING + 210)], [(MORNING + 210, EVENING)]
    return [
        ("Range", charts.range_chart(0.79, 0.86, 0.92, scale=(0.5, 1.0), said="Score 0.86, 80 % range 0.79 to 0.92")),
        (
            "Range, narrow",
            charts.range_chart(0.9, 0.9, 0.9, scale=(0.5, 1.0), said="Score 0.90, 80 % range 0.90 to 0.90"),
        ),
        ("Parts", charts.parts_chart((1, 0.9, 0.72, 0.55, 1, 0.3, 0.8), said="Of what was possible: rate 55 %")),
        ("Step of a sum", charts.step_chart(0.3, 0.2, 0.25, said="Meaning: 0.200 of 0.250")),
        ("Step, weak", charts.step_chart(0.3, 0.1, 0.25, said="Meaning: 0.100 of 0.250")),
        ("Level, seen", charts.level_chart(2.4, 3.1, 3.8, seen=True, said="pgvector: level 3.1, seen")),
        ("Level, said", charts.level_chart(1.0, 2.0, 3.0, seen=False, said="pgvector: level 2.0, said")),
        ("Hours", charts.hours_chart(24, 32, most=40, said="24 free hours a week, 32 asked")),
        ("Hours, none", charts.hours_chart(0, 32, most=40, said="0 free hours a week, 32 asked")),
        ("Day", charts.day_chart(*day, said="4.5 h together")),
        ("Left over", charts.left_chart(0.6, 0.2, said="pgvector: 20 of 100 left, 40 ruled out")),
    ]
