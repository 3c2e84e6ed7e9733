"""The door through which a web server calls the project."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured

from toolkit.given import WrongSettingError, status_of

os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toolkit.settings")
try:
    django.setup(set_prefix=False)
    from toolkit.checks import refuse_a_wrong_start
    from toolkit.handler import Handler

    application = Handler()
    refuse_a_wrong_start()
except (WrongSettingError, ImproperlyConfigured) as fault:
    sys.stderr.write(f"{fault}\n")
    sys.exit(status_of(fault))
