"""A thread as a page shows it: who said what, and the forms to say more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.safestring import SafeString

from guildworks.accounts.models import User
from guildworks.accounts.policies import may_change_members
from guildworks.conversations.threads.models import Comment
from guildworks.conversations.threads.policies import acts_for
from guildworks.conversations.threads.queries import colleagues, comments_on
from guildworks.conversations.threads.subjects import Subject
from guildworks.conversations.threads.words import BadComment, linked
from guildworks.platform.actor import Actor
from guildworks.platform.enumeration import enumerated
from guildworks.platform.errors import GuildworksError
from guildworks.platform.ids import uuid7
from guildworks.platform.limits import limit
from guildworks.web.paging import pages_of


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was refused, as it was sent: one that shares, that of a new comment, or of an answer to `answers`."""

    refusal: GuildworksError
    text: str
    answers: str = ""
    ticked: tuple[str, ...] = ()

    @property
    def is_of_words(self) -> bool:
        """Whether what was written is wrong; else it is whom it goes to, or when."""
        return isinstance(self.refusal, BadComment)


@dataclass(frozen=True, slots=True)
class Shown:
    """One comment; `words` is empty once it was taken back."""

    id: str
    author: str
    initials: str
    to: str  # whom it answers
    named: str  # with whom it shares
    at: datetime
    words: SafeString
    is_gone: bool
    may_answer: bool
    may_take_back: bool
    token: UUID  # of the form that answers it


def talk_shown(
    asker: Actor, subject: Subject, *, page: int = 1, own_page: bool = False, refused: Refused | None = None
) -> dict[str, Any]:
    """All that the block of a thread shows; the same at the foot of a thing's page and on the thread's own."""
    comments, total = comments_on(asker, subject, page=page)
    may_write = acts_for(asker, subject.organisation.id)
    return {
        "subject": subject,
        "comments": [_shown(each, asker, may_write=may_write) for each in comments],
        "total": total,
        "pages": pages_of(total, page),
        "own_page": own_page,
        "may_write": may_write,
        "most": limit("comment_characters"),
        "token": uuid7(),
        "refused": refused,
    }


def sharing_shown(asker: Actor, subject: Subject) -> dict[str, Any]:
    """All that the page shows on which a thing is shared with colleagues."""
    may_write = acts_for(asker, subject.organisation.id)
    return {
        "subject": subject,
        "may_write": may_write,
        "may_invite": may_change_members(asker, subject.organisation) is None,
        "colleagues": colleagues(asker, subject) if may_write else [],
        "link": f"{settings.PUBLIC_ADDRESS.origin}{subject.address}",
        "most": limit("comment_characters"),
        "token": uuid7(),
    }


def _shown(comment: Comment, asker: Actor, *, may_write: bool) -> Shown:
    is_gone = comment.taken_back_at is not None
    return Shown(
        id=comment.shown_id,
        author=comment.author.said_name,
        initials=initials(comment.author),
        to=comment.answers.author.said_name if comment.answers else "",
        named=enumerated([mention.person.said_name for mention in comment.mentions.all()]),
        at=comment.written_at,
        words=linked(comment.text),
        is_gone=is_gone,
        may_answer=may_write and not is_gone and comment.answers is None,
        may_take_back=may_write and not is_gone and comment.author_id == asker.id,
        token=uuid7(),
    )


def initials(person: User) -> str:
    """`HV` of Hedda Voss, `V` of Viola."""
    words = person.name.split()
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()
