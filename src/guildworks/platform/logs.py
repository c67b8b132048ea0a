"""Structured logs: one JSON object a line on stderr for programs, plain lines where a person watches."""

from __future__ import annotations

import logging
import logging.config
import os
import sys

import structlog

# A refusal is an answer, and a fault of ours is logged where it is caught: Django's own bare lines add nothing.
_SILENT = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"none": {"class": "logging.NullHandler"}},
    "loggers": {name: {"handlers": ["none"], "propagate": False} for name in ("django.request", "django.security")},
}


def configure() -> None:
    """Set up structlog once per server process. GUILDWORKS_LOG is `json`, `plain` (default at a terminal) or `off`.

    Commands keep no log: what they have to say, they say to whoever called them.
    """
    logging.config.dictConfig(_SILENT)
    form = os.environ.get("GUILDWORKS_LOG") or ("plain" if sys.stderr.isatty() else "json")
    level = logging.CRITICAL if form == "off" else logging.INFO
    renderer = structlog.dev.ConsoleRenderer() if form == "plain" else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
