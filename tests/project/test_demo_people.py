"""The demo network's people: the same for the same seed, plausible in themselves, and varied as a network is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import guildworks
from guildworks.kernels.text.graph import SkillGraph
from guildworks.project.demo.members import OF_THE_CLIENT, OF_THE_OPERATOR
from guildworks.project.demo.people import DemoPerson, people
from guildworks.project.demo.world import world

TODAY = date(2026, 11, 23)
CEFR = {"A1", "A2", "B1", "B2", "C1", "C2"}


@pytest.fixture(scope="module")
def network() -> list[DemoPerson]:
    return list(people(2000, seed=7, today=TODAY))


@pytest.fixture(scope="module")
def graph() -> SkillGraph:
    return SkillGraph.load(Path(guildworks.__file__).parent / "skills" / "graph")


def test_the_same_seed_gives_the_same_people_however_many_are_asked_for(network: list[DemoPerson]) -> None:
    assert list(people(150, seed=7, today=TODAY)) == network[:150]


def test_another_seed_gives_other_people(network: list[DemoPerson]) -> None:
    others = list(people(100, seed=8, today=TODAY))
    assert not {person.profile.name for person in others} & {person.profile.name for person in network[:100]}


def test_fewer_than_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="0 people or more, got -1"):
        list(people(-1, seed=7))


def test_every_skill_that_somebody_can_have_stands_in_the_graph(graph: SkillGraph) -> None:
    assert [slug for slug in world().skills() | set(world().young) if slug not in graph] == []


def test_no_two_people_share_a_name_an_address_or_a_profile(network: list[DemoPerson]) -> None:
    assert len({person.profile.email for person in network}) == 2000
    assert len({person.profile.name for person in network}) >= 1990
    assert len({(person.profile.summary, person.profile.jobs, person.profile.claims) for person in network}) == 2000


def test_every_address_is_plain_and_marked_as_demo(network: list[DemoPerson]) -> None:
    shape = re.compile(r"[a-z]+(\.[a-z]+)+\.\d+@demo\.example")
    assert [person.profile.email for person in network if not shape.fullmatch(person.profile.email)] == []


def test_nobody_has_a_well_known_name(network: list[DemoPerson]) -> None:
    assert not {person.profile.name for person in network} & world().never


def test_every_text_is_finished_and_every_place_real(network: list[DemoPerson]) -> None:
    for person in network:
        profile = person.profile
        ZoneInfo(profile.zone)
        assert len(profile.country) == 2 and profile.city and profile.headline
        assert 2 <= len(re.findall(r"[.?!](?:\s|$)", profile.summary)) <= 5
        assert "{" not in profile.summary + "".join(job.text for job in profile.jobs)


def test_jobs_fill_the_years_of_experience_newest_first_without_overlap(network: list[DemoPerson]) -> None:
    for person in network:
        jobs, years = person.profile.jobs, person.profile.years
        assert jobs and years is not None
        first = jobs[-1].starts
        assert first is not None and abs((TODAY - first).days / 365.25 - years) < 0.2
        for newer, older in pairwise(jobs):
            assert older.ends is not None and newer.starts is not None and older.ends < newer.starts
        for job in jobs:
            assert job.starts is not None and job.starts < (job.ends or TODAY) <= TODAY
            assert (job.ends is None) == job.is_current
        assert all(claim.years is not None and 0.5 <= claim.years <= max(years, 0.5) for claim in person.profile.claims)


def test_nobody_was_an_agent_engineer_before_there_were_agents(network: list[DemoPerson]) -> None:
    early = [
        job
        for person in network
        for job in person.profile.jobs
        if job.title.lower().endswith("agent engineer") and job.ends is not None and job.ends < date(2023, 1, 1)
    ]
    assert early == []


def test_claims_and_evidence_lie_on_the_scale_and_in_the_past(network: list[DemoPerson]) -> None:
    for person in network:
        claimed = {claim.skill for claim in person.profile.claims}
        assert len(claimed) == len(person.profile.claims) and 4 <= len(claimed) <= 60
        assert all(claim.level in (None, 1, 2, 3, 4) for claim in person.profile.claims)
        for seen in person.evidence:
            assert seen.skill in claimed
            assert 1 <= seen.mean <= 4 and 0.15 <= seen.standard_error <= 0.8
            assert 0 < (TODAY - seen.observed_on).days <= 5 * 366


def test_people_claim_more_often_too_much_than_too_little(network: list[DemoPerson]) -> None:
    over = under = 0
    for person in network:
        levels = {claim.skill: claim.level for claim in person.profile.claims}
        for seen in person.evidence:
            level = levels[seen.skill]
            over += level is not None and level > seen.mean + 0.5
            under += level is not None and level < seen.mean - 0.5
    assert over > 3 * under > 0


def test_rates_are_positive_and_worth_the_same_in_each_currency(network: list[DemoPerson]) -> None:
    for person in network:
        assert person.rates and len({rate.currency for rate in person.rates}) == len(person.rates)
        for rate in person.rates:
            assert isinstance(rate.hourly, int) and rate.hourly > 0
        known = {rate.currency: rate.hourly for rate in person.rates}
        if {"EUR", "USD"} <= set(known):
            assert known["EUR"] / known["USD"] == pytest.approx(0.92, abs=0.03)


def test_free_hours_fit_into_the_working_week(network: list[DemoPerson]) -> None:
    for person in network:
        day = person.working_day
        assert 0 <= day.starts < day.ends <= 24 * 60 and 1 <= len(set(day.weekdays)) <= 5
        assert set(day.weekdays) <= set(range(7))
        assert 0 <= person.hours_per_week <= len(day.weekdays) * (day.ends - day.starts) / 60


def test_languages_carry_levels_and_nearly_everybody_can_work_in_english(network: list[DemoPerson]) -> None:
    english: Counter[str | None] = Counter()
    for person in network:
        languages = {language.code: language.level for language in person.profile.languages}
        assert set(languages.values()) <= CEFR and "C2" in languages.values()
        english[languages["en"]] += 1
    assert sum(english[level] for level in ("B2", "C1", "C2")) > 0.9 * len(network)


def test_the_network_is_spread_over_the_world_and_over_kinds_of_work(network: list[DemoPerson]) -> None:
    kinds = Counter(person.archetype for person in network)
    assert set(kinds) == set(world().archetypes) - {"backend-engineer"}
    assert min(kinds.values()) >= 50 and max(kinds.values()) <= 300
    continents = Counter(person.profile.zone.split("/")[0] for person in network)
    assert min(continents[part] for part in ("Europe", "Asia", "America", "Africa")) >= 180
    assert len({person.profile.city for person in network}) >= 60


def test_most_are_seen_many_are_free_and_some_are_neither(network: list[DemoPerson]) -> None:
    with_evidence = [person for person in network if person.evidence]
    assert 0.75 < len(with_evidence) / 2000 < 0.92
    shares = [len({e.skill for e in p.evidence}) / len(p.profile.claims) for p in with_evidence]
    assert 0.5 < sum(shares) / len(shares) < 0.6
    ages = sorted((TODAY - seen.observed_on).days for person in with_evidence for seen in person.evidence)
    assert ages[len(ages) // 10] < 60 and ages[len(ages) * 9 // 10] > 2 * 365
    hours = [person.hours_per_week for person in network]
    assert 0.03 < hours.count(0) / 2000 < 0.08
    assert 0.5 < sum(value >= 32 for value in hours) / 2000 < 0.7
    assert 0.15 < sum(0 < value < 25 for value in hours) / 2000 < 0.35


def test_python_is_known_by_nearly_all_and_core_skills_by_most_of_their_kind(network: list[DemoPerson]) -> None:
    def share(skill: str, archetype: str | None = None) -> float:
        asked = [person for person in network if archetype in (None, person.archetype)]
        return sum(any(claim.skill == skill for claim in person.profile.claims) for person in asked) / len(asked)

    assert share("python") > 0.9
    for skill, archetype in (("rag", "rag-engineer"), ("pgvector", "rag-engineer"), ("lora", "fine-tuning-specialist")):
        assert share(skill, archetype) > 0.8
    assert share("drift", "mlops-engineer") > 0.7 and share("evals", "evaluation-engineer") > 0.85


def shared_hours(person: DemoPerson, zone: str) -> float:
    """Hours of a Monday in January that the person's day shares with 9 to 17 o'clock in `zone`."""
    offset, theirs = (datetime(2027, 1, 11, tzinfo=ZoneInfo(name)).utcoffset() for name in (person.profile.zone, zone))
    assert offset is not None and theirs is not None
    shift = (theirs - offset) / timedelta(minutes=1)
    day = person.working_day
    turns = (shift - 1440, shift, shift + 1440)
    return max((min(day.ends + turn, 17 * 60) - max(day.starts + turn, 9 * 60)) / 60 for turn in turns)


@pytest.mark.parametrize(
    ("musts", "hours", "zone", "most", "currency"),
    [
        (("rag", "python", "pgvector", "evals"), 32, "Europe/Berlin", 130, "EUR"),
        (("fine-tuning", "lora", "pytorch"), 24, "America/Chicago", 95, "USD"),
        (("vllm", "quantization", "gpu"), 30, "Europe/London", 100, "EUR"),
        (("drift", "python", "sql", "statistics"), 20, "Europe/Rome", 85, "EUR"),
        (("computer-vision", "edge-ml", "cpp"), 24, "Europe/Madrid", 85, "EUR"),
        (("agents", "evals", "python", "github-actions"), 20, "America/New_York", 95, "USD"),
        (("speech-recognition", "pytorch", "python"), 24, "Europe/Berlin", 85, "EUR"),
        (("recommender-systems", "python", "sql"), 20, "Europe/Paris", 85, "EUR"),
        (("airflow", "spark", "sql", "python"), 32, "Europe/Berlin", 80, "EUR"),
        (("react", "typescript", "llm"), 30, "America/New_York", 90, "USD"),
    ],
)
def test_a_usual_brief_finds_ten_people(
    network: list[DemoPerson], musts: tuple[str, ...], *, hours: int, zone: str, most: int, currency: str
) -> None:
    fitting = [
        person
        for person in network
        if set(musts) <= {claim.skill for claim in person.profile.claims}
        and person.hours_per_week >= hours
        and shared_hours(person, zone) >= 4
        and any(rate.currency == currency and rate.hourly <= most for rate in person.rates)
    ]
    assert len({person.profile.email for person in fitting}) >= 10


def test_there_are_over_250_descriptions_of_work_and_150_sentences_about_people() -> None:
    kinds = world().archetypes.values()
    texts = [job.text for kind in kinds for job in kind.jobs]
    assert len(set(texts)) == len(texts) >= 250
    assert all(14 <= len(text.split()) <= 45 for text in texts)
    assert len({text for kind in kinds for text in (*kind.opens, *kind.adds)}) >= 150


def test_every_region_has_sixty_names_of_each_sort() -> None:
    assert len(world().names) >= 14
    assert all(len(set(pool.given)) >= 60 and len(set(pool.family)) >= 60 for pool in world().names.values())


def test_those_whom_a_demo_lets_in_have_names_of_the_demo_and_addresses_of_nobody():
    pools = world().names.values()
    given, family = ({name for pool in pools for name in getattr(pool, part)} for part in ("given", "family"))
    for name in {**OF_THE_CLIENT, **OF_THE_OPERATOR}:
        first, last = name.split()
        assert first in given
        assert last in family
        assert name not in world().never
