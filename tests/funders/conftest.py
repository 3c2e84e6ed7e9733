"""What the tests of this room share: services speak English when no request has said otherwise."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Speak the language in which texts stand in the code, whatever the test before spoke."""
    with translation.override("en-gb"):
        yield
