"""Parts of pages that are kept: what they are told apart by, how much is kept, and what they may not look at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from checklists.models import Item
from clusters.models import Cluster
from core.parts.keeping import KEEPER, Keeper, NotGivenError, Part, drawn_once
from core.parts.values import NotValuesError, drawn_from, of_lasting
from core.text import Text
from strategy.models import Goal
from tests import factories


@dataclass(frozen=True)
class Shown:
    title: str
    count: object = 0
    seen_by: str = field(default="", metadata={"drawn": False})


class Opaque:
    """Something that is more than its values."""


DIFFERENT = [
    None,
    True,
    1,
    1.0,
    "1",
    Decimal(1),
    Decimal("1.0"),
    "<b>",
    mark_safe("<b>"),
    date(2026, 11, 24),
    datetime(2026, 11, 24, tzinfo=UTC),
    "2026-11-24",
    [],
    (),
    {},
    frozenset(),
    [1, 2],
    (1, 2),
    [2, 1],
    {"a": 1},
    {"a": True},
    {"a": [1]},
    {"a": Decimal(1)},
    Text(da="a"),
    Text(en="a"),
    Shown("a"),
    Shown("a", True),
    Shown("a", 1),
    Shown("a", [None]),
]


@pytest.mark.parametrize(("one", "other"), list(combinations(DIFFERENT, 2)))
def test_what_is_drawn_differently_is_told_apart(one: object, other: object) -> None:
    assert drawn_from(one) != drawn_from(other)


@pytest.mark.parametrize("value", DIFFERENT)
def test_equal_values_are_the_same(value: object) -> None:
    assert drawn_from(value) == drawn_from(value)


def test_equal_values_that_are_other_objects_are_the_same() -> None:
    assert drawn_from(["ab", {"x": "ab"}]) == drawn_from(["".join("ab"), {"x": "".join("ab")}])
    assert drawn_from(Shown("a")) == drawn_from(Shown("a", seen_by="Bob"))


@pytest.mark.parametrize("value", [Opaque(), len, lambda: 1, [Opaque()], {"a": Opaque()}, Shown("a", Opaque())])
def test_what_is_more_than_its_values_is_refused(value: object) -> None:
    with pytest.raises(NotValuesError):
        drawn_from(value)


def test_words_of_the_interface_are_taken_in_the_language_of_the_moment() -> None:
    words = gettext_lazy("Save")

    with translation.override("da"):
        danish = drawn_from(words)
    with translation.override("en-gb"):
        assert drawn_from(words) != danish


def test_something_lasting_is_known_by_itself() -> None:
    one, same = Shown("a"), Shown("a")

    assert of_lasting(one) == of_lasting(one) == of_lasting(same)
    assert of_lasting(one) != of_lasting(Shown("b"))


def test_every_column_of_a_row_counts_and_the_rows_that_came_with_it(cluster: Cluster, alice: User) -> None:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)

    def taken() -> bytes:
        return drawn_from(Goal.objects.of(cluster).select_related("owner").get(pk=goal.pk))

    before = [taken()]
    Goal.objects.of(cluster).update(owner=alice)
    before.append(taken())
    User.objects.filter(pk=alice.pk).update(name="Alice Holm")
    before.append(taken())
    Goal.objects.of(cluster).update(position=7)
    before.append(taken())

    assert len(set(before)) == 4
    assert taken() == before[-1]


def test_rows_that_have_not_been_asked_for_are_refused(cluster: Cluster) -> None:
    with pytest.raises(NotValuesError):
        drawn_from(Item.objects.of(cluster))


# ---- how much is kept


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    keeper = Keeper(most=30)
    for name in "abc":
        keeper.keep((name, b""), Part(("x" * 10,)))
    keeper.get(("a", b""))

    keeper.keep(("d", b""), Part(("x" * 10,)))

    assert [name for name in "abcd" if keeper.get((name, b""))] == ["a", "c", "d"]
    assert keeper.held == 30


def test_a_part_that_is_larger_than_all_that_is_kept_is_not() -> None:
    keeper = Keeper(most=30)

    keeper.keep(("a", b""), Part(("x" * 31,)))

    assert (len(keeper), keeper.held) == (0, 0)


def test_the_values_count_as_what_is_kept() -> None:
    keeper = Keeper(most=30)

    for number in range(10):
        keeper.keep(("a", bytes([number]) * 10), Part(("x",)))

    assert len(keeper) == 2


def test_a_function_draws_once_for_the_same_values() -> None:
    drawn: list[object] = []

    @drawn_once
    def draw(items: list[Shown], most: int) -> SafeString:
        drawn.append(items)
        return mark_safe(_("Save"))

    with translation.override("da"):
        first, second = draw([Shown("a")], 3), draw([Shown("a")], 3)
    with translation.override("en-gb"):
        english = draw([Shown("a")], 3)
    draw([Shown("a")], most=4)

    assert first == second != english
    assert len(drawn) == 3


# ---- in a template


@pytest.fixture
def render(rf: RequestFactory, tmp_path: Any, settings: Any) -> Callable[..., str]:
    """Draws a template around a part of the name `part.html`."""

    def rendered(source: str, part: str, request: HttpRequest | None = None, **values: object) -> str:
        (tmp_path / "part.html").write_text(part)
        for loader in engines["django"].engine.template_loaders:
            loader.reset()
        request = request or rf.get("/")
        request.user = getattr(request, "user", AnonymousUser())
        return str(engines["django"].from_string(source).render(values, request))

    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    return rendered


KEPT = '{% kept "part.html" shown=shown %}'


def test_a_part_sees_nothing_but_what_it_is_given(render: Callable[..., str]) -> None:
    html = render(KEPT, "{{ shown.title }}|{{ other }}|{{ request }}", shown=Shown("a"), other="b")

    assert html == "a||"


def test_the_same_values_are_drawn_once_and_others_again(render: Callable[..., str]) -> None:
    part = "{% for _ in shown.title %}{{ shown.count }}{% endfor %}"
    assert render(KEPT, part, shown=Shown("ab", 1)) == "11"
    kept = len(KEEPER)

    assert render(KEPT, part, shown=Shown("ab", 1)) == "11"
    assert len(KEEPER) == kept
    assert render(KEPT, part, shown=Shown("ab", True)) == "TrueTrue"
    assert len(KEEPER) == kept + 1


def test_a_part_is_kept_in_each_language(render: Callable[..., str]) -> None:
    part = '{% load i18n %}{% translate "Save" %}'
    with translation.override("da"):
        danish = render(KEPT, part, shown=Shown("a"))
    with translation.override("en-gb"):
        assert (danish, render(KEPT, part, shown=Shown("a"))) == ("Gem", "Save")


def test_what_is_fresh_is_drawn_each_time(render: Callable[..., str]) -> None:
    part = "<{% fresh %}{{ shown.seen_by }}{% endfresh %}|{{ shown.title }}>"

    assert render(KEPT, part, shown=Shown("a", seen_by="Alice")) == "<Alice|a>"
    assert render(KEPT, part, shown=Shown("a", seen_by="Bob")) == "<Bob|a>"


def test_what_is_fresh_in_a_part_within_a_part_is_drawn_each_time(
    render: Callable[..., str], tmp_path: Any, rf: RequestFactory, alice: User
) -> None:
    inner = "{% load toolkit %}{{ one }} {% fresh %}{% new_id %}{% endfresh %} {% csrf_token %};"
    (tmp_path / "inner.html").write_text(inner)
    part = '{% for one in shown.count %}{% kept "inner.html" one=one %}{% endfor %}'
    found: list[str] = []
    # Drawn whole, then taken from what is kept, then with one of the inner parts kept and the other one drawn.
    for rows in (["a", "b"], ["a", "b"], ["a", "c"]):
        request = rf.get("/c/havtorn/")
        request.user, request.session = alice, {}
        found += render(KEPT, part, request, shown=Shown("a", rows)).split(";")[:2]

    assert [piece.strip()[0] for piece in found] == ["a", "b", "a", "b", "a", "c"]
    assert len({piece.split()[1] for piece in found}) == 6
    assert len({piece.partition("form_key")[2] for piece in found}) == 6


def test_every_form_of_a_kept_part_has_its_own_keys(
    render: Callable[..., str], rf: RequestFactory, alice: User
) -> None:
    part = "<form>{% csrf_token %}</form><form>{% csrf_token %}</form>"
    found = []
    for _time in range(2):
        request = rf.get("/c/havtorn/")
        request.user, request.session = alice, {}
        found += render(KEPT, part, request, shown=Shown("a")).split("</form>")[:2]

    assert len(set(found)) == 4
    assert all("csrfmiddlewaretoken" in form and "form_key" in form for form in found)


def test_what_asks_the_database_is_an_error_here(render: Callable[..., str], cluster: Cluster, alice: User) -> None:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    lazy = Goal.objects.of(cluster).get(pk=goal.pk)

    with pytest.raises(NotGivenError):
        render(KEPT, "{{ shown.strategy.number }}", shown=lazy)


def test_what_asks_the_database_is_drawn_anew_where_people_work(
    render: Callable[..., str], cluster: Cluster, alice: User
) -> None:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    KEEPER.is_strict = False
    for number in (1, 7):
        type(goal.strategy).objects.of(cluster).update(number=number)
        lazy = Goal.objects.of(cluster).get(pk=goal.pk)

        assert render(KEPT, "{{ shown.strategy.number }}", shown=lazy) == str(number)


def test_what_asks_the_database_in_a_condition_is_noticed_too(
    render: Callable[..., str], cluster: Cluster, alice: User
) -> None:
    """Django takes a condition in which something goes wrong for one that does not hold."""
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    part = "{% if shown and shown.strategy.number %}{{ shown.number }}{% endif %}"

    with pytest.raises(NotGivenError):
        render(KEPT, part, shown=Goal.objects.of(cluster).get(pk=goal.pk))
    KEEPER.is_strict = False

    assert render(KEPT, part, shown=Goal.objects.of(cluster).get(pk=goal.pk)) == str(goal.number)


def test_what_is_more_than_its_values_is_drawn_anew(render: Callable[..., str]) -> None:
    assert render(KEPT, "{{ shown.title }}", shown=Shown("a", Opaque())) == "a"
    assert len(KEEPER) == 0


def test_a_kept_part_asks_nothing_the_second_time(render: Callable[..., str], cluster: Cluster) -> None:
    shown = Cluster.objects.get(pk=cluster.pk)
    render(KEPT, "{{ shown.slug }}", shown=shown)

    with CaptureQueriesContext(connection) as asked:
        render(KEPT, "{{ shown.slug }}", shown=shown)
    assert len(asked) == 0
