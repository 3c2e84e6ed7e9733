"""The pages on which figures that differ are explained, and a report is sent."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from funders.models import Explanation, FunderReport
from plans.models import Activity
from tests.days import TODAY
from tests.funders.addresses import DAYS, FRONT, fields
from tests.funders.samples import send
from tests.funders.test_gathering import change
from tests.pages import faults, notes, rows, tree, value, words
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db


def differing(cluster: Cluster, alice: User, report: FunderReport) -> None:
    activity = make_activity(cluster, alice, budget=Decimal(100), **DAYS)
    send(report, alice)
    change(activity, alice, budget=Decimal(120))


def test_differing_figure_is_explained(client: Client, cluster: Cluster, alice: User, report: FunderReport) -> None:
    differing(cluster, alice, report)
    sent = fields(client.get(f"{FRONT}differences/"))
    (field,) = [name for name in sent if name.endswith("-text_da")]

    response = client.post(f"{FRONT}differences/", sent | {field: "Flere deltagere"})

    assert response["Location"].startswith(f"{FRONT}differences/#d")
    (row,) = rows(client.get(FRONT))
    assert [re.sub(r"\s", " ", cell) for cell in row] == [
        "A1 Markedsbesøg: budget",
        "DKK 100, sent on 15 January 2026 in “Plan og rapport 2026” The figure is now different.",
        "DKK 120",
        "Flere deltagere",
    ]


def test_explanation_on_top_of_a_colleagues_shows_both(
    client: Client, sign_in: Callable, cluster: Cluster, alice: User, report: FunderReport
) -> None:
    differing(cluster, alice, report)
    sent = fields(client.get(f"{FRONT}differences/"))
    (field,) = [name for name in sent if name.endswith("-text_da")]
    sign_in(alice).post(f"{FRONT}differences/", sent | {field: "Først"})

    response = client.post(f"{FRONT}differences/", sent | {field: "Sidst"})

    assert (response.status_code, value(response, field)) == (409, "Sidst")
    assert "Først" in words(tree(response).xpath("//*[contains(@class, 'conflict')]")[0])
    revision = field.replace("text_da", "revision")
    client.post(f"{FRONT}differences/", sent | {field: "Sidst", revision: "1"})
    assert [one.words.da for one in Explanation.objects.of(cluster)] == ["Sidst"]


def test_figure_that_was_mended_meanwhile_has_nothing_to_explain(
    client: Client, cluster: Cluster, alice: User, report: FunderReport
) -> None:
    differing(cluster, alice, report)
    sent = fields(client.get(f"{FRONT}differences/"))
    change(Activity.objects.of(cluster).get(), alice, budget=Decimal(100))

    response = client.post(f"{FRONT}differences/", sent, follow=True)

    assert notes(response)[-1] == "No figures differ from what you sent before."
    assert not Explanation.objects.of(cluster).exists()


def test_explanation_of_a_figure_that_was_sent_meanwhile_is_shown_to_be_copied(
    client: Client, cluster: Cluster, alice: User, report: FunderReport
) -> None:
    differing(cluster, alice, report)
    sent = fields(client.get(f"{FRONT}differences/"))
    (field,) = [name for name in sent if name.endswith("-text_da")]
    send(report, alice)

    response = client.post(f"{FRONT}differences/", sent | {field: "Flere <deltagere>"})

    assert response.status_code == 409
    assert "Flere <deltagere>" in words(tree(response).xpath("//main")[0])
    assert not Explanation.objects.of(cluster).exists()


def test_report_is_sent_with_what_is_missing_named_and_not_in_the_way(
    client: Client, cluster: Cluster, report: FunderReport
) -> None:
    shown = client.get(f"{FRONT}send/")

    response = client.post(f"{FRONT}send/", fields(shown) | {"remark": "Med post"}, follow=True)

    assert notes(shown)[0].startswith("One answer is missing or wrong. You can send without it")
    assert response.redirect_chain == [(f"{FRONT}sendings/1/", 302)]
    sending = report.sendings.get()
    assert (sending.remark, sending.by_name, sending.sent_on) == ("Med post", "Erik", TODAY)
    assert "Frozen. What you sent is unchanged, as its checksum shows, and so are its documents." in notes(response)


def test_second_sender_is_told_and_sends_nothing(
    client: Client, sign_in: Callable, alice: User, report: FunderReport
) -> None:
    sent = fields(client.get(f"{FRONT}send/"))
    sign_in(alice).post(f"{FRONT}send/", sent)

    response = client.post(f"{FRONT}send/", sent | {"remark": "Min bemærkning"})

    assert (response.status_code, value(response, "remark")) == (409, "Min bemærkning")
    assert any(note.startswith("Alice recorded a submission on ") for note in notes(response))
    assert report.sendings.count() == 1


def test_day_to_come_is_refused_with_what_was_typed(client: Client, report: FunderReport) -> None:
    tomorrow = str(TODAY + timedelta(days=1))

    response = client.post(f"{FRONT}send/", fields(client.get(f"{FRONT}send/")) | {"sent_on": tomorrow})

    assert (response.status_code, value(response, "sent_on"), report.sendings.count()) == (422, tomorrow, 0)
    assert faults(response) == ["The date is in the future. Enter the date on which the report was sent."]


def test_tampered_sending_says_so(client: Client, alice: User, report: FunderReport) -> None:
    sending = send(report, alice)
    type(sending).across_clusters.filter(pk=sending.pk).update(remark="Noget andet")

    (note,) = notes(client.get(f"{FRONT}sendings/1/"))

    assert note.startswith("What is saved does not match its checksum")
