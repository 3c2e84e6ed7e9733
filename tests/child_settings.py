"""Settings of a process that a test starts: the project's own, at the test's time."""

from tests.days import follow_clock

follow_clock()

from toolkit.settings import *  # noqa: E402, F403

# Nothing has been collected for it: static files are named as they are.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
