"""Words for the person that a brief looks for, in the notation of `grammar`."""

from __future__ import annotations

PERSON = (
    r"(?:engineers?|developers?|devs?|programmers?|specialists?|experts?|architects?|consultants?|scientists?|"
    r"researchers?|analysts?|designers?|freelancers?|contractors?|person|someone|somebody|two people|one of you)"
)
