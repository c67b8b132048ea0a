"""One engineer for a program: the same for the command line and for the interface of programs."""

from __future__ import annotations

from typing import Any

from guildworks.platform import money
from guildworks.platform.dates import clock_text
from guildworks.talent.models import Engineer


def engineer_json(engineer: Engineer) -> dict[str, Any]:
    """All that the operator, and the engineer themself, see of a profile."""
    week = getattr(engineer, "workweek", None)
    day, hours = (week.day, week.hours) if week else (None, None)
    return {
        "engineer": engineer.shown_id,
        "name": engineer.public_name,
        "headline": engineer.headline,
        "summary": engineer.summary,
        "email": engineer.email,
        "city": engineer.city,
        "country": engineer.country,
        "years": None if engineer.years is None else float(engineer.years),
        "listed": hasattr(engineer, "listing"),
        "demo": engineer.is_demo,
        "hours_per_week": None if hours is None else float(hours),
        "confirmed_at": week and week.confirmed_at and week.confirmed_at.isoformat(),
        "paused": bool(week and week.paused_at),
        "working_hours": {"zone": day.zone, "starts": clock_text(day.starts), "ends": clock_text(day.ends)}
        if day
        else None,
        "rates": [
            {"amount": float(money.from_minor(r.hourly_minor, r.currency).amount), "currency": r.currency}
            for r in engineer.rates.all()
        ],
        "languages": [{"code": spoken.code, "level": spoken.level or None} for spoken in engineer.languages.all()],
        "claims": [
            {"skill": c.skill_id, "level": c.level, "years": None if c.years is None else float(c.years)}
            for c in engineer.claims.all()
        ],
        "evidence": [
            {
                "skill": e.skill_id,
                "source": e.source_kind,
                "mean": e.mean,
                "error": e.standard_error,
                "on": f"{e.observed_on}",
            }
            for e in engineer.evidence.all()
        ],
        "jobs": [
            {"title": job.title, "starts": str(job.starts or "") or None, "ends": str(job.ends or "") or None}
            for job in engineer.jobs.all()
        ],
    }
