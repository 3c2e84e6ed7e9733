"""A plain Debian with systemd as its first process, installed by docs/install.md, and the first hour with it.

.venv/bin/python -m bench.plain_debian                     # as root; --suite bookworm for Debian 12

Makes a Debian in a folder, types what stands under “A plain Debian”, boots it in namespaces of its own, and looks at
the units as they run: what they may, where they write, what comes of a process that is killed, of settings that are
wrong and of a reboot. Says as a line of JSON what was seen, and ends with 1 when something is wrong.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.boxes import APART, Box, alone, child_of
from bench.containers import until
from bench.first_hour import EXPECTED, MAILS_AT, Mails, Wrong, first_hour
from bench.places import ROOT

HOST = "toolkit.example.org"
UNITS = ("toolkit-web", "toolkit-worker")
INSTALL = (ROOT / "docs/install.md").read_text(encoding="utf-8")
PART = INSTALL.partition("\n## A plain Debian\n")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"\n```\n(.+?)```", PART, re.DOTALL)
HELD = ("Uid", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp")
OF_THE_KERNEL = ("/dev", "/proc", "/sys", "/run")
# Version two, by itself or beside version one.
GROUPS = (Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified"))
# systemd alone has no say in what the machine itself is; what it needs to be the first process is mounted for it.
BOOT = """
set -e
mount --make-rprivate /
mount --bind {root} {root}
mount -t proc proc {root}/proc
mount -t sysfs -o ro sysfs {root}/sys
mount -t cgroup2 cgroup2 {root}/sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs {root}/dev
for one in null zero full random urandom tty; do touch {root}/dev/$one; mount --bind /dev/$one {root}/dev/$one; done
mkdir {root}/dev/pts {root}/dev/shm
mount -t devpts -o newinstance,mode=620,ptmxmode=666 devpts {root}/dev/pts
ln -s pts/ptmx {root}/dev/ptmx
mount -t tmpfs -o mode=1777 tmpfs {root}/dev/shm
mount -t tmpfs -o mode=755 tmpfs {root}/run
cd {root}
# No chroot: in one the kernel gives nobody a user namespace, and PrivateUsers= asks for it. No modules of the kernel.
pivot_root . .
umount -l .
exec setpriv --bounding-set=-sys_module env -i container=bench PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
"""


def debian(root: Path, suite: str, trusted: str) -> None:
    """Make a Debian with systemd in the folder."""
    wanted = "--include=systemd,systemd-sysv,dbus,ca-certificates,openssl"
    if not (root / "etc/debian_version").exists():
        subprocess.run(["debootstrap", "--variant=minbase", wanted, suite, str(root)], check=True, stdout=sys.stderr)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    if trusted:
        shutil.copy(trusted, root / "usr/local/share/ca-certificates/of-your-own.crt")
        subprocess.run(["chroot", str(root), "update-ca-certificates"], check=True, stdout=sys.stderr)


def typed(root: Path, commands: str, **variables: str) -> None:
    """Type commands as root in the Debian that has not been booted, with the network of this machine."""
    known = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "HOME": "/root", **variables}
    box = Box(root=root, variables=known, mounts=[(root.parent / "source", "/mnt", True)], has_rights=True)
    done = box.run("sh", "-ec", commands)
    if done.returncode:
        raise Wrong(f"{commands}\nended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def installed(root: Path, trusted: str) -> None:
    """Do what the documentation says, as far as it needs no systemd."""
    source = root.parent / "source"
    source.mkdir(exist_ok=True)
    subprocess.run(["git", "bundle", "create", str(source / "toolkit"), "HEAD"], cwd=ROOT, check=True)
    # Debian starts what it installs; nothing can be started yet.
    (root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    (root / "usr/sbin/policy-rc.d").chmod(0o755)
    packages, settings, _start = BLOCKS
    trust = {"PIP_CERT": "/etc/ssl/certs/ca-certificates.crt"} if trusted else {}
    typed(root, "apt-get update -q\n" + packages.replace("<the address of this repository>", "/mnt/toolkit"), **trust)
    (root / "usr/sbin/policy-rc.d").unlink()
    mails = f"TOOLKIT_EMAIL_URL=smtp://127.0.0.1:{MAILS_AT}"
    env = root / "srv/toolkit/.env"
    env.write_text(re.sub(r"^TOOLKIT_EMAIL_URL=.*$", mails, settings, flags=re.MULTILINE), encoding="utf-8")
    typed(root, "chown toolkit: /srv/toolkit/.env && chmod 0600 /srv/toolkit/.env")
    live = f"/etc/letsencrypt/live/{HOST}"
    typed(
        root,
        f"mkdir -p {live} && openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST} "
        f"-addext subjectAltName=DNS:{HOST} -keyout {live}/privkey.pem -out {live}/fullchain.pem 2>/dev/null",
    )


@dataclass
class Machine:
    """The Debian that runs."""

    root: Path
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    group: Path | None = None

    def boot(self) -> None:
        """Start systemd as the first process of namespaces of its own, and wait until it has started what it starts."""
        groups = next((place for place in GROUPS if (place / "cgroup.controllers").exists()), None)
        if groups is None:
            raise Wrong("This machine has no cgroups of the second version.")
        # Of this boot alone: two that share one would signal each other's processes.
        self.group = own = groups / f"bench-{secrets.token_hex(4)}"
        own.mkdir()
        enter = f'echo $$ > {own}/cgroup.procs; exec unshare {" ".join(APART[:-1])} --uts --ipc --cgroup sh -c "$0"'
        with self.log.open("ab") as log:
            script = BOOT.format(root=self.root)
            begin = ["sh", "-c", enter, script]
            self.process = subprocess.Popen(begin, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            until("systemd is up", lambda: self.says("systemctl", "is-system-running") in {"running", "degraded"}, 90)
        except Wrong as fault:
            raise Wrong(f"{fault}\n{self.log.read_text(errors='replace')[-3000:]}") from fault

    def halt(self) -> float:
        """Have it go down as it should, and return after how many seconds it had."""
        assert self.process
        assert self.group
        begin = time.monotonic()
        os.kill(child_of(self.process.pid), signal.SIGRTMIN + 4)
        self.process.wait(timeout=150)
        needed = round(time.monotonic() - begin, 1)
        for place, _folders, _files in os.walk(self.group, topdown=False):
            os.rmdir(place)
        return needed

    def run(self, *command: str, check: bool = True) -> str:
        """Run a command in it."""
        assert self.process
        first = str(child_of(self.process.pid))
        there = ["nsenter", "--target", first, "--mount", "--uts", "--ipc", "--pid", "--cgroup"]
        path = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [*there, "--root", *command], check=False, capture_output=True, text=True, env=path, timeout=600
        )
        if check and done.returncode:
            raise Wrong(
                f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
            )
        return done.stdout + done.stderr

    def says(self, *command: str) -> str:
        """Return what a command says, whatever it ends with; nothing while there is nobody to say it."""
        try:
            return self.run(*command, check=False).strip()
        except (IndexError, OSError):
            return ""

    def property(self, unit: str, name: str) -> str:
        """Return what systemd knows of a unit."""
        return self.says("systemctl", "show", "--property", name, "--value", unit)


def as_it_runs(machine: Machine, unit: str) -> dict[str, Any]:
    """Return what the kernel says of the unit's process, and how exposed systemd finds it."""
    pid = machine.property(unit, "MainPID")
    status = machine.run("cat", f"/proc/{pid}/status")
    held = {name: re.findall(rf"^{name}:\s+(\S+)", status, re.MULTILINE)[0] for name in HELD}
    mounts = [line.split() for line in machine.run("cat", f"/proc/{pid}/mountinfo").splitlines()]
    written = {one[4] for one in mounts if "ro" not in one[5].split(",")}
    writable = sorted(one for one in written if not one.startswith(OF_THE_KERNEL))
    judged = machine.says("systemd-analyze", "--no-pager", "security", unit)
    level = re.search(r"(\d+\.\d+) (\w+)", judged.splitlines()[-1])
    return {**held, "writable": writable, "exposure": level[0] if level else ""}


def mended_by_itself(machine: Machine) -> dict[str, Any]:
    """Kill the web server, give it settings that make no sense, and boot once more."""
    seen: dict[str, Any] = {}
    before = machine.property("toolkit-web", "MainPID")
    machine.run("sh", "-c", f"kill -KILL {before}")
    until("the web server is back", lambda: machine.property("toolkit-web", "MainPID") not in {"0", before})
    until("and answers", lambda: answers(machine))
    seen["killed, and back"] = True
    machine.run("sh", "-c", "cp -p /srv/toolkit/.env /srv/kept && echo TOOLKIT_TIME_ZONE=Nowhere >> /srv/toolkit/.env")
    machine.says("systemctl", "restart", "toolkit-web")
    until("the web server gives up", lambda: machine.property("toolkit-web", "ActiveState") == "failed", 60)
    seen["settings that are wrong: ended with"] = machine.property("toolkit-web", "ExecMainStatus")
    seen["and says"] = machine.says("journalctl", "-u", "toolkit-web", "-n", "4", "-o", "cat").splitlines()[:4]
    machine.run("sh", "-c", "cp -p /srv/kept /srv/toolkit/.env && systemctl start toolkit-web")
    until("it answers again", lambda: answers(machine))
    seen["down after seconds"] = machine.halt()
    machine.boot()
    until("after a reboot it answers", lambda: answers(machine))
    seen["after a reboot"] = {unit: machine.property(unit, "ActiveState") for unit in (*UNITS, "nginx")}
    return seen


def answers(machine: Machine) -> bool:
    """Tell whether the portal answers."""
    ask = "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=5).status)"
    return machine.says("python3", "-c", ask).endswith("200")


def tried(root: Path) -> dict[str, Any]:
    """Boot it, type the rest, and look."""
    machine = Machine(root, root.parent / "boot.log")
    mails = Mails()
    mails.controller.start()
    begin = time.monotonic()
    machine.boot()
    seen: dict[str, Any] = {"systemd": machine.says("systemctl", "--version").splitlines()[0]}
    seen["booted after seconds"] = round(time.monotonic() - begin, 1)
    said = machine.run("sh", "-ec", f"cd /srv/toolkit\n{BLOCKS[2]}")
    link = re.search(rf"https://{HOST}\S+", said)
    if link is None:
        raise Wrong(f"No link for the administrator:\n{said}")
    until("the portal answers", lambda: answers(machine))
    seen["units"] = {unit: as_it_runs(machine, unit) for unit in UNITS}
    authority = root / f"etc/letsencrypt/live/{HOST}/fullchain.pem"
    seen |= first_hour(HOST, authority, link[0], mails)
    until("the worker has made a backup", lambda: any((root / "var/lib/toolkit/backups").glob("*.zip")))
    seen |= mended_by_itself(machine)
    seen["failed units"] = machine.says("systemctl", "--failed", "--plain", "--no-legend").splitlines()
    machine.halt()
    return seen


def main() -> int:
    """Try it, and say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", default="trixie", help="Debian's release")
    parser.add_argument("--trust", default="", help="a certificate of your own authority, if packages come by a proxy")
    parser.add_argument("--in", dest="folder", default="", help="a folder to work in; what is installed there is kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder:
        work = Path(options.folder or folder)
        work.mkdir(parents=True, exist_ok=True)
        work.chmod(0o711)
        root = work / "root"
        if "BENCH_ALONE" not in os.environ and not (root / "srv/toolkit/.env").exists():
            debian(root, options.suite, options.trust)
            installed(root, options.trust)
        sys.argv += [] if options.folder else ["--in", str(work)]
        alone("bench.plain_debian")
        try:
            seen = tried(root)
        except Wrong as fault:
            sys.exit(str(fault))
    print(json.dumps(seen, ensure_ascii=False))
    return verdict(seen)


def verdict(seen: dict[str, Any]) -> int:
    """Say what is not as it should be."""
    wrong = [name for name, value in EXPECTED.items() if seen[name] != value]
    for unit, held in seen["units"].items():
        limits = {"CapEff": "0" * 16, "CapBnd": "0" * 16, "NoNewPrivs": "1", "Seccomp": "2"}
        wrong += [f"{unit}: {name} is {held[name]}" for name, value in limits.items() if held[name] != value]
        wrong += [f"{unit} is root"] if held["Uid"] == "0" else []
        if held["writable"] != ["/tmp", "/var/lib/toolkit", "/var/tmp"]:
            wrong.append(f"{unit} may write into {held['writable']}")
    wrong += [] if seen["settings that are wrong: ended with"] == "4" else ["settings that are wrong"]
    wrong += [unit for unit, state in seen["after a reboot"].items() if state != "active"]
    wrong += [f"failed: {one}" for one in seen["failed units"]]
    if wrong:
        print("Not as it should be: " + "; ".join(wrong), file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
