"""The one way in which a view deals with a form."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from core.acting import acting, bound, pressed
from core.errors import Conflict, Refusal


class Asked(forms.Form):
    title = forms.CharField()


class Careful(forms.Form):
    tick = forms.BooleanField(required=False)


def request_of(method: str, **sent: str) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/", sent)
    request._messages = CookieStorage(request)
    return request


def say_no(kind: type[Refusal], field: str | None = None) -> None:
    raise kind("Not so.", field)


def test_form_that_is_opened_does_nothing() -> None:
    request = request_of("get")

    act = acting(request, bound(request, Asked), lambda: pytest.fail("it was only opened"))

    assert (act.status, act.is_done) == (200, False)


def test_form_that_is_wrong_does_nothing_and_keeps_the_words() -> None:
    request = request_of("post", title="")
    form = bound(request, Asked)

    act = acting(request, form, lambda: pytest.fail("it is wrong"))

    assert (act.status, "title" in form.errors) == (422, True)


def test_form_sent_with_nothing_ticked_is_sent_all_the_same() -> None:
    request = request_of("post")

    assert acting(request, bound(request, Careful), lambda: "done").is_done


@pytest.mark.parametrize(("field", "place"), [("title", "title"), ("unheard-of", "__all__"), (None, "__all__")])
@pytest.mark.parametrize(("kind", "status"), [(Refusal, 422), (Conflict, 409)])
def test_what_a_rule_says_stands_at_the_form(kind: type[Refusal], status: int, field: str | None, place: str) -> None:
    request = request_of("post", title="Messe")
    form = bound(request, Asked)

    act = acting(request, form, lambda: say_no(kind, field))

    assert (act.status, form.errors[place]) == (status, ["Not so."])
    assert (act.conflict is not None) == (kind is Conflict)


def test_act_that_is_done_gives_what_it_made() -> None:
    request = request_of("post", title="Messe")
    form = bound(request, Asked)

    act = acting(request, form, lambda: form.cleaned_data["title"])

    assert (act.is_done, act.made) == (True, "Messe")


def test_refused_button_says_so_where_one_was() -> None:
    request = request_of("post")

    response = pressed(request, lambda: say_no(Refusal), to="/there/", words="Done.", otherwise="/here/")

    assert (response["Location"], [str(one) for one in get_messages(request)]) == ("/here/", ["Not so."])
