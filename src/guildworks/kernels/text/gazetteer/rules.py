"""The rules of aliases: which candidates are skills by themselves, and which by their capitals or their company."""

from __future__ import annotations

from guildworks.kernels.text.gazetteer.candidates import Candidate, without_digits
from guildworks.kernels.text.gazetteer.company import Company
from guildworks.kernels.text.gazetteer.cues import BEFORE_A_PERSON
from guildworks.kernels.text.gazetteer.folding import Words
from guildworks.kernels.text.gazetteer.telling import only_told

_VOWELS = frozenset("aeiouy")
_ROUNDS_MAX = 3  # a list of unsure names is settled from its sure end, a few at a time


def chosen(words: Words, found: list[Candidate], *, has_capitals: bool) -> list[Candidate]:
    """Of all candidates those that are skills, in order, without overlaps: the longest wins."""
    sure = [candidate for candidate in found if _is_sure(words, candidate, has_capitals=has_capitals)]
    if len(sure) == len(found) and not any(candidate.spelling.is_common for candidate in sure):
        return _longest(sure)
    company = Company(words, _longest(sure))
    return [
        candidate
        for candidate in _longest([*sure, *_settled(found, sure, company, has_capitals=has_capitals)])
        if not (candidate.spelling.is_common and only_told(candidate, company))
    ]


def _settled(found: list[Candidate], sure: list[Candidate], company: Company, *, has_capitals: bool) -> list[Candidate]:
    """Of the candidates that are not sure those that their company makes skills; it is told of each."""
    certain = set(map(id, sure))
    open_ones = [candidate for candidate in found if id(candidate) not in certain]
    admitted: list[Candidate] = []
    for _ in range(_ROUNDS_MAX):
        settled = [
            candidate for candidate in open_ones if _is_in_company(candidate, company, has_capitals=has_capitals)
        ]
        if not settled:
            break
        for candidate in settled:
            company.admit(candidate)
        admitted += settled
        taken = set(map(id, settled))
        open_ones = [candidate for candidate in open_ones if id(candidate) not in taken]
    return admitted


def _longest(found: list[Candidate]) -> list[Candidate]:
    if len(found) < 2:
        return found
    taken: set[int] = set()
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda one: (one.first - one.end, one.first)):
        places = range(candidate.first, candidate.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(candidate)
    return sorted(kept, key=lambda one: one.first)


def _is_sure(words: Words, candidate: Candidate, *, has_capitals: bool) -> bool:
    spelling = candidate.spelling
    if spelling.alias.needs != "nothing":
        return False
    if not spelling.is_exact:
        return True
    if has_capitals:
        return _is_as_written(words, candidate) and not spelling.is_only_capitalised
    return spelling.alias.case == "exact" and _is_no_word(spelling.words[-1])


def _is_in_company(candidate: Candidate, company: Company, *, has_capitals: bool) -> bool:
    """Whether the neighbourhood makes a skill of it; capitals count for as much as they tell at this place."""
    spelling = candidate.spelling
    needs = spelling.alias.needs != "nothing"
    if spelling.kin and not company.has_kin(spelling):
        return False
    if needs and candidate.first and company.words.folded[candidate.first - 1] in BEFORE_A_PERSON:
        return False
    if not spelling.is_exact:
        return company.is_near(candidate)
    if not has_capitals:
        return company.is_beside(candidate) or company.is_item_among_skills(candidate)
    if not _is_as_written(company.words, candidate):
        return company.is_between(candidate) or (company.shouts(candidate) and company.is_beside(candidate))
    if spelling.is_only_capitalised and company.says_capitals_nothing(candidate):
        if company.is_beside(candidate) or company.is_demanded(candidate) or company.is_item_among_skills(candidate):
            return True
        return not needs and (company.is_item(candidate) or company.is_near(candidate))
    return company.is_near(candidate) or company.is_demanded(candidate) if needs else True


def _is_as_written(words: Words, candidate: Candidate) -> bool:
    written = words.written(candidate.first, candidate.end)
    wanted = candidate.spelling.written
    return written == wanted or (*written[:-1], without_digits(written[-1])) == wanted


def _is_no_word(name: str) -> bool:
    """Whether nobody can say it, so that it is an acronym in any case: "llm", but not "rest"."""
    return len(name) > 2 and name.isalpha() and _VOWELS.isdisjoint(name)
