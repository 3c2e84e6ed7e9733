"""The cluster's own logo and colour on its documents."""

import pytest
from django.core.files.base import ContentFile

from accounts.models import User
from clusters.models import Cluster
from reports.exports.strategy import strategy_document
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from tests import factories

pytestmark = pytest.mark.django_db


def test_cover_shows_the_clusters_logo_and_colour(cluster: Cluster, alice: User) -> None:
    strategy = factories.make_strategy(cluster, alice)
    cluster.accent = "#c8102e"
    cluster.logo.save("logo-x.jpg", ContentFile(b"jpeg"))
    found = Strategy.objects.of(cluster).with_workbook().get(pk=strategy.pk)
    shown = StrategyPage(cluster, found, {})

    document = strategy_document(cluster, shown, [], "da")

    assert (document.logo, document.accent) == ("data:image/jpeg;base64,anBlZw==", "#c8102e")
