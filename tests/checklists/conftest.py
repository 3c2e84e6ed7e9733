"""What the tests of this room share: services speak English when no request has said otherwise."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from checklists.models import Checklist
from clusters.models import Cluster
from tests import factories


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Speak the language in which texts stand in the code, whatever the test before spoke."""
    with translation.override("en-gb"):
        yield


@pytest.fixture
def checklist(cluster: Cluster, alice: User) -> Checklist:
    """A checklist that nobody has begun."""
    return factories.make_checklist(cluster, alice)


@pytest.fixture
def client(sign_in: Callable, alice: User) -> Client:
    """A browser in which the owner of the cluster is signed in."""
    return sign_in(alice)
