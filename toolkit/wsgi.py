"""The door through which a web server calls the project."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured

from toolkit.given import WrongSettingError

# A server that starts processes again and again does not do so when one ends with this.
WILL_NEVER_START = 4

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
    sys.exit(WILL_NEVER_START)
