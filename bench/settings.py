"""The portal's own settings, and a count of the queries for who asks for it."""

import sys

# What only development has, and other libraries take in where they find it: a server that is in use has none of it.
for name in ("rich", "greenlet", "httpcore"):
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]

from toolkit.settings import *  # noqa: E402, F403

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]  # noqa: F405
MIDDLEWARE = ["bench.counting.CountQueries", *MIDDLEWARE]  # noqa: F405
