"""What stood before there was one form of e-mails and names is put into it at the upgrade."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps

from accounts.models import User
from accounts.services import create_person
from clusters.models import Cluster, Invitation
from tests import factories

ENCODED = "anna@xn--blbr-roah.dk"


def kept_as(email: str, written: str, name: str = "Anna") -> User:
    """Make a person as they would stand there from before."""
    person = create_person(email=email, name="Anna")
    User.objects.filter(pk=person.pk).update(email=written, name=name)
    EmailAddress.objects.filter(user=person).update(email=written)
    return person


def upgrade(module: str) -> None:
    import_module(module).keep_one_form(apps, None)


def test_email_and_name_of_a_person_are_put_into_the_one_form(db: None) -> None:
    person = kept_as("anna@example.org", ENCODED, "Anna\nKøb nu")

    upgrade("accounts.migrations.0004_one_form_of_emails")

    person.refresh_from_db()
    assert (person.email, person.name) == ("anna@blåbær.dk", "Anna Køb nu")
    assert EmailAddress.objects.get(user=person).email == "anna@blåbær.dk"


def test_two_people_who_would_become_one_stay_and_are_told_of(db: None, caplog: pytest.LogCaptureFixture) -> None:
    first = kept_as("anna@example.org", ENCODED)
    second = create_person(email="anna@blåbær.dk", name="Anna")

    upgrade("accounts.migrations.0004_one_form_of_emails")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.email, second.email) == (ENCODED, "anna@blåbær.dk")
    assert "person_is_there_twice" in caplog.text


def test_of_two_invitations_of_one_person_the_newer_one_waits(cluster: Cluster) -> None:
    older = factories.make_invitation(cluster, ENCODED, token="a")
    newer = factories.make_invitation(cluster, "anna@blåbær.dk", token="b")
    other = factories.make_invitation(cluster, f"b{ENCODED}", token="c")

    upgrade("clusters.migrations.0007_one_form_of_invitations")

    found = {row.pk: (row.email, row.state) for row in Invitation.objects.of(cluster)}
    assert found[older.pk][1] == "withdrawn"
    assert found[newer.pk] == ("anna@blåbær.dk", "open")
    assert found[other.pk] == ("banna@blåbær.dk", "open")
