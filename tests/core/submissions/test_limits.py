"""A save that meets a row which somebody holds is told so in time, by the database's own limit, and loses no word."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from plans.models import StatusNote
from tests import factories
from tests.core.submissions.test_kept import BROWSER, TEXT, shown
from tests.pages import form_fields, heading
from tests.plans.samples import make_activity

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def held_elsewhere(cluster: Cluster) -> Iterator[None]:
    """Hold the cluster's row in a connection of its own; on SQLite, which knows no rows, hold the right to write."""
    other = connection.copy()
    with connection.cursor() as own:
        own.execute("SET lock_timeout = '300ms'" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 300")
    try:
        with other.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("BEGIN")
                cursor.execute("SELECT 1 FROM clusters_cluster WHERE id = %s FOR UPDATE", [cluster.pk])
            else:
                cursor.execute("BEGIN IMMEDIATE")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def test_save_that_waits_too_long_is_told_and_its_words_are_sent_again() -> None:
    alice = factories.make_user("alice")
    cluster = factories.make_cluster()
    factories.make_member(cluster, alice, Role.OWNER)
    activity = make_activity(cluster, User.objects.get(pk=alice.pk))
    client = Client(enforce_csrf_checks=True, headers=BROWSER, raise_request_exception=False)
    client.force_login(alice)
    address = reverse("plans:note", args=[cluster.slug, activity.number])
    sent = form_fields(client.get(activity.get_absolute_url()), address) | {"text": TEXT}

    with held_elsewhere(cluster):
        response = client.post(address, sent)

    assert (response.status_code, heading(response)) == (503, "Too many people are saving at the moment")
    assert " ".join(TEXT.split()) in shown(response).values()
    again = client.post(address, form_fields(response, address))
    assert again.status_code == 302
    assert StatusNote.objects.of(cluster).get().text == TEXT.replace("\r\n", "\n")
