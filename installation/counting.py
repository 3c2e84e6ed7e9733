"""Has several processes count together; it must be asked before the library of the counters is there."""

import os
import shutil
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def start(folder: Path) -> None:
    """Have the processes that are started from now on count together; earlier counts are forgotten."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    os.environ[FOLDER] = str(folder)
