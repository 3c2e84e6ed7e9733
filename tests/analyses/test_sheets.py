"""The analysis as a workbook: numbers that are numbers, in both languages, and words that calculate nothing."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from accounts.models import User
from analyses.models import Analysis
from clusters.models import Cluster
from tests.analyses.samples import make_analysis, put

pytestmark = pytest.mark.django_db


def book(client: Client, analysis: Analysis, language: str = "en") -> openpyxl.Workbook:
    answer = client.get(f"/c/{analysis.cluster.slug}/analyses/{analysis.number}/{language}.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.getvalue()))


def rows(found: openpyxl.Workbook, title: str) -> list[tuple]:
    return list(found[title].iter_rows(values_only=True))


def test_ranking_has_places_scores_and_totals_as_numbers(analysis: Analysis, client: Client) -> None:
    found = rows(book(client, analysis), "The ranking")

    assert found[1][:2] == (1, "Tyskland")
    assert found[1][2:6] == (4, 5, 3, 4.1)
    assert [row[0] for row in found[1:]] == [1, 2, 3]


def test_weights_and_sources_are_in_danish_where_asked_for(analysis: Analysis, alice: User, client: Client) -> None:
    figures = [{"id": "a", "cells": {"figure": {"da": "=1+1"}, "year": 2019, "source": {"da": "Statistik"}}}]
    put(analysis, alice, "figures", figures)

    found = book(client, analysis, "da")

    assert found.sheetnames[1:3] == ["Rangordenen", "Vægtene"]
    assert rows(found, "Vægtene")[1][1:3] == (50, 50)
    source = rows(found, "Kilder")[1]
    assert (source[0], source[2], source[6]) == ("=1+1", "Statistik", "Gammel")
    assert found["Kilder"]["A2"].data_type == "s"


def test_an_empty_analysis_is_a_workbook_too(cluster: Cluster, alice: User, client: Client) -> None:
    found = rows(book(client, make_analysis(cluster, alice)), "The ranking")

    assert found[0][0] == "Place"
    assert not any(any(row) for row in found[1:])
