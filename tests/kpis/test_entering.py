"""Entering values always enters values, and a round takes what fits in one go."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from kpis.models import Kpi, Measurement, RoundEntry
from strategy.models import Strategy
from tests import factories
from tests.kpis.samples import a_kpi, a_round, value
from tests.pages import buttons, faults, tree, words


@pytest.fixture
def client(alice: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(alice)


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def due(cluster: Cluster) -> str:
    return reverse("kpis:due", args=[cluster.slug])


def test_a_value_is_entered_when_nothing_is_due(cluster: Cluster, alice: User, client: Client) -> None:
    a_kpi(cluster, alice)
    page = client.get(due(cluster))
    assert "Nothing is due" in words(tree(page).xpath("//main")[0])
    assert "Save the value" in buttons(page)

    sent = {"any-kpi": "1", "any-value": "12", "any-date": "2026-10-01", "any-note": "Talt op"}
    response = client.post(due(cluster), sent)

    assert response.status_code == 302
    made = Measurement.objects.of(cluster).get()
    assert (made.value, made.date, made.note_text.da) == (12, date(2026, 10, 1), "Talt op")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"any-kpi": ""}, "Choose the KPI that the value belongs to."),
        ({"any-value": ""}, "Enter the value."),
        ({"any-value": "many"}, "is not a number"),
        ({"any-date": ""}, "Enter the day that the value is for."),
        ({"any-date": "2199-01-01"}, "is in the future"),
        ({"any-kpi": "77"}, "choice"),
    ],
)
def test_what_is_wrong_is_said_and_stays(
    cluster: Cluster, alice: User, client: Client, sent: dict[str, str], said: str
) -> None:
    a_kpi(cluster, alice)
    whole = {"any-kpi": "1", "any-value": "12", "any-date": "2026-10-01", "any-note": "Talt op"} | sent

    response = client.post(due(cluster), whole)

    assert response.status_code == 422
    assert any(said in fault for fault in faults(response))
    assert tree(response).xpath("//*[@name='any-note']/@value") == ["Talt op"]
    assert not Measurement.objects.of(cluster).exists()


def test_a_day_that_has_a_value_is_told(cluster: Cluster, alice: User, client: Client) -> None:
    value(a_kpi(cluster, alice), alice, date(2026, 10, 1), 5)

    response = client.post(due(cluster), {"any-kpi": "1", "any-value": "12", "any-date": "2026-10-01"})

    assert response.status_code == 409
    assert Measurement.objects.of(cluster).get().value == 5


def test_a_round_takes_every_value_that_fits_but_where_another_was_typed(
    cluster: Cluster, strategy: Strategy, alice: User, client: Client
) -> None:
    kpis = [a_kpi(cluster, alice, name=name) for name in ("One", "Two", "Three")]
    for kpi in kpis:
        value(kpi, alice, date(2024, 12, 1), 30)
    a_round(strategy, alice, kpis)
    page = client.get(reverse("kpis:round", args=[cluster.slug, 1]))
    assert "Use all 3 values that fit" in buttons(page)

    client.post(
        reverse("kpis:round", args=[cluster.slug, 1]), {"use": "every", "K3-value": "31", "K3-date": "2024-12-30"}
    )

    entries = RoundEntry.objects.of(cluster).order_by("kpi__number")
    assert [entry.measurement.value for entry in entries if entry.measurement] == [30, 30, 31]


def test_the_same_number_typed_again_is_no_conflict_with_oneself(
    cluster: Cluster, strategy: Strategy, alice: User, client: Client
) -> None:
    kpi = a_kpi(cluster, alice, frequency="yearly", aggregation="period")
    value(kpi, alice, date(2024, 12, 1), 30)
    a_round(strategy, alice, [kpi])

    response = client.post(reverse("kpis:round", args=[cluster.slug, 1]), {"K1-value": "30", "K1-date": "2024-12-30"})

    assert response.status_code == 302
    assert RoundEntry.objects.of(cluster).get().measurement == Measurement.objects.of(cluster).get()


def test_sheets_rounds_and_the_table_are_at_the_head_of_the_list(cluster: Cluster, alice: User, client: Client) -> None:
    a_kpi(cluster, alice)

    head = tree(client.get(reverse("kpis:index", args=[cluster.slug]))).xpath("//div[@class='page-head']")[0]

    links = [words(link) for link in head.xpath(".//a")]
    assert {"Measuring rounds", "Change many in a table", "Import values from a spreadsheet"} <= set(links)
    assert Kpi.objects.of(cluster).count() == 1
