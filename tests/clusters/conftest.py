"""What the tests of the room share."""

from collections.abc import Callable

import pytest


@pytest.fixture
def mailing(django_capture_on_commit_callbacks: Callable) -> Callable:
    """`with mailing():` sends what waits for the end of the transaction."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
