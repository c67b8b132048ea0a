"""Wishes about people are found in comma lists, forms and adjectives; the same words said of other things are left."""

from __future__ import annotations

import pytest

from guildworks.kernels.text.not_used import find_not_used

IN_LISTS = {
    "We look for somebody under 35, male, and a native English speaker.": "age gender languages",
    "Male candidates preferred, Christian, no older than 40, good-looking, unmarried, European looking.": (
        "age family gender looks origin religion"
    ),
    "Male, 25-35, Python.": "age gender",
    "We want a woman for our data work, ideally from Eastern Europe.": "gender origin",
    "single, no kids, not pregnant, heterosexual": "family orientation",
    "Male or female, under 40, with good SQL.": "age gender",
    "Data engineer (male, 25-35)": "age gender",
    "Requirements: Python, SQL, female, below 30.": "age gender",
    "Young, single and willing to travel.": "age family",
    "Jewish, married, five years of Go.": "family religion",
    "Attractive, 20-28, female, good with Excel.": "age gender looks",
    "Candidate profile: female / 25-30 / European": "age gender origin",
    "Native speaker, male, under 35": "age gender languages",
    "female preferred, age < 30": "age gender",
    "30s, married": "age family",
    "White male, Python.": "gender origin",
    "Males under 30.": "age gender",
    "Clean-shaven.": "looks",
    "Able-bodied, please.": "health",
    "healthy and non-smoking": "health",
    "Caucasian, please.": "origin",
    "Not from Africa or India.": "origin",
    "Python developer, max. 35 y/o": "age",
    "30 or younger": "age",
    "mid-twenties to early thirties": "age",
    "We look for somebody under 35.": "age",
    "You are 25-35 and know Python.": "age",
    "You are male.": "gender",
    "Only vaccinated, please.": "health",
    "Somebody who is attractive and outgoing.": "looks",
    "must believe in God": "religion",
    "non-Muslim": "religion",
    "must not be a parent": "family",
    "he/him only": "gender",
    "- Male\n- 25 to 35\n- Python": "age gender",
    "Male\n25-35\nPython": "age gender",
    "Age: 25-35\nGender: female\nMarital status: single": "age family gender",
    "Please send your CV with age, marital status and two references.": "age family",
    "Tell us whether you are male or female.": "gender",
}
AS_ADJECTIVES = {
    "Young native speakers preferred.": "age languages",
    "Female native speaker of German.": "gender languages",
    "We need an energetic young team player.": "age",
    "a young & hungry coder": "age",
    "A Christian lady for our office.": "gender religion",
    "pretty girl, good English, SQL": "gender looks",
    "Slavic appearance": "origin",
    "Appearance: pleasant": "looks",
    "Somebody who fits a young team.": "age",
    "The candidate fits into our young, hungry team.": "age",
    "Under 35s only.": "age",
    "born in the nineties": "age",
    "no seniors over 50": "age",
    "female (preferred)": "gender",
    "Photo: required": "looks",
    "CV + photo": "looks",
    "Mother tongue German": "languages",
    "No visa issues, EU citizens only.": "origin",
    "British passport.": "origin",
    "Recent graduates only.": "age",
}
OF_OTHER_THINGS = [
    "We are a young company with 40 people.",
    "We are a young team of engineers in Vienna.",
    "You join a young, international team.",
    "We need a male/female voice recognition model.",
    "The model predicts whether a speaker is male or female, young or old.",
    "Build a classifier: male, female, child.",
    "Detect pregnant animals from ultrasound pictures.",
    "Native apps, single page applications and Postgres.",
    "A women's health startup looks for an ML engineer.",
    "You report to Christian our CTO.",
    "You will work with Christian, our CTO, and Maria, our designer.",
    "Disabled applicants welcome.",
    "We welcome everyone whatever age, sex, origin, religion.",
    "Our typical user is female, 25-35, and shops at night.",
    "The dataset holds patients: male, 45-60, healthy.",
    "The columns are age, gender, nationality, marital status and income.",
    "Anonymise name, age, gender, religion and nationality in the letters.",
    "Send us a report with age, gender and region of the fish.",
    "Budget: 25-35 EUR an hour, Python, remote.",
    "Workload 20-30, Monday to Friday.",
    "ML Engineer (m/w/d) 25-35 h",
    "Single, dual and multi-GPU training.",
    "Only single and double precision.",
    "We need an attractive and accessible interface.",
    "The interface should be clean, young and attractive.",
    "The UI should be attractive.",
    "Product photos on white background, black and grey.",
    "Ideally somebody in Eastern Europe.",
    "Ideally in an Eastern European time zone.",
    "Ideally from Eastern Europe, remote, working hours of Warsaw.",
    "No visa issues: you need the right to work in the UK.",
    "European or American options, Monte Carlo.",
    "Young and old customers, male or female, use the till.",
    "Voices: female, young, British accent, for the announcement.",
    "Young native speakers are recorded for our speech corpus of native speakers.",
    "Anna (she/her) is your contact.",
    "30 years old, the code base is in Fortran.",
    "Healthy, tested code; a young, attractive field.",
    "Healthy, young, attractive: that is our code base.",
    "For people over 60, a retirement planner.",
    "Our colleagues are young, male and female, from India and Poland.",
    "Gender: any",
    "Nationality: any",
    "Fields: age: int, gender: string, nationality: string",
    "Fresh graduates and seniors are both welcome.",
]


@pytest.mark.parametrize(("text", "fields"), [*IN_LISTS.items(), *AS_ADJECTIVES.items()])
def test_each_wish_about_a_person_in_a_list_is_named(text: str, fields: str) -> None:
    assert sorted({note.field for note in find_not_used(text)}) == fields.split()


@pytest.mark.parametrize("text", OF_OTHER_THINGS)
def test_the_same_words_said_of_other_things_are_left_alone(text: str) -> None:
    assert find_not_used(text) == ()


def test_a_list_is_found_with_its_own_words_inside_a_brief() -> None:
    text = "A forecast for bakeries, in Python.\n\nMale, 25-35, Christian.\n\nThe work starts in May."
    assert [note.spans[0].of(text) for note in find_not_used(text)] == ["Male", "25-35", "Christian"]
