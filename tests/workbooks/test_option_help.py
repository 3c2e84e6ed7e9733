"""An option says what it means, beside its name."""

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from library.services import publish_edition
from strategy.services import start_strategy
from tests.schema.samples import question, template, text


@pytest.mark.parametrize("kind", ["choice", "multichoice"])
@pytest.mark.django_db
def test_the_help_of_an_option_stands_beside_it(client: Client, cluster: Cluster, alice: User, kind: str) -> None:
    asked = question("a", kind, options=[{"key": "x", "label": text("x"), "help": text("Det betyder x")}])
    edition = publish_edition(data=template(asked, kind="strategy"), by=None)
    strategy = start_strategy(cluster=cluster, edition=edition, title=Text(en="Ours"), by=alice)

    form = client.get(f"/c/{cluster.slug}/strategies/{strategy.number}/phases/only/").content.decode()

    assert "Det betyder x in English" in form
