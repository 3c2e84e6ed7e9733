"""Does the background work: documents, and whatever else need not be waited for."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import valid_interval, valid_max_tasks

from toolkit.worker import Worker


class Command(BaseCommand):
    """`manage.py worker`."""

    help = "Takes tasks until it is told to stop. Several may run; one that is killed loses no task."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=valid_interval, default=1.0, help="seconds between looks for tasks (1)")
        parser.add_argument("--max-tasks", type=valid_max_tasks, help="end after so many, for a supervisor to restart")
        parser.add_argument("--batch", action="store_true", help="end when there are no more tasks")

    def handle(self, *args: Any, interval: float, max_tasks: int | None, batch: bool, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=max_tasks,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()
