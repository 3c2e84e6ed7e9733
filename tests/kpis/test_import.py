"""Reading in a file: the fate of every row first, then all of it or nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster, SheetImport
from core.errors import Conflict, Refusal
from kpis.models import Kpi, Measurement, RoundCorrection
from kpis.services import close_round, confirm_import, drop_kpi, receive_import
from kpis.services.importing import Fate, PlannedImport, plan_of
from tests import factories
from tests.kpis.samples import BEGIN, a_kpi, a_round, value
from tests.kpis.sheets import csv
from tests.pages import faults, notes, rows, tree

HEAD = "KPI;Date;Value"


@pytest.fixture
def kpi(cluster: Cluster, alice: User) -> Kpi:
    return a_kpi(cluster, alice)


def read_in(cluster: Cluster, by: User, *lines: str) -> SheetImport:
    found = receive_import(cluster=cluster, name="tal.csv", content=csv(HEAD, *lines), by=by)
    found.cluster = cluster
    return found


def store(import_: SheetImport, by: User) -> PlannedImport:
    return confirm_import(import_=import_, seal=plan_of(import_).seal, by=by)


def fates(import_: SheetImport) -> list[Fate]:
    return [line.fate for line in plan_of(import_).lines]


def stored(cluster: Cluster) -> list[tuple[date, Decimal]]:
    return list(Measurement.objects.of(cluster).standing().order_by("date").values_list("date", "value"))


def test_every_row_has_a_fate_and_nothing_is_stored_yet(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    value(kpi, alice, BEGIN, 20)
    value(kpi, alice, date(2024, 4, 1), 25)

    import_ = read_in(
        cluster, alice, "K1;2024-01-01;20", "K1;2024-04-01;26", "k1;2024-07-01;30", "K9;2024-07-01;1", "K1;2999-01-01;1"
    )

    assert fates(import_) == [Fate.SAME, Fate.CHANGED, Fate.NEW, Fate.REFUSED, Fate.REFUSED]
    assert stored(cluster) == [(BEGIN, Decimal(20)), (date(2024, 4, 1), Decimal(25))]


def test_all_rows_are_stored_together(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    first = value(kpi, alice, BEGIN, 20, is_baseline=True)

    counts = store(read_in(cluster, alice, "K1;2024-01-01;21", "K1;2024-07-01;30"), alice)

    assert (counts.count(Fate.NEW), counts.count(Fate.CHANGED)) == (1, 1)
    assert stored(cluster) == [(BEGIN, Decimal(21)), (date(2024, 7, 1), Decimal(30))]
    second = Measurement.objects.of(cluster).get(date=BEGIN, superseded_at=None)
    assert (second.corrects, second.is_baseline, second.reason) == (first, True, "Imported from “tal.csv”")


def test_row_without_a_value_is_left_out_and_keeps_nothing_back(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    import_ = read_in(cluster, alice, "K1;31.03.2026;", "K1;30.06.2026;20")

    assert fates(import_) == [Fate.EMPTY, Fate.NEW]
    counts = store(import_, alice)
    assert (counts.count(Fate.EMPTY), counts.count(Fate.NEW)) == (1, 1)


def test_one_refused_row_keeps_all_out(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    import_ = read_in(cluster, alice, "K1;2024-07-01;30", "K1;2024-10-01;ca. 40")

    with pytest.raises(Refusal):
        store(import_, alice)

    assert stored(cluster) == []


def test_the_fate_is_worked_out_again_when_it_is_confirmed(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    import_ = read_in(cluster, alice, "K1;2024-07-01;30")
    drop_kpi(kpi=Kpi.objects.of(cluster).select_related("cluster").get(), by=alice)

    with pytest.raises(Refusal):
        store(import_, alice)

    assert stored(cluster) == []


def test_a_file_is_stored_once(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    import_ = read_in(cluster, alice, "K1;2024-07-01;30")
    store(import_, alice)

    with pytest.raises(Conflict):
        store(import_, alice)


def test_two_rows_for_one_day_are_told_apart(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    first, second = plan_of(read_in(cluster, alice, "K1;2024-07-01;30", "K1;2024-07-01;31")).lines

    assert (first.fate, second.fate) == (Fate.NEW, Fate.REFUSED)
    assert second.why == "Row 2 has a value for the same day or period."


def test_two_rows_for_one_period_are_told_apart(cluster: Cluster, alice: User) -> None:
    a_kpi(cluster, alice, frequency="quarterly", aggregation="period")

    first, second = plan_of(read_in(cluster, alice, "K1;2024-07-01;30", "K1;2024-09-30;31")).lines

    assert (first.fate, second.fate) == (Fate.NEW, Fate.REFUSED)


def test_what_changes_in_a_closed_round_is_added_to_it(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    value(kpi, alice, BEGIN, 20)
    round = a_round(factories.make_strategy(cluster, alice), alice, [kpi], "baseline", BEGIN)
    close_round(round=round, closed_on=date(2024, 2, 1), remark="", by=alice)

    store(read_in(cluster, alice, "K1;2024-01-01;21"), alice)

    correction = RoundCorrection.objects.of(cluster).get()
    assert (correction.before, correction.after) == (Decimal(20), Decimal(21))


def test_a_kpi_of_another_cluster_is_not_found(
    cluster: Cluster, other_cluster: Cluster, alice: User, charlie: User
) -> None:
    a_kpi(other_cluster, charlie)

    (line,) = plan_of(read_in(cluster, alice, "K1;2024-07-01;30")).lines

    assert line.why == "Column “KPI”: the cluster has no KPI “K1”."


def send(client: Client, cluster: Cluster, content: bytes, name: str = "tal.csv") -> object:
    sent = SimpleUploadedFile(name, content)
    return client.post(reverse("kpis:import", args=[cluster.slug]), {"file": sent, "numbers": "da"})


def test_the_preview_shows_every_row(cluster: Cluster, kpi: Kpi, alice: User, sign_in: object) -> None:
    client = sign_in(alice)

    answer = send(client, cluster, csv(HEAD, "K1;2024-07-01;30", "K1;2024-10-01;ca. 40"))
    page = client.get(answer.url)

    assert rows(page) == [
        [
            "3",
            "K1",
            "1 October 2024",
            "–",
            "–",
            "Rejected Column “Value”: “ca. 40” is not a number. Enter it in digits, for example 1,250.5.",
        ],
        ["2", "K1 Members exporting", "1 July 2024", "30", "–", "New"],
    ]


def test_a_picture_is_refused_on_the_page(cluster: Cluster, kpi: Kpi, alice: User, sign_in: object) -> None:
    answer = send(sign_in(alice), cluster, b"\x89PNG\r\n\x1a\n000", "kpi.xlsx")

    assert answer.status_code == 422
    assert faults(answer) == ["The file is a picture, whatever its name says. Upload a spreadsheet as XLSX or CSV."]


def test_the_sheet_to_fill_in_can_be_read_in(cluster: Cluster, kpi: Kpi, alice: User, sign_in: object) -> None:
    value(kpi, alice, BEGIN, 20, is_baseline=True)
    client = sign_in(alice)
    template = client.get(reverse("kpis:import_template", args=[cluster.slug])).content

    answer = send(client, cluster, template, "sheet.xlsx")

    assert [cells[5] for cells in rows(client.get(answer.url))] == ["Rejected Column “Date”: The cell is empty."]


def test_what_is_got_can_be_read_in_again(cluster: Cluster, kpi: Kpi, alice: User, sign_in: object) -> None:
    value(kpi, alice, BEGIN, "20.5", is_baseline=True)
    client = sign_in(alice)

    for form in ("csv", "xlsx"):
        content = client.get(reverse(f"kpis:export_{form}", args=[cluster.slug])).content
        sent = SimpleUploadedFile(f"x.{form}", content)
        answer = client.post(reverse("kpis:import", args=[cluster.slug]), {"file": sent, "numbers": "en"})

        assert [cells[5] for cells in rows(client.get(answer.url))] == ["Already there"]


def test_file_that_was_pushed_out_by_newer_ones_is_told(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    import_ = read_in(cluster, alice, "K1;2024-01-01;20")
    seal = plan_of(import_).seal
    SheetImport.objects.of(cluster).all().delete()

    with pytest.raises(Conflict, match="deleted it in the meantime"):
        confirm_import(import_=import_, seal=seal, by=alice)


def test_a_value_that_a_colleague_entered_after_the_preview_is_not_superseded(
    cluster: Cluster, kpi: Kpi, alice: User, sign_in: object
) -> None:
    client = sign_in(alice)
    sent = send(client, cluster, csv(HEAD, "K1;2024-07-01;30"))
    (seen,) = tree(client.get(sent.url)).xpath("//form[contains(@action, '/confirm/')]/@action")
    value(kpi, alice, date(2024, 7, 1), 25)

    answer = client.post(seen, follow=True)

    assert stored(cluster) == [(date(2024, 7, 1), Decimal(25))]
    assert rows(answer) == [["2", "K1 Members exporting", "1 July 2024", "30", "–", "Changes a value instead of 25"]]
    assert "Something has changed since you looked at the rows" in notes(answer)[0]


def test_the_file_is_forgotten_when_its_values_are_stored(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    import_ = read_in(cluster, alice, "K1;2024-07-01;30")

    store(import_, alice)

    assert bytes(SheetImport.objects.of(cluster).get().content) == b""


def test_unit_of_another_kind_is_told(cluster: Cluster, kpi: Kpi, alice: User) -> None:
    planned = plan_of(read_in(cluster, alice, "K1;2024-07-01;12 %", "K1;2024-10-01;€ 12", "I alt;;24"))

    assert [(line.fate, line.why) for line in planned.lines] == [
        (Fate.REFUSED, "Column “Value”: “12 %” is a percentage; K1 is not measured in per cent."),
        (Fate.REFUSED, "Column “Value”: “€ 12” is an amount of money; K1 is not measured in money."),
        (Fate.EMPTY, "A row of totals."),
    ]


def test_a_column_that_is_not_known_is_named_and_can_be_said_to_be_one(
    cluster: Cluster, kpi: Kpi, alice: User, sign_in: object
) -> None:
    client = sign_in(alice)
    sent = send(client, cluster, csv("KPI;Date;Value;Hvem", "K1;2024-07-01;30;Registeret"))

    before = client.get(sent.url)
    client.post(sent.url, {"column_3": "source", "column_0": "key", "column_1": "date", "column_2": "value"})
    after = client.get(sent.url)

    assert notes(before) == ["The column “Hvem” is not read. To include it, say below what it contains."]
    assert (notes(after), rows(after)[0][4]) == ([], "Registeret")


def test_a_column_for_each_date_is_told(cluster: Cluster, kpi: Kpi, alice: User, sign_in: object) -> None:
    answer = send(sign_in(alice), cluster, csv("KPI;31.03.2026;30.06.2026", "K1;1;2"))

    assert faults(answer) == [
        "The sheet has a column for each date. Use a row for each value instead, with the headings “KPI”, “Date” and "
        "“Value”."
    ]
