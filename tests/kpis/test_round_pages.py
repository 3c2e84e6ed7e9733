"""The pages of a measuring round as a person uses them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from kpis.models import Kpi, Measurement, MeasuringRound, RoundEntry
from kpis.services import close_round
from strategy.models import Strategy
from tests import factories
from tests.kpis.samples import BEGIN, END, a_round, measured_kpi, value
from tests.pages import buttons, faults, notes, rows, tree, words

SignIn = Callable[[User | None], Client]


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


@pytest.fixture
def kpi(cluster: Cluster, alice: User, strategy: Strategy) -> Kpi:
    return measured_kpi(cluster, alice, factories.make_goal(strategy, alice))


@pytest.fixture
def client(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


def url(cluster: Cluster, name: str, *args: object) -> str:
    return reverse(f"kpis:{name}", args=[cluster.slug, *args])


def close(round: MeasuringRound, by: User) -> None:
    close_round(round=round, closed_on=date(2025, 1, 15), remark="All that came", by=by)


def value_in(round: MeasuringRound) -> Measurement | None:
    entry = RoundEntry.objects.of(round.cluster).select_related("measurement").get(round=round)
    return entry.measurement


def test_a_round_is_planned_with_its_kpis(cluster: Cluster, kpi: Kpi, strategy: Strategy, client: Client) -> None:
    sent = {"strategy": strategy.pk, "kind": "midterm", "date": "2024-12-30", "kpis": [kpi.pk], "by_1": "Dana"}

    page = client.post(url(cluster, "round_new"), sent, follow=True)

    assert page.redirect_chain == [(url(cluster, "round", 1), 302)]
    assert rows(page)[0][:3] == ["K1 Members exporting", "Dana", "40"]


def test_a_value_is_entered_in_the_round(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, client: Client
) -> None:
    round = a_round(strategy, alice, [kpi])

    page = client.post(url(cluster, "round", 1), {"K1-value": "38", "K1-date": "2024-12-30"}, follow=True)

    assert notes(page) == ["1 value saved."]
    standing = value_in(round)
    assert standing is not None
    assert standing.value == 38


def test_the_value_nearest_to_the_day_is_offered(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, client: Client
) -> None:
    near = value(kpi, alice, date(2024, 10, 1), 35)
    round = a_round(strategy, alice, [kpi])

    page = client.get(url(cluster, "round", 1))
    (offer,) = tree(page).xpath("//button[@name='use']")
    assert words(offer) == "Use 35 from 1 October 2024 (K1)"
    client.post(url(cluster, "round", 1), {"K1-value": "", "use": offer.get("value")})

    assert value_in(round) == near


def test_a_value_that_is_not_near_is_not_taken(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, client: Client
) -> None:
    far = value(kpi, alice, date(2023, 1, 1), 12)
    round = a_round(strategy, alice, [kpi])

    client.post(url(cluster, "round", 1), {"K1-value": "", "use": str(far.pk)})

    assert value_in(round) is None


def test_a_word_in_the_round_is_refused_with_a_sentence(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, client: Client
) -> None:
    a_round(strategy, alice, [kpi])

    page = client.post(url(cluster, "round", 1), {"K1-value": "12-ish", "K1-date": "2024-12-30"})

    assert page.status_code == 422
    assert faults(page) == ["“12-ish” is not a number. Enter it in digits, for example 1,250.5."]


def test_a_closed_round_has_no_fields_and_takes_corrections(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, client: Client
) -> None:
    close(a_round(strategy, alice, [kpi]), alice)

    page = client.get(url(cluster, "round", 1))

    assert tree(page).xpath("//main//input[@type!='hidden']") == []
    assert rows(page)[0][-1] == "Missing Add a correction (K1)"


def test_what_is_sent_to_a_closed_round_is_given_back(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, client: Client
) -> None:
    close(a_round(strategy, alice, [kpi]), alice)

    page = client.post(url(cluster, "round", 1), {"K1-value": "37,5", "K1-date": "2024-12-30"}, follow=True)

    (note,) = notes(page)
    assert note == (
        "Alice closed this round, so the value was not saved. You can add a correction to the round. "
        "You had written K1: 37,5."
    )


def test_what_was_missing_is_added_as_a_correction(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, client: Client
) -> None:
    close(a_round(strategy, alice, [kpi]), alice)
    sent = {"value": "38", "date": "2024-12-30", "reason": "The register was late"}

    page = client.post(url(cluster, "round_correct", 1, 1), sent, follow=True)

    assert page.redirect_chain == [(url(cluster, "round", 1), 302)]
    assert "The register was late" in rows(page)[0][4]


def test_the_closing_names_what_is_missing(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, client: Client
) -> None:
    round = a_round(strategy, alice, [kpi])

    asked = client.get(url(cluster, "round_close", 1))
    assert "Members exporting" in words(tree(asked).xpath("//main")[0])
    client.post(url(cluster, "round_close", 1), {"closed_on": "2025-01-15", "remark": "One is missing"})

    round.refresh_from_db()
    assert (round.is_closed, round.remark) == (True, "One is missing")


def test_the_rounds_stand_beside_each_other(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, client: Client
) -> None:
    a_round(strategy, alice, [kpi], "baseline", BEGIN)
    middle = a_round(strategy, alice, [kpi])
    a_round(strategy, alice, [kpi], "final", END)
    client.post(url(cluster, "round", middle.number), {"K1-value": "38", "K1-date": "2024-12-30"})

    page = client.get(url(cluster, "compare", strategy.number))

    # the baseline is 20
    line = " ".join(rows(page)[-1])
    assert "38" in line
    assert "+18" in line


def test_a_reader_sees_a_round_and_changes_nothing(
    cluster: Cluster, strategy: Strategy, kpi: Kpi, alice: User, bob: User, sign_in: SignIn
) -> None:
    round = a_round(strategy, alice, [kpi])
    reader = sign_in(bob)

    assert tree(reader.get(url(cluster, "round", 1))).xpath("//main//input[@type!='hidden']") == []
    assert reader.post(url(cluster, "round", 1), {"K1-value": "38"}).status_code == 403
    assert "Plan a round" not in buttons(reader.get(url(cluster, "rounds")))
    assert value_in(round) is None
