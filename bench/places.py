"""Where the figures are taken: a data folder and a database of their own, and servers on them."""

import http.client
import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Place:
    """A data folder and a database; `database` is its kind."""

    database: str
    folder: Path
    address: str = ""

    def surroundings(self, settings: str = "bench.settings") -> dict[str, str]:
        """Return the environment of a process that works here; what the caller's own portal has chosen is left out."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TOOLKIT_")}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(ROOT),
            "TOOLKIT_DATABASE_URL": self.address,
            "TOOLKIT_DATA_DIR": str(self.folder),
            "TOOLKIT_DEMO": "true",
            "TOOLKIT_SECRET_KEY": "for-the-figures-only-and-long-enough-to-be-taken",
        }

    def run(self, *arguments: str) -> str:
        """Run one of our modules here and return what it says."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.surroundings(),
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        return done.stdout

    def settle(self) -> None:
        """Have PostgreSQL do at once what it does by itself within minutes of so much being stored.

        Count what lies where, without which it plans worse; tidy up; and write the journal into the tables.
        """
        if self.database != "postgresql":
            return
        connection = psycopg2.connect(self.address)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM (ANALYZE)")
                cursor.execute("CHECKPOINT")
        finally:
            connection.close()

    def rows(self, query: str, *values: object) -> list[tuple]:
        """Read the database past Django."""
        if self.database == "sqlite":
            with sqlite3.connect(self.folder / "toolkit.sqlite3", timeout=30) as connection:
                return connection.execute(query, values).fetchall()
        connection = psycopg2.connect(self.address)
        try:
            with connection.cursor() as cursor:
                cursor.execute(query.replace("?", "%s"), values)
                return cursor.fetchall()
        finally:
            connection.close()


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(place: Place, *, settings: str = "bench.settings", workers: int = 2, port: int = 0) -> Iterator[int]:
    """Serve the portal, or the bare page, as `script/run` does; gives the port."""
    port = port or free_port()
    process = start_server(place, settings, workers, port)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def start_server(place: Place, settings: str, workers: int, port: int) -> subprocess.Popen[bytes]:
    """Start the web server and wait until it answers."""
    process = subprocess.Popen(
        [
            *(sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}"),
            *("--processes", str(workers), "--threads", "8"),
        ],
        cwd=ROOT,
        env=place.surroundings(settings),
        start_new_session=True,
    )
    for _try in range(600):
        try:
            # The first process listens before the ones that answer are there.
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("HEAD", "/bare/")
            connection.getresponse().read()
            return process
        except (OSError, http.client.HTTPException):
            if process.poll() is not None:
                break
            time.sleep(0.05)
    sys.exit(f"The server with {settings} did not start.")


@contextmanager
def place(database: str, folder: Path) -> Iterator[Place]:
    """Give an empty SQLite or PostgreSQL, safe on power cuts as an installation's is."""
    folder.mkdir(parents=True)
    folder.chmod(0o711)
    if database == "sqlite":
        yield Place(database, folder)
        return
    # Beside it: the portal closes its own folder to everybody else, and the database has another owner.
    beside = folder.parent / f"{folder.name}-server"
    beside.mkdir()
    beside.chmod(0o711)
    with postgresql(beside) as address:
        yield Place(database, folder, address)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL server in the folder; gives its address."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        sys.exit("PostgreSQL's server is missing: sudo apt-get install -y --no-install-recommends postgresql")
    data, port = folder / "postgresql", free_port()
    data.mkdir()
    borrowed = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if borrowed:
        owner = pwd.getpwnam("postgres")
        os.chown(data, owner.pw_uid, owner.pw_gid)
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and parent.name.startswith("toolkit-bench"):
                parent.chmod(0o711)

    def call(program: str, *options: str) -> None:
        command = [*borrowed, str(programs[-1] / program), f"--pgdata={data}/data", *options]
        subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, check=True)

    call("initdb", "--username=toolkit", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c max_connections=60"
    call("pg_ctl", "start", f"--log={data}/log", "--wait", "--silent", f"--options={options}")
    try:
        yield f"postgresql://toolkit@127.0.0.1:{port}/postgres"
    finally:
        call("pg_ctl", "stop", "--mode=immediate", "--silent")
        shutil.rmtree(data, ignore_errors=True)
