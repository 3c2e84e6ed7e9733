"""The pages of analyses: list, start, result, copy, sources and comparison."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from analyses.models import Analysis
from analyses.rules.evidence import Evidence
from analyses.services import delete_analysis
from clusters.models import Cluster
from core.text import Text
from strategy.services import delete_strategy
from tests import factories
from tests.analyses.samples import (
    filled,
    make_analysis,
    page_of,
    publish_template,
    put,
    result_of,
    scores,
    weights,
    with_strategy,
)
from tests.days import TODAY
from tests.pages import heading, queries, rows, tree, value, words

HOME = "/c/havtorn/analyses/"

pytestmark = pytest.mark.django_db


# ---- list, start, copy, delete


def test_empty_list_says_what_an_analysis_is_for(client: Client) -> None:
    response = client.get(HOME)

    assert heading(response) == "Analyses"
    assert "ends in a choice" in words(tree(response).xpath("//main")[0])


def test_list_says_who_is_first_with_as_many_queries_for_three_as_for_one(
    client: Client, cluster: Cluster, alice: User, analysis: Analysis
) -> None:
    one = queries(client, HOME)
    for title in ("Teknologier", "Idéer"):
        filled(cluster, alice, edition=analysis.workbook.edition, title=title)

    assert queries(client, HOME) == one
    said = [words(line) for line in tree(client.get(HOME)).xpath("//ul[@class='results']//p[@class='meta'][1]/b")]
    assert said == ["Tyskland comes first, then Holland and Polen"] * 3


def test_one_click_starts_an_analysis_for_the_current_strategy(client: Client, cluster: Cluster, alice: User) -> None:
    publish_template()
    strategy = factories.make_strategy(cluster, alice)
    page = client.get(f"{HOME}start/")

    response = client.post(
        f"{HOME}start/",
        {"source": value(page, "source"), "title": value(page, "title"), "strategy": value(page, "strategy")},
    )

    made = Analysis.objects.of(cluster).get()
    assert (response.status_code, response["Location"]) == (302, f"{HOME}1/")
    assert (made.title, made.strategy, made.created_by.name) == (f"Analyse {TODAY.year}", strategy, "Erik")


def test_another_clusters_strategy_cannot_be_chosen(
    client: Client, cluster: Cluster, other_cluster: Cluster, charlie: User
) -> None:
    publish_template()
    theirs = factories.make_strategy(other_cluster, charlie)

    response = client.post(f"{HOME}start/", {"source": "markets", "title": "Vores", "strategy": str(theirs.pk)})

    assert response.status_code == 422
    assert not Analysis.objects.of(cluster).exists()


def test_copy_has_the_same_answers_and_a_history_of_its_own(client: Client, analysis: Analysis, alice: User) -> None:
    client.post(f"{HOME}1/copy/")

    copy = Analysis.objects.of(analysis.cluster).get(number=2)
    assert (copy.title, result_of(copy).answer) == ("Kopi af Markeder", result_of(analysis).answer)
    put(copy, alice, "weights", weights(market=0, access=0, interest=100))
    assert result_of(copy).first == "Holland"
    assert result_of(analysis).first == "Tyskland"


def test_deleted_analysis_is_brought_back_whole(client: Client, analysis: Analysis, alice: User) -> None:
    client.post(f"{HOME}1/delete/")
    assert client.get(f"{HOME}1/").status_code == 404

    client.post(f"{HOME}1/restore/")

    assert heading(client.get(f"{HOME}1/")) == "Markeder"


def test_strategy_that_was_put_away_is_no_longer_served(client: Client, cluster: Cluster, alice: User) -> None:
    _analysis, strategy = with_strategy(cluster, alice)
    delete_strategy(strategy=strategy, by=alice)

    page = client.get(f"{HOME}1/")

    assert "Ud i verden" not in words(tree(page).xpath("//main")[0])


# ---- the result


def test_result_says_who_is_first_how_firm_and_the_figures(client: Client, analysis: Analysis) -> None:
    page = client.get(f"{HOME}1/")

    said = [words(one) for one in tree(page).xpath("//ul[@class='an-pts']/li")]
    assert said[0] == "The weights hold. Tyskland stays first whichever weight is moved 20 % up or down."
    # Market: (4-3)·w + 0·30 - 1·20 = 0 at w = 20, 60 % less. Interest: 1·50 + 0·30 - 1·w = 0 at w = 50, 150 % more.
    assert said[1] == "Nearest to a change: Market in English. At 20 instead of 50, Holland draws level with Tyskland."
    assert rows(page)[0] == ["1. Tyskland", "4", "5", "3", "4.10"]
    assert [row[0] for row in rows(page)] == ["1. Tyskland", "2. Holland", "3. Polen"]


def test_drawings_have_their_values_in_words(client: Client, analysis: Analysis) -> None:
    titles = [words(one) for one in tree(client.get(f"{HOME}1/")).xpath("//figure//svg/title")]

    assert "Total score: Tyskland 4.10, Holland 3.80, Polen 2.70." in titles
    assert any("Weights, and where others draw level with Tyskland" in title for title in titles)


def test_knocked_out_option_has_no_place_however_much_it_scores(analysis: Analysis, alice: User) -> None:
    stored = scores(("Tyskland", 5, 5, 5), ("Holland", 3, 5, 4), ("Polen", 3, 2, 3))
    stored[0]["cells"]["knockout"] = "stop"
    put(analysis, alice, "scores", stored)

    found = result_of(analysis)

    assert found.answer == "Holland comes first, then Polen"
    assert [(row.place, row.name, row.note) for row in found.rows][-1] == (
        "",
        "Tyskland",
        "Out: a knock-out criterion is met",
    )


def test_result_page_asks_as_often_for_twelve_options_as_for_three(
    client: Client, analysis: Analysis, alice: User
) -> None:
    few = queries(client, f"{HOME}1/")
    put(analysis, alice, "scores", scores(*((f"Land {number}", 1 + number % 5, 3, 4) for number in range(12))))

    assert queries(client, f"{HOME}1/") == few


def test_ranking_beside_the_form_follows_what_was_saved(client: Client, analysis: Analysis, alice: User) -> None:
    put(analysis, alice, "weights", weights(market=0, access=0, interest=100))

    fragment = client.get(f"{HOME}1/standing/", headers={"HX-Request": "true"})

    assert words(tree(fragment).xpath("//ol/li")[0]).startswith("Holland")
    assert b"<html" not in fragment.content


# ---- what the figures rest on


@pytest.mark.parametrize(
    ("dated", "today", "months", "stale"),
    [
        (date(2024, 11, 24), date(2026, 11, 24), 24, True),
        (date(2024, 11, 25), date(2026, 11, 24), 23, False),
        (date(2026, 11, 24), date(2026, 11, 24), 0, False),
        (date(2027, 1, 1), date(2026, 11, 24), 0, False),
        (date(2024, 2, 29), date(2026, 2, 28), 23, False),
        (None, date(2026, 11, 24), None, False),
    ],
)
def test_source_is_old_after_two_years(dated: date | None, today: date, months: int | None, stale: bool) -> None:
    one = Evidence(Text(da="Behov"), Text(da="Interviews"), dated=dated)

    assert (one.months(today), one.is_stale(today)) == (months, stale)


def test_sources_stand_with_who_found_them_and_the_oldest_first(
    client: Client, analysis: Analysis, alice: User
) -> None:
    lately, once = TODAY - timedelta(days=40), TODAY - timedelta(days=3 * 365 + 40)
    put(
        analysis,
        alice,
        "evidence",
        [
            {"id": "market", "cells": {"source": {"da": "Interviews"}, "dated": str(lately), "who": {"da": "Bo"}}},
            {"id": "access", "cells": {"source": {"da": "Rapport"}, "dated": str(once)}},
        ],
    )
    put(analysis, alice, "figures", [{"id": "a", "cells": {"figure": {"da": "Salg"}, "source": {"da": "Avisen"}}}])

    page = tree(client.get(f"{HOME}1/"))

    said = [words(one) for one in page.xpath("//ul[@class='an-src']/li")]
    assert said == [
        f"Access in English Rapport, {once.day} {once:%B %Y} 3 years old",
        f"Market in English Interviews, {lately.day} {lately:%B %Y}, Bo 1 month old",
        "Salg Avisen No date",
    ]
    assert "One source is more than two years old." in words(page.xpath("//main")[0])


def test_year_that_is_none_counts_as_no_date(analysis: Analysis, alice: User) -> None:
    cells = [{"figure": {"da": "Salg"}, "source": {"da": "Avisen"}, "year": year} for year in (20260, -4, 2025.5)]
    put(analysis, alice, "figures", [{"id": f"r{place}", "cells": one} for place, one in enumerate(cells)])

    assert [one.dated for one in page_of(analysis).evidence] == [None, None, None]


# ---- compared across analyses


def test_same_country_is_compared_across_years_whatever_language_its_name_is_in(
    client: Client, cluster: Cluster, alice: User, analysis: Analysis
) -> None:
    put(analysis, alice, "analysed_on", "2026-10-06")
    earlier = make_analysis(cluster, alice, analysis.workbook.edition, title="Sidste år")
    put(earlier, alice, "analysed_on", "2025-10-06")
    put(earlier, alice, "weights", weights(market=50, access=30, interest=20))
    put(earlier, alice, "scores", scores(("Germany", 2, 5, 3), ("netherlands ", 3, 5, 4), ("Laser", 1, 1, 1)))

    page = client.get(f"{HOME}compare/")

    heads = [words(one) for one in tree(page).xpath("(//table)[1]//th[@scope='col']")]
    assert heads == ["Option", "Sidste år 6 October 2025", "Markeder 6 October 2026"]
    assert rows(page, 0) == [
        ["Tyskland", "3.10 No. 2 of 3", "4.10 No. 1 of 3"],
        ["Holland", "3.80 No. 1 of 3", "3.80 No. 2 of 3"],
        ["Polen", "–", "2.70 No. 3 of 3"],
    ]
    assert rows(page, 1) == [["Laser", "1.00 No. 3 of 3"]]
    one = client.get(f"{HOME}compare/?option=DE")
    assert heading(one) == "Tyskland"
    assert rows(one)[0] == ["Market in English", "2", "4"]
    assert rows(one)[-1] == ["Total", "3.10 No. 2 of 3", "4.10 No. 1 of 3"]


def test_comparison_asks_as_often_for_many_analyses_as_for_one(
    client: Client, cluster: Cluster, alice: User, analysis: Analysis
) -> None:
    one = queries(client, f"{HOME}compare/")
    for _number in range(3):
        filled(cluster, alice, edition=analysis.workbook.edition)

    assert queries(client, f"{HOME}compare/") == one


def test_unknown_option_is_not_found_and_a_neighbours_is_not_compared(
    client: Client, other_cluster: Cluster, charlie: User, analysis: Analysis
) -> None:
    theirs = make_analysis(other_cluster, charlie, analysis.workbook.edition)
    put(theirs, charlie, "weights", weights(market=50, access=30, interest=20))
    put(theirs, charlie, "scores", scores(("Sverige", 4, 5, 3)))

    assert client.get(f"{HOME}compare/?option=SE").status_code == 404
    assert client.get(f"{HOME}compare/", {"option": "x" * 2000}).status_code == 404


# ---- found


def test_search_finds_title_and_answers_and_nothing_of_a_deleted_one(
    client: Client, analysis: Analysis, alice: User
) -> None:
    put(analysis, alice, "decision", {"da": "Skal vi bruge timer på glasgenbrug?"})

    found = words(tree(client.get("/c/havtorn/search/?q=glasgenbrug")).xpath("//main")[0])
    assert "decision" in found
    assert "Markeder" in words(tree(client.get("/c/havtorn/search/?q=markeder")).xpath("//main")[0])
    delete_analysis(analysis=analysis, by=alice)
    page = tree(client.get("/c/havtorn/search/?q=glasgenbrug"))
    assert page.xpath("//a[contains(@href, '/analyses/1/')]") == []


def test_reader_reads_everything_and_is_offered_nothing_to_change(
    sign_in: Callable, bob: User, analysis: Analysis
) -> None:
    page = sign_in(bob).get(f"{HOME}1/")

    assert page.status_code == 200
    assert tree(page).xpath("//main//form") == []
    assert tree(page).xpath("//main//a[contains(@href, '/sections/')]") == []
