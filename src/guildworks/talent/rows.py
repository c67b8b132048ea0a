"""What is kept of a draft of a profile, as rows that nobody has saved yet."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

from django.db.models import Field
from django.utils.translation import gettext as _

from guildworks.kernels.text.profile import ClaimDraft, JobDraft, ProfileDraft, WorkDraft
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import limit
from guildworks.talent.models import Claim, Engineer, Job, Language, Work


class BadProfile(BadInput):
    """A profile needs a name, a country code of ISO 3166, and 0 to 70 years of experience."""

    code = "bad_profile"
    hint = "Nothing was changed; correct what is named."
    at_terminal = "`guildworks engineers edit --help` shows what a profile takes."


def kept(name: str, value: str | float) -> str | float:
    """A field as it is kept. Raises BadProfile for text that its column cannot hold."""
    if not isinstance(value, str):
        return value
    text = value.strip() if name == "summary" else value.replace("\n", " ").replace("\t", " ").strip()
    field = name.removeprefix("public_")
    column = Engineer._meta.get_field(name)
    most = column.max_length if isinstance(column, Field) else None
    if most and len(text) > most:
        message = _("The %(field)s has %(count)s characters; at most %(most)s are kept")
        raise BadProfile(message % {"field": field, "count": f"{len(text):,}", "most": most})
    if text != _written(text):
        message = _("The %(field)s holds control characters, which no written text has")
        raise BadProfile(message % {"field": field})
    return text


def only(
    *, claims: Sequence[ClaimDraft] = (), jobs: Sequence[JobDraft] = (), works: Sequence[WorkDraft] = ()
) -> ProfileDraft:
    """A draft of nothing but these."""
    return ProfileDraft("", claims=tuple(claims), jobs=tuple(jobs), works=tuple(works))


def engineer_of(draft: ProfileDraft, *, is_demo: bool) -> Engineer:
    """The engineer of a draft; what is too long is cut."""
    return Engineer(
        public_name=_written(draft.name)[:120],
        headline=_written(draft.headline)[:200],
        summary=_written(draft.summary),
        email=_written(draft.email)[:254],
        city=_written(draft.city)[:100],
        country=str(kept("country", draft.country)),
        years=None if draft.years is None else round(min(max(draft.years, 0), 70), 1),
        is_demo=is_demo,
    )


def jobs_of(engineer: Engineer, draft: ProfileDraft) -> list[Job]:
    """The jobs of a draft."""
    return [
        Job(
            engineer=engineer,
            title=_written(job.title)[:200],
            organisation=_written(job.organisation)[:200],
            starts=job.starts,
            ends=job.ends,
            is_current=job.is_current,
            text=_written(job.text),
        )
        for job in draft.jobs
    ]


def works_of(engineer: Engineer, draft: ProfileDraft) -> list[Work]:
    """The portfolio of a draft."""
    return [
        Work(
            engineer=engineer,
            title=_written(work.title)[:200],
            url=_written(work.url)[:500],
            text=_written(work.text),
        )
        for work in draft.works
    ]


def claims_of(engineer: Engineer, draft: ProfileDraft) -> list[Claim]:
    """The claims of a draft, as many as are kept of anybody."""
    most = limit("claims_per_engineer")
    return [
        Claim(engineer=engineer, skill_id=said.skill, level=said.level, years=_years(said.years))
        for said in draft.claims[:most]
    ]


def languages_of(engineer: Engineer, draft: ProfileDraft) -> list[Language]:
    """The languages of a draft."""
    return [Language(engineer=engineer, code=said.code, level=said.level or "") for said in draft.languages]


def _written(text: str) -> str:
    """A text of a file without control characters: no column keeps a zero, and no terminal should be steered."""
    return "".join(letter for letter in text if letter in "\n\t" or category(letter) != "Cc")


def _years(years: float | None) -> float | None:
    return None if years is None else round(min(years, 70), 1)
