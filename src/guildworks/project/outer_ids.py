"""How ids are shown, by the kind of what they name, as the models have it; and of what kind the ids in events are."""

from __future__ import annotations

PREFIXES = {
    "engineer": "eng",
    "user": "usr",
    "organisation": "org",
    "brief": "brf",
    "listed_engineer": "sho",  # who is talked about on a list; whoever reads such an id finds the list
    "shortlist": "sho",
    "reservation": "hld",
    "reservation_group": "grp",
    "invitation": "inv",
    "saved_search": "ssr",
    "thread": "thr",
    "comment": "com",
    "mail": "mail",
    "api_key": "apk",
    "webhook": "whk",
    "policy_promotion": "pol",
    "signing_key": "sky",
    "backup": "bak",
    "restoration": "rst",
    "job": "job",  # of a worker
    "past_job": "pjb",
    "work": "wrk",
}
FACTS = {
    "about": "",
    "brief": "brief",
    "engineer": "engineer",
    "group": "reservation_group",
    "holder": "",
    "invitation": "invitation",
    "job": "past_job",
    "organisation": "organisation",
    "person": "user",
    "retired": "signing_key",
    "shortlist": "shortlist",
    "thread": "thread",
    "work": "work",
}
