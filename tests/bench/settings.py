"""The portal's own settings, with one bare view beside its pages."""

from venuewatch.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
