"""What a document knows by itself: the cluster's address, the strategy's partners, who takes part in an activity."""

import pytest

from accounts.models import User
from clusters.models import Cluster
from clusters.services import change_profile
from core.text import Text
from documents.models import ClusterDocument
from documents.services.documents import Tied
from library.services import publish_edition
from schema.facts import Fact
from strategy.services import start_strategy
from tests.documents.samples import make_document, publish, shown, template
from tests.plans.samples import make_activity
from tests.schema.samples import common, options, question, section
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db


def with_facts(cluster: Cluster, by: User, *facts: Fact, tied: Tied | None = None) -> ClusterDocument:
    """Start a document that asks for these facts."""
    data = template()
    asked = [question(fact.value.replace(".", "_"), known=fact.value) for fact in facts]
    data["sections"][0]["questions"] += asked
    return make_document(cluster, by, publish(data), tied)


def said(document: ClusterDocument, fact: Fact) -> dict[str, str] | None:
    """Return the linked answer."""
    answer = shown(document).answers.get(fact.value.replace(".", "_"))
    return answer.value if answer else None  # type: ignore[return-value]


def test_address_of_the_profile_stands_on_one_line(cluster: Cluster, alice: User) -> None:
    document = with_facts(cluster, alice, Fact.CLUSTER_ADDRESS)
    before = said(document, Fact.CLUSTER_ADDRESS)

    address = " Klostergade  12\r\n\r\n8000 Aarhus C\n"
    change_profile(
        cluster=cluster, mission=Text(), vision=Text(), accent="", postal_address=address, based_on=1, by=alice
    )

    assert before is None
    assert said(document, Fact.CLUSTER_ADDRESS) == {
        "da": "Klostergade 12, 8000 Aarhus C",
        "en": "Klostergade 12, 8000 Aarhus C",
    }


def test_partners_are_those_that_the_strategy_calls_so(cluster: Cluster, alice: User) -> None:
    columns = [question("actor"), question("country", "country")]
    columns.append(question("relation", "choice", options=options("partner", "competitor")))
    data = {
        **common("strategy", "plan"),
        "sections": [section("where", question("other_actors", "table", columns=columns))],
    }
    strategy = start_strategy(
        cluster=cluster, edition=publish_edition(data=data, by=None), title=Text(da="Ud"), by=alice
    )
    document = with_facts(cluster, alice, Fact.STRATEGY_PARTNERS, tied=Tied(strategy=strategy))
    before = said(document, Fact.STRATEGY_PARTNERS)

    rows = [
        {"id": "a", "cells": {"actor": {"da": "Testcentret"}, "country": "AT", "relation": "partner"}},
        {"id": "b", "cells": {"actor": {"da": "Messen"}, "country": "DE", "relation": "competitor"}},
        {"id": "c", "cells": {"actor": {"da": "Broen"}, "relation": "partner"}},
        {"id": "d", "cells": {"country": "DE", "relation": "partner"}},
    ]
    put(strategy.workbook, alice, "other_actors", rows)

    assert before is None
    found = said(document, Fact.STRATEGY_PARTNERS)
    assert found is not None
    assert found["da"] == "Testcentret (Østrig); Broen"


def test_who_takes_part_in_an_activity_is_known(cluster: Cluster, alice: User) -> None:
    activity = make_activity(cluster, alice, people="Bo og Ida")
    document = with_facts(cluster, alice, Fact.ACTIVITY_PEOPLE, tied=Tied(activity=activity))

    assert said(document, Fact.ACTIVITY_PEOPLE) == {"da": "Bo og Ida", "en": "Bo og Ida"}
