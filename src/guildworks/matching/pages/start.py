"""The start page: an engineer's own, or for whoever looks for engineers the one on which a brief is written."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from guildworks.accounts.signed_in import MemberRequest, for_all, keeps_what_was_sent, presence
from guildworks.matching.pages.briefs import write
from guildworks.matching.pages.home import home


@for_all
@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: MemberRequest) -> HttpResponse:
    """Whose start page it is says as whom somebody is here. A brief that is sent is a client's, always.

    Of that nothing is asked before the form keeps its text: the database may be away.
    """
    if request.method == "POST":
        return write(request)
    who = presence(request)
    return home(request) if who and who.is_engineer else write(request)
