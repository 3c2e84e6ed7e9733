"""Forget which account of the organisation a person signs in with, so that the next one counts as theirs."""

from argparse import ArgumentParser
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User


class Command(BaseCommand):
    """`manage.py forget_sign_in EMAIL`."""

    help = "Forgets which account of the organisation a person signs in with; the next with this address is theirs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.with_email(email).first()
        if person is None:
            raise CommandError(f"Nobody here has the email address {email}.")
        count, _models = SocialAccount.objects.filter(user=person).delete()
        if not count:
            raise CommandError(f"{person.email} has not signed in with the organisation's account.")
        self.stdout.write(f"Forgotten. The next account with the address {person.email} is theirs.")
