"""What tests of filling in share."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from library.models import Edition
from library.services import publish_edition
from strategy.models import Strategy
from tests.workbooks.moving import SECOND, edition, started
from tests.workbooks.samples import every_question
from workbooks.models import Workbook
from workbooks.services.workbooks import start_workbook


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Let sentences be those of the code."""
    with translation.override("en-gb"):
        yield


@pytest.fixture
def workbook(cluster: Cluster, alice: User) -> Workbook:
    """A workbook with every type of question, at the stage at which all of its sections are asked."""
    edition = publish_edition(data=every_question(), by=None)
    return start_workbook(cluster=cluster, edition=edition, title="Prøve", by=alice, answers={"stage": "plan"})


@pytest.fixture
def client(sign_in: Callable, editor: User) -> Client:
    """A browser in which an editor of the cluster is signed in."""
    return sign_in(editor)


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    """A strategy on the first of two editions, all of it answered."""
    return started(cluster, alice)


@pytest.fixture
def second() -> Edition:
    """The edition after it."""
    return edition(2, SECOND)
