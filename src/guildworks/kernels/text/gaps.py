"""What a brief does not say, or says without a figure: friendly questions to the client."""

from __future__ import annotations

import re

from guildworks.kernels.text.fields.people import PERSON
from guildworks.kernels.text.requirement import Budget, Note, Read, Requirement
from guildworks.kernels.text.span import Span

_QUESTIONS = {
    "skills": "The brief names no skill. Which tools, methods or kinds of model should the person know?",
    "starts": 'The brief does not say when the work begins. A day, a month or "as soon as possible" is enough.',
    "hours_per_week": 'The brief does not say how many hours a week are needed. For example "20 hours a week".',
    "duration": 'The brief does not say how long the work lasts. For example "about 3 months", or a last day.',
    "budget": "The brief does not say what the work may cost. An hourly or daily rate, a range, or one sum will do.",
    "overlap": 'The brief does not say which hours should be shared. For example "3 hours between 9:00 and 17:00 CET".',
    "place": "The brief does not say where the work is done. "
    '"Remote", "on site in Lyon" or "two days a week in Lyon" will do.',
    "languages": 'The brief does not say which languages are spoken at work. For example "English B2, German helpful".',
}
_REGION = "Somebody nearby would be good: which region is it? Name a city or a country, and the language spoken there."
_SEVERAL = re.compile(
    r"\b(?:need|want|seek|hir(?:e|ing)|looking for|look for|searching for|team of)\s+(?:\w+\s+)?"
    rf"(?:two|three|four|five|six|several|[2-9])\s+(?:[\w/-]{{1,20}}\s+){{0,3}}?(?:people|persons|roles|{PERSON})\b",
    re.IGNORECASE,
)
_WHOSE_SUM = "This is one sum, and the brief asks for several people. How much of it is meant for each?"
_SOME_AI = re.compile(
    r"\b(?:some|any)(?:thing)?(?: (?:kind|sort|type|form)s? of| with| like|(?= (?:AI|ML)\b))\s+(?:an? )?"
    "(?:AI|ML|artificial intelligence|machine learning|deep learning|models?|algorithms?|neural networks?|"
    r"LLMs?|chat ?bots?|data science|automation|tech\w*)\b"
    r"|\b(?:AI|ML|machine learning|LLM|data|tech) (?:stuff|things|magic)\b|\b(?:whatever|any) (?:technology|"
    r"tools?|framework|stack) (?:works|fits|is fine|you like)\b"
    r"|\buse (?:the )?AI\b(?=\s*(?:[.,;!]|somehow|for (?:it|this|that)))",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"\b(?:it|this|that|they|everything|system|model|models|solution|results?|software|service|app|"
    r"application|answers?|inference|response|quality|tool|page|site|search|assistant|pipeline|api)\s+"
    r"(?:all )?(?:has to|have to|must|should|needs? to|ought to)\s+(?:be|run|work|respond|answer|feel|"
    r"stay)\s+(?:\w+ly |very |super |as |quite |always |extremely )?"
    "(?:fast|quick(?:ly)?|cheap(?:ly)?|accurate(?:ly)?|reliabl[ey]|scalable|robust|secure(?:ly)?|stable|"
    "smooth(?:ly)?|responsive|precise|perfect(?:ly)?|well|good|better|real[- ]?time|high[- ]quality|"
    "state[- ]of[- ]the[- ]art|user[- ]friendly|intuitive|modern|affordable|efficient(?:ly)?|performant|"
    r"low[- ]latency)\b"
    r"|\b(?:good|fast|accurate|cheap|reliable) enough\b|\bas (?:fast|cheap|accurate|good|soon|reliable|"
    r"quick) as possible\b(?<!as soon as possible)|\bproduction[- ]quality\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d|\b(?:percent|per cent|milliseconds?)\b", re.IGNORECASE)
_ASK_FOR_FIGURE = (
    "These words hold no figure: how good, how fast or how cheap is enough? "
    'For example "under 200 ms" or "95 % of the cases right".'
)
_ASK_FOR_SKILL = "This could be many things. Which task should be solved, and which tools are already chosen, if any?"


def missing(read: Requirement) -> tuple[Note, ...]:
    """A question for each field that the brief neither states nor touches."""
    spoken_of = {note.field for note in (*read.vague, *read.contradictions)}
    wanted_languages = [entry for entry in read.languages if entry.value.importance != "excluded"]
    asked_skills = [wish for wish in read.skills if wish.importance in ("must", "nice", "contradictory")]
    said = {
        "skills": asked_skills or "skills" in spoken_of,
        "starts": read.starts,
        "hours_per_week": read.hours_per_week,
        "duration": read.duration,
        "budget": read.budget,
        "overlap": read.overlap,
        "place": read.place,
        "languages": wanted_languages,
    }
    notes = [Note(name, _QUESTIONS[name]) for name, value in said.items() if not value and name not in spoken_of]
    place = read.place
    if place and place.value.prefer_local and not (place.value.city or place.value.country or place.value.near):
        notes.append(Note("region", _REGION, (place.span,)))
    return tuple(notes)


def sum_for_several(text: str, budget: Read[Budget] | None, *, roles: int) -> tuple[Note, ...]:
    """A question where one sum is named and several people are looked for."""
    if budget is None or (budget.value.per != "project" and budget.value.total is None):
        return ()
    return (Note("budget", _WHOSE_SUM, (budget.span,)),) if roles > 1 or _SEVERAL.search(text) else ()


def vague_words(text: str) -> tuple[Note, ...]:
    """Skills that could be many things, and wishes for quality that hold no figure."""
    notes = [Note("skills", _ASK_FOR_SKILL, (Span(*found.span()),)) for found in _SOME_AI.finditer(text)]
    for found in _QUALITY.finditer(text):
        rest = re.split(r"[.;!?\n]", text[found.end() : found.end() + 60])[0]
        if not _FIGURE.search(rest) and not _FIGURE.search(found[0]):
            notes.append(Note("quality", _ASK_FOR_FIGURE, (Span(*found.span()),)))
    return tuple(sorted(notes, key=lambda note: note.spans))
