"""The words in which a brief wishes for an age, a gender, an origin … of people. Each rule names its topic."""

from __future__ import annotations

_PERSON = (
    "(?:person|people|man|men|woman|women|lady|ladies|girls?|boys?|guys?|candidates?|applicants?|"
    "engineers?|developers?|"
    "programmers?|coders?|assistants?|colleagues?|employees?|specialists?|experts?|consultants?|"
    "freelancers?|contractors?|"
    "scientists?|analysts?|persons?|individuals?|professionals?|talents?|graduates?|somebody|someone|staff|"
    "hires?|workers?|leads?|"
    r"team ?mates?|members?)"
)
_SPEAKER = (
    "(?:speakers?|speaking|tongue|level|command|fluency|proficiency|english|german|french|spanish|dutch|"
    "italian|portuguese|polish|language)"
)
_ORIGIN = (
    r"(?:german|french|british|english|american|us|u\.s\.|eu|european|italian|spanish|dutch|swiss|austrian|"
    "polish|indian|chinese|russian|"
    "ukrainian|japanese|arab|african|asian|latin|turkish|israeli|greek|swedish|danish|norwegian|finnish|"
    "portuguese|brazilian|mexican|"
    "canadian|australian|korean|nordic|scandinavian|western|eastern|slavic|irish|scottish|romanian|"
    "hungarian|czech|pakistani|nigerian|"
    r"egyptian|iranian|vietnamese|philippine|filipino|thai|local)"
)
_ETHNIC = (
    "(?:white|caucasian|black|asian|hispanic|latino|latina|arab|jewish|aryan|coloured|colored|"
    "african[- ]american|indigenous)"
)
_FAITH = (
    "(?:christians?|catholics?|protestants?|muslims?|islamic|jewish|jews?|hindus?|buddhists?|sikhs?|atheists?|"
    "mormons?|evangelicals?|orthodox)"
)
_AGE_FIGURE = (
    r"(?:1[6-9]|[2-7]\d|twenty|thirty|forty|fifty|sixty)(?:[- ](?:one|two|three|four|five|six|seven|eight|"
    "nine))?"
)

# What stands behind "Nationality:", unless anything will do or a schema names a type.
_SOME_VALUE = (
    r"(?!\s|any\b|all\b|every|open\b|irrelevant|not (?:relevant|important|needed|asked)|no preference|no matter|n/a|"
    r"str\b|string|text\b|int\b|integer|float|bool|enum|varchar|categor)\w+"
)

RULES: tuple[tuple[str, str], ...] = (
    # --- age ---
    (
        "age",
        r"\b(?:not|no|nobody|none|never) (?:be )?(?:one )?(?:older|over|above|younger|"
        rf"beyond) (?:than )?(?:the age of )?{_AGE_FIGURE}(?! ?(?:\d|%|hours?|h\b|k\b|weeks?|days?|EUR|USD|"
        "engineers|people|employees|percent|minutes|months))",
    ),
    (
        "age",
        r"\b(?:under|below|over|above|younger than|older than|up to|max(?:imum)?|at most|"
        f"between) (?:the )?(?:age(?: of)? )?{_AGE_FIGURE}(?: ?(?:-|–|to|"
        rf"and) ?{_AGE_FIGURE})? ?(?:years?(?: of age| old)|y/?o\b|in age)",
    ),
    (
        "age",
        r"\b(?:must|should|has to|have to|need to|ought to|please) be (?!(?:aged )?(?:over|above) (?:18|"
        r"21)\b)(?:aged )?(?:under|below|over|above|"
        "younger than|older than|between|in (?:his|her|their)) (?:the )?(?:age of |"
        rf"ages of )?{_AGE_FIGURE}s?(?! ?(?:%|hours?|ms|k\b|weeks?|days?|km|EUR|USD|minutes|fps|mb|gb))",
    ),
    (
        "age",
        r"\bage[ds]?(?: (?:limit|range|group|bracket|requirement|restriction|between|of|is|up to|max(?:imum)?|"
        r"from|preferably|preferred|not|at most))*:? (?:under |below |over |up to |max\.? |between |"
        rf"from )?{_AGE_FIGURE}\b",
    ),
    (
        "age",
        r"\b(?:max(?:imum|\.)?|upper|min(?:imum|\.)?|preferred|ideal|desired|lower) age\b|\bage \(max\w*\.?\)|"
        r"\bage (?:limit|range|"
        r"bracket|restriction|requirement|preference)s?\b(?! (?:of|for) (?:the )?(?:users|players|data|children|"
        "patients|customers))",
    ),
    (
        "age",
        rf"\b(?:{_PERSON}|looking for|ideally|preferably|someone|you are|candidates?)[, ]+(?:who (?:is|"
        rf"are) )?(?:is |are )?(?:aged |in (?:his|her|their|your) )(?:(?:early|mid|late)[- ]?)?(?:\d{{2}}s?|"
        r"twenties|thirties|forties|fifties)\b",
    ),
    (
        "age",
        r"\bin (?:his|her|their|your|his or her|his/her) (?:(?:early|mid|late)[- ]?)?(?:20s|30s|40s|50s|60s|"
        r"twenties|thirties|forties|fifties)\b",
    ),
    (
        "age",
        r"\b(?:no|not (?:too )?|nobody|never|nothing for) (?:old(?:er)?|aged|elderly|senior citizen|retired|"
        rf"middle[- ]aged)(?: {_PERSON})?s?\b(?! (?:than|code|version|stack|system|software|data|models?|"
        "browsers?|hardware))",
    ),
    (
        "age",
        r"\b(?:young|youthful|younger|fresh[- ]faced)(?:[, ]+(?:and )?(?:dynamic|fresh|motivated|ambitious|"
        "hungry|energetic|talented|male|female|bright|creative|flexible|passionate|driven|smart|eager|single))*"
        rf" (?:{_PERSON}|(?:\w+ )?(?:engineer|developer|scientist|programmer|coder|analyst|"
        r"talent)s?)\b(?! (?:into|in tech))",
    ),
    (
        "age",
        r"\byoung (?:(?:and )?\w+ ){0,3}team (?:seeks|looks for|looking for|wants|searching for|"
        r"needs) (?:\w+ ){0,3}young\w*\b|\b(?:fit|suit|match)(?:s|es|ting|ing)? (?:(?:well|best|perfectly|in|into|"
        r"with|for) ){0,2}(?:our|a|the) young(?:,? (?:\w+,? ){0,2}| )team\b|\byoung (?:at|in) (?:age|years)\b",
    ),
    (
        "age",
        r"\b(?:must|should|you|be|you are|someone|somebody|preferably|ideally|rather|candidate)(?: is| are|"
        r" be)? (?:still )?(?:young|youthful)\b(?! (?:company|team|start|children|product|field))|"
        r"\b(?:preferably|ideally) (?:a )?young(?:er)?\b",
    ),
    (
        "age",
        r"\bdigital natives?\b(?! (?:users|customers|audience|buyers|shoppers|brands?|compan(?:y|ies)|products?))|"
        r"\b(?:be|are|is|an?|only|no|"
        "prefer|for|seek|want|looking for) "
        r"(?:\w+ )?(?:millennials?|gen(?:eration)?[- ]?[zy]|zoomers?|baby ?boomers?|boomers?)\b|"
        r"\b(?:millennials?|gen(?:eration)?[- ]?[zy]|"
        r"zoomers?|boomers?) (?:only|preferred|wanted)\b",
    ),
    (
        "age",
        r"\b(?:recent|fresh|new|young|only|current)(?:ly)?[- ](?:(?:university|college|cs|computer science|"
        r"master'?s?|phd|bachelor'?s?) )?(?:graduates?|grads?|graduated)\b(?: (?:only|preferred|"
        "wanted))?(?! (?:program|scheme|school|student platform))",
    ),
    (
        "age",
        r"\b(?:fresh out of (?:college|university|school)|straight (?:from|out of) (?:university|college|"
        r"school))\b",
    ),
    (
        "age",
        r"\bno (?:more|older) than \d{2} years(?: old| of age)\b|\b(?:overqualified|over[- ]qualified) (?:older|"
        r"elderly)\b|\bdate of birth\b(?! (?:field|column|format|extraction))|\byear of birth\b|\bborn (?:after|"
        r"before|in|since|between) (?:the )?(?:(?:19|20)\d\d|'?[6-9]0s|sixties|seventies|eighties|nineties)",
    ),
    (
        "age",
        r"\bmax(?:imum|\.)? \d{2} years old\b|\b(?:candidate|applicant|engineer|person|developer)s? (?:over|"
        r"above|under|below|older than|younger than) \d{2}\b(?! ?(?:years of exp|%|hours|k\b))",
    ),
    (
        "age",
        r"\bat least \d{2} years old\b(?= only)|\bclose to (?:retirement|pension)\b|\bretirees? (?:only|"
        r"wanted)\b(?! (?:app|"
        r"data|portal|users|customers))|\bno (?:grandpas?|grandmas?|dinosaurs?|greybeards?|graybeards?|oldies)\b",
    ),
    # --- gender ---
    (
        "gender",
        rf"\b(?:fe)?males?(?: (?:\w+ ){{0,2}}{_PERSON}|[ (-]{{1,2}}(?:only|preferred|please|wanted))(?! (?:ratio|"
        "voice|data|patients|customers|users))",
    ),
    (
        "gender",
        r"\b(?:a|an|be|is|prefer(?:ably|red)?|ideally|only|one|looking for|want|need|hire|strictly|must be|"
        r"should be) (?:a )?(?:fe)?male\b(?!/)(?! (?:voice|body|patients?|customers?|users?|population|data|and|or|/|"
        "to|speaker|names?|fashion|clothing|plug|connector))",
    ),
    (
        "gender",
        r"\b(?:a|an|need|want|seek|seeking|prefer|preferably|only|ideally|hire|for|no|another|young|strong|"
        "some) (?:(?:young|strong|nice|smart|friendly|pretty|mature|single|married|older|experienced|technical|"
        "senior|junior|good) ){0,6}(?:man|men|woman|women|lady|ladies|gentlem[ae]n|girls?|guys?|boys?|chaps?|bloke|"
        r"dude|lad|housewi(?:fe|ves))\b"
        "(?! (?:in (?:the )?(?:middle|loop)|hours?|days?|months?|in tech|in engineering|into|'s|who code|"
        "power|founders?|fashion|shoes|clothing|pages?|network|of the match|health|engineers' network|"
        r"only hackathon|to\b|and (?:men|women|boys|girls)\b)|')(?<!for women)(?<!for men)",
    ),
    (
        "gender",
        r"\b(?:men|women|males?|females?|ladies|girls|boys|gentlemen|guys)[ -](?:only|preferred|wanted|please|"
        r"need(?:ed)? not apply|need apply)\b|\bno (?:women|men|females?|males?|girls?|ladies)\b",
    ),
    (
        "gender",
        r"\b(?:gender|sex)\s*(?::|is|=|should be|must be|preferably|preference)\s*(?:preferably |"
        r"only )?(?:fe)?(?:male|man|woman|m\b|f\b)|\b(?:preferred|desired|required) (?:gender|sex)\b",
    ),
    (
        "gender",
        r"\b(?:handyman|craftsman|salesman|foreman|cameraman|repairman|chairman) (?:wanted|needed|required)\b|"
        r"\b(?:his|her) (?:feminine|masculine|womanly|manly) \w+|\b(?:a )?(?:feminine|masculine|motherly|"
        r"fatherly) (?:touch|person|type|presence)\b",
    ),
    # --- origin ---
    (
        "origin",
        rf"\b(?:of|with|has|have) (?:an? )?(?:\w+ )?{_ORIGIN}(?:/{_ORIGIN})? (?:origin|descent|heritage|ancestry|"
        r"blood|roots|background|nationality|citizenship|birth|ethnicity|passport)\b",
    ),
    (
        "origin",
        rf"\b{_ORIGIN}(?:,? (?:or|and|/) {_ORIGIN})? (?:citizens?|nationals?|nationality|"
        r"passport(?:[- ]holders?)?|citizenship|descent|origin|born)\b(?! (?:services?|portal|data|registry|"
        "science|developer|cloud))",
    ),
    (
        "origin",
        rf"\b(?!(?:white|black)\b[^.]{{0,12}}background){_ETHNIC}(?: or {_ETHNIC})? (?:{_PERSON}|only|preferred|"
        rf"background|ethnicity|"
        r"race)\b(?! (?:languages|market|hours|time|box|friday|list))",
    ),
    (
        "origin",
        r"\b(?:born(?: and (?:raised|bred|educated))?|raised|grew up|grown up|"
        r"brought up) in (?!the \w+ties\b)(?:the )?[A-Z]\w+|"
        r"\bborn and (?:raised|bred)\b|\bborn here\b",
    ),
    (
        "origin",
        r"\b(?:no|not) (?:foreigners?|immigrants?|migrants?|refugees?|expats?|gypsies|asylum seekers?)\b|"
        r"\bwithout (?:a )?(?:migration|migrant|immigrant) background\b|\b(?:ethnic(?:ity| origin| background)?|"
        r"race|skin colou?r|nationality|country of (?:birth|origin)|place of birth)\s*(?::|is|=|should be|"
        rf"must be|preferably)\s*{_SOME_VALUE}",
    ),
    (
        "origin",
        r"\b(?:only|preferably|ideally|prefer|strictly|no|not|must be|should be|has to be|a real|a true|genuine|"
        "purely|be) (?:an? )?(?:german|french|british|american|italian|spanish|swiss|austrian|polish|indians?|"
        "chinese|russians?|ukrainians?|japanese|arabs?|africans?|asians?|europeans?|germans|americans|brits?|"
        "turks?|turkish|israelis?|pakistanis?|nigerians?|mexicans?|dutch|swedes?|westerners?|whites?|blacks?|"
        rf"caucasians?)(?: (?:{_PERSON}|only|please|by birth|born))?(?=[\s.,;!)]|$)(?! (?:language|speak|level|"
        r"fluen|hours|time|office|working|market|customers|text|skills|as a|or better|at|[ABC][12]\b|is|"
        "and english|read|buy|use|visit|speak|live|see|document|law|data|contract|holiday|company|native|"
        "version|zone|cloud|servers?|region|"
        "based|invoice|vat|tax|translation))",
    ),
    (
        "origin",
        r"\b(?:must|should) (?:hold|have) (?:an? )?(?:\w+ )?(?:passport|citizenship|nationality)\b|"
        r"\bcitizenship (?:is )?(?:required|needed|a must|mandatory|preferred)\b|\b(?:only|just) (?:EU |"
        r"US )?(?:citizens|nationals|locals by birth)\b|\bcitizens only\b(?! (?:see|use|read|visit|get|need|have|"
        r"pay))|\bpassport holders?\b|"
        r"\bcandidates? from (?:india|pakistan|africa|china|russia|eastern europe|asia|nigeria|"
        r"ukraine)\b(?= (?:will|are|need|please|should) (?:not|be rejected))|\bno (?:candidates|applicants|"
        r"applications|people|freelancers|developers|engineers|one) from\b",
    ),
    (
        "origin",
        r"\b(?:same|our) (?:cultural|ethnic|racial) (?:background|roots|group)\b|\bwestern (?:mentality|mindset|"
        r"looks?|name)\b|\b(?:western|european|german|american|english|british)[- ]sounding name\b|"
        r"\bcultural fit with germans\b",
    ),
    # --- native speakers and accents ---
    (
        "native",
        rf"\bnative(?:[- ](?:or near[- ]native|like|level|fluent))*[- ](?:\w+[- ])?{_SPEAKER}\b|"
        r"\b(?:near[- ])?native (?:in|at) (?:english|german|french|spanish|italian|dutch|portuguese|polish|"
        r"the language|[A-Z]\w+)\b|\b(?:english|german|french|spanish|italian|dutch|portuguese|polish|swedish|"
        r"danish|russian|chinese|japanese)(?: must be| should be| as a|\s*[:(,]\s*|"
        r"\s+)(?:a )?native\b(?! (?:apps?|code|tongue twister))",
    ),
    (
        "native",
        r"\bmother[- ]tongues?\b|\bfirst[- ]language (?:english|german|french|speakers?)\b|\b(?:english|german|"
        "french|spanish|italian|dutch) (?:as|is|must be|should be) (?:a|your|the|their|his|her|"
        r"his or her)? ?(?:first|mother|native) (?:language|tongue)\b|\bmuttersprach\w*\b|\blangue maternelle\b|"
        r"\bmadrelingua\b|\blengua materna\b|\bmoedertaal\b|\bnatives only\b|\bnative[- ](?:english|german|"
        r"french|spanish|italian|dutch)\b|\bborn (?:english|german|french) speaker",
    ),
    (
        "native",
        r"\bnatives?(?:[- ]speakers?)? (?:preferred|only|required|wanted|needed)\b|\b(?:only|prefer(?:ably|"
        r"red)?|must be|be|are|is) (?:a |an )?natives?\b(?! (?:apps?|to|support|in our|code|cloud|integration|"
        "mobile|ads?|advert|client|sdk|modules?|ios|android|windows|solutions?|binary|and|image))",
    ),
    (
        "accent",
        r"\b(?:no|without|free of|neutral|minimal|light|slight|strong|thick|heavy|foreign|american|british|"
        "indian|clean|clear|good|pleasant|perfect|native|regional|eastern|asian|german|russian)(?: (?:a|an|any|"
        "foreign|strong|noticeable|heavy|thick|audible|indian|regional|asian|american|"
        r"british))*[- ]accents?\b(?! (?:colou?r|insensitive|marks?|detection|conversion|characters?))|"
        r"\baccent[- ](?:free|neutral|less)\b|\baccentless\b",
    ),
    # --- religion ---
    (
        "religion",
        r"\b(?:be|is|are|a|an|no|only|preferably|prefer|practi[sc]ing|devout|believing|must be|should be|good|"
        f"of|for) (?:a |an |the )?(?:practi[sc]ing |devout |believing |good |active )?{_FAITH}(?: (?:faith|"
        rf"belief|values|background|religion|{_PERSON}))?\b(?! (?:charity|hospital|university|school|"
        "organi[sz]ation|museum|texts?|calendar|studies|publisher|democrat))",
    ),
    (
        "religion",
        rf"\b{_FAITH} (?:{_PERSON}|only|preferred|faith|believers?)\b|\b(?:religion|faith|belief|"
        rf"denomination)\s*(?::|is|=|should be|must be|preferably)\s*{_SOME_VALUE}|\bchurch (?:member(?:ship)?|goer)\b|"
        r"\bmember of (?:a|the|our) (?:church|parish|congregation|mosque|synagogue)\b|\b(?:god[- ]fearing|"
        "bible[- ]believing|non[- ]religious|not religious|share our faith|religious (?:person|people|"
        r"candidate))\b|\bno (?:head ?scarf|hijab|turban|kippa|veil)\w*\b|\bwithout (?:a )?(?:head ?scarf|hijab|"
        r"turban|veil)\b|\bno (?:\w+ )?(?:muslims?|jews|christians|catholics|hindus|atheists)\b",
    ),
    # --- family ---
    (
        "family",
        r"\b(?:must|should|be|preferably|ideally|prefer|only|an|not) (?:be )?(?:an? )?(?:single|unmarried|"
        r"married|divorced|childless|child[- ]free|pregnant|widowed)\b(?=(?: (?:person|man|woman|guy|candidate|"
        "people|and|or|without|with no|with children|mothers?|fathers?|male|female|"
        r"parents?)\b|\s*[.,;!)]|\s*$|\s+(?:preferred|only)\b))(?! (?:or|and) (?:multiple|many|multi|several|"
        "double|dual))",
    ),
    (
        "family",
        r"\b(?:(?<!has )no|without|not have|have no|(?:who|she|he|candidate|person|applicant) has no|free of|"
        "nobody with|not having|with no) (?:any |small |young |little |school[- ]age ){0,6}(?:kids|children|"
        "family (?:obligations|commitments|duties|ties|responsibilities|plans)|dependants|dependents|families|"
        r"childcare (?:duties|obligations)|spouse|husband|wife|babies)\b(?!')(?! (?:under|may|are allowed|data))",
    ),
    (
        "family",
        r"\b(?:no|not|never|nobody) (?:be |get |getting |become |planning to (?:get|become) |who (?:is|are|"
        r"may become|could become|wants to become) ){0,6}(?:pregnan\w+|expecting a (?:baby|child))\b|\bplan(?:s|"
        "ning)? (?:to (?:have|start)|for|on having|a) (?:a |any )?(?:children|kids|family|baby|pregnancy|"
        r"maternity|parental)\b|\bpregnan(?:t|cy)\b(?= (?:test|women need|is|candidates|applicants))|\b(?:no|"
        r"without) (?:maternity|parental|paternity) (?:leave )?plans?\b|\bnot? (?:on|about to go on|going on|"
        r"taking) (?:maternity|parental|paternity) leave\b|\bmarital status\b(?=\s*(?::|is|=|should|must))|"
        r"\bfamily status\b(?=\s*(?::|is|=|should|must))",
    ),
    (
        "family",
        r"\bno (?:single |young |working |new |expecting ){0,6}(?:mothers?|moms?|mums?|parents|fathers?|"
        r"dads?)\b(?! (?:class|node|process|object|company))|\b(?:single|married|unmarried) (?:men|women|man|"
        r"woman|people|persons?|candidates?|applicants?)\b|\b(?:family (?:man|woman)|bachelors? without)\b|"
        r"\b(?:marital|family) status in your\b",
    ),
    # --- looks ---
    (
        "looks",
        r"\b(?:attach|include|send|add|enclose|submit|provide|with|upload|need|want|requires?|show us|and|"
        "share)(?: us)?(?: (?:a|an|your|his|her|their|recent|current|the|professional|nice|good|one|full|face|"
        "colou?r|passport|full[- ]body|clear|updated))*[- ](?:photo(?:graph)?s?|headshots?|portraits?|"
        r"pictures? of (?:you|yourself|your face|him|her)|selfies?|passport picture)\b(?! (?:of (?:the|your|"
        "our) (?:product|setup|work|machine|desk|camera|fruit|parts|documents)|to (?:the|an?|our) (?:api|"
        "service|server|endpoint|model|app|cloud|system|device|bot|robot|customer|user)|(?:sharing|app|"
        "editing|"
        "upload|gallery|data|models?|search|management|storage|album|processing|collections?|archive|"
        "classification|and video|library)))",
    ),
    (
        "looks",
        r"\b(?:cv|resume|résumé|application|profile|apply)s? (?:must |should |please |has to |"
        "have to )?(?:come |be )?(?:with|including|include|includes|contain|containing|needs?|and|plus|[+]) (?:an? |"
        r"your )?(?:\w+ )?(?:photo(?:graph)?|picture|headshot|portrait)\b(?! (?:pars|extract|upload|recogni)\w*)|"
        r"\b(?:photo(?:graph)?|picture|headshot):? (?:is )?(?:required|mandatory|needed|of the candidate|"
        r"of the applicant|please|on the (?:cv|"
        r"resume))\b",
    ),
    (
        "looks",
        r"\b(?:good[- ]looking|attractive|handsome|pretty|beautiful|slim|slender|well[- ]groomed|"
        "clean[- ]shaven|athletic|tall|blond(?:e|es)?|sexy|photogenic|presentable|overweight|obese|fat|"
        rf"skinny)[, ]+(?:and )?(?:\w+[, ]+){{0,2}}?(?:{_PERSON}|appearance|looks?|face|only|preferred)\b|"
        r"\b(?:be|someone|somebody) (?:good[- ]looking|attractive|handsome|pretty|beautiful|slim|slender|"
        r"well[- ]groomed|clean[- ]shaven|athletic|photogenic|presentable|young and pretty)\b(?! (?:to|for|"
        "salary|package|code))",
    ),
    (
        "looks",
        r"\b(?:pleasant|attractive|pleasing|neat|good|nice|presentable|groomed|smart|european|western|"
        r"representative) (?:physical )?(?:appearance|looks)\b(?! (?:of (?:the|our|your) (?:page|app|site|ui|"
        r"website|interface|product)))|\b(?:no|without)(?: visible| facial)? (?:tattoos?|piercings?|beards?|"
        r"dreadlocks|glasses)\b|\b(?:height|weight|body (?:type|shape))\s*(?::|of at least|must be|should be|"
        r"at least|under|over|min)\s*\d*(?! ?(?:px|pixels|%|\d))|\bat least 1[.,]\d{2} ?m tall\b|"
        r"\bnot? (?:be )?(?:overweight|fat|obese|"
        r"ugly)\b|\bminimum height\b",
    ),
    # --- health ---
    (
        "health",
        r"\b(?:no|without|free of|not have|nobody with|(?:no|not) (?:people|person|candidates?|applicants?|"
        "one) with|have no|has no|not having|exclude|with no)(?: any| physical| mental| chronic| known|"
        " serious| pre[- ]existing| long[- ]term)* (?:disabilit(?:y|ies)|handicaps?|illness(?:es)?|diseases?|"
        "health (?:issues?|problems?|conditions?)|medical (?:issues?|problems?|conditions?)|impairments?|"
        "mental (?:illness|issues?|health (?:issues?|problems?|history))|sick leave|sick days|depression|adhd|"
        r"autis\w+|wheel ?chairs?|hearing aids?|allergies|medical history)\b(?! (?:of|may|be|prediction|data|"
        "are excluded))",
    ),
    (
        "health",
        r"\b(?:not|never|no|nobody) (?:be )?(?:disabled|handicapped|impaired|sick often|chronically ill|"
        "in a wheelchair|autistic|deaf|blind|often ill|often sick|depressed)(?: (?:people|person|candidates?|"
        r"applicants?))?\b(?! (?:to|by default|test|sql|trust|in the))|\b(?:must|should|has to|have to|"
        "needs? to|only|be|in|is|are|perfectly) (?:be )?(?:in )?(?:(?:perfectly|physically|mentally|fully|"
        "completely|good|perfect|excellent|full|robust|fit|healthy|strong|and) )+(?:healthy|fit|able[- ]bodied|"
        r"health|stable|shape|physical condition)\b(?! (?:checks?|endpoint|into|for|with|in (?:the|our) (?:team|"
        r"company)|for purpose|insurance|benefits|and|care|plan|coverage|dental))|\bable[- ]bodied\b|"
        r"\bmust be healthy\b|\b(?:rarely|never) (?:be )?(?:ill|sick)\b|\b(?:health certificate|"
        "medical (?:exam(?:ination)?|certificate|check)|drug test|blood test|pregnancy test|"
        r"genetic test)s? (?:is |are )?(?:required|needed|mandatory|before|at)\b|\bnormal (?:hearing|eyesight|"
        r"vision)\b|\bnon[- ]?smokers?\b|\bno smokers?\b|\bneurotypical\b",
    ),
    (
        "family",
        r"\ban? (?:unmarried|childless|divorced|married) (?:\w+ )?(?:engineer|developer|person|man|woman|"
        r"colleague|candidate)s?\b",
    ),
    (
        "age",
        r"\bgraduat(?:ed|ion|e)s? (?:year )?(?:in|after|since|not before|no earlier than) (?:19|20)\d\d\b|"
        r"\b(?:be|is|an?) (?:twenty|thirty|forty|[2-6]0)[- ]?something\b|\bgr[ae]y[- ]hair(?:ed|"
        r"s)?\b(?=[^.]{0,40}\b(?:need|"
        r"please|not|no)\b)",
    ),
    (
        "origin",
        r"\b(?:[A-Z]\w+|US|UK|EU|foreign|native|locally)[- ]born\b(?! (?:digital|company|idea))|"
        r"\b[A-Z]\w+ by (?:birth|blood|descent)\b",
    ),
    (
        "looks",
        r"\bwell[- ]groomed\b(?! (?:backlog|data|code|tickets?|list))|\bwell[- ]dressed\b|\b(?:slim|slender|"
        r"pretty|handsome|attractive) and (?:well[- ]\w+|young|tall|pretty|fit|charming)\b",
    ),
    (
        "health",
        r"\bhistory of (?:depression|burn-?out|mental \w+|illness\w*|sick(?:ness| leave)|addiction|"
        r"anxiety)\b(?=[^.]{0,60}(?:sorry|please|not|no|$))|\b(?:mentally|psychologically|"
        r"emotionally) (?:stable|healthy|sound) (?:person|people|candidate)s?\b",
    ),
    (
        "orientation",
        r"\b(?:someone|somebody|person|people|men|women|guy|who (?:is|are)|be) straight\b(?! (?:forward|talk|"
        "answer|to |into|from|line|away|up|with|about))",
    ),
    (
        "age",
        r"\b(?:not|never) exceed (?:the age of )?[2-7]\d(?: years| in age)?\b(?! (?:euros?|eur|usd|hours?|h\b|"
        r"ms|days|weeks|%|percent|k\b|pages|users))|\b(?:fresh|young|new) blood\b|\bold dogs?\b|\byoungsters?\b|"
        r"\byoung (?:minds?|souls?|spirits?|hearts?)\b",
    ),
    (
        "age",
        r"\b(?:a|an|be|is|seek|want|need|for) (?:\d\d|twenty|thirty|"
        r"forty)(?:[- ]\w+)?[- ]years?[- ]old(?: \w+)? (?:man|woman|person|engineer|developer|scientist|"
        r"programmer|specialist|colleague|guy|girl)\b",
    ),
    (
        "religion",
        r"\b(?:christian|catholic|islamic|muslim|jewish|religious|biblical) (?:values|beliefs?|morals?|"
        r"convictions?|lifestyle|way of life)\b|\battends? (?:the )?(?:church|mass|mosque|synagogue|temple|"
        r"prayers?)\b",
    ),
    (
        "origin",
        r"\b(?:brahmins?|dalits?|(?:low|high|upper|lower|scheduled|same)[- ]castes?)\b|\b(?:your|his|her|their|"
        r"right|white|fair|dark|light|brown) skin(?:[- ]colou?r)?\b(?! (?:detection|lesions?|cancer|disease|"
        r"segmentation|images?|tones? in|classif\w+))",
    ),
    (
        "origin",
        r"\bwith an? (?:german|english|british|american|european|western|french|swiss|austrian|local|foreign|"
        r"normal|nordic|spanish|italian)[- ](?:sounding )?(?:sur|first |last |family )?name\b",
    ),
    (
        "family",
        r"\bnot be (?:\w+ )?pregnant\b|(?:^|[.;:!?,]\s{1,3}|\n)(?:only )?unmarried\b|\b(?:someone|somebody|"
        "person|people|candidates?|engineers?|developers?) without (?:an? |any )?(?:family|children|kids|"
        r"partner|ties|obligations at home)\b",
    ),
    (
        "looks",
        r"\bslim (?:figure|build|waist|body)\b|\b(?:physically|visually) attractive\b|\b(?:attractive|charming|"
        r"pretty) (?:[\w-]+ )?personality\b",
    ),
    (
        "health",
        r"\bHIV[- ](?:negative|free|status)\b|\b(?:un)?vaccinated (?:people|persons?|candidates?|applicants?|"
        r"only|staff)\b|\bvaccination (?:required|is required|mandatory|status)\b",
    ),
    ("native", r"\blike an? native\b(?! (?:app|application|client|module|function))"),
    # --- orientation, politics ---
    (
        "orientation",
        r"\b(?:no|not|only|preferably|must be|should be|be|nobody) (?:an? |be )?(?:gays?|lesbians?|homosexuals?|"
        r"heterosexuals?|trans(?:gender|sexual)s?|bisexuals?|queers?|cis(?:gender)?|lgbt\w*)\b(?:(?: people|"
        r" person| candidates?| applicants?))?(?! (?:community|friendly|network|rights))|\b(?:straight|"
        r"heterosexual|cisgender) (?:men|women|man|woman|people|person|candidates?|applicants?|only)\b|"
        r"\bsexual orientation\s*(?::|is|=|should|must)",
    ),
    (
        "politics",
        r"\b(?:no|not|only|preferably|must be|should be|nobody|be) (?:an? |be )?(?:conservatives?|leftists?|"
        r"liberals?|republicans?|democrats?|communists?|socialists?|right[- ]wing\w*|left[- ]wing\w*|"
        r"union members?|trade unionists?|feminists?|greens voters?|vegans?)\b(?! (?:estimate|approach|in|with|"
        r"about|arts|bias|data))|\b(?:not|never) (?:be )?(?:a member of|in|join|belong to) (?:a|any|"
        r"the) (?:trade |labou?r )?(?:union|works council)\b|\bpolitical(?:ly)? (?:conservative|liberal|views?|"
        r"opinions?|affiliation)\s*(?::|is|=|should|must|preferred|required|like ours)|"
        r"\bmilitary service (?:completed|done|exempt)\b",
    ),
)
