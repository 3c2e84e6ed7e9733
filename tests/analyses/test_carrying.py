"""A result that goes over into the strategy: what is written, what stays, and what is said when it changes."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from django.test import Client

from accounts.models import User
from analyses.models import CarryOver
from analyses.rules.carrying import score_for, turned
from analyses.rules.scoring import Comparison, Criterion, Option
from analyses.services import Wish, delete_analysis, take_back
from clusters.models import Cluster
from core.errors import Refusal
from library.services import publish_edition
from strategy.models import Strategy
from tests.analyses.samples import (
    analysis_template,
    carry,
    countries_in,
    filled,
    make_analysis,
    put,
    scores,
    target_of,
    weights,
    with_strategy,
)
from tests.pages import tree, value, words
from tests.workbooks.samples import put as answer
from workbooks.services.saving import AnswerConflict

# ---- which score goes over


@pytest.mark.parametrize(
    ("need", "size", "expected"),
    # market = need and size_growth by their weights: (2·need + 1·size) ÷ 3, halves up.
    [(5, 5, 5), (5, 2, 4), (4, 5, 4), (1, 4, 2), (3, 4, 3)],
)
def test_finer_criteria_answer_to_one_of_the_strategy_by_their_weights(need: int, size: int, expected: int) -> None:
    criteria = (
        Criterion("need", Fraction(20)),
        Criterion("size_growth", Fraction(10)),
        Criterion("risk", Fraction(70)),
    )
    option = Option("DE", {"need": Fraction(need), "size_growth": Fraction(size), "risk": Fraction(1)})

    assert score_for("market", option, Comparison(criteria, (option,))) == expected


def test_half_a_point_goes_up_and_what_the_analysis_does_not_ask_is_left_alone() -> None:
    criteria = (Criterion("access", Fraction(10)), Criterion("partners", Fraction(10)))
    option = Option("DE", {"access": Fraction(4), "partners": Fraction(3)})
    comparison = Comparison(criteria, (option,))

    assert score_for("access", option, comparison) == 4
    assert score_for("interest", option, comparison) is None


def test_criteria_that_weigh_nothing_count_alike() -> None:
    criteria = (Criterion("access", Fraction(0)), Criterion("partners", Fraction(0)), Criterion("risk", Fraction(1)))
    option = Option("DE", {"access": Fraction(5), "partners": Fraction(1), "risk": Fraction(3)})

    assert score_for("access", option, Comparison(criteria, (option,))) == 3


# ---- into the table of countries


@pytest.mark.django_db
def test_countries_go_over_with_scores_and_reason_and_the_others_stay(cluster: Cluster, alice: User) -> None:
    analysis, strategy = with_strategy(cluster, alice)
    standing = [
        {"id": "a", "cells": {"country": "SE", "market": 2}},
        {
            "id": "b",
            "cells": {"country": "DE", "market": 1, "technology": 5, "role": "focus", "rationale": {"da": "Vores"}},
        },
    ]
    answer(strategy.workbook, alice, "country_priorities", standing)

    carry(analysis, alice)

    found = countries_in(strategy)
    assert list(found) == ["SE", "DE", "NL", "PL"]
    assert found["SE"] == {"country": "SE", "market": 2}
    # What the analysis does not ask, and what somebody wrote, is as it was.
    assert found["DE"] == {
        "country": "DE",
        "market": 4,
        "access": 5,
        "technology": 5,
        "role": "focus",
        "rationale": {"da": "Vores"},
    }
    assert (found["NL"]["market"], found["NL"]["access"]) == (3, 5)
    assert found["NL"]["rationale"] == {"da": "Nr. 2 af 3 i ”Markeder” med en score på 3,80."}


@pytest.mark.django_db
def test_choices_of_a_person_decide_country_and_role_and_who_is_left_out(cluster: Cluster, alice: User) -> None:
    analysis, strategy = with_strategy(cluster, alice)

    carry(analysis, alice, wishes={"r1": Wish("AT", "focus"), "r2": Wish(""), "r3": Wish("PL", "not_now")})

    assert {country: cells.get("role") for country, cells in countries_in(strategy).items()} == {
        "AT": "focus",
        "PL": "not_now",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"r1": Wish("DE"), "r2": Wish("DE")}, "are the same country"),
        ({"r1": Wish("XX")}, "not known"),
        ({}, "at least one"),
    ],
)
def test_countries_that_cannot_be_are_refused_in_words(
    cluster: Cluster, alice: User, wishes: dict[str, Wish], said: str
) -> None:
    analysis, strategy = with_strategy(cluster, alice)

    with pytest.raises(Refusal) as refusal:
        carry(analysis, alice, wishes=wishes)

    assert said in refusal.value.message
    assert (countries_in(strategy), CarryOver.objects.of(cluster).count()) == ({}, 0)


@pytest.mark.django_db
def test_option_that_is_no_country_is_asked_about_and_nothing_is_written(
    cluster: Cluster, alice: User, client: Client
) -> None:
    analysis, strategy = with_strategy(cluster, alice)
    put(analysis, alice, "scores", scores(("Nordtyskland", 4, 5, 3), ("Holland", 3, 5, 4)))

    response = client.post(f"{analysis.get_absolute_url()}carry/", {"revision": "0"})

    assert response.status_code == 422
    assert "Nordtyskland" in words(tree(response).xpath("//*[@role='alert']")[0])
    assert countries_in(strategy) == {}
    sent = {"revision": "0", "chosen": "1", "country-r1": "Tyskland", "country-r2": "holland ", "role-r1": "focus"}
    assert client.post(f"{analysis.get_absolute_url()}carry/", sent).status_code == 302
    assert list(countries_in(strategy)) == ["DE", "NL"]


@pytest.mark.django_db
def test_country_that_is_none_is_refused_and_stays_in_its_field(cluster: Cluster, alice: User, client: Client) -> None:
    analysis, strategy = with_strategy(cluster, alice)

    response = client.post(
        f"{analysis.get_absolute_url()}carry/", {"revision": "0", "chosen": "1", "country-r1": "Atlantis" + "s" * 500}
    )

    assert response.status_code == 422
    assert value(response, "country-r1").startswith("Atlantis")
    assert countries_in(strategy) == {}


@pytest.mark.django_db
def test_whoever_read_an_older_answer_is_told_and_both_are_kept(cluster: Cluster, alice: User, client: Client) -> None:
    analysis, strategy = with_strategy(cluster, alice)
    answer(strategy.workbook, alice, "country_priorities", [{"id": "a", "cells": {"country": "SE", "market": 2}}])

    response = client.post(f"{analysis.get_absolute_url()}carry/", {"revision": "0"})

    assert response.status_code == 409
    assert list(countries_in(strategy)) == ["SE"]
    with pytest.raises(AnswerConflict):
        carry(analysis, alice, based_on=0)


@pytest.mark.django_db
def test_same_click_twice_writes_once_and_no_row_stands_twice(cluster: Cluster, alice: User) -> None:
    analysis, strategy = with_strategy(cluster, alice)

    first, second = carry(analysis, alice), carry(analysis, alice)

    assert (first.revision, second.revision, second.before) == (1, 1, 1)
    assert list(countries_in(strategy)) == ["DE", "NL", "PL"]


@pytest.mark.django_db
def test_strategy_that_is_approved_takes_nothing_and_keeps_nothing_waiting(
    cluster: Cluster, alice: User, client: Client
) -> None:
    analysis, strategy = with_strategy(cluster, alice)
    strategy.state = Strategy.State.APPROVED
    strategy.save()
    page = words(tree(client.get(analysis.get_absolute_url())).xpath("//section[@id='over']")[0])

    response = client.post(f"{analysis.get_absolute_url()}carry/", {"revision": "0"})

    assert "has been approved. Open a new round" in page
    assert response.status_code == 422
    assert not strategy.workbook.changes.exists()


@pytest.mark.django_db
def test_cluster_without_a_strategy_that_asks_is_offered_nothing(cluster: Cluster, alice: User, client: Client) -> None:
    analysis = filled(cluster, alice)

    assert tree(client.get(analysis.get_absolute_url())).xpath("//section[@id='over']") == []
    assert client.get(f"{analysis.get_absolute_url()}carry/").status_code == 404


# ---- taken back


@pytest.mark.django_db
def test_undo_puts_back_what_stood_before(cluster: Cluster, alice: User, client: Client) -> None:
    analysis, strategy = with_strategy(cluster, alice)
    before = [{"id": "a", "cells": {"country": "DE", "market": 1}}]
    answer(strategy.workbook, alice, "country_priorities", before)
    carry(analysis, alice)

    client.post(f"{analysis.get_absolute_url()}carry/undo/")

    assert countries_in(strategy) == {"DE": {"country": "DE", "market": 1}}
    assert not CarryOver.objects.of(cluster).standing().exists()


@pytest.mark.django_db
def test_undo_leaves_alone_what_somebody_has_changed_since(cluster: Cluster, alice: User) -> None:
    analysis, strategy = with_strategy(cluster, alice)
    made = carry(analysis, alice)
    answer(strategy.workbook, alice, "country_priorities", [{"id": "a", "cells": {"country": "NO"}}])

    with pytest.raises(Refusal, match="changed since"):
        take_back(carry=made, target=target_of(analysis), by=alice)

    assert list(countries_in(strategy)) == ["NO"]


# ---- what the strategy says of it


def notes_of(client: Client, strategy: Strategy) -> list[str]:
    page = client.get(f"{strategy.get_absolute_url()}phases/direction/")
    return [words(one) for one in tree(page).xpath("//p[contains(@class, 'q-link')]")]


@pytest.mark.django_db
def test_answer_says_where_it_comes_from_and_when_the_analysis_has_changed(
    cluster: Cluster, alice: User, client: Client
) -> None:
    analysis, strategy = with_strategy(cluster, alice)
    carry(analysis, alice)

    (note,) = notes_of(client, strategy)
    assert note.startswith("Carried over from “Markeder”")
    assert "changed" not in note

    put(analysis, alice, "weights", weights(market=20, access=30, interest=50))
    (note,) = notes_of(client, strategy)
    assert "The analysis has changed since." in note
    read = tree(client.get(strategy.get_absolute_url())).xpath("//p[contains(@class, 'q-link')]")
    assert len(read) == 1

    carry(analysis, alice)
    assert "changed" not in notes_of(client, strategy)[0]
    delete_analysis(analysis=analysis, by=alice)
    assert "deleted" in notes_of(client, strategy)[0]


@pytest.mark.django_db
def test_words_in_an_analysis_do_not_change_its_result(cluster: Cluster, alice: User, client: Client) -> None:
    analysis, strategy = with_strategy(cluster, alice)
    carry(analysis, alice)

    put(analysis, alice, "decision", {"da": "Hvor skal vi hen?"})

    assert "changed" not in notes_of(client, strategy)[0]


@pytest.mark.django_db
def test_what_one_cluster_carried_over_stands_in_no_other(
    cluster: Cluster, alice: User, charlie: User, other_cluster: Cluster, sign_in: Callable
) -> None:
    analysis, _strategy = with_strategy(cluster, alice)
    carry(analysis, alice)
    _theirs, strategy = with_strategy(other_cluster, charlie)

    assert notes_of(sign_in(charlie), strategy) == []


# ---- technologies become a text


@pytest.mark.django_db
def test_technologies_are_written_at_the_end_of_the_text_and_replaced_the_next_time(
    cluster: Cluster, alice: User
) -> None:
    _analysis, strategy = with_strategy(cluster, alice)
    data = analysis_template("technologies")
    data["sections"][1]["questions"][1]["columns"][0]["key"] = "technology"
    made = make_analysis(cluster, alice, publish_edition(data=data, by=None), strategy, title="Teknologier")
    put(made, alice, "weights", weights(market=50, access=30, interest=20))
    put(made, alice, "analysed_on", "2026-09-14")
    rows = scores(("Sortering", 4, 5, 3), ("Rensning", 3, 5, 4))
    for row in rows:
        row["cells"]["technology"] = row["cells"].pop("option")
    put(made, alice, "scores", rows)
    answer(strategy.workbook, alice, "technology_analysis", {"da": "Vores egne ord."})

    carry(made, alice)

    text = strategy.workbook.answers.get(question_key="technology_analysis").value["da"]
    assert text == (
        "Vores egne ord.\n\nFra ”Teknologier”, 14. september 2026:\n\n1. Sortering, score 4,10\n2. Rensning, score 3,80"
    )
    put(made, alice, "weights", weights(market=20, access=30, interest=50))
    carry(made, alice)
    text = strategy.workbook.answers.get(question_key="technology_analysis").value["da"]
    assert text.startswith("Vores egne ord.\n\nFra ”Teknologier”")
    assert text.count("Fra ”") == 1


# ---- what whole points do to the order


def test_options_that_whole_points_turn_round_are_named_once_with_their_nearest() -> None:
    ranked = [("a", Fraction(4)), ("b", Fraction(3)), ("c", Fraction(2)), ("d", Fraction(1))]
    there = {"a": Fraction(3), "b": Fraction(3), "c": Fraction(1), "d": Fraction(2)}

    assert turned(ranked, there) == [("a", "b"), ("c", "d")]
    assert turned(ranked, {"a": Fraction(2), "b": Fraction(1), "c": Fraction(0)}) == []
    assert turned([("a", Fraction(1)), ("b", Fraction(1))], {"a": Fraction(1), "b": Fraction(2)}) == []


@pytest.mark.django_db
def test_page_says_which_countries_the_strategy_ranks_otherwise(cluster: Cluster, alice: User, client: Client) -> None:
    analysis, strategy = with_strategy(cluster, alice)
    url = f"/c/{cluster.slug}/analyses/{analysis.number}/carry/"
    standing = [
        {"id": str(n), "cells": {"country": code, "technology": 3}} for n, code in enumerate(("DE", "NL", "PL"))
    ]
    answer(strategy.workbook, alice, "country_priorities", standing)
    answer(strategy.workbook, alice, "priority_criteria", weights(market=60, access=20, technology=20))
    assert "other way round" not in words(tree(client.get(url)))

    answer(strategy.workbook, alice, "priority_criteria", weights(market=0, access=100, technology=0))

    assert "Tyskland and Holland" in words(tree(client.get(url)))


@pytest.mark.django_db
def test_red_thread_says_that_a_carried_result_has_changed_and_rests_on_old_figures(
    cluster: Cluster, alice: User, client: Client
) -> None:
    analysis, _strategy = with_strategy(cluster, alice)
    carry(analysis, alice)
    thread = f"/c/{cluster.slug}/thread/findings/"
    before = words(tree(client.get(thread, follow=True)))
    put(analysis, alice, "scores", scores(("Tyskland", 1, 1, 1), ("Holland", 3, 5, 4), ("Polen", 3, 2, 3)))
    figures = [{"id": "a", "cells": {"figure": {"da": "Eksport"}, "year": 2019, "source": {"da": "Statistik"}}}]
    put(analysis, alice, "figures", figures)

    after = words(tree(client.get(thread, follow=True)))

    assert "rests on old figures" not in before
    assert "“Markeder” rests on old figures" in after
    assert "“Markeder” does not say the same as the strategy" in after
