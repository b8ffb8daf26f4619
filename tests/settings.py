"""Settings of the tests: a throwaway server of their own, and quick passwords."""

import os
from pathlib import Path

RUN = os.environ.setdefault("TEST_RUN", str(os.getpid()))
LOCAL = Path(__file__).resolve().parent.parent / ".data"
os.environ.setdefault("VENUEWATCH_DATA", str(LOCAL / "tests"))
os.environ["VENUEWATCH_THROWAWAY"] = "1"
os.environ["REDIS_DATABASE"] = os.environ.get("TEST_REDIS_DATABASE", str(1 + os.getpid() % 1000))
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser driver runs an event loop

from tests.strictness import UnknownVariable  # noqa: E402
from venuewatch.settings import *  # noqa: E402, F403
from venuewatch.settings import DATABASES, TEMPLATES  # noqa: E402

# A run that is under way beside this one keeps its database: the name holds the run.
DATABASES["default"]["TEST"] = {"NAME": f"test_venuewatch_{RUN}"}
if "TEST_DATABASE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A client of a test would look at every static file before its first request.
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable()
