"""What tests of the pseudo-locale share about people of one client: who asks, what they say, which words are theirs."""

from __future__ import annotations

from uuid import uuid4

from guildworks.accounts.models import User
from guildworks.conversations.models import Comment
from guildworks.conversations.threads.actions import Said, write_comment
from guildworks.conversations.threads.subjects import Subject
from tests.web.pseudo import unmarked

PEOPLE = ("Bo", "Vi", "Cy", "Zoe", "Di Novak", "Rosa Lind", "Elsewhere")
TYPED = ("Letters", "She fits.", "So does he.", "Look.", "Hello")


def missed(answer, *data: str) -> list[str]:
    """The words of an answer that went past translation, but for the names and words that these tests have made."""
    return unmarked(answer.content.decode(), *PEOPLE, *TYPED, *data)


def user_of(actor) -> User:
    return User.objects.get(id=actor.id)


def say(actor, about: Subject, text: str, *, answers: Comment | None = None) -> Comment:
    return write_comment(actor, about, Said(text, uuid4(), answers.id if answers else None))
