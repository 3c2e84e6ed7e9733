"""Three PostgreSQL servers under Patroni with etcd, HAProxy and PgBouncer, on addresses of the loopback.

The files are those of docs/examples/failover, with the addresses and folders of this machine, so that what is
documented is what was tried.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from bench.places import ROOT

EXAMPLES = ROOT / "docs" / "examples" / "failover"
PROGRAMS = ("etcd", "patroni", "haproxy", "pgbouncer")
NODES = ("db1", "db2", "db3")
PASSWORD = "of-this-run-alone"
LIMITS = {"lock_timeout": "5s", "statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s"}


@dataclass
class Three:
    """The servers that run, by name; each is a group of processes."""

    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def pooled(self) -> str:
        """The address for the portal."""
        return f"postgresql://toolkit:{PASSWORD}@127.0.0.1:6432/toolkit"

    @property
    def direct(self) -> str:
        """The address past PgBouncer, for migrations."""
        return f"postgresql://toolkit:{PASSWORD}@127.0.0.1:5000/toolkit"

    def start(self, name: str, *command: str, **variables: str) -> None:
        """Start something as a user who is not root, which PostgreSQL and PgBouncer insist on."""
        borrowed = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        log = (self.folder / f"{name}.log").open("ab")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("TOOLKIT_", "PG"))}
        self.running[name] = subprocess.Popen(
            [*borrowed, *command],
            cwd=self.folder,
            env={**kept, "HOME": str(self.folder), **variables},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def start_node(self, node: str) -> None:
        """Start a machine: its etcd and its Patroni, which starts PostgreSQL."""
        told = (self.folder / f"{node}.env").read_text(encoding="utf-8").splitlines()
        variables = dict(line.split("=", 1) for line in told if line and not line.startswith("#"))
        self.start(f"{node}-etcd", "etcd", **variables)
        self.start(f"{node}-patroni", "patroni", str(self.folder / f"{node}.yml"))

    def kill_node(self, node: str) -> None:
        """Let a machine die: everything of it at once, without a word."""
        # PostgreSQL has a session of its own, so that it goes on when Patroni is only started again.
        server = int((self.folder / node / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="utf-8").split()
        for one in (f"{node}-patroni", f"{node}-etcd"):
            os.killpg(self.running[one].pid, signal.SIGKILL)
        for pid in (server, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for one in (f"{node}-patroni", f"{node}-etcd"):
            self.running.pop(one).wait()

    def states(self) -> dict[str, dict[str, object]]:
        """Return what Patroni says of each machine that answers."""
        for number in (11, 12, 13):
            with (
                suppress(OSError, ValueError),
                urllib.request.urlopen(f"http://127.0.0.{number}:8008/cluster", timeout=2) as answer,
            ):
                return {one["name"]: one for one in json.load(answer)["members"]}
        return {}

    def primary(self) -> str:
        """Return the name of the machine that is the primary, or nothing."""
        return next((name for name, one in self.states().items() if one["role"] == "leader"), "")

    def is_whole(self) -> bool:
        """Tell whether there is a primary, with a second machine that has each save and a third one that follows."""
        states = self.states()
        roles = sorted(str(one["role"]) for one in states.values())
        return roles == ["leader", "replica", "sync_standby"] and all(
            one["state"] in {"running", "streaming"} for one in states.values()
        )

    def end(self) -> None:
        """End everything that was started here."""
        for node in NODES:
            with suppress(OSError, ValueError, IndexError):
                pid = (self.folder / node / "postmaster.pid").read_text(encoding="utf-8").split()[0]
                os.kill(int(pid), signal.SIGQUIT)
        for process in self.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def three_servers(folder: Path) -> Iterator[Three]:
    """Run all of it in the folder, until it is of no use any more."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None and not Path(f"/usr/sbin/{name}").exists()]
    if missing:
        packages = "patroni python3-etcd etcd-server haproxy pgbouncer"
        sys.exit(
            f"{', '.join(missing)}: not on this machine. sudo apt-get install -y --no-install-recommends {packages}"
        )
    here = Three(folder)
    write_files(folder)
    try:
        for node in NODES:
            here.start_node(node)
        here.start("haproxy", "/usr/sbin/haproxy", "-f", str(folder / "haproxy.cfg"))
        wait("three servers", here.is_whole, 180)
        make_database(here)
        here.start("pgbouncer", "/usr/sbin/pgbouncer", str(folder / "pgbouncer.ini"))
        wait("PgBouncer", lambda: answers(here.pooled), 60)
        yield here
    finally:
        here.end()


def write_files(folder: Path) -> None:
    """Write the examples with the addresses and folders of this machine."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    for number, node in enumerate(NODES, start=11):
        # Two servers of one port would lock each other out of one folder.
        (folder / f"{node}-run").mkdir()
        own = {
            "db1\n": f"{node}\n",
            "10.0.0.11:8008": f"10.0.0.{number}:8008",
            "listen: 10.0.0.11:5432": f"listen: 10.0.0.{number}:5432",
            "connect_address: 10.0.0.11:5432": f"connect_address: 10.0.0.{number}:5432",
            "URLS=http://10.0.0.11": f"URLS=http://10.0.0.{number}",
            "/var/lib/postgresql/toolkit": str(folder / node),
            "/var/lib/postgresql/.pgpass_patroni": str(folder / f"{node}.pgpass"),
            "/usr/lib/postgresql/15/bin": str(binaries),
            "/var/run/postgresql": str(folder / f"{node}-run"),
            "/var/lib/etcd/toolkit": str(folder / f"{node}-etcd"),
            "local all postgres peer": "local all postgres trust",
        }
        put(folder / f"{node}.yml", (EXAMPLES / "patroni.yml").read_text(encoding="utf-8"), own)
        put(folder / f"{node}.env", (EXAMPLES / "etcd.env").read_text(encoding="utf-8"), own)
    put(folder / "haproxy.cfg", (EXAMPLES / "haproxy.cfg").read_text(encoding="utf-8"), {})
    users = {"/etc/pgbouncer/userlist.txt": str(folder / "userlist.txt")}
    put(folder / "pgbouncer.ini", (EXAMPLES / "pgbouncer.ini").read_text(encoding="utf-8"), users)
    put(folder / "userlist.txt", f'"toolkit" "{PASSWORD}"\n', {})
    for path in (folder, *folder.iterdir()):
        if os.getuid() == 0:
            shutil.chown(path, "postgres", "postgres")


def put(file: Path, words: str, own: dict[str, str]) -> None:
    """Write a file with these words changed, and on the loopback instead of a network."""
    for was, now in {**own, "10.0.0.0/24": "127.0.0.0/8", "10.0.0.": "127.0.0."}.items():
        words = words.replace(was, now)
    file.write_text(words, encoding="utf-8")
    file.chmod(0o600)


def make_database(here: Three) -> None:
    """Make the user and the database of the portal, with the limits that docs/scale.md names."""
    connection = psycopg2.connect("postgresql://postgres:change-this-one@127.0.0.1:5000/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE toolkit LOGIN PASSWORD %s", [PASSWORD])
        cursor.execute("CREATE DATABASE toolkit OWNER toolkit")
        for name, limit in LIMITS.items():
            cursor.execute(f"ALTER ROLE toolkit SET {name} = '{limit}'")
    connection.close()


def answers(address: str) -> bool:
    """Tell whether a database answers."""
    try:
        psycopg2.connect(address, connect_timeout=5).close()
    except psycopg2.Error:
        return False
    return True


def wait(what: str, until: object, seconds: float) -> float:
    """Wait for something, and return how long it took."""
    begin = time.monotonic()
    while time.monotonic() - begin < seconds:
        if until():  # type: ignore[operator]
            return time.monotonic() - begin
        time.sleep(0.3)
    sys.exit(f"{what}: not there after {seconds:g} seconds.")
