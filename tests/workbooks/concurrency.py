"""Several people at the same moment, each with a connection of their own, on a database that is a file or a server."""

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper


class Crowd:
    """Runs functions at one moment; on SQLite against a file, since the tests' own database lives in memory."""

    def __init__(self, folder: Path) -> None:
        self.file: Path | None = None
        if connection.vendor == "sqlite":
            self.file = folder / "crowd.sqlite3"
            connection.ensure_connection()
            with sqlite3.connect(self.file) as copy:
                connection.connection.backup(copy)
            copy.close()

    def together(self, jobs: Sequence[Callable[[], Any]]) -> list[Any]:
        """Run the functions at the same moment and return what each returned or raised."""
        barrier = Barrier(len(jobs))

        def work(job: Callable[[], Any]) -> Any:
            if self.file is not None:
                connections["default"] = DatabaseWrapper(
                    {**connection.settings_dict, "NAME": str(self.file)}, "default"
                )
            try:
                connections["default"].ensure_connection()
                barrier.wait(timeout=10)
                return job()
            except Exception as error:
                return error
            finally:
                connections["default"].close()

        with ThreadPoolExecutor(len(jobs)) as pool:
            return list(pool.map(work, jobs))

    def after(self, job: Callable[[], Any]) -> Any:
        """Run one function and return what it returned, for looking at what the crowd left."""
        (found,) = self.together([job])
        if isinstance(found, Exception):
            raise found
        return found
