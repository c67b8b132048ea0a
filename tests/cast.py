"""The cast of all tests, and small makers of what they need: engineers, briefs, hours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import connection
from django.http import HttpResponse

from guildworks.accounts.models import EngineerAccount, Membership, Organisation, User
from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.holds import place_hold
from guildworks.availability.actions.hours import set_capacity, set_working_hours
from guildworks.availability.holder import Holder
from guildworks.availability.load import Phase, load_of, monday_of
from guildworks.availability.models import Reservation
from guildworks.availability.overlap import WorkingDay
from guildworks.kernels.text.profile import ClaimDraft, LanguageDraft, ProfileDraft
from guildworks.matching.actions import make_shortlist, write_brief
from guildworks.matching.models import Brief, RankingPolicy, Shortlist
from guildworks.matching.ranking_policy import FIRST, get_policy
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.money import Money
from guildworks.talent.actions import (
    EvidenceDraft,
    import_engineers,
    list_engineers,
    record_evidence,
    set_rates,
)
from guildworks.talent.models import Engineer

TODAY = date(2026, 11, 23)
BERLIN_OFFICE_HOURS = WorkingDay("Europe/Berlin", 9 * 60, 17 * 60)


@dataclass(frozen=True)
class Cast:
    """Ada owns Halden; Bo hires for it, and Vi looks on; Cy owns another organisation and is a stranger to all."""

    ada: Actor
    bo: Actor
    vi: Actor
    cy: Actor
    halden: Organisation
    strangers: Organisation


def make_cast() -> Cast:
    halden = Organisation.objects.create(kind="client", name="Halden Mutual")
    strangers = Organisation.objects.create(kind="client", name="Elsewhere")
    people = (
        ("Ada", halden, "owner"),
        ("Bo", halden, "hiring_manager"),
        ("Vi", halden, "viewer"),
        ("Cy", strangers, "owner"),
    )
    actors = []
    for name, organisation, role in people:
        user = make_member(name, organisation, role=role)
        actors.append(Actor("user", user.id, organisation.id, role))
    return Cast(*actors, halden, strangers)


def make_admin(name: str = "Oda") -> User:
    """Somebody who is the operator's admin, and so the operator wherever they are signed in."""
    return make_member(name, operator_organisation(), role="admin")


def make_member(name: str, *organisations: Organisation, role: str = "owner", password: str = "") -> User:
    """A person with a verified address, and a password if one is given, in these organisations."""
    user = User(email=f"{name.lower()}@example.org", name=name)
    user.set_password(password or None)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for organisation in organisations:
        Membership.objects.create(user=user, organisation=organisation, role=role, joined_at=clock.now())
    return user


def make_account(engineer: Engineer, *, password: str = "") -> User:
    """The person who looks after this profile."""
    user = make_member(engineer.public_name.split()[0], password=password)
    EngineerAccount.objects.create(user=user, engineer_id=engineer.id, since=clock.now())
    return user


def make_engineer(
    name: str = "Rosa Lind",
    *,
    skills: Sequence[str] = ("python",),
    seen: dict[str, float] | None = None,
    rate: tuple[int, str] | None = (90, "EUR"),
    hours: int | None = 40,
    day: WorkingDay | None = BERLIN_OFFICE_HOURS,
    languages: dict[str, str] | None = None,
    city: str = "Berlin",
    country: str = "DE",
    years: float | None = 8,
    summary: str = "I build things that work.",
    listed: bool = True,
    email: str = "",
) -> Engineer:
    """A listed engineer with claims at level 3 and evidence of the given means."""
    operator = local_operator()
    draft = ProfileDraft(
        name=name,
        headline="Engineer",
        email=email,
        summary=summary,
        city=city,
        country=country,
        years=years,
        claims=tuple(ClaimDraft(skill, 3) for skill in skills),
        languages=tuple(LanguageDraft(code, level) for code, level in (languages or {"en": "C1"}).items()),
    )
    (engineer,) = import_engineers(operator, [draft], source="file", files=["resume.txt"])
    if rate:
        set_rates(operator, {engineer: [Money(*rate)]})
    if hours is not None:
        set_capacity(operator, {engineer: Decimal(hours)})
    if day:
        set_working_hours(operator, {engineer: day})
    if seen:
        drafts = [EvidenceDraft(skill, "test", uuid4(), mean, 0.3, TODAY) for skill, mean in seen.items()]
        record_evidence(operator, {engineer: drafts})
    if listed:
        list_engineers(operator, [engineer])
    return engineer


def make_brief(
    organisation: Organisation | None = None, *, text: str = "Python is a must, 20 hours a week for 8 weeks."
) -> Brief:
    """A brief of an organisation, or of the operator."""
    return write_brief(local_operator(), organisation or operator_organisation(), text=text, spent=Spent())


def make_list(actor: Actor, brief: Brief, *, top: int = 10) -> Shortlist:
    """The shortlist of a brief as it stands."""
    return make_shortlist(actor, brief, top=top, spent=Spent())


def make_policy(version: str, **weights: float) -> str:
    """A further ranking policy: the first one with other weights, which then sum to 1, and other measures of words."""
    document = RankingPolicy.objects.get(version=FIRST).document
    changed = document["numbers"]["weights"] | weights
    numbers = document["numbers"] | {
        "weights": {name: weight / sum(changed.values()) for name, weight in changed.items()}
    }
    terms = document["terms"] | {"average_length": document["terms"]["average_length"] / 1000}
    RankingPolicy.objects.create(version=version, document={"version": version, "numbers": numbers, "terms": terms})
    get_policy.cache_clear()  # another test may have had one of this version
    return version


def content_of(answer: HttpResponse) -> bytes:
    """What a page says, without the tokens of its forms and the name of its request, which are others each time."""
    return re.sub(rb'name="(csrfmiddlewaretoken|token)" value="[^"]+"|req_[0-9A-Z]{26}', b"", answer.content)


def week(number: int) -> date:
    """The Monday of a week: 0 is this one."""
    return monday_of(clock.today()) + timedelta(weeks=number)


def hold(
    *engineers: Engineer,
    hours: Any = 10,
    first: int = 1,
    weeks: int = 4,
    holder: Holder | None = None,
    actor: Actor | None = None,
) -> list[Reservation]:
    """The same hours of engineers for some weeks, held for the operator unless a holder is named."""
    load = load_of(week(first), [Phase(Decimal(str(hours)), weeks)])
    holder = holder or Holder.itself(operator_organisation())
    return place_hold(actor or local_operator(), engineers, holder=holder, load=load)


def tables_that_hold(word: str) -> list[str]:
    """Our tables with this word in any column of any row, also as the bytes of a binary one."""
    with connection.cursor() as cursor:
        found = []
        for table in tables_to_read():
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {table} t WHERE t::text ILIKE %s OR t::text LIKE %s)",
                [f"%{word}%", f"%{word.encode().hex()}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
        return found


def tables_to_read() -> list[str]:
    """Our tables that the program's role may read; the others are the guards' alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(oid, 'SELECT') ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]
