"""Settings, all of them from the environment; without one, a private portal on this machine.

`PRODUCTION=1` turns the safe defaults of a public server on and the local conveniences off; it
then needs SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL and REDIS_URL. docs/operations.md lists them.
"""

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
import pylopdf_fonts_zh_cn
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu.entity import Queue

from venuewatch import embedded, environment

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = embedded.servers.data


def local_secret_key() -> str:
    """A key kept in the data folder, so that sessions outlive a restart of the local portal.

    Where the folder cannot be used the key lasts as long as the process; whoever needs the folder
    for more will say so.
    """
    kept = DATA_DIR / "secret-key"
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), kept.open("x") as file:
            kept.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
        return kept.read_text()
    except OSError:
        return secrets.token_urlsafe(50)


SECRET_KEY = (
    environment.required("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", local_secret_key())
)
LOCAL_HOSTS = [".localhost", "127.0.0.1", "[::1]"]
LISTENS_BEYOND = env.str("HOST", "127.0.0.1") not in {"127.0.0.1", "localhost", "::1"}
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"] if LISTENS_BEYOND else LOCAL_HOSTS
)
# Where links lead that go out of the portal: those in messages.
PORTAL_ADDRESS = environment.origin(
    "PORTAL_ADDRESS",
    f"https://{ALLOWED_HOSTS[0].lstrip('.*')}"
    if PRODUCTION and ALLOWED_HOSTS
    else f"http://127.0.0.1:{env.str('PORT', '8000')}",
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

OWN_APPS = ("venuewatch.workflow", "venuewatch.listing", "venues", "inspections")
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tables2",
    "django_htmx",
    "django_structlog",
    "axes",
    "csp",
    "venuewatch",
    *(app for app in OWN_APPS if (BASE_DIR / app.replace(".", "/") / "apps.py").exists()),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "venuewatch.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "venuewatch.urls"
WSGI_APPLICATION = "venuewatch.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "venuewatch.navigation.places",
                "inspections.tracking.inbox.bell.bell",
            ],
        },
    },
]

# Servers: named ones, else the embedded ones of the data folder.

DATABASE_POOL = {"min_size": 2, "max_size": 8, "timeout": 10}


def database() -> dict[str, Any]:
    """Django's description of the one database."""
    described = environment.database()
    if described is not None:
        described.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    else:
        described = {
            "ENGINE": "venuewatch.postgresql",
            "NAME": embedded.DATABASE,
            "USER": embedded.SUPERUSER,
            "HOST": str(embedded.servers.sockets),
            "OPTIONS": {},
        }
    if env.bool("DATABASE_POOL", default=False):
        described["OPTIONS"]["pool"] = DATABASE_POOL
    return described


REDIS_URL = environment.redis()
REDIS_DATABASE = environment.whole_number("REDIS_DATABASE", 0)
CELERY_EMBEDDED_BROKER = not REDIS_URL
CELERY_BROKER_URL = (
    REDIS_URL or f"redis+socket://{embedded.servers.redis_socket}?virtual_host={REDIS_DATABASE}"
)

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache"
        if REDIS_URL
        else "venuewatch.cache.EmbeddedRedisCache",
        "LOCATION": REDIS_URL or f"unix://{embedded.servers.redis_socket}?db={REDIS_DATABASE}",
        "KEY_PREFIX": "venuewatch",
    }
}

CELERY_TASK_IGNORE_RESULT = True
# A message only wakes a worker up, and rows hold the truth: none is kept until it is acknowledged.
# A worker that held one when Redis went away would die of it (tests/faults/test_queue.py).
CELERY_TASK_QUEUES = [Queue("celery", no_ack=True)]  # type: ignore[no-untyped-call] # kombu has none
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 5, "max_retries": 1}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "run-due": {"task": "workflow.run_due", "schedule": 60.0},
    # At 00:05; the other minutes find the day planned, unless nothing ran at that time.
    "plan-day": {"task": "inspections.plan_day", "schedule": crontab(minute="5-59/5")},
    "escalate": {"task": "inspections.escalate", "schedule": crontab(minute="4-59/5")},
    "deliver": {"task": "inspections.deliver", "schedule": 60.0},
    "propose-plates": {"task": "inspections.propose_plates", "schedule": crontab(minute="3-59/5")},
}

# People.

AUTH_USER_MODEL = "venues.Officer"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
AXES_ENABLE_ADMIN = False  # it speaks no Chinese; a lock ends by itself
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_PROXY_COUNT = environment.whole_number("TRUSTED_PROXIES", 1) if PRODUCTION else None

# Language and time.

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "venuewatch" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Files and pages.

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static-collected" if PRODUCTION else None
NODE_MODULES = BASE_DIR / "node_modules"
BROWSER_PACKAGES = {
    "tabler": "@tabler/core/dist",
    "icons": "@tabler/icons-webfont/dist",
    "htmx": "htmx.org/dist",
    "leaflet": "leaflet/dist",
    "echarts": "echarts/dist",
}
STATICFILES_DIRS = [
    (prefix, str(NODE_MODULES / folder))
    for prefix, folder in BROWSER_PACKAGES.items()
    if (NODE_MODULES / folder).is_dir()
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "media/"
# Captions in photos are drawn with it; one that cannot be read leaves them in Latin letters.
PHOTO_FONT = env.str("PHOTO_FONT", str(pylopdf_fonts_zh_cn.sans_path()))
# Pictures of the ground below the map; without an address the map asks no other host.
MAP_TILES = environment.tiles()
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/bootstrap5.html"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "venuewatch.refusals.form_too_old"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
