"""Settings of the tests: the project's own, with a fast hasher, plain static files and a data folder that goes away.

What a developer has chosen for the own portal, in the environment or in a file `.env`, must not change what the tests
find: each value is given here. Only the database may be chosen, by TOOLKIT_DATABASE_URL.
"""

import atexit
import os
import shutil
import tempfile

from tests.days import set_clock

set_clock()
_folder = tempfile.mkdtemp(prefix="toolkit-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ.setdefault("TOOLKIT_DATABASE_URL", "")
os.environ.update(
    TOOLKIT_ADMIN_SECOND_FACTOR_MINUTES="0",
    TOOLKIT_ALLOWED_HOSTS="127.0.0.1,localhost",
    TOOLKIT_BACKUP_DIR="",
    TOOLKIT_BACKUP_KEEP="0",
    TOOLKIT_BACKUP_KEY="",
    TOOLKIT_BASE_URL="http://127.0.0.1:8000",
    TOOLKIT_DATABASE_POOLED="false",
    TOOLKIT_DATA_DIR=_folder,
    TOOLKIT_DEBUG="false",
    TOOLKIT_DEMO="false",
    TOOLKIT_EMAIL_FROM="toolkit@localhost",
    TOOLKIT_EMAIL_URL="",
    TOOLKIT_BOUNCES_URL="",
    TOOLKIT_FILES_PER_CLUSTER="2000",
    TOOLKIT_HTTPS="false",
    TOOLKIT_LANGUAGE="da",
    TOOLKIT_METRICS_TOKEN="",
    TOOLKIT_ERRORS_DSN="",
    TOOLKIT_NAME="",
    TOOLKIT_ADMIN_EMAIL="",
    TOOLKIT_LOG_JSON="false",
    TOOLKIT_OIDC_CLIENT_ID="",
    TOOLKIT_OIDC_CLIENT_SECRET="",
    TOOLKIT_OIDC_ISSUER="",
    TOOLKIT_OIDC_NAME="",
    TOOLKIT_OIDC_TRUSTS_EMAIL="false",
    TOOLKIT_PASSWORDS="true",
    TOOLKIT_S3_BUCKET="",
    TOOLKIT_S3_URL="",
    TOOLKIT_S3_REGION="",
    TOOLKIT_S3_KEY="",
    TOOLKIT_S3_SECRET="",
    TOOLKIT_SECRET_KEY="for-tests-only-and-long-enough-to-be-taken",
    TOOLKIT_TIME_ZONE="Europe/Copenhagen",
    TOOLKIT_TRUSTED_PROXIES="0",
)

from toolkit.env import SQLITE_OPTIONS  # noqa: E402
from toolkit.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# With the manifest, a page that is served by the live server would ask for names that are not there.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A test that has an issuer gives it to itself.
INSTALLED_APPS = [*INSTALLED_APPS, "allauth.socialaccount.providers.openid_connect"]  # noqa: F405
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]  # noqa: F405

# A file, since an SQLite in memory that the live server's threads share locks whole tables and waits for nobody.
# Nothing of it is to survive, so it need not reach the disk.
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder, "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"] = {  # noqa: F405
        **SQLITE_OPTIONS,
        "init_command": str(SQLITE_OPTIONS["init_command"]).replace("synchronous=FULL", "synchronous=OFF"),
    }

# Background work runs at once, in the same transaction.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
