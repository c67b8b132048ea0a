"""Groups of people whom a brief turns away or asks for as such, and personal facts that it asks to be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from guildworks.kernels.text.span import Span

_WORKER = (
    "(?:people|persons?|folks?|men|women|engineers?|developers?|programmers?|candidates?|applicants?|"
    "workers?|staff|hires?|colleagues?|"
    r"freelancers?|contractors?|consultants?|analysts?|scientists?|experts?|specialists?|talents?)"
)
_WHO = rf"(?:{_WORKER}|any(?:one|body)|some(?:one|body)|every(?:one|body)|those)(?: who (?:is|are))?"
# An age, and no sum, size or number of hours; 18 and 21 are bounds of the law.
_AGE = (
    r"(?:the age of )?(?:2[02-9]|[3-7]\d|(?:twenty|thirty|forty|fifty|sixty)(?:[- ](?:one|two|three|four|five|six|"
    r"seven|eight|nine))?)\b(?![.,:/]?\d|s\b| ?(?:[%€$£/]|k\b|an? |per |percent|eur\b|euros?|usd|gbp|dollars|hours?|"
    r"h\b|days?|weeks?|months?|minutes?|seconds?|ms\b|km|miles|mb\b|gb\b|people|employees|engineers|projects|"
    r"years? (?:of (?!age\b)|in\b)))(?: years(?: of age| old)?)?"
)
_NATION = (
    "(?:indian|pakistani|bangladeshi|african|asian|arab|ukrainian|russian|german|austrian|american|"
    "canadian|mexican|brazilian|european|"
    "romanian|bulgarian|serbian|croatian|hungarian|italian|iranian|nigerian|egyptian|moroccan|algerian|"
    "kenyan|israeli|syrian|turk|pole|"
    r"czech|brit|swede|dane|finn|norwegian|greek|afghan|iraqi|korean|latino|gypsie|westerner|easterner|black|white)"
)
_GROUPS = {
    "age": f"(?:old(?:er)?|elderly|aged|middle[- ]aged|retired|young(?:er)?) {_WORKER}|pensioners?|retirees?|"
    "teenagers?|senior citizens?|"
    rf"(?:over|under)[- ]?\d[05]s|seniors (?:over|above) {_AGE}|{_WHO} (?:over|above|beyond|under|below|past|"
    rf"close to) (?:{_AGE}|retirement)|"
    rf"(?:{_WHO} |you(?: are|'re) |(?<!\w ))(?:older|younger) than {_AGE}",
    "gender": r"women|woman|females?|lady|ladies|girls?|men|males?|guys|boys|gentlemen",
    "origin": f"foreigners?|immigrants?|migrants?|refugees?|expats?|asylum seekers?|{_NATION}s(?: (?:and|"
    f"or) {_NATION}s)?|{_NATION} {_WORKER}|"
    rf"(?:chinese|japanese|polish|turkish|spanish|french|british|irish|dutch|portuguese|vietnamese|swiss) {_WORKER}",
    "religion": "christians?|catholics?|protestants?|muslims?|jews?|hindus?|buddhists?|sikhs?|atheists?|mormons?|"
    "believers?|churchgoers?",
    "family": "(?:(?:single|young|working|nursing|expecting|new) ){0,6}(?:mothers|mums|moms|parents|fathers|dads|"
    "mother|"
    "father)(?: of (?:small |young )?(?:kids|children))?|"
    f"{_WORKER} with (?:(?:small|young|little) ){{0,6}}(?:children|kids|famil(?:y|ies))|(?:un)?married {_WORKER}|"
    f"pregnant {_WORKER}|newly[- ]?weds",
    "health": f"(?:disabled|handicapped|deaf|blind|autistic|sick|depressed|obese|overweight|neurodivergent) {_WORKER}|"
    "wheelchair users?|the disabled|"
    f"(?:{_WORKER}|anybody|anyone|somebody|someone) (?:with|who has|who have|in|on) (?:an? |"
    "any )?(?:(?:history|past|record) of )?(?:serious |severe )?"
    r"(?:disabilit\w+|wheelchairs?|handicaps?|depressions?|burn-?out|mental \w+|chronic \w+|illness\w*|"
    "anxiety|epilepsy|diabetes|cancer|adhd|autism|"
    r"addictions?|medication|special needs)",
    "orientation": r"gays?|lesbians?|homosexuals?|bisexuals?|queers?|trans(?:gender)? people|lgbt\w*",
    "politics": "union members?|trade unionists?|leftists?|communists?|socialists?|conservatives|feminists?|"
    "right[- ]wingers?|left[- ]wingers?",
}
_GROUP = "|".join(f"(?P<{topic}>{words})" for topic, words in _GROUPS.items())
_ADJECTIVE = r"(?!(?:for|of|to|in|on|with|from|by|about|and|or|the|that|which|model|data|app)\b)[\w'-]+ "
_TURNS_AWAY = re.compile(
    rf"\b(?:no|only|just|never|strictly|purely|exclusively|prefer(?:ably|s|red)?|rather not|rather have|avoid|exclude|"
    "(?:cannot|can't|can not|will not|won't|do not|don't|would not|wouldn't|rather not|never|not) (?:take|"
    "hire|employ|want|work with|use|accept|consider|like|need|interview|"
    "invite|think of|be|bring in)(?: on)?|not (?:suitable|meant|intended|appropriate|right|a (?:job|place|"
    rf"role|position)) for|(?<=[.;:!?] )not for)(?: {_ADJECTIVE.rstrip()}){{0,2}} (?:{_GROUP})\b(?! (?:nodes?|"
    r"process|class|read|reads|use|uses|buy|buys|visit|see|know|call|order|pay|live|speak|to\b))",
    re.IGNORECASE,
)
_REFUSAL = (
    r"(?:please )?(?:need(?:s)? (?:not|no) apply|should (?:look elsewhere|not (?:apply|"
    "bother)|stay away)|look elsewhere|"
    "(?:are|is) (?:not (?:welcome|wanted|considered|suitable|accepted|invited|what we)|unwelcome|unwanted|"
    "excluded|preferred|given preference|favou?red)|"
    "(?:will|shall) be (?:rejected|ignored|turned down|refused|sorted out)|(?:will|shall|"
    "would) not (?:be (?:considered|hired|accepted|invited|interviewed|rejected|ignored|turned down|"
    "refused|sorted out)|fit|get)|won't (?:be|"
    "fit|get)|(?:do not|don't) (?:fit|apply|bother|belong)|"
    r"(?:please )?(?:do not|don't) apply|can(?:not| not|'t) (?:apply|be (?:considered|hired))|only\b|"
    r"preferred\b|excluded\b|have (?:a )?(?:better|no) chances?)"
)
_ANY_REFUSAL = re.compile(rf"\b{_REFUSAL}", re.IGNORECASE)
_UNWANTED = re.compile(rf"\b(?:{_GROUP}),? {_REFUSAL}", re.IGNORECASE)
_GROUP_CHARS_MAX = 90
FACTS = {
    "age": "age|date of birth|birth ?dates?|birthday|year of birth|year (?:that |when )?you were born|"
    "how old you are|graduation year|year of graduation",
    "gender": r"gender|sex\b|(?:whether|if) you are (?:an? )?(?:male|female|man|woman)",
    "origin": r"nationality|citizenship|ethnicity|ethnic (?:origin|background)|race\b|skin colou?r|"
    "country of (?:birth|origin)|place of birth|birthplace|"
    "family roots|where (?:you|your (?:parents|family|ancestors|grandparents)) (?:come|are|is|comes|"
    r"were born|originate)\b|your parents' (?:origin|country|nationality)",
    "native": r"mother tongue|native language|first language",
    "religion": r"religion|religious (?:belief|affiliation)s?|faith|denomination|confession",
    "family": "marital status|family status|family situation|(?:number|ages?) of (?:your )?(?:children|kids)|"
    "whether you (?:are married|have (?:children|kids)|plan (?:a family|children))|"
    r"(?:family|pregnancy) plans|spouse's \w+",
    "health": "health (?:status|record|history|condition)s?|medical (?:history|records?|conditions?)|disabilit(?:y|"
    "ies)|illness(?:es)?|sick days|medication",
    "looks": r"height|weight|(?:body|dress) size|hair colou?r",
    "orientation": r"sexual orientation|gender identity",
    "politics": r"political (?:views?|opinions?|party|affiliation)|union membership|party membership",
}
_FACT = "|".join(f"(?P<{topic}>{words})" for topic, words in FACTS.items())
_ASKS_FOR = re.compile(
    r"\b(?:state|tell us|tell me|indicate|mention|disclose|specify|give (?:us|me)|let us know|"
    "inform us (?:of|about)|include|write|name|say|note|send us|provide|add|list|report)"
    "(?: (?:also|please|briefly|about))*(?: (?:your|their|his|her|the candidate's))?(?: (?:full |own |"
    "exact |current )?(?:name|e-?mail|address|cv|rate|phone)(?:,| and|, and)(?: your)?)*"
    f" (?:your |their |his |her )?(?:exact |current |full |own )?(?:{_FACT})(?! (?:of (?:the|each|every|"
    "all)|column|field|data|in the (?:data|table|schema|model)|distribution|feature|groups?|prediction))",
    re.IGNORECASE,
)
# "Include age and gender as features": a fact about data, not about the person who is wanted.
_AS_DATA = re.compile(
    r"(?:,? (?:and|or) [\w ]{1,20})? (?:as (?:a |an )?|in the |into the |to the )(?:features?|columns?|inputs?|"
    "tables?|model|variables?|schema|data)",
    re.I,
)


def wishes_about_groups(text: str) -> Iterator[tuple[str, Span]]:
    """Topic and words of each wish, in no order. `text` is one line, in plain quotes."""
    for found in chain(_TURNS_AWAY.finditer(text), _unwanted(text), _ASKS_FOR.finditer(text)):
        if not _AS_DATA.match(text, found.end()):
            topic = next(name for name, words in found.groupdict().items() if words)
            yield topic, Span(*found.span())


def _unwanted(text: str) -> Iterator[re.Match[str]]:
    """Groups with a refusal behind them. Refusals are rare, so they are looked for first."""
    for refusal in _ANY_REFUSAL.finditer(text):
        yield from _UNWANTED.finditer(text, max(0, refusal.start() - _GROUP_CHARS_MAX), refusal.end())
