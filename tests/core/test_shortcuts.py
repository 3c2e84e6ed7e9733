"""Looking up a row: what cannot be a key is a row that is not there."""

import pytest
from django.http import Http404

from accounts.models import User
from core.shortcuts import get_or_404
from tests import factories

pytestmark = pytest.mark.django_db


def test_row_of_the_queryset_is_found() -> None:
    alice = factories.make_user("Alice")

    assert get_or_404(User.objects.all(), pk=alice.pk) == alice
    assert get_or_404(User.objects.all(), pk=str(alice.pk)) == alice


@pytest.mark.parametrize("pk", [0, -1, "", "x", "\x00", "1.5", 10**30, "9" * 5000, None])
def test_key_of_the_wrong_shape_is_not_found(pk: object) -> None:
    factories.make_user("Alice")

    with pytest.raises(Http404):
        get_or_404(User.objects.all(), pk=pk)


def test_row_that_the_queryset_leaves_out_is_not_found() -> None:
    alice = factories.make_user("Alice")

    with pytest.raises(Http404):
        get_or_404(User.objects.exclude(pk=alice.pk), pk=alice.pk)


def test_model_is_no_queryset() -> None:
    with pytest.raises(TypeError):
        get_or_404(User, pk=1)
