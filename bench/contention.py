"""A minute of people who work at once in one cluster; nobody may be told of the database's quarrels.

.venv/bin/python -m bench.contention --seconds 60 --clients 8 --database postgresql
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.places import ROOT, place

CALL = """
import django, json
django.setup()
from accounts.models import User
from bench.mixed import Load, deadlocks
from clusters.models import Cluster
cluster = Cluster.objects.get(slug="demo")
people = list(User.objects.filter(memberships__cluster=cluster).values_list("pk", flat=True))
load = Load(cluster.pk, [people[number % len(people)] for number in range({clients})], seconds={seconds})
load.run()
done = sum(load.done.values())
print(json.dumps(dict(done=done, told=load.told[:5], errors=len(load.told), deadlocks=deadlocks())))
"""


def main() -> int:
    """Prepare a demo, run the load on it, and print what happened as a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder,
        place(options.database, Path(folder) / "mixed") as here,
    ):
        here.run("bench.prepare", "demo")
        call = CALL.format(clients=options.clients, seconds=options.seconds)
        command = [sys.executable, "-c", call]
        done = subprocess.run(command, cwd=ROOT, env=here.surroundings(), check=True, text=True, stdout=subprocess.PIPE)
    said = json.loads(done.stdout.strip().splitlines()[-1])
    given = {"action": "mixed load", "database": options.database, "clients": options.clients}
    print(json.dumps({**given, "seconds": options.seconds, **said}))
    return int(bool(said["errors"]))


if __name__ == "__main__":
    sys.exit(main())
