"""A curious member of staff looks at every part of the answers, and subtracts each from each."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from schema.questions import Question
from surveys.documents import document_of
from surveys.models import SurveyAnswer, SurveyRound
from surveys.results import Given, Part, Results, answered_both, group_of, results_of
from surveys.rules.hiding import TwoWays, Why
from surveys.rules.statistics import FEWEST
from surveys.services.rounds import close_round, open_round
from tests.pages import tree
from tests.surveys.samples import a_round, a_survey, an_answer, an_open_round, answers_to

SignIn = Callable[[User | None], Client]
ROWS, COLUMNS = ("micro", "small", "large"), ("north", "south", "west", "")
Cells = dict[tuple[str, str], int]


def views(found: TwoWays[str]) -> list[frozenset[tuple[str, str]]]:
    """Return what is shown: all, rows, columns and cells, each as the cells that it holds."""
    shown = [frozenset(product(ROWS, COLUMNS))]
    shown += [frozenset((row, c) for c in COLUMNS) for row in ROWS if found.why(row, None) is None]
    shown += [frozenset((r, column) for r in ROWS) for column in COLUMNS if found.why(None, column) is None]
    return shown + [frozenset([cell]) for cell in product(ROWS, COLUMNS) if found.why(*cell) is None]


def follows(wanted: frozenset[tuple[str, str]], shown: list[frozenset[tuple[str, str]]]) -> bool:
    """Tell whether the number of some cells is a sum and difference of what is shown."""
    order = sorted(frozenset().union(*shown))
    rows = [[Fraction(cell in one) for cell in order] for one in shown]
    target = [Fraction(cell in wanted) for cell in order]
    for place in range(len(order)):
        pivot = next((row for row in rows if row[place]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in (*rows, target):
            share = row[place] / pivot[place]
            row[:] = [one - share * two for one, two in zip(row, pivot, strict=True)]
    return not any(target)


@pytest.mark.parametrize("seed", range(40))
def test_no_sum_or_difference_of_what_is_shown_tells_of_one_to_four(seed: int) -> None:
    lot = Random(seed)
    counts: Cells = {cell: lot.choice((0, 0, 1, 2, 4, 5, 6, 9, 14)) for cell in product(ROWS, COLUMNS)}
    found = TwoWays.of(counts, ROWS, COLUMNS)
    shown = views(found)
    if sum(counts.values()) < FEWEST:
        return

    def number(cells: frozenset[tuple[str, str]]) -> int:
        return sum(counts[cell] for cell in cells)

    assert not [one for one in shown[1:] if 0 < number(one) < FEWEST]
    for cell, n in counts.items():
        assert not (0 < n < FEWEST and follows(frozenset([cell]), shown)), cell
    lines = [frozenset((r, c) for c in COLUMNS) for r in ROWS] + [frozenset((r, c) for r in ROWS) for c in COLUMNS]
    for line in lines:
        rest = line - frozenset().union(*(one for one in shown if len(one) == 1))
        assert not (0 < number(rest) < FEWEST and follows(rest, shown)), rest
    for one, other in product(shown, shown):
        assert not (one > other and 0 < number(one - other) < FEWEST)


def test_most_is_shown_where_nothing_is_rare() -> None:
    found = TwoWays.of(dict.fromkeys(product(ROWS, COLUMNS), 6), ROWS, COLUMNS)

    assert len(views(found)) == 1 + 3 + 4 + 12


def answered(cluster: Cluster, alice: User, **more: object) -> SurveyRound:
    """Close a round in which all but three are small, and two of those are in the south."""
    round = an_open_round(cluster, alice, 20, **more)
    answers_to(round, *(an_answer(n, benefit=3, comment={"da": f"Ord {n}"}) for n in range(20)))
    round = close_round(round=round, by=alice)
    rows = list(SurveyAnswer.objects.of(cluster).filter(round=round).order_by("pk"))
    for place, row in enumerate(rows):
        row.size = "large" if place < 7 else "small"
        row.region = "south" if place in (0, 1, *range(7, 13)) else "north"
    SurveyAnswer.objects.of(cluster).bulk_update(rows, ["size", "region"])
    return round


def asked(found: Results) -> Question:
    question = found.document.question("partners")
    assert question is not None
    return question


def test_part_of_too_few_is_hidden_and_with_it_what_would_tell_of_it(cluster: Cluster, alice: User) -> None:
    found = results_of(answered(cluster, alice), 20)

    def why(size: str = "", region: str = "") -> Why | None:
        return found.part(asked(found), Part(size, region))[1]

    # large 2 + 5, small 6 + 7: with two hidden, the others of the table would give them away
    assert (why("large"), why("small"), why(region="south"), why(region="north")) == (None, None, None, None)
    assert why("large", "south") is Why.FEW
    assert why("large", "north") is why("small", "south") is Why.SUBTRACTION
    assert why("micro") is Why.FEW


def in_memory(lot: Random, round: SurveyRound) -> Results:
    """Return the results of companies that say of themselves almost what the register says of them."""
    given = []
    for number in range(lot.randrange(12, 40)):
        size = lot.choice(("small", "large", ""))
        plan = "written" if size == "small" else "none"
        values = {"partners": number, "plan": lot.choice((plan,) * 9 + ("informal",))}
        asked = frozenset(("partners", "plan"))
        given.append(Given(str(number), size, lot.choice(("north", "south")), values, asked, frozenset()))
    return Results(round, document_of(round), given, 60)


@pytest.mark.parametrize("seed", range(20))
def test_no_group_of_one_breakdown_tells_of_a_few_beside_a_group_of_another(
    cluster: Cluster, alice: User, seed: int
) -> None:
    found = in_memory(Random(seed), a_round(cluster, alice))
    question = asked(found)

    def shown(by: str) -> list[frozenset[str]]:
        hidden = found.hidden_groups(question, by)
        groups: dict[str, set[str]] = {}
        for one in found.answers:
            groups.setdefault(group_of(one, by), set()).add(one.pk)
        everybody = {one.pk for one in found.answers}
        kept = [members for group, members in groups.items() if group not in hidden]
        return [frozenset(side) for members in kept for side in (members, everybody - members)]

    for by, other in (("plan", "size"), ("plan", "region")):
        for one, two in product(shown(by), shown(other)):
            assert not 0 < len(one ^ two) < FEWEST


def test_group_that_another_breakdown_would_tell_of_is_hidden_and_others_are_not(cluster: Cluster, alice: User) -> None:
    def told(said: int) -> dict[str, Why]:
        sizes = ["small"] * 8 + ["large"] * 16
        plans = ["written"] * said + ["none"] * (24 - said)
        rows = [
            Given(str(n), size, "", {"partners": n, "plan": plan}, frozenset(("partners", "plan")), frozenset())
            for n, (size, plan) in enumerate(zip(sizes, plans, strict=True))
        ]
        found = Results(round, document_of(round), rows, 24)
        return found.hidden_groups(asked(found), "plan")

    round = a_round(cluster, alice)
    assert told(9) == {"written": Why.SUBTRACTION, "none": Why.SUBTRACTION}
    # The very group of the register tells nothing new; five more are no few.
    assert told(8) == told(13) == {}


def test_page_shows_a_part_without_texts_and_says_what_it_cannot_show(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    round = answered(cluster, alice)
    client, url = sign_in(alice), reverse("surveys:results", args=[cluster.slug, round.number])

    whole, part = client.get(url).content.decode(), client.get(f"{url}?size=large").content.decode()
    assert "20 of the 20 who were asked" in whole
    assert "7 of the 7 who were asked" in part
    assert "Ord 3" in whole
    assert "Ord 3" not in part
    assert "Texts are shown for all companies together" in part
    few = client.get(f"{url}?size=large&region=south").content.decode()
    assert "Fewer than five answers" in few
    assert "2 of the 2" not in few


@pytest.mark.parametrize(
    "asked", ["?size=huge", "?region=x&size=small", "?by=size&size=small", "?with=99", "?by=nothing"]
)
def test_look_that_does_not_exist_is_said(cluster: Cluster, alice: User, sign_in: SignIn, asked: str) -> None:
    round = answered(cluster, alice)
    client, url = sign_in(alice), reverse("surveys:results", args=[cluster.slug, round.number])

    answer = client.get(url + asked, follow=True)

    assert answer.redirect_chain == [(url, 302)]
    assert "cannot be shown that way" in answer.content.decode()


def test_two_surveys_are_drawn_beside_each_other_and_what_changed_surely_is_named(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    edition = a_survey()
    first = an_open_round(cluster, alice, 20, edition=edition)
    answers_to(first, *(an_answer(n, plan="none") for n in range(20)))
    close_round(round=first, by=alice)

    second = open_round(round=a_round(cluster, alice, edition=edition, kind="midterm"), by=alice)
    answers_to(second, *(an_answer(n) for n in range(20)))
    close_round(round=second, by=alice)

    url = reverse("surveys:results", args=[cluster.slug, second.number])
    answer = sign_in(alice).get(f"{url}?with={first.number}")
    page = answer.content.decode()
    assert page.count('class="ch-w1"') > 3
    assert "What stands out" in page
    assert "20 companies answered both times." in page
    assert "from 0 % to 100 %" in page.replace("\xa0", " ")
    # All twenty answered both times, and the same: the average has not changed, and that is no estimate.
    (how_sure,) = tree(answer).xpath("//*[@id='q-partners']//td[@data-label='How sure']")
    assert " ".join(how_sure.text_content().split()) == "can be chance 0 to 0"
    assert "More than chance" not in sign_in(alice).get(url).content.decode()


def test_how_many_answered_both_times_is_told_where_it_tells_of_nobody(cluster: Cluster, alice: User) -> None:
    edition = a_survey()
    first = an_open_round(cluster, alice, 12, edition=edition)
    second = open_round(round=a_round(cluster, alice, edition=edition, kind="midterm"), by=alice)
    told = []
    for many, more in ((6, 2), (0, 4)):
        answers_to(first, *(an_answer(n) for n in range(many)))
        answers_to(second, *(an_answer(n) for n in range(many + more)))
        told.append(answered_both(second, first))

    # Two who answered the second alone would be known by their number; twelve beside six are not.
    assert told == [None, 6]
