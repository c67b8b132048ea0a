"""The application that the server runs."""

from __future__ import annotations

from django.core.asgi import get_asgi_application

from guildworks.platform import logs
from guildworks.project import start

logs.configure()
start.configure()
start.become_server()
application = get_asgi_application()
