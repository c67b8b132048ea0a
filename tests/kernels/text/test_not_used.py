"""Wishes that no choice of people may rest on are found with their words; ordinary sentences are left alone."""

from __future__ import annotations

import pytest

from guildworks.kernels.text.not_used import find_not_used

WISHES = {
    "age": [
        "The candidate should be not older than 35.",
        "We prefer someone under 30 years of age.",
        "Age: 25-35",
        "Maximum age 40.",
        "A recent graduate is preferred.",
        "We are a young team and want a young, hungry developer.",
        "Ideally in her late twenties.",
        "You are a digital native.",
        "Only applicants born after 1990.",
        "Please state your date of birth.",
        "no old engineers please",
        "should be between 25 and 35 years old",
        "Somebody in their thirties fits best.",
        "We want a fresh graduate, straight from university.",
        "must be under the age of 45",
        "millennials only",
        "Nobody above 50, the team is young.",
    ],
    "gender": [
        "A female assistant for our data team.",
        "We look for a young man who knows Python.",
        "Ladies preferred.",
        "Male developers only.",
        "The engineer must be male.",
        "we need a guy for the backend",
        "Ideally a woman, since the team is all men.",
        "Gender: female",
        "no women please",
        "Looking for girls who can code.",
    ],
    "origin": [
        "EU passport holders of German origin only.",
        "Born and raised in Bavaria.",
        "Only German nationals.",
        "No foreigners, please.",
        "Must be of European descent.",
        "Candidates of Indian origin will be preferred.",
        "White candidates preferred.",
        "Only Americans.",
        "US citizens only.",
        "Nationality: Swiss",
        "no applicants from Pakistan",
    ],
    "languages": [
        "A native speaker of German is required.",
        "English native speaker",
        "native-level English and native German speakers",
        "Muttersprachler preferred, the rest is easy.",
        "Your mother tongue is French.",
        "English without any foreign accent.",
        "accent-free English on the phone",
        "must have a neutral accent",
        "German: native",
        "Natives only.",
    ],
    "religion": [
        "The person should be a practising Christian.",
        "No Muslims.",
        "Religion: catholic",
        "member of our church",
        "without headscarf",
    ],
    "family": [
        "Must be single.",
        "No small children, since there is travel.",
        "She should not be pregnant or plan to have children.",
        "Unmarried candidates only.",
        "without family obligations",
        "no young mothers",
    ],
    "looks": [
        "Please attach a photo.",
        "CV with a recent picture or photo required",
        "A pleasant appearance is important.",
        "good-looking people fit our brand",
        "Send us your headshot.",
        "no visible tattoos",
        "applications must include a photograph",
    ],
    "health": [
        "No disabilities.",
        "must be physically fit and healthy",
        "free of chronic illness",
        "Non-smoker.",
        "no people with mental health issues",
        "able-bodied",
    ],
    "orientation": ["no gays", "heterosexual men"],
    "politics": ["no trade unionists please"],
}

ORDINARY = [
    "All qualified applicants are considered regardless of age, sex, religion or national origin.",
    "We do not discriminate on the basis of race, color, gender, marital status, pregnancy or disability.",
    "We are an equal opportunity employer: women, men, Christians and Muslims, everyone is welcome.",
    "We are a young company of 40 people.",
    "Our platform is 5 years old and runs on cloud native services.",
    "You have built native apps, or apps with React Native.",
    "A work permit for the EU is required.",
    "You know natural language processing and race conditions.",
    "We publish gender equality data.",
    "Statistics on the age of data, and the age of the users of our site.",
    "The model predicts age and gender from a picture of the shelf.",
    "Software Engineer (m/f/d) for our Berlin office.",
    "Four hours a week with our team in their morning.",
    "Single sign-on and a single box with Docker.",
    "Train a classifier on photos of fruit; attach a photo gallery to the report.",
    "German at B2 or better, English for the written work.",
    "You speak German fluently.",
    "The system serves 35 clients, not more than 40 hours a week.",
    "Latency must be under 30 ms and at least 25 fps.",
    "no more than 30 hours a week",
    "We treat patients who are pregnant or have a disability.",
    "Health insurance and parental leave for you and your family.",
    "A man in the middle attack, a human in the loop.",
    "Married to the idea of testing? Then apply.",
    "Your age does not matter to us, and please do not send a photo.",
    "Native Kubernetes and native support for PostgreSQL.",
    "You parse birth dates and nationalities from passports.",
    "Support young women on their way into careers in tech.",
    "It must be accessible to people with a disability.",
    "The start is not before 25 January; the rate is under 90 EUR.",
    "Our customers are families with young children.",
    "We look for an engineer with over 10 years of experience.",
    "Indian and European markets; working hours of Berlin.",
    "must be in our Lisbon office every Tuesday",
    "No Kubernetes please. Black box testing is fine, white label too.",
    "The parent class has no children; orphan and child processes.",
    "An accent colour for the dashboard.",
    "Is the network healthy? Add a health check.",
]


@pytest.mark.parametrize(("field", "sentence"), [(field, one) for field, many in WISHES.items() for one in many])
def test_a_wish_is_named_with_its_words(field: str, sentence: str) -> None:
    text = f"We need help with a model in Python.\n\n{sentence}\nIt starts in May."
    notes = find_not_used(text)
    assert field in {note.field for note in notes}
    for note in notes:
        assert note.spans[0].of(text) in sentence
        assert note.message.endswith((".", ")"))


@pytest.mark.parametrize("sentence", ORDINARY)
def test_an_ordinary_sentence_is_left_alone(sentence: str) -> None:
    assert find_not_used(f"We need help with a model in Python.\n\n{sentence}\nIt starts in May.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "No freelancers older than 50",
        "Older than 50 need not apply.",
        "no contractors above 40",
        "No consultants who are younger than thirty.",
        "If you are older than 50, please do not apply.",
        "Those over fifty need not apply.",
        "Anyone above 55 will not be considered.",
    ],
)
def test_a_bound_on_the_age_of_any_kind_of_worker_is_found(text: str) -> None:
    assert [note.field for note in find_not_used(text)] == ["age"]


@pytest.mark.parametrize(
    "text",
    [
        "Files older than 30 are excluded.",
        "Documents older than 50 years are not considered.",
        "No freelancers above 70 EUR an hour.",
        "No contractors over 60/h, please.",
        "No people under 20 hours a week.",
        "Nobody over 500 is in the table.",
    ],
)
def test_a_bound_on_a_rate_a_file_or_hours_is_no_age(text: str) -> None:
    assert find_not_used(text) == ()
