"""Figures for whoever has the token, and what is noted of every request."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import User
from clusters.models import Cluster

ROOT = Path(__file__).parent.parent.parent
TOKEN = "for-tests-only-and-long-enough-to-be-taken"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def read() -> dict[tuple[str, ...], float]:
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}", "Host": "10.0.0.7"})
    assert answer.status_code == 200
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.mark.parametrize("given", ["", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer \u00e6"])
def test_without_the_token_there_is_nothing(given: str) -> None:
    assert Client().get("/metrics", headers={"Authorization": given}).status_code == 404


def test_without_a_token_in_the_settings_there_is_nothing(settings: Any) -> None:
    settings.METRICS_TOKEN = ""

    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_route_and_what_was_sent_by_outcome(client: Client, alice: User) -> None:
    before = read()
    client.force_login(alice)
    client.get("/c/havtorn/people/?q=hemmeligt")
    client.post("/account/", {"name": "", "language": "da", "theme": "auto"})
    after = read()

    def grown(*key: str) -> float:
        return after.get(key, 0) - before.get(key, 0)

    assert grown("toolkit_requests_total", "GET", "clusters:people", "200") == 1
    assert grown("toolkit_saves_total", "invalid") == 1
    assert grown("toolkit_request_seconds_count", "clusters") == 1


def test_figures_name_nobody(client: Client, cluster: Cluster, alice: User) -> None:
    client.force_login(alice)
    client.get("/c/havtorn/")
    said = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()

    assert "havtorn" not in said
    assert alice.email not in said


def test_how_the_installation_is_stands_there(cluster: Cluster, alice: User) -> None:
    found = read()

    assert found["toolkit_part_ok", "worker", "none"] == 0
    assert found["toolkit_part_ok", "database", "ok"] == 1
    assert (found["toolkit_clusters",], found["toolkit_people",]) == (1, 1)
    assert found["toolkit_database_bytes",] > 0


CODE = """
import os, sys
from pathlib import Path
import django
django.setup()
from installation import counting, metrics
counting.start(Path(sys.argv[1]))
for _ in range(2):
    child = os.fork()
    if not child:
        metrics.note_request("GET", "account_login", 200, 0.1)
        os._exit(0)
    os.waitpid(child, 0)
sys.stdout.write(metrics.written().decode())
"""


def test_processes_count_together(tmp_path: Path) -> None:
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "toolkit.settings", "TOOLKIT_DATA_DIR": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path / "counted")],
        cwd=ROOT,
        env=variables,
        check=True,
        capture_output=True,
        text=True,
    )

    assert 'toolkit_requests_total{method="GET",route="account_login",status="200"} 2.0' in said.stdout
    assert 'toolkit_request_seconds_count{room="accounts"} 2.0' in said.stdout


def requests_of(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    found = [record.msg for record in caplog.records if record.name == "installation.requests"]
    return [line for line in found if isinstance(line, dict)]


def test_line_of_a_request_has_ids_and_timing_and_no_words(
    sign_in: Callable, cluster: Cluster, alice: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LOGS_REQUESTS = True
    caplog.set_level(logging.INFO)
    answer = sign_in(alice).get("/c/havtorn/people/?q=hemmeligt")

    (line,) = requests_of(caplog)
    assert line["request"] == answer["X-Request-ID"]
    assert (line["user"], line["cluster"], line["route"], line["status"]) == (
        alice.pk,
        cluster.pk,
        "clusters:people",
        200,
    )
    assert line["ms"] > 0
    assert "hemmeligt" not in json.dumps(line)
    assert "havtorn" not in json.dumps(line)


def test_next_request_has_nothing_of_the_one_before(
    sign_in: Callable, cluster: Cluster, alice: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.LOGS_REQUESTS = True
    caplog.set_level(logging.INFO)
    sign_in(alice).get("/c/havtorn/people/")
    Client().get("/account/login/")

    assert requests_of(caplog)[1].get("user") is None
    assert "cluster" not in requests_of(caplog)[1]


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [(1, "0123456789abcdef", True), (0, "0123456789abcdef", False), (1, "a\tb", False), (1, "x" * 65, False)],
)
def test_id_of_a_request_is_our_proxys_or_our_own(settings: Any, proxies: int, given: str, is_taken: bool) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    answer = Client().get("/account/login/", headers={"X-Request-ID": given})

    assert (answer["X-Request-ID"] == given) is is_taken


def test_error_names_the_request_to_the_person(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ValueError("what somebody wrote")

    monkeypatch.setattr("accounts.forms.SignInForm.__init__", fail)
    client = Client(raise_request_exception=False)
    answer = client.get("/account/login/")

    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
