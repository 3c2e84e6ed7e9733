"""A process that shows pages takes in none of the libraries that make files: they are a sixth of its memory."""

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "weasyprint",
    "fontTools",
    "docx",
    "lxml",
    "PIL",
    "xlsxwriter",
    "openpyxl",
    "icalendar",
    "resvg_py",
    "sentry_sdk",
    "holidays",
)
LOADED = f"""
import sys
import django
django.setup()
from toolkit.serving.processes import load
load()
print(*(name for name in {HEAVY} if name in sys.modules))
"""


def test_process_that_serves_pages_has_taken_in_no_library_that_makes_files() -> None:
    root = Path(__file__).parents[2]

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED], cwd=root, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []
