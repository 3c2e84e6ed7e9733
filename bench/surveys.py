"""What surveys cost: `.venv/bin/python -m bench.surveys`, and with `--database postgresql`.

The results of 500 and of 2,000 answers in as many queries, at most 12; 2,000 invitations written in bounded memory;
fifty companies that send at once, twice each, on eight threads, of which none is lost or counted twice.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.places import ROOT, place

MOST_QUERIES, MOST_GROWTH_MB, AT_ONCE = 12, 60, 50
CALL = """
import json, resource, time
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from accounts.models import User
from clusters.models import Cluster
from core.errors import Conflict
from library.models import Edition, Kind
from surveys.models import Company, SurveyAnswer, SurveyInvitation, SurveyRound, WaitingAnswer
from surveys.services.answering import take_answer
from surveys.services.rounds import close_round, invite, open_round, plan_round
from surveys.services.sending import send_round

cluster, by = Cluster.objects.get(slug="demo"), User.objects.get(email="owner@example.org")
edition = Edition.objects.newest().of_kind(Kind.SURVEY).first()
Company.objects.of(cluster).update(is_active=False)
Company.objects.bulk_create([
    Company(cluster=cluster, number=10_000 + n, name=f"Bench {n}", email=f"bench{n}@example.org",
            size=("small", "large")[n % 2], region=("north", "south")[n // 2 % 2], created_by=by, changed_by=by)
    for n in range(2_000)
])

def a_round():
    values = {"closes_on": timezone.localdate() + timedelta(days=9), "sender": "Bench"}
    made = plan_round(cluster=cluster, edition=edition, kind="other", values=values, by=by)
    made.cluster = cluster
    return made

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

out = {}
made, before, begun = a_round(), peak(), time.process_time()
open_round(round=made, by=by)
send_round(made.pk)
rows = SurveyInvitation.objects.of(cluster).filter(round=made)
out["invited"] = rows.filter(mailed=1).count()
out["invited_cpu_s"], out["invited_mb"] = round(time.process_time() - begun, 1), round(peak() - before)

given = {"company_size": "small", "export_share": 20, "international_partners": 3, "comment": {"da": "Ord"}}
chosen = list(rows.select_related("round__cluster", "company")[:50])
def send(row):
    try:
        take_answer(invitation=row, values=given)
    except Conflict:
        return 0
    finally:
        connections.close_all()
    return 1
begun = time.perf_counter()
with ThreadPoolExecutor(8) as pool:
    taken = sum(pool.map(send, [*chosen, *chosen]))
out["at_once"], out["at_once_s"] = taken, round(time.perf_counter() - begun, 1)
out["kept"] = WaitingAnswer.objects.of(cluster).filter(round=made).count()

browser = Client()
browser.force_login(by)
for number in (500, 2_000):
    other = a_round()
    SurveyRound.objects.of(cluster).filter(pk=other.pk).update(state="closed", closed_on=timezone.localdate())
    invite(other, list(Company.objects.of(cluster).active()))
    SurveyAnswer.objects.bulk_create([
        SurveyAnswer(round=other, size=("small", "large")[n % 2], region=("north", "south")[n // 2 % 2],
                     values={**given, "international_partners": n % 9}) for n in range(number)
    ])
    browser.get(f"/c/demo/surveys/{other.number}/results/")
    begun = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(f"/c/demo/surveys/{other.number}/results/?size=small").status_code == 200
    out[f"results_{number}_cpu_ms"] = round(1000 * (time.process_time() - begun))
    out[f"results_{number}_queries"] = sum(
        not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for one in asked
    )
print(json.dumps(out))
"""


def main() -> int:
    """Prepare a demo, measure, print a line of JSON, and say what is above what is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder,
        place(options.database, Path(folder) / "surveys") as here,
    ):
        here.run("bench.prepare", "demo")
        surroundings = {**here.surroundings(), "TOOLKIT_ALLOWED_HOSTS": "127.0.0.1,localhost,testserver"}
        command = [sys.executable, "-c", CALL]
        done = subprocess.run(command, cwd=ROOT, env=surroundings, check=True, text=True, stdout=subprocess.PIPE)
    said = json.loads(done.stdout.strip().splitlines()[-1])
    print(json.dumps({"action": "surveys", "database": options.database, **said}))
    queries = {said["results_500_queries"], said["results_2000_queries"]}
    held = {
        "queries": len(queries) == 1 and max(queries) <= MOST_QUERIES,
        "memory": said["invited_mb"] <= MOST_GROWTH_MB,
        "invited": said["invited"] == 2_000,
        "at once": said["at_once"] == said["kept"] == AT_ONCE,
    }
    wrong = [name for name, holds in held.items() if not holds]
    if wrong:
        print(f"Not as it is to be: {', '.join(wrong)}.", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
