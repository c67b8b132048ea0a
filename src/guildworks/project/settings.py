"""Django's settings. The database's addresses come from the environment; `project/start.py` fills them in."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from guildworks.project.addresses import database
from guildworks.project.start import home

# It signs nothing that outlives a process.
SECRET_KEY = os.environ.get("GUILDWORKS_SECRET_KEY") or secrets.token_urlsafe(50)
# What must hold for years is signed by a key of its own: in the home, or where the operator has placed one.
SIGNING_HOME = home()
SIGNING_KEY_FILE = Path(placed) if (placed := os.environ.get("GUILDWORKS_SIGNING_KEY_FILE")) else None
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("GUILDWORKS_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]

INSTALLED_APPS = [
    "guildworks.platform",
    "guildworks.accounts",
    "guildworks.skills",
    "guildworks.talent",
    "guildworks.availability",
    "guildworks.matching",
    "guildworks.web",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "guildworks.web.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "guildworks.project.urls"
ASGI_APPLICATION = "guildworks.project.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "guildworks.web.context.installation",
            ],
        },
    }
]

DATABASES = {
    "default": database(os.environ.get("GUILDWORKS_DATABASE_URL", "")),
    "migrator": database(
        os.environ.get("GUILDWORKS_MIGRATION_URL") or os.environ.get("GUILDWORKS_DATABASE_URL", ""),
        role="guildworks_owner" if os.environ.get("GUILDWORKS_MIGRATION_URL") else None,
    ),
}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

EMBEDDING_THREADS = 2  # for one text; in a server process its requests share the cores: `start.become_server`

# Files beside the database that can be made anew from it at any time.
INDEX_FOLDER = Path(os.environ.get("GUILDWORKS_HOME") or Path.home() / ".local/share/guildworks").absolute() / "index"
# Engineers from which a command loads the index for its one search: below, the database has answered before that.
INDEX_WORTH_FROM = 20_000  # in a server process none: `start.become_server`
INDEX_WAITS = True  # whether a search waits for the index; in a server process none does: `start.become_server`

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"

STATIC_URL = "/static/"

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # a form's bytes; the limit on a brief's characters is the smaller one
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "guildworks.web.refusals.csrf_failed"
LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS: list[str] = []
