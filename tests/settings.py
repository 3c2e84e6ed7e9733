"""Settings of the tests: the project's own, with a fast hasher and plain static files."""

import os

os.environ.setdefault("TOOLKIT_SECRET_KEY", "for-tests-only")
os.environ.setdefault("TOOLKIT_DATA_DIR", "/tmp/toolkit-tests")
os.environ["TOOLKIT_LANGUAGE"] = "da"

from toolkit.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# With the manifest, a page that is served by the live server would ask for names that are not there.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]  # noqa: F405
DEMO = False
