"""A strategy whose template is in a language that the portal does not speak: filled in, read, and taken out."""

from typing import Any

import pytest
from django.test import Client

from clusters.permissions import Role
from exports.html import print_html
from library.models import Edition
from library.services import publish_edition
from reports.exports.strategy import strategy_document
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from tests import factories
from tests.pages import heading, tree, words
from tests.schema.samples import options, question, section, spoken, template, text

pytestmark = pytest.mark.django_db


def in_swedish() -> Edition:
    data = template(question("why", help=text("Hjælp")), kind="strategy")
    data["sections"].append(
        section("more", question("pick", "choice", options=options("a", "b"), required=True), intro=text("Indledning"))
    )
    data = {**spoken(data, sv="Sv "), "format": 2, "languages": ["sv"]}
    return publish_edition(data=data, by=None)


@pytest.fixture
def strategy() -> Strategy:
    cluster = factories.make_cluster("omslag")
    owner = factories.make_user("Olga", language="da")
    factories.make_member(cluster, owner, Role.OWNER)
    return factories.make_strategy(cluster, owner, in_swedish())


def page(client: Client, strategy: Strategy, path: str) -> Any:
    client.force_login(strategy.cluster.memberships.get().user)
    response = client.get(f"/c/omslag/strategies/{strategy.number}/{path}")
    assert response.status_code == 200
    return response


def test_a_phase_is_asked_in_swedish_and_marked(client: Client, strategy: Strategy) -> None:
    found = page(client, strategy, "phases/more/")

    assert heading(found).endswith("Sv more")
    marked = {words(one) for one in tree(found).xpath("//*[@lang='sv']")}
    assert {"Sv more", "Sv pick", "Sv Indledning"} <= marked
    # The portal itself goes on in Danish.
    assert tree(found).xpath("string(//html/@lang)") == "da"


def test_it_is_printed_in_swedish_and_marked(strategy: Strategy) -> None:
    found = Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk)
    shown = StrategyPage(strategy.cluster, found, {})

    html = print_html(strategy_document(strategy.cluster, shown, [], "da"))

    assert '<span lang="sv">Sv more</span>' in html
    assert '<span lang="sv">Sv pick</span> <span class="other">(på svensk)</span>' in html.replace("\xa0", " ")


def test_what_a_swedish_template_proposes_stands_where_it_is_seen(client: Client) -> None:
    data = template(question("why", default=text("Ord")), kind="strategy")
    data = {**spoken(data, sv="Sv "), "format": 2, "languages": ["sv"]}
    cluster = factories.make_cluster("omslag")
    owner = factories.make_user("Olga", language="da")
    factories.make_member(cluster, owner, Role.OWNER)
    strategy = factories.make_strategy(cluster, owner, publish_edition(data=data, by=None))

    found = tree(page(client, strategy, "phases/only/"))

    assert found.xpath("//*[@name='a-why-da' or @name='a-why']/@value") == ["Sv Ord"]
