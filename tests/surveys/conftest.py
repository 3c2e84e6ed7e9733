"""What the tests of the room share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English, the language in which texts stand in the code; a page speaks its reader's own."""
    with translation.override("en-gb"):
        yield
