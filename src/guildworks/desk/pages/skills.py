"""The skill graph at the desk: what is asked for and met, one skill, and what the graph lacks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildworks.accounts.signed_in import MemberRequest, for_operator
from guildworks.desk.shown import searched
from guildworks.desk.shown.skills import skill_shown
from guildworks.matching.demand import DAYS, counted_at, find_skills, find_sought
from guildworks.matching.lacking import READ_MOST, lacking_names
from guildworks.matching.queries import briefs_asking_for
from guildworks.skills.queries import get_skill, graph
from guildworks.talent.queries import count_having
from guildworks.web.paging import page_asked, pages_of

BRIEFS_SHOWN = 10


@for_operator
@require_safe
def skills(request: MemberRequest) -> HttpResponse:
    """The skills of the graph, the most asked first, or those that are spelled so."""
    page, words = page_asked(request), searched(request)
    rows, total = find_skills(words, page=page)
    facts = {
        "rows": rows,
        "search": words,
        "total": total,
        "pages": pages_of(total, page),
        "days": DAYS,
        "counted": counted_at(),
    }
    return render(request, "desk/skills.html", facts)


@for_operator
@require_safe
def skill(request: MemberRequest, skill: str) -> HttpResponse:
    """One skill: what it is, what is above and below it, who has it, and the latest briefs that ask for it."""
    found = get_skill(skill)
    facts = {
        "skill": skill_shown(found, graph()),
        "having": count_having(request.actor, found.slug),
        "sought": find_sought(found.slug),
        "briefs": briefs_asking_for(request.actor, found.slug, most=BRIEFS_SHOWN),
        "days": DAYS,
    }
    return render(request, "desk/skill.html", facts)


@for_operator
@require_safe
def lacking(request: MemberRequest) -> HttpResponse:
    """What the latest briefs named beside skills, and no skill of the graph is spelled so."""
    return render(request, "desk/lacking.html", {"names": lacking_names(request.actor), "read": READ_MOST})
