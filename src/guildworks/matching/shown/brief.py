"""A brief as its page shows it: the words, what was read, questions with answers, forms, and what the market has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.matching import wording
from guildworks.matching.answers import Answer, answers
from guildworks.matching.corrections import AskedFor
from guildworks.matching.feasibility import costs
from guildworks.matching.models import FeasibilityCheck
from guildworks.matching.shown.brief_words import FORM_WORDS, Item, Question, brief_shown
from guildworks.matching.shown.corrections import Form, Forms, NoForms, Sent
from guildworks.platform.figures import figure
from guildworks.platform.money import amounts_text


def reading_shown(text: str, requirement: Mapping[str, Any]) -> dict[str, Any]:
    """What a page shows of a text and of what was read from it."""
    read = brief_shown(text, requirement)
    used, count = {item.form for item in read.items}, requirement["words"]
    words = ngettext("%(count)s word, %(language)s", "%(count)s words, %(language)s", count)
    return {
        "brief": read,
        "words": words % {"count": figure(count), "language": wording.language_word(requirement["language"])},
        "forms": [(form, words) for form, words in FORM_WORDS.items() if form in used],
        "suggestions": ", ".join(wording.suggestions(requirement)),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """An item with the form that corrects it, where somebody may."""

    item: Item
    form: Form | None
    is_changed: bool  # just now


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the answers that are one click away."""

    question: Question
    answers: list[tuple[Answer, int]]  # and the version that each is an answer to


def brief_page(
    asks: AskedFor,
    *,
    may_correct: bool,
    told: FeasibilityCheck | None,
    sent: Sent | None = None,
    changed: str = "",
) -> dict[str, Any]:
    """All that the page shows of a brief; `changed` names the item that was corrected just now."""
    forms = Forms(asks, sent) if may_correct else NoForms()
    shown = reading_shown(asks.brief.text, asks.told)
    read = shown["brief"]
    return {
        **shown,
        "record": asks.brief,
        "title": asks.brief.title,
        "may_correct": may_correct,
        "rows": [Row(item, forms.of(item.item), bool(changed) and item.item == changed) for item in read.items],
        "asked": [Asked(each, _answers(each.field, asks) if may_correct else []) for each in read.questions],
        "unsaid": [(field, label, words, forms.of(field)) for field, label, words in read.unsaid],
        "adding": forms.adding(),
        "taken_out": [(label, forms.of(item)) for item, label in _taken_out(asks)],
        "market": [_market(role) for role in told.roles] if told else [],
    }


def _answers(field: str, asks: AskedFor) -> list[tuple[Answer, int]]:
    return [(each, asks.versions.get(each.item, 0)) for each in answers(field, asks.told)]


def _taken_out(asks: AskedFor) -> list[tuple[str, str]]:
    """What somebody has said is not asked for: the way back stays open."""
    return [(each.item, wording.item_text(each.item)) for each in asks.corrections if each.says == "nothing"]


def _market(role: Mapping[str, Any]) -> dict[str, Any]:
    """What the market has for one role, in words."""
    cost, currency = costs(role), role["currency"]
    return {
        "role": role["role"],
        "fit": figure(role["fit"]) if role["fit"] else _("fewer than 3"),
        "candidates": figure(role["candidates"]) if role["candidates"] else "",
        "rates": wording.rate_text(_between(role["rates"], currency), "hour") if role["rates"] else "",
        "cost": _between(cost, currency) if cost else "",
        "hours": figure(role["total_hours"], ",.0f") if role["total_hours"] else "",
        "strictest": wording.hard_text(role["strictest"]) if role["strictest"] else "",
        "fail": figure(role["fail"]) if role["fail"] else "",
        "helps": wording.hard_text(role["helps"]) if role["helps"] else "",
        "more": figure(role["more"]) if role["more"] else "",
    }


def _between(ends: Sequence[int], currency: str | None) -> str:
    low, high = ends
    return amounts_text(low, high, currency)
