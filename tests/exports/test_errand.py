"""What stands between the processes that ask for a PDF and the one that makes it."""

import os
import subprocess
import sys

LOADED = """
import sys, django
django.setup()
from django.urls import reverse
reverse("reports:strategy_pdf", args=["klynge", 1, "da"])  # loads the views of every room
print([name for name in ("weasyprint", "exports.renderer.child_process", "exports.pdf") if name in sys.modules])
"""


def test_the_renderer_is_not_loaded_where_pages_are_answered() -> None:
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "toolkit.settings"}

    done = subprocess.run([sys.executable, "-c", LOADED], env=surroundings, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['exports.pdf']"
