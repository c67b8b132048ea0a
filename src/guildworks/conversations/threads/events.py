"""What happens in threads."""

from __future__ import annotations

from uuid import UUID

from guildworks.platform.events import declare

ABOUT = ("brief", "shortlist", "listed_engineer")  # the kinds of what can be talked about
# Who takes part is `queries.participants`; for each colleague whom a comment names there is a `comment.shared` too.
COMMENT_WRITTEN = declare("comment.written", thread=UUID, about=UUID, about_kind=ABOUT, is_answer=bool, named=int)
COMMENT_SHARED = declare("comment.shared", thread=UUID, about=UUID, about_kind=ABOUT, person=UUID)
COMMENT_TAKEN_BACK = declare("comment.taken_back", thread=UUID)
