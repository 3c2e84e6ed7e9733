"""What tests of deciding together share."""

import pytest

from accounts.models import User
from clusters.models import Cluster
from strategy.models import Strategy
from tests import factories
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import put


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    """A strategy with every type of question, two of which are answered."""
    made = factories.make_strategy(cluster, alice, publish_every_question())
    put(made.workbook, alice, "name", {"da": "Havtorn"})
    put(made.workbook, alice, "why", {"da": "Hjemmemarkedet er for lille."})
    return made
