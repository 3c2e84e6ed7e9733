"""What the tests of the room share."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User


@pytest.fixture
def client(sign_in: Callable, editor: User) -> Client:
    """A browser in which an editor of the cluster is signed in."""
    return sign_in(editor)
