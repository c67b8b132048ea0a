"""All routes of all domains, each behind the door of programs, and what answers where there is none."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

import guildworks
from guildworks.accounts.api import api as account
from guildworks.accounts.api_keys.guard import KeyGuard
from guildworks.availability.api import api as availability
from guildworks.matching.api.briefs import api as briefs
from guildworks.matching.api.holds import api as holds
from guildworks.matching.api.market import api as market
from guildworks.matching.api.opportunities import api as opportunities
from guildworks.matching.api.shortlists import api as shortlists
from guildworks.platform.errors import GuildworksError
from guildworks.platform.http.bodies import BodyParser
from guildworks.platform.http.door import door
from guildworks.platform.http.errors import NoSuchAddress
from guildworks.platform.http.keys import ANY_KEY
from guildworks.platform.http.problems import problem_answer, problem_behind
from guildworks.skills.api import api as skills
from guildworks.talent.api import api as engineers

DOMAINS = (account, briefs, shortlists, holds, engineers, availability, opportunities, skills, market)
interface = NinjaAPI(
    title="Guildworks",
    version=guildworks.__version__,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    parser=BodyParser(),
)
for domain in DOMAINS:
    interface.add_router("", domain.router)
for kind in (Exception, ValidationError, HttpError, AuthenticationError, Http404):  # ninja has its own for some of them
    interface.add_exception_handler(kind, problem_behind)


def nothing(request: HttpRequest) -> HttpResponse:
    """The answer at an address where nothing is: who has no key is asked for one first."""
    try:
        KeyGuard(ANY_KEY)(request)
    except GuildworksError as refusal:
        return problem_answer(request, refusal)
    return problem_answer(request, NoSuchAddress())


def behind_the_door() -> list[URLPattern]:
    """The addresses of all routes."""
    routes = [each for each in interface.urls[0] if isinstance(each, URLPattern)]
    patterns = [each for each in routes if each.name != "api-root"]
    for pattern in patterns:
        pattern.callback = door(pattern.callback)
    return [*patterns, re_path("", door(nothing), name="nothing")]
