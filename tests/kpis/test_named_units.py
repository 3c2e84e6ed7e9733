"""Units that a catalogue or a cluster has named, wherever a value stands."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from core.units import LONGEST_NAME, LONGEST_STORED, OwnUnit, own_unit
from curation.models import Draft
from curation.selectors import faults_in
from curation.services.drafts import open_draft
from kpis.exports import kpis_sheet
from kpis.models import KpiDefinition
from kpis.rules.yearly import Rule, rule_of
from kpis.services.following import KpiDraft, adopt_kpi
from kpis.shown.chart import chart_of
from kpis.shown.kpis import load_kpis
from kpis.words import calculated_words, change_words, unit_label, value_words
from library.services import publish_edition
from schema import SchemaError, parse
from tests import pages
from tests.curation.samples import form_of, fresh, page, save
from tests.days import TODAY
from tests.kpis.samples import a_kpi, measured_kpi
from tests.schema.samples import catalogue

pytestmark = pytest.mark.django_db
D = Decimal
TONNES = OwnUnit(Text(da="ton CO₂", en="tonnes of CO₂"), 1).stored
NB = "\u00a0"


def named(**given: Any) -> dict[str, Any]:
    data = catalogue()
    kpi = {**data["kpis"][0], "unit": {"da": "ton CO₂", "en": "tonnes of CO₂"}, "decimals": 1, **given}
    return {**data, "format": 2, "kpis": [{key: one for key, one in kpi.items() if one is not None}]}


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(SchemaError) as refused:
        parse(data)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("1250", TONNES, f"1,250.0{NB}tonnes of CO₂"),
        ("1250.25", TONNES, f"1,250.25{NB}tonnes of CO₂"),  # what was typed finer is not hidden
        ("3.50", OwnUnit(Text(da="besøg", en="visits")).stored, f"3.5{NB}visits"),
        ("3", OwnUnit(Text(da="besøg")).stored, f"3{NB}besøg"),
    ],
)
def test_a_value_is_written_with_its_unit(value: str, unit: str, written: str) -> None:
    assert value_words(D(value), unit, "en") == written


def test_what_is_calculated_is_rounded_as_the_unit_says() -> None:
    assert calculated_words(D("1.26"), TONNES, "en") == f"1.3{NB}tonnes of CO₂"
    assert change_words(D("-2.04"), TONNES, "da") == f"\u22122,0{NB}ton CO₂"
    assert unit_label("fte") == "Full-time equivalents"
    assert rule_of("period", "monthly", TONNES) is Rule.SUM


def test_the_longest_name_fits_where_it_is_kept() -> None:
    longest = OwnUnit(Text(da='"' * LONGEST_NAME, en="\\" * LONGEST_NAME), 4)

    assert len(longest.stored) <= LONGEST_STORED
    assert own_unit(longest.stored) == longest
    assert KpiDefinition._meta.get_field("unit").max_length == LONGEST_STORED


@pytest.mark.parametrize(
    "stored",
    [
        "own:",
        "own:{",
        "own:[]",
        "own:7",
        "own:{}",
        'own:{"decimals": 1}',
        'own:{"da": 5}',
        'own:{"da": "x", "xx": "y"}',
        'own:{"da": "x", "decimals": 1000000000}',
        'own:{"da": "x", "decimals": true}',
        'own:{"da": "x", "decimals": -1}',
        "own:" + "[" * 200,
    ],
)
def test_what_cannot_be_read_as_a_unit_is_none_and_ends_no_page(stored: str) -> None:
    assert own_unit(stored) is None
    assert value_words(D("1.5"), stored, "en") == "1.5"
    assert unit_label(stored) == stored
    with pytest.raises(ValidationError):
        KpiDefinition._meta.get_field("unit").clean(stored, None)


def test_units_in_every_language_of_a_catalogue_are_bounded() -> None:
    texts = ("title", "summary")
    data = {**named(), "languages": ["de"], **{name: {"de": "x"} for name in texts}}
    kpi = {**data["kpis"][0], **{name: {"de": "x"} for name in ("name", "definition", "source")}}
    kpi["unit"] = {"de": "x" * 1000}

    assert "kpis[0].unit.de: is longer than 40 characters" in faults({**data, "kpis": [kpi]})


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({**named(), "format": 1}, "kpis[0].unit: a unit of its own needs `format: 2` at the top of the file"),
        (named(unit={"da": "x"}), "kpis[0].unit: missing en"),
        (named(unit={"da": "x" * 41, "en": "x"}), "kpis[0].unit.da: is longer than 40 characters"),
        (named(unit="tons"), "kpis[0].unit: 'tons' is not one of count, days, dkk, eur, fte, percent, score"),
        (named(decimals=5), "kpis[0].decimals: must be an integer up to 4"),
        (
            named(unit="count"),
            "kpis[0].decimals: decimals belong to a unit of its own; a known unit has its own way",
        ),
    ],
)
def test_what_is_no_unit_is_refused(data: dict[str, Any], fault: str) -> None:
    assert fault in faults(data)


def test_adopted_kpi_is_shown_with_it_everywhere(cluster: Cluster, alice: User, sign_in: Any) -> None:
    edition = publish_edition(data=named(), by=None)
    client: Client = sign_in(alice)

    offered = client.get(reverse("kpis:catalogue", args=[cluster.slug])).content.decode()
    library = client.get("/library/kpi-catalogue/kpis/").content.decode()
    kpi = adopt_kpi(cluster=cluster, definition=edition.parsed.kpi("exporting"), draft=KpiDraft(), by=alice)  # type: ignore[union-attr]

    assert "tonnes of CO₂" in offered
    assert "tonnes of CO₂" in library
    assert KpiDefinition.objects.of(cluster).get(kpi=kpi).unit == TONNES
    detail = pages.words(pages.tree(client.get(kpi.get_absolute_url())))
    assert "Unit tonnes of CO₂" in detail


def test_list_chart_and_sheet_say_it(cluster: Cluster, alice: User, client: Client, sign_in: Any) -> None:
    kpi = measured_kpi(cluster, alice, unit=TONNES)
    (shown,) = load_kpis(cluster, today=TODAY, language="en")

    chart = chart_of(shown)
    (row,) = kpis_sheet([shown]).rows
    listed = sign_in(alice).get(reverse("kpis:index", args=[cluster.slug])).content.decode()

    assert f"28.0{NB}tonnes of CO₂" in chart
    assert "tonnes of CO₂" in list(row)
    assert "tonnes of CO₂" in listed
    assert kpi.get_absolute_url() in listed


def test_a_cluster_names_one_and_keeps_it_when_it_counts_otherwise(cluster: Cluster, alice: User, sign_in: Any) -> None:
    client: Client = sign_in(alice)
    sent = {
        "name_da": "Besøg",
        "definition_da": "Alle besøg",
        "level": "output",
        "unit": "named",
        "direction": "up",
        "frequency": "monthly",
        "aggregation": "period",
        "lower": "5",
        "upper": "12",
    }

    refused = client.post(reverse("kpis:new", args=[cluster.slug]), sent)
    client.post(
        reverse("kpis:new", args=[cluster.slug]), {**sent, "unit_name_da": "\x01" * 9 + "besøg", "decimals": "0"}
    )

    assert refused.status_code == 422
    assert "Write what the unit is called." in pages.words(pages.tree(refused))
    kept = KpiDefinition.objects.of(cluster).get().unit
    assert own_unit(kept) == OwnUnit(Text(da="besøg"), 0)
    form = client.get(reverse("kpis:redefine", args=[cluster.slug, 1]))
    fields = pages.form_fields(form)
    assert (fields["unit"], fields["unit_name_da"], fields["decimals"]) == ("named", "besøg", "0")


def test_setup_and_documents_open_with_it(cluster: Cluster, alice: User, sign_in: Any) -> None:
    kpi = a_kpi(cluster, alice, unit=TONNES)
    client: Client = sign_in(alice)

    assert "tonnes of CO₂" in client.get(reverse("kpis:setup", args=[cluster.slug])).content.decode()
    assert client.get(reverse("kpis:targets", args=[cluster.slug, kpi.number])).status_code == 200


def test_it_is_named_in_the_editor(curator: User, sign_in: Any) -> None:
    karen: Client = sign_in(curator)
    data = named(section=None, unit="count", decimals=None)
    draft: Draft = open_draft(edition=publish_edition(data=data, by=None), by=curator)
    path = "kpis/exporting"

    save(karen, draft, {**form_of(page(karen, draft, path)), f"f/{path}/unit": "named"})
    answer = page(karen, draft, path)
    missing = pages.words(pages.tree(answer))
    save(karen, draft, {**form_of(answer), f"f/{path}/unit/da": "ton", f"f/{path}/unit/en": "tonnes"})

    assert "Write something here." in missing
    now = fresh(draft).document
    assert now["kpis"][0]["unit"] == {"da": "ton", "en": "tonnes"}
    assert faults_in(now) == []
    save(karen, draft, {**form_of(page(karen, draft, path)), f"f/{path}/unit": "days"})
    assert fresh(draft).document["kpis"][0]["unit"] == "days"
