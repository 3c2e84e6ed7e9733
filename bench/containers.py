"""All services of compose.yaml on this machine, without a container engine, and the first hour with them.

.venv/bin/python -m bench.containers             # as root, after script/image --no-check

Follows docs/install.md: the files `.env` and `toolkit.env` are the ones that stand there, and what compose.yaml says of
a service (command, surroundings, volumes, read-only root, who waits for whom, when it is healthy) is taken from it. The
portal's image is the one that was built; in place of PostgreSQL's and Caddy's, which come from a registry, stand the
programs of this machine. Says as a line of JSON what was seen, and ends with 1 when something is wrong.
"""

import argparse
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bench.boxes import Box, alone, child_of
from bench.first_hour import EXPECTED, MAILS_AT, Mails, Wrong, first_hour
from bench.places import ROOT

HOST = "toolkit.localhost"
INSTALL = ROOT / "docs" / "install.md"
IMAGE = "localhost/toolkit:latest"
ADMIN = "you@example.org"
MAILS = f"smtp://127.0.0.1:{MAILS_AT}"
# Of a machine that others use as well.
PATIENCE = 600.0
RIGHTS = ("CapEff", "CapBnd", "NoNewPrivs")


def documented(name: str) -> dict[str, str]:
    """Return the settings of a file as the documentation has them."""
    found = re.search(rf"file `{re.escape(name)}`.*?\n\n```\n(.+?)```", INSTALL.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise Wrong(f"docs/install.md has no file {name}.")
    return dict(re.findall(r"^(\w+)=(.*)$", found[1], re.MULTILINE))


def filled_in(value: Any, given: dict[str, str]) -> Any:
    """Put the variables into what compose.yaml says, as an engine does."""
    if isinstance(value, dict):
        return {name: filled_in(one, given) for name, one in value.items()}
    if isinstance(value, list):
        return [filled_in(one, given) for one in value]
    if not isinstance(value, str):
        return value

    def put(found: re.Match[str]) -> str:
        if found[1] in given:
            return given[found[1]]
        if (found[2] or "").startswith(":-"):
            return found[2][2:]
        raise Wrong(f"compose.yaml asks for {found[1]}: {found[2] or ''}")

    return re.sub(r"\$\{(\w+)(:[-?][^}]*)?\}", put, value)


@contextmanager
def unpacked() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give the root of the portal's image, and what it says of itself."""
    name = _buildah("from", IMAGE)
    try:
        said = json.loads(_buildah("inspect", "--type", "image", IMAGE))["OCIv1"]["config"]
        yield Path(_buildah("mount", name)), said
    finally:
        _buildah("rm", name)


def _buildah(*command: str) -> str:
    done = subprocess.run(["buildah", *command], check=False, capture_output=True, text=True)
    if done.returncode:
        raise Wrong(f"buildah {command[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


@dataclass
class Services:
    """What runs, by the names of compose.yaml."""

    told: dict[str, Any]
    image: dict[str, Any]
    root: Path
    work: Path
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def log(self, name: str) -> Path:
        """Return where the words of a service are."""
        return self.work / f"{name}.log"

    def volume(self, name: str) -> Path:
        """Return the folder of a volume, which belongs at first to whom the image says."""
        folder = self.work / "volumes" / name
        if not folder.exists():
            folder.mkdir(parents=True)
            if name in {"data", "backups"}:
                shutil.chown(folder, 10001, 10001)
                folder.chmod(0o700)
        return folder

    def mounts(self, name: str) -> list[tuple[Path, str, bool]]:
        """Return what compose.yaml mounts into a service, and the names by which services find each other."""
        hosts = self.work / "hosts"
        hosts.write_text("127.0.0.1 localhost " + " ".join(self.told["services"]) + "\n", encoding="ascii")
        found = [(hosts, "/etc/hosts", True)]
        for mount in self.told["services"][name].get("volumes", []):
            source, target, *how = mount.split(":")
            found.append((ROOT / source if source.startswith(".") else self.volume(source), target, "ro" in how))
        return found

    def box(self, name: str) -> Box:
        """Return the box of one of the portal's own services."""
        said = self.told["services"][name]
        own = dict(one.split("=", 1) for one in self.image["Env"])
        from_file = documented("toolkit.env") | {"TOOLKIT_ADMIN_EMAIL": ADMIN, "TOOLKIT_EMAIL_URL": MAILS}
        if said["cap_drop"] != ["ALL"] or "no-new-privileges:true" not in said["security_opt"]:
            raise Wrong(f"{name} keeps rights.")
        return Box(
            root=self.root,
            folder=self.image["WorkingDir"],
            user=self.image["User"],
            variables=own | from_file | said["environment"],
            mounts=self.mounts(name),
            memory=dict(one.split(":", 1) for one in said["tmpfs"]),
            is_read_only=said["read_only"],
        )

    def command(self, name: str) -> list[str]:
        """Return what a service of the portal starts."""
        return [*self.image["Entrypoint"], *(self.told["services"][name].get("command") or self.image["Cmd"])]

    def start(self, name: str) -> None:
        """Start a service when those that it waits for are ready."""
        waits = self.told["services"][name].get("depends_on", {})
        for other in waits:
            condition = waits[other]["condition"] if isinstance(waits, dict) else "service_started"
            {"service_healthy": self.healthy, "service_completed_successfully": self.completed}.get(
                condition, lambda _name: None
            )(other)
        begin = {"db": self.start_database, "proxy": self.start_proxy}.get(name)
        if begin:
            begin()
        else:
            self.running[name] = self.box(name).start(self.log(name), *self.command(name))

    def healthy(self, name: str) -> None:
        """Wait until the service's own check succeeds."""
        check = self.told["services"][name]["healthcheck"]["test"][1:]
        if name == "db":
            until(f"{name} is healthy", lambda: not subprocess.run(self.as_postgres(*check), check=False).returncode)
        else:
            until(f"{name} is healthy", lambda: not self.box(name).run(*check).returncode)

    def completed(self, name: str) -> None:
        """Wait until the service has ended well."""
        if self.running[name].wait(timeout=PATIENCE):
            raise Wrong(f"{name} failed:\n{self.log(name).read_text()[-3000:]}")

    def as_postgres(self, *command: str) -> list[str]:
        """Return the command that does something as PostgreSQL's user, with this machine's programs."""
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{command[0]}"))
        where = ["-h", "127.0.0.1"] if command[0] == "pg_isready" else []
        return ["runuser", "-u", "postgres", "--", str(found[-1]) if found else command[0], *command[1:], *where]

    def start_database(self) -> None:
        """Start PostgreSQL with the user, the password and the database that compose.yaml gives it."""
        given = self.told["services"]["db"]["environment"]
        folder = self.volume("database")
        shutil.chown(folder, "postgres", "postgres")
        word = folder.parent / "word"
        word.write_text(given["POSTGRES_PASSWORD"], encoding="ascii")
        shutil.chown(word, "postgres")
        options = [f"--pgdata={folder}/data", f"--username={given['POSTGRES_USER']}", f"--pwfile={word}", "--no-sync"]
        how = ["--auth-host=scram-sha-256", "--auth-local=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        command = self.as_postgres("initdb", *options, *how)
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)
        server = self.as_postgres("postgres", "-D", f"{folder}/data", "-k", str(folder))
        with self.log("db").open("ab") as log:
            self.running["db"] = subprocess.Popen(server, cwd="/", stdout=log, stderr=log)
        ask = self.as_postgres("psql", "-h", str(folder), "-U", given["POSTGRES_USER"], "-d", "postgres", "-c")
        make = [*ask, f"CREATE DATABASE {given['POSTGRES_DB']}"]
        quiet = {"cwd": "/", "capture_output": True}
        until("PostgreSQL is there", lambda: not subprocess.run(make, check=False, **quiet).returncode)

    def start_proxy(self) -> None:
        """Start Caddy as its image does, with the documented Caddyfile; for this host it is its own authority."""
        root = self.work / "proxy"
        for one in ("usr", "etc/caddy", "data", "config", "tmp", "proc", "dev", "root"):
            (root / one).mkdir(parents=True)
        for one in ("bin", "sbin", "lib", "lib64"):
            (root / one).symlink_to(f"usr/{one}")
        for one in ("etc/hosts", "etc/caddy/Caddyfile"):
            (root / one).touch()
        environment = self.told["services"]["proxy"]["environment"]
        box = Box(
            root=root,
            variables={
                "PATH": "/usr/bin",
                "HOME": "/root",
                "XDG_DATA_HOME": "/data",
                "XDG_CONFIG_HOME": "/config",
                **environment,
            },
            mounts=[(Path("/usr"), "/usr", True), *self.mounts("proxy")],
            has_rights=True,
        )
        command = ("/usr/bin/caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile")
        self.running["proxy"] = box.start(self.log("proxy"), *command)

    def authority(self) -> Path:
        """Return the certificate of the proxy's own authority, when it is there and the proxy answers with it."""
        found = self.volume("certificates") / "caddy/pki/authorities/local/root.crt"
        until("the proxy has a certificate", found.exists)
        return found

    def end(self, name: str) -> tuple[int, float]:
        """Have a service end as an engine does, and return what it ended with and after how many seconds."""
        begin = time.monotonic()
        os.kill(child_of(self.running[name].pid), signal.SIGTERM)
        return self.running[name].wait(timeout=100), round(time.monotonic() - begin, 1)


def until(what: str, done: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait for something."""
    end = time.monotonic() + patience
    while not done():
        if time.monotonic() > end:
            raise Wrong(f"It did not come to this: {what}.")
        time.sleep(0.5)


def inside(services: Services) -> dict[str, Any]:
    """Look at a service from inside: who it is, what it may, and where it can write."""
    ask = services.box("web").run
    status = ask("cat", "/proc/self/status").stdout
    rights = {name: re.findall(rf"^{name}:\s+(\S+)", status, re.MULTILINE)[0] for name in RIGHTS}
    places = ("/", "/srv/toolkit", "/etc", "/usr/bin", "/data", "/backups", "/tmp")
    written = [one for one in places if not ask("touch", f"{one}/try").returncode]
    return {"user": ask("id", "-u").stdout.strip(), **rights, "writes into": written}


def tried(root: Path, image: dict[str, Any], work: Path) -> dict[str, Any]:
    """Start everything, live through the first hour, and end it."""
    given = documented(".env") | {"TOOLKIT_HOST": HOST, "POSTGRES_PASSWORD": secrets.token_hex(15)}
    told = filled_in(yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8")), given)
    services = Services(told, image, root, work)
    mails = Mails()
    mails.controller.start()
    try:
        for name in ("db", "prepare", "web", "worker", "proxy"):
            services.start(name)
        services.healthy("web")
        link = re.search(rf"https://{HOST}\S+", services.log("prepare").read_text())
        if link is None:
            raise Wrong(f"prepare prints no link:\n{services.log('prepare').read_text()}")
        seen: dict[str, Any] = {"inside": inside(services)}
        seen |= first_hour(HOST, services.authority(), link[0], mails)
        backups = services.volume("backups")
        until("the worker has made a backup", lambda: any(backups.glob("*.zip")))
        manage = [*image["Entrypoint"], "backup", "/backups/by-hand.zip"]
        seen["backup by hand"] = services.box("web").run(*manage).returncode
        check = [*image["Entrypoint"], "restore", "--check", "/backups/by-hand.zip"]
        seen["and it is whole"] = services.box("web").run(*check).returncode
        seen["checks of deployment"] = services.box("web").run(*image["Entrypoint"], "check", "--deploy").returncode
        seen["prepare again"] = services.box("prepare").run(*services.command("prepare")).returncode
        seen["ended with, after seconds"] = {name: services.end(name) for name in ("web", "worker")}
        seen["kB of logs"] = {name: services.log(name).stat().st_size // 1024 for name in services.running}
        return seen
    except (Wrong, subprocess.SubprocessError):
        for name in services.running:
            print(f"== {name}\n{services.log(name).read_text()[-3000:]}", file=sys.stderr)
        raise


EXPECTED_BESIDES = {"backup by hand": 0, "and it is whole": 0, "checks of deployment": 0, "prepare again": 0}


def main() -> int:
    """Try it, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    missing = [one for one in ("buildah", "caddy", "unshare", "setpriv") if shutil.which(one) is None]
    if missing:
        sys.exit(f"Missing: apt-get install -y --no-install-recommends {' '.join(missing)}")
    # The file system of the machine may be one on which overlays cannot lie.
    os.environ.setdefault("STORAGE_DRIVER", "vfs")
    alone("bench.containers")
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder, unpacked() as (root, image):
        work = Path(folder)
        work.chmod(0o711)
        try:
            seen = tried(root, image, work)
        except Wrong as fault:
            sys.exit(str(fault))
    print(json.dumps(seen, ensure_ascii=False))
    wrong = [name for name, value in {**EXPECTED, **EXPECTED_BESIDES}.items() if seen[name] != value]
    limits = {"user": "10001", "CapEff": "0" * 16, "CapBnd": "0" * 16, "NoNewPrivs": "1"}
    wrong += [name for name, value in limits.items() if seen["inside"][name] != value]
    if seen["inside"]["writes into"] != ["/data", "/backups", "/tmp"]:
        wrong.append("writes into")
    if wrong:
        print(f"Not as it should be: {', '.join(wrong)}", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
