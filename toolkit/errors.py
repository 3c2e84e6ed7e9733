"""Errors reported to a collector that the installation names: where in the code, and ids; no words of anybody."""

from typing import Any

import sentry_sdk
import structlog
from django.conf import settings
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished
from sentry_sdk.consts import CompressionAlgo
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.threading import ThreadingIntegration

# What of a report goes out; the rest may hold addresses with secrets, what was typed, or values of variables.
KEPT = {"event_id", "timestamp", "level", "platform", "release", "environment", "exception", "tags", "sdk", "message"}


def report_to(dsn: str) -> None:
    """Report from now on every error that nobody catches, in requests, tasks and commands."""
    sentry_sdk.init(
        dsn=dsn,
        release=settings.VERSION,
        default_integrations=False,
        integrations=[DjangoIntegration(), ExcepthookIntegration(), ThreadingIntegration(), DedupeIntegration()],
        auto_enabling_integrations=False,
        before_send=without_words,
        include_local_variables=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        send_default_pii=False,
        traces_sample_rate=0.0,
        shutdown_timeout=2,
        # Not every collector reads brotli, which the library prefers where it is installed.
        _experiments={"transport_compression_algo": CompressionAlgo.GZIP},
    )
    task_finished.connect(report_task, dispatch_uid="toolkit.errors")


def without_words(event: Any, hint: dict[str, Any]) -> Any:
    """Take out of a report whatever somebody may have written, and put in the ids that the log has, too."""
    kept = {name: value for name, value in event.items() if name in KEPT}
    for fault in (kept.get("exception") or {}).get("values", []):
        # A message may quote what was typed, or a row of the database.
        fault.pop("value", None)
        fault.pop("mechanism", None)
    ids = structlog.contextvars.get_contextvars()
    kept["tags"] = {name: str(ids[name]) for name in ("request", "user", "cluster", "task") if ids.get(name)}
    return kept


def report_task(sender: Any, task_result: Any, **kwargs: Any) -> None:
    """Report a task that failed; the worker itself has caught its error."""
    if task_result.status == TaskResultStatus.FAILED:
        faults = [error.exception_class_path for error in task_result.errors]
        sentry_sdk.capture_message(f"{task_result.task.module_path}: {', '.join(faults[-1:])}", level="error")
