"""Settings of an installation that a test restores: static files as they lie, since nothing has collected them.

With QUICK_MIGRATIONS in the surroundings it walks through migrations as the tests' own database does.
"""

import os

import pytest

from tests.child_settings import *  # noqa: F403
from tests.quick_migrations import walk_quickly

if os.environ.get("QUICK_MIGRATIONS"):
    walk_quickly(pytest.MonkeyPatch())

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
MIDDLEWARE = [one for one in MIDDLEWARE if "whitenoise" not in one]  # noqa: F405
