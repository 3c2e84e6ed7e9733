"""Brings an installation up to date: run at every start and after every upgrade; what was entered is left alone."""

import hashlib
import os
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.emails import normal
from accounts.models import User
from search.index import refresh
from toolkit import env


class Command(BaseCommand):
    """`manage.py prepare`: database, static files and, when asked for, the starter content."""

    help = (
        "Brings the installation up to date: migrations and static files. With the demo flag on it loads the "
        "demo too. Running it again changes nothing. Progress goes to the error output; the output is what a person "
        "should keep: the demo's sign-ins, or how to make the first administrator."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--starter", action="store_true", help="load the starter content that is not there yet")

    def handle(self, *args: Any, starter: bool, **options: Any) -> None:
        folder = Path(settings.DATA_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # with a key of one's own nothing else makes it
        if folder.stat().st_uid == os.getuid():
            folder.chmod(0o700)  # one of an earlier version could be read by every user of the machine
        self.tell("Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)
        if starter:
            self.tell("Loading the starter content ...")
            said = StringIO()
            call_command("load_content", starter=True, stdout=said)
            self.tell(said.getvalue().splitlines()[-1])
            refresh(None)  # the first who searches need not wait for it
        self.collect_static()
        if settings.DEMO:
            self.tell("Loading the demo ...")
            call_command("load_demo", stdout=self.stdout)
        elif not User.objects.filter(is_superuser=True, is_active=True, is_demo=False).exists():
            self.find_administrator()

    def find_administrator(self) -> None:
        """Make the first administrator whom the settings name, or say how one is made."""
        if email := normal(settings.FIRST_ADMINISTRATOR):
            call_command("create_admin", email, stdout=self.stdout)
            return
        self.stdout.write("There is no administrator yet. Make the first one, and open the link it prints:")
        # The link leads to where this portal is served, which with --port is not where the settings say.
        elsewhere = "" if settings.BASE_URL == env.LOCAL_URL else f"TOOLKIT_BASE_URL={settings.BASE_URL} "
        self.stdout.write(f"    {elsewhere}.venv/bin/python manage.py create_admin you@example.org")

    def tell(self, line: str) -> None:
        """Write a line of progress, plainly, although it goes to the error output."""
        self.stderr.write(line, style_func=str)

    def collect_static(self) -> None:
        """Collect the static files when any of them has changed: that is the slowest part of a start."""
        record = Path(settings.DATA_DIR) / "static.made-from"
        now = fingerprint_of_static_files()
        if record.exists() and record.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
            return
        self.tell("Collecting static files ...")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        record.write_text(now)


def fingerprint_of_static_files() -> str:
    """Return a digest of where each static file lies, how long it is and when it was changed."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
