"""`guildworks serve`: the web pages."""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
from time import monotonic, sleep
from typing import Annotated

import typer

from guildworks.cli.console import err
from guildworks.platform.errors import BadInput

ENDING_SECONDS_MOST = 1.0
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen on.")]


class PortTaken(BadInput):
    """Something else listens on this port."""

    code = "port_taken"


class LoopbackOnly(BadInput):
    """Whoever reaches a demo is signed in by one click, so it is served to this machine only."""

    code = "loopback_only"
    hint = "Leave --host out. Real people are served from a database that is no demo."


class NoProxy(BadInput):
    """The public address is https, and nothing says that a proxy stands before this server, which speaks http."""

    code = "https_needs_a_proxy"
    hint = "Set GUILDWORKS_BEHIND_PROXY=1 where a proxy sets X-Forwarded-Proto and X-Forwarded-For."


def serve(
    port: Port = 8000,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Server processes.")] = 2,
) -> None:
    """Serve the pages until Ctrl-C."""
    from guildworks.project import start

    start.ready()
    from guildworks.project.demo.renewal import renew

    renew()
    run(host=host, port=port, workers=workers)


def run(*, host: str, port: int, workers: int = 2) -> None:
    """Serve until SIGINT or SIGTERM, then stop the embedded database if nobody else uses it."""
    from guildworks.project import start

    check_free(host, port)
    shown = f"[{host}]" if ":" in host else host
    _prepare_settings(host, shown, port)
    from django.contrib.sessions.backends.db import SessionStore
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from guildworks.project.beside import processes_beside

    SessionStore.clear_expired()
    is_new = _is_new()
    start.before_forks()
    server = Granian(
        "guildworks.project.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        workers_kill_timeout=3,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
    )
    # By this name a browser gives passkeys, and by the number it does not.
    err.print(f"Serving on http://{'localhost' if host == '127.0.0.1' else shown}:{port} · Ctrl-C stops")
    if is_new:
        err.print("Nobody can sign in yet: `guildworks people admin EMAIL` makes the first admin", soft_wrap=True)
    try:
        with processes_beside():
            server.serve()
    finally:
        stop_what_was_started()


def _is_new() -> bool:
    from guildworks.accounts.queries import is_anybody_here
    from guildworks.platform.models import DemoMode

    return not DemoMode.objects.exists() and not is_anybody_here()


def _prepare_settings(host: str, shown: str, port: int) -> None:
    """What the server's processes, which are forks of this one, have to know. Raises LoopbackOnly or NoProxy."""
    from django.conf import settings

    from guildworks.platform.models import DemoMode
    from guildworks.project.addresses import public_address

    if not _is_loopback(host) and DemoMode.objects.exists():
        raise LoopbackOnly(f"A demo signs whoever reaches it in by one click, so not on {host[:60]}")
    if settings.PUBLIC_ADDRESS.is_https and not settings.BEHIND_PROXY:
        raise NoProxy()
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, shown]
    if not os.environ.get("GUILDWORKS_URL"):
        settings.PUBLIC_ADDRESS = public_address(f"http://localhost:{port}")
        settings.CSRF_TRUSTED_ORIGINS = [settings.PUBLIC_ADDRESS.origin]
        os.environ["GUILDWORKS_URL"] = settings.PUBLIC_ADDRESS.origin  # the worker beside writes links into mails
    str(settings.SECRET_KEY)  # made or refused now, and not at somebody's first click


def stop_what_was_started() -> None:
    """Stop the embedded database if nobody else uses it. Ctrl-C, pressed once more, would leave it behind: it waits."""
    from guildworks.platform.postgres import stop_unless_used
    from guildworks.project import start

    if start.is_embedded():
        obeyed = signal.signal(signal.SIGINT, signal.SIG_IGN)
        start.close_connections()
        stop_unless_used(start.home())
        signal.signal(signal.SIGINT, obeyed)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_free(host: str, port: int) -> None:
    """Raises PortTaken; of a server that was killed just now, it waits for the processes to end."""
    until = monotonic() + ENDING_SECONDS_MOST
    while (wrong := _why_not(host, port)) and wrong.errno == errno.EADDRINUSE and monotonic() < until:
        sleep(0.1)
    if wrong:
        taken = wrong.errno == errno.EADDRINUSE
        reason = "is in use" if taken else f"cannot be used ({wrong.strerror})"
        raise PortTaken(f"Port {port} on {host} {reason}", hint=f"Try --port {port + 1}.") from wrong


def _why_not(host: str, port: int) -> OSError | None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            return wrong
    return None
