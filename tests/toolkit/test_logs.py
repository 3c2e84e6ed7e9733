"""What a line of the log holds."""

import json
import os
import subprocess
import sys

from django.conf import settings

CODE = """
import django, logging, structlog
django.setup()
def divide(secret):
    return 1 / 0
for log in (logging.getLogger("django.request"), structlog.get_logger("toolkit")):
    try:
        divide("-".join("secret"))
    except ZeroDivisionError:
        log.exception("went_wrong")
"""


def test_line_as_json_keeps_the_traceback_and_no_values() -> None:
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "toolkit.settings", "TOOLKIT_LOG_JSON": "true"}
    said = subprocess.run(
        [sys.executable, "-c", CODE], cwd=settings.BASE_DIR, env=variables, check=True, capture_output=True, text=True
    )

    lines = [json.loads(line) for line in said.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["went_wrong", "went_wrong"]
    for line in lines:
        assert line["exception"].startswith("Traceback")
        assert line["exception"].endswith("ZeroDivisionError: division by zero")
        assert "s-e-c-r-e-t" not in line["exception"]
