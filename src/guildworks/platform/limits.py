"""Every bound of the program in one table: what a person can send, what a loop may do, how long something may take.

The defaults stand here with their reasons; an operator's change is a row of the table `platform_setting`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.platform.errors import BadInput
from guildworks.platform.figures import figure


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound: its default, between which values an operator may set it, and why it is there."""

    name: str
    default: int
    unit: str
    least: int
    most: int
    about: str


UNITS = (
    gettext_noop("MB"),
    gettext_noop("answers"),
    gettext_noop("attempts"),
    gettext_noop("briefs"),
    gettext_noop("bytes"),
    gettext_noop("characters"),
    gettext_noop("claims"),
    gettext_noop("comments"),
    gettext_noop("corrections"),
    gettext_noop("days"),
    gettext_noop("deliveries"),
    gettext_noop("engineers"),
    gettext_noop("events"),
    gettext_noop("exports"),
    gettext_noop("files"),
    gettext_noop("holds"),
    gettext_noop("hours"),
    gettext_noop("invitations"),
    gettext_noop("jobs"),
    gettext_noop("keys"),
    gettext_noop("levels"),
    gettext_noop("pages"),
    gettext_noop("people"),
    gettext_noop("requests"),
    gettext_noop("resumes"),
    gettext_noop("rows"),
    gettext_noop("searches"),
    gettext_noop("seconds"),
    gettext_noop("shortlists"),
    gettext_noop("tests"),
    gettext_noop("ways"),
    gettext_noop("webhooks"),
    gettext_noop("works"),
)
# Each group with its heading, in the order in which people read them.
GROUPS: dict[str, tuple[Limit, ...]] = {
    gettext_noop("Briefs and lists"): (
        Limit("brief_characters", 40_000, "characters", 200, 200_000, gettext_noop("The longest brief that is read.")),
        Limit(
            "brief_corrections",
            300,
            "corrections",
            10,
            10_000,
            gettext_noop("Corrections by hand that one brief keeps."),
        ),
        Limit("shortlist_top", 200, "engineers", 1, 1_000, gettext_noop("The longest shortlist.")),
        Limit(
            "near_misses",
            10,
            "engineers",
            0,
            100,
            gettext_noop("Near misses shown beside a shortlist that is too short."),
        ),
        Limit(
            "shortlists_per_hour",
            200,
            "shortlists",
            1,
            100_000,
            gettext_noop("Shortlists that a client has made in an hour."),
        ),
        Limit(
            "feasibility_per_hour",
            200,
            "answers",
            1,
            100_000,
            gettext_noop("How often a client is told the feasibility in an hour."),
        ),
        Limit(
            "loosenings_per_hour",
            200,
            "answers",
            1,
            100_000,
            gettext_noop("How often a client is told in an hour what would bring more people."),
        ),
        Limit(
            "loosening_ways",
            5,
            "ways",
            1,
            30,
            gettext_noop("Ways to find more people shown under a list that is too short."),
        ),
        Limit("saved_search_days", 90, "days", 1, 365, gettext_noop("How long a saved search lives.")),
        Limit(
            "saved_searches_per_person",
            50,
            "searches",
            1,
            1_000,
            gettext_noop("Saved searches that one person has at a time."),
        ),
        Limit(
            "saved_searches_per_run",
            100,
            "searches",
            1,
            10_000,
            gettext_noop("Saved searches that are made anew in ten minutes."),
        ),
        Limit(
            "compared_briefs",
            1_000,
            "briefs",
            1,
            100_000,
            gettext_noop("Briefs that two ranking policies are compared on."),
        ),
        Limit(
            "considered_days",
            90,
            "days",
            1,
            3_650,
            gettext_noop("How far back an engineer is shown briefs they were considered for."),
        ),
    ),
    gettext_noop("Hours and holds"): (
        Limit("confirmed_days", 14, "days", 1, 365, gettext_noop("How long confirmed hours count as true.")),
        Limit(
            "calendar_bytes", 5_000_000, "bytes", 1_000, 50_000_000, gettext_noop("The largest calendar that is read.")
        ),
        Limit(
            "calendar_events", 10_000, "events", 1, 100_000, gettext_noop("Events of one calendar, repeats counted.")
        ),
        Limit("hold_hours", 72, "hours", 1, 720, gettext_noop("How long a hold lives.")),
        Limit(
            "accepted_hold_days",
            14,
            "days",
            1,
            60,
            gettext_noop("How much longer it lives once the engineer has accepted."),
        ),
        Limit("hold_engineers", 50, "engineers", 1, 500, gettext_noop("Engineers held together, all or none.")),
        Limit("holds_per_brief", 5, "holds", 1, 1_000, gettext_noop("Holds that one brief has at a time.")),
        Limit(
            "held_hours_per_organisation",
            400,
            "hours",
            1,
            100_000,
            gettext_noop("Hours of one week that a client holds at a time."),
        ),
        Limit(
            "hold_again_days",
            7,
            "days",
            0,
            365,
            gettext_noop("Until the same engineer is held for the same brief once more."),
        ),
        Limit(
            "refused_holds_per_hour",
            60,
            "engineers",
            1,
            100_000,
            gettext_noop("Engineers of whom a client is told in an hour that they lack hours."),
        ),
    ),
    gettext_noop("Profiles and resumes"): (
        Limit(
            "profile_characters",
            5_000,
            "characters",
            500,
            20_000,
            gettext_noop("The longest text of one part of a profile."),
        ),
        Limit("claims_per_engineer", 200, "claims", 10, 2_000, gettext_noop("Skill claims kept of one resume.")),
        Limit("jobs_per_engineer", 40, "jobs", 5, 200, gettext_noop("Jobs kept of one engineer.")),
        Limit("works_per_engineer", 40, "works", 5, 200, gettext_noop("Pieces of a portfolio kept of one engineer.")),
        Limit("resumes_per_hour", 20, "resumes", 1, 1_000, gettext_noop("Resumes that one engineer sends in an hour.")),
        Limit(
            "resume_files_per_day",
            60,
            "files",
            1,
            10_000,
            gettext_noop("Files that one engineer sends as a resume in a day, also those that cannot be read."),
        ),
        Limit(
            "handle_days",
            90,
            "days",
            1,
            3_650,
            gettext_noop("How long the address of a public page that was closed or moved is kept for its engineer."),
        ),
        Limit(
            "handles_per_engineer",
            3,
            "pages",
            1,
            50,
            gettext_noop("Earlier addresses of a public page that are kept for one engineer, the newest."),
        ),
        Limit(
            "resume_days",
            90,
            "days",
            1,
            3_650,
            gettext_noop("How long a resume that was sent is kept, with what was read."),
        ),
        Limit(
            "resume_characters",
            200_000,
            "characters",
            1_000,
            2_000_000,
            gettext_noop("The longest text taken from a resume."),
        ),
        Limit(
            "file_bytes",
            10_000_000,
            "bytes",
            1_000,
            100_000_000,
            gettext_noop("The largest resume file that is opened."),
        ),
        Limit("pdf_pages", 60, "pages", 1, 1_000, gettext_noop("The longest PDF that is read.")),
        Limit("file_seconds", 20, "seconds", 1, 300, gettext_noop("How long reading one file may take.")),
        Limit("file_memory_mb", 512, "MB", 128, 8_192, gettext_noop("Memory of the process that reads a PDF or DOCX.")),
        Limit("import_files", 1_000, "files", 1, 100_000, gettext_noop("Files of one import.")),
    ),
    gettext_noop("Accounts and invitations"): (
        Limit(
            "sign_up_days", 7, "days", 1, 365, gettext_noop("How long an account waits for its address to be proved.")
        ),
        Limit("invitation_days", 14, "days", 1, 90, gettext_noop("How long an invitation can be accepted.")),
        Limit(
            "open_invitations",
            50,
            "invitations",
            1,
            500,
            gettext_noop("Invitations of one organisation that wait for an answer."),
        ),
        Limit(
            "invitations_per_day",
            100,
            "invitations",
            1,
            10_000,
            gettext_noop("Invitations that one organisation sends in a day."),
        ),
        Limit(
            "engineer_invitations_per_day",
            1_000,
            "invitations",
            1,
            100_000,
            gettext_noop("Engineers that the operator asks in a day to look after their profile."),
        ),
        Limit(
            "invitation_kept_days",
            30,
            "days",
            1,
            3_650,
            gettext_noop("How long an invitation that is over keeps its address."),
        ),
        Limit(
            "exports_per_day",
            3,
            "exports",
            1,
            100,
            gettext_noop("How often a person takes out all their data in a day."),
        ),
        Limit(
            "export_rows",
            20_000,
            "rows",
            100,
            1_000_000,
            gettext_noop("Rows of one file of such an export, the newest."),
        ),
        Limit(
            "export_bytes",
            50_000_000,
            "bytes",
            100_000,
            500_000_000,
            gettext_noop("All files of such an export together."),
        ),
    ),
    gettext_noop("Comments, notifications and mail"): (
        Limit("comment_characters", 4_000, "characters", 100, 20_000, gettext_noop("The longest comment.")),
        Limit(
            "comments_per_hour", 100, "comments", 1, 10_000, gettext_noop("Comments that one person writes in an hour.")
        ),
        Limit("notification_days", 180, "days", 7, 3_650, gettext_noop("How long a notification is kept.")),
        Limit(
            "mail_recipients", 50, "people", 1, 1_000, gettext_noop("How many people one message goes to, a mail each.")
        ),
        Limit(
            "mail_characters",
            100_000,
            "characters",
            1_000,
            1_000_000,
            gettext_noop("The longest mail: its text, and its HTML."),
        ),
        Limit("mail_seconds", 30, "seconds", 1, 300, gettext_noop("How long handing one mail to the server may take.")),
        Limit("mail_attempts", 8, "attempts", 1, 30, gettext_noop("How often a mail is tried; eight take two days.")),
        Limit("mail_days", 30, "days", 1, 3_650, gettext_noop("How long address and words of a mail are kept.")),
    ),
    gettext_noop("API keys and webhooks"): (
        Limit(
            "api_keys_per_person",
            20,
            "keys",
            1,
            1_000,
            gettext_noop("API keys that one person has in an organisation at a time."),
        ),
        Limit("api_key_days", 365, "days", 1, 3_650, gettext_noop("The longest life of an API key.")),
        Limit(
            "api_requests_per_minute",
            600,
            "requests",
            1,
            1_000_000,
            gettext_noop("Requests that one API key sends in a minute."),
        ),
        Limit(
            "kept_answer_days",
            1,
            "days",
            1,
            30,
            gettext_noop("How long the answer to an idempotency key is kept."),
        ),
        Limit("webhooks_per_organisation", 10, "webhooks", 1, 1_000, gettext_noop("Webhooks of one organisation.")),
        Limit(
            "webhook_seconds",
            10,
            "seconds",
            1,
            60,
            gettext_noop("How long one attempt to deliver to a webhook may take."),
        ),
        Limit(
            "webhook_attempts",
            10,
            "attempts",
            1,
            30,
            gettext_noop("How often a delivery is tried; ten take three days."),
        ),
        Limit(
            "webhook_failing_days",
            5,
            "days",
            1,
            90,
            gettext_noop("How long a webhook may fail before it is switched off."),
        ),
        Limit("webhook_days", 30, "days", 1, 3_650, gettext_noop("How long a delivery to a webhook is kept.")),
        Limit(
            "webhook_secret_hours",
            24,
            "hours",
            1,
            720,
            gettext_noop("How long the secret before still signs after a change."),
        ),
        Limit(
            "webhook_tests_per_hour", 30, "tests", 1, 1_000, gettext_noop("Tests that one webhook is sent in an hour.")
        ),
        Limit(
            "webhook_replays", 1_000, "deliveries", 1, 100_000, gettext_noop("Deliveries that are replayed in one go.")
        ),
    ),
    gettext_noop("The installation"): (
        Limit("page_size", 50, "rows", 10, 500, gettext_noop("Rows of one page of a list.")),
        Limit("fetch_seconds", 15, "seconds", 1, 300, gettext_noop("How long fetching an address may take.")),
        Limit(
            "index_generation_days",
            90,
            "days",
            1,
            3_650,
            gettext_noop("How long a generation of the index is kept for replays."),
        ),
        Limit(
            "document_bytes",
            5_000_000,
            "bytes",
            1_000,
            50_000_000,
            gettext_noop("The largest signed document that is read."),
        ),
        Limit(
            "document_depth",
            50,
            "levels",
            5,
            200,
            gettext_noop("How deeply lists and objects of a signed document nest."),
        ),
        Limit("job_days", 7, "days", 1, 365, gettext_noop("How long a job that has ended can still be looked up.")),
        Limit(
            "backup_days",
            7,
            "days",
            1,
            365,
            gettext_noop("After how long `guildworks doctor` asks for the next backup."),
        ),
        Limit("demo_engineers", 100_000, "engineers", 1, 1_000_000, gettext_noop("The largest demo network.")),
    ),
}
LIMITS = {limit.name: limit for group in GROUPS.values() for limit in group}
assert {limit.unit for limit in LIMITS.values()} == set(UNITS)
LISTED = "`guildworks limits list` shows each with its bounds."
_FRESH_SECONDS = 10.0
_read: tuple[float, dict[str, int]] = (float("-inf"), {})


class BadLimit(BadInput):
    """This limit cannot have this value."""

    code = "bad_limit"
    hint = "Name a limit that there is, and a value within its bounds."
    at_terminal = LISTED


def limit(name: str) -> int:
    """The bound in force: the operator's, else the default. A change is seen within ten seconds."""
    global _read
    if time.monotonic() - _read[0] > _FRESH_SECONDS:
        from guildworks.platform.models import Setting

        rows = Setting.objects.values_list("name", "value")
        _read = (time.monotonic(), {name: value for name, value in rows if value is not None})
    return _read[1].get(name, LIMITS[name].default)


def set_limit(name: str, value: int) -> None:
    """Set a bound for this installation. Raises BadLimit where it is unknown or out of its own bounds."""
    global _read
    from guildworks.platform.models import Setting

    known = LIMITS.get(name)
    if known is None:
        raise BadLimit(_("There is no limit named %(name)s") % {"name": repr(name[:40])})
    if not known.least <= value <= known.most:
        message = _("%(name)s is %(least)s to %(most)s %(unit)s, got %(given)s")
        figures = {"least": figure(known.least), "most": figure(known.most), "given": figure(value)}
        raise BadLimit(message % {"name": name, "unit": _(known.unit), **figures}, hint=_("Nothing was changed."))
    Setting.objects.update_or_create(name=name, defaults={"value": value})
    _read = (float("-inf"), {})
