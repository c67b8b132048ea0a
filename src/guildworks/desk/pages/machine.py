"""What the installation does by itself: the mails that it sends, and the jobs that its workers do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest, for_operator
from guildworks.desk.shown import searched
from guildworks.desk.shown.jobs import jobs_shown, periodic_shown, states_shown
from guildworks.platform.actions import erase_mails_to, retry_job, retry_mails
from guildworks.platform.errors import NotFound
from guildworks.platform.mail.draft import BadMail
from guildworks.platform.mail.queries import STATES, find_mails, get_mail, outbox_now
from guildworks.platform.models import MAIL_STATE_WORDS
from guildworks.platform.queries import JOB_STATES, count_jobs, find_jobs, periodic_jobs, workers_now
from guildworks.web.paging import page_asked, pages_of

TAGS = {"failed": "refused", "waiting": "waits", "sent": "fine", "kept": ""}


@for_operator
@require_safe
def mails(request: MemberRequest) -> HttpResponse:
    """The mail log: to whom, about what, and what became of it. What mails say is shown nowhere: it lets people in."""
    return _mails(request)


@for_operator
@require_POST
def retrial(request: MemberRequest, mail: str) -> HttpResponse:
    """Try a mail that failed or waits at once."""
    found = get_mail(request.actor, mail)
    retry_mails(request.actor, [found])
    messages.success(request, _("The mail to %(address)s is tried at once.") % {"address": found.recipient})
    return redirect("desk-mails")


@for_operator
@require_POST
def erasure(request: MemberRequest) -> HttpResponse:
    """Erase all mails to an address."""
    address = request.POST.get("address", "")
    try:
        count = erase_mails_to(request.actor, address)
    except BadMail as wrong:
        return _mails(request, address=address, wrong=wrong)
    said = ngettext("%(count)s mail to %(address)s is erased.", "%(count)s mails to %(address)s are erased.", count)
    messages.success(request, said % {"count": f"{count:,}", "address": address.strip()})
    return redirect("desk-mails")


def _mails(request: MemberRequest, *, address: str = "", wrong: BadMail | None = None) -> HttpResponse:
    page, words, state = page_asked(request), searched(request), request.GET.get("stands", "")
    found, total = find_mails(request.actor, state=state, address=words, page=page)
    facts = {
        "rows": [(mail, TAGS[mail.state]) for mail in found],
        "search": words,
        "stands": state if state in STATES else "",
        "states": [(name, _(MAIL_STATE_WORDS[name])) for name in STATES],
        "total": total,
        "pages": pages_of(total, page),
        "outbox": outbox_now(),
        "address": address,
        "wrong": f"{_(wrong.message)} {_(wrong.hint)}" if wrong else "",
    }
    return render(request, "desk/mails.html", facts, status=wrong.http_status if wrong else 200)


@for_operator
@require_safe
def jobs(request: MemberRequest) -> HttpResponse:
    """The jobs that are kept, by how they stand, and what is done from time to time."""
    page, state = page_asked(request), request.GET.get("stands", "")
    found, total = find_jobs(request.actor, state=state, page=page)
    facts = {
        "rows": jobs_shown(found),
        "states": states_shown(count_jobs()),
        "stands": state if state in JOB_STATES else "",
        "total": total,
        "pages": pages_of(total, page),
        "workers": workers_now(),
        "periodic": periodic_shown(periodic_jobs()),
    }
    return render(request, "desk/jobs.html", facts)


@for_operator
@require_POST
def job_retrial(request: MemberRequest, job: str) -> HttpResponse:
    """Have a failed job done once more."""
    if not (job.isascii() and job.isdigit() and len(job) < 19):
        raise NotFound(_("There is no such job."), hint=_("The page of jobs shows those that are kept."))
    retry_job(request.actor, int(job))
    messages.success(request, _("Job %(job)s is done once more, as soon as a worker can.") % {"job": job})
    return redirect("desk-jobs")
