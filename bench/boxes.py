"""Processes in boxes of their own: mounts, processes and a root, as a container engine gives them, without one.

For trying what is installed where no engine runs. As root; every box ends with the process that has opened the first.
"""

import fcntl
import os
import shlex
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

APART = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
DEVICES = ("null", "zero", "full", "random", "urandom")
# What a container engine does before it lets the program of an image begin.
BOX = """
set -e
mount --make-rprivate /
mount --bind {root} {root}
mount -t proc proc {root}/proc
mount -t tmpfs -o mode=755,size=64k tmpfs {root}/dev
for one in {devices}; do touch {root}/dev/$one && mount --bind /dev/$one {root}/dev/$one; done
mkdir {root}/dev/shm && mount -t tmpfs -o mode=1777,size={shm} tmpfs {root}/dev/shm
{mounts}
{read_only}
cd {root}
exec chroot {root} {command}
"""


@dataclass
class Box:
    """Where a program runs: its root, what is mounted into it, who it is, and its surroundings."""

    root: Path
    folder: str = "/"
    user: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    # From here, to there, and whether it is only read.
    mounts: Sequence[tuple[Path, str, bool]] = ()
    memory: Mapping[str, str] = field(default_factory=dict)
    is_read_only: bool = False
    has_rights: bool = False
    shm: str = "64m"

    def command(self, program: Sequence[str]) -> list[str]:
        """Return the command that runs a program in the box."""
        who = ["setpriv", "--no-new-privs"]
        if self.user:
            user, _colon, group = self.user.partition(":")
            who += [f"--reuid={user}", f"--regid={group or user}", "--clear-groups"]
        if not self.has_rights:
            who += ["--inh-caps=-all", "--bounding-set=-all"]
        surroundings = ["env", "-i", f"--chdir={self.folder}", *(f"{key}={one}" for key, one in self.variables.items())]
        steps = [f"mount --bind {src} {self.root}{to}" for src, to, _only in self.mounts]
        steps += [f"mount -o remount,bind,ro {self.root}{to}" for _src, to, only in self.mounts if only]
        steps += [f"mount -t tmpfs -o {how},nosuid,nodev tmpfs {self.root}{to}" for to, how in self.memory.items()]
        script = BOX.format(
            root=self.root,
            devices=" ".join(DEVICES),
            shm=self.shm,
            mounts="\n".join(steps),
            read_only=f"mount -o remount,bind,ro {self.root}" if self.is_read_only else "",
            command=shlex.join([*who, *surroundings, *program]),
        )
        return ["unshare", *APART[:-1], "--uts", "--ipc", "sh", "-c", script]

    def run(self, *program: str) -> "subprocess.CompletedProcess[str]":
        """Run a program there to its end, and return what it said."""
        return subprocess.run(self.command(program), check=False, capture_output=True, text=True)

    def start(self, log: Path, *program: str) -> "subprocess.Popen[bytes]":
        """Start a program there; what it says goes into the log."""
        with log.open("ab") as file:
            return subprocess.Popen(self.command(program), stdin=subprocess.DEVNULL, stdout=file, stderr=file)


def child_of(pid: int) -> int:
    """Return the process in the box of an `unshare`, which has another number in there."""
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()[0])


def alone(module: str) -> bool:
    """Have a module run once more with mounts, processes and a network of its own; tells whether this is that run."""
    if os.environ.get("BENCH_ALONE") == module:
        _loopback()
        return True
    if os.getuid() != 0:
        sys.exit("This needs root, as a container engine does.")
    again = ["unshare", *APART, "--net", sys.executable, "-m", module, *sys.argv[1:]]
    sys.exit(subprocess.run(again, check=False, env={**os.environ, "BENCH_ALONE": module}).returncode)


def _loopback() -> None:
    """Switch on the only network that there is: nobody else's ports, and nobody else to reach."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))
