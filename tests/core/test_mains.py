"""The main part of a page: found by what the database answers, drawn anew where it answers otherwise."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clusters.models import Cluster
from core.parts.keeping import KEEPER, MAIN_PARTS, NotGivenError
from core.parts.mains import Gathered, Main, main_part
from core.rereading import for_good, unsteady
from core.templatetags.parts import _Standing
from library.models import Edition
from strategy.models import Goal, Strategy
from strategy.selectors.goals import goals_of
from tests import factories

pytestmark = pytest.mark.django_db

# How often something was gathered.
GATHERED: list[str] = []


@pytest.fixture(autouse=True)
def nothing_gathered() -> None:
    GATHERED.clear()


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice)
    factories.make_goal(made, alice)
    return Strategy.objects.of(cluster).get(pk=made.pk)


@pytest.fixture
def render(rf: RequestFactory, tmp_path: Any, settings: Any, alice: User) -> Callable[..., str]:
    """Draws a page around a main part, whose template is given."""

    def rendered(main: Main, part: str, request: HttpRequest | None = None) -> str:
        (tmp_path / "part.html").write_text(part)
        for loader in engines["django"].engine.template_loaders:
            loader.reset()
        request = request or rf.get("/c/havtorn/")
        request.user, request.session = alice, {}
        return str(engines["django"].from_string("{% main main %}").render({"main": main}, request))

    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    return rendered


@main_part("part.html")
def goals(strategy: Strategy, word: object = "") -> Gathered:
    """Gather the goals by a query that is written once, and their number by one that is not."""
    GATHERED.append("goals")
    found, count = goals_of(strategy), Goal.across_clusters.filter(strategy=strategy).count()
    return Gathered({"goals": found, "count": count, "word": word}, {"cluster": "havtorn"}, around=count)


TITLES = "{{ word }}{% for goal in goals %}{{ goal.title_text.da }}{{ goal.title_text.en }}|{% endfor %}"


def asked_while(do: Callable[[], object]) -> list[str]:
    """Return the questions for goals and editions that were put; the menus around a page put others."""
    with CaptureQueriesContext(connection) as found:
        do()
    texts = [one["sql"] for one in found.captured_queries]
    return [one for one in texts if one.startswith(('SELECT "strategy_goal"', "SELECT COUNT(*)"))]


def reworded(strategy: Strategy, words: str) -> None:
    """Change the title of the goals, past everything that could notice."""
    Goal.across_clusters.filter(strategy=strategy).update(title={"da": words})


def test_nothing_is_gathered_while_the_database_answers_as_it_did(
    strategy: Strategy, render: Callable[..., str]
) -> None:
    first, second = render(goals(strategy), TITLES), render(goals(strategy), TITLES)

    assert first == second
    assert "|" in first
    assert GATHERED == ["goals"]
    assert goals(strategy).around == 1


def test_what_has_changed_is_shown_at_once_and_what_was_taken_back(
    strategy: Strategy, render: Callable[..., str]
) -> None:
    before = render(goals(strategy), TITLES)
    with transaction.atomic():
        reworded(strategy, "Ærø")
        assert render(goals(strategy), TITLES) == "Ærø|"
        transaction.set_rollback(True)

    assert render(goals(strategy), TITLES) == before
    assert GATHERED == ["goals"] * 3


def test_what_a_change_has_left_behind_is_let_go(strategy: Strategy, render: Callable[..., str]) -> None:
    held = set()
    for words in ("a", "b", "c"):
        reworded(strategy, words)
        assert render(goals(strategy), TITLES) == f"{words}|"
        held.add((len(MAIN_PARTS), MAIN_PARTS.held))

    assert len(held) == 1


def test_it_is_told_apart_by_what_is_given(strategy: Strategy, render: Callable[..., str]) -> None:
    reworded(strategy, "x")

    assert [render(goals(strategy, word), TITLES) for word in ("a", "b", "a")] == ["ax|", "bx|", "ax|"]
    assert GATHERED == ["goals"] * 2


def test_each_question_is_put_once_whether_or_not_anything_has_changed(
    strategy: Strategy, render: Callable[..., str]
) -> None:
    @main_part("part.html")
    def only_goals(strategy: Strategy) -> Gathered:
        return Gathered({"goals": goals_of(strategy)})

    first = asked_while(lambda: render(only_goals(strategy), TITLES))
    again = asked_while(lambda: render(only_goals(strategy), TITLES))
    reworded(strategy, "Ærø")
    changed = asked_while(lambda: render(only_goals(strategy), TITLES))

    assert len(first) == len(again) == len(changed) == 1
    assert render(only_goals(strategy), TITLES) == "Ærø|"


def test_what_the_template_asks_counts_too(strategy: Strategy, render: Callable[..., str]) -> None:
    @main_part("part.html")
    def lazy(pk: int) -> Gathered:
        return Gathered({"goal": Goal.across_clusters.get(pk=pk)})

    pk, number = Goal.across_clusters.get(strategy=strategy).pk, "{{ goal.strategy.number }}"
    for told in (1, 7, 7, 3):
        Strategy.objects.of(strategy.cluster).update(number=told)
        assert render(lazy(pk), number) == str(told)


def test_forms_have_keys_of_their_own_each_time(strategy: Strategy, render: Callable[..., str]) -> None:
    part = "<form>{% csrf_token %}</form><form>{% csrf_token %}</form>"
    forms = [form for _time in range(2) for form in render(goals(strategy), part).split("</form>")[:2]]

    assert GATHERED == ["goals"]
    assert len(set(forms)) == 4
    assert all("csrfmiddlewaretoken" in form and "form_key" in form for form in forms)


def test_of_the_request_it_sees_what_it_was_given(strategy: Strategy, render: Callable[..., str]) -> None:
    class Asks:
        def render(self, context: Any) -> str:
            return f"{context.request.cluster}{context.request.user}"

    main = goals(strategy)

    with pytest.raises(NotGivenError):
        main.drawn(lambda found: _drawn_by(Asks(), found))


def _drawn_by(node: Any, found: Gathered) -> Any:
    class Context:
        request = _Standing(found.asked)

    assert Context.request.cluster == "havtorn"
    return node.render(Context)


@pytest.mark.parametrize("given", [object(), len], ids=["an object", "a function"])
def test_what_has_no_value_is_drawn_each_time(strategy: Strategy, render: Callable[..., str], given: object) -> None:
    for words in ("a", "b"):
        reworded(strategy, words)
        assert render(goals(strategy, given), "{% for goal in goals %}{{ goal.title_text.da }}{% endfor %}") == words
    assert len(MAIN_PARTS) == 0


def test_what_rests_on_more_than_answers_is_drawn_each_time(strategy: Strategy, render: Callable[..., str]) -> None:
    @main_part("part.html")
    def restless() -> Gathered:
        GATHERED.append("restless")
        count = Goal.across_clusters.count()
        unsteady()
        return Gathered({"count": count})

    assert [render(restless(), "{{ count }}") for _time in range(2)] == ["1", "1"]
    assert len(GATHERED) == 2


def test_what_is_read_for_good_is_not_asked_for_again(strategy: Strategy, render: Callable[..., str]) -> None:
    @main_part("part.html")
    def with_edition(strategy: Strategy) -> Gathered:
        with for_good():
            count = Edition.across_clusters.count()
        return Gathered({"goals": goals_of(strategy), "word": count})

    shown = render(with_edition(strategy), TITLES)

    (asked,) = asked_while(lambda: render(with_edition(strategy), TITLES))
    assert "strategy_goal" in asked
    assert render(with_edition(strategy), TITLES) == shown


def test_while_code_is_written_it_is_drawn_each_time(
    strategy: Strategy, render: Callable[..., str], settings: Any
) -> None:
    settings.DEBUG = True

    assert render(goals(strategy), "a") == "a"
    assert render(goals(strategy), "b") == "b"


class Asking:
    """What says that it is one value, and asks the database when somebody looks at it."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy = strategy

    def drawn_from(self) -> int:
        return self.strategy.pk

    @property
    def words(self) -> str:
        return "".join(goal.title_text.da for goal in goals_of(self.strategy))


def test_what_was_just_read_is_no_way_round_for_a_part_that_must_not_ask(
    strategy: Strategy, render: Callable[..., str], tmp_path: Any
) -> None:
    KEEPER.is_strict = False
    (tmp_path / "inner.html").write_text("{{ word.words }}")

    for words in ("a", "b", "c"):
        reworded(strategy, words)
        assert render(goals(strategy, Asking(strategy)), '{{ count }}{% kept "inner.html" word=word %}') == f"1{words}"
