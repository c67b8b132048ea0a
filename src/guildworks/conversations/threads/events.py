"""What happens in threads."""

from __future__ import annotations

from uuid import UUID

from guildworks.platform.events import declare

# Who takes part is `queries.participants`; for each colleague whom a comment names there is a `comment.shared` too.
COMMENT_WRITTEN = declare("comment.written", thread=UUID, about=UUID, is_answer=bool, named=int)
COMMENT_SHARED = declare("comment.shared", thread=UUID, about=UUID, person=UUID)
COMMENT_TAKEN_BACK = declare("comment.taken_back", thread=UUID)
