"""What surveys cost: `.venv/bin/python -m bench.surveys`, and with `--database postgresql`.

The results of 500 and of 2,000 answers in as many queries, at most 12; 2,000 invitations written in bounded memory;
fifty companies that send at once, twice each, on fifty threads and as a browser does, of which none is lost or counted
twice; the page on which they answer beside a page that does nothing.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.in_process import BARE, Asked
from bench.places import ROOT, Place, place

MOST_QUERIES, MOST_GROWTH_MB, AT_ONCE, MOST_RATIO, TURNS = 12, 60, 50, 6, 31
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
from library.models import Edition, Kind
from surveys.models import Company, SurveyAnswer, SurveyInvitation, SurveyRound, WaitingAnswer
from surveys.services.rounds import close_round, invite, open_round, plan_round
from surveys.services.sending import send_round, token_of

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
# An answer to everything that the survey asks for, as a browser sends it.
from surveys.asking import Posted, Visit
from surveys.documents import document_of
from workbooks.asking import Setting, face_of
document, setting, typed = document_of(made), Setting(("da",), "da"), {}
def example(question):
    kind = question.type
    if kind in ("choice", "multichoice"):
        one = question.options[0].key
        return one if kind == "choice" else [one]
    return {"yesno": True, "scale": getattr(question, "min", 1), "countries": ["DE"]}.get(kind, 1)
for _turn in range(6):
    visit = Visit(document, Posted(typed), "da", "all")
    if not visit.complain(everywhere=True):
        break
    for key in visit.complaints:
        question = document.question(key)
        typed |= face_of(question).fill(question, example(question), f"a-{key}", setting)
seen = ",".join(question.key for question in document.questions())
sent = {**typed, "part": "all", "act": "send", "language": "da", "seen": seen}
def send(row):
    try:
        return Client().post(f"/answer/{token_of(row.seed)}/", sent).status_code
    finally:
        connections.close_all()
begun = time.perf_counter()
with ThreadPoolExecutor(50) as pool:
    told = list(pool.map(send, [*chosen, *chosen]))
taken = told.count(200)
out["told_twice"] = told.count(409)
out["at_once"], out["at_once_s"] = taken, round(time.perf_counter() - begun, 1)
out["kept"] = WaitingAnswer.objects.of(cluster).filter(round=made).count()

silent = rows.filter(has_answered=False).first()
out["path"] = f"/answer/{token_of(silent.seed)}/"

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


def answering(here: Place, people: dict[str, str], path: str) -> dict[str, float]:
    """Return what the page costs on which a company answers, and how many bare pages that is."""
    page, bare = Asked(here, "bench.settings", people), Asked(here, "bench.bare_settings", people)
    pairs = [(page.cost("editor", path), bare.cost("editor", BARE)) for _turn in range(TURNS)][1:]
    page.end()
    bare.end()
    ratio = statistics.median(one / other for one, other in pairs)
    return {"answer_cpu_ms": round(statistics.median(one for one, _bare in pairs), 1), "answer_ratio": round(ratio, 1)}


def main() -> int:
    """Prepare a demo, measure, print a line of JSON, and say what is above what is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder,
        place(options.database, Path(folder) / "surveys") as here,
    ):
        people = json.loads(here.run("bench.prepare", "demo"))
        surroundings = {**here.surroundings(), "TOOLKIT_ALLOWED_HOSTS": "127.0.0.1,localhost,testserver"}
        command = [sys.executable, "-c", CALL]
        done = subprocess.run(command, cwd=ROOT, env=surroundings, check=True, text=True, stdout=subprocess.PIPE)
        said = json.loads(done.stdout.strip().splitlines()[-1])
        said |= answering(here, people, said.pop("path"))
    print(json.dumps({"action": "surveys", "database": options.database, **said}))
    queries = {said["results_500_queries"], said["results_2000_queries"]}
    held = {
        "queries": len(queries) == 1 and max(queries) <= MOST_QUERIES,
        "memory": said["invited_mb"] <= MOST_GROWTH_MB,
        "invited": said["invited"] == 2_000,
        "at once": said["at_once"] == said["kept"] == said["told_twice"] == AT_ONCE,
        "page": said["answer_ratio"] <= MOST_RATIO,
    }
    wrong = [name for name, holds in held.items() if not holds]
    if wrong:
        print(f"Not as it is to be: {', '.join(wrong)}.", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
