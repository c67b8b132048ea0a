"""Structured logs: one JSON object a line on stderr for programs, plain lines where a person watches."""

from __future__ import annotations

import logging
import logging.config
import os
import sys
from collections.abc import Sequence
from typing import Any

import structlog
from structlog.typing import Processor

# A refusal is an answer, and a fault of ours is logged where it is caught: Django's own bare lines add nothing.
_SILENT = ("django.request", "django.security")


def configure() -> None:
    """Set up structlog once per server process. GUILDWORKS_LOG is `json`, `plain` (default at a terminal) or `off`.

    Commands keep no log: what they have to say, they say to whoever called them.
    """
    form = os.environ.get("GUILDWORKS_LOG") or ("plain" if sys.stderr.isatty() else "json")
    renderer: Processor = structlog.dev.ConsoleRenderer() if form == "plain" else structlog.processors.JSONRenderer()
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*processors, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL if form == "off" else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(_of_libraries(processors, renderer, is_off=form == "off"))


def _of_libraries(processors: Sequence[Processor], renderer: Processor, *, is_off: bool) -> dict[str, Any]:
    """What libraries warn of, such as the pool of connections, in the same lines."""
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [structlog.stdlib.add_logger_name, *processors],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {
            "none": {"class": "logging.NullHandler"},
            "lines": {"class": "logging.StreamHandler", "formatter": "line"},
        },
        "loggers": {name: {"handlers": ["none"], "propagate": False} for name in _SILENT},
        "root": {"handlers": ["none" if is_off else "lines"], "level": "WARNING"},
    }
