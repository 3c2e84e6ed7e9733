"""Writes all that the portal holds about a person into one file, for an administrator who is asked for it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from moving.person import write_person


class Command(BaseCommand):
    """`manage.py export_person`."""

    help = "Writes what the portal holds about a person as a ZIP, as they get it themselves under “Your data”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the email address with which the person signs in")
        parser.add_argument("--output", type=Path, required=True, help="the file to write; it must not be there yet")

    def handle(self, *args: Any, email: str, output: Path, **options: Any) -> None:
        person = User.objects.with_email(email).first()
        if person is None:
            raise CommandError(f"There is nobody with the address {email}.")
        try:
            with output.open("xb") as file:
                write_person(person, file, at=timezone.now())
        except FileExistsError:
            raise CommandError(f"{output} is there already. Choose another name.") from None
        except OSError as fault:
            output.unlink(missing_ok=True)
            raise CommandError(f"{output} cannot be written: {fault.strerror}.") from None
        sys.stdout.write(f"{output} holds what the portal has about {person.email}.\n")
