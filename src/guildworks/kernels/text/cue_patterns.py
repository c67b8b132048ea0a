"""The patterns of the words that say how a skill is asked for. Of two that overlap, the one that stands first holds."""

from __future__ import annotations

from typing import Literal

Sense = Literal["must", "nice", "context", "excluded", "same"]
Reach = Literal["clause", "next", "before"]

_BE = r"(?:is|are|was|were|be|being|would be|will be|'s)"
_A = (
    "(?:an? |the |of )?(?:(?:obvious|natural|big|huge|real|great|strong|definite|clear|added|additional|"
    "nice|distinct|welcome|"
    "major|significant|absolute) ){0,6}"
)
_NICE_WORD = (
    "(?:plus(?:es)?|advantages?|bonus(?:es)?|asset|nice[- ]to[- ]haves?|nice extra|nice|great|good to have|"
    "helpful|welcome(?:d)?|desirable|desired|"
    "preferred|preferable|advantageous|beneficial|optional|appreciated|useful|valued|valuable|interesting|"
    "benefit|good|a merit|choice|fit|wonderful|ideal|excellent|lovely|fantastic|perfect|awesome|amazing)"
)
_MUST_WORD = (
    "(?:must(?:[- ]have)?s?|required|mandatory|essential|needed|necessary|indispensable|compulsory|"
    "obligatory|imperative|"
    r"non[- ]negotiable|a requirement|requirement|prerequisites?|precondition|expected|vital)"
)
_NOT_WORD = (
    "(?:necessary|needed|required|wanted|relevant|of interest|asked for|expected|on the table|planned|used|"
    "an option|part of (?:this|the (?:job|project|work|scope)))"
)
_RUN = (
    "(?:use|uses|used|using|run|runs|running|rely|relies|relied|built|work with|works with|work on|"
    "works on|work in|works in|host|hosts|"
    "depend|depends|ship|ships|store|stores|keep|keeps|have(?! to)|has(?! to)|own|owns|operate|operates|deploy|deploys|"
    "train|trains|trained|spend|spends|"
    "looked at|tried|tested|evaluated|consists?|includes?|based|develop(?:s|ed)?|provide|provides|offer|"
    "offers|make|makes|sell|sells|"
    r"process|processes|got(?! to)|serve|serves|sit|sits|live|lives|wrote|written|started|adopted|moved|bet|"
    r"stays?|remains?)"
)
_MANY = (
    r"\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens of|hundreds of|a dozen|several|many|the|our"
)
_RUNNING = (
    "(?:models|pipelines|services|jobs|programs|programmes|scripts|systems|applications|apps|agents|bots|dashboards)"
)
_COLLEAGUES = (
    "(?:analysts?|developers?|devs|engineers?|scientists?|colleagues?|people|staff|managers?|team|teams|users?|"
    "customers?|clients?|researchers?|operators?|experts?|admins?|administrators?)"
)
_ANYBODY = "(?:you|they|he|she|s/he|he or she|she or he|somebody|someone|the person)"
_OURS = (
    "(?:[\\w-]+ )?(?:data|reports?|dashboards?|shop|website|site|apps?|back ?end|front ?end|code ?base|monolith|"
    "data ?base|warehouse|logs|files|documents|records|tickets|recordings)"
)
_LACK = r"(?:do not|don't|cannot|can't|have never|haven't|have no|have not|lack)(?: know| have| used?| worked with)?"
_FAILS = r"(?:won't|will not|cannot|can't|can not|does not|doesn't) (?:work|do|go|succeed|get far|be done|run)"
PATTERNS: tuple[tuple[Sense, Reach, str, str], ...] = (
    (  # a bracket that says nothing else, as behind "Kubernetes (optional)"
        "nice",
        "before",
        "plain",
        r"^\(\s*(?:nice|optional(?:ly)?|(?:an? )?(?:plus|bonus|advantage)|welcome|desirable|advantageous|ideally|"
        r"if possible|(?:but )?not (?:a must|mandatory|strictly (?:needed|required|necessary)))\s*\)$",
    ),
    # --- what happens without it ---
    (  # "skip this if you do not know Python", "it cannot work without Python"
        "must",
        "clause",
        "plain",
        r"\b(?:skip (?:this|it|us)|(?:do not|don't|not) (?:apply|write|bother|contact us)|look elsewhere|not for you)\b"
        rf"[^.;:]{{0,30}}\b(?:if you {_LACK}|unless you|without)\b|"
        rf"\bif you {_LACK}\b(?=[^.;:]{{0,80}}\b(?:skip|not apply|don't apply|look elsewhere|not for you)\b)",
    ),
    (
        "must",
        "next",
        "plain",
        rf"\bwithout\b(?=[^.;:]{{0,60}}\b(?:this|it|that|you|nobody|nothing|the (?:job|work|project)) {_FAILS}\b)|"
        rf"\b{_FAILS}\b[^.;:,]{{0,30}}\bwithout\b",
    ),
    (
        "nice",
        "clause",
        "plain",
        rf"\b(?:fine|ok|okay|no problem|don't worry|do not worry),? if you {_LACK}\b|"
        rf"\bif you {_LACK}\b(?=[^.;:]{{0,80}}\b(?:fine|ok|okay|no problem|don't worry|do not worry)\b)",
    ),
    # --- not wanted ---
    (  # "they have never used Git" tells of people, and wants nothing
        "context",
        "clause",
        "plain",
        r"\b(?:have|has|had|'ve|'s) never (?:used|seen|worked with|heard of|touched|needed|tried)\b",
    ),
    (
        "nice",
        "clause",
        "plain",
        r"\b(?:nice|good|useful|helpful|great|welcome|optional),? but (?:not|by no means) "
        r"(?:needed|required|necessary|essential|mandatory)\s*:",
    ),
    (
        "nice",
        "before",
        "plain",
        rf"\b(?:{_BE} |also |very |highly |most ){{0,6}}{_A}{_NICE_WORD},? (?:but|though|although|yet|"
        f"and) (?:{_BE} )?(?:by no means |certainly |absolutely |strictly )?(?:not|no) (?:{_A})?(?:{_MUST_WORD}|"
        "requirement|deal[- ]?breaker)",
    ),
    (
        "nice",
        "before",
        "plain",
        rf"\b(?:{_BE} )?(?:not|no|isn't|aren't|n't) (?:{_A})?(?:strictly |absolutely |really )?(?:{_MUST_WORD}|"
        rf"strictly necessary),? (?:but|though|although|yet|just) (?:it |they |this |that )?"
        rf"(?:helps?\b|would help\b|(?:{_BE} |would {_BE} |very |highly ){{0,6}}{_A}{_NICE_WORD})",
    ),
    (
        "nice",
        "before",
        "plain",
        rf"\b(?:{_BE} not|isn't|aren't|{_BE} no) (?:(?:an? |the )?(?:hard )?(?:must(?:[- ]have)?|requirement|"
        r"prerequisite|precondition|mandatory|deal[- ]?breaker|"
        r"essential)|(?:strictly|absolutely|really) (?:necessary|needed|required))\b",
    ),
    (
        "excluded",
        "before",
        "plain",
        rf"\b(?:(?:{_BE} |explicitly ){{0,6}}(?:not|never|no longer)|isn't|aren't|"
        rf"won't be) (?:be )?(?:at all )?{_NOT_WORD}\b(?!\s*:| if you (?:already )?(?:know|have)\b)",
    ),
    (
        "excluded",
        "before",
        "plain",
        r"\b(?:(?:is|are) )?(?:an? )?(?:unnecessary|unwanted|out of scope|ruled out|off the table|forbidden|"
        r"(?:absolute )?no[- ]go|off[- ]limits)\b|"
        r"(?<!or )\b(?:isn't|aren't|not)(?=\s*(?:[.;)!]|$))|"
        r"\bnot (?:needed|required|necessary|wanted)\b(?!\s*:| if you (?:already )?(?:know|have)\b)",
    ),
    (
        "excluded",
        "clause",
        "plain",
        r"\b(?:not (?:needed|required|necessary|wanted|asked for|relevant)|out of scope|no need for|(?:you |"
        "we )?(?:do not|don'?t|does not|doesn'?t|won'?t|will not|need not|needn'?t) "
        "(?:(?:think|believe|see why|suppose) (?:that )?(?:we|you|it|they|this|anybody|anyone) )?"
        "(?:needs?|want|require|use|touch|care (?:about|for)|have to (?:know|use|have|touch)|"
        "need to (?:know|use|have|touch)|(?:pitch|suggest|propose|sell|offer|send)(?: (?:us|me))?|"
        "ask for|expect|believe in)(?: (?:to know|any|you to know|a|an))?|"
        "(?:would|'d) rather (?:(?:we|you|it|they) (?:did not|didn'?t|stayed away from)|not)|"
        "not (?:looking for|interested in|asking for|searching for|a fit for)|no interest in|"
        "nothing (?:has to|needs to|must|should|will|is to|may|ever)|nobody (?:has to|needs to|expects you to)|"
        "please (?:avoid|no)|(?<!n't )(?<!not )forget about|stay away from|"
        "(?:want|wish|plan|going|like|have|need) to (?:avoid|drop|abandon|get rid of|retire|phase out|leave)|"
        "(?:moving|migrating|moved|move|migrate|going|get|getting|come|coming|switching|switch|stepping|"
        "walking) (?:away|off|out)(?: from| of)?|(?:getting|get) rid of|(?:dropping|retiring|abandoning|"
        r"phasing out|sunsetting|leaving) (?:our |the )?(?:old |legacy )?)\b",
    ),
    (
        "context",
        "next",
        "plain",
        r"\b(?:instead of|rather than|in place of)\b(?=[^.;:]{0,40}\b"
        r"(?:is|are|would be|may be|can be) (?:also |just as )?(?:fine|ok|okay|possible|good|welcome|allowed|used)\b)",
    ),
    (
        "excluded",
        "next",
        "plain",
        r"\b(?:no|without|instead of|rather than|not|nor|neither|never|except(?: for)?|avoid(?:ing)?|"
        r"anything but|other than|excluding)\b(?! (?:only|just|later|limited|matter|less|more|to mention|"
        r"problem)\b)",
    ),
    # --- other people's ---
    (  # "our analysts who know SQL": of them, not of whom we look for
        "context",
        "clause",
        "plain",
        rf"\b(?:our|their) (?:[\w-]+ ){{0,2}}?{_COLLEAGUES},? (?:all |both )?(?:who|that|which)"
        r"(?: (?:already |all |mostly |only )?(?:can|have|are|build|built|is|will)\b)?",
    ),
    (
        "context",
        "before",
        "plain",
        r"\b(?:is|are|will be) (?:already |all )?(?:handled|done|covered|taken care of|looked after|provided|owned) by "
        r"(?:our|the|another|an?|others?|some(?:one|body)|my)\b",
    ),
    # --- welcome ---
    (
        "nice",
        "clause",
        "plain",
        rf"\bif {_ANYBODY}(?:'ve| have| has)? (?:ever |also |already |happens? to )?(?:worked with|used|seen|done|"
        r"touched|tried|knows?|have|has)\b(?=[^.;:]{0,80}(?:(?<=,)|(?<=\bthat's)|(?<=\bthat is))\s"
        r"(?:cool|great|nice|lovely|good|fine|wonderful|perfect|super|even better|"
        r"so much the better|a plus|a bonus)\b)",
    ),
    (
        "nice",
        "before",
        "plain",
        r"\b(?:but )?only if you (?:enjoy|like|want|wish|care for|fancy)(?: (?:that|it|them|to))?(?=\s*(?:[.;,)]|$))|"
        r"\b(?:optional|considered)(?=\s*(?:[.;,)]|$))",
    ),
    (
        "same",
        "before",
        "",
        r"\b(?:is|are|would be) (?:just as|equally) (?:good|fine|welcome|ok)\b",
    ),
    (
        "nice",
        "clause",
        "plain",
        r"\bit (?:would|will) be (?:highly |strongly |also |very )?"
        r"(?:preferred|preferable|desirable|appreciated|beneficial|helpful|useful|advantageous) (?:for|if|to|that)\b",
    ),
    (
        "nice",
        "before",
        "plain",
        r"\b(?:would|will) (?:also |both |all )?be (?:very |really )?(?:good|nice|useful|helpful|great|fine) to "
        r"(?:know|have(?: (?:seen|used|met|touched|tried))?)(?=\s*(?:[.,;)]|$))|"
        r"\b(?:would|will) (?:also )?be fun\b|\b(?:would|will) (?:both|all|also) be (?:fine|ok|okay|good)\b|"
        r"\b(?:is|are) (?:fine|ok|okay|good|welcome),? (?:too|as well)\b|\b(?:is|are) also (?:fine|ok|okay)\b",
    ),
    (
        "nice",
        "before",
        "plain",
        r"\bwould (?:also )?be (?:fine|ok|okay),? (?:too|as well)\b|"
        r"\b(?:is |are )?(?:also )?(?:ok|okay)(?: too| as well)?(?=\s*(?:[).;,]|$))",
    ),
    (
        "nice",
        "clause",
        "plain",
        r"^\W{0,4}(?:(?:also|very) )?(?:helpful|useful|good|great|handy|beneficial|(?:should|could)(?: haves?)?)\s*:",
    ),
    ("nice", "clause", "plain", r"\bif possible,?(?=\s+\w)"),
    ("nice", "before", "plain", r"\bif (?:at all )?possible(?=\s*(?:[.;)]|$))"),
    ("excluded", "clause", "plain", r"^\W{0,4}won't(?: haves?)?\s*:"),
    (
        "nice",
        "before",
        "plain",
        r"\b(?:may|can|could|might) (?:also )?be used\b|\b(?:is|are) (?:also )?allowed\b|\bacceptable\b|"
        r"\bcan (?:also |easily |still )?be (?:learn(?:ed|t)|picked up|taught|acquired)\b|"
        r"\bif you (?:like|want|wish|have time)(?: to learn (?:it|them))?(?=\s*(?:[.,;)]|$))",
    ),
    (
        "nice",
        "clause",
        "plain",
        r"\bthe more\b(?=[^.;:]{0,60}\bthe better\b)|\bextra credit (?:for|if)\b|"
        r"\bwe (?:can|could|will|are happy to) (?:teach you|train you (?:in|on))\b|\byou (?:can|may) learn\b|"
        r"\b(?:we|i)(?:'d| would)? (?:strongly |clearly |much |slightly )?prefer\b",
    ),
    (
        "nice",
        "before",
        "plain",
        rf"\b(?:{_BE}|would be|will be|counts? as|seen as|considered) (?:also |always |very |highly |certainly |"
        rf"definitely |considered |seen as ){{0,6}}{_A}{_NICE_WORD}\b(?! (?:if|to|at|with|in|knowledge|understanding|"
        r"command|enough)\b)",
    ),
    (
        "nice",
        "before",
        "plain",
        rf"\b(?:as |would be )?an? {_A}(?:plus(?:es)?|advantage|bonus|asset|nice[- ]to[- ]have)\b|\b(?:nice|good|"
        r"great|optional)[- ]to[- ]have\b(?!\s*:)|\bof (?:added |great )?advantage\b",
    ),
    (
        "nice",
        "before",
        "plain",
        r"\b(?:(?:highly |strongly )?(?:desirable|preferred|preferable|desired|advantageous|beneficial|"
        r"appreciated)|a?\s?nice extra|(?:(?:would|will|can|could|might|also) help|helps)(?: a lot)?|welcome)\b"
        r"(?!\s*(?::|to\b|"
        r"you\b|us\b|if\b|our\b|the\b|people\b|with\b|build\b|in\b|shape\b|qualifications?|skills?))",
    ),
    (
        "nice",
        "clause",
        "plain",
        r"\b(?:nice(?: to have)?|bonus(?: points?)?(?: for| if)?|(?:big |huge )?plus(?: points?)?(?: for| if)?|"
        "advantages?|advantageous|(?:desirable|desired|preferred|optional|additional)(?: (?:skills?|knowledge|"
        "experience|qualifications?|requirements?|technologies))?|preferably|optionally|"
        r"welcome|(?:nice|good)[- ]to[- ]haves?|extras?|would be nice)\s*[:|]|"
        r"\b(?:(?:nice|good)[- ]to[- ]haves?|bonus points?(?: for| if)?|"
        r"plus points for|extra points for|preferably|optionally)\b(?=\s)",
    ),
    (
        "nice",
        "clause",
        "plain",
        r"\b(?:ideally|in the best case|at best|even better(?: if)?|it (?:would )?(?:be )?(?:helps?|nice|great|"
        "good|a plus|an advantage|a bonus|ideal)(?: if| to)|(?:would|will) be (?:nice|great|good|a plus|"
        "perfect|ideal|an advantage|a bonus) (?:if|to)|"
        "(?:we(?:'d| would|'ll| will)? )?(?:be happy|are happy|be glad|be delighted|appreciate it?|"
        "love(?: it)?|like it) if|happy if|nice if|great if|we(?:'d| would) (?:also )?(?:love|like) (?:to see|"
        r"you to know))\b",
    ),
    (
        "nice",
        "clause",
        "",
        r"\b(?:desire|willing(?:ness)?|eager(?:ness)?|read(?:y|iness)|keen|happy|motivated) to "
        r"(?:learn|pick up|get into)\b",
    ),
    ("nice", "next", "plain", r"\b(?:maybe|perhaps|possibly|potentially|ideally|preferably|optionally|eventually)\b"),
    ("same", "clause", "", r"\band so (?:would|is|does|are|do|will)\b|\blikewise\b|\bthe same (?:goes|holds) for\b"),
    ("same", "before", "", r"\b(?:too|as well|even more so)(?=\s*(?:[.,;)]|$))"),
    # --- required ---
    (
        "must",
        "before",
        "plain",
        rf"\b(?:{_BE}|remains?) (?:also |an? |the |absolutely |strictly |really |very |of course |a hard |"
        rf"an absolute ){{0,6}}{_MUST_WORD}\b|\ba (?:hard |clear |real )?must\b|\b(?:required|mandatory|indispensable|"
        r"compulsory)(?=\s*(?:[.,;)!]|$))",
    ),
    ("must", "clause", "plain", r"\bwhat (?:really )?(?:matters|counts|we need|we want)(?: most)? is\b"),
    ("must", "before", "plain", r"\byou (?:do|must|should(?: already)? (?:know|have|bring))(?=\s*(?:[.,;!)]|$))"),
    (
        "must",
        "before",
        "",
        rf"\b{_BE} (?:a |an |the )?(?:big |large |core |key |central |essential |main |important ){{0,6}}(?:part|"
        rf"piece) of (?:the|your|this) (?:job|role|work|task|project)|\b{_BE} (?:very |really )?(?:key|crucial|"
        r"central|important|critical|vital)\b",
    ),
    (
        "must",
        "clause",
        "plain",
        r"\b(?:must(?:[- ]haves?)?\b(?! (?:be |have been )?(?:stay|remain|under|cost|not))|required\b\s*:?|"
        r"mandatory\s*:?|essentials?\s*:|requirements?\s*:|requires?|indispensable\s*:?|needed\s*:|(?:is|"
        "are) required to)",
    ),
    (
        "must",
        "clause",
        "",
        r"\b(?:(?:we|i|our team|the team|client|company|they|who|project) (?:are |is |am |'re )?(?:also |now |"
        "currently |urgently |still ){0,6}(?:need|needs|want|wants|require|requires|look(?:s|ing)? for|seek(?:s|"
        "ing)?|search(?:ing)? for|hir(?:e|ing)|expect|ask for|would like|plan to)|"
        r"(?:looking|searching|hunting) for|seeking|in need of|wanted\s*:?|help (?:us )?(?:to |with )?|"
        "who (?:can|knows?|has|have|builds?|is|are|will|speaks?)|somebody (?:to|who)|someone (?:to|who|with)|"
        "somebody with|"
        "you(?: also| still| then)?"
        "(?:'ll|'ve|'re| are| have| know| bring| will| can| should| need| understand| speak| master| would|"
        r" get| own| lead| write| built?| worked)\b|your (?:job|task|role|work|mission|experience|knowledge|"
        "skills)|"
        "(?:has|have|needs?|ought|is) to (?:run|work|fit|live|support|handle|integrate|deploy|stay|go|"
        r"come)\b|please\b(?! (?:note|send|contact|apply|attach|tell|visit|see|include|reach|write|find))|"
        "should (?:be|have|know|bring|come|understand|speak)|has to (?:be|have|know)|have to (?:be|have|"
        "know)|"
        r"needs? to|goal is|task is|job is|role is|project is|the work is|the person)\b",
    ),
    (
        "must",
        "clause",
        "noun",
        r"\b(?:experienced?(?: (?:with|in|of|using|as|building|working))?|knowledge (?:of|in|about)|"
        "background (?:in|with)|understanding of|expert(?:s|ise)? (?:in|with|of|on)|proficien(?:t|cy) (?:in|"
        "with|at)|skilled (?:in|with|at)|"
        "skills? (?:in|with|of)|familiar(?:ity)? with|comfortable with|fluen(?:t|cy) in|command of|ability to|"
        "able to|capab(?:le|ility) (?:of|to)|hands[- ]on|track record|well[- ]versed|good (?:with|at)|"
        "strong (?:in|with|at)|confident (?:in|with)|competen(?:t|ce|cy) (?:in|with)|"
        r"years? of|exposure to|mastery of|specialist (?:in|for)|trained in|certified in|at home (?:in|with))\b",
    ),
    # --- only named ---
    (  # "thirty models (scikit-learn, some Java) decide each night" tells what runs already
        "context",
        "clause",
        "plain",
        rf"^\W{{0,3}}(?:(?:about|some|roughly|currently|today) )?(?:{_MANY}) (?:[\w-]+ )?{_RUNNING}\b"
        r"(?=\s*\([^()]{1,80}\)\s+(?!(?:must|should|shall|need|have to|"
        r"has to|will|would|can|could|may|to|that|which|who|and|or|for|from|in|on|at|with|by|of|as)\b)[a-z])",
    ),
    (
        "context",
        "before",
        "plain",
        rf"\b{_RUNNING} (?!(?:must|should|shall|need|will|would|can|could|may|to)\b)[a-z]+\b[^.;:]{{0,40}}\b"
        r"(?:each|every) (?:night|day|morning|evening|hour|minute|second|week|month)\b",
    ),
    (
        "context",
        "clause",
        "",
        r"\b(?:we|they|team|company)(?: (?:are|is)|'re) (?:now |currently |already )?working with\b",
    ),
    (
        "context",
        "before",
        "plain",
        r"\b(?:is|are) (?:already )?(?:what we (?:use|run|have)|in place|(?:in use|"
        r"in production)(?!\s*[(:])|running|available|"
        r"used by (?:us|our|the))\b|\b(?:that|which) we (?:use|run|have|built|operate)\b|\b(?:is|"
        r"are) our (?:[\w-]+ )?(?:librar(?:y|ies)|stack|tools?|choice|standard|platform|database|framework|"
        r"language|cloud|home)\b|\bwe (?:looked at|"
        r"tried|evaluated)\b",
    ),
    (
        "context",
        "clause",
        "",
        r"\b(?:we|they|i|teams?|startup|company|department|bank|hospital|firm|agency|group|"
        "<organization>)(?: (?:now|currently|already|mostly|mainly|also|still|all|today|have|has|had|'ve|just|"
        rf"happily|internally|only|heavily)){{0,6}} {_RUN}\b",
    ),
    (  # "our agents use LangGraph": also where the subject is a skill itself
        "context",
        "clause",
        "plain",
        r"\b(?:our|their) (?:(?!(?:must|should|shall|will|would|can|could|may|to|who|that|which|and|or|needs?|wants?)"
        rf"\b)[\w-]+ ){{1,3}}{_RUN}\b",
    ),
    (
        "context",
        "clause",
        "plain",
        r"\b(?:nobody|everybody|people|agents?|systems?|platforms?|products?|backend|back end|frontend|"
        "front end|models?|pipelines?|services?|code ?base|code|stack|infrastructure|applications?|apps?|"
        "software|servers?|data|engineers?|developers?|analysts?|scientists?|everything|it|database|warehouse|"
        "website|site|clusters?|prototype|solution)"
        "(?: (?:now|currently|already|mostly|mainly|also|still|all|today|have|has|had|is|are|was|were|'ve|'re|"
        rf"had|been|just|happily|internally|only|heavily)){{0,6}} {_RUN}\b",
    ),
    (
        "context",
        "clause",
        "plain",
        r"\b(?:we|they|i|it|this|that|<organization>)(?: (?:are|is|am)|'re|'s) (?:an? |the |one of |currently |"
        r"now |happy|already |a team|proud|based|all)|\b(?:is|are|was|were|runs?) (?:now |already |"
        r"currently )?(?:in|into) production\b|"
        r"\b(?:current|existing|present|today's|legacy) (?:tech(?:nology)? )?(?:stack|setup|systems?|solution|state|"
        r"situation|models|environment|technologies|tools|languages|pipelines?)\b|\b(?:tech )?stack is\b|"
        r"^\W{0,3}(?:at present|as of now|so far|at the moment|right now)\b|\bwe(?: are|'re) (?:all |now |still )?on\b|"
        r"\b(?:we|i)(?:'ve| have) got(?! to)\b|"
        rf"\b(?:our|the) {_OURS} (?:is|are|sits?|lives?)(?: (?:all|mostly|mainly|still|stored|kept|written|hosted))*"
        rf" in\b|\bour {_OURS} (?:is|are)(?! (?:to|not|needed|required|built|going))\b|"
        r"\bour (?:current |tech(?:nology|nical)? |"
        r"technology ){0,6}(?:stack|technologies|tools|toolset|setup|environment)\b|\bunder the hood\b|"
        r"\bpowered by\b|\bbuilt (?:with|on|in|around)\b|"
        r"\b(?:you|you'll|you will) (?:find|see|meet|inherit)\b|\bour (?:mission|vision|clients|customers|users) ",
    ),
    (
        "context",
        "clause",
        "plain",
        r"\b(?:in|across) (?:our|\d+)\b|\bour (?:[\w,-]+ ){0,4}?(?:teams?|technologists|engineers|people|"
        "business(?:es)?|efforts|firm|company|"
        "group|investments?|organi[sz]ation|practice|division|department|products?|platforms?|"
        r"business lines?)\b(?! (?:needs?|seeks?|wants?|is looking))",
    ),
    (
        "context",
        "clause",
        "plain",
        r"\b(?:is|are) (?:an? |the |one of the |among the )?(?:[\w-]+ ){0,3}?(?:leaders?|providers?|company|"
        "bank|firm|start-?up|"
        r"organi[sz]ation|agency|institution|supplier|consultancy|manufacturer|employer)\b",
    ),
    (
        "context",
        "next",
        "",
        r"\b(?:migrat(?:es?|ed|ing|ions?)|mov(?:es?|ed|ing)|switch(?:es|ed|ing)?|away) from\b|"
        r"\bcompar(?:es?|ed|ing) (?:it|them|this|that|these|those) (?:with|to|against)\b",
    ),
    (
        "context",
        "next",
        "",
        r"\b(?:our(?: (?:own|old|existing|current|present|internal|home[- ]made|in[- ]house)){0,6}|existing|"
        r"legacy)\b",
    ),
)
