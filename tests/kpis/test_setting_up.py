"""Many KPIs at once: ticked in the catalogue, filled in as rows, each row saved by itself."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from kpis.models import Kpi, Measurement
from kpis.services import set_targets
from strategy.models import Goal
from tests import factories, made_rows
from tests.days import ORDINARY, clock_at, moment
from tests.kpis.samples import BEGIN, END, MIDDLE, a_kpi, measured_kpi, value
from tests.pages import form_fields, queries, tree, words

SignIn = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def in_2026() -> Iterator[None]:
    """The table has a column for this year and the years to come, so the year is written out too."""
    with clock_at(moment(ORDINARY)):
        yield


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    return factories.make_goal(factories.make_strategy(cluster, alice), alice)


@pytest.fixture
def client(alice: User, sign_in: SignIn) -> Client:
    return sign_in(alice)


@pytest.fixture
def catalogue(db: None) -> None:
    """Publish the starter content's catalogue."""
    made_rows.starter_content()


def url(cluster: Cluster, name: str, *args: object) -> str:
    return reverse(f"kpis:{name}", args=[cluster.slug, *args])


def sent(client: Client, cluster: Cluster, **changed: str) -> HttpResponse:
    """Send the table with some of its cells changed."""
    page = client.get(url(cluster, "setup"))
    return client.post(url(cluster, "setup"), form_fields(page) | changed)


def row_of(client: Client, cluster: Cluster, number: int = 1) -> dict[str, Any]:
    """Return the cells of a row, as the table shows it."""
    fields = form_fields(client.get(url(cluster, "setup")))
    return {name: text for name, text in fields.items() if name.startswith(f"k{number}-")}


def save_row(client: Client, cluster: Cluster, number: int, fields: dict[str, Any]) -> HttpResponse:
    """Send one row as the page does when a cell is left."""
    return client.post(url(cluster, "setup_row", number), fields, headers={"HX-Request": "true"})


def told(response: HttpResponse) -> str:
    """Return what a table says beside its rows."""
    return " ".join(words(one) for one in tree(response).xpath("//tr[contains(@class, 'msg')]//p"))


def test_ticked_kpis_are_followed_at_once_and_stand_in_the_table(
    cluster: Cluster, goal: Goal, client: Client, catalogue: None
) -> None:
    offered = tree(client.get(url(cluster, "catalogue"))).xpath("//input[@name='pick']/@value")[:3]

    response = client.post(url(cluster, "choose"), {"pick": offered, "goal": goal.pk})
    table = tree(client.get(response["Location"]))

    assert [kpi.catalogue_key for kpi in Kpi.objects.of(cluster)] == offered
    assert {kpi.goal_id for kpi in Kpi.objects.of(cluster)} == {goal.pk}
    assert [row.get("data-row") for row in table.xpath("//tr[@data-url]")] == ["K1", "K2", "K3"]


def test_a_search_keeps_what_is_ticked_also_where_it_leaves_it_out(
    cluster: Cluster, client: Client, catalogue: None
) -> None:
    offered = tree(client.get(url(cluster, "catalogue"))).xpath("//input[@name='pick']/@value")

    page = tree(client.post(url(cluster, "choose"), {"pick": offered[0], "q": "zzz", "search": "1"}))

    assert page.xpath("//input[@name='pick']/@value") == [offered[0]]
    assert not Kpi.objects.of(cluster).exists()


@pytest.mark.parametrize("picked", [[], ["no_such_kpi"], ["x" * 5000]])
def test_nothing_ticked_is_said(cluster: Cluster, client: Client, catalogue: None, picked: list[str]) -> None:
    response = client.post(url(cluster, "choose"), {"pick": picked})

    assert response.status_code == 422
    assert "Tick at least one KPI." in words(tree(response).xpath("//*[@role='alert']")[0])


def test_a_row_sets_goal_person_baseline_targets_and_frequency(
    cluster: Cluster, goal: Goal, alice: User, client: Client
) -> None:
    a_kpi(cluster, alice, unit="dkk")
    cells = {
        "k1-goal": str(goal.pk),
        "k1-who": "alice",
        "k1-baseline": "0.45 million",
        "k1-baseline_on": "31/03/2025",
        "k1-t2026": "DKK 600,000",
        "k1-frequency": "yearly",
    }

    response = sent(client, cluster, **cells)
    kpi = Kpi.objects.of(cluster).get()

    assert response.status_code == 302
    assert (kpi.goal, kpi.owner, kpi.newest.frequency) == (goal, alice, "yearly")
    baseline = Measurement.objects.of(cluster).get()
    assert (baseline.is_baseline, baseline.date, baseline.value) == (True, date(2025, 3, 31), 450_000)
    assert [(t.date, t.value) for t in kpi.targets.all()] == [(date(2026, 12, 31), 600_000)]


def test_millions_are_written_short_and_read_again(cluster: Cluster, alice: User, client: Client) -> None:
    kpi = a_kpi(cluster, alice, unit="dkk")
    set_targets(kpi=kpi, targets=[(date(2026, 12, 31), Decimal(2_500_000)), (END, Decimal(1_234_567))], by=alice)

    assert row_of(client, cluster)["k1-t2026"] == "2.5 m"
    sent(client, cluster, **{"k1-t2027": "0.75 million"})

    assert [t.value for t in Kpi.objects.of(cluster).get().targets.order_by("date")] == [1_234_567, 2_500_000, 750_000]


def test_who_is_no_member_is_kept_as_a_role(cluster: Cluster, alice: User, client: Client) -> None:
    a_kpi(cluster, alice)

    sent(client, cluster, **{"k1-who": "Head of membership"})

    kpi = Kpi.objects.of(cluster).get()
    assert (kpi.owner, kpi.role_text.get(cluster.language)) == (None, "Head of membership")


def test_a_namesake_is_asked_about_by_email(cluster: Cluster, alice: User, client: Client) -> None:
    a_kpi(cluster, alice)
    for name in ("Mette", "mette k"):
        person = factories.make_user(name)
        person.name = "Mette K"
        person.save()
        factories.make_member(cluster, person, Role.EDITOR)

    response = sent(client, cluster, **{"k1-who": "Mette K"})

    assert response.status_code == 422
    assert "Write the email address instead." in told(response)


@pytest.mark.parametrize(
    ("cell", "typed", "words_said"),
    [
        ("k1-baseline", "about 2", "is not a number"),
        ("k1-baseline_on", "soon", "is not a date"),
        ("k1-baseline", "12", "Enter the day on which the baseline was measured."),
        ("k1-t2026", "1.2.3", "is not a number"),
        ("k1-t2026", "9" * 30, "too"),
        ("k1-who", "nobody@example.org", "is not a member of the cluster"),
        ("k1-frequency", "now and then", "choice"),
        ("k1-goal", "999999", "choice"),
    ],
)
def test_what_is_wrong_is_said_in_its_cell_and_stays_as_it_was_typed(
    cluster: Cluster, alice: User, client: Client, cell: str, typed: str, words_said: str
) -> None:
    a_kpi(cluster, alice)
    a_kpi(cluster, alice, name="Another")

    response = sent(client, cluster, **{cell: typed, "k2-t2027": "7"})

    assert response.status_code == 422
    assert words_said in told(response)
    if cell not in ("k1-frequency", "k1-goal"):
        assert tree(response).xpath(f"//*[@name='{cell}']/@value") == [typed]
    # The row beside it is right and is stored.
    assert [t.value for t in Kpi.objects.of(cluster).get(number=2).targets.all()] == [7]
    assert not Kpi.objects.of(cluster).get(number=1).targets.exists()


def test_a_baseline_of_tomorrow_is_refused(cluster: Cluster, alice: User, client: Client) -> None:
    a_kpi(cluster, alice)

    response = sent(client, cluster, **{"k1-baseline": "1", "k1-baseline_on": "31/12/2199"})

    assert "is in the future" in told(response)


def test_a_target_that_is_not_after_the_baseline_is_refused_in_its_year(
    cluster: Cluster, alice: User, client: Client
) -> None:
    a_kpi(cluster, alice)
    value(Kpi.objects.of(cluster).get(), alice, date(2026, 11, 1), 5, is_baseline=True)

    response = sent(client, cluster, **{"k1-t2026": "7", "k1-d2026": "2026-10-01"})

    assert "is not after the baseline" in told(response)
    assert tree(response).xpath("//*[@name='k1-t2026']/@aria-invalid") == ["true"]


def test_a_corrected_baseline_leaves_the_former_one_visible(cluster: Cluster, alice: User, client: Client) -> None:
    measured_kpi(cluster, alice)

    sent(client, cluster, **{"k1-baseline": "21"})

    rows = Measurement.objects.of(cluster).filter(is_baseline=True)
    assert [(m.value, m.superseded_at is None) for m in rows.order_by("pk")] == [(20, False), (21, True)]


def test_a_baseline_is_not_removed_by_emptying_its_cells(cluster: Cluster, alice: User, client: Client) -> None:
    measured_kpi(cluster, alice)

    response = sent(client, cluster, **{"k1-baseline": "", "k1-baseline_on": ""})

    assert "Withdraw it on the KPI’s own page" in told(response)
    assert Measurement.objects.of(cluster).standing().filter(is_baseline=True).exists()


def test_a_table_sent_as_it_was_shown_changes_nothing(cluster: Cluster, alice: User, client: Client) -> None:
    kpi = measured_kpi(cluster, alice)
    set_targets(kpi=kpi, targets=[(MIDDLE, Decimal(40)), (END, Decimal(60)), (date(2026, 6, 1), Decimal(70))], by=alice)
    before = Kpi.objects.of(cluster).get()

    sent(client, cluster)

    after = Kpi.objects.of(cluster).get()
    assert (after.pieces(), after.revision) == (before.pieces(), before.revision)
    assert Measurement.objects.of(cluster).count() == 2


def test_a_year_of_two_targets_is_left_alone(cluster: Cluster, alice: User, client: Client) -> None:
    kpi = a_kpi(cluster, alice)
    both = [(date(2026, 12, 1), Decimal(1)), (date(2026, 12, 31), Decimal(2))]
    set_targets(kpi=kpi, targets=both, by=alice)

    sent(client, cluster, **{"k1-t2027": "3"})

    assert [t.value for t in Kpi.objects.of(cluster).get().targets.order_by("date")] == [1, 2, 3]


def test_two_who_change_different_cells_of_a_row_both_have_theirs(
    cluster: Cluster, alice: User, client: Client
) -> None:
    a_kpi(cluster, alice)
    mine, theirs = row_of(client, cluster), row_of(client, cluster)

    save_row(client, cluster, 1, theirs | {"k1-t2027": "7"})
    response = save_row(client, cluster, 1, mine | {"k1-who": "Director"})

    assert response.status_code == 200
    kpi = Kpi.objects.of(cluster).get()
    assert ([t.value for t in kpi.targets.all()], kpi.role_text.get(cluster.language)) == ([7], "Director")


def test_two_who_change_the_same_cell_are_told_and_both_texts_are_somewhere(
    cluster: Cluster, alice: User, client: Client
) -> None:
    a_kpi(cluster, alice)
    mine, theirs = row_of(client, cluster), row_of(client, cluster)

    save_row(client, cluster, 1, theirs | {"k1-t2027": "7"})
    response = save_row(client, cluster, 1, mine | {"k1-t2027": "9"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "“9”" in page
    assert "“7”" in page
    assert 'value="9"' in page
    assert [t.value for t in Kpi.objects.of(cluster).get().targets.all()] == [7]
    assert save_row(client, cluster, 1, form_fields_of_row(response)).status_code == 200
    assert [t.value for t in Kpi.objects.of(cluster).get().targets.all()] == [9]


def form_fields_of_row(response: HttpResponse) -> dict[str, str]:
    """Return what stands in the cells of a row that came alone."""
    row = tree(response)
    found = {one.get("name"): one.get("value") or "" for one in row.xpath("//input[@name]")}
    for one in row.xpath("//select[@name]"):
        found[one.get("name")] = (one.xpath(".//option[@selected]/@value") or [""])[0]
    return found


def test_a_colleagues_baseline_is_not_overwritten(cluster: Cluster, alice: User, client: Client) -> None:
    kpi = a_kpi(cluster, alice)
    mine = row_of(client, cluster)
    value(kpi, alice, BEGIN, 20, is_baseline=True)

    response = save_row(client, cluster, 1, mine | {"k1-baseline": "25", "k1-baseline_on": "01/02/2024"})

    assert response.status_code == 409
    assert "A colleague entered a baseline" in response.content.decode()
    assert 'value="25"' in response.content.decode()
    assert Measurement.objects.of(cluster).standing().get().value == 20


def test_a_share_above_all_is_asked_about_and_stored(cluster: Cluster, alice: User, client: Client) -> None:
    a_kpi(cluster, alice, unit="percent")

    response = save_row(client, cluster, 1, row_of(client, cluster) | {"k1-t2027": "146"})

    assert response.status_code == 200
    assert "is more than all of them. Is it right?" in response.content.decode()
    assert Kpi.objects.of(cluster).get().targets.get().value == 146


def test_a_row_says_what_it_has_changed(cluster: Cluster, alice: User, client: Client) -> None:
    a_kpi(cluster, alice)

    response = save_row(client, cluster, 1, row_of(client, cluster) | {"k1-t2027": "7"})

    assert "K1: target 2027 7" in response.content.decode()


def test_nothing_of_another_cluster_is_taken(
    cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User, client: Client
) -> None:
    a_kpi(cluster, alice)
    foreign = factories.make_goal(factories.make_strategy(other_cluster, charlie), charlie)
    a_kpi(other_cluster, charlie)
    a_kpi(other_cluster, charlie, name="Second")

    response = save_row(client, cluster, 1, row_of(client, cluster) | {"k1-goal": str(foreign.pk)})

    assert response.status_code == 422
    assert Kpi.objects.of(cluster).get().goal is None
    assert save_row(client, cluster, 2, row_of(client, cluster)).status_code == 404


@pytest.mark.parametrize(
    "hostile",
    [
        {"k1-revision": "-1"},
        {"k1-revision": "9" * 40},
        {"k1-base": "x"},
        {"k1-d2026": "0000-00-00"},
        {"k1-who": "x" * 9999},
    ],
)
def test_what_no_page_sends_gets_a_sentence(
    cluster: Cluster, alice: User, client: Client, hostile: dict[str, str]
) -> None:
    a_kpi(cluster, alice)

    assert save_row(client, cluster, 1, row_of(client, cluster) | hostile).status_code in (200, 409, 422)


def test_the_table_takes_as_many_queries_for_many_as_for_one(
    cluster: Cluster, goal: Goal, alice: User, client: Client
) -> None:
    measured_kpi(cluster, alice, goal)
    one = queries(client, url(cluster, "setup"))
    for number in range(8):
        measured_kpi(cluster, alice, goal, name=f"Number {number}")

    assert queries(client, url(cluster, "setup")) == one
