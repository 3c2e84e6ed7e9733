"""What tests of strategies share: the starter content, and a template with every type of question."""

from functools import cache
from typing import Any

from library.loading import STARTER_CONTENT
from library.models import Edition
from library.services import publish_edition
from schema.reading import read_file
from tests.workbooks.samples import every_question


@cache
def starter(file: str) -> dict[str, Any]:
    """Return a file of the starter content as it is stored."""
    return read_file(STARTER_CONTENT / file)


def publish_starter() -> tuple[Edition, Edition]:
    """Publish the starter template and the anonymous example."""
    template = publish_edition(data=starter("templates/strategy.yaml"), by=None)
    return template, publish_edition(data=starter("examples/strategy.yaml"), by=None)


def publish_every_question() -> Edition:
    """Publish a template with every type of question in two sections."""
    return publish_edition(data=every_question(), by=None)
