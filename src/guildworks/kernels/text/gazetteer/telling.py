"""Whether a sentence asks for a common skill, or only tells of the employer and the work.

"We are an agile company" and "our e-commerce platform" ask for nothing; "experience in e-commerce" does.
"""

from __future__ import annotations

from collections.abc import Sequence

from guildworks.kernels.text.gazetteer.candidates import Candidate
from guildworks.kernels.text.gazetteer.company import Company

_ASKING = """
ability able advantage affinity bachelor background basics beneficial bonus bs bsc candidate candidates certification
certified comfortable competence competent concepts degree desirable diploma experience experienced experiences expert
expertise exposure familiar familiarity fluent fundamentals grasp hiring interest interested know knowledge
knowledgeable looking mastery ms msc must need needed needs passion passionate phd plus practices preferred principles
proficiencies proficiency proficient require required requires seek seeking skill skilled skills studied studies study
understanding versed want wanted wants
"""
_SPEAKERS = "we our us"
_TELLING = """
clients companies customers founded global headquartered industries its leader leaders offers offices provider
providers provides startup world worldwide
"""
_TASKS = """
assist assisting build building create creating deliver delivering design designing develop developing drive driving
ensure ensuring implement implementing improve improving maintain maintaining manage managing perform performing
produce provide providing support supporting work working write writing
"""
# What a name of a field only describes: "the testing team", "a backend engineer", "Banking Group".
_DESCRIBED = """
admin administrator administrators analyst analysts architect architects based companies company consultant
consultants department designer designers developer developers director division engineer engineers expert experts
family group groups industry lead leads manager managers master masters organisation organization overview owner
owners roles solutions specialist specialists team teams vendor vendors
"""
_LINKS = "a an and as at by for from in into of on or our that the their to we with your you"
_FIELDS = "domain field industries industry sector skills stack tech technologies technology tools"
_SIGHT = 80  # words to either side that are looked at, so that an endless sentence costs no more
_REACH = 24  # words in front of the skill that still speak of it
_SENTENCE = 10  # words from which on a line is a sentence and not an item of a list
_ASK, _SPEAK, _TELL, _TASK, _NOUNS, _BETWEEN, _FIELD = (
    frozenset(words.split()) for words in (_ASKING, _SPEAKERS, _TELLING, _TASKS, _DESCRIBED, _LINKS, _FIELDS)
)


def only_told(candidate: Candidate, company: Company) -> bool:
    """Whether nothing asks for the candidate, and its sentence tells of the employer, a team or a task."""
    first, end = company.sentence_of(candidate)
    first, end = max(first, candidate.first - _SIGHT), min(end, candidate.end + _SIGHT)
    before = company.words.folded[first : candidate.first]
    behind = company.words.folded[candidate.end : end]
    if _label(before) in _FIELD:
        return False
    if _describes(behind) and _ASK.isdisjoint(before[-3:]):
        return True
    if not _ASK.isdisjoint((*before[-_REACH:], *behind[:3])):
        return False
    if before[-2:] in (["as", "a"], ["as", "an"]):
        return True  # "as an SRE" names the post
    addressed = "you" in before[-_REACH:] or not _TASK.isdisjoint(before[:1])
    if _tells_of_the_employer(before, behind, addressed=addressed):
        return True
    if company.is_beside(candidate):
        return False
    if candidate.spelling.kind == "domain":
        return end - first >= _SENTENCE
    return not _TASK.isdisjoint(before[-4:]) and not company.has_specific(first, end)


def _tells_of_the_employer(before: Sequence[str], behind: Sequence[str], *, addressed: bool) -> bool:
    """Whether it says "we" without a "you", or has words that companies describe themselves with."""
    speaks = not _SPEAK.isdisjoint((*before[-_REACH:], *behind[:3]))
    return (speaks and not addressed) or not _TELL.isdisjoint((*before[-15:], *behind[:10]))


def _describes(behind: Sequence[str]) -> bool:
    """Whether a noun follows that the skill describes, at once or after one more word: "a backend Java engineer"."""
    one, two = (*behind[:2], "", "")[:2]
    return one in _NOUNS or (two in _NOUNS and one[:1].isalnum() and one not in _BETWEEN)


def _label(before: Sequence[str]) -> str:
    """The word before the last colon: "industry" in "Industry: Banking, Finance"; empty where there is none."""
    for index in range(len(before) - 1, 0, -1):
        if before[index] == ":":
            return before[index - 1]
    return ""
