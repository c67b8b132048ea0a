"""The skill graph, for programs."""

from __future__ import annotations

from typing import Any

from ninja import Query
from pydantic import Field

from guildworks.accounts.api_keys.guard import routes
from guildworks.platform.http.cursors import Asked, part_after
from guildworks.platform.http.keys import ANY_KEY
from guildworks.platform.http.routes import KeyRequest
from guildworks.platform.http.shapes import PageTold, Searching, Told
from guildworks.skills.queries import get_skill, named, skill_json

api = routes("Skills")


class SkillTold(Told):
    """A skill of the graph."""

    skill: str = Field(description="Its slug.")
    name: str
    aliases: list[str] = Field(description="How else it is written.")
    kind: str
    broader: list[str] = Field(description="Slugs of the skills that it is a part of.")
    esco: str | None = Field(description="The skill of ESCO that it is.")


class SkillsTold(PageTold):
    """A page of skills, by slug."""

    skills: list[SkillTold]


@api.read("/skills", scope=ANY_KEY, gives=SkillsTold)
def list_skills(request: KeyRequest, page: Query[Searching]) -> Any:
    """List the skills of the graph whose name or alias holds these words."""
    asked = Asked("skills", request.key_id, page, {"search": page.search})
    rows, after = part_after(sorted(named(page.search), key=lambda skill: skill.slug), asked, lambda skill: skill.slug)
    return {"skills": [skill_json(skill) for skill in rows], "next": after}


@api.read("/skills/{skill}", scope=ANY_KEY, gives=SkillTold)
def read_skill(request: KeyRequest, skill: str) -> Any:
    """Read one skill."""
    return skill_json(get_skill(skill))
