"""What the tests of this room share: services speak English when no request has said otherwise."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from analyses.models import Analysis
from clusters.models import Cluster
from tests.analyses.samples import filled


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Speak the language in which texts stand in the code, whatever the test before spoke."""
    with translation.override("en-gb"):
        yield


@pytest.fixture
def analysis(cluster: Cluster, alice: User) -> Analysis:
    """An analysis of three countries, of which Germany is first."""
    return filled(cluster, alice)


@pytest.fixture
def client(sign_in: Callable, editor: User) -> Client:
    """A browser in which an editor of the cluster is signed in."""
    return sign_in(editor)
