"""The analysis as PDF and Word: the answer first, pictures with their values in words, and every answer."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from accounts.models import User
from analyses.exports import document as document_module
from analyses.exports.document import analysis_document
from analyses.models import Analysis
from clusters.models import Cluster
from core.text import Text
from exports.document import FigureBlock, Layout, PrintDocument, TableBlock
from exports.html import print_html
from library.services import publish_edition
from tests.analyses.samples import filled, make_analysis, page_of, put
from tests.days import TODAY
from tests.schema.samples import question, template
from tests.strategy.test_points import pointed

pytestmark = pytest.mark.django_db


def blocks(document: PrintDocument, kind: type) -> list:
    return [one for chapter in document.appendices for one in chapter.blocks if isinstance(one, kind)]


def test_document_says_who_is_first_and_draws_it_with_the_values_in_words(analysis: Analysis) -> None:
    document = analysis_document(page_of(analysis), "en", today=TODAY)

    assert document.summary is not None
    assert document.summary.facts[0].value == "Tyskland comes first, then Holland and Polen"
    first, second = blocks(document, FigureBlock)
    assert "<title>Total score: Tyskland 4.10, Holland 3.80, Polen 2.70.</title>" in first.svg
    assert "<title>Weights, and where others draw level with Tyskland:" in second.svg


def test_drawings_tell_parts_apart_without_colour(analysis: Analysis) -> None:
    (drawing, _lines) = blocks(analysis_document(page_of(analysis), "en", today=TODAY), FigureBlock)

    fills = re.findall(r'<rect [^>]*fill="([^"]+)" x="168\.0"', str(drawing.svg))
    parts = re.findall(r'fill="(#005275|url\(#rk-\d\))"', str(drawing.svg).partition("</defs>")[2])
    assert len(set(parts)) == 3
    assert fills
    assert 'class="' not in str(drawing.svg)


def test_document_is_danish_where_it_is_asked_for(analysis: Analysis) -> None:
    document = analysis_document(page_of(analysis), "da", today=TODAY)

    assert document.summary is not None
    assert document.summary.facts[0].value == "Tyskland er nummer ét, derefter Holland og Polen"
    assert "4,10" in print_html(document)


@pytest.mark.parametrize(
    ("most", "is_turned", "place"), [(8, False, Layout.FULL), (4, True, Layout.FULL), (3, False, Layout.LANDSCAPE)]
)
def test_scores_have_a_row_for_each_criterion_where_those_are_too_many_for_the_page(
    analysis: Analysis, monkeypatch: pytest.MonkeyPatch, most: int, is_turned: bool, place: Layout
) -> None:
    monkeypatch.setattr(document_module, "MOST_ON_THE_PAGE", most)

    found = blocks(analysis_document(page_of(analysis), "en", today=TODAY), TableBlock)

    (table,) = (one for one in found if one.label == "The figures")
    options = ["1.\u00a0Tyskland", "2.\u00a0Holland", "3.\u00a0Polen"]
    heads = [one.label for one in table.columns]
    assert (heads[0] == "Criterion", table.place) == (is_turned, place)
    across, down = heads[1:], [row[0] for row in table.rows]
    if is_turned:
        assert (across, len(down)) == (options, 3)
        assert table.total == ("Total", "4.10", "3.80", "2.70")
    else:
        assert (across[-1], len(across), down) == ("Total", 4, options)
        assert [row[-1] for row in table.rows] == ["4.10", "3.80", "2.70"]


def test_old_source_is_marked_in_the_document(analysis: Analysis, alice: User) -> None:
    rows = [{"id": "a", "cells": {"figure": {"da": "Eksport"}, "year": TODAY.year - 7, "source": {"da": "Statistik"}}}]
    put(analysis, alice, "figures", rows)
    midsummer = TODAY.replace(month=6, day=24)

    tables = blocks(analysis_document(page_of(analysis), "en", today=midsummer), TableBlock)

    (found,) = [row for table in tables for row in table.rows if row[0] == "Eksport" and len(row) == 5]
    assert found == ("Eksport", "Statistik", str(TODAY.year - 7), "–", "6 years old: old")


def test_empty_analysis_has_a_document_too(cluster: Cluster, alice: User) -> None:
    analysis = filled(cluster, alice)
    put(analysis, alice, "scores", None)

    document = analysis_document(page_of(analysis), "en", today=TODAY)

    assert document.summary is not None
    assert document.summary.facts[0].value == "Nothing can be ranked yet"
    assert blocks(document, FigureBlock) == []


def test_word_has_its_pictures_with_alternative_text(client: Client, analysis: Analysis) -> None:
    response = client.get(f"{analysis.get_absolute_url()}en.docx")

    assert response.status_code == 200
    assert "Markeder" in response["Content-Disposition"]
    body = ZipFile(BytesIO(b"".join(response))).read("word/document.xml").decode()
    assert 'descr="Total score: Tyskland 4.10' in body


def test_unknown_language_or_form_is_not_found(client: Client, analysis: Analysis) -> None:
    answers = [client.get(f"{analysis.get_absolute_url()}{name}") for name in ("de.pdf", "da.exe")]

    assert [one.status_code for one in answers] == [404, 404]


def test_title_in_two_languages_names_the_document(cluster: Cluster, alice: User) -> None:
    analysis = filled(cluster, alice, title="Markeder")
    analysis.entitle(Text(da="Markeder", en="Markets"), "da")
    analysis.save()

    assert analysis_document(page_of(analysis), "en", today=TODAY).title == "Markets"


def giving_points(cluster: Cluster, alice: User) -> Analysis:
    return make_analysis(cluster, alice, publish_edition(data={**pointed(), "kind": "analysis"}, by=None))


def test_where_nothing_is_compared_the_one_page_says_the_points(cluster: Cluster, alice: User) -> None:
    analysis = giving_points(cluster, alice)
    put(analysis, alice, "a", "x")

    summary = analysis_document(page_of(analysis), "en", today=TODAY).summary

    assert summary is not None
    (only,) = summary.facts
    assert only.value == "3 of 3 points. 1 question that gives points is not answered and does not count."


def test_where_there_is_nothing_to_sum_up_there_is_no_page_for_it(cluster: Cluster, alice: User) -> None:
    edition = publish_edition(data=template(question("why", required=True), kind="analysis"), by=None)
    analysis = make_analysis(cluster, alice, edition)

    document = analysis_document(page_of(analysis), "da", today=TODAY)

    assert document.summary is None
    assert "Analysen på én side" not in print_html(document)


def test_points_begin_where_their_heading_does(cluster: Cluster, alice: User) -> None:
    analysis = giving_points(cluster, alice)
    put(analysis, alice, "a", "x")

    html = print_html(analysis_document(page_of(analysis), "en", today=TODAY))

    assert re.search(
        r'<section class="q q-text full[^"]*"[^>]*>\s*<div[^>]*>\s*<div class="prose">\s*<p[^>]*><strong>', html
    )
