"""Makes the demo and prints its sign-ins; what is there already is left as it is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.errors import Refusal
from toolkit.demo import PASSWORD, PEOPLE, make_demo
from toolkit.demo_talk import SHARED


class Command(BaseCommand):
    help = "Make the two demo clusters with their people, and print the sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo is off. Set TOOLKIT_DEMO=1, and only where no real cluster works.")
        try:
            make_demo()
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Sign in with the password {PASSWORD} as")
        width = max(len(sample.email) for sample in PEOPLE)
        for sample in PEOPLE:
            self.stdout.write(f"  {sample.email:<{width}}  {sample.description}")
        self.stdout.write(f"Without signing in, the demo's public link: {settings.BASE_URL}/shared/{SHARED}/")
