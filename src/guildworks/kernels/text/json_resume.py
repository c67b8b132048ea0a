"""JSON Resume (jsonresume.org, schema 1.0.0), read into a profile.

What a file holds beyond the schema is fine and listed; what has the wrong type is refused with its place in the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guildworks.kernels.text.fields.languages import language_code
from guildworks.kernels.text.fields.places import Places
from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft
from guildworks.kernels.text.resume import language_of_resume, warnings_of
from guildworks.kernels.text.resume_claims import claims_of, level_of, merge_claims
from guildworks.kernels.text.resume_dates import years_covered
from guildworks.kernels.text.resume_people import language_level
from guildworks.kernels.text.resume_years import stated_years
from guildworks.kernels.text.skill_entries import entries, names_a_skill, with_entries
from guildworks.kernels.text.span import Span

_ENTRIES_MAX = 500
_TEXT_MAX = 20_000
_QUOTE_MAX = 60
_DATE = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?")
_HALF = re.compile("[\ud800-\udfff]")  # of a pair of UTF-16: JSON reads a whole pair as one character
_KNOWN: Mapping[str, frozenset[str]] = {
    "": frozenset(
        {
            "$schema",
            "basics",
            "work",
            "volunteer",
            "education",
            "awards",
            "certificates",
            "publications",
            "skills",
            "languages",
            "interests",
            "references",
            "projects",
            "meta",
        }
    ),
    "basics": frozenset({"name", "label", "image", "email", "phone", "url", "summary", "location", "profiles"}),
    "work": frozenset(
        {"name", "position", "url", "startDate", "endDate", "summary", "highlights", "location", "description"}
    ),
    "volunteer": frozenset({"organization", "position", "url", "startDate", "endDate", "summary", "highlights"}),
    "education": frozenset({"institution", "url", "area", "studyType", "startDate", "endDate", "score", "courses"}),
    "skills": frozenset({"name", "level", "keywords"}),
    "languages": frozenset({"language", "fluency"}),
    "projects": frozenset(
        {"name", "description", "highlights", "keywords", "startDate", "endDate", "url", "roles", "entity", "type"}
    ),
}
# Parts of the schema that a profile has no room for: named as unread where they hold something.
_NOT_KEPT = ("awards", "publications", "interests", "references")


class UnreadableResume(ValueError):
    """A JSON Resume that cannot be read. `path` is the place in the file, such as `work[2].startDate`."""

    code = "resume_wrong_type"

    def __init__(self, path: str, wanted: str, got: str) -> None:
        where = f"at {path}" if path else "at the top"
        self.path, self.wanted, self.got = path, wanted, got
        self.message = f"This JSON Resume has {got} {where}, where {wanted} is wanted."
        self.hint = "Mend that place, or check the file against the schema at jsonresume.org/schema."
        super().__init__(f"{self.message} {self.hint}")


class BrokenJson(UnreadableResume):
    """A file that is meant as JSON and is none; `what` names the first place where it breaks."""

    def __init__(self, what: str) -> None:
        super().__init__("", "JSON", "broken JSON")
        self.message = f"This file is broken JSON: {what}."
        self.hint = "Mend that place, or send the resume as PDF, DOCX, Markdown or plain text."
        self.args = (f"{self.message} {self.hint}",)


@dataclass
class _Node:
    """An object of the file and where it stands; reading a field checks its type."""

    values: Mapping[str, Any]
    path: str
    unread: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise UnreadableResume(self._at(name), "text", _kind(value))
        return value.strip()[:_TEXT_MAX]

    def texts(self, name: str) -> list[str]:
        return [_text(item, f"{self._at(name)}[{at}]") for at, item in enumerate(self._list(name))]

    def day(self, name: str) -> date | None:
        words = self.text(name)
        if not words:
            return None
        found = _DATE.match(words)
        if not found:
            raise UnreadableResume(self._at(name), "a date such as 2021-03-31, 2021-03 or 2021", f"{words[:40]!r}")
        try:
            return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
        except ValueError:
            raise UnreadableResume(self._at(name), "a day that exists", f"{words[:40]!r}") from None

    def object(self, name: str) -> _Node:
        value = self.values.get(name)
        if value is not None and not isinstance(value, dict):
            raise UnreadableResume(self._at(name), "an object", _kind(value))
        return self._child(value or {}, self._at(name), name)

    def objects(self, name: str) -> list[_Node]:
        found = []
        for at, value in enumerate(self._list(name)):
            path = f"{self._at(name)}[{at}]"
            if not isinstance(value, dict):
                raise UnreadableResume(path, "an object", _kind(value))
            found.append(self._child(value, path, name))
        return found

    def _child(self, values: Mapping[str, Any], path: str, name: str) -> _Node:
        if name in _KNOWN:
            self.unread += [f"{path}.{key}" for key in values if key not in _KNOWN[name]]
        return _Node(values, path, self.unread)

    def _list(self, name: str) -> list[Any]:
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise UnreadableResume(self._at(name), "a list", _kind(value))
        if len(value) > _ENTRIES_MAX:
            raise UnreadableResume(self._at(name), f"a list of at most {_ENTRIES_MAX} entries", f"{len(value)} entries")
        return value

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def read_json_resume(data: bytes, *, graph: SkillGraph, gazetteer: Gazetteer, today: date) -> ProfileDraft:
    """Read a JSON Resume. Raises UnreadableResume with the place and what is wanted there."""
    root = _root(data)
    basics, skills = root.object("basics"), root.objects("skills")
    work, volunteer = root.objects("work"), root.objects("volunteer")
    projects, education = root.objects("projects"), root.objects("education")
    jobs = [_job(node, "name") for node in work] + [_job(node, "organization") for node in volunteer]
    works = [_work(node) for node in projects]
    claims = merge_claims([*_skill_claims(skills, gazetteer), *_told(basics, jobs, projects, gazetteer)])
    claims = tuple(claim for claim in claims if claim.skill in graph)
    city, country, zone = _place(basics.object("location"))
    summary = basics.text("summary")
    told = "\n".join([summary, *(job.text for job in jobs)])
    language = language_of_resume(told, [basics.text("name"), city], gazetteer)
    languages = _languages(root)
    _check_the_rest(education, root)
    return ProfileDraft(
        name=basics.text("name"),
        headline=basics.text("label") or (jobs[0].title if jobs else ""),
        summary=summary,
        email=basics.text("email"),
        country=country,
        city=city,
        zone=zone,
        years=stated_years(summary) or _years(jobs[: len(work)], today),
        claims=claims,
        jobs=tuple(jobs),
        works=tuple(works),
        languages=tuple(languages),
        language=language,
        unread=tuple(dict.fromkeys(root.unread)),
        warnings=warnings_of(language, claims),
    )


def _root(data: bytes) -> _Node:
    try:
        # No field wants a number, and int() fails on one of thousands of digits.
        values = json.loads(data.decode("utf-8-sig"), parse_int=float)
    except UnicodeDecodeError:
        raise UnreadableResume("", "text in UTF-8", "bytes of another encoding") from None
    except json.JSONDecodeError as wrong:
        what = f"{wrong.msg[:1].lower()}{wrong.msg[1:]}, line {wrong.lineno}, column {wrong.colno}"
        raise BrokenJson(what) from None
    except RecursionError:
        raise UnreadableResume("", "JSON that is not nested so deeply", "thousands of levels") from None
    if not isinstance(values, dict):
        raise UnreadableResume("", "an object", _kind(values))
    _check_characters(values)
    return _Node(values, "", [key for key in values if key not in _KNOWN[""]])


def _check_characters(values: Mapping[str, Any]) -> None:
    """Refuse half characters, which JSON can write ("\\ud800") and neither a terminal nor a database can show."""
    left: list[tuple[str, Any]] = [("", values)]
    while left:
        path, value = left.pop()
        if isinstance(value, str) and _HALF.search(value):
            raise UnreadableResume(path, "text of whole characters", "half a character")
        if isinstance(value, list):
            left += [(f"{path}[{at}]", item) for at, item in enumerate(value)]
        elif isinstance(value, dict):
            if any(map(_HALF.search, value)):
                raise UnreadableResume(path, "names of whole characters", "half a character")
            left += [(f"{path}.{name}" if path else name, item) for name, item in value.items()]


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise UnreadableResume(path, "text", _kind(value))
    return value.strip()[:_TEXT_MAX]


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _job(node: _Node, organisation: str) -> JobDraft:
    starts, ends = node.day("startDate"), node.day("endDate")
    if starts and ends and ends < starts:
        wanted = f"a day from {node.text('startDate')} on"
        raise UnreadableResume(f"{node.path}.endDate", wanted, f"{node.text('endDate')!r}")
    lines = [node.text("description"), node.text("summary"), *node.texts("highlights")]
    return JobDraft(
        title=node.text("position"),
        organisation=node.text(organisation),
        starts=starts,
        ends=ends,
        is_current=starts is not None and ends is None,
        text="\n".join(line for line in lines if line),
    )


def _work(node: _Node) -> WorkDraft:
    node.texts("keywords")
    lines = [node.text("description"), *node.texts("highlights")]
    return WorkDraft(node.text("name"), node.text("url"), "\n".join(line for line in lines if line))


def _skill_claims(nodes: Sequence[_Node], gazetteer: Gazetteer) -> Iterator[ClaimDraft]:
    """Each skill of a group by its name or a keyword, with the level of the group; what names none is unread.

    The name of a group of keywords may be a heading, such as "Languages": it is unread only where they are too.
    """
    for node in nodes:
        level = level_of(node.text("level"))
        name, keywords = node.text("name"), node.texts("keywords")
        claims, read = _listed([name, *keywords], gazetteer)
        for claim in claims:
            yield ClaimDraft(claim.skill, claim.level or level, claim.years)
        if name and not any(read):
            node.unread.append(f"{node.path}.name {_quoted(name)}")
        node.unread += [
            f"{node.path}.keywords[{at}] {_quoted(word)}"
            for at, word in enumerate(keywords)
            if word and not read[at + 1]
        ]


def _listed(listed: Sequence[str], gazetteer: Gazetteer) -> tuple[Sequence[ClaimDraft], list[bool]]:
    """The claims of a list of skills, and which of its entries name one."""
    text, spans = "", []
    for words in listed:
        spans.append(Span(len(text), len(text) + len(words)))
        text += f"{words}, "
    parts = [part for span in spans for part in entries(text, span)]
    # Found in the list as a whole: there its company tells what a word such as "Go" means.
    found = with_entries(text, gazetteer.find(text), parts, gazetteer)
    return claims_of(text, found), [names_a_skill(span, found) for span in spans]


def _quoted(words: str) -> str:
    plain = " ".join(words.split())
    return f'"{plain if len(plain) <= _QUOTE_MAX else plain[: _QUOTE_MAX - 1] + "…"}"'


def _told(
    basics: _Node, jobs: Sequence[JobDraft], projects: Sequence[_Node], gazetteer: Gazetteer
) -> Iterator[ClaimDraft]:
    """Skills that the free text names: summary, jobs and projects."""
    texts = [basics.text("label"), basics.text("summary"), *(f"{job.title}. {job.text}" for job in jobs)]
    for node in projects:
        texts += [node.text("description"), *node.texts("highlights")]
        yield from _listed(node.texts("keywords"), gazetteer)[0]
    for text in texts:
        for claim in claims_of(text, gazetteer.find(text)):
            yield ClaimDraft(claim.skill, claim.level, claim.years)


def _languages(root: _Node) -> Iterator[LanguageDraft]:
    """Each language once: of two entries the first that says how well."""
    found: dict[str, str | None] = {}
    for node in root.objects("languages"):
        name, fluency = node.text("language"), node.text("fluency")
        code = language_code(name.strip().casefold())
        if code is None:
            if name:
                root.unread.append(f"{node.path}.language")
            continue
        found[code] = found.get(code) or (language_level(fluency) if fluency else None)
    yield from (LanguageDraft(code, level) for code, level in found.items())


def _place(location: _Node) -> tuple[str, str, str]:
    """City, country code and zone."""
    places = Places.load()
    city, named = location.text("city"), location.text("countryCode")
    code = places.country_code(named)
    if named and code is None:
        location.unread.append(f"{location.path}.countryCode")
    region = location.text("region") or location.text("address")
    found = places.find_place(", ".join(part for part in (city, region) if part))
    if code:
        zone = places.zone_of(city, code) or (found.zone if found and found.country == code else "")
        return city, code, zone or ""
    return (city, found.country, found.zone) if found else (city, "", "")


def _years(jobs: Sequence[JobDraft], today: date) -> float | None:
    return years_covered((job.starts, job.ends or today) for job in jobs if job.starts and job.starts <= today)


def _check_the_rest(education: Sequence[_Node], root: _Node) -> None:
    """Types of what is not kept are checked too, so that the same file is not refused later."""
    for node in education:
        node.text("institution"), node.text("area"), node.text("studyType")
        node.day("startDate"), node.day("endDate")
    root.unread += [name for name in _NOT_KEPT if root.objects(name)]
