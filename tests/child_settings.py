"""Settings of a process that a test starts: the project's own, at the test's time."""

import gc

from tests.days import follow_clock

follow_clock()
# As in the tests themselves: it walks through migrations in four fifths of the time.
gc.set_threshold(50_000, 20, 50)

from toolkit.settings import *  # noqa: E402, F403

# Nothing has been collected for it: static files are named as they are.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
