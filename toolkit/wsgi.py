"""The door through which a web server calls the project."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toolkit.settings")
application = get_wsgi_application()

from toolkit.checks import refuse_a_wrong_start  # noqa: E402 -- the apps must be ready

refuse_a_wrong_start()
