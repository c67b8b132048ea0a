"""Django's settings. The database's addresses come from the environment; `project/start.py` fills them in."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject

from guildworks.platform.identity_providers import identity_providers
from guildworks.platform.mail.server import mail_from, smtp_server
from guildworks.platform.secret_key import secret_key
from guildworks.project.addresses import contact, database, public_address
from guildworks.project.start import home

# Made when something is signed for the first time: most commands sign nothing with it, and leave no file.
SECRET_KEY = os.environ.get("GUILDWORKS_SECRET_KEY") or SimpleLazyObject(partial(secret_key, home()))
# What must hold for years is signed by a key of its own: in the home, or where the operator has placed one.
SIGNING_HOME = home()
SIGNING_KEY_FILE = Path(placed) if (placed := os.environ.get("GUILDWORKS_SIGNING_KEY_FILE")) else None
DEBUG = False

# Where people reach the pages; without it `cli/serve.py` says the port that it listens on.
PUBLIC_ADDRESS = public_address(os.environ.get("GUILDWORKS_URL") or "http://localhost:8000")
# Where people reach whoever runs the site; None: pages name its admins.
CONTACT = contact(os.environ.get("GUILDWORKS_CONTACT", ""))
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", PUBLIC_ADDRESS.host]
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS.origin]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PUBLIC_ADDRESS.is_https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC_ADDRESS.is_https else 0
SECURE_REDIRECT_EXEMPT = ["^health$"]  # asked from the machine itself, past the proxy
# Whoever can reach the program past a proxy could write these headers: they count where the operator says so.
BEHIND_PROXY = os.environ.get("GUILDWORKS_BEHIND_PROXY") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
# Django's own admin, which only reads here: `desk/tables`. Its app is not installed: no table comes with it.
TABLE_PAGES = os.environ.get("GUILDWORKS_TABLE_PAGES") == "1"

INSTALLED_APPS = [
    "procrastinate.contrib.django",
    "guildworks.platform",
    "guildworks.accounts",
    "guildworks.conversations",
    "guildworks.skills",
    "guildworks.talent",
    "guildworks.availability",
    "guildworks.matching",
    "guildworks.desk",
    "guildworks.api",
    "guildworks.project",
    "guildworks.web",  # before allauth: its templates are in our look
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
]
MIDDLEWARE = [
    "guildworks.web.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # A page of a list is 110 kB, a tenth of it so. What it weighs tells nobody what it says: forms' tokens are masked
    # anew each time, no other site's page has the session's cookie sent, and the length of an answer is blurred.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "guildworks.web.refusals.RefusalMiddleware",  # after allauth's own, which answers some exceptions itself
    "allauth.account.middleware.AccountMiddleware",
    "guildworks.accounts.signed_in.ClosedMiddleware",
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
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guildworks.web.context.installation",
                "guildworks.accounts.signed_in.person",
                "guildworks.matching.context.places",
                "guildworks.conversations.context.bell",
            ],
            "builtins": ["django.templatetags.i18n", "guildworks.web.templatetags.dates"],
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
# The table is made by a migration of the platform. All processes and machines count wrong passwords together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "platform_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond it the oldest counts go, so not the few hundred of the default
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["guildworks.accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_NAME = "guildworks_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "guildworks.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {"signup": "guildworks.accounts.forms.SignUpForm"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes a password or a factor is told, and so is whoever did not
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Guildworks: "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True

MFA_ADAPTER = "guildworks.accounts.adapters.MfaAdapter"
MFA_FORMS = {
    "add_webauthn": "guildworks.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "guildworks.accounts.forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Guildworks"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: telephones go wrong by some seconds
# A browser gives passkeys to https and to localhost alone, so this opens nothing but a machine's own address.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_ADDRESS.origin.startswith("http://localhost")

# Whoever has proved an address here is found by it, where a provider has verified it. Of them an id is kept, no claims.
IDENTITY_PROVIDERS = identity_providers(os.environ)
SOCIALACCOUNT_ADAPTER = "guildworks.accounts.single_sign_on.adapter.Adapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # only a worker needs the tasks, and imports them itself

EMBEDDING_THREADS = 2  # for one text; in a server process its requests share the cores: `start.become_server`

# Files beside the database that can be made anew from it at any time.
INDEX_FOLDER = Path(os.environ.get("GUILDWORKS_HOME") or Path.home() / ".local/share/guildworks").absolute() / "index"
# Files that people send; machines behind one address share one folder.
FILES_FOLDER = Path(os.environ.get("GUILDWORKS_FILES_FOLDER") or home() / "files").absolute()
# Engineers from which a command loads the index for its one search: below, the database has answered before that.
INDEX_WORTH_FROM = 20_000  # in a server process none: `start.become_server`
INDEX_WAITS = True  # whether a search waits for the index; in a server process none does: `start.become_server`

# Mail is a row that a job delivers: `platform/mail`.
EMAIL_BACKEND = "guildworks.platform.mail.outbox.Outbox"
SMTP_SERVER = smtp_server(os.environ.get("GUILDWORKS_SMTP_URL", ""))
DEFAULT_FROM_EMAIL = mail_from(os.environ.get("GUILDWORKS_MAIL_FROM", ""), is_needed=SMTP_SERVER is not None)

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
# Those that the pages speak, each by its own name; a browser asks for one of them, and people choose.
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]

STATIC_URL = "/static/"

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # a form's bytes; the limit on a brief's characters is the smaller one
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # what was read of a resume is one form: four fields for each of 200 skills
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
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
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # addresses are unique whatever their capitals: the constraint user_has_an_address_of_their_own
    "security.W005",  # HSTS for subdomains: this host is ours, those below it may be somebody else's
    "security.W021",  # the same for the lists that browsers ship
]
