"""What tests of answers share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let sentences be those of the code."""
    with translation.override("en-gb"):
        yield
