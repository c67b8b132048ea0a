"""Briefs, what was read of them, saved searches and asking for less: every sentence goes through translation."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override

from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator
from guildworks.matching.actions import correct_brief, make_shortlist
from guildworks.matching.correcting import Typed
from guildworks.matching.corrections import asked_for
from guildworks.matching.loosening.ways import ways
from guildworks.matching.models import Brief, SavedSearch, Shortlist
from guildworks.matching.saved.actions import save_search, search_again
from guildworks.matching.shown.brief_words import FORM_WORDS, LEFT_OUT, TAG_WORDS
from guildworks.matching.spent import Spent
from guildworks.matching.wording import (
    LABELS,
    confirmed_text,
    failing_text,
    hard_text,
    label_of,
    nobody_text,
    rate_notes,
    requirement_lines,
    step_text,
    weeks_span,
)
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Mail
from guildworks.talent.actions import unlist_engineers
from tests.cast import make_admin, make_brief, make_cast, make_engineer, make_list, week
from tests.web.pseudo import MARKED, browser, marked, unmarked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("speaks")]
# What people wrote, names of skills, places and currencies, codes.
DATA = (
    *("Letters of claim", "ML engineer", "data engineer", "Data engineer", "A drafting service", "A manual"),
    *("Python", "PyTorch", "TensorFlow", "LangGraph", "TypeScript", "Fine-tuning", "Rust", "Kubernetes", "pgvector"),
    *(
        "Docker",
        "Europe/Berlin",
        "Lisbon",
        "Hamburg",
        "Milan",
        "Europe",
        "EUR",
        "USD",
        "CET",
        "DE",
        "PT",
        "young person",
        "Elsewhere",
    ),
    *("A1", "A2", "B1", "B2", "C1", "C2", "Whisper", "Rosa", "Vi", "Bo", "Cy"),
)
TEXT = """# Letters of claim

We look for a senior ML engineer with 5 years of experience who drafts our answers.
Python at an expert level is a must, and PyTorch or TensorFlow is required; LangGraph would be nice.
No fine-tuning please. TypeScript would be an advantage. Later on TypeScript is mandatory.
Deliverables: a drafting service, a manual.

32 hours a week for 12 weeks, starting on {monday:%-d %B %Y}.
At least 4 hours between 9:00 and 17:00 Berlin time. German at B2 is required. Portuguese is not needed.
Fully remote. You must be in our Lisbon office every Tuesday. It must be fast. A young person fits best.
€80 to €100 an hour; the total must stay under €10,000.
"""
READING = "/briefs/reading"
TITLE = "# Letters of claim\n\n"
RUST = f"{TITLE}Python and Rust are must-haves."
ROLES = """# Letters of claim

We look for two people.

## 1. ML engineer
Must have: Python, pgvector.

## 2. Data engineer
Must have: Python, Rust.
"""
PER = ("hour", "day", "week", "month", "year", "project")
MODES = ("remote", "remote_ok", "hybrid", "onsite", "contradictory")
WRONG = (
    ("hours_per_week", {"hours": "0"}),
    ("starts", {"day": "2020-01-01"}),
    ("duration", {"weeks": "1.5"}),
    ("budget", {"least": "130", "most": "100", "currency": "EUR", "per": "fortnight"}),
    ("budget", {"total": "x"}),
    ("overlap", {"hours": "25", "from": "9", "to": "09:00"}),
    ("place", {"mode": "onsite"}),
    ("place", {"mode": "somewhere", "city": "L" * 81, "country": "XX"}),
    ("seniority", {"years": "51"}),
    ("skills", {"name": "flux", "importance": "must"}),
    ("skills.python", {"importance": "very", "level": "B2"}),
    ("languages", {"name": "Elvish", "importance": "must"}),
    ("languages.de", {"importance": "very", "level": "expert"}),
    ("quality", {}),
    ("title", {}),
)
HARD = (
    *("language en B2", "language de", "budget 130 EUR/h", "overlap 4 h", "zone UTC-1 to UTC+3", "place Milan"),
    *("32 h a week free", "10 h a week free, 4 weeks from 2027-01-11", "Python or Rust or PyTorch"),
    *("3 further requirements", "1 further requirements", "not confirmed"),
)
LOOSENING = re.compile(
    r'<section class="loosen".*?</section>|<p class="loosen.*?</p>|<div class="saved.*?</div>', re.DOTALL
)
TYPED = re.compile(r"<textarea.*?</textarea>", re.DOTALL)


@pytest.fixture
def brief(cast) -> Brief:
    return make_brief(cast.halden, text=TEXT.format(monday=week(2)))


def of(actor: Actor) -> Client:
    return browser(User.objects.get(id=actor.id))


def past_translation(page: str) -> list[str]:
    """What went past translation, but for data."""
    for word in DATA:
        page = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", page)
    return unmarked(page)


def page_of(answer: HttpResponse, *, status: int = 200) -> str:
    """The page, of which nothing went past translation."""
    assert answer.status_code == status
    page = answer.content.decode()
    assert past_translation(page) == []
    return page


def in_it(page: str, *messages: str) -> list[str]:
    """Those of these messages that a page does not say: its state is not the one that was meant."""
    return [message for message in messages if marked(message).strip("⟦⟧") not in page]


def engineers(count: int = 12, **facts) -> None:
    for place in range(count):
        make_engineer(f"Rosa {place}", **facts)


def correct(actor: Actor, brief: Brief, item: str, says: str = "value", *, after: int = 0, **pieces: str) -> None:
    correct_brief(actor, brief, [Typed(item, says, pieces, after)])


class TestOneBrief:
    def test_with_all_that_can_stand_on_it(self, cast, brief):
        engineers(skills=("python", "pytorch"), languages={"de": "C1"})
        address = f"/briefs/{brief.shown_id}"
        page = page_of(of(cast.ada).get(address))
        assert in_it(page, "Contradiction", "Vague", "Must have", "Leave it open", "No total", "Remote") == []
        assert in_it(page, "Not used", "Add a skill") == []
        assert in_it(page, "On site in ", "Their rate, 8 of 10", "Fit all of it today") == []
        correct(cast.ada, brief, "hours_per_week", hours="20")
        correct(cast.ada, brief, "languages.de", "nothing")
        correct(cast.ada, brief, "place", mode="remote")
        page = page_of(of(cast.ada).get(address, {"changed": "place"}))
        assert in_it(page, "by hand", "Taken out by hand", "is not asked for", "Back to what was read") == []
        assert 'class="changed"' in page

    def test_that_says_nearly_nothing(self, cast):
        page = page_of(of(cast.ada).get(f"/briefs/{make_brief(cast.halden, text=f'{TITLE}You know Python.').shown_id}"))
        assert in_it(page, "Not said", "rules nobody out", "fewer than 3") == []

    def test_what_the_market_has(self, cast):
        engineers(skills=("python",))
        engineers(4, skills=("rust",))
        text = f"{TITLE}Python is a must. 20 hours a week for 8 weeks, at most 100 EUR an hour."
        page = page_of(of(cast.ada).get(f"/briefs/{make_brief(cast.halden, text=text).shown_id}"))
        assert in_it(page, "rules out most", "more would fit", "Their rate, 8 of 10", "Cost of") == []
        page = page_of(of(cast.ada).get(f"/briefs/{make_brief(cast.halden, text=ROLES).shown_id}"))
        assert in_it(page, "For") == []
        text = f"{TITLE}Kubernetes and Docker are must-haves."
        page = page_of(of(cast.ada).get(f"/briefs/{make_brief(cast.halden, text=text).shown_id}"))
        assert in_it(page, "No single change brings three more") == []

    def test_for_whoever_looks_on_and_for_whoever_asks_often(self, cast, brief):
        address = f"/briefs/{brief.shown_id}"
        assert in_it(page_of(of(cast.vi).get(address)), "Add a skill") == ["Add a skill"]
        set_limit("feasibility_per_hour", 1)
        page_of(of(cast.ada).get(f"/briefs/{make_brief(cast.halden, text=RUST).shown_id}"))
        page = page_of(of(cast.ada).get(address))
        assert in_it(page, "Go on in an hour, or ask the operator for a higher limit.") == []

    def test_with_a_correction_that_cannot_be(self, cast, brief):
        ada = of(cast.ada)
        for item, pieces in WRONG:
            sent = {"item": item, "says": "value", "after": "0", **pieces}
            page_of(ada.post(f"/briefs/{brief.shown_id}/corrections", sent), status=422)

    def test_that_two_edit_at_once_and_that_was_corrected_often(self, cast, brief):
        correct(cast.bo, brief, "hours_per_week", hours="20")
        sent = {"item": "hours_per_week", "says": "value", "after": "0", "hours": "24"}
        page = page_of(of(cast.ada).post(f"/briefs/{brief.shown_id}/corrections", sent), status=409)
        assert in_it(page, "Somebody else has corrected the same point of this brief meanwhile.") == []
        set_limit("brief_corrections", 10)
        for after in range(1, 10):
            correct(cast.bo, brief, "hours_per_week", after=after, hours="20")
        page = page_of(of(cast.ada).post(f"/briefs/{brief.shown_id}/corrections", {**sent, "after": "10"}), status=409)
        assert in_it(page, "corrections, and no more are kept") == []

    def test_that_others_have_or_that_one_may_not_change(self, cast, brief):
        sent = {"item": "hours_per_week", "says": "value", "after": "0", "hours": "24"}
        for path in ("corrections", "shortlists"):
            page_of(of(cast.vi).post(f"/briefs/{brief.shown_id}/{path}", sent), status=403)
            page = of(cast.cy).post(f"/briefs/{brief.shown_id}/{path}", sent).content.decode()
            assert past_translation(page.replace(brief.shown_id, "")) == []


class TestWriting:
    def test_what_is_read_while_somebody_writes(self, cast, brief):
        for text in (brief.text, "Hello, we need help.", "Python, and nothing else is said.", "Whisper"):
            page_of(of(cast.ada).post(READING, {"text": text}))
        page = page_of(of(cast.ada).post(READING, {"text": "You know Python."}))
        assert in_it(page, "start", "hours", "Not said, and ruling nobody out:") == []

    def test_what_cannot_be_read(self, cast):
        ada = of(cast.ada)
        for text in ("", "... !", "Python\x00", "x" * 50_000, "Nous cherchons une personne qui connaît bien Python."):
            answer = ada.post("/", {"text": text})
            assert (answer.status_code, past_translation(TYPED.sub("", answer.content.decode()))) == (422, [])
            if text:
                page_of(ada.post(READING, {"text": text}))

    def test_before_anybody_is_listed_and_by_whom_it_may_not_be(self):
        admin = browser(make_admin())
        assert in_it(page_of(admin.get("/")), "List engineers", "Before the first list") == []
        engineer = make_engineer()
        assert in_it(page_of(admin.get("/")), "done") == []
        unlist_engineers(local_operator(), [engineer])
        cast = make_cast()
        assert in_it(page_of(of(cast.ada).get("/")), "No engineer is listed here yet") == []
        for path in ("/", READING):
            refused = of(cast.vi).post(path, {"text": "Python"})
            assert past_translation(TYPED.sub("", refused.content.decode())) == []

    def test_the_list_of_briefs(self, cast):
        ada = of(cast.ada)
        assert in_it(page_of(ada.get("/briefs")), "No brief yet.") == []
        made = make_list(cast.ada, make_brief(cast.halden, text="# Whisper\n\nPython."))
        make_brief(cast.halden, text="# Letters of claim\n\nPython.")
        save_search(cast.ada, made)
        assert in_it(page_of(ada.get("/briefs")), "none yet", "waiting for somebody") == []
        page_of(ada.get("/briefs", {"search": "Whisper"}))
        assert in_it(page_of(ada.get("/briefs", {"search": "Rosa"})), "Show all briefs") == []
        assert in_it(page_of(ada.get("/briefs", {"page": "9"})), "To the first page") == []


class TestAskingForLess:
    def loosening(self, actor: Actor, made: Shortlist) -> str:
        """What a list says of asking for less, of which nothing went past translation; the list's own links apart."""
        page = of(actor).get(f"/shortlists/{made.shown_id}").content.decode()
        parts = re.sub(r"<a .*?</a>", "", "".join(LOOSENING.findall(page)))
        assert past_translation(parts) == []
        return parts

    def test_what_would_bring_more_people(self, cast):
        lonely = make_list(cast.ada, make_brief(cast.halden, text=f"{TITLE}pgvector is a must."))
        assert in_it(self.loosening(cast.ada, lonely), "No single change of the brief brings anybody today.") == []
        engineers(3, skills=("python",))
        short = make_list(cast.ada, make_brief(cast.halden, text=RUST))
        said = self.loosening(cast.ada, short)
        assert in_it(said, "What would bring more people", "more would fit", "Tell me when somebody fits") == []
        engineers(4, skills=("pgvector",))
        with clock.at(clock.now() + timedelta(minutes=11)):
            said = self.loosening(cast.ada, lonely)
        assert in_it(said, "Search again as it stands", "fit by now") == []
        correct(cast.ada, short.brief, "skills.rust", importance="nice")
        said = self.loosening(cast.ada, short)
        assert in_it(said, "The brief asks for something else since this list was made.") == []

    def test_few_and_often(self, cast):
        lonely = make_list(cast.ada, make_brief(cast.halden, text=f"{TITLE}Python is a must."))
        make_engineer(skills=("python",))
        assert in_it(self.loosening(cast.ada, lonely), "Somebody fits by now") == []
        short = make_list(cast.ada, make_brief(cast.halden, text=RUST))
        assert in_it(self.loosening(cast.ada, short), "fewer than 3 more would fit") == []
        set_limit("loosenings_per_hour", 1)
        other = make_list(cast.ada, make_brief(cast.halden, text=f"{RUST} Kubernetes too."))
        assert in_it(self.loosening(cast.ada, other), "within an hour what would bring more people") == []

    def test_every_way(self, cast):
        text = (
            "Python is a must. German at B2 is required. On site in Hamburg. At least 4 hours between 9:00 and 17:00 "
        )
        text += "Berlin time. 32 hours a week for 8 weeks. {}"
        for pay in (
            "We pay €80 to €100 an hour.",
            "€400 a day; the total must stay under €90,000.",
            "€9,000 in total.",
        ):
            brief = make_brief(cast.halden, text=text.format(pay))
            with override(MARKED):
                made = make_shortlist(cast.ada, brief, top=10, spent=Spent())
                words = [way.words for steps in ways(asked_for(made.brief)) for way in steps]
            assert len(words) > 8
            assert [each for word in words for each in past_translation(word)] == []

    def test_a_search_that_waits_and_how_it_ended(self, cast, settings):
        settings.EMAIL_BACKEND = "guildworks.platform.mail.outbox.Outbox"
        short = make_list(cast.ada, make_brief(cast.halden, text=RUST))
        search = save_search(cast.bo, short)
        address = f"/briefs/{short.brief.shown_id}"
        for said in (self.loosening(cast.bo, short), page_of(of(cast.bo).get(address))):
            assert in_it(said, "Waiting", "End this search") == []
        make_engineer(skills=("python", "rust"))
        with override(MARKED):
            search_again(search.id)
        page = page_of(of(cast.bo).get(address))
        assert in_it(page, "Somebody was found, and you were told by mail.", "To the list") == []
        mail = Mail.objects.get()
        assert past_translation(mail.subject) == []
        assert past_translation(re.sub(r"https?://\S+", "", mail.text)) == []
        for how in ("enough", "expired"):
            ended = save_search(cast.ada, short)
            SavedSearch.objects.filter(id=ended.id).update(ended_at=clock.now(), ended_as=how)
            assert in_it(page_of(of(cast.ada).get(address)), "so the search has ended.") == []

    def test_what_is_refused(self, cast):
        short = make_list(cast.ada, make_brief(cast.halden, text=RUST))
        address = f"/shortlists/{short.shown_id}"
        page = page_of(of(cast.ada).post(f"{address}/loosening", {"way": "none"}), status=409)
        assert in_it(page, "The brief asks for something else by now than when this list was made.") == []
        for path in ("loosening", "saved-searches"):
            page_of(of(cast.vi).post(f"{address}/{path}", {"way": "none"}), status=403)
            page_of(of(cast.cy).post(f"{address}/{path}", {"way": "none"}), status=404)
        search = save_search(cast.bo, short)
        page_of(of(cast.ada).post(f"/saved-searches/{search.shown_id}/ending"), status=404)
        set_limit("saved_searches_per_person", 1)
        other = make_list(cast.bo, make_brief(cast.halden, text=f"{TITLE}Rust is a must."))
        page = page_of(of(cast.bo).post(f"/shortlists/{other.shown_id}/saved-searches"), status=409)
        assert in_it(page, "saved searches, and no more are kept") == []


def test_every_label_and_every_tag():
    with override(MARKED):
        words = [*map(label_of, LABELS), *map(str, (*TAG_WORDS.values(), *FORM_WORDS.values(), *LEFT_OUT.values()))]
        assert [word for word in words if past_translation(word)] == []


def test_what_rules_people_out():
    with override(MARKED):
        for name in HARD:
            for text in (hard_text(name), step_text(name), failing_text({"requirement": name, "engineers": 1})):
                assert past_translation(text) == [], name


def test_what_is_said_of_people_on_a_list():
    with override(MARKED):
        at = clock.now()
        said = [confirmed_text((at - timedelta(days=days)).isoformat(), at=at) for days in (0, 1, 2, 9)]
        said += [nobody_text(0, []), nobody_text(3, [{"requirement": "not confirmed", "left": 0}])]
        other = {"rate": {"currency": "USD"}, "rate_is_comparable": False}
        said += [note for person in ({"erased": True}, {"rate": None}, other) for note in rate_notes(person)]
        said.append(weeks_span(week(0), 12))
        assert all(said)
        assert past_translation(" ".join(said)) == []


def test_every_value_of_a_requirement():
    read = {"quote": "", "corrected": False}
    values = {
        "hours_per_week": [
            {"min": None, "max": None},
            {"min": None, "max": 20.0},
            {"min": 20.0, "max": 30.0, "weeks": 2},
        ],
        "starts": [
            {"asap": True, "preferred": "2027-01-11"},
            {"earliest": "2027-01-11", "latest": "2027-02-01", "precision": "day"},
            {"earliest": "2027-01-01", "precision": "month", "year_inferred": True},
        ],
        "duration_weeks": [{"min": None, "max": 8}, {"min": 26, "max": 52, "approximate": True, "ends": "2027-03-31"}],
        "overlap": [
            {"hours": 4, "window": ["09:00", "17:00"], "zone": "Europe/Berlin", "inferred": True},
            {"window": ["09:00", "17:00"]},
            {"zone_from": "UTC-01:00", "zone_to": "UTC+03:00"},
            {},
        ],
        "budget": [{}, *({"min": 80, "max": 100, "currency": "EUR", "per": per} for per in PER), {"total": 9}],
        "place": [{"mode": mode, "region": "Europe", "onsite_days": 2} for mode in MODES]
        + [{"mode": None, "city": "Milan", "prefer_local": True, "near": "Lisbon"}],
        "seniority": [{}, *({"level": level, "years": 5} for level in ("junior", "middle", "senior", "lead"))],
        "languages": [
            {"code": "de", "importance": importance, "level": level}
            for importance in ("must", "nice", "excluded")
            for level in (None, "B2")
        ],
    }
    empty = {"skills": [], "roles": [], "hours_per_week": [], "languages": [], "deliverables": []}
    with override(MARKED):
        for name, some in values.items():
            for value in some:
                told = {"value": value, **read}
                lines = requirement_lines({**empty, name: [told] if name in empty else told})
                assert past_translation(lines[0].value) == [], (name, value)
