"""`manage.py content_schema`: writes the format of content as JSON Schema, for editors that help while one writes."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from schema.json_schema import content_schema


class Command(BaseCommand):
    help = "Writes the format of content as JSON Schema; docs/content.schema.json is made by it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(content_schema(), indent=2, ensure_ascii=False))
