"""Figures for Prometheus: what requests came to, and how the installation is; at an address that needs a token.

The counters of several processes are put together through files (`counting`); the rest is asked of the database when
somebody looks. No label names a person, a cluster or an address.
"""

import hmac
import os
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import Error
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from core.backups import last_backup
from core.sql import size_of_database
from installation import selectors
from installation.counting import FOLDER

ADDRESS = "/metrics"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
READS = {"GET", "HEAD", "OPTIONS"}
OURS = CollectorRegistry()

REQUESTS = Counter("toolkit_requests", "Requests", ["method", "route", "status"], registry=OURS)
SECONDS = Histogram(
    "toolkit_request_seconds",
    "How long a request took, by room",
    ["room"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=OURS,
)
SAVES = Counter("toolkit_saves", "What was sent, and what became of it", ["outcome"], registry=OURS)


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request."""
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(room_of(route)).observe(seconds)
    if method not in READS:
        SAVES.labels(outcome_of(status)).inc()


def room_of(route: str) -> str:
    """Return which room answers; the addresses of sign-in have no room in their name."""
    room, colon, _name = route.partition(":")
    return room if colon else "accounts" if room.startswith(("account_", "mfa_")) else "none"


def outcome_of(status: int) -> str:
    """Return what became of something that was sent."""
    if status < 400:
        return "taken"
    if status >= 500:
        return "failed"
    return {409: "conflict", 422: "invalid"}.get(status, "refused")


class MetricsMiddleware:
    """Answers /metrics to whoever has the token; for everybody else, and where there is none, it is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == ADDRESS and may_read(request):
            return HttpResponse(written(), content_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})
        return self.get_response(request)


def may_read(request: HttpRequest) -> bool:
    """Tell whether the request carries the installation's token."""
    given = request.headers.get("Authorization", "").encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())


def written() -> bytes:
    """Return all figures in the form that Prometheus reads."""
    registry = OURS
    if os.environ.get(FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    state = CollectorRegistry()
    state.register(StateCollector())
    return generate_latest(registry) + generate_latest(state)


class StateCollector:
    """How the installation is, asked when somebody looks."""

    def collect(self) -> Iterator[Metric]:
        """Return the figures; while the database is away, those that need none."""
        info = GaugeMetricFamily("toolkit_info", "1, with the version", labels=["version"])
        info.add_metric([settings.VERSION], 1)
        yield info
        well = GaugeMetricFamily("toolkit_part_ok", "1 while a part is well, otherwise 0", labels=["part", "state"])
        for part, state in selectors.parts().items():
            well.add_metric([part, state], state in {"ok", "not configured"})
        yield well
        free, total = selectors.room()
        yield GaugeMetricFamily("toolkit_disk_free_bytes", "Free room for the data folder", value=free)
        yield GaugeMetricFamily("toolkit_disk_bytes", "Size of the disk of the data folder", value=total)
        try:
            yield from self.stored()
        except Error:
            return

    def stored(self) -> Iterator[Metric]:
        """Return the figures that lie in the database."""
        tasks = GaugeMetricFamily("toolkit_tasks", "Tasks of the last two weeks", labels=["task", "state"])
        counted = DBTaskResult.objects.order_by().values_list("task_path", "status").annotate(Count("pk"))
        for path, state, count in counted:
            tasks.add_metric([path, state.lower()], count)
        yield tasks
        queue = selectors.queue()
        waits = (timezone.now() - queue.oldest).total_seconds() if queue.oldest else 0.0
        yield GaugeMetricFamily("toolkit_queue_oldest_seconds", "How long the oldest task has waited", value=waits)
        yield GaugeMetricFamily("toolkit_workers", "Workers that are alive", value=len(selectors.workers_at_work()))
        mails = GaugeMetricFamily("toolkit_mails", "Mails that have not gone", labels=["state"])
        found = selectors.mails()
        for name, count in {"kept": found.kept, "waiting": found.waiting, "failed": found.failed}.items():
            mails.add_metric([name], count)
        yield mails
        yield GaugeMetricFamily("toolkit_database_bytes", "Size of the database", value=size_of_database())
        for name, count in selectors.counts().items():
            yield GaugeMetricFamily(f"toolkit_{name}", f"Number of {name}", value=count)
        if backup := last_backup():
            at = backup.at.timestamp()
            yield GaugeMetricFamily("toolkit_last_backup_timestamp_seconds", "When the last one was made", value=at)
            yield GaugeMetricFamily("toolkit_last_backup_bytes", "How large it is", value=backup.size)
