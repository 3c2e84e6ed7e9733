"""What each piece that was made for speed saves: `.venv/bin/python -m bench.by_hand`, in a folder that goes away.

Saves one answer of a strategy again and again, in turns as it is, and with one piece replaced by what Django or the
sheet itself would do. Prints processor time inside Django, since that is what these pieces save; its ratios are steady
on a machine that is not idle.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

ROUNDS = 400
KEY = "international_vision"


def main(folder: str) -> None:
    """Make the demo in the folder, and measure."""
    os.environ.update(DJANGO_SETTINGS_MODULE="toolkit.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    os.environ["TOOLKIT_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    from bench.pages import client  # noqa: PLC0415 -- app ready
    from workbooks.models import Answer  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    answer = Answer.across_clusters.filter(question_key=KEY).latest("pk")
    address = f"/c/{answer.workbook.cluster.slug}/workbooks/{answer.workbook_id}/answers/{KEY}/"
    browser, revision, times = client("editor@example.org"), answer.revision, {}
    for turn in range(ROUNDS):
        for name, (piece, attribute, plain) in pieces().items():
            kept = getattr(piece, attribute)
            setattr(piece, attribute, plain or kept)
            sent = {f"a-{KEY}-da": f"{name} {turn}", f"rev-{KEY}": revision}
            start = time.process_time()
            response = browser.post(address, sent, headers={"HX-Request": "true"})
            times.setdefault(name, []).append((time.process_time() - start) * 1000)
            setattr(piece, attribute, kept)
            if response.status_code != 200:
                sys.exit(f"{address} answered {response.status_code}")
            revision += 1
    base = statistics.median(times["as it is"])
    print(f"{'a save':<36} {'ms':>6} {'×':>6}")
    for name, found in times.items():
        print(f"{name:<36} {statistics.median(found):>6.2f} {statistics.median(found) / base:>6.2f}")


def pieces() -> dict[str, tuple[Any, str, Callable[..., Any] | None]]:
    """Return what can be replaced: where it stands, its name, and what stands there without it."""
    from allauth.account.auth_backends import AuthenticationBackend  # noqa: PLC0415 -- app ready
    from django.contrib.sessions.backends.db import SessionStore as DatabaseStore  # noqa: PLC0415 -- app ready

    from accounts.backends import PersonBackend  # noqa: PLC0415 -- app ready
    from accounts.sessions import SessionStore  # noqa: PLC0415 -- app ready
    from clusters.entrance import EntranceMiddleware  # noqa: PLC0415 -- app ready
    from workbooks.stores import progress_cache  # noqa: PLC0415 -- app ready
    from workbooks.views import answers as views  # noqa: PLC0415 -- app ready

    return {
        "as it is": (views, "progress_of", None),
        "without core/parts/blanks": (views, "drawn_saved", lambda _shown, _card: None),
        "without reading ahead": (EntranceMiddleware, "ask", lambda *_given: None),
        "without telling by the difference": (progress_cache, "_by_difference", lambda *_given: None),
        "without our reading of people": (PersonBackend, "get_user", AuthenticationBackend.get_user),
        "without workbooks/progress_cache": (views, "progress_of", lambda sheet, part, _edition: sheet.progress(part)),
        "without accounts/sessions": (SessionStore, "_get_session_from_db", DatabaseStore._get_session_from_db),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(folder)
