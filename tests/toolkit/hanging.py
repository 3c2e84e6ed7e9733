"""A task that hangs the first time, as one does that waits for what never comes."""

import threading
from pathlib import Path

from django_tasks import task


@task()
def hang_once(mark: str) -> None:
    """Wait for ever, unless somebody has done so before."""
    if not Path(mark).exists():
        Path(mark).touch()
        threading.Event().wait()
