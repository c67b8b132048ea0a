"""Every answer that is one click away can be given, and answers its question."""

from __future__ import annotations

import pytest

from guildworks.matching.actions import correct_brief
from guildworks.matching.answers import answers
from guildworks.matching.correcting import Typed, pieces_of
from guildworks.matching.corrections import asked_for
from guildworks.matching.shown.corrections import Forms
from tests.cast import make_brief

QUESTIONABLE = {
    "budget": "Python, 32 hours a week, 12 weeks, at €100 to €130 an hour. The whole project must stay under €30,000.",
    "quality": "Python for 20 hours a week. It must be fast.",
    "place": "A Python engineer. Fully remote. You must be in our Lisbon office every Tuesday.",
    "skills.kubernetes": "Python. Kubernetes is a must. We do not need Kubernetes.",
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("field", "text"), QUESTIONABLE.items(), ids=QUESTIONABLE)
def test_each_answer_is_taken_and_answers_the_question(operator, field, text):
    def open_questions(told) -> set[str]:
        return {note["field"] for note in (*told["contradictions"], *told["vague"])}

    told = asked_for(make_brief(text=text)).told
    assert field in open_questions(told)
    offered = answers(field, told)
    assert offered
    for answer in offered:
        brief = make_brief(text=text)
        correct_brief(operator, brief, [Typed(answer.item, answer.says, answer.pieces)])
        assert field not in open_questions(asked_for(brief).told), answer


def test_the_sum_that_is_offered_holds_exactly():
    told = asked_for(make_brief(text=QUESTIONABLE["budget"])).told
    assert [answer.words for answer in answers("budget", told)] == [
        "€38,400 in total",
        "25 h a week",
        "9 weeks",
        "No total",
    ]


def test_what_a_form_is_filled_with_says_the_same_again(operator):
    """Whoever opens a form and saves it as it stands changes nothing but that it is by hand."""
    text = (
        "Senior Python engineer with 5 years of experience, pgvector experts only, German B2 would be nice. On site in"
        " Lyon, France. 20 hours a week for 8 weeks from 11 January 2027, 4 hours between 9:00 and 17:00 Berlin time,"
        " €100 to €130 an hour."
    )
    brief = make_brief(text=text)
    before = asked_for(brief)
    items = ["starts", "duration", "budget", "overlap", "hours_per_week", "place", "seniority"]
    items += ["skills.pgvector", "languages.de"]
    forms = [Forms(before).of(item) for item in items]
    for form in forms:
        assert form is not None
        pieces = {field.name: field.value for field in form.fields}
        correct_brief(operator, brief, [Typed(form.item, "value", pieces, form.after)])
    after = asked_for(brief)
    for item in items:
        field = {"duration": "duration_weeks"}.get(item, item)
        if "." not in item:
            one, other = before.told[field], after.told[field]
            one, other = (one[0], other[0]) if isinstance(one, list) else (one, other)
            assert pieces_of(item, other["value"]) == pieces_of(item, one["value"]), item
            assert other["corrected"] is True
    assert before.told["contradictions"] == after.told["contradictions"]
