"""What the tests of the room share."""

import pytest
from django.test import Client

from tests.factories import make_user


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser in which somebody is signed in who is in no cluster."""
    client.force_login(make_user("Rita"))
    return client
