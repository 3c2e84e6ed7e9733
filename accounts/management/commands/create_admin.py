"""Make the first administrator, without a password in any shell's history."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import emails, services


class Command(BaseCommand):
    """`manage.py create_admin EMAIL`."""

    help = "Makes a person administrator and prints an address at which they set their password, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="how the person is called")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        email = emails.normal(email)
        if emails.fault_of(email):
            raise CommandError(f"{email} is not an e-mail address.")
        person = services.make_administrator(email=email, name=name)
        self.stdout.write(f"{person.email} is an administrator. To choose a password, open within three days:")
        self.stdout.write(services.first_sign_in_link(person))
