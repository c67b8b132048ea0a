"""Words that tell whether the words beside them speak of skills."""

from __future__ import annotations

_PEOPLE = """
scientist founder cofounder ceo cto coo cfo cpo officer colleague colleagues manager boss mr mrs ms dr prof professor
president director dear hi hello hey thanks cheers regards called named
"""
BEFORE_A_PERSON = frozenset(_PEOPLE.split())
_CUE_WORDS = """
programming language languages framework frameworks developer developers stack tech technology technologies library
libraries tool tools tooling toolchain proficient proficiency proficiencies skills skill skilled knowledge knowledgeable
experience experienced familiar familiarity expertise expert fluent fluency certified certification coding codebase
scripting backend frontend api apis sdk
"""
_WORDSRIGHT_BEHIND = """
developer developers programmer programmers engineer engineers programming language framework library code codebase
microservices microservice backend cluster clusters jobs pipelines scripts scripting stack skills development ecosystem
sdk
"""
_PAIRSRIGHT_BEFORE = """
experience with|experience in|experience of|experience using|knowledge of|proficient in|proficient with|proficiency in
skills in|skilled in|expertise in|expert in|fluent in|familiar with|familiarity with|written in|programming in
developing in|coding in|background in|languages like|languages such|tools like|comfortable with|understanding of
"""
CUES = frozenset(_CUE_WORDS.split())  # make a sentence speak of skills
RIGHT_BEHIND = frozenset(_WORDSRIGHT_BEHIND.split())  # stand behind a skill, and hardly behind an ordinary word
RIGHT_BEFORE = frozenset(tuple(pair.split()) for pair in _PAIRSRIGHT_BEFORE.strip().replace("\n", "|").split("|"))
