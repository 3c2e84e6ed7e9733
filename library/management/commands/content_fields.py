"""`manage.py content_fields`: writes what every field of the format may hold, for people who write YAML."""

from typing import Any

from django.core.management.base import BaseCommand

from schema.reference import content_fields


class Command(BaseCommand):
    help = "Writes the fields of the content format as Markdown; docs/content-fields.md is made by it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(content_fields(), ending="")
