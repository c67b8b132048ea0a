"""What events are about, as people name it: a shown id, whose prefix tells its kind; and the page of it at the desk."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from guildworks.platform.actor import OPERATOR_CHAIN, PROGRAM, Ref, chain_of
from guildworks.platform.enumeration import enumerated
from guildworks.platform.errors import BadInput
from guildworks.platform.ids import parsed, shown

# The kind of a subject by the prefix of its shown id.
KINDS = {
    "eng": "engineer",
    "usr": "user",
    "org": "organisation",
    "brf": "brief",
    "sho": "shortlist",
    "hld": "reservation",
    "inv": "invitation",
    "ssr": "saved_search",
    "com": "comment",
    "mail": "mail",
}
PREFIXES = {kind: prefix for prefix, kind in KINDS.items()}
PAGES = {"engineer": "desk-engineer", "user": "desk-person", "organisation": "desk-organisation"}
ABOUT = {"brief": "brief", "shortlist": "shortlist"}  # pages of others


class UnknownSubject(BadInput):
    """There are no events about such a thing."""

    code = "unknown_subject"


def subject_of(shown_id: str) -> Ref:
    """What a shown id names. Raises UnknownSubject for a prefix that events know nothing of, or BadId."""
    prefix = shown_id.strip().partition("_")[0]
    if prefix not in KINDS:
        known = enumerated([f"{each}_…" for each in KINDS])
        hint = _("An id begins with one of these: %(known)s. Copy it whole from where it was shown.")
        raise UnknownSubject(
            _("%(id)s is not an id that events are about") % {"id": repr(shown_id[:40])}, hint=hint % {"known": known}
        )
    return Ref(KINDS[prefix], parsed(prefix, shown_id))


def shown_subject(kind: str, id_: UUID) -> str:
    """The shown id; of what has none its kind and id."""
    if id_ == PROGRAM.id:
        return _("the program")
    return shown(PREFIXES[kind], id_) if kind in PREFIXES else f"{kind} {id_}"


def actor_kind(kind: str, id_: UUID, organisation: UUID | None) -> str:
    """The kind of thing that an actor is: an operator is a person, but the local one is the organisation itself."""
    if kind == "operator":
        return "organisation" if id_ == organisation else "user"
    return kind


def page_of_subject(kind: str, id_: UUID) -> str:
    """The address of its page; empty where it has none."""
    name = PAGES.get(kind) or ABOUT.get(kind)
    return reverse(name, args=[shown(PREFIXES[kind], id_)]) if name else ""


def chain_name(shown_chain: str) -> str:
    """The chain behind a word of an address: `operator`, or the shown id of its owner. Raises as `subject_of`."""
    return OPERATOR_CHAIN if shown_chain == OPERATOR_CHAIN else chain_of(subject_of(shown_chain))


def shown_chain(name: str) -> str:
    """The word of an address for a chain; empty for one that no owner of today has."""
    kind, _colon, id_ = name.partition(":")
    if name == OPERATOR_CHAIN:
        return name
    return shown(PREFIXES[kind], UUID(id_)) if kind in PREFIXES else ""
