"""Rows that are made from the database without Django's constructor: the same objects, and no model that needs more."""

import inspect

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import connection, models
from django.db.models.signals import post_init, pre_init
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.rows import Row

ROWS = [model for model in apps.get_models() if issubclass(model, Row)]


@pytest.mark.parametrize("model", ROWS)
def test_nothing_is_done_to_a_row_but_keeping_its_columns(model: type[models.Model]) -> None:
    assert inspect.getattr_static(model, "__init__") is models.Model.__init__
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)
    assert not any(isinstance(field, models.ImageField | GenericForeignKey) for field in model._meta.get_fields())


@pytest.mark.django_db
def test_row_is_what_django_makes_of_it(alice: User) -> None:
    names = [field.attname for field in User._meta.concrete_fields]
    values = [getattr(alice, name) for name in names]

    made = User.from_db("default", names, values)
    django = models.Model.from_db.__func__(User, "default", names, values)

    assert {**made.__dict__, "_state": None} == {**django.__dict__, "_state": None}
    assert vars(made._state) == vars(django._state)
    made.name = "Alice Andersen"
    made.save()
    assert User.objects.get(pk=alice.pk).name == "Alice Andersen"


@pytest.mark.django_db
def test_what_was_not_read_is_read_when_somebody_asks(alice: User) -> None:
    found = User.objects.only("name").get(pk=alice.pk)

    assert found.get_deferred_fields() >= {"email", "joined_at"}
    with CaptureQueriesContext(connection) as queries:
        assert (found.name, found.email) == (alice.name, alice.email)
    assert len(queries) == 1
