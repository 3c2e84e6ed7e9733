"""What has changed since a snapshot, as a document for the board."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.models import User
from clusters.models import Cluster
from exports.html import print_html
from exports.pdf import render_pdf
from reports.views.snapshots import changes_since
from strategy.models import Strategy
from tests import factories
from tests.reviews.samples import opened, snapshot_of
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_every_question())
    put(made.workbook, alice, "name", {"da": "Havtorn"})
    put(made.workbook, alice, "why", {"da": "Hjemmemarkedet er for lille."})
    return made


def test_what_has_changed_goes_on_from_phase_to_phase(strategy: Strategy, alice: User) -> None:
    snapshot = snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "why", {"da": "Hjemmemarkedet er alt for lille."})

    html = print_html(changes_since(opened(strategy), snapshot, None, "da"))

    assert "<ins>alt" in html
    assert 'class="opener' not in html
    assert "svar er" in html
    # Cover, contents with summary, and what has changed.
    assert len(PdfReader(BytesIO(render_pdf(html, name="changes"))).pages) == 3
