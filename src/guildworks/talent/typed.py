"""Parts of a profile as somebody types them into a form. Each refusal names its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from guildworks.kernels.text.fields.languages import language_code
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, WorkDraft
from guildworks.platform import money
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit
from guildworks.skills.queries import gazetteer, graph
from guildworks.talent.actions import BadLevel, BadRate
from guildworks.talent.profiles.actions import BadClaim, BadJob
from guildworks.talent.rows import BadProfile

Sent = Mapping[str, str]
YEARS_MOST = 70


def claim_typed(sent: Sent) -> ClaimDraft:
    """A claim from `skill`, `level` and `years`. Raises BadClaim or BadProfile."""
    return ClaimDraft(skill_typed(sent.get("skill", "")), level_typed(sent.get("level", "")), years_typed(sent))


def skill_typed(text: str) -> str:
    """The slug of a skill by its slug, its name or another way to write it. Raises BadClaim."""
    words = " ".join(text.split())
    if words in graph():
        return words
    folded = words.casefold()
    for skill in graph().skills.values():
        if folded in (skill.name.casefold(), *(alias.text.casefold() for alias in skill.aliases)):
            return skill.slug
    if words and (mention := gazetteer().named(words)):
        return mention.skill
    said = _("%(skill)s is not a skill that we know.") % {"skill": repr(words[:60])} if words else _("Name a skill.")
    raise BadClaim(said, fields={"skill": said})


def level_typed(text: str) -> int | None:
    """A level from 1 to 4; None where nothing is chosen. Raises BadClaim."""
    if text in ("", "1", "2", "3", "4"):
        return int(text) if text else None
    said = _("Choose one of these levels.")
    raise BadClaim(said, fields={"level": said})


def years_typed(sent: Sent) -> float | None:
    """Years from `years`, such as `5` or `2.5`; None where nothing is typed. Raises BadProfile."""
    text = sent.get("years", "").strip().replace(",", ".")
    if not text:
        return None
    try:
        years = float(text)
    except ValueError:
        years = -1.0
    if 0 <= years <= YEARS_MOST:
        return round(years, 1)
    said = _("Years are a number from 0 to 70, such as 5 or 2.5.")
    raise BadProfile(said, fields={"years": said})


def rate_typed(sent: Sent) -> money.Money:
    """A rate from `amount` and `currency`. Raises BadRate."""
    try:
        of = money.currency(sent.get("currency", "").strip())
    except money.BadMoney as wrong:
        raise BadRate(wrong.message, hint=wrong.hint, fields={"currency": wrong.message}) from wrong
    try:
        return money.parsed(f"{sent.get('amount', '').strip() or '?'} {of.code}")
    except money.BadMoney:
        said = _("An hour costs an amount such as 95 or 95.50.")
        raise BadRate(said, fields={"amount": said}) from None


def language_typed(sent: Sent) -> LanguageDraft:
    """A language from `language`, its name or code, and `level`. Raises BadLevel."""
    words = sent.get("language", "").strip()
    code = language_code(words)
    if code is None:
        said = _("%(language)s is not a language that we know.") % {"language": repr(words[:40])}
        raise BadLevel(said, hint=_("Choose one of the list."), fields={"language": said})
    return LanguageDraft(code, sent.get("level", "") or None)


def job_typed(sent: Sent) -> JobDraft:
    """A job from `title`, `organisation`, `starts`, `ends`, `current` and `text`. Raises BadJob or BadProfile."""
    starts = day_typed(sent, "starts")
    is_current = bool(sent.get("current"))
    return JobDraft(
        title=line_typed(sent, "title", most=200),
        organisation=line_typed(sent, "organisation", most=200),
        starts=starts,
        ends=None if is_current else day_typed(sent, "ends"),
        is_current=is_current,
        text=text_typed(sent, "text"),
    )


def work_typed(sent: Sent) -> WorkDraft:
    """A piece of a portfolio from `title`, `url` and `text`. Raises BadProfile."""
    return WorkDraft(line_typed(sent, "title", most=200), line_typed(sent, "url", most=500), text_typed(sent, "text"))


def day_typed(sent: Sent, name: str) -> date | None:
    """The day of `2021-03-31`, or the first of `2021-03` or `2021`; None where nothing is typed. Raises BadJob."""
    text = sent.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text))
    except ValueError:
        said = _("Write a month such as 2021-03.")
        raise BadJob(said, fields={name: said}) from None


def line_typed(sent: Sent, name: str, *, most: int) -> str:
    """A line of text. Raises BadProfile where it is too long."""
    return _bounded(" ".join(sent.get(name, "").split()), name, most)


def text_typed(sent: Sent, name: str) -> str:
    """Some lines of text. Raises BadProfile where they are too long."""
    return _bounded(sent.get(name, "").replace("\r\n", "\n").strip(), name, limit("profile_characters"))


def _bounded(text: str, name: str, most: int) -> str:
    if len(text) > most:
        facts = {"count": figure(len(text)), "most": figure(most)}
        said = _("This has %(count)s characters; at most %(most)s are kept.") % facts
        raise BadProfile(said, hint=_("Make it shorter."), fields={name: said})
    return text
