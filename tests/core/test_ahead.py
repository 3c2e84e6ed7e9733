"""What is read with the first question of a request: at one call, good for one use, and for nothing else than that."""

import re

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import ahead
from core.sql import Question, first_of
from core.submissions import keys
from core.submissions.once import sent_once

ADDRESS = re.compile(r"/ahead/(\d+)/\Z")
NUMBER = "SELECT CAST(%s AS integer), CAST(%s AS integer)"


@pytest.fixture(autouse=True)
def nothing_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_asked", [])


@pytest.mark.django_db
def test_several_questions_are_put_at_one_call_and_each_has_its_own_answer() -> None:
    nobody = Question(f"{NUMBER} WHERE 1 = 0", [1, 2], 2)
    nothing = Question("SELECT NULL, CAST(%s AS integer)", [5], 2)

    with CaptureQueriesContext(connection) as asked:
        found = first_of(Question(NUMBER, [1, 2], 2), nobody, nothing, Question(NUMBER, [3, 4], 2))

    assert found == [(1, 2), None, (None, 5), (3, 4)]
    assert len(asked) == 1
    assert first_of(nobody) == [None]


def test_an_address_says_what_is_asked_and_any_other_nothing() -> None:
    ahead.reads_ahead(ADDRESS, lambda match, person: (match[1], Question("SELECT %s, %s", [match[1], person], 2)))

    assert ahead.asked_at("/ahead/7/", 3) == ("7", Question("SELECT %s, %s", ["7", 3], 2))
    assert ahead.asked_at("/ahead/7/more/", 3) is None


def test_an_answer_is_good_for_one_use_by_who_asks_the_same() -> None:
    request, other, forgotten = HttpRequest(), HttpRequest(), HttpRequest()
    for one in (request, other, forgotten):
        ahead.note(one, ("workbook", 7), (1,))
    ahead.forget(forgotten)

    assert [ahead.take(request, ("workbook", 7)) for _time in range(2)] == [(1,), None]
    assert [ahead.take(other, ("workbook", number)) for number in (8, 7)] == [None, None]
    assert ahead.take(forgotten, ("workbook", 7)) is None


@pytest.mark.django_db
def test_form_that_counts_once_goes_on_from_what_stands_when_its_turn_has_come(alice: User) -> None:
    """Two of one form wait for each other: what the second has read before is from before the first."""
    page = RequestFactory().get("/ahead/7/")
    page.user = alice
    (key,) = re.findall(r'value="([^"]+)"', keys.field(page))
    plain, counted = RequestFactory().post("/ahead/7/"), RequestFactory().post("/ahead/7/", {keys.FIELD: key})
    view = sent_once(lambda request: HttpResponse(str(ahead.take(request, "seven"))))
    found = []
    for request in (plain, counted):
        request.user = alice
        ahead.note(request, "seven", (7,))
        found.append(view(request).content.decode())

    assert found == ["(7,)", "None"]
