"""An engineer's own profile, changed part by part where it stands, and as a file to take elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest, for_engineers
from guildworks.kernels.text.json_resume_writing import write_json_resume
from guildworks.platform.actor import Actor
from guildworks.platform.errors import GuildworksError
from guildworks.skills.queries import graph, skill_name
from guildworks.talent.actions import ProfileChange, edit_engineer
from guildworks.talent.drafts import draft_of_profile
from guildworks.talent.models import Engineer
from guildworks.talent.profiles.actions import (
    NotThere,
    claim_skill,
    drop_claim,
    drop_job,
    drop_work,
    write_job,
    write_work,
)
from guildworks.talent.queries import find_public_page, find_resume, get_own_profile
from guildworks.talent.shown import (
    Refused,
    claim_lines,
    country_options,
    currency_suggestions,
    form_of,
    job_lines,
    language_lines,
    language_options,
    level_options,
    rate_lines,
    seen_shown,
    spoken_options,
    suggestions,
    words_form,
    work_lines,
)
from guildworks.talent.typed import (
    claim_typed,
    job_typed,
    language_typed,
    line_typed,
    rate_typed,
    text_typed,
    work_typed,
    years_typed,
)
from guildworks.talent.words import language_text, years_text

FIELD_MOST = 25_000  # characters of what is shown again
Sent = Mapping[str, str]
Act = Callable[[Actor, Engineer, Sent], str]


def changes(kind: str) -> Callable[[Act], Callable[[MemberRequest], HttpResponse]]:
    """A form of one part of the profile: do it and come back to where it stands, or show there what was wrong."""

    def around(act: Act) -> Callable[[MemberRequest], HttpResponse]:
        @for_engineers
        @require_POST
        @wraps(act)
        def changed(request: MemberRequest) -> HttpResponse:
            sent = {name: str(text)[:FIELD_MOST] for name, text in request.POST.items()}
            try:
                said = act(request.actor, get_own_profile(request.actor), sent)
            except GuildworksError as refusal:
                return _page(request, refused=Refused(kind, sent.get("key", ""), refusal, sent))
            messages.success(request, said)
            return redirect(f"{reverse('profile')}#{kind.removesuffix('s')}s")

        return changed

    return around


@for_engineers
@require_safe
def profile(request: MemberRequest) -> HttpResponse:
    """What they say and what was seen, apart."""
    return _page(request)


@changes("words")
def write_words(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Change name, headline, summary, place and years."""
    years = years_typed(sent)
    change = ProfileChange(
        public_name=line_typed(sent, "public_name", most=120),
        headline=line_typed(sent, "headline", most=200),
        summary=text_typed(sent, "summary"),
        city=line_typed(sent, "city", most=100),
        country=sent.get("country", "").strip().upper()[:2],
        years=years,
        has_no_years=years is None,
    )
    edit_engineer(actor, engineer, change=change)
    return _("Saved.")


@changes("claim")
def say_claim(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Say how well they know a skill."""
    claim = claim_skill(actor, engineer, said=claim_typed(sent))
    return _("%(skill)s is saved. Searches read it from now on.") % {"skill": skill_name(claim.skill_id)}


@changes("claim")
def drop_said_claim(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Say a skill no more."""
    slug = sent.get("key", "")
    drop_claim(actor, engineer, skill=slug)
    return _("You do not say %(skill)s any more.") % {"skill": skill_name(slug)}


@changes("language")
def say_language(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Say how well they speak a language."""
    spoken = language_typed(sent)
    edit_engineer(actor, engineer, change=ProfileChange(languages=[spoken]))
    return _("%(language)s is saved.") % {"language": language_text(spoken.code, spoken.level or "")}


@changes("language")
def drop_language(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Say a language no more."""
    edit_engineer(actor, engineer, change=ProfileChange(dropped_languages=[sent.get("key", "")]))
    return _("The language is dropped.")


@changes("rate")
def set_rate(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Say what an hour costs in a currency."""
    rate = rate_typed(sent)
    edit_engineer(actor, engineer, change=ProfileChange(rates=[rate]))
    return _("Your rate in %(currency)s is saved.") % {"currency": rate.currency.code}


@changes("rate")
def drop_rate(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Have no rate in a currency."""
    edit_engineer(actor, engineer, change=ProfileChange(dropped_rates=[sent.get("key", "")]))
    return _("The rate is dropped.")


@changes("job")
def write_own_job(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Add a job, or change one."""
    job = write_job(actor, engineer, job=job_typed(sent), instead_of=_row(sent))
    return _("%(job)s is saved.") % {"job": job.title or job.organisation}


@changes("job")
def drop_own_job(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Take a job out."""
    drop_job(actor, engineer, job=_named_row(sent))
    return _("The job is dropped.")


@changes("work")
def write_own_work(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Add a piece to the portfolio, or change one."""
    work = write_work(actor, engineer, work=work_typed(sent), instead_of=_row(sent))
    return _("%(work)s is saved.") % {"work": work.title}


@changes("work")
def drop_own_work(actor: Actor, engineer: Engineer, sent: Sent) -> str:
    """Take a piece out of the portfolio."""
    drop_work(actor, engineer, work=_named_row(sent))
    return _("The piece is dropped.")


@for_engineers
@require_safe
def suggest_skills(request: MemberRequest) -> HttpResponse:
    """Names of skills for what is being typed, as options of a list."""
    typed = next((text for name, text in request.GET.items() if name.endswith("skill")), "")
    return HttpResponse(format_html_join("\n", '<option value="{}"></option>', [(n,) for n in suggestions(str(typed))]))


@for_engineers
@require_safe
def json_resume(request: MemberRequest) -> HttpResponse:
    """The profile as JSON Resume, to take elsewhere."""
    written = write_json_resume(draft_of_profile(get_own_profile(request.actor)), graph=graph())
    answer = HttpResponse(json.dumps(written, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="resume.json"'
    return answer


def _row(sent: Sent) -> UUID | None:
    return _named_row(sent) if sent.get("key") else None


def _named_row(sent: Sent) -> UUID:
    """The id of the row that a form is about. Raises NotThere."""
    try:
        return UUID(sent.get("key", ""))
    except ValueError:
        raise NotThere() from None


def _page(request: MemberRequest, *, refused: Refused | None = None) -> HttpResponse:
    engineer = get_own_profile(request.actor)
    facts = {
        "engineer": engineer,
        "is_listed": hasattr(engineer, "listing"),
        "words": words_form(engineer, refused),
        "years": years_text(engineer.years),
        "claims": claim_lines(engineer, refused),
        "new_claim": form_of("claim", "", {}, refused),
        "languages": language_lines(engineer, refused),
        "new_language": form_of("language", "", {}, refused),
        "rates": rate_lines(engineer, refused),
        "new_rate": form_of("rate", "", {}, refused),
        "jobs": job_lines(engineer, refused),
        "new_job": form_of("job", "", {}, refused),
        "works": work_lines(engineer, refused),
        "new_work": form_of("work", "", {}, refused),
        "seen": seen_shown(engineer),
        "levels": level_options(),
        "spoken": spoken_options(),
        "all_languages": language_options(),
        "countries": country_options(),
        "currencies": currency_suggestions(rate.currency for rate in engineer.rates.all()),
        "resume": find_resume(request.actor, engineer),
        "public": find_public_page(engineer),
        "refused": refused,
    }
    return render(request, "talent/profile.html", facts, status=refused.refusal.http_status if refused else 200)
