"""Serves the portal: half-sent requests, slow readers and idle connections hold nobody up."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from installation import counting
from toolkit.serving.processes import Master


class Command(BaseCommand):
    """`manage.py serve`."""

    help = "Serves the portal until it is told to stop."
    # They run all the same, in a process of their own: in this one they would leave two megabytes behind.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (127.0.0.1:8000)")
        parser.add_argument("--processes", type=int, default=2, help="processes; one for each core (2)")
        parser.add_argument(
            "--skip-checks", action="store_true", help="serve without looking whether all is well first"
        )
        parser.add_argument("--threads", type=int, default=8, help="requests that one process works on at once (8)")

    def handle(
        self, *args: Any, bind: str, processes: int, threads: int, skip_checks: bool = False, **options: Any
    ) -> None:
        host, _colon, port = bind.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            raise CommandError(f"{bind} is no address and port: write for example 127.0.0.1:8000.")
        if not 1 <= processes <= 64 or not 1 <= threads <= 64:
            raise CommandError("Give from 1 to 64 processes, and from 1 to 64 threads.")
        try:
            master = Master(address=(host.strip("[]"), int(port)), processes=processes, threads=threads)
        except OSError as fault:
            raise CommandError(f"{bind} cannot be served: {fault.strerror or fault}.") from fault
        host, port = master.socket.getsockname()[:2]
        if settings.METRICS_TOKEN:
            counting.start(Path(settings.DATA_DIR) / f"metrics-{port}")
        if status := master.prepare((lambda: None) if skip_checks else self.check):
            sys.exit(status)
        self.stderr.write(f"Listening at {host}:{port}", style_func=str)
        sys.exit(master.run())
