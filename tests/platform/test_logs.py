"""Logs: one JSON object a line, whoever writes it."""

from __future__ import annotations

import json
import subprocess
import sys

WRITES = """
import logging, structlog
from guildworks.platform import logs
logs.configure()
logging.getLogger("psycopg.pool").warning("error connecting in %r: %s", "pool-1", "refused\\nIs it running?")
logging.getLogger("django.request").warning("Unprocessable Entity: /")
structlog.get_logger().info("request", status=200)
"""


def test_what_libraries_warn_of_is_a_line_like_any_other():
    ran = subprocess.run([sys.executable, "-c", WRITES], capture_output=True, text=True, check=True)
    warned, ours = map(json.loads, ran.stderr.splitlines())
    assert (warned["logger"], warned["level"], warned["event"][:16]) == ("psycopg.pool", "warning", "error connecting")
    assert (ours["event"], ours["status"]) == ("request", 200)
