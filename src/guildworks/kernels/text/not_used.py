"""Wishes that no choice of people may rest on: they are found, named with their words, and never used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guildworks.kernels.text.groups_of_people import wishes_about_groups
from guildworks.kernels.text.personal_lists import wishes_in_lists, with_short_lines_apart
from guildworks.kernels.text.personal_words import RULES
from guildworks.kernels.text.requirement import Note
from guildworks.kernels.text.span import Span


@dataclass(frozen=True, slots=True)
class _Rule:
    about: str
    words: re.Pattern[str]


_MESSAGES = {
    "age": "Age is not used to choose people. "
    "Say what you need instead: years of experience, or the skills themselves.",
    "gender": "Gender is not used to choose people. Leave it out; the work needs skills, hours and a level.",
    "origin": "Origin, nationality and ethnicity are not used to choose people. "
    'If the law asks for it, name the condition ("right to work in the EU"), or a place and time zone.',
    "native": "Where somebody learnt a language is not used to choose people. "
    'Ask for the level you need, e.g. "English C1" or "German C2".',
    "accent": "An accent is not used to choose people. "
    'Ask for the level you need, e.g. "English C1, used in calls with clients".',
    "religion": "Religion and belief are not used to choose people. Leave it out; name working days if those matter.",
    "family": "Family, marriage and pregnancy are not used to choose people. "
    "Name the hours, the travel or the dates that the work needs.",
    "looks": "Looks and photos are not used to choose people. Ask for work samples or a portfolio instead.",
    "health": "Health and disability are not used to choose people. Name the task itself if it is a physical one.",
    "orientation": "Sexual orientation and gender identity are not used to choose people. Leave it out.",
    "politics": "Political views and union membership are not used to choose people. Leave it out.",
}

_COMPILED = tuple(_Rule(about, re.compile(words, re.IGNORECASE)) for about, words in RULES)
# A text without any of a topic's words needs no further look; the grammar above is what decides.
_WORDS = {
    "age": "youngster youngsters blood dog dogs age aged ages old older oldies young younger youthful native nativ"
    "es millennial millennials gen generation "
    "zoomer zoomers boomer boomers graduate graduates grad grads graduated fresh birth born years retirement pension "
    "retiree retirees retired elderly overqualified grandpa grandpas grandma grandmas dinosaur dinosaurs greybeard "
    "greybeards graybeard graybeards twenties thirties forties fifties s yo under over below above between beyond",
    "gender": "male males female females man men woman women lady ladies gentleman gentlemen girl girls guy guys boy "
    "boys chap chaps bloke dude lad housewife housewives gender sex feminine masculine womanly manly motherly fatherly "
    "handyman craftsman salesman foreman cameraman repairman chairman",
    "family": "mothers single unmarried married divorced childless child children kids family families pregnant "
    "pregnancy "
    "pregnancies widowed dependants dependents spouse husband wife babies baby expecting maternity parental paternity "
    "marital mother mothers mom moms mum mums parent parents father fathers dad dads childcare bachelors free",
    "looks": "photo photos photograph photographs headshot headshots portrait portraits picture "
    "pictures selfie selfies "
    "looking attractive handsome pretty beautiful slim slender groomed shaven athletic tall blond blonde blondes sexy "
    "photogenic presentable overweight obese fat skinny appearance looks tattoo tattoos piercing "
    "piercings beard beards "
    "dreadlocks glasses height weight body ugly",
    "religion": "christian christians catholic catholics protestant protestants muslim muslims islamic jewish jew jews "
    "hindu hindus buddhist buddhists sikh sikhs atheist atheists mormon mormons evangelical evangelicals orthodox "
    "religion faith belief denomination church parish congregation mosque synagogue god bible religious headscarf "
    "scarf scarfs head hijab turban kippa veil",
    "orientation": "gay gays lesbian lesbians homosexual homosexuals heterosexual heterosexuals trans transgender "
    "transsexual transgenders bisexual bisexuals queer queers cis cisgender lgbt lgbtq sexual straight",
    "politics": "conservative conservatives leftist leftists liberal liberals republican republicans "
    "democrat democrats "
    "communist communists socialist socialists wing union unions unionist unionists feminist feminists greens vegan "
    "vegans works political politically military",
    "health": "disability disabilities disabled handicap handicaps handicapped illness illnesses disease "
    "diseases health "
    "healthy medical impairment impairments impaired mental mentally sick ill leave depression depressed adhd autism "
    "autistic wheelchair wheelchairs wheel hearing allergies deaf blind fit bodied drug blood pregnancy genetic "
    "eyesight "
    "vision smoker smokers neurotypical hiv vaccinated unvaccinated vaccination burn burnout addiction anxiety able "
    "psychologically emotionally physical physically chronically",
    "accent": "accent accents accentless",
    "native": "native natives mother first muttersprachler muttersprachlerin muttersprachlich muttersprache maternelle "
    "madrelingua materna moedertaal born",
}
_TOPIC_WORDS = {topic: frozenset(words.split()) for topic, words in _WORDS.items()}
# A sentence that promises equal treatment names the same words, and wishes for nothing.
_PROMISE = re.compile(
    r"\b(?:regardless|irrespective|(?:support|encourag|inspir|promot|empower|"
    r"mentor|coach|teach)\w*\b[^.]{0,30}\b(?:women|girls|young)|without (?:regard|distinction|consideration|"
    "discriminat)|equal(?:[- ](?:employment|opportunit|treatment|pay|chance|right))|discriminat|"
    r"no matter (?:your|what|which|how|who|where|if|whether)|accommodat\w+|(?:we|all) (?:are )?(?:welcome|"
    "encourage|celebrate|value|invite)[^.]{0,60}(?:all|everyone|diverse|diversity|every|any|applicants|"
    "candidates|people)|"
    "(?:are|is) (?:both|all|equally|just as|very) welcome|welcomes? (?:applications|applicants|candidates|people|"
    "everyone|all|women)|encouraged? to apply|"
    "all (?:genders|ages|backgrounds|nationalities|origins|qualified)|of (?:any|all|every) (?:age|gender|"
    "origin|religion|background|sex|nationality)|"
    r"any (?:age|gender|origin|religion|background|nationality|sex)\b|protected (?:attribute|characteristic|"
    "class|status|by law)|diversity (?:and|&) inclusion|does(?: not|n't) matter|do(?: not|n't) (?:care|ask|"
    "want (?:a |your |any )?(?:photo|picture|to know))|(?:is|are) (?:not (?:used|considered|asked|relevant|"
    "important|collected)|irrelevant)|"
    r"\bopen to (?:all|everyone|any)|(?:no|without a|don't (?:attach|include|send) (?:a )?|do not (?:attach|"
    "include|send) (?:a |your )?) ?(?:photos?|pictures?|headshot)(?: (?:please|needed|required|"
    "necessary))?)",
    re.IGNORECASE,
)
# Native speakers may be those who are recorded, or who use the product, and not those who are hired.
_EXCUSES = {
    "native": re.compile(
        r"\b(?:corpus|corpora|data ?sets?|recordings|speech data|labell?ed|annotated|collected (?:from|by)|"
        "raters|listeners|learners|"
        r"(?:our|the) (?:users|customers|readers|callers)|Ltd|Inc|GmbH|LLC|Corp)\b",
        re.IGNORECASE,
    ),
    "accent": re.compile(
        r"\b(?:audio|recogni[stz]\w*|transcri\w+|recordings|corpus|speakers vary|accents of|voices|synthesi\w+|"
        r"umlauts?)\b",
        re.IGNORECASE,
    ),
    "gender": re.compile(
        r"\b(?:users?|customers?|readers?|shoppers?|visitors?|founders?|patients?|avatars?|(?:chat)?bots?|narrators?|"
        r"voices?) (?:is|are|must be|should be) (?:\w+ly )?(?:an? |all )?(?:(?:fe)?males?|m[ae]n|wom[ae]n)\b",
        re.IGNORECASE,
    ),
    "age": re.compile(
        r"\b(?:users?|customers?|readers?|audience|players?|listeners?|visitors?) (?:is|are) (?:\w+ly )?young\b", re.I
    ),
    "looks": re.compile(
        r"\b(?:products?|u[ix]|interfaces?|designs?|pric(?:es?|ing)|offers?|pages?|apps?|(?:web)?sites?|logos?|"
        r"packages?) (?:must|should|has to|have to|needs? to|will) be (?:attractive|handsome|pretty|beautiful|slim)\b",
        re.IGNORECASE,
    ),
}
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n\s*\n|\n(?=\s*[-*•])")


def find_not_used(text: str) -> tuple[Note, ...]:
    """Every wish about age, gender, origin, mother tongue, religion, family, looks or health, with its words.

    One note a topic and sentence; sentences that promise equal treatment are passed over.
    """
    plain = text.replace("’", "'").replace("‑", "-").replace("\u00a0", " ")
    lines = re.sub(r"(?<![ \t])[ \t]*\n(?![ \t]*\n)(?![ \t]*[-*•])", lambda found: " " * len(found[0]), plain)
    found: list[tuple[Span, str]] = []
    _add(found, (*_by_rules(lines), *wishes_about_groups(lines)), lines)
    _add(found, wishes_in_lists(with_short_lines_apart(plain, lines), tuple(found)), lines)
    return tuple(Note(about_field(about), _MESSAGES[about], (span,)) for span, about in sorted(found))


def _add(found: list[tuple[Span, str]], wishes: Iterable[tuple[str, Span]], lines: str) -> None:
    """Add those wishes whose words are not found yet, and whose sentence neither promises nor excuses them."""
    for topic, span in wishes:
        excuse = _EXCUSES.get(topic, _PROMISE)
        sentence = _sentence_around(lines, span)
        new = not any(span.overlaps(other) and topic == about for other, about in found)
        if new and not _PROMISE.search(sentence) and not (excuse is not _PROMISE and excuse.search(sentence)):
            found.append((span, topic))


def _by_rules(lines: str) -> Iterator[tuple[str, Span]]:
    words = set(re.findall(r"[a-z]+", lines.lower()))
    topics = {topic for topic in _MESSAGES if topic not in _TOPIC_WORDS or words & _TOPIC_WORDS[topic]}
    for rule in _COMPILED:
        if rule.about in topics:
            for match in rule.words.finditer(lines):
                yield rule.about, Span(*match.span())


def about_field(about: str) -> str:
    """The name under which a note speaks of a topic."""
    return "languages" if about in ("native", "accent") else about


def _sentence_around(text: str, span: Span) -> str:
    start, end = max(0, span.start - 400), min(len(text), span.end + 400)
    for stop in _SENTENCE_END.finditer(text, start, span.start):
        start = stop.end()
    stop_after = _SENTENCE_END.search(text, span.end, end)
    return text[start : stop_after.start() if stop_after else end]
