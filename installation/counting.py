"""Has several processes count together: each into files of its own, which are put together when somebody asks."""

import os
import shutil
from pathlib import Path

from prometheus_client import values

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def start(folder: Path) -> None:
    """Have the processes that are started from now on count together; earlier counts are forgotten."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    os.environ[FOLDER] = str(folder)
    # The library decides when it is imported, and a system check may have done that already. All of our counters have
    # labels, and one with labels holds no value before it is first counted with.
    values.ValueClass = values.get_value_class()
