from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

import guildworks
from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.language import language_name
from guildworks.kernels.text.profile import ClaimDraft, ProfileDraft
from guildworks.kernels.text.resume import ResumeReader

TODAY = date(2026, 11, 23)
RESUME = """# Ada Example
Senior Machine Learning Engineer | Lisbon, Portugal | ada@example.org

## Summary
I have 8 years of experience in building search. Expert in Python and PyTorch, good knowledge of Kubernetes, basic SQL.
I want to learn Rust. No experience with Java.

## Experience
**Senior ML Engineer, Acme Ltd**    Mar 2019 – present
- Built search over contracts with pgvector
- Led a team of four

Data Engineer at Widget Co
03/2017 - 02/2019
- Airflow pipelines

**Analyst** — Numbers GmbH (2015 to 2017)
- Reports for the board

## Projects
pocket-rank: a small ranking library https://github.com/ada/pocket-rank

## Skills
Docker ●●●○, Terraform ★★☆☆☆
Spark (3 years), Airflow: advanced

## Languages
English (native), German B2, Portuguese – conversational

## Hobbies
Chess, and one day Haskell
"""


@pytest.fixture(scope="module")
def reader() -> ResumeReader:
    graph = SkillGraph.load(Path(guildworks.__file__).parent / "skills" / "graph")
    return ResumeReader(graph, Gazetteer.build(graph))


@pytest.fixture(scope="module")
def ada(reader: ResumeReader) -> ProfileDraft:
    return reader.read(RESUME, today=TODAY)


def claims(draft: ProfileDraft) -> dict[str, ClaimDraft]:
    return {claim.skill: claim for claim in draft.claims}


def test_the_top_says_who_and_where(ada: ProfileDraft) -> None:
    assert (ada.name, ada.email) == ("Ada Example", "ada@example.org")
    assert ada.headline == "Senior Machine Learning Engineer"
    assert (ada.city, ada.country, ada.zone) == ("Lisbon", "PT", "Europe/Lisbon")
    assert ada.summary.startswith("I have 8 years") and ada.years == 8
    assert (ada.language, ada.warnings) == ("en", ())


def test_jobs_have_title_employer_and_dates(ada: ProfileDraft) -> None:
    first, second, third = ada.jobs
    assert (first.title, first.organisation) == ("Senior ML Engineer", "Acme Ltd")
    assert (first.starts, first.ends, first.is_current) == (date(2019, 3, 1), None, True)
    assert first.text.endswith("Led a team of four")
    assert (second.title, second.organisation) == ("Data Engineer", "Widget Co")
    assert (second.starts, second.ends) == (date(2017, 3, 1), date(2019, 2, 28))
    assert (third.title, third.organisation) == ("Analyst", "Numbers GmbH")
    assert (third.starts, third.ends) == (date(2015, 1, 1), date(2017, 1, 1))


def test_skills_are_claimed_once_with_level_and_years(ada: ProfileDraft) -> None:
    found = claims(ada)
    assert len(found) == len(ada.claims)
    levels = {slug: found[slug].level for slug in ("python", "pytorch", "kubernetes", "sql", "docker", "terraform")}
    assert levels == {"python": 4, "pytorch": 4, "kubernetes": 2, "sql": 1, "docker": 3, "terraform": 2}
    assert (found["airflow"].level, found["spark"].years) == (3, 3)
    span = found["pgvector"].span
    assert span is not None and span.of(RESUME) == "pgvector"


def test_wishes_denials_and_hobbies_are_no_claims(ada: ProfileDraft) -> None:
    assert {"rust", "java", "haskell"}.isdisjoint(claims(ada))


def test_languages_and_projects_are_read_and_the_rest_is_named(ada: ProfileDraft) -> None:
    assert [(language.code, language.level) for language in ada.languages] == [("en", "C2"), ("de", "B2"), ("pt", "B1")]
    assert [(work.title, work.url) for work in ada.works] == [("pocket-rank", "https://github.com/ada/pocket-rank")]
    assert ada.unread == ("Hobbies",)


@pytest.mark.parametrize(
    ("words", "level", "years"),
    [
        ("Python - Exprience - 24 months", None, 2),
        ("Python - less than 1 year", None, 0.5),
        ("5+ years of experience with Java, Python", None, 5),
        ("Proficient in Java, SQL and Python", 3, None),
        ("Basic knowledge of Python", 1, None),
        ("Familiar with: Java, Python", 1, None),
        ("In-depth knowledge of Java and Python", 4, None),
        ("Python | intermediate", 2, None),
        ("Python 80%", 3, None),
        ("Python 5/5", 4, None),
        ("Python ■■□□", 2, None),
        ("Deep learning with Python", None, None),
        ("Working with Python in a strong team", None, None),
    ],
)
def test_level_and_years_come_from_the_words_beside_the_skill(
    reader: ResumeReader, words: str, level: int | None, years: float | None
) -> None:
    claim = claims(reader.read(f"Skills\n{words}\n", today=TODAY))["python"]
    assert (claim.level, claim.years) == (level, years)


@pytest.mark.parametrize(
    "words",
    [
        "I would like to learn Kotlin next year.",
        "Eager to learn and apply Kotlin",
        "Interested in Kotlin",
        "I have never used Kotlin in production.",
        "Currently learning Kotlin",
        "Java, Kotlin (currently learning), Python",
        "Kotlin - want to learn",
        "company: Kotlin Software Ltd",
        "Learning next:\nKotlin",
        "Interests\nKotlin and chess",
    ],
)
def test_a_skill_that_is_only_wished_for_denied_or_part_of_a_name_is_no_claim(reader: ResumeReader, words: str) -> None:
    assert "kotlin" not in claims(reader.read(f"Experience\n{words}\n", today=TODAY))
    assert "kotlin" in claims(reader.read("Experience\nWrote the app in Kotlin.\n", today=TODAY))


@pytest.mark.parametrize(
    ("words", "starts", "ends", "is_current"),
    [
        ("Mar 2019 – present", date(2019, 3, 1), None, True),
        ("March 2019 - April 2021", date(2019, 3, 1), date(2021, 4, 30), False),
        ("03/2019-05/2021", date(2019, 3, 1), date(2021, 5, 31), False),
        ("2018 to 2020", date(2018, 1, 1), date(2020, 1, 1), False),
        ("2020-02 — 2020-02", date(2020, 2, 1), date(2020, 2, 29), False),
        ("since 2020", date(2020, 1, 1), None, True),
        ("Sept' 2017 to till date", date(2017, 9, 1), None, True),
        ("July2013to June2014", date(2013, 7, 1), date(2014, 6, 30), False),
        ("2021 - 2019", None, None, False),
        ("Jan 2031 - present", None, None, False),
    ],
)
def test_periods_are_read_in_the_usual_ways_of_writing(
    reader: ResumeReader, words: str, starts: date | None, ends: date | None, is_current: bool
) -> None:
    draft = reader.read(f"Experience\nEngineer, Acme   {words}\nSearch\n\nAnalyst, Widget   2001 - 2002\n", today=TODAY)
    found = [(job.starts, job.ends, job.is_current) for job in draft.jobs if job.organisation != "Widget"]
    assert found == ([(starts, ends, is_current)] if starts else [])


def test_years_are_those_of_overlapping_jobs_together(reader: ResumeReader) -> None:
    text = "Work\nEngineer, Acme  2010 - 2014\nA\n\nAnalyst, Widget  2012 - 2016\nB\n\nTutor, School  2018 - 2019\n"
    assert reader.read(text, today=TODAY).years == 7.0


def test_labelled_jobs_and_headings_without_a_line_break_are_read(reader: ResumeReader) -> None:
    text = (
        "Skills • Python • SQL and some docker.Education Details \nB.Sc. mathematics, Acme University\nData Analyst\n\n"
        "Data Analyst - Widget Co\nSkill Details \nPython- 12 monthsCompany Details \n"
        "company - Widget Co\ndescription - Reports since 2019\ncompany - Acme\ndescription - Tables\n"
    )
    draft = reader.read(text, today=TODAY)
    assert [(job.title, job.organisation) for job in draft.jobs] == [("Data Analyst", "Widget Co"), ("", "Acme")]
    assert (draft.name, draft.headline) == ("", "Data Analyst")
    assert draft.jobs[0].is_current and claims(draft)["python"].years == 1


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Education\nB.Sc., Acme University\nSales Manager\n\n\nSkills\nPython\n", "Sales Manager"),
        ("Education\nB.Sc., Acme University\nSite Engineer (Civil)\nSkills\nPython\n", "Site Engineer (Civil)"),
        ("Education\nB.Sc., Acme University\nTeaching assistant\nM.Sc., Widget College\nSkills\nPython\n", ""),
    ],
)
def test_a_title_alone_at_the_end_of_the_education_is_the_headline(
    reader: ResumeReader, text: str, headline: str
) -> None:
    assert reader.read(text, today=TODAY).headline == headline


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("Proficient in English, Hindi and Marathi", {"en": "C1", "hi": "C1", "mr": "C1"}),
        ("Speaks English as a native speaker, Hindi with bilingual proficiency", {"en": "C2", "hi": "C2"}),
        ("Fluent in English, German B2 and Polish", {"en": "C1", "de": "B2", "pl": "C1"}),
        ("Native English, fluent German, basic French", {"en": "C2", "de": "C1", "fr": "A1"}),
        ("English (native), German, Polish: good", {"en": "C2", "de": None, "pl": "B2"}),
        ("Fluent in English; German (basic)", {"en": "C1", "de": "A1"}),
    ],
)
def test_a_level_holds_for_the_list_of_languages_behind_it(
    reader: ResumeReader, words: str, levels: dict[str, str | None]
) -> None:
    draft = reader.read(f"Languages\n{words}\n", today=TODAY)
    assert {language.code: language.level for language in draft.languages} == levels


def test_technical_qualifications_are_skills(reader: ResumeReader) -> None:
    assert "windows" in claims(reader.read("TECHNICAL QUALIFICATIONS: Windows, Linux\n", today=TODAY))


def test_text_that_was_decoded_wrongly_is_put_right(reader: ResumeReader) -> None:
    assert "naive-bayes" in claims(reader.read("Skills\nNaÃ¯ve Bayes, Python\n", today=TODAY))


def test_another_language_is_recognised_and_said(reader: ResumeReader) -> None:
    text = "Zusammenfassung\nIch entwickle seit vielen Jahren Suchmaschinen und leite ein kleines Team in München.\n"
    draft = reader.read(text, today=TODAY)
    assert draft.language == "de" and "German" in draft.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "José Martín\nPython developer\nSkills: Python, Django",
        "Łukasz Żółć\nData engineer, Kraków\nSkills: Spark, Airflow, Python",
        "Zoë Müller\nML engineer\nSkills: PyTorch, Python",
        "Seán Ó Briain\nGo developer\nSkills: Go, Python",
        "Søren Ångström\nDevOps engineer\nSkills: AWS, Python",
        "Nuño Peña\nBackend developer\nSkills\n- Java\n- Python",
        "François Lefèvre\nExperience\nData scientist, Société Légère 2019 - 2022\nSkills: R, Python",
        "Jiří Dvořák\nQA engineer, Praha\nSkills: Selenium, Python",
        "Ștefan Ionuț\nPHP developer\nBucurești\nSkills: PHP, Python",
        "Nguyễn Văn An\nSkills: Python",
        "Þór Guðmundsson\nReykjavík\nSkills: C++, Python",
        "João Gonçalves\nSkills: Python, SQL",
    ],
    ids=lambda text: text.split("\n")[0],
)
def test_a_name_with_accents_makes_no_resume_a_foreign_one(reader: ResumeReader, text: str) -> None:
    draft = reader.read(text, today=TODAY)
    assert (draft.name, draft.language, draft.warnings) == (text.split("\n")[0], "en", ())
    assert "python" in claims(draft)


def test_a_language_without_a_name_is_said_in_words() -> None:
    assert {language_name(code) for code in ("gcr", "zxx", "xx")} == {"a language that we do not know"}
    assert (language_name("ga"), language_name("de")) == ("Irish", "German")


@pytest.mark.parametrize(
    "text",
    [
        "## Skills\n- Go\n- R\n- Spark\n- Flux capacitor\n",
        "Skills: Go, R, Spark, Flux capacitor\n",
        "Skills\nGo\nR\nSpark\nFlux capacitor\n",
        "SKILLS\n• Go • R • Spark • Flux capacitor\n",
        "Skills\nGo\t3 years\nR\texpert\nSpark\tgood\nFlux capacitor\tgood\n",
        "Skills\nProgramming: go (2 years), R 4/5\nData: Spark - 3 years, Flux capacitor - 6 months\n",
        "Skills\nGo/R\nSpark ●●●○\nFlux capacitor ●●○○\n",
    ],
)
def test_an_entry_of_a_list_of_skills_is_the_skill_that_it_names_or_is_not_read(
    reader: ResumeReader, text: str
) -> None:
    draft = reader.read(f"Ola Nord\n\n{text}", today=TODAY)
    assert claims(draft).keys() == {"go", "r", "spark"}
    assert [words.casefold() for words in draft.unread] == ['skills "flux capacitor"']


def test_words_of_a_sentence_stay_words_also_under_the_heading_skills(reader: ResumeReader) -> None:
    draft = reader.read("Skills\nI go out of my way, excel at talking and spark ideas in any team.\n", today=TODAY)
    assert (draft.claims, draft.unread) == ((), ())


def test_languages_may_be_those_of_programming(reader: ResumeReader) -> None:
    draft = reader.read("Ola Nord\nLanguages: Go, R, C\n", today=TODAY)
    assert (claims(draft).keys(), draft.languages, draft.unread) == ({"go", "r", "c"}, (), ())
    unknown = reader.read("Ola Nord\nLanguages: Klingon, Go\n", today=TODAY)
    assert unknown.unread == ('Languages "Klingon"',)
    spoken = reader.read("Ola Nord\nLanguages: English (basic), Polish - good\n", today=TODAY)
    assert ([one.code for one in spoken.languages], spoken.claims) == (["en", "pl"], ())


def test_more_unknown_skills_than_are_listed_are_counted(reader: ResumeReader) -> None:
    draft = reader.read("Skills\n" + "".join(f"- Flux{'abc'[n % 3] * n}\n" for n in range(1, 51)), today=TODAY)
    assert (len(draft.unread), draft.unread[-1]) == (31, "20 more entries of skills")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("10 years of experience in building bridges.\n\nSkills\nPython - 6 months\n", 10),
        ("Ten years' professional experience with engines.\n\nSkills\nPython - Experience - 6 months\n", 10),
        ("Skills\nPython - 6 months\n\nSummary\nI have over 12 years in software.\n", 12),
        ("Summary\nEngineer with 8+ years as a lead.\n\nSkills\nPython - 3 years\n", 8),
        ("Experience of  2 yrs as a developer.\n\nSkills\nPython - 6 months\n", 2),
        ("Experience\nCompany: Acme\n1. Worked as a clerk for 4 years\n2. Working as a lead from last 3 years\n", 7),
        ("Skills\nMasonry - 36 months\nPython - 6 months\n", 3),
        ("Experience\nCompany: Acme\nThey have 80 years of experience in printing.\n", None),
        ("Experience\nCompany: Acme\nMy team had over 20 years of experience in printing.\n", None),
        ("Skills\nDid a course of 3 months, and a diploma in masonry (4 months)\n", None),
    ],
)
def test_the_years_are_those_of_the_person(reader: ResumeReader, text: str, years: float | None) -> None:
    assert reader.read(f"Ola Nord\n\n{text}", today=TODAY).years == years


@pytest.mark.parametrize("text", ["", " \n", "•••", "a", "2019 - 2020", "Skills:", "#\n##\n"])
def test_nearly_nothing_gives_an_empty_profile(reader: ResumeReader, text: str) -> None:
    draft = reader.read(text, today=TODAY)
    assert (draft.name, draft.claims, draft.jobs) == ("", (), ())


@pytest.mark.parametrize(
    "piece", ["Python, ", "good Python ", "2019 - 2020 ", "not ", "ABCDE ", "a@", "●", "-", "Skills:"]
)
def test_a_long_text_of_one_piece_is_read_in_time(reader: ResumeReader, piece: str) -> None:
    start = time.perf_counter()
    reader.read(f"Experience\n2019{piece * (40_000 // len(piece))}", today=TODAY)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("piece", ["Python, ", "Flux, ", "Flux - ", "Go/", "1 year-", "a-", "-", "9", "\n", "good "])
def test_a_long_list_of_skills_is_read_in_time(reader: ResumeReader, piece: str) -> None:
    start = time.process_time()
    reader.read(f"Skills\nGo{piece * (100_000 // len(piece))}x", today=TODAY)
    assert time.process_time() - start < 5  # a second on an idle machine


@pytest.mark.parametrize("character", " \t#.-*:_")
def test_a_long_run_inside_a_resume_is_read_in_a_moment(reader: ResumeReader, character: str) -> None:
    run = character * 40_000
    start = time.process_time()
    reader.read(f"Ada Example\nI know{run}Python.\n\nExperience\nEngineer{run}Acme 2019 - 2020", today=TODAY)
    assert time.process_time() - start < 5  # a fifth of a second on an idle machine


def test_an_employer_above_the_title_and_labelled_projects_are_read(reader: ResumeReader) -> None:
    text = (
        "CURRICULUM VITAE\nBO EXAMPLE\nBerlin, Germany\n\nWORK EXPERIENCE\n\n"
        "Acme GmbH, Berlin\nSenior Data Engineer\n"
        "January 2021 - Present\n• Streaming with Kafka\n\n"
        "Widget AG\nData Engineer\n06/2018 – 12/2020\nMoved reports.\n\n"
        "PROJECTS\nTitle: Drift watch\nRole: lead\nDescription: Watches models\n\nAWARDS\nBest talk\n"
    )
    draft = reader.read(text, today=TODAY)
    assert (draft.name, draft.city, draft.unread) == ("Bo Example", "Berlin", ("AWARDS",))
    assert [(job.title, job.organisation, job.ends) for job in draft.jobs] == [
        ("Senior Data Engineer", "Acme GmbH, Berlin", None),
        ("Data Engineer", "Widget AG", date(2020, 12, 31)),
    ]
    assert [work.title for work in draft.works] == ["Drift watch"]
