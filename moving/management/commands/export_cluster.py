"""Writes all that a cluster has into one file: before it is deleted, or to take it to another portal."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clusters import activity
from clusters.models import Cluster
from moving.writing import write_cluster


class Command(BaseCommand):
    """`manage.py export_cluster`."""

    help = "Writes everything that a cluster has, rows and files, as a ZIP. What is secret is left out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cluster", help="the cluster's address, as it stands in /c/<address>/")
        parser.add_argument("--output", type=Path, required=True, help="the file to write; it must not be there yet")

    def handle(self, *args: Any, cluster: str, output: Path, **options: Any) -> None:
        found = Cluster.objects.filter(slug=cluster).first()
        if found is None:
            raise CommandError(f"There is no cluster with the address {cluster}.")
        try:
            with output.open("xb") as file:
                write_cluster(found, file, at=timezone.now())
        except FileExistsError:
            raise CommandError(f"{output} is there already. Choose another name.") from None
        except OSError as fault:
            output.unlink(missing_ok=True)
            raise CommandError(f"{output} cannot be written: {fault.strerror}.") from None
        activity.record(cluster=found, by=None, verb="took-copy")
        sys.stdout.write(f"{output} holds everything that {found} has.\n")
