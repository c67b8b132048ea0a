"""Questions about threads."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from guildworks.accounts.models import Membership, User
from guildworks.conversations.threads.models import Comment, Mention, Thread
from guildworks.conversations.threads.subjects import Subject
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import BadId, parsed
from guildworks.platform.limits import limit
from guildworks.platform.paging import page_of


def threads_visible_to(asker: Actor) -> QuerySet[Thread]:
    """The threads that `asker` may read: the operator all, a person those of their organisation, an engineer none."""
    if asker.kind == "operator":
        return Thread.objects.all()
    if asker.kind != "user" or asker.organisation_id is None:
        return Thread.objects.none()
    return Thread.objects.filter(organisation_id=asker.organisation_id)


def comments_on(asker: Actor, subject: Subject, *, page: int) -> tuple[list[Comment], int]:
    """One page of what was said of a thing, page 1 the newest, each page in the order of reading; and how many.

    An answer stands under what it answers. Four SQL queries whatever is said, with authors, and whom each names.
    """
    rows = _in_order(asker, subject).select_related("author", "answers__author").prefetch_related(_named())
    found, total = page_of(rows, page)
    return found[::-1], total


def page_of_comment(asker: Actor, comment: Comment, subject: Subject) -> int:
    """On which page of its thread a comment stands. One SQL query."""
    root = comment.answers_id or comment.id
    newer = _in_order(asker, subject).filter(Q(root__gt=root) | Q(root=root, id__gt=comment.id))
    return newer.count() // limit("page_size") + 1


def get_comment(asker: Actor, shown_id: str) -> Comment:
    """The comment with this shown id. Raises NotFound, in the same words for a stranger's and for none."""
    whole = Comment.objects.select_related("thread__organisation").filter(thread__in=threads_visible_to(asker))
    try:
        found = whole.filter(id=parsed("com", shown_id)).first()
    except BadId:
        found = None
    if found is None:
        hint = _("The page of its thread shows those left.")
        raise NotFound(_("There is no such comment, or it is not yours."), hint=hint)
    return found


def find_thread(asker: Actor, subject: Subject) -> Thread | None:
    """The thread of a thing; None where nobody has said anything yet."""
    return _threads_of(asker, subject).first()


def participants(thread: Thread) -> QuerySet[User]:
    """Who takes part in a thread, by name: whoever wrote there or was named, and belongs to its organisation still."""
    wrote = Comment.objects.filter(thread=thread).values("author_id")
    named = Mention.objects.filter(comment__thread=thread).values("person_id")
    members = Membership.objects.filter(organisation=thread.organisation_id).values("user_id")
    return User.objects.filter(Q(id__in=wrote) | Q(id__in=named), id__in=members).order_by("name", "id")


def who_is_to_answer(comment_id: UUID) -> set[UUID]:
    """Who takes part in the thread of a comment, but those whom it names: they are told that they are named."""
    comment = Comment.objects.select_related("thread").get(id=comment_id)
    named = Mention.objects.filter(comment=comment).values_list("person_id", flat=True)
    return set(participants(comment.thread).values_list("id", flat=True)) - set(named)


def colleagues(asker: Actor, subject: Subject) -> list[User]:
    """With whom `asker` can share a thing of their organisation, by name; as many as one page has."""
    of = Membership.objects.filter(organisation=subject.organisation).exclude(user_id=asker.id).select_related("user")
    return [each.user for each in of.order_by("user__name", "user_id")[: limit("page_size")]]


def people_behind(shown_ids: list[str]) -> list[UUID]:
    """The ids of people, as a form sends them. Raises BadId."""
    return [parsed("usr", shown_id) for shown_id in shown_ids[: limit("page_size")]]


def _threads_of(asker: Actor, subject: Subject) -> QuerySet[Thread]:
    key = {"subject_kind": subject.kind, "subject_id": subject.id, "part_id": subject.part_id}
    return threads_visible_to(asker).filter(**key)


def _in_order(asker: Actor, subject: Subject) -> QuerySet[Comment]:
    """The newest first, each answer before what it answers: the order of reading, backwards."""
    rows = Comment.objects.filter(thread__in=_threads_of(asker, subject))
    return rows.annotate(root=Coalesce("answers_id", "id")).order_by("-root", "-id")


def _named() -> Prefetch[str, QuerySet[Mention], str]:
    return Prefetch("mentions", Mention.objects.select_related("person").order_by("person__name", "id"))
