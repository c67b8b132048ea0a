"""Skills that a brief asks for in everyday words, without naming them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guildworks.kernels.text.gazetteer import Mention
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.span import Span

_THING = (
    "(?:models?|agents?|assistants?|chat ?bots?|bots?|systems?|prompts?|answers?|repl(?:y|ies)|outputs?|responses?)"
)
_PHRASES: tuple[tuple[str, str], ...] = (
    (
        "evals",
        r"\b(?:prove|proof|show|measure|demonstrate|verify|tell|know|test|check)(?:s|d|"
        rf"ing)?\b[^.;\n]{{0,30}}\b(?:whether|that|if|how (?:well|good|often))\b"
        rf"[^.;\n]{{0,40}}\b{_THING}\b[^.;\n]{{0,30}}\b(?:better|worse|good|works?|right|correct|accurate|"
        r"improves?|fails?|reliable)\b",
    ),
    (
        "evals",
        rf"\bevaluat(?:e|es|ing|ion)(?: of)?(?: (?:our|the|an?|your|its|these|of))* (?:\w+ ){{0,2}}{_THING}\b|"
        rf"\b{_THING} evaluations?\b|\bwe care about evaluation\b",
    ),
    (
        "evals",
        r"\btest harness(?:es)? (?:with|for|around|of)\b[^.;\n]{0,50}\b(?:calls?|agents?|prompts?|models?|"
        r"answers?)\b|\bevaluation (?:harness|suite|set|framework|pipeline)s?\b|\bgraders\b|\bgolden (?:set|"
        r"dataset|answers)\b",
    ),
    (
        "computer-vision",
        r"\b(?:camera|vision|image|picture|photo|video)(?:[- ]based)? (?:software|systems?|inspection|"
        r"recognition|checks?|sorting|monitoring)\b|\bvisual inspection\b|"
        r"\b(?:recogni[sz]e|detect|count|classify|sort|inspect|spot|find)(?:s|ing|"
        r"ed)?\b[^.;\n]{0,40}\b(?:in|on|from) (?:the |our |\w+ )?(?:images?|pictures?|photos?|videos?|"
        r"camera (?:feeds?|streams?|images?)|footage)\b",
    ),
    (
        "edge-ml",
        r"\bon(?: an?| the| our| each)? (?:small|tiny|embedded|edge|low[- ]power|battery[- ]powered|mobile|"
        r"handheld|cheap)\s+(?:devices?|boards?|computers?|hardware|boxe?s?)\b|"
        r"\b(?:nvidia )?jetson(?: nano| orin| xavier)?\b|\braspberry ?pi\b|\bon[- ]device (?:inference|"
        r"models?|ai|ml)\b|\bmicrocontrollers?\b(?=[^.]{0,60}\bmodels?\b)|"
        r"\b(?=(?:on|at) the edge\b)(?:(?<=vision\s)|(?<=detection\s)|(?<=recognition\s)|(?<=inference\s)|"
        r"(?<=learning\s)|(?<=\bAI\s)|(?<=\bML\s)|"
        r"(?<=model\s)|(?<=models\s)|(?<=networks\s)|(?<=detector\s)|(?<=detectors\s)|(?<=LLMs\s))"
        r"(?:on|at) the edge\b(?! of\b| cases?\b)",
    ),
    (
        "gpu",
        r"\bcuda (?:profiling|kernels?|programming|optimi[sz]ation)\b|\bGPU (?:bill|costs?|spend(?:ing)?|"
        r"utili[sz]ation|usage)\b",
    ),
    (
        "forecasting",
        r"\b(?:forecast|predict)(?:s|ing|ion of)? (?:the |our )?(?:\w+ ){0,2}(?:demand|sales|load|consumption|"
        r"prices?|stock levels?|revenue)\b",
    ),
    ("speech-recognition", r"\b(?:transcri(?:be|bes|bing|ption)s?|turn\w* (?:speech|calls|recordings) into text)\b"),
    (
        "recommender-systems",
        r"\b(?:recommend|suggest)(?:s|ing)? (?:products|articles|items|movies|songs|jobs|content|books|"
        r"recipes)\b|\bcustomers (?:who|that) bought\b",
    ),
    (
        "ocr",
        r"\bread(?:s|ing)? (?:the )?(?:text|amounts|numbers|dates) (?:from|off|on|in) (?:scans|scanned \w+|"
        r"receipts|photos|images|pictures)\b",
    ),
    (
        "machine-translation",
        r"\b(?:translate|translates|translating)\b[^.;\n]{0,30}\b(?:automatically|by machine)\b|"
        r"\bautomatic translation\b",
    ),
    (
        "anomaly-detection",
        r"\b(?:notice|spot|find|detect|catch|flag)(?:s|ing)? (?:unusual|strange|odd|abnormal|suspicious) \w+",
    ),
)
# A name that is also a word counts where the brief says of it, and of nothing else, that it is welcome or not needed.
_NAME_AND_CUE = re.compile(
    r"(?:(?<=[.;:!?]\s)|(?<=\n)|^)(?P<name>[A-Z][\w+#]*)\s+(?:experience\s+|knowledge\s+|"
    r"skills?\s+)?(?:(?:is\s+not|are\s+not|isn['’]t|aren['’]t)\s+"
    r"(?:a must|necessary|needed|required|used)|(?:is|are|would be)\s+(?:an?\s+(?:big\s+)?(?:plus|advantage|"
    "bonus)|desirable|optional|"
    r"nice to have))\b"
)
_ORDINARY = frozenset(
    {"Access", "Express", "Glue", "Lightning", "MVP", "Make", "Metal", "Remedy", "Room", "Segment", "Shell", "Sketch"}
)
_RULES = [(skill, re.compile(words, re.IGNORECASE)) for skill, words in _PHRASES]


class ImpliedSkills:
    """Finds the skills of one graph that a text describes in everyday words, or names by what is also a word."""

    def __init__(self, graph: SkillGraph) -> None:
        self._rules = [(skill, rule) for skill, rule in _RULES if skill in graph]
        self._exact = {
            alias.text: skill.slug
            for skill in graph.skills.values()
            for alias in skill.aliases
            if alias.case == "exact" and alias.text not in _ORDINARY
        }

    def find(self, text: str, *, named: Iterable[Mention]) -> tuple[Mention, ...]:
        """Mentions besides those in `named`, which keep the words that they take."""
        taken = tuple(named)
        found: list[Mention] = []
        for skill, rule in self._rules:
            for match in rule.finditer(text):
                span = Span(*match.span())
                if not _is_said_already(skill, span, taken=taken, found=found):
                    found.append(Mention(skill, span, match[0].casefold()))
        for match in _NAME_AND_CUE.finditer(text):
            span, exact = Span(*match.span("name")), self._exact.get(match["name"])
            if exact and not any(span.overlaps(mention.span) for mention in (*taken, *found)):
                found.append(Mention(exact, span, match["name"]))
        return tuple(found)


def _is_said_already(skill: str, span: Span, *, taken: Iterable[Mention], found: Iterable[Mention]) -> bool:
    """Whether the words belong to an earlier find, or hold a name that says more than the description."""
    if any(span.overlaps(mention.span) for mention in found):
        return True
    inside = (mention for mention in taken if span.overlaps(mention.span))
    return any(mention.skill == skill or (span.start <= mention.span.start and skill != "evals") for mention in inside)
